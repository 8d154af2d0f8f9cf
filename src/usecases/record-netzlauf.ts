import { judge, wasLeftOut } from '../checks/judge.ts';
import type { CheckDefinition } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import { type EndedFinding, findingsEndedBy, type Netzlauf, type NetzlaufBeleg } from '../domain/netzlauf.ts';
import type { Observation, PortScanObservation } from '../domain/observation.ts';
import { selectZielobjekte } from '../store/kommunen.ts';
import { insertNetzlauf, selectCurrentFindings } from '../store/netzlaeufe.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { findingsJson } from './list-findings.ts';

/** What these checks say today about what was seen, with the Zielobjekte as they are now. */
export async function judgeNow(
  context: Context,
  slug: string,
  observations: readonly Observation[],
  checks: readonly CheckDefinition[],
): Promise<Finding[]> {
  const zielobjekte = await selectZielobjekte(context.store, slug, stateNow(context));
  return judge(observations, { ...context.catalogue, checks }, zielobjekte, context.today);
}

/** What of the findings that count so far a run puts an end to, see `findingsEndedBy`. */
export async function endedFindings(
  context: Context,
  slug: string,
  run: { observations: readonly Observation[]; scans: readonly PortScanObservation[]; findings: readonly Finding[] },
  checks: readonly CheckDefinition[],
): Promise<EndedFinding[]> {
  const current = await selectCurrentFindings(context.store, slug, stateNow(context));
  const asked = new Set(checks.map(({ id }) => id));
  return findingsEndedBy({ ...run, asked, leftOut: wasLeftOut }, context.catalogue.checks, current);
}

/** Records a run with what it saw and what follows from it. @param day the run holds from then on */
export async function recordNetzlauf(
  context: Context,
  lauf: Omit<Netzlauf, 'id'>,
  observations: readonly Observation[],
  findings: readonly Finding[],
  evidence: readonly NetzlaufBeleg[],
  day: string = context.today,
): Promise<{ json: CommandJson['netz befunde']; run: Netzlauf }> {
  const run = await insertNetzlauf(context.store, lauf, observations, findings, day, recordingOf(context), evidence);
  return { json: runJson(context, run, observations, findings), run };
}

/** @param run without `id` when nothing was recorded */
export function runJson(
  { catalogue }: Context,
  run: { id?: string; freigaben: readonly string[] },
  observations: readonly Observation[],
  findings: readonly Finding[],
): CommandJson['netz befunde'] {
  const freigabe = run.freigaben.length === 0 ? null : run.freigaben.join(', ');
  return findingsJson(catalogue, { lauf: run.id ?? null, freigabe, beobachtungen: observations.length }, findings);
}
