/** What the checks by dated tables of algorithms share: how a row stands on a day, the verdict over many, and naming them in one sentence. */
import { formatDay } from '../domain/calendar.ts';
import { type Severity, severities } from '../domain/catalogue.ts';
import type { CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import { germanList } from './german.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/** Most names in one sentence. */
const maxNamed = 12;

const statuses = [
  'verlangt',
  'empfohlen',
  'zulaessig',
  'nicht-gelistet',
  'eingeschraenkt',
  'nicht-empfohlen',
  'auslaufend',
  'abgelaufen',
  'verboten',
] as const;
type Status = (typeof statuses)[number];

export interface DatedRow {
  status: Status;
  /** Last day on which the list names it, YYYY-MM-DD. */
  valid_until?: string;
  severity?: Severity;
}

/** Something a service offers, and what the table says about it. */
export interface Rated<R extends DatedRow = DatedRow> {
  name: string;
  row: R;
  standing: Standing;
}

/** What a table makes of everything a service offers. */
export interface Assessment<R extends DatedRow> {
  rated: readonly Rated<R>[];
  /** Names without a row: neither good nor bad. */
  unrated: readonly string[];
  /** German; what nobody asked about, or got no answer to. It could be worse than anything that was seen. */
  gaps?: readonly string[];
  /** German; why the verdict stays open where nothing at all was offered. Without it nothing is nothing bad. */
  whyNone?: string;
}

/** How a row stands on a day. `ending`: its end is near or announced; `weak`: tolerable, better without. */
export type Standing = 'good' | 'unlisted' | 'ending' | 'weak' | 'rejected';

export function isStatus(value: unknown): value is Status {
  return statuses.some((each) => each === value);
}

/**
 * Days as text compare like days.
 * @param noticed last day of the notice: what ends until then is `ending`
 */
export function standingOf({ status, valid_until: until }: DatedRow, asOf: string, noticed: string): Standing {
  if (status === 'verboten' || (until !== undefined && until < asOf)) return 'rejected';
  if (status === 'eingeschraenkt' || status === 'nicht-empfohlen') return 'weak';
  if (status === 'auslaufend' || status === 'abgelaufen' || (until !== undefined && until <= noticed)) return 'ending';
  return status === 'nicht-gelistet' ? 'unlisted' : 'good';
}

/** What a row is reported with when its name is offered although rejected. */
export function severityOf({ row }: Pick<Rated, 'row'>, { definition }: CheckContext): Severity {
  return row.severity ?? (row.status === 'verboten' ? definition.severity : 'niedrig');
}

export function worstFirst<R extends Rated>(rated: readonly R[], context: CheckContext): R[] {
  const rank = (each: R) => severities.indexOf(severityOf(each, context));
  return rated.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * One ladder for every table: a rejected name settles the verdict; then what was not seen leaves it open; then weak and ending names are
 * phase-out; then a name without a row leaves it open; else it is met. Fills `{rejected}` with the names that decided, `{unlisted}` with
 * those that nobody lists and nobody warns of.
 * @param described how a name that decided is written, with its reason
 */
export function judgeRated<R extends DatedRow>(
  context: CheckContext,
  { rated, unrated, gaps = [], whyNone }: Assessment<R>,
  ownValues: Readonly<Record<string, string>>,
  described: (rated: Rated<R>) => string,
): Verdict {
  const of = (...standings: Standing[]) => rated.filter(({ standing }) => standings.includes(standing));
  const values = { ...ownValues, rejected: 'keine', unlisted: listed(of('unlisted').map(({ name }) => name)), reason: '' };
  const rejected = worstFirst(of('rejected'), context);
  const [worst] = rejected;
  if (worst !== undefined)
    return verdict(context, 'not-met', severityOf(worst, context), { ...values, rejected: listed(rejected.map(described)) });
  if (gaps.length > 0) return undetermined(context, gaps.join('; '), values);
  const leaving = of('weak', 'ending');
  if (leaving.length > 0)
    return verdict(context, 'phase-out', 'niedrig', { ...values, rejected: listed(leaving.map(described)) });
  if (unrated.length > 0) return undetermined(context, `im Verzeichnis fehlt ${listed(unrated)}`, values);
  if (rated.length === 0 && whyNone !== undefined) return undetermined(context, whyNone, values);
  return verdict(context, 'met', 'hinweis', values);
}

/** The end belongs to the sentence only where it is the reason. */
export function nameWithEnd(name: string, { valid_until: until }: DatedRow): string {
  return until === undefined ? name : `${name} (vorgesehen bis ${formatDay(until)})`;
}

/** „a, b und 3 weitere“, cleaned; „keine“ for none. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'keine';
  const more = names.length - maxNamed;
  const shown = names.slice(0, maxNamed).map(cleanValue);
  return germanList(more > 0 ? [...shown, more === 1 ? '1 weiteres' : `${more} weitere`] : shown);
}
