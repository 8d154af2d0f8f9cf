/** The shape of the emergency card as a zod schema. */
import { z } from 'zod';
import { degreeSchema as degree, headSchema as head } from '../../schema-parts.ts';
import type { NotfallkarteData } from './data.ts';

export const notfallkarteSchema = z.strictObject({
  art: z.literal('notfallkarte'),
  kopf: head,
  kontakte: z.array(
    z.strictObject({ stelle: z.string(), name: z.string(), tag: z.string(), nacht: z.string(), vertretung: z.string() }),
  ),
  kontaktHinweis: z.string(),
  ersteStunde: z.strictObject({ tun: z.array(z.string()), lassen: z.array(z.string()) }),
  fristen: z.array(
    z.strictObject({
      bis: z.string(),
      was: z.string(),
      an: z.string(),
      gilt: z.string(),
      grundlage: z.string(),
      grad: degree,
      vertrauen: z.string(),
    }),
  ),
  fristenHinweis: z.string(),
  unterlagen: z.array(z.strictObject({ was: z.string(), wo: z.string() })),
}) satisfies z.ZodType<NotfallkarteData>;
