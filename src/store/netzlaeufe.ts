import type { Severity } from '../domain/catalogue.ts';
import type { Finding, FindingResult } from '../domain/finding.ts';
import type { Netzlauf, RecordedFinding } from '../domain/netzlauf.ts';
import type { Observation, PortScanObservation, Vantage } from '../domain/observation.ts';
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

/** Addresses whose port scan a run finished. */
export async function selectFinishedAddresses(store: Store, slug: string, lauf: string): Promise<Set<string>> {
  const rows = await store.db
    .selectFrom('observation')
    .select('data')
    .where('kommune', '=', slug)
    .where('lauf', '=', lauf)
    .where('kind', '=', 'port-scan')
    .execute();
  const observations = rows.map((row) => JSON.parse(row.data) as PortScanObservation);
  return new Set(observations.filter(({ outcome }) => outcome.seen && outcome.data.complete).map(({ target }) => target.address));
}
