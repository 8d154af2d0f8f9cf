/** What the checks of SSH algorithms share: the dated table, and the verdict over the names a server offers. */
import { addDuration } from '../domain/calendar.ts';
import { severities } from '../domain/catalogue.ts';
import type { CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Observation, SshAlgorithms } from '../domain/observation.ts';
import { type DatedRow, isStatus, judgeRated, listed, nameWithEnd, type Rated, standingOf } from './dated-rows.ts';
import { textListParameter, textParameter, undetermined } from './verdict.ts';

/** A row of the table: an algorithm by its SSH name. A name that ends in `*` stands for all that begin so. */
export interface SshRow extends DatedRow {
  kind: string;
  name: string;
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
  const assessment = { rated, unrated, whyNone: 'der Dienst nennt keine Verfahren' };
  return judgeRated(context, assessment, { offered: listed(names) }, ({ name, row }) => nameWithEnd(name, row));
}

function rateAll(names: readonly string[], rows: readonly SshRow[], { definition, asOf }: CheckContext): Rated<SshRow>[] {
  const noticed = addDuration(asOf, textParameter(definition, 'notice'));
  const rated = names.flatMap((name): Rated<SshRow>[] => {
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
