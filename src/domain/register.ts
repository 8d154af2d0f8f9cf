/**
 * Registers: lists an officer keeps besides the questions, all with the same verbs. A register is one definition in registers/; what
 * its entries hold, which rules they keep and what falls due is data there.
 */
import {
  addDuration,
  dayOf,
  formatDay,
  type HolidayRules,
  readInstant,
  sameOrPreviousWorkingDay,
  workingDaysBefore,
} from './calendar.ts';
import { isCalendarDay } from './calendar-day.ts';
import type { Confidence } from './catalogue.ts';
import { degreeMark, holderOf, type RegisterVerdict } from './duties.ts';
import type { RoleAssignment } from './kommune.ts';

export const fieldKinds = ['text', 'day', 'instant', 'number', 'choice', 'texts', 'controls', 'zielobjekte', 'entries'] as const;
/**
 * `day`: YYYY-MM-DD. `instant`: ISO 8601 UTC, typed and shown in Saxon time. `texts`: several short texts. `controls`, `zielobjekte`:
 * ids of such. `entries`: ids of entries of another register of the same Kommune.
 */
export type FieldKind = (typeof fieldKinds)[number];

export interface RegisterField {
  /** Name of the switch and of the value: `kosten-einmalig`. */
  id: string;
  /** Header in tables: „Kosten einmalig (Euro)“. */
  label: string;
  /** For the help, in a few words. */
  help: string;
  kind: FieldKind;
  /** What a `choice` may be, in order. */
  choices?: readonly string[];
  /** What a new entry gets when nothing is said. */
  preset?: string;
  required?: true;
  /** Bounds of a `number`, both included. */
  min?: number;
  max?: number;
  /** Only whole numbers. */
  whole?: true;
  /** Id of the register `entries` belong to. */
  register?: string;
  /** A day or instant that may not lie ahead: it tells what happened. */
  past?: true;
  /** What a text has to look like, and the sentence when it does not. */
  pattern?: { source: string; text: string };
  /** A text written expressly for council and public: the only ones that reports below `intern` repeat. */
  released?: true;
}

/** True for entries whose choice is one of them; an entry without the choice never is. */
export interface ChoiceCondition {
  field: string;
  oneOf: readonly string[];
}

/** Beside a choice: that a field is known, that it is not, that one of several conditions holds, or (a list) that all of them do. */
export type EntryCondition =
  | ChoiceCondition
  | { known: string }
  | { unknown: string }
  | { any: readonly EntryCondition[] }
  | readonly EntryCondition[];

/** A period of tables/fristen by its id: the number, its source and its mark are data. */
export interface PeriodReference {
  period: string;
}

/** What an entry has to keep. */
export type RuleForm =
  /** All fields are needed. */
  | { needs: readonly string[] }
  /** The first must not lie after the second, where both are known. */
  | { earlier: string; later: string }
  /** A number is at most this, at most the days of a period, or at most another field, where they are known. */
  | { field: string; atMost: number | PeriodReference | { field: string } }
  /** Who is named held the role on that day; without the day: on the day looked at. `orNow`: or holds it on the day looked at. */
  | { heldBy: string; rolle: string; on: string; orNow?: true }
  /** Two fields name different people or things. */
  | { differ: readonly [string, string] }
  /** None of the fields may be known. */
  | { excludes: readonly string[] }
  /** A day that may lie ahead otherwise must not. */
  | { notAhead: string }
  /** A day newly set, or set anew under the condition, must not lie behind the day looked at; what has gone by since stays. */
  | { notBehind: string }
  /** A day lies in the year another field names, where both are known. */
  | { dayOfYear: string; year: string };

export type EntryRule = RuleForm & {
  /** Only under this condition; absent: always. */
  when?: EntryCondition | undefined;
  /** German, for whoever broke it; `{frist}` is the period with its source and mark. */
  text: string;
  /** What broke it is recorded all the same and shown as a breach: what is wrong in the town hall has to be recordable. */
  isBreach?: true;
};

/** What keeps every rule and is worth a second look all the same: more than a duration lies between two days. Never a breach. */
export interface HintRule {
  /** Absent: the day looked at. */
  from?: string;
  to: string;
  /** ISO 8601, in years or months: `P2Y`. */
  longerThan: string;
  /** Only under this condition; absent: always. */
  when?: EntryCondition;
  /** German; `{feld}` as in DueRule. */
  text: string;
}

/** A day of an entry somebody has to keep in mind. */
export interface DueRule {
  field: string;
  /** The day is that of the field, moved: by a legal period, back by a number of months that another field holds, or back by working days. */
  moved?: PeriodReference | { monthsBackIn: string } | { workingDaysBack: number };
  /** Due is the day on which somebody else took the role after the day of the field, unless the same person signed there. */
  newHolder?: { rolle: string; signedBy: string };
  /** Only while this holds; absent: always. */
  while?: EntryCondition;
  /** What is to be done; `{titel}` is the value of that field, `{frist}` the period with its source and mark. */
  text: string;
}

/** A day that answers duties, named `register.<register>.<id>`: the newest of the field over the entries that count. */
export interface FactRule {
  id: string;
  field: string;
  while?: EntryCondition;
  /** Counts only until this period after it. */
  validFor?: PeriodReference;
  /** Only where the day of this field is not after that of the other. */
  notAfter?: string;
  /** Only if who signed held the role then or holds it, and nobody else took it since, as in DueRule. */
  holder?: DueRule['newHolder'];
  /** Only when it holds for every entry under the condition, and none of them breaks a rule. */
  needsAll?: true;
  /** Why an entry that has its day but breaks a rule does not count; German and without names, because reports repeat it. */
  otherwise?: {
    /** A sentence. */
    text: string;
    /** After „nicht bekannt, “: „weil …“. */
    because: string;
  };
}

export interface RegisterDefinition {
  /** The command word: `massnahme`. */
  id: string;
  /** Before the number of an entry: `MN`. No two registers share one. */
  prefix: string;
  /** German: „Maßnahme“, „Maßnahmen“, „eine Maßnahme“. */
  one: string;
  many: string;
  article: string;
  /** What it is for, one or two sentences for the help. */
  purpose: string;
  fields: readonly RegisterField[];
  rules: readonly EntryRule[];
  hints?: readonly HintRule[];
  due: readonly DueRule[];
  /** Fields that make a line of the list. */
  listed: readonly string[];
  /** When an entry counts as settled and leaves the usual list; absent: never. */
  settled?: EntryCondition;
  /** Periods run that no field holds; they go into its calendar file. */
  hasPeriods?: true;
  /** Fields by which a row without a number is known to stand in the register already; absent: it is always new. */
  sameBy?: readonly string[];
  /** Field of the person who has to act, for what is due. */
  actor?: string;
  /** Day or instant of what happened: a new entry is true from then on, and „nachgetragen“ if it was recorded later. */
  about?: string;
  /** Merkmal that says whether the register is meant for a Kommune; where it is „nein“ nothing new is recorded. */
  merkmal?: string;
  /** What a group has recorded counts for its members too. */
  shared?: true;
  facts?: readonly FactRule[];
}

/** A legal period of tables/fristen. */
export interface LegalPeriod {
  /** ISO 8601. */
  duration: string;
  source: string;
  confidence: readonly Confidence[];
}

/** What rules look at besides the entry. */
export interface Surroundings {
  /** The day looked at, YYYY-MM-DD. */
  day: string;
  /** Instant of recording, ISO 8601 UTC, where something is recorded; absent: the day alone tells what lies ahead. */
  now?: string;
  /** Roles of the Kommune, past ones too. */
  rollen: readonly RoleAssignment[];
  periods: ReadonlyMap<string, LegalPeriod>;
  holidays: HolidayRules;
}

/** For definitions whose rules need nothing but the entry. */
export const noSurroundings: Surroundings = {
  day: '9999-12-31',
  rollen: [],
  periods: new Map(),
  holidays: { fixed: [], easter: [], bussUndBettag: false },
};

export type EntryValue = string | number | readonly string[];
/** By field id; what is not known is left out. */
export type EntryValues = Readonly<Record<string, EntryValue>>;

/** An entry as it stands on a day. */
export interface RegisterEntry {
  register: string;
  kommune: string;
  id: string;
  values: EntryValues;
  /** Why it was taken out; null while it counts. */
  removed: string | null;
  /** Day from which this version is true. */
  validFrom: string;
  /** Instant of recording, ISO 8601 UTC. */
  recordedAt: string;
  recordedBy: string;
}

/** What is wrong with a value, for people. */
export interface EntryProblem {
  /** Null for a rule about several fields. */
  field: string | null;
  text: string;
}

/** The text of a field; null where it is not known or no text. */
export function textIn(values: EntryValues | undefined, field: string): string | null {
  const value = values?.[field];
  return typeof value === 'string' ? value : null;
}

/** The number of a field; null where it is not known or no number. */
export function numberIn(values: EntryValues | undefined, field: string): number | null {
  const value = values?.[field];
  return typeof value === 'number' ? value : null;
}

/** The texts or ids of a field; empty where none is known. */
export function listIn(values: EntryValues | undefined, field: string): readonly string[] {
  const value = values?.[field];
  return Array.isArray(value) ? value : [];
}

export function holds(condition: EntryCondition, values: EntryValues): boolean {
  if (isSeveral(condition)) return condition.every((each) => holds(each, values));
  if ('any' in condition) return condition.any.some((each) => holds(each, values));
  if ('known' in condition) return values[condition.known] !== undefined;
  if ('unknown' in condition) return values[condition.unknown] === undefined;
  const value = values[condition.field];
  return typeof value === 'string' && condition.oneOf.includes(value);
}

/** Array.isArray does not narrow readonly arrays out of a union. */
function isSeveral(condition: EntryCondition): condition is readonly EntryCondition[] {
  return Array.isArray(condition);
}

/**
 * A way from entry to entry of the same register that leads back to where it began; null where there is none. What waits for itself can
 * never begin.
 * @param of ids an entry refers to, by its id
 */
export function circleFrom(id: string, of: ReadonlyMap<string, readonly string[]>): string[] | null {
  const seen = new Set<string>();
  const search = (way: readonly string[]): string[] | null => {
    for (const next of of.get(way.at(-1) ?? '') ?? []) {
      if (next === id) return [...way, id];
      if (seen.has(next)) continue;
      seen.add(next);
      const circle = search([...way, next]);
      if (circle !== null) return circle;
    }
    return null;
  };
  return search([id]);
}

export function isSettled({ settled }: RegisterDefinition, values: EntryValues): boolean {
  return settled !== undefined && holds(settled, values);
}

/**
 * Reads what was typed or stood in a table. An empty text clears a field.
 * @param typed by field id, lists as several texts
 * @param before the values so far; a new entry starts from the presets
 * @param surroundings of today
 */
export function readEntry(
  definition: RegisterDefinition,
  typed: Readonly<Record<string, string | readonly string[]>>,
  before: EntryValues | null,
  surroundings: Surroundings = noSurroundings,
): { values: EntryValues; problems: readonly EntryProblem[] } {
  const problems: EntryProblem[] = [];
  const presets = definition.fields.flatMap(({ id, preset }) => (preset === undefined ? [] : [[id, preset] as const]));
  const values: Record<string, EntryValue> = { ...(before ?? Object.fromEntries(presets)) };
  for (const field of definition.fields) {
    const given = typed[field.id];
    if (given === undefined) continue;
    const texts = plainTexts(field, typeof given === 'string' ? [given] : given);
    if (texts.length === 0) delete values[field.id];
    else {
      const read = readValue(field, texts, surroundings);
      if ('problem' in read) problems.push({ field: field.id, text: read.problem });
      else values[field.id] = read.value;
    }
  }
  if (problems.length === 0) problems.push(...brokenRules(definition, values, surroundings, before));
  return { values, problems };
}

const listKinds: ReadonlySet<FieldKind> = new Set(['texts', 'controls', 'zielobjekte', 'entries']);

/**
 * Texts in the one form in which they survive a table and back: no control characters but line breaks, none of the apostrophes that
 * guard formulas, lists taken apart at semicolons.
 */
function plainTexts({ kind }: RegisterField, given: readonly string[]): string[] {
  const parts = listKinds.has(kind) ? given.flatMap((text) => text.split(';')) : given;
  return parts.map(plainText).filter((text) => text !== '');
}

function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[^\P{Cc}\n]/gu, '')
    .trim()
    .replace(/^'+(?=[=+\-@])/, '');
}

type ReadValue = { value: EntryValue } | { problem: string };

function readValue(field: RegisterField, texts: readonly string[], surroundings: Surroundings): ReadValue {
  const [text = ''] = texts;
  switch (field.kind) {
    case 'texts':
    case 'controls':
    case 'zielobjekte':
    case 'entries':
      return { value: [...new Set(field.kind === 'texts' ? texts : texts.map((each) => each.toUpperCase()))] };
    case 'text':
      return readText(field, text);
    case 'choice':
      return readChoice(field, text);
    case 'number':
      return readNumber(field, text);
    case 'day':
      return notAhead(field, readDay(text), surroundings);
    case 'instant':
      return notAhead(field, readMoment(text), surroundings);
  }
}

function readText({ pattern }: RegisterField, text: string): ReadValue {
  if (pattern === undefined || new RegExp(`^(?:${pattern.source})$`, 'u').test(text)) return { value: text };
  return { problem: `„${text}“: ${pattern.text}` };
}

/** What happened cannot lie ahead: a plan does not count as done. */
function notAhead({ label, past }: RegisterField, read: ReadValue, { day, now }: Surroundings): ReadValue {
  if (past !== true || 'problem' in read) return read;
  const said = dayOfValue(read.value);
  const isLaterToday = now !== undefined && typeof read.value === 'string' && read.value.length > 10 && read.value > now;
  if (said <= day && !isLaterToday) return read;
  const what = said <= day ? 'Der Zeitpunkt' : `Der ${formatDay(said)}`;
  return { problem: `${label}: ${what} liegt in der Zukunft; erfasst wird, was schon geschehen ist.` };
}

/** The day of a `day` or, in Saxony, of an `instant`; empty for anything else. */
function dayOfValue(value: EntryValue | undefined): string {
  if (typeof value !== 'string') return '';
  return value.length === 10 ? value : dayOf(value);
}

function readChoice({ choices = [] }: RegisterField, text: string): ReadValue {
  const choice = choices.find((each) => each.toLowerCase() === text.toLowerCase());
  return choice === undefined ? { problem: `„${text}“ gibt es nicht. Möglich sind: ${choices.join(', ')}.` } : { value: choice };
}

/** `1.234,50` as in German, or `1234.5`. */
function readNumber({ min, max, whole }: RegisterField, text: string): ReadValue {
  const plain = /^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text) ? text.replaceAll('.', '') : text;
  const value = /^-?\d+(?:[.,]\d+)?$/.test(plain) ? Number(plain.replace(',', '.')) : Number.NaN;
  if (Number.isNaN(value)) return { problem: `„${text}“ ist keine Zahl.` };
  // A third digit would come back from a spreadsheet as thousands.
  if (value !== Number(value.toFixed(2))) return { problem: `${text}: höchstens zwei Stellen nach dem Komma.` };
  if (whole === true && !Number.isInteger(value)) return { problem: `${text} ist keine ganze Zahl.` };
  if (min !== undefined && value < min) return { problem: `${text} ist zu klein; erlaubt ist ab ${min}.` };
  if (max !== undefined && value > max) return { problem: `${text} ist zu groß; erlaubt ist bis ${max}.` };
  return { value };
}

function readDay(text: string): ReadValue {
  return isCalendarDay(text) ? { value: text } : { problem: `„${text}“ ist kein Tag des Kalenders; erwartet wird JJJJ-MM-TT.` };
}

function readMoment(text: string): ReadValue {
  const instant = readInstant(text);
  return instant === null
    ? { problem: `„${text}“ ist kein Zeitpunkt; erwartet wird zum Beispiel 2026-11-20 18:05 (Uhrzeit hier).` }
    : { value: instant };
}

function brokenRules(
  { fields, rules }: RegisterDefinition,
  values: EntryValues,
  surroundings: Surroundings,
  before: EntryValues | null,
): EntryProblem[] {
  const missing = fields
    .filter(({ id, required }) => required === true && values[id] === undefined)
    .map(({ id, label }) => ({ field: id, text: `${label} fehlt.` }));
  const broken = rules
    .filter((rule) => rule.isBreach !== true && breaks(rule, values, surroundings) && !stoodBefore(rule, values, before))
    .map((rule) => ({ field: null, text: ruleText(rule, values, surroundings) }));
  return [...missing, ...broken];
}

/** A day that has gone by since it was set: nobody could touch the entry any more without setting a new one. */
function stoodBefore(rule: EntryRule, values: EntryValues, before: EntryValues | null): boolean {
  if (!('notBehind' in rule) || before === null || before[rule.notBehind] !== values[rule.notBehind]) return false;
  return rule.when === undefined || holds(rule.when, before);
}

/** What is worth a second look, in German sentences. */
export function hintsOf({ hints = [] }: RegisterDefinition, values: EntryValues, { day }: Pick<Surroundings, 'day'>): string[] {
  return hints
    .filter(({ when }) => when === undefined || holds(when, values))
    .filter(({ from, to, longerThan }) => {
      const [first, last] = [from === undefined ? day : dayOfValue(values[from]), dayOfValue(values[to])];
      return first !== '' && last > addDuration(first, longerThan);
    })
    .map(({ text }) => filled(text, values, null));
}

/** Rules an entry breaks and may break: what is wrong there, in German sentences. */
export function breachesOf({ rules }: RegisterDefinition, values: EntryValues, surroundings: Surroundings): string[] {
  return rules
    .filter((rule) => rule.isBreach === true && breaks(rule, values, surroundings))
    .map((rule) => ruleText(rule, values, surroundings));
}

function breaks(rule: EntryRule, values: EntryValues, surroundings: Surroundings): boolean {
  if (rule.when !== undefined && !holds(rule.when, values)) return false;
  if ('needs' in rule) return rule.needs.some((field) => values[field] === undefined);
  if ('atMost' in rule) return isAbove(values[rule.field], limitOf(rule.atMost, values, surroundings));
  if ('heldBy' in rule) return isNotHolder(rule, values, surroundings);
  if ('differ' in rule) return areSame(values[rule.differ[0]], values[rule.differ[1]]);
  if ('excludes' in rule) return rule.excludes.some((field) => values[field] !== undefined);
  if ('notAhead' in rule) return dayOfValue(values[rule.notAhead]) > surroundings.day;
  if ('dayOfYear' in rule) return isOutside(dayOfValue(values[rule.dayOfYear]), numberIn(values, rule.year));
  if ('notBehind' in rule) return isBehind(dayOfValue(values[rule.notBehind]), surroundings.day);
  const earlier = values[rule.earlier];
  const later = values[rule.later];
  return typeof earlier === 'string' && typeof later === 'string' && isAfter(earlier, later);
}

function isBehind(said: string, day: string): boolean {
  return said !== '' && said < day;
}

function isOutside(day: string, year: number | null): boolean {
  return day !== '' && year !== null && Number(day.slice(0, 4)) !== year;
}

/** A day and an instant compare by the day. */
function isAfter(a: string, b: string): boolean {
  return a.length === b.length ? a > b : dayOfValue(a) > dayOfValue(b);
}

function isAbove(value: EntryValue | undefined, limit: number | null): boolean {
  return typeof value === 'number' && limit !== null && value > limit;
}

/** The largest number allowed; null where it is not known. */
function limitOf(
  atMost: number | PeriodReference | { field: string },
  values: EntryValues,
  surroundings: Surroundings,
): number | null {
  if (typeof atMost === 'number') return atMost;
  if ('period' in atMost) return daysOf(periodOf(atMost, surroundings));
  return numberIn(values, atMost.field);
}

/** @throws Error when the definition names a period that is not in the table */
function periodOf({ period }: PeriodReference, { periods }: Surroundings): LegalPeriod {
  const found = periods.get(period);
  if (found === undefined) throw new Error(`tables/fristen.yaml has no period ${period}`);
  return found;
}

function daysOf({ duration }: LegalPeriod): number {
  const [, days] = /^P(\d+)D$/.exec(duration) ?? [];
  if (days === undefined) throw new Error(`${duration} is no period in days`);
  return Number(days);
}

function isNotHolder(
  { heldBy, rolle, on, orNow }: { heldBy: string; rolle: string; on: string; orNow?: true },
  values: EntryValues,
  surroundings: Surroundings,
): boolean {
  const person = values[heldBy];
  if (typeof person !== 'string') return false;
  const holders = [
    ...holdersOn(rolle, dayOfValue(values[on]) || surroundings.day, surroundings),
    ...(orNow === true ? holdersOn(rolle, surroundings.day, surroundings) : []),
  ];
  return !holders.some((holder) => isSamePerson(holder, person));
}

function holdersOn(rolle: string, day: string, { rollen }: Surroundings): string[] {
  return rollen
    .filter((each) => each.rolle === rolle && each.ab <= day && (each.bis === null || each.bis >= day))
    .map(({ person }) => person);
}

function areSame(a: EntryValue | undefined, b: EntryValue | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && isSamePerson(a, b);
}

function isSamePerson(a: string, b: string): boolean {
  const plain = (name: string) => name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  return plain(a) === plain(b);
}

function ruleText(rule: EntryRule, values: EntryValues, surroundings: Surroundings): string {
  if ('atMost' in rule && typeof rule.atMost === 'object' && 'period' in rule.atMost)
    return filled(rule.text, values, periodOf(rule.atMost, surroundings));
  const text = filled(rule.text, values, null);
  if (!('heldBy' in rule)) return text;
  const day = dayOfValue(values[rule.on]) || surroundings.day;
  const holders = holdersOn(rule.rolle, day, surroundings);
  return `${text} ${holders.length === 0 ? `Für den ${formatDay(day)} ist dazu niemand eingetragen.` : `Am ${formatDay(day)} war das: ${holders.join(', ')}.`}`;
}

/** Days of an entry that fall due, with what is to be done; `which` names the rule, the same every time. */
export function dueOf(
  definition: RegisterDefinition,
  { values, removed }: Pick<RegisterEntry, 'values' | 'removed'>,
  surroundings: Surroundings = noSurroundings,
): { day: string; text: string; which: string | null }[] {
  if (removed !== null) return [];
  return definition.due.flatMap((rule) => {
    if (rule.while !== undefined && !holds(rule.while, values)) return [];
    const day = dueDay(rule, values, surroundings);
    if (day === null) return [];
    const period = rule.moved !== undefined && 'period' in rule.moved ? periodOf(rule.moved, surroundings) : null;
    return [{ day, text: filled(rule.text, values, period), which: whichDay(definition, rule) }];
  });
}

/** Tells the days of one entry apart, whichever of them are due; null for the day the register is chiefly about. */
function whichDay({ due: [first] }: RegisterDefinition, { field, moved }: DueRule): string | null {
  const isMoved = moved !== undefined;
  return field === first?.field && isMoved === (first.moved !== undefined) ? null : `${field}${isMoved ? '-vorher' : ''}`;
}

function dueDay({ field, moved, newHolder }: DueRule, values: EntryValues, surroundings: Surroundings): string | null {
  const day = dayOfValue(values[field]);
  if (day === '') return null;
  if (newHolder !== undefined) return newHolderSince(newHolder, day, values, surroundings);
  if (moved === undefined) return day;
  // A permission or a document does not last longer because a weekend follows: the day is not moved on.
  if ('period' in moved) return addDuration(day, periodOf(moved, surroundings).duration);
  if ('workingDaysBack' in moved) return workingDaysBefore(day, moved.workingDaysBack, surroundings.holidays);
  const months = values[moved.monthsBackIn];
  if (typeof months !== 'number') return null;
  return sameOrPreviousWorkingDay(addDuration(day, `-P${months}M`), surroundings.holidays);
}

/** First day of whoever took the role after a day and is not the one who signed; null when nobody did. */
function newHolderSince(
  { rolle, signedBy }: NonNullable<DueRule['newHolder']>,
  day: string,
  values: EntryValues,
  { rollen, day: asOf }: Surroundings,
): string | null {
  const holder = holderOf(rolle, rollen, asOf);
  if (holder === null || holder.ab <= day || areSame(holder.person, values[signedBy])) return null;
  return holder.ab;
}

/** @param period stands for `{frist}`: „90 Tage (§ 13 Abs. 2 SächsISichG°)“ */
function filled(template: string, values: EntryValues, period: LegalPeriod | null): string {
  return template.replace(/\{([a-z0-9-]+)\}/g, (_, field: string) => {
    if (field === 'frist' && period !== null) return periodWords(period);
    const value = values[field];
    if (typeof value === 'object') return value.join(', ');
    return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : String(value ?? '–');
  });
}

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  D: ['Tag', 'Tage'],
  M: ['Monat', 'Monate'],
  Y: ['Jahr', 'Jahre'],
};

/** „3 Jahre (§ 14 Satz 2 SächsISichG°)“; the ring says that the text in force was not read. */
function periodWords({ duration, source, confidence }: LegalPeriod): string {
  const [, number = '', unit = ''] = /^P(\d+)([DMY])$/.exec(duration) ?? [];
  const [one, many] = units[unit] ?? [duration, duration];
  return `${number} ${number === '1' ? one : many} (${source}${degreeMark(confidence)})`;
}

/** Days that answer duties, or why none counts, by the name under which the vocabulary knows them. Entries are those of one Kommune. */
export function factsOf(
  definition: RegisterDefinition,
  entries: readonly RegisterEntry[],
  surroundings: Surroundings,
): [name: string, said: string | RegisterVerdict][] {
  return (definition.facts ?? []).flatMap((fact) => {
    const meant = entries.filter(
      ({ removed, values }) => removed === null && (fact.while === undefined || holds(fact.while, values)),
    );
    const isFulfilled = ({ values }: RegisterEntry) =>
      factDay(fact, values, surroundings) !== null && breachesOf(definition, values, surroundings).length === 0;
    if (fact.needsAll === true && !meant.every(isFulfilled)) return [];
    const days = meant.flatMap(({ values }) => factDay(fact, values, surroundings) ?? []);
    const newest = days.toSorted().at(-1);
    const said = newest ?? uncounted(definition, fact, meant, surroundings);
    return said === null ? [] : [[`register.${definition.id}.${fact.id}`, said] as [string, string | RegisterVerdict]];
  });
}

/** What is recorded and does not count; it proves neither the one nor the other. */
function uncounted(
  definition: RegisterDefinition,
  { field, otherwise }: FactRule,
  meant: readonly RegisterEntry[],
  surroundings: Surroundings,
): RegisterVerdict | null {
  if (otherwise === undefined) return null;
  const ids = meant
    .filter(({ values }) => values[field] !== undefined && breachesOf(definition, values, surroundings).length > 0)
    .map(({ id }) => id);
  if (ids.length === 0) return null;
  return {
    status: 'offen',
    text: `${ids.join(', ')}. ${otherwise.text}`,
    date: null,
    isSilent: true,
    because: otherwise.because,
  };
}

function factDay(
  { field, validFor, notAfter, holder }: FactRule,
  values: EntryValues,
  surroundings: Surroundings,
): string | null {
  const day = dayOfValue(values[field]);
  if (day === '' || day > surroundings.day) return null;
  if (validFor !== undefined && addDuration(day, periodOf(validFor, surroundings).duration) < surroundings.day) return null;
  if (notAfter !== undefined && (dayOfValue(values[notAfter]) === '' || day > dayOfValue(values[notAfter]))) return null;
  return holder === undefined || isSignedByHolder(holder, day, values, surroundings) ? day : null;
}

/** A role is often recorded later than it began: whoever holds it now may have signed before. */
function isSignedByHolder(
  holder: NonNullable<DueRule['newHolder']>,
  day: string,
  values: EntryValues,
  surroundings: Surroundings,
): boolean {
  if (newHolderSince(holder, day, values, surroundings) !== null) return false;
  const signed = values[holder.signedBy];
  const holders = [...holdersOn(holder.rolle, day, surroundings), ...holdersOn(holder.rolle, surroundings.day, surroundings)];
  return typeof signed === 'string' && holders.some((person) => isSamePerson(person, signed));
}

/** Day from which a new entry is true: that of what it is about, if it lies behind; else today. */
export function trueFrom({ about }: RegisterDefinition, values: EntryValues, today: string): string {
  const day = about === undefined ? '' : dayOfValue(values[about]);
  return day === '' || day > today ? today : day;
}

/** „nachgetragen am 03.05.2026“ where an entry was recorded on a later day than it speaks about; null else. */
export function lateNote({ validFrom, recordedAt }: RegisterEntry): string | null {
  const recordedOn = dayOf(recordedAt);
  return recordedOn > validFrom ? `nachgetragen am ${formatDay(recordedOn)}` : null;
}
