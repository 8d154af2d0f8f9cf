/** The shape of MitteilungData as a zod schema. */
import { z } from 'zod';
import { basisSchema as basis, headSchema as kopf, statusSchema as status } from '../../schema-parts.ts';
import type { MitteilungData } from './data.ts';

export const mitteilungSchema = z.strictObject({
  art: z.literal('mitteilung'),
  kopf,
  saetze: z.strictObject({ frist: z.string(), fehlt: z.string() }),
  fristen: z.array(
    z.strictObject({
      rolle: z.string(),
      person: z.string(),
      bestellt: z.string(),
      bis: z.string(),
      mitgeteilt: z.string(),
      stand: status,
      text: z.string(),
    }),
  ),
  fristHinweis: z.string(),
  gruppen: z.array(
    z.strictObject({
      id: z.enum(['stelle', 'bfis', 'vertretung']),
      titel: z.string(),
      werte: z.array(z.strictObject({ angabe: z.string(), wert: z.string(), herkunft: z.string() })),
    }),
  ),
  erfassen: z.array(z.string()),
  danach: z.array(z.string()),
  grundlagen: z.array(basis),
  gradHinweis: z.string(),
}) satisfies z.ZodType<MitteilungData>;
