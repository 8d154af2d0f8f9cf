/** Second signatures under single answers. The newest of an answer counts; earlier ones stay. */
import { sql } from 'kysely';
import type { SignatureResult } from '../domain/assessment.ts';
import { dayOf } from '../domain/calendar.ts';
import type { RecordedSignature } from '../domain/second-signature.ts';
import { chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange } from './protokoll.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

/** What holds on a day, at most one per answer. */
export async function selectSignatures(store: Store, slug: string, at: StateAt): Promise<RecordedSignature[]> {
  const rows = await selectState(store.db, 'gegenzeichnung', at, { kommune: slug });
  return rows.map(toSignature);
}

/** Everything ever signed about a control by that instant, oldest first. */
export async function selectSignatureHistory(
  store: Store,
  slug: string,
  control: string,
  before: string,
): Promise<RecordedSignature[]> {
  const rows = await store.db
    .selectFrom('gegenzeichnung')
    .selectAll()
    .where('kommune', '=', slug)
    .where('control', '=', control)
    .where('recorded_at', '<', before)
    .orderBy('row_id')
    .execute();
  return rows.map(toSignature);
}

function toSignature(row: StateRow<'gegenzeichnung'>): RecordedSignature {
  return {
    kommune: row.kommune,
    zielobjekt: row.zielobjekt,
    control: row.control,
    entry: row.eintrag,
    result: row.ergebnis,
    person: row.person,
    on: dayOf(row.recorded_at),
    remark: row.anmerkung,
  };
}

/** Who recorded the answers of a Kommune, by entry of its chain. */
export async function selectRecorders(store: Store, slug: string): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ entry: number; recorded_by: string }>`
    select distinct entry, recorded_by from assessment where chain = ${chainOf(slug)} and kommune = ${slug}`.execute(store.db);
  return new Map(rows.map(({ entry, recorded_by }) => [entry, recorded_by]));
}

export type SignedAnswer = Pick<RecordedSignature, 'zielobjekt' | 'control' | 'entry'>;

/** Records one result under many answers in one change. @returns its entry of the Protokoll */
export async function insertSignatures(
  store: Store,
  slug: string,
  answers: readonly SignedAnswer[],
  signature: { result: SignatureResult; person: string; remark: string | null },
  day: string,
  recording: Recording,
): Promise<number> {
  const { result, person, remark } = signature;
  const word = result === 'bestaetigt' ? 'gegengezeichnet' : 'beanstandet';
  const summary = `${answers.length === 1 ? '1 Antwort' : `${answers.length} Antworten`} ${word}`;
  return recordChange(store, chainOf(slug), 'erhebung.gegenzeichnen', summary, recording, async (writer) => {
    await writer.insertAll(
      'gegenzeichnung',
      answers.map(({ zielobjekt, control, entry }) => ({
        kommune: slug,
        zielobjekt,
        control,
        eintrag: entry,
        ergebnis: result,
        person,
        anmerkung: remark,
        valid_from: day,
      })),
    );
    return writer.entry;
  });
}
