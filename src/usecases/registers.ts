/** The verbs all registers share: record, change, take out, list and show entries. */

import { formatDay } from '../domain/calendar.ts';
import {
  breachesOf,
  circleFrom,
  type EntryProblem,
  type EntryValues,
  hintsOf,
  isSettled,
  lateNote,
  listIn,
  type RegisterDefinition,
  type RegisterEntry,
  readEntry,
  type Surroundings,
  trueFrom,
} from '../domain/register.ts';
import { entscheidung } from '../domain/registers/entscheidung.ts';
import { risiko } from '../domain/registers/risiko.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { selectAllRollen, selectKommune, selectMerkmale, selectZielobjekte } from '../store/kommunen.ts';
import { insertEntries, selectEntries, selectEntryVersions } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import { decisionCheck, decisionHints } from './decision-check.ts';
import { groupsOf } from './gruppen-shared.ts';
import type { RegisterEntryJson } from './json-schemas.ts';
import { surroundingsOf, surroundingsWith } from './register-surroundings.ts';
import { riskCheck } from './risk-acceptance.ts';

/** By field id, as typed; lists as several texts. An empty text clears a field. */
export type TypedEntry = Readonly<Record<string, string | readonly string[]>>;

export interface EntryChange {
  kommune: string;
  typed: TypedEntry;
  /** Day from which it is true; default today, for a new entry the day it is about. */
  gueltigAb?: string | undefined;
}

/** @throws NotFoundError for the Kommune; InvalidDataError naming everything that is wrong */
export async function addEntry(
  context: Context,
  definition: RegisterDefinition,
  change: EntryChange,
): Promise<RegisterEntryJson> {
  return record(context, definition, change, null);
}

/** @throws NotFoundError for the entry; InvalidDataError naming everything that is wrong, or when nothing would change */
export async function changeEntry(
  context: Context,
  definition: RegisterDefinition,
  change: EntryChange & { id: string },
): Promise<RegisterEntryJson> {
  const entry = await findEntry(context, definition, change.kommune, change.id, stateNow(context));
  if (Object.keys(change.typed).length === 0)
    throw new InvalidDataError('Es fehlt, was sich ändern soll.', `burgward ${definition.id} aendern --help zeigt alle Angaben.`);
  return record(context, definition, change, entry);
}

async function record(
  context: Context,
  definition: RegisterDefinition,
  { kommune, typed, gueltigAb }: EntryChange,
  before: RegisterEntry | null,
): Promise<RegisterEntryJson> {
  await selectKommune(context.store, kommune, stateNow(context));
  if (before === null) await checkIsMeant(context, definition, kommune);
  if (gueltigAb !== undefined && gueltigAb > context.today)
    throw new InvalidDataError(
      `Der ${gueltigAb} liegt in der Zukunft.`,
      'Erfasst wird, was heute schon gilt; Termine haben eigene Felder.',
    );
  if (gueltigAb !== undefined && before !== null && gueltigAb < before.validFrom)
    throw new InvalidDataError(
      `${before.id} gilt in seiner jetzigen Fassung seit dem ${formatDay(before.validFrom)}; was ab dem ${formatDay(gueltigAb)} gelten soll, käme nicht zur Geltung.`,
      `Mit --gueltig-ab einen Tag ab dem ${formatDay(before.validFrom)} angeben oder den Schalter weglassen.`,
    );
  const surroundings = await surroundingsOf(context, kommune, stateNow(context));
  const { values, problems } = readEntry(definition, typed, before?.values ?? null, surroundings);
  const check = checkAround(context, definition, kommune);
  const all = [...problems, ...(problems.length > 0 ? [] : await check(values, before))];
  if (all.length === 0 && before !== null) all.push(...(await circlesWith(context, definition, before, values)));
  if (all.length > 0) throw new InvalidDataError(all.map(({ text }) => text).join('\n'), hintFor(definition, all));
  const validFrom = gueltigAb ?? (before === null ? trueFrom(definition, values, context.today) : context.today);
  const [id = ''] = await insertEntries(
    context.store,
    { kommune, register: definition.id, prefix: definition.prefix, verb: before === null ? 'anlegen' : 'aendern' },
    [{ id: before?.id ?? null, values, removed: null, validFrom }],
    recordingOf(context),
  );
  const recorded = { recordedAt: context.now().toISOString(), recordedBy: context.person };
  const entry = { register: definition.id, kommune, id, values, removed: null, validFrom, ...recorded };
  return judged(definition, entry, surroundings, furtherHintsOf(context, definition, kommune, stateNow(context)));
}

/** Hints about entries that hang on catalogue or law, which fields and rules cannot tell. */
const furtherHints: Readonly<Record<string, typeof decisionHints>> = { [entscheidung.id]: decisionHints };

type HintFinder = (values: EntryValues) => Promise<string[]>;

function furtherHintsOf(context: Context, { id }: RegisterDefinition, kommune: string, at: StateAt): HintFinder {
  return furtherHints[id]?.(context, kommune, at) ?? (async () => []);
}

/** An entry with what is wrong about it and what is worth a second look. */
async function judged(
  definition: RegisterDefinition,
  entry: RegisterEntry,
  surroundings: Surroundings,
  further: HintFinder,
): Promise<RegisterEntryJson> {
  const { values } = entry;
  return {
    ...entryJson(entry),
    verstoesse: breachesOf(definition, values, surroundings),
    hinweise: [...hintsOf(definition, values, surroundings), ...(await further(values))],
  };
}

/** @throws InvalidDataError where a Merkmal says that the register is not meant for the Kommune */
export async function checkIsMeant(
  { store, catalogue, today }: Context,
  { merkmal, many }: RegisterDefinition,
  kommune: string,
): Promise<void> {
  if (merkmal === undefined) return;
  const merkmale = await selectMerkmale(store, kommune, { day: today, before: '9999-12-31T00:00:00Z' });
  if (merkmale[merkmal] !== 'nein') return;
  const title = catalogue.vocabulary.merkmale.find(({ id }) => id === merkmal)?.title ?? merkmal;
  throw new InvalidDataError(
    `${many}: Für ${kommune} ist „${title}“ mit nein eingetragen; dann gibt es hier nichts zu erfassen.`,
    `Stimmt das nicht mehr: burgward kommune aendern ${kommune} --merkmal ${merkmal}=ja`,
  );
}

function hintFor({ id, fields }: RegisterDefinition, problems: readonly EntryProblem[]): string {
  const named = problems.flatMap(({ field }) => (field === null ? [] : [`--${field}`]));
  const known = named.filter((name) => fields.some((field) => `--${field.id}` === name));
  return known.length === 0 ? `burgward ${id} anlegen --help erklärt die Angaben.` : `Zu berichtigen: ${known.join(', ')}.`;
}

/** Registers whose entries have to agree with catalogue or law, which fields and rules cannot tell. */
const furtherChecks: Readonly<Record<string, typeof riskCheck>> = { [risiko.id]: riskCheck, [entscheidung.id]: decisionCheck };

/** Looks at entries of one Kommune that keep their own rules: what they refer to, and what else their register demands. */
export function checkAround(
  context: Context,
  definition: RegisterDefinition,
  kommune: string,
): (values: EntryValues, before: Pick<RegisterEntry, 'id' | 'values'> | null) => Promise<EntryProblem[]> {
  const further = furtherChecks[definition.id]?.(context, kommune);
  return async (values, before) => {
    const unknown = await unknownReferences(context, definition, kommune, values, before);
    return unknown.length > 0 || further === undefined ? unknown : further(values);
  };
}

/** What an entry newly refers to has to exist; what it named before may be gone since, or nobody could ever close it. */
export async function unknownReferences(
  { store, catalogue, today }: Context,
  { fields }: RegisterDefinition,
  kommune: string,
  values: EntryValues,
  before: Pick<RegisterEntry, 'id' | 'values'> | null,
): Promise<EntryProblem[]> {
  const at: StateAt = { day: today, before: '9999-12-31T00:00:00Z' };
  const problems: EntryProblem[] = [];
  for (const { id: field, kind, label, register } of fields) {
    const value = values[field];
    if (!Array.isArray(value)) continue;
    const known = await knownIds();
    if (known === null) continue;
    const named = listIn(before?.values, field);
    const unknown = value.filter((each: string) => !known.has(each) && !named.includes(each));
    problems.push(...unknown.map((each: string) => ({ field, text: `${label}: ${each} gibt es nicht.` })));
    if (kind === 'entries' && before !== null && value.includes(before.id))
      problems.push({ field, text: `${label}: nicht von sich selbst.` });

    async function knownIds(): Promise<ReadonlySet<string> | null> {
      if (kind === 'controls') return new Set(catalogue.controls.map(({ id }) => id));
      if (kind === 'zielobjekte') return new Set((await selectZielobjekte(store, kommune, at)).map(({ kuerzel }) => kuerzel));
      if (kind !== 'entries' || register === undefined) return null;
      return new Set(
        (await selectEntries(store, at, { kommune, register })).flatMap((each) => (each.removed === null ? [each.id] : [])),
      );
    }
  }
  return problems;
}

/**
 * Circles an entry closes with what it newly refers to in its own register.
 * @param values of all entries of the Kommune by id, as they shall be
 */
export function circleProblems(
  { id: ownRegister, fields }: RegisterDefinition,
  { id, values: before }: Pick<RegisterEntry, 'id' | 'values'>,
  values: ReadonlyMap<string, EntryValues>,
): EntryProblem[] {
  return fields.flatMap(({ id: field, label, register }) => {
    const named = listIn(values.get(id), field);
    const isNew = named.some((each) => !listIn(before, field).includes(each));
    if (register !== ownRegister || !isNew || named.includes(id)) return [];
    const circle = circleFrom(id, new Map([...values].map(([each, of]) => [each, listIn(of, field)])));
    return circle === null ? [] : [{ field, text: `${label}: Das ist ein Kreis, ${circle.join(' → ')}.` }];
  });
}

async function circlesWith(
  context: Context,
  definition: RegisterDefinition,
  before: RegisterEntry,
  values: EntryValues,
): Promise<EntryProblem[]> {
  const { kommune } = before;
  const entries = await selectEntries(context.store, stateNow(context), { kommune, register: definition.id });
  const counting = entries.flatMap((each) => (each.removed === null ? [[each.id, each.values] as const] : []));
  return circleProblems(definition, before, new Map(counting).set(before.id, values));
}

/**
 * Takes out what should never have been recorded. It stays in the record, with the reason.
 * @throws NotFoundError, InvalidDataError without a reason
 */
export async function removeEntry(
  context: Context,
  definition: RegisterDefinition,
  { kommune, id, reason }: { kommune: string; id: string; reason: string },
): Promise<RegisterEntryJson> {
  if (reason.trim() === '')
    throw new InvalidDataError('Es fehlt der Grund.', 'Mit --grund angeben, warum der Eintrag nicht gilt.');
  const entry = await findEntry(context, definition, kommune, id, stateNow(context));
  const written = { id: entry.id, values: entry.values, removed: reason.trim(), validFrom: context.today };
  const of = { kommune, register: definition.id, prefix: definition.prefix, verb: 'entfernen' };
  await insertEntries(context.store, of, [written], recordingOf(context));
  const recorded = { recordedAt: context.now().toISOString(), recordedBy: context.person };
  return entryJson({ ...entry, ...written, ...recorded });
}

export async function findEntry(
  { store }: Context,
  definition: RegisterDefinition,
  kommune: string,
  id: string,
  at: StateAt,
): Promise<RegisterEntry> {
  await selectKommune(store, kommune, at);
  const entries = await selectEntries(store, at, { kommune, register: definition.id });
  const entry = entries.find((each) => each.id === id.toUpperCase());
  if (entry !== undefined && entry.removed === null) return entry;
  const known = entries.flatMap((each) => (each.removed === null ? [each.id] : []));
  throw new NotFoundError(
    entry === undefined
      ? `${definition.one} „${id}“ gibt es in ${kommune} nicht.`
      : `${definition.one} ${entry.id} wurde entfernt: ${entry.removed}`,
    known.length === 0
      ? `Erfasst ist noch nichts: burgward ${definition.id} anlegen`
      : `Erfasst sind: ${known.slice(-20).join(', ')}.`,
  );
}

export interface EntryFilter {
  /** Without one all Kommunen. */
  kommune?: string | undefined;
  /** Settled ones too. */
  all: boolean;
  /** By field id: the value of a choice, or a part of a text. */
  where: Readonly<Record<string, string>>;
}

/** Entries on the day of the context, without those taken out. */
export async function listEntries(
  context: Context,
  definition: RegisterDefinition,
  filter: EntryFilter,
): Promise<{ entries: RegisterEntryJson[]; settled: number }> {
  const at = stateAt(context);
  if (filter.kommune !== undefined) await selectKommune(context.store, filter.kommune, at);
  const entries = await entriesOf(context, definition, filter.kommune, at);
  const counting = entries.filter(({ removed }) => removed === null);
  const fitting = counting.filter(({ values }) =>
    Object.entries(filter.where).every(([field, wanted]) => fits(values[field], wanted)),
  );
  const shown = fitting.filter(({ values }) => filter.all || !isSettled(definition, values));
  return { entries: await withBreaches(context, definition, shown, at), settled: fitting.length - shown.length };
}

/** Entries of one register on a day, those taken out too; with a Kommune also what its groups have recorded for their members. */
export async function entriesOf(
  context: Context,
  { id: register, shared }: RegisterDefinition,
  kommune: string | undefined,
  at: StateAt,
): Promise<RegisterEntry[]> {
  if (kommune === undefined) return selectEntries(context.store, at, { register });
  const own = await selectEntries(context.store, at, { register, kommune });
  const groups = shared === true ? await groupsOf(context, kommune, at) : [];
  const ofGroups = await Promise.all(groups.map((group) => selectEntries(context.store, at, { register, kommune: group })));
  return [...own, ...ofGroups.flat()];
}

/** @param at day for which breaches are said */
async function withBreaches(
  context: Context,
  definition: RegisterDefinition,
  entries: readonly RegisterEntry[],
  at: StateAt,
): Promise<RegisterEntryJson[]> {
  const rollen = Map.groupBy(await selectAllRollen(context.store, at), ({ kommune }) => kommune);
  const finders = new Map<string, HintFinder>();
  const shown: RegisterEntryJson[] = [];
  for (const entry of entries) {
    const { kommune } = entry;
    const further = finders.get(kommune) ?? furtherHintsOf(context, definition, kommune, at);
    finders.set(kommune, further);
    const surroundings = surroundingsWith(context.catalogue, rollen.get(kommune) ?? [], at.day);
    shown.push(await judged(definition, entry, surroundings, further));
  }
  return shown;
}

function fits(value: EntryValues[string] | undefined, wanted: string): boolean {
  const text = Array.isArray(value) ? value.join(' ') : String(value ?? '');
  return text.toLowerCase().includes(wanted.toLowerCase());
}

/** One entry with everything that was ever recorded about it, oldest first. */
export async function showEntry(
  context: Context,
  definition: RegisterDefinition,
  kommune: string,
  id: string,
): Promise<{ eintrag: RegisterEntryJson; verlauf: RegisterEntryJson[] }> {
  const at = stateAt(context);
  const entry = await findEntry(context, definition, kommune, id, at);
  const surroundings = await surroundingsOf(context, kommune, at);
  const further = furtherHintsOf(context, definition, kommune, at);
  const withOwn = (version: RegisterEntry) => judged(definition, version, surroundings, further);
  const versions = await selectEntryVersions(context.store, at, entry);
  return { eintrag: await withOwn(entry), verlauf: await Promise.all(versions.map(withOwn)) };
}

/** Without a look at its rules. */
export function entryJson(entry: RegisterEntry): RegisterEntryJson {
  const { register, kommune, id, values, removed, validFrom, recordedAt, recordedBy } = entry;
  return {
    register,
    kommune,
    id,
    angaben: Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, typeof value === 'object' ? [...value] : value]),
    ),
    entfernt: removed,
    gueltigAb: validFrom,
    erfasstAm: recordedAt,
    erfasstVon: recordedBy,
    nachgetragen: lateNote(entry) !== null,
    verstoesse: [],
    hinweise: [],
  };
}
