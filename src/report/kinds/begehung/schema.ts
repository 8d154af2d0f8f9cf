/** The shape of BegehungData as a zod schema. */
import { z } from 'zod';
import { headSchema as kopf, statusSchema as stand } from '../../schema-parts.ts';
import type { BegehungData } from './data.ts';

const measure = z.strictObject({ id: z.string(), titel: z.string(), wer: z.string(), bis: z.string(), stand });

export const begehungSchema = z.strictObject({
  art: z.literal('begehung'),
  kopf,
  eintrag: z.string(),
  ort: z.string(),
  am: z.string(),
  teilnehmende: z.string(),
  angesehen: z.string(),
  naechste: z.string(),
  unterschrieben: z.string(),
  saetze: z.strictObject({ ergebnis: z.string(), massnahmen: z.string(), grenzen: z.string() }),
  feststellungen: z.array(z.strictObject({ nr: z.int().positive(), text: z.string(), massnahme: measure.nullable() })),
  weitere: z.array(measure),
  nichtAngesehen: z.strictObject({
    angaben: z.array(z.string()),
    raeume: z.array(z.strictObject({ name: z.string(), zuletzt: z.string() })),
  }),
}) satisfies z.ZodType<BegehungData>;
