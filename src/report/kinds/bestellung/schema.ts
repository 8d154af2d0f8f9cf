/** The shape of BestellungData as a zod schema. */
import { z } from 'zod';
import { basisSchema as basis, headSchema as kopf, letterSchema as letter } from '../../schema-parts.ts';
import { appointmentVariants, type BestellungData } from './data.ts';

const texts = z.array(z.string());

export const bestellungSchema = z.strictObject({
  art: z.literal('bestellung'),
  kopf,
  variante: z.enum(appointmentVariants),
  brief: letter,
  anrede: z.string(),
  saetze: z.strictObject({
    bestellung: z.string(),
    grundlage: z.string(),
    mittel: z.string(),
    verantwortung: z.string(),
    vertretung: z.string(),
    dauer: z.string(),
    mitteilung: z.string(),
  }),
  aufgaben: texts,
  rechte: texts,
  stellen: z.array(z.strictObject({ stelle: z.string(), rolle: z.string(), seit: z.string() })),
  unterschriften: z.strictObject({ leitung: z.string(), person: z.string() }),
  offen: z.array(z.strictObject({ punkt: z.string(), wie: z.string() })),
  danach: texts,
  grundlagen: z.array(basis),
  gradHinweis: z.string(),
}) satisfies z.ZodType<BestellungData>;
