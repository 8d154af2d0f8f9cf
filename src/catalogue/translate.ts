/** The one place where the snake_case of the files becomes the camelCase of the program. */
import type {
  Baustein,
  Catalogue,
  CheckDefinition,
  Control,
  Framework,
  FrameworkItem,
  Profile,
  Retired,
  Vocabulary,
} from '../domain/catalogue.ts';
import type { CatalogueSupplement } from '../domain/catalogue-supplement.ts';
import { contentHash } from './content-hash.ts';
import type { CatalogueFiles } from './folder.ts';
import type {
  RawBaustein,
  RawCheck,
  RawControl,
  RawFramework,
  RawFrameworkItem,
  RawMeta,
  RawProfile,
  RawVocabulary,
} from './schema.ts';

/** Builds what a Kommune adds from files without problems. */
export function toSupplement(files: CatalogueFiles, { id, title }: { id: string; title: string }): CatalogueSupplement {
  return {
    id,
    title,
    bausteine: files.bausteine.map(({ data }) => toBaustein(data)),
    controls: files.bausteine.flatMap(({ data }) => data.controls.map((control) => toControl(control, data))),
    frameworks: files.frameworks.map(({ data }) => ({
      ...toFramework(data),
      ...(data.replaces === undefined ? {} : { replaces: data.replaces }),
    })),
  };
}

/** Builds the catalogue from files without problems. Order of files is the order of their names, so the hash is stable. */
export function toCatalogue(files: CatalogueFiles, meta: RawMeta, vocabulary: RawVocabulary): Catalogue {
  const content: Omit<Catalogue, 'hash'> = {
    id: meta.id,
    title: meta.title,
    edition: meta.edition,
    licence: meta.licence,
    bausteine: files.bausteine.map(({ data }) => toBaustein(data)),
    controls: files.bausteine.flatMap(({ data }) => data.controls.map((control) => toControl(control, data))),
    checks: files.checks.map(({ data }) => toCheck(data)),
    frameworks: files.frameworks.map(({ data }) => toFramework(data)),
    profiles: files.profiles.map(({ data }) => toProfile(data)),
    vocabulary: toVocabulary(vocabulary),
    tables: Object.fromEntries(files.tables.map(({ name, data }) => [name, data])),
  };
  return { ...content, hash: contentHash(content) };
}

function toBaustein(raw: RawBaustein): Baustein {
  return {
    id: raw.id,
    title: raw.title,
    topic: raw.topic,
    purpose: raw.purpose,
    zielobjektTypes: raw.zielobjekt_types,
    controls: raw.controls.map(({ id }) => id),
  };
}

function toControl(raw: RawControl, baustein: RawBaustein): Control {
  const { review_after: reviewAfter, checks = [], retired, ...same } = raw;
  return {
    ...same,
    baustein: baustein.id,
    topic: baustein.topic,
    zielobjektTypes: baustein.zielobjekt_types,
    checks,
    reviewAfter,
    ...(retired === undefined ? {} : { retired: toRetired(retired) }),
  };
}

function toRetired({ replaced_by: replacedBy, ...same }: NonNullable<RawControl['retired']>): Retired {
  return typeof replacedBy === 'string' ? { ...same, replacedBy } : same;
}

function toCheck(raw: RawCheck): CheckDefinition {
  const { met, not_met: notMet, phase_out: phaseOut, undetermined } = raw.messages;
  const observes = typeof raw.observes === 'string' ? [raw.observes] : raw.observes;
  return { ...raw, observes, messages: { met, notMet, undetermined, ...(phaseOut === undefined ? {} : { phaseOut }) } };
}

function toFramework(raw: RawFramework): Framework {
  const { id, title, publisher, edition, banner, generations } = raw;
  return {
    id,
    type: raw.type ?? 'duties',
    title,
    publisher,
    edition,
    ...(banner === undefined ? {} : { banner }),
    ...(generations === undefined ? {} : { generations }),
    items: raw.items.map((item) => toFrameworkItem(item, raw)),
  };
}

/**
 * For a point that is not demanded, `not_demanded` doubles as the text and nothing binds. A requirement of another catalogue
 * may have only its official title. Conditions, answer rules and mappings are spelled alike in files and program.
 */
function toFrameworkItem(raw: RawFrameworkItem, framework: RawFramework): FrameworkItem {
  const { id, ref, excused, evidence, mapped, level, generations, deadline, note } = raw;
  const binds = raw.not_demanded === undefined;
  const duty = raw.duty ?? raw.not_demanded ?? raw.short ?? '';
  return {
    id,
    ref,
    kind: raw.kind ?? (binds ? framework.default_kind : undefined) ?? 'OHNE',
    duty,
    short: raw.short ?? duty,
    confidence: raw.confidence ?? (binds ? framework.default_confidence : undefined) ?? [],
    ...(raw.applies_if === undefined ? {} : { appliesIf: raw.applies_if }),
    ...(raw.answered_by === undefined ? {} : { answeredBy: raw.answered_by }),
    ...(mapped === undefined ? {} : { mapped }),
    ...(level === undefined ? {} : { level }),
    ...(generations === undefined ? {} : { generations }),
    ...(excused === undefined ? {} : { excused }),
    ...(raw.not_demanded === undefined ? {} : { notDemanded: raw.not_demanded }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(note === undefined ? {} : { note }),
    ...localTerms(raw),
    analogous: raw.analogous ?? false,
    legalMinimum: raw.legal_minimum ?? false,
  };
}

/** The reason of a `nein` stands in `excused`. */
function localTerms({ applies_here: applies, contract_ref: reference }: RawFrameworkItem): Pick<FrameworkItem, 'local'> {
  if (applies === undefined && reference === undefined) return {};
  return { local: { applies: applies ?? 'unbekannt', reference: reference ?? null, reason: null } };
}

function toProfile({ id, title, note, facts, controls }: RawProfile): Profile {
  return {
    id,
    title,
    note,
    controls: controls.map((control) => control.id),
    reasons: Object.fromEntries(controls.map((control) => [control.id, control.reason])),
    ...(facts === undefined ? {} : { facts }),
  };
}

function toVocabulary(raw: RawVocabulary): Vocabulary {
  return {
    topics: raw.topics,
    zielobjektTypes: raw.zielobjekt_types,
    roles: raw.roles,
    merkmale: raw.merkmale,
    kommuneKinds: raw.kommune_kinds,
    efforts: raw.efforts.map(({ effort, days_from: daysFrom, days_to: daysTo, title }) => ({ effort, daysFrom, daysTo, title })),
    districts: raw.districts,
    facts: raw.facts,
  };
}
