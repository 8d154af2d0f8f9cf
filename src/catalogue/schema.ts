/** The shapes of the files in controls/. Unknown fields are refused everywhere. Meaning of each field: controls/README.md. */
import { z } from 'zod';
import {
  appliesHere,
  dutyKinds,
  frameworkTypes,
  levels,
  mappingRelations,
  obligations,
  observationKinds,
  schutzziele,
  severities,
} from '../domain/catalogue.ts';
import { registerTableFiles } from './register-tables.ts';
import { confidence, controlId, slug, text } from './schema-parts.ts';

const duration = z
  .string()
  .regex(
    /^P(?=\d)(?!(?:0[YMWD])+$)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?$/,
    'Erwartet eine Zeitspanne nach ISO 8601, zum Beispiel P1Y, P6M oder P90D.',
  );
const edition = z.string().regex(/^\d{4}\.\d+$/, 'Erwartet eine Ausgabe in Anführungszeichen, zum Beispiel "2026.1".');
const bausteinId = z.string().regex(/^[A-Z]{2,8}-\d{2}$/, 'Erwartet eine Kennung wie WEB-01.');
/** The 47 elementary threats of the BSI, G 0.1 to G 0.47. */
const threatId = z
  .string()
  .regex(/^G 0\.(?:[1-9]|[123]\d|4[0-7])$/, 'Erwartet eine elementare Gefährdung von „G 0.1“ bis „G 0.47“.');

const retired = z.strictObject({ in: edition, reason: text, replaced_by: controlId.nullish() });

const control = z.strictObject({
  id: controlId,
  title: text,
  obligation: z.enum(obligations),
  level: z.enum(levels),
  requirement: text,
  question: text,
  rationale: text,
  consequence: text,
  help: text,
  evidence: z.array(text).min(1),
  role: slug,
  schutzziele: z.array(z.enum(schutzziele)).min(1),
  effort: z.int().min(0).max(5),
  effect: z.int().min(1).max(3),
  threats: z.array(threatId).min(1),
  checks: z.array(slug).optional(),
  review_after: duration,
  since: edition,
  retired: retired.optional(),
});

export const bausteinFile = z.strictObject({
  id: bausteinId,
  title: text,
  topic: slug,
  purpose: text,
  zielobjekt_types: z.array(slug).min(1),
  controls: z.array(control).min(1),
});

export const metaFile = z.strictObject({
  id: slug,
  title: text,
  edition,
  licence: text,
  sources_used: z.array(text).min(1),
});

const entry = { id: slug, title: text, definition: text };

export const vocabularyFile = z.strictObject({
  topics: z.array(z.strictObject({ ...entry, group: slug })).min(1),
  zielobjekt_types: z.array(z.strictObject({ ...entry, fragile: z.literal(true).optional() })).min(1),
  roles: z.array(z.strictObject({ ...entry, assignable: z.boolean() })).min(1),
  merkmale: z.array(z.strictObject({ ...entry, question: text })),
  kommune_kinds: z.array(z.strictObject(entry)).min(1),
  efforts: z
    .array(
      z.strictObject({ effort: z.int().min(0).max(5), days_from: z.number().min(0), days_to: z.number().min(0), title: text }),
    )
    .min(1),
  districts: z.array(
    z.strictObject({
      key: z.string().regex(/^\d{5}$/, 'Erwartet einen fünfstelligen Schlüssel in Anführungszeichen.'),
      name: text,
      kind: text,
    }),
  ),
  facts: z.array(z.strictObject(entry)),
});

export const checkFile = z.strictObject({
  id: slug,
  title: text,
  question: text,
  observes: z.union([z.enum(observationKinds), z.array(z.enum(observationKinds)).min(2)]),
  thorough: z.literal(true).optional(),
  parameters: z.record(z.string(), z.unknown()),
  severity: z.enum(severities),
  messages: z.strictObject({ met: text, not_met: text, phase_out: text.optional(), undetermined: text }),
  remedy: text,
  footprint: text,
  sources: z
    .array(z.strictObject({ document: text, edition: text.optional(), section: text.optional(), confidence: confidence.min(1) }))
    .min(1),
  since: edition,
});

export type RawCondition = { merkmal: string } | { all: RawCondition[] } | { any: RawCondition[] } | { not: RawCondition };
const condition: z.ZodType<RawCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ merkmal: slug }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
  ]),
);

export type RawAnswerRule =
  | { control: string }
  | { fact: string; within?: { of: string; duration: string } | undefined }
  | { all: RawAnswerRule[] }
  | { any: RawAnswerRule[] };
const answerRule: z.ZodType<RawAnswerRule> = z.lazy(() =>
  z.union([
    z.strictObject({ control: controlId }),
    z.strictObject({ fact: slug, within: z.strictObject({ of: slug, duration }).optional() }),
    z.strictObject({ all: z.array(answerRule).min(1) }),
    z.strictObject({ any: z.array(answerRule).min(1) }),
  ]),
);

const frameworkItem = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/, 'Erwartet eine Kennung wie S-12.'),
  ref: text,
  kind: z.enum(dutyKinds).optional(),
  duty: text.optional(),
  short: text.optional(),
  confidence: confidence.optional(),
  applies_if: condition.optional(),
  answered_by: answerRule.optional(),
  mapped: z.strictObject({ controls: z.array(controlId).min(1), relation: z.enum(mappingRelations) }).optional(),
  excused: text.optional(),
  not_demanded: text.optional(),
  level: z.enum(levels).optional(),
  generations: z.array(slug).min(1).optional(),
  evidence: text.optional(),
  deadline: text.optional(),
  note: text.optional(),
  applies_here: z.enum(appliesHere).optional(),
  contract_ref: text.optional(),
  analogous: z.boolean().optional(),
  legal_minimum: z.boolean().optional(),
});

/** A day, or only its month or year. */
const roughDay = z
  .string()
  .regex(
    /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/,
    'Erwartet Jahr, Monat oder Tag in Anführungszeichen, zum Beispiel "2026-10".',
  );

export const frameworkFile = z.strictObject({
  id: slug,
  type: z.enum(frameworkTypes).optional(),
  replaces: slug.optional(),
  title: text,
  publisher: text,
  edition: text,
  banner: text.optional(),
  generations: z
    .array(z.strictObject({ id: slug, title: text, from: roughDay.optional(), until: roughDay.optional() }))
    .min(1)
    .optional(),
  default_kind: z.enum(dutyKinds).optional(),
  default_confidence: confidence.min(1).optional(),
  items: z.array(frameworkItem).min(1),
});

const profileFact = z.union([z.strictObject({ fact: slug, reason: text }), z.strictObject({ merkmal: slug, reason: text })]);

export const profileFile = z.strictObject({
  id: slug,
  title: text,
  note: text,
  facts: z.array(profileFact).min(1).optional(),
  controls: z.array(z.strictObject({ id: controlId, reason: text })).min(1),
});

const port = z.int().min(1).max(65535);

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Erwartet einen Tag wie "2026-10-13".');

/** Shapes of the tables the program reads itself; further tables pass through as data. */
export const tableFiles: Readonly<Record<string, z.ZodType>> = {
  ...registerTableFiles,
  'exposed-services': z.strictObject({
    source: text,
    edition: text,
    entries: z
      .array(
        z.strictObject({
          id: slug.optional(),
          ports: z.array(port),
          udp: z.array(port).min(1).optional(),
          service: text,
          reason: text,
          severity: z.enum(severities),
          open_port_suffices: z.boolean().optional(),
          kompendium: z.array(text).min(1).optional(),
          kdn_rows: z.array(text).min(1).optional(),
          verified: z.boolean(),
        }),
      )
      .min(1),
  }),
  'feiertage-sachsen': z.strictObject({
    source: text,
    verified: z.boolean(),
    fixed: z
      .array(
        z.strictObject({
          date: z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'Erwartet Monat und Tag wie "10-31".'),
          name: text,
        }),
      )
      .min(1),
    easter: z.array(z.strictObject({ offset: z.int(), name: text })),
    buss_und_bettag: z.union([z.boolean(), text]),
  }),
  'kompendium-2023': z.strictObject({
    source: text,
    edition: text,
    verified: z.boolean(),
    entries: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[A-Z]{3,4}(?:\.\d+)+$/, 'Erwartet eine Nummer des Kompendiums wie SYS.2.1.'),
          title: text,
          order: z.enum(['R1', 'R2', 'R3']),
          target: text,
          types: z.array(slug).min(1),
          words: z.array(text).min(1).optional(),
          asks: z.boolean().optional(),
          general: text.optional(),
          when: text.optional(),
        }),
      )
      .min(1),
  }),
  'tls-profiles': z.strictObject({
    source: text,
    edition: text,
    verified: z.boolean(),
    table: slug,
    entries: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z][a-z0-9-]*(?:@[0-9][0-9-]*)?$/, 'Erwartet eine Kennung wie bsi-tr-02102-2@2026-01.'),
          title: text,
          rule_books: z.array(text).min(1),
        }),
      )
      .min(1),
  }),
  'bausteine-zielobjekte': z.strictObject({
    source: text,
    edition: text,
    verified: z.boolean(),
    entries: z.array(z.strictObject({ id: bausteinId, types: z.array(slug), applies_if: condition.optional() })).min(1),
  }),
  'zielobjekt-vorlagen': z.strictObject({
    source: text,
    edition: text,
    verified: z.boolean(),
    entries: z
      .array(
        z.strictObject({
          id: slug,
          title: text,
          zielobjekte: z
            .array(
              z.strictObject({
                kuerzel: z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/, 'Erwartet ein Kürzel wie SV-FACH.'),
                typ: slug,
                name: text,
                zweck: text.optional(),
                needs: z.array(text).min(1).optional(),
                applies_if: condition.optional(),
              }),
            )
            .min(1),
        }),
      )
      .min(1),
  }),
  'software-end-of-life': z.strictObject({
    source: text,
    edition: text,
    products: z.array(z.strictObject({ name: text, seen_as: z.array(text).min(1) })).min(1),
    entries: z
      .array(
        z.strictObject({
          id: slug,
          product: text,
          release: text,
          support_until: isoDay,
          paid_support_until: isoDay.optional(),
          seen_as: z.array(text).min(1).optional(),
          note: text.optional(),
          source: text,
          edition: text,
          verified: z.boolean(),
        }),
      )
      .min(1),
  }),
  gefaehrdungen: z.strictObject({
    source: text,
    edition: text,
    verified: z.boolean(),
    entries: z.array(z.strictObject({ id: threatId, title: text, meaning: text, types: z.array(slug).min(1) })).length(47),
  }),
  synonyme: z.strictObject({
    source: text,
    groups: z
      .array(
        z
          .array(
            z.string().regex(/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u, 'Erwartet ein einzelnes Wort; Bindestriche sind erlaubt.'),
          )
          .min(2),
      )
      .min(1),
  }),
};

export type RawBaustein = z.infer<typeof bausteinFile>;
export type RawControl = z.infer<typeof control>;
export type RawMeta = z.infer<typeof metaFile>;
export type RawVocabulary = z.infer<typeof vocabularyFile>;
export type RawCheck = z.infer<typeof checkFile>;
export type RawFramework = z.infer<typeof frameworkFile>;
export type RawFrameworkItem = z.infer<typeof frameworkItem>;
export type RawProfile = z.infer<typeof profileFile>;

/** JSON schemas of the file kinds, for editors: `catalogue`, `vocabulary`, `baustein`, `check`, `framework`, `profile` and the known tables. */
export function catalogueJsonSchemas(): Record<string, object> {
  const kinds: Record<string, z.ZodType> = {
    catalogue: metaFile,
    vocabulary: vocabularyFile,
    baustein: bausteinFile,
    check: checkFile,
    framework: frameworkFile,
    profile: profileFile,
    ...Object.fromEntries(Object.entries(tableFiles).map(([name, schema]) => [`table-${name}`, schema])),
  };
  return Object.fromEntries(Object.entries(kinds).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input' })]));
}
