import type { Severity } from '../domain/catalogue.ts';
import type { FindingExplanation } from '../domain/finding-explanations.ts';
import type { Vantage } from '../domain/observation.ts';
import { byNumber, chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, type Writer } from './protokoll.ts';
import { type StateAt, selectState } from './versions.ts';

/** Explanations of findings, oldest first; of each the newest version. */
export async function selectFindingExplanations(store: Store, slug: string, at: StateAt): Promise<FindingExplanation[]> {
  const rows = await selectState(store.db, 'befund_erklaerung', at, { kommune: slug });
  return rows
    .map((row) => ({
      id: row.id,
      kommune: row.kommune,
      check: row.check_id,
      target: { name: row.name, address: row.address, port: row.port },
      vantage: row.vantage as Vantage,
      result: row.result as FindingExplanation['result'],
      severity: row.severity as Severity,
      begruendung: row.begruendung,
      verantwortlich: row.verantwortlich,
      erklaertAm: row.erklaert_am,
      bis: row.bis,
      aufgehobenAm: row.aufgehoben_am,
    }))
    .sort(byNumber);
}

/** Records explanations of one Kommune in one change, with the next free ids: A1, A2, … */
export async function insertFindingExplanations(
  store: Store,
  slug: string,
  explanations: readonly Omit<FindingExplanation, 'id' | 'kommune'>[],
  recording: Recording,
): Promise<FindingExplanation[]> {
  const checks = [...new Set(explanations.map(({ check }) => check))].join(', ');
  const summary = `Befund erklärt: ${checks}`;
  return recordChange(store, chainOf(slug), 'netz.erklaeren', summary, recording, async (writer) => {
    const first = (await countIds(writer, slug)) + 1;
    const complete = explanations.map((each, index) => ({ ...each, kommune: slug, id: `A${first + index}` }));
    for (const explanation of complete) await writeExplanation(writer, explanation, explanation.erklaertAm);
    return complete;
  });
}

export async function insertExplanationsWithdrawn(
  store: Store,
  slug: string,
  explanations: readonly FindingExplanation[],
  day: string,
  recording: Recording,
): Promise<FindingExplanation[]> {
  const summary = `Erklärung ${explanations.map(({ id }) => id).join(', ')} zu Befunden aufgehoben`;
  return recordChange(store, chainOf(slug), 'netz.erklaerung-aufheben', summary, recording, async (writer) => {
    const withdrawn = explanations.map((explanation) => ({ ...explanation, aufgehobenAm: day }));
    for (const explanation of withdrawn) await writeExplanation(writer, explanation, day);
    return withdrawn;
  });
}

async function countIds(writer: Writer, slug: string): Promise<number> {
  const row = await writer.db
    .selectFrom('befund_erklaerung')
    .select((e) => e.fn.count('id').distinct().as('n'))
    .where('kommune', '=', slug)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

async function writeExplanation(writer: Writer, explanation: FindingExplanation, day: string): Promise<void> {
  const { id, kommune, check, target, vantage, result, severity, begruendung, verantwortlich, bis } = explanation;
  await writer.insert('befund_erklaerung', {
    id,
    kommune,
    check_id: check,
    ...target,
    vantage,
    result,
    severity,
    begruendung,
    verantwortlich,
    erklaert_am: explanation.erklaertAm,
    bis,
    aufgehoben_am: explanation.aufgehobenAm,
    valid_from: day,
  });
}
