/** Statements of providers and the Kommunen and groups they hold for. Both are recorded in the chain of the system: one change, many Kommunen. */
import { sql } from 'kysely';
import type { ProviderStatement, StatementAssignment, StatementClaim } from '../domain/inheritance.ts';
import { byNumber } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, systemChain, type Writer } from './protokoll.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, selectState } from './versions.ts';

/** A statement with the instant and the entry of its newest version. */
export interface RecordedStatement extends ProviderStatement {
  recordedAt: string;
  entry: number;
}

/** Those recorded by a day, E2 before E10; also lapsed and withdrawn ones. */
export async function selectStatements(store: Store, at: StateAt, ids?: readonly string[]): Promise<RecordedStatement[]> {
  const only = ids === undefined ? sql`` : sql` and id in (${sql.join([...ids])})`;
  const rows = await selectState(store.db, 'erklaerung', at, {}, only);
  return rows
    .map((row) => ({
      id: row.id,
      dienstleister: row.dienstleister,
      titel: row.titel,
      vom: row.vom,
      gueltigBis: row.gueltig_bis,
      dokument: row.dokument,
      aussagen: parseStored<StatementClaim[]>(row.aussagen),
      widerrufenAm: row.widerrufen_am,
      widerrufGrund: row.widerruf_grund,
      recordedAt: row.recorded_at,
      entry: row.entry,
    }))
    .sort(byNumber);
}

/** For some Kommunen and groups, or all; ended ones too, since they keep a group's from holding. In the order of recording. */
export async function selectAssignments(store: Store, at: StateAt, kommunen?: readonly string[]): Promise<StatementAssignment[]> {
  const only = kommunen === undefined ? sql`` : sql` and kommune in (${sql.join([...kommunen])})`;
  const rows = await selectState(store.db, 'erklaerung_zuordnung', at, {}, only);
  return rows.map(({ kommune, erklaerung, vertrag, vertrag_bis: vertragBis, avv, gilt }) => ({
    kommune,
    erklaerung,
    vertrag,
    vertragBis,
    avv,
    gilt: gilt === 1,
  }));
}

/** Records a statement and returns it with its new id. */
export async function insertStatement(
  store: Store,
  statement: Omit<ProviderStatement, 'id'>,
  recording: Recording,
): Promise<ProviderStatement> {
  const summary = `Erklärung über ${statement.aussagen.length} Anforderungen erfasst`;
  return recordChange(store, systemChain, 'erklaerung.erteilen', summary, recording, async (writer) => {
    const row = await writer.db
      .selectFrom('erklaerung')
      .select((e) => e.fn.count('id').distinct().as('n'))
      .executeTakeFirst();
    const complete = { ...statement, id: `E${Number(row?.n ?? 0) + 1}` };
    await writeStatement(writer, complete, statement.vom);
    return complete;
  });
}

/**
 * Records a withdrawal, or puts its day right: every version that told one tells the new one.
 * @param day day from which the withdrawal is known; not before the day of the statement
 */
export async function insertStatementWithdrawn(
  store: Store,
  statement: ProviderStatement,
  day: string,
  recording: Recording,
  isCorrection: boolean,
): Promise<void> {
  const { id } = statement;
  const summary = isCorrection ? `Erklärung ${id}: Widerruf berichtigt` : `Erklärung ${id} widerrufen`;
  await recordChange(store, systemChain, 'erklaerung.widerrufen', summary, recording, async (writer) => {
    const rows = await writer.db
      .selectFrom('erklaerung')
      .select('valid_from')
      .where('id', '=', id)
      .where('widerrufen_am', 'is not', null)
      .execute();
    for (const told of new Set([...rows.map((row) => row.valid_from), day])) await writeStatement(writer, statement, told);
  });
}

async function writeStatement(writer: Writer, statement: ProviderStatement, day: string): Promise<void> {
  const { id, dienstleister, titel, vom, gueltigBis, dokument, aussagen, widerrufenAm, widerrufGrund } = statement;
  await writer.insert('erklaerung', {
    id,
    dienstleister,
    titel,
    vom,
    gueltig_bis: gueltigBis,
    dokument,
    aussagen: JSON.stringify(aussagen),
    widerrufen_am: widerrufenAm,
    widerruf_grund: widerrufGrund,
    valid_from: day,
  });
}

/** Records in one change that a statement holds, or no longer holds, for Kommunen and groups. */
export async function insertAssignments(
  store: Store,
  assignments: readonly StatementAssignment[],
  words: { action: string; summary: string },
  day: string,
  recording: Recording,
): Promise<void> {
  await recordChange(store, systemChain, words.action, words.summary, recording, async (writer) => {
    for (const { kommune, erklaerung, vertrag, vertragBis, avv, gilt } of assignments) {
      const row = { kommune, erklaerung, vertrag, vertrag_bis: vertragBis, avv, gilt: gilt ? 1 : 0, valid_from: day };
      await writer.insert('erklaerung_zuordnung', row);
    }
  });
}
