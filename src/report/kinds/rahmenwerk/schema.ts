/** The shape of the duty-by-duty reports as zod schemas. */
import { z } from 'zod';
import { degreeSchema as degree, dutySchema as duty, headSchema as head } from '../../schema-parts.ts';
import type { KdnData, SaechsisichgData } from './data.ts';

const count = z.int().nonnegative();

const summary = z.strictObject({
  erfuellt: count,
  teilweise: count,
  nichtErfuellt: count,
  offen: count,
  nichtAnwendbar: count,
  n: count,
  text: z.string(),
});
const framework = z.strictObject({
  id: z.string(),
  titel: z.string(),
  herausgeber: z.string(),
  ausgabe: z.string(),
  banner: z.string(),
});
const marks = z.array(z.strictObject({ zeichen: z.string(), bedeutung: z.string() }));

export const saechsisichgSchema = z.strictObject({
  art: z.literal('saechsisichg'),
  kopf: head,
  rahmenwerk: framework,
  summe: summary,
  gruppen: z.array(z.strictObject({ art: z.string(), titel: z.string(), text: z.string(), zeilen: z.array(duty) })),
  nichtGefordert: z.array(
    z.strictObject({
      id: z.string(),
      stelle: z.string(),
      punkt: z.string(),
      begruendung: z.string(),
      grad: degree,
      vertrauen: z.string(),
    }),
  ),
  zeichen: marks,
}) satisfies z.ZodType<SaechsisichgData>;

const condition = z.strictObject({
  ...duty.shape,
  giltBeiUns: z.enum(['', 'ja', 'nein', 'unbekannt']),
  fundstelle: z.string(),
});

export const kdnSchema = z.strictObject({
  art: z.literal('kdn'),
  kopf: head,
  rahmenwerk: framework,
  summe: summary,
  zeilen: z.array(condition),
  analogText: z.string(),
  erklaerung: z.string(),
  zeichen: marks,
}) satisfies z.ZodType<KdnData>;
