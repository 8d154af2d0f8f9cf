/**
 * The shape of ReportData as a zod schema: docs/json is made from it and tests check the data against it. Kept apart
 * from report-data.ts so that building a report does not load zod.
 */
import { z } from 'zod';
import { grundschutzCheckSchema } from './grundschutz-check-schema.ts';
import { netzpruefungSchema } from './netzpruefung-schema.ts';
import type { NotfallkarteData } from './notfallkarte-data.ts';
import { realisierungsplanSchema } from './realisierungsplan-schema.ts';
import type { KdnData, LeitungData, ReportData, SaechsisichgData } from './report-data.ts';
import { type ReportKind, reportFormats } from './report-kind.ts';
import { countsSchema as counts, headSchema as head, statusSchema as status } from './schema-parts.ts';

const count = z.int().nonnegative();
const degree = z.enum(['', '°']);

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
});

const duty = z.strictObject({
  id: z.string(),
  stelle: z.string(),
  art: z.string(),
  kurz: z.string(),
  pflicht: z.string(),
  stand: status,
  angabe: z.string(),
  begruendung: z.string(),
  nachweis: z.string(),
  ueblicherNachweis: z.string(),
  grad: degree,
  vertrauen: z.string(),
  datum: z.string().nullable(),
  frist: z.string().nullable(),
  controls: z.array(z.string()),
  analog: z.boolean(),
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
    befunde: z.array(finding),
    ungeprueft: z.array(unchecked),
  }),
  widersprueche: z.strictObject({
    anzahl: count,
    hinweise: count,
    satz: z.string(),
    kurz: z.array(z.string()),
    liste: z.array(contradiction),
  }),
  nichtErfasst: z.string(),
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

const summary = z.strictObject({
  erfuellt: count,
  teilweise: count,
  nichtErfuellt: count,
  offen: count,
  nichtAnwendbar: count,
  n: count,
  text: z.string(),
});
const framework = z.strictObject({
  id: z.string(),
  titel: z.string(),
  herausgeber: z.string(),
  ausgabe: z.string(),
  banner: z.string(),
});
const marks = z.array(z.strictObject({ zeichen: z.string(), bedeutung: z.string() }));

export const saechsisichgSchema = z.strictObject({
  art: z.literal('saechsisichg'),
  kopf: head,
  rahmenwerk: framework,
  summe: summary,
  gruppen: z.array(z.strictObject({ art: z.string(), titel: z.string(), text: z.string(), zeilen: z.array(duty) })),
  nichtGefordert: z.array(
    z.strictObject({
      id: z.string(),
      stelle: z.string(),
      punkt: z.string(),
      begruendung: z.string(),
      grad: degree,
      vertrauen: z.string(),
    }),
  ),
  zeichen: marks,
}) satisfies z.ZodType<SaechsisichgData>;

const condition = z.strictObject({
  ...duty.shape,
  giltBeiUns: z.enum(['', 'ja', 'nein', 'unbekannt']),
  fundstelle: z.string(),
});

export const kdnSchema = z.strictObject({
  art: z.literal('kdn'),
  kopf: head,
  rahmenwerk: framework,
  summe: summary,
  zeilen: z.array(condition),
  analogText: z.string(),
  erklaerung: z.string(),
  zeichen: marks,
}) satisfies z.ZodType<KdnData>;

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

export const reportDataSchema = z.discriminatedUnion('art', [
  leitungSchema,
  saechsisichgSchema,
  kdnSchema,
  netzpruefungSchema,
  realisierungsplanSchema,
  grundschutzCheckSchema,
  notfallkarteSchema,
]) satisfies z.ZodType<ReportData>;

/** reports/ID/report.yaml */
export const reportKindSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string().min(1),
  audience: z.string().min(1),
  confidentiality: z.string().min(1),
  formats: z.array(z.enum(reportFormats)).min(1),
  summary: z.string().min(1),
}) satisfies z.ZodType<ReportKind>;
