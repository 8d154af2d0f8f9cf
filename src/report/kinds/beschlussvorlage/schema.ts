/** The shape of the council's paper as a zod schema. */
import { z } from 'zod';
import { headSchema as head } from '../../schema-parts.ts';
import type { BeschlussvorlageData } from './data.ts';

const count = z.int().nonnegative();

export const beschlussvorlageSchema = z.strictObject({
  art: z.literal('beschlussvorlage'),
  kopf: head,
  fuer: z.string(),
  teil: z.string(),
  betreff: z.string(),
  beschluss: z.array(z.string()),
  begruendung: z.array(z.string()),
  positionen: z.array(
    z.strictObject({
      nr: count,
      id: z.string(),
      titel: z.string(),
      anlass: z.string(),
      grund: z.string(),
      kosten: z.string(),
      haushaltsjahr: z.string(),
      bisher: z.string(),
    }),
  ),
  jahre: z.array(
    z.strictObject({ jahr: z.string(), einmalig: z.string(), jaehrlich: z.string(), massnahmen: count, ohneKosten: count }),
  ),
  kostenText: z.string(),
  folgenText: z.string(),
  folgen: z.array(z.strictObject({ nr: count, titel: z.string(), folge: z.string() })),
  nichtDabei: z.string(),
  gremium: z.string(),
  grad: z.string(),
}) satisfies z.ZodType<BeschlussvorlageData>;
