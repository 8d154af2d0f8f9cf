/** briefkopf.yaml as a zod schema: what a Kommune says about its papers. */
import { z } from 'zod';
import { contrastOnWhite, type Letterhead, leastContrast } from '../domain/letterhead.ts';
import { cleanText } from './clean-text.ts';

const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .transform(cleanText)
    .refine((text) => text !== '', 'Das Feld ist leer.');

const colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'Erwartet eine Farbe wie "#0b5563", in Anführungszeichen.')
  .superRefine((value, context) => {
    if (!/^#[0-9a-fA-F]{6}$/.test(value)) return;
    const contrast = contrastOnWhite(value);
    if (contrast >= leastContrast) return;
    // Cut, not rounded: 4,49 must not read as 4,5.
    const ratio = (Math.floor(contrast * 100) / 100).toFixed(2).replace('.', ',');
    context.addIssue({
      code: 'custom',
      message: `Die Farbe ${value} hat auf Weiß ein Kontrastverhältnis von ${ratio} : 1; nötig sind mindestens 4,5 : 1. Eine dunklere Farbe wählen.`,
    });
  });

export const letterheadSchema = z.strictObject({
  name: line(80),
  absender: z.array(line(80)).min(1).max(6),
  ruecksendezeile: line(110).optional(),
  fuss: z.array(line(110)).max(4).default([]),
  farbe: colour.optional(),
});

/** The texts of a letterhead from what the file says. */
export function letterheadTexts(said: z.infer<typeof letterheadSchema>): Omit<Letterhead, 'arms' | 'templates'> {
  const { name, absender, ruecksendezeile, fuss, farbe } = said;
  return {
    name,
    sender: absender,
    returnLine: ruecksendezeile ?? [name, ...absender.slice(0, 2)].join(' · '),
    foot: fuss,
    colour: farbe?.toLowerCase() ?? null,
  };
}
