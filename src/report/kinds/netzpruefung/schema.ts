/** The shape of NetzpruefungData as a zod schema. */
import { z } from 'zod';
import { headSchema as kopf, statusSchema as status } from '../../schema-parts.ts';
import type { NetzpruefungData } from './data.ts';

const count = z.int().nonnegative();
const texts = z.array(z.string());

const finding = z.strictObject({
  pruefung: z.string(),
  check: z.string(),
  stand: status,
  text: z.string(),
  ziele: texts,
  blickwinkel: z.string(),
  gesehen: z.string(),
  seit: z.string(),
  alter: z.string(),
  anforderungen: texts,
  abhilfe: count,
  hinweis: z.string(),
});

const degree = z.strictObject({
  schwere: z.string(),
  bedeutung: z.string(),
  befunde: count,
  erklaert: count,
  offen: count,
  ziele: count,
});

const task = z.strictObject({
  nr: z.int().positive(),
  titel: z.string(),
  stand: status,
  schritt: z.string(),
  abhilfe: count,
  ziele: texts,
  anforderungen: texts,
  massnahme: z.string(),
});

const object = z.strictObject({
  kuerzel: z.string(),
  name: z.string(),
  kritischHoch: count,
  mittel: count,
  niedrigHinweis: count,
  laeuftAus: count,
  inOrdnung: count,
  nichtAngesehen: count,
  erklaert: count,
  text: z.string(),
  befunde: z.array(finding),
});

const contradiction = z.strictObject({
  art: z.enum(['Widerspruch', 'Hinweis']),
  control: z.string(),
  titel: z.string(),
  zielobjekt: z.string(),
  antwort: z.string(),
  befunde: texts,
});

const remedy = z.strictObject({
  nr: z.int().positive(),
  check: z.string(),
  titel: z.string(),
  warum: z.string(),
  anforderungen: texts,
  text: z.string(),
  quellen: texts,
});

const run = z.strictObject({
  id: z.string(),
  zeit: z.string(),
  werkzeug: z.string(),
  freigaben: texts,
  stand: z.string(),
  aufruf: z.string(),
  namen: texts,
  hinweise: texts,
});

const permit = z.strictObject({
  id: z.string(),
  ziele: texts,
  zeitraum: z.string(),
  zeiten: z.string(),
  durch: z.string(),
  umfang: z.string(),
  benachrichtigt: z.string(),
  dokument: z.string(),
});

export const netzpruefungSchema = z.strictObject({
  art: z.literal('netzpruefung'),
  kopf,
  saetze: z.strictObject({ gesehen: z.string(), zuerst: z.string(), grenzen: z.string() }),
  summe: z.strictObject({ text: z.string(), schweren: z.array(degree), inOrdnung: count, nichtAngesehen: count }),
  aufgaben: z.array(task).max(5),
  aufgabenText: z.string(),
  zielobjekte: z.array(object),
  auslaufend: z.array(finding.extend({ ende: z.string() })),
  auslaufendText: z.string(),
  erklaert: z.array(
    finding.extend({ id: z.string(), grund: z.string(), person: z.string(), erklaertAm: z.string(), bis: z.string() }),
  ),
  erklaertText: z.string(),
  widersprueche: z.strictObject({ satz: z.string(), liste: z.array(contradiction) }),
  abhilfen: z.array(remedy),
  inOrdnung: z.array(z.strictObject({ ziel: z.string(), anzahl: count, pruefungen: texts, zuletzt: z.string() })),
  inOrdnungText: z.string(),
  nichtAngesehen: z.strictObject({
    satz: z.string(),
    liste: z.array(z.strictObject({ anzahl: count, grund: z.string(), ziele: texts, pruefungen: texts, zuletzt: z.string() })),
    grenzen: texts,
  }),
  nachweis: z.strictObject({
    satz: z.string(),
    laeufe: z.array(run),
    freigaben: z.array(permit),
    spuren: z.array(z.strictObject({ text: z.string(), pruefungen: texts })),
  }),
}) satisfies z.ZodType<NetzpruefungData>;
