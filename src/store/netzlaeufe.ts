import type { ObservationKind, Severity } from '../domain/catalogue.ts';
import type { Finding, FindingResult } from '../domain/finding.ts';
import type { Netzlauf, RecordedFinding } from '../domain/netzlauf.ts';
import type { Observation, ObservedTarget, Vantage } from '../domain/observation.ts';
import { chainOf, nextId } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange } from './protokoll.ts';
import { type StateAt, selectState } from './versions.ts';

/** Records a run with everything it saw and concluded, in one change. */
export async function insertNetzlauf(
  store: Store,
  run: Omit<Netzlauf, 'id'>,
  observations: readonly Observation[],
  findings: readonly Finding[],
  day: string,
  recording: Recording,
): Promise<Netzlauf> {
  const summary = `Netzprüfung: ${observations.length} Beobachtungen, ${findings.length} Befunde`;
  return recordChange(store, chainOf(run.kommune), 'netz.pruefen', summary, recording, async (writer) => {
    const complete = { ...run, id: await nextId(writer, 'netzlauf', run.kommune, 'L') };
    const { id: lauf, kommune, freigaben, begonnen, beendet, ...angaben } = complete;
    const shared = { kommune, valid_from: day };
    await writer.insert('netzlauf', {
      ...shared,
      id: lauf,
      freigaben: JSON.stringify(freigaben),
      begonnen,
      beendet,
      angaben: JSON.stringify(angaben),
    });
    for (const observation of observations) {
      await writer.insert('observation', { ...shared, lauf, kind: observation.kind, data: JSON.stringify(observation) });
    }
    for (const finding of findings) {
      const { check, target, vantage, zielobjekt, declared, result, severity, text, seenAt } = finding;
      const row = {
        check_id: check,
        ...target,
        vantage,
        zielobjekt,
        declared: declared ? 1 : 0,
        result,
        severity,
        text,
        seen_at: seenAt,
      };
      await writer.insert('finding', { ...shared, lauf, ...row });
    }
    return complete;
  });
}

/** Runs of a Kommune, oldest first. */
export async function selectNetzlaeufe(store: Store, slug: string, at: StateAt): Promise<Netzlauf[]> {
  const rows = await selectState(store.db, 'netzlauf', at, { kommune: slug });
  return rows.map((row) => ({
    ...(JSON.parse(row.angaben) as Omit<Netzlauf, 'id' | 'kommune' | 'freigaben' | 'begonnen' | 'beendet'>),
    id: row.id,
    kommune: row.kommune,
    freigaben: JSON.parse(row.freigaben) as string[],
    begonnen: row.begonnen,
    beendet: row.beendet,
  }));
}

/** All findings recorded by a day, with the run they belong to, in order of recording. */
export async function selectFindings(store: Store, slug: string, at: StateAt): Promise<RecordedFinding[]> {
  const rows = await selectState(store.db, 'finding', at, { kommune: slug });
  return rows.map((row) => ({
    lauf: row.lauf,
    check: row.check_id,
    target: { name: row.name, address: row.address, port: row.port },
    vantage: row.vantage as Vantage,
    zielobjekt: row.zielobjekt,
    declared: row.declared === 1,
    result: row.result as FindingResult,
    severity: row.severity as Severity,
    text: row.text,
    seenAt: row.seen_at,
  }));
}

/** Number of observations of a run. */
export async function countObservations(store: Store, slug: string, lauf: string): Promise<number> {
  const row = await store.db
    .selectFrom('observation')
    .select((e) => e.fn.countAll().as('n'))
    .where('kommune', '=', slug)
    .where('lauf', '=', lauf)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** `www.beispielhain.de 192.0.2.7`: the targets of a run, for `selectFinishedTargets`. */
export function targetKey({ name, address }: Pick<ObservedTarget, 'name' | 'address'>): string {
  return `${name ?? ''} ${address}`;
}

/**
 * Targets a run is finished with, as `targetKey`. A complete run is finished with all it saw. A stopped one is with those whose
 * ports were all looked at and, if services are wanted, where every open port has an observation; without one it is asked
 * again, although it may only have had nothing to say.
 * @param kinds what is wanted now
 */
export async function selectFinishedTargets(
  store: Store,
  run: Netzlauf,
  kinds: ReadonlySet<ObservationKind>,
): Promise<Set<string>> {
  const rows = await store.db
    .selectFrom('observation')
    .select('data')
    .where('kommune', '=', run.kommune)
    .where('lauf', '=', run.id)
    .execute();
  const observations = rows.map((row) => JSON.parse(row.data) as Observation);
  const byTarget = Map.groupBy(observations, ({ target }) => targetKey(target));
  const finished = [...byTarget].filter(([, seen]) =>
    run.vollstaendig ? hasScan(seen) || !kinds.has('port-scan') : isFinished(seen, kinds),
  );
  return new Set(finished.map(([key]) => key));
}

function hasScan(observations: readonly Observation[]): boolean {
  return observations.some(({ kind }) => kind === 'port-scan');
}

function isFinished(observations: readonly Observation[], kinds: ReadonlySet<ObservationKind>): boolean {
  const scan = observations.find((observation) => observation.kind === 'port-scan');
  if (scan?.outcome.seen !== true || !scan.outcome.data.complete) return false;
  if (![...kinds].some((kind) => kind !== 'port-scan')) return true;
  const asked = new Set(observations.map(({ target }) => target.port));
  return scan.outcome.data.ports.every(({ port, state }) => state !== 'open' || asked.has(port));
}
