/** The shape of PaketbegleitungData as a zod schema. */
import { z } from 'zod';
import { headSchema as kopf, letterSchema as letter } from '../../schema-parts.ts';
import type { PaketbegleitungData } from './data.ts';

const count = z.int().nonnegative();

export const paketbegleitungSchema = z.strictObject({
  art: z.literal('paketbegleitung'),
  kopf,
  paket: z.strictObject({ id: z.string(), titel: z.string(), fragen: count, beantwortet: count }),
  brief: letter,
  anrede: z.string(),
  saetze: z.strictObject({
    was: z.string(),
    warum: z.string(),
    frist: z.string(),
    dauer: z.string(),
    wie: z.string(),
    rueckfragen: z.string(),
  }),
  themen: z.array(z.strictObject({ titel: z.string(), fragen: count, gesetz: count })),
  unterschrift: z.string(),
  offen: z.array(z.string()),
  gradHinweis: z.string(),
}) satisfies z.ZodType<PaketbegleitungData>;
