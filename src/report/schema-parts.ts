/** Parts of the schemas that all kinds of report share. */
import { z } from 'zod';
import { statusKinds } from './report-data.ts';

const count = z.int().nonnegative();

export const statusSchema = z.strictObject({ art: z.enum(statusKinds), wort: z.string() });

const short = z.string().max(200);

/** Also what is read back from files people send. */
export const identificationSchema = z.strictObject({
  art: short,
  kommune: short,
  stand: z.iso.date(),
  fassung: short,
  variante: short.nullable(),
  eintrag: short.nullable(),
  katalog: z.strictObject({ edition: short, hash: short }),
  fingerabdruck: short,
  protokoll: short.nullable(),
  programm: short,
});

export const headSchema = z.strictObject({
  bericht: z.string(),
  titel: z.string(),
  kommune: z.string(),
  empfaenger: z.string(),
  vertraulichkeit: z.string(),
  stand: z.string().regex(/^\d{2}\.\d{2}\.\d{4}$/),
  standIso: z.iso.date(),
  erhebung: z.string(),
  profil: z.string(),
  profilHinweis: z.string(),
  katalog: z.strictObject({ id: z.string(), edition: z.string(), hash: z.string() }),
  rechtsstand: z.string(),
  programm: z.string(),
  fingerabdruck: z.string(),
  fingerabdruckKurz: z.string(),
  protokoll: z.string().nullable(),
  fassung: z.string(),
  kennung: identificationSchema,
});

export const decisionSchema = z.strictObject({
  id: z.string(),
  bericht: z.string(),
  worueber: z.string(),
  massnahmen: z.array(z.string()),
  ergebnis: z.string(),
  am: z.string(),
  anmerkung: z.string(),
});

export const countsSchema = z.strictObject({
  n: count,
  ja: count,
  teilweise: count,
  nein: count,
  entbehrlich: count,
  offen: count,
  zuBestaetigen: count,
  unbekannt: count,
  zaehlt: count,
  text: z.string(),
});

export const degreeSchema = z.enum(['', '°']);

export const dutySchema = z.strictObject({
  id: z.string(),
  stelle: z.string(),
  art: z.string(),
  kurz: z.string(),
  pflicht: z.string(),
  stand: statusSchema,
  angabe: z.string(),
  begruendung: z.string(),
  nachweis: z.string(),
  ueblicherNachweis: z.string(),
  grad: degreeSchema,
  vertrauen: z.string(),
  datum: z.string().nullable(),
  frist: z.string().nullable(),
  controls: z.array(z.string()),
  analog: z.boolean(),
});

/** Head of a letter. */
export const letterSchema = z.strictObject({
  absender: z.array(z.string()),
  ruecksendezeile: z.string(),
  anschrift: z.array(z.string()),
  info: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  betreff: z.string(),
});

/** A paragraph a paper rests on. */
export const basisSchema = z.strictObject({
  stelle: z.string(),
  inhalt: z.string(),
  art: z.string(),
  grad: degreeSchema,
  vertrauen: z.string(),
});
