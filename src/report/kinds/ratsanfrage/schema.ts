/** The shape of the answer to the council as a zod schema. */
import { z } from 'zod';
import { headSchema as head, statusSchema as status } from '../../schema-parts.ts';
import type { RatsanfrageData } from './data.ts';

export const ratsanfrageSchema = z.strictObject({
  art: z.literal('ratsanfrage'),
  kopf: head,
  fuer: z.string(),
  umfang: z.string(),
  fragen: z.array(
    z.strictObject({
      id: z.string(),
      frage: z.string(),
      antwort: z.string(),
      zahl: z.string(),
      kosten: z.string(),
      stand: status,
      standText: z.string(),
      naechsterSchritt: z.string(),
      grundlage: z.string(),
    }),
  ),
  hinweis: z.string(),
  grad: z.string(),
}) satisfies z.ZodType<RatsanfrageData>;
