/** What the checks of TLS share: the rows of the dated table that count on a day, and which of them speaks for a name. */
import { addDuration } from '../domain/calendar.ts';
import { severities } from '../domain/catalogue.ts';
import type { CheckContext } from '../domain/check.ts';
import { type TlsObservation, tlsVersions } from '../domain/observation.ts';
import { type DatedRow, isStatus, nameWithEnd, type Rated, type Standing, standingOf } from './dated-rows.ts';
import { versionName } from './tls-version-name.ts';
import { cleanValue, textListParameter, textParameter } from './verdict.ts';

/** A version, suite, group or feature by its name, or a class of them by patterns in which `*` stands for any text. */
export interface TlsRow extends DatedRow {
  kind: string;
  name: string;
  source: string;
  edition?: string;
  valid_from?: string;
  match?: readonly string[];
}

/**
 * Rows of the kinds wanted that are in force on the day. Parameters of the definition: `table`, its name; `rule_books`, the sources whose
 * rows count, each in its newest edition in force, or, as `source@edition`, in that edition only.
 * Throws when the table is none of TLS: the catalogue and the code do not fit.
 */
export function rowsInForce({ definition, tables, asOf }: CheckContext, isWanted: (kind: string) => boolean): TlsRow[] {
  const name = textParameter(definition, 'table');
  const table = tables[name];
  const rows = typeof table === 'object' && table !== null && 'entries' in table ? table.entries : undefined;
  if (!Array.isArray(rows)) throw new Error(`Check ${definition.id}: table ${name} has no entries`);
  const wanted = rows.filter((row) => isWanted(String(row?.kind)));
  if (!wanted.every(isRow)) throw new Error(`Check ${definition.id}: table ${name} is not a list of TLS methods`);
  const ruleBooks = textListParameter(definition, 'rule_books');
  return wanted.filter((row) => isOf(row, ruleBooks) && (row.valid_from ?? '') <= asOf);
}

function isOf({ source, edition }: TlsRow, ruleBooks: readonly string[]): boolean {
  return ruleBooks.includes(source) || ruleBooks.includes(`${source}@${edition ?? ''}`);
}

function isRow(value: unknown): value is TlsRow {
  if (typeof value !== 'object' || value === null) return false;
  const { name, status, source, valid_from: from, valid_until: until, match, severity } = value as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    typeof source === 'string' &&
    isStatus(status) &&
    (from === undefined || typeof from === 'string') &&
    (until === undefined || typeof until === 'string') &&
    (match === undefined || (Array.isArray(match) && match.every((each) => typeof each === 'string'))) &&
    (severity === undefined || severities.some((each) => each === severity))
  );
}

const fromBestToWorst: readonly Standing[] = ['good', 'unlisted', 'ending', 'weak', 'rejected'];

/** The newest row that names it; else of the classes it belongs to the worst. */
export function rowFor(name: string, rows: readonly TlsRow[], standing: (row: TlsRow) => Standing): TlsRow | undefined {
  const own = rows.filter((row) => row.match === undefined && !row.kind.endsWith('-klasse') && row.name === name);
  if (own.length > 0) return own.toSorted((a, b) => (b.valid_from ?? '').localeCompare(a.valid_from ?? ''))[0];
  const rank = (row: TlsRow) => 10 * fromBestToWorst.indexOf(standing(row)) - severities.indexOf(row.severity ?? 'hinweis');
  const classes = rows.filter(({ match }) => match?.some((pattern) => isLike(name, pattern)) === true);
  return classes.toSorted((a, b) => rank(b) - rank(a))[0];
}

const likenesses = new Map<string, RegExp>();

/** Every suite of every service is held against every pattern of the table: each is read once. */
function isLike(name: string, pattern: string): boolean {
  const likeness = likenesses.get(pattern) ?? toRegExp(pattern);
  likenesses.set(pattern, likeness);
  return likeness.test(name);
}

function toRegExp(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/\W/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** @param noticed see `standingOf`; `notice`, a parameter of the definition, is the duration before the end of a row */
export function lastNoticedDay({ definition, asOf }: CheckContext): string {
  return addDuration(asOf, textParameter(definition, 'notice'));
}

/** Undefined when no row speaks for the name. */
export function rate(name: string, rows: readonly TlsRow[], asOf: string, noticed: string): Rated<TlsRow> | undefined {
  const row = rowFor(name, rows, (each) => standingOf(each, asOf, noticed));
  return row === undefined ? undefined : { name, row, standing: standingOf(row, asOf, noticed) };
}

/** With the reason in brackets where it is a day or a condition. */
export function namedWithReason({ name, row, standing }: Rated): string {
  return standing === 'weak' && row.valid_until === undefined ? `${name} (nur eingeschränkt zulässig)` : nameWithEnd(name, row);
}

/** Which versions have suites nobody asked about, and why. */
export function suiteGaps({ versions, suites }: TlsObservation): string[] {
  return (['SSLv2', ...tlsVersions] as const).flatMap((version) => {
    const found = suites?.versions[version];
    const asked = version === 'SSLv2' ? null : versions[version];
    if (asked?.offered === null) return [gap(version, asked.reason)];
    if (found === undefined) return asked?.offered === true ? [gap(version, 'nicht erhoben')] : [];
    return found.incomplete === null ? [] : [gap(version, found.incomplete)];
  });
}

/** „TLS 1.2: Grund“. */
export function gap(version: string, reason: string): string {
  return `${versionName(version)}: ${withoutPoint(reason)}`;
}

/** Cleaned, for the middle of a sentence. */
export function withoutPoint(reason: string): string {
  return cleanValue(reason).replace(/\.$/, '');
}

/** „ Die Liste ist unvollständig (…).“, or nothing. */
export function incompleteSentence(gaps: readonly string[]): string {
  return gaps.length === 0 ? '' : ` Die Liste ist unvollständig (${gaps.join('; ')}).`;
}

/** Reason of an open verdict on what only a thorough look sees. */
export const notLookedAt = 'damals nicht erhoben; das geschieht nur bei einer gründlichen Prüfung';
