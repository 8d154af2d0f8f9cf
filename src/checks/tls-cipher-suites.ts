import { addDuration } from '../domain/calendar.ts';
import { type Severity, severities } from '../domain/catalogue.ts';
import type { Check, CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import { type TlsObservation, tlsVersions } from '../domain/observation.ts';
import { type DatedRow, isStatus, listed, nameWithEnd, type Standing, standingOf } from './dated-rows.ts';
import { suiteName } from './tls-suite-names.ts';
import { versionName } from './tls-version-name.ts';
import { cleanValue, textListParameter, textParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does the service accept only cipher suites that are in order, in every version it offers? Follows the BSI Mindeststandard TLS 2.4,
 * TLS.2.0.02, with the lists of TR-02102-2 in the edition that is in force on the day, and an own opinion on what they do not name.
 * A suite without a row is neither good nor bad: it leaves the verdict open unless another settles it, and so does an unfinished list.
 *
 * Parameters: `table`, its name; `rule_books`, the sources whose rows count; `notice`, duration before the end of a row in which it
 * counts as phase-out.
 */
export const tlsCipherSuites: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, nothing);
  return judgeSuites(observation.outcome.data, context);
};

const nothing = { rejected: 'keine', unlisted: 'keine', incomplete: '' };

interface Rated {
  name: string;
  row: SuiteRow;
  standing: Standing;
}

function judgeSuites(data: TlsObservation, context: CheckContext): Verdict {
  if (data.suites === undefined)
    return undetermined(context, 'damals nicht erhoben; das geschieht nur bei einer gründlichen Prüfung', nothing);
  const numbers = [...new Set(Object.values(data.suites.versions).flatMap(({ accepted }) => accepted))];
  const { rated, unrated } = rateAll(numbers, context);
  const gaps = gapsIn(data);
  const of = (...standings: Standing[]) => rated.filter(({ standing }) => standings.includes(standing));
  const values = {
    rejected: 'keine',
    unlisted: listed(of('unlisted').map(({ name }) => name)),
    incomplete: gaps.length === 0 ? '' : ` Die Liste ist unvollständig (${gaps.join('; ')}).`,
    reason: '',
  };

  const rejected = of('rejected');
  if (rejected.length > 0) {
    const worstFirst = rejected.toSorted((a, b) => severities.indexOf(severityOf(a)) - severities.indexOf(severityOf(b)));
    const [worst] = worstFirst.map(severityOf);
    return verdict(context, 'not-met', worst ?? context.definition.severity, {
      ...values,
      rejected: listed(worstFirst.map(named)),
    });
  }
  // What is missing from the list could be worse than anything in it.
  if (gaps.length > 0) return undetermined(context, gaps.join('; '), values);
  const leaving = of('weak', 'ending');
  if (leaving.length > 0) return verdict(context, 'phase-out', 'niedrig', { ...values, rejected: listed(leaving.map(named)) });
  if (unrated.length > 0) return undetermined(context, `im Verzeichnis fehlt ${listed(unrated)}`, values);
  if (numbers.length === 0) return undetermined(context, 'kein Verfahren wurde angenommen', values);
  return verdict(context, 'met', 'hinweis', values);

  function severityOf({ row }: Rated): Severity {
    return row.severity ?? (row.status === 'verboten' ? context.definition.severity : 'niedrig');
  }
}

function named({ name, row, standing }: Rated): string {
  return standing === 'weak' && row.valid_until === undefined ? `${name} (nur eingeschränkt zulässig)` : nameWithEnd(name, row);
}

/** Which versions have suites nobody asked about, and why. */
function gapsIn({ versions, suites }: TlsObservation): string[] {
  return (['SSLv2', ...tlsVersions] as const).flatMap((version) => {
    const found = suites?.versions[version];
    const asked = version === 'SSLv2' ? null : versions[version];
    if (asked?.offered === null) return [gap(version, asked.reason)];
    if (found === undefined) return asked?.offered === true ? [gap(version, 'nicht erhoben')] : [];
    return found.incomplete === null ? [] : [gap(version, found.incomplete)];
  });
}

function gap(version: string, reason: string): string {
  return `${versionName(version)}: ${cleanValue(reason).replace(/\.$/, '')}`;
}

function rateAll(numbers: readonly string[], context: CheckContext): { rated: Rated[]; unrated: string[] } {
  const rows = rowsInForce(context);
  const noticed = addDuration(context.asOf, textParameter(context.definition, 'notice'));
  const rated: Rated[] = [];
  const unrated: string[] = [];
  for (const number of numbers) {
    const name = suiteName(number);
    const row = name === null ? undefined : rowFor(name, rows, (each) => standingOf(each, context.asOf, noticed));
    if (name !== null && row !== undefined) rated.push({ name, row, standing: standingOf(row, context.asOf, noticed) });
    else unrated.push(name === null ? `Verfahren ${number}` : `${name} (${number})`);
  }
  return { rated, unrated };
}

const fromBestToWorst: readonly Standing[] = ['good', 'unlisted', 'ending', 'weak', 'rejected'];

/** The newest row that names the suite; else of the classes it belongs to the worst. */
function rowFor(name: string, rows: readonly SuiteRow[], standing: (row: SuiteRow) => Standing): SuiteRow | undefined {
  const own = rows.filter((row) => row.match === undefined && row.kind.startsWith('cipher-suite-tls') && row.name === name);
  if (own.length > 0) return own.toSorted((a, b) => (b.valid_from ?? '').localeCompare(a.valid_from ?? ''))[0];
  const rank = (row: SuiteRow) => 10 * fromBestToWorst.indexOf(standing(row)) - severities.indexOf(row.severity ?? 'hinweis');
  const classes = rows.filter(({ match }) => match?.some((pattern) => isLike(name, pattern)) === true);
  return classes.toSorted((a, b) => rank(b) - rank(a))[0];
}

/** `*` stands for any text. */
function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/\W/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

/** A cipher suite by its name, or a class of them by patterns. */
interface SuiteRow extends DatedRow {
  kind: string;
  name: string;
  source: string;
  valid_from?: string;
  match?: readonly string[];
  severity?: Severity;
}

/** Throws when the table is none of cipher suites: the catalogue and the code do not fit. */
function rowsInForce({ definition, tables, asOf }: CheckContext): SuiteRow[] {
  const name = textParameter(definition, 'table');
  const table = tables[name];
  const rows = typeof table === 'object' && table !== null && 'entries' in table ? table.entries : undefined;
  if (!Array.isArray(rows)) throw new Error(`Check ${definition.id}: table ${name} has no entries`);
  const suites = rows.filter((row) => String(row?.kind).startsWith('cipher-suite-'));
  if (!suites.every(isRow)) throw new Error(`Check ${definition.id}: table ${name} is not a list of cipher suites`);
  const ruleBooks = textListParameter(definition, 'rule_books');
  return suites.filter((row) => ruleBooks.includes(row.source) && (row.valid_from ?? '') <= asOf);
}

function isRow(value: unknown): value is SuiteRow {
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
