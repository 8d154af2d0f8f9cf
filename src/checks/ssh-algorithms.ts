/** What the checks of SSH algorithms share: the dated table, and the verdict over the names a server offers. */
import { addDuration } from '../domain/calendar.ts';
import { type Severity, severities } from '../domain/catalogue.ts';
import type { CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Observation, SshAlgorithms } from '../domain/observation.ts';
import { type DatedRow, isStatus, listed, nameWithEnd, type Standing, standingOf } from './dated-rows.ts';
import { textListParameter, textParameter, undetermined, verdict } from './verdict.ts';

/** A row of the table: an algorithm by its SSH name. A name that ends in `*` stands for all that begin so. */
export interface SshRow extends DatedRow {
  kind: string;
  name: string;
  severity?: Severity;
}

interface Rated {
  name: string;
  row: SshRow;
  standing: Standing;
}

/**
 * Judges the offered names by the rows of one kind. A name that is not in the table is neither good nor bad: it leaves the verdict open
 * unless another name settles it. Names the BSI does not list, without known weakness, are good, and the sentence says so.
 *
 * Parameters: `table`, its name; `notice`, duration before the end of a row in which it counts as phase-out; optional
 * `tolerated_beside_better`, rejected names that are only phase-out if a good one is offered as well.
 * @returns null for observations of another kind
 */
export function judgeSshAlgorithms(
  observation: Observation,
  context: CheckContext,
  kind: string,
  namesOf: (algorithms: SshAlgorithms) => readonly string[],
): Verdict | null {
  if (observation.kind !== 'ssh') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, noNames);
  const { algorithms, algorithmsReason } = observation.outcome.data;
  if (algorithms === null) return undetermined(context, algorithmsReason ?? 'keine Verfahren gelesen', noNames);
  return judgeNames([...new Set(namesOf(algorithms))], context, kind);
}

const noNames = { offered: 'keine', rejected: 'keine', unlisted: 'keine' };

function judgeNames(names: readonly string[], context: CheckContext, kind: string): Verdict {
  const rows = readSshRows(context).filter((row) => row.kind === kind);
  const rated = rateAll(names, rows, context);
  const unrated = names.filter((name) => !rated.some((each) => each.name === name));
  const of = (...standings: Standing[]) => rated.filter(({ standing }) => standings.includes(standing));
  const values = {
    offered: listed(names),
    rejected: 'keine',
    unlisted: listed(of('unlisted').map(({ name }) => name)),
    reason: '',
  };

  const rejected = of('rejected');
  if (rejected.length > 0) {
    const severity = worst(
      rejected,
      ({ status, severity: own }) => own ?? (status === 'verboten' ? context.definition.severity : 'niedrig'),
    );
    return verdict(context, 'not-met', severity, {
      ...values,
      rejected: listed(rejected.map(({ name, row }) => nameWithEnd(name, row))),
    });
  }
  const leaving = of('weak', 'ending');
  if (leaving.length > 0)
    return verdict(context, 'phase-out', 'niedrig', {
      ...values,
      rejected: listed(leaving.map(({ name, row }) => nameWithEnd(name, row))),
    });
  if (unrated.length > 0) return undetermined(context, `im Verzeichnis fehlt ${listed(unrated)}`, values);
  if (names.length === 0) return undetermined(context, 'der Dienst nennt keine Verfahren', values);
  return verdict(context, 'met', 'hinweis', values);
}

function rateAll(names: readonly string[], rows: readonly SshRow[], { definition, asOf }: CheckContext): Rated[] {
  const noticed = addDuration(asOf, textParameter(definition, 'notice'));
  const rated = names.flatMap((name): Rated[] => {
    const row = rows.find((each) => isNamed(name, each.name));
    return row === undefined ? [] : [{ name, row, standing: standingOf(row, asOf, noticed) }];
  });
  const tolerated =
    definition.parameters['tolerated_beside_better'] === undefined
      ? []
      : textListParameter(definition, 'tolerated_beside_better');
  const hasBetter = rated.some(({ standing }) => standing === 'good' || standing === 'unlisted');
  return rated.map((each) =>
    hasBetter && each.standing === 'rejected' && tolerated.includes(each.row.name) ? { ...each, standing: 'weak' } : each,
  );
}

function isNamed(name: string, listedName: string): boolean {
  return listedName.endsWith('*') ? name.startsWith(listedName.slice(0, -1)) : name === listedName;
}

function worst(rated: readonly Rated[], severityOf: (row: SshRow) => Severity): Severity {
  const found = rated.map(({ row }) => severityOf(row));
  return severities.find((each) => found.includes(each)) ?? 'hinweis';
}

/** Rows of the table that the definition names. Throws when it is none: the catalogue and the code do not fit. */
export function readSshRows({ definition, tables }: CheckContext): SshRow[] {
  const name = textParameter(definition, 'table');
  const table = tables[name];
  const rows = typeof table === 'object' && table !== null && 'entries' in table ? table.entries : undefined;
  if (!Array.isArray(rows) || !rows.every(isRow))
    throw new Error(`Check ${definition.id}: table ${name} is not a list of SSH algorithms`);
  return rows;
}

function isRow(value: unknown): value is SshRow {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name, status, valid_until: until, severity } = value as Record<string, unknown>;
  return (
    typeof kind === 'string' &&
    typeof name === 'string' &&
    isStatus(status) &&
    (until === undefined || typeof until === 'string') &&
    (severity === undefined || severities.some((each) => each === severity))
  );
}
