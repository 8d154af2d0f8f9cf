/** The shape of RealisierungsplanData as a zod schema. */
import { z } from 'zod';
import { decisionSchema, headSchema as kopf, statusSchema as status } from '../../schema-parts.ts';
import type { RealisierungsplanData } from './data.ts';

const count = z.int().nonnegative();
const texts = z.array(z.string());

const measure = z.strictObject({
  rang: z.int().positive(),
  id: z.string(),
  titel: z.string(),
  status: z.string(),
  prioritaet: z.int().min(1).max(4),
  grund: z.string(),
  anforderungen: texts,
  zielobjekte: texts,
  wer: z.string(),
  prueft: z.string(),
  termin: status,
  faellig: z.string(),
  aufwand: z.string(),
  kosten: z.string(),
  mittel: z.string(),
  wartetAuf: texts,
  hinweis: z.string(),
});

export const realisierungsplanSchema = z.strictObject({
  art: z.literal('realisierungsplan'),
  kopf,
  saetze: z.strictObject({ stand: z.string(), kosten: z.string(), entscheiden: z.string() }),
  summe: z.strictObject({
    offen: count,
    ueberfaellig: count,
    bald: count,
    spaeter: count,
    ohneTermin: count,
    zurueckgestellt: count,
    text: z.string(),
  }),
  prioritaeten: z.array(z.strictObject({ nr: z.int().positive(), titel: z.string(), massnahmen: z.array(measure) })),
  zurueckgestellt: z.array(
    z.strictObject({
      id: z.string(),
      titel: z.string(),
      was: z.string(),
      entscheidung: z.string(),
      entschiedenAm: z.string(),
      wiedervorlage: z.string(),
      faellig: z.boolean(),
      kosten: z.string(),
    }),
  ),
  entscheidungen: z.array(decisionSchema),
  abhaengigkeiten: z.array(z.strictObject({ id: z.string(), titel: z.string(), wartetAuf: texts, hinweis: z.string() })),
  jahre: z.array(
    z.strictObject({
      jahr: z.int(),
      massnahmen: count,
      einmalig: z.string(),
      jaehrlich: z.string(),
      tage: z.string(),
      ohneKosten: count,
      mittel: z.string(),
    }),
  ),
  jahreText: z.string(),
  luecken: z.strictObject({
    text: z.string(),
    liste: z.array(z.strictObject({ control: z.string(), titel: z.string(), stand: status, anforderung: z.string() })),
  }),
  methode: z.string(),
}) satisfies z.ZodType<RealisierungsplanData>;
