/** The shape of the mayor's page as a zod schema. */
import { z } from 'zod';
import {
  countsSchema as counts,
  decisionSchema as decision,
  dutySchema as duty,
  headSchema as head,
  statusSchema as status,
} from '../../schema-parts.ts';
import type { LeitungData } from './data.ts';

const count = z.int().nonnegative();

const topic = z.strictObject({
  id: z.string(),
  titel: z.string(),
  lage: status,
  trend: z
    .strictObject({
      richtung: z.enum(['besser', 'gleich', 'schlechter']),
      zeichen: z.enum(['↑', '→', '↓']),
      wort: z.string(),
      text: z.string(),
    })
    .nullable(),
  zahlen: counts,
  begruendung: z.string(),
  hinweis: z.string(),
});

const gap = z.strictObject({
  nr: z.int().positive(),
  control: z.string(),
  titel: z.string(),
  stand: status,
  folge: z.string(),
  anforderung: z.string(),
  gesetz: z.string(),
  aufwand: z.string(),
  kosten: z.string(),
  kostenKurz: z.string(),
  massnahmen: z.array(z.string()),
  wer: z.string(),
  bis: z.string(),
  ueberfaellig: z.boolean(),
  wahl: z.array(z.string()).min(1),
});

const finding = z.strictObject({
  frage: z.string(),
  ziel: z.string(),
  stand: status,
  schwere: z.string(),
  text: z.string(),
  datum: z.string(),
});
const unchecked = z.strictObject({ frage: z.string(), ziel: z.string(), grund: z.string(), datum: z.string() });
const contradiction = z.strictObject({
  art: z.enum(['Widerspruch', 'Hinweis']),
  titel: z.string(),
  control: z.string(),
  zielobjekt: z.string(),
  kurz: z.string(),
  text: z.string(),
});

export const leitungSchema = z.strictObject({
  art: z.literal('leitung'),
  kopf: head,
  saetze: z.strictObject({ lage: z.string(), veraenderung: z.string(), entscheidung: z.string() }),
  gesamt: counts,
  frueher: z.strictObject({ bezeichnung: z.string(), zahlen: counts }).nullable(),
  themen: z.array(topic),
  minimum: z.array(duty),
  minimumText: z.string(),
  luecken: z.array(gap).max(5),
  lueckenUeberschrift: z.string(),
  lueckenHinweis: z.string(),
  netz: z.strictObject({
    satz: z.string(),
    maengel: z.string(),
    nichtGesehen: z.string(),
    schweren: z.array(z.strictObject({ schwere: z.string(), anzahl: count })),
    befunde: z.array(finding),
    ungeprueft: z.array(unchecked),
    mehr: z.string(),
  }),
  widersprueche: z.strictObject({
    anzahl: count,
    hinweise: count,
    satz: z.string(),
    kurz: z.array(z.string()),
    liste: z.array(contradiction),
    mehr: z.string(),
  }),
  vorfaelle: z.strictObject({ jahr: count, anzahl: count, offen: count, satz: z.string() }),
  massnahmen: z.strictObject({
    offen: count,
    ueberfaellig: count,
    ohneTermin: count,
    satz: z.string(),
    verlauf: z.array(z.strictObject({ bis: z.string(), faellig: count, erledigt: count.nullable() })),
    verlaufText: z.string(),
  }),
  mittel: z.strictObject({ jahr: count, zeit: z.string(), geld: z.string(), satz: z.string() }),
  entscheidungen: z.strictObject({ satz: z.string(), liste: z.array(decision) }),
  seitLetztem: z.string(),
  methode: z.strictObject({
    unbekannt: z.string(),
    grundlage: z.string(),
    gesammelt: z.string(),
    herkunft: z.string(),
    aufwand: z.string(),
    grad: z.string(),
    trend: z.string(),
  }),
}) satisfies z.ZodType<LeitungData>;
