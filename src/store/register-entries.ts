import type { EntryValues, RegisterEntry } from '../domain/register.ts';
import { byNumber, chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, type Writer } from './protokoll.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

/** Entries of one register, or of all without one, as they stand on a day; those taken out too. In order of their numbers. */
export async function selectEntries(
  store: Store,
  at: StateAt,
  where: { kommune?: string; register?: string } = {},
): Promise<RegisterEntry[]> {
  return (await selectState(store.db, 'register_eintrag', at, where)).map(toEntry).sort(byNumber);
}

/** Every version of one entry that was recorded by a day, oldest first. */
export async function selectEntryVersions(
  store: Store,
  at: StateAt,
  { kommune, register, id }: Pick<RegisterEntry, 'kommune' | 'register' | 'id'>,
): Promise<RegisterEntry[]> {
  const rows = await store.db
    .selectFrom('register_eintrag')
    .selectAll()
    .where('kommune', '=', kommune)
    .where('register', '=', register)
    .where('id', '=', id)
    .where('recorded_at', '<', at.before)
    .orderBy('entry')
    .orderBy('row_id')
    .execute();
  return rows.map(toEntry);
}

function toEntry(row: StateRow<'register_eintrag'>): RegisterEntry {
  return {
    register: row.register,
    kommune: row.kommune,
    id: row.id,
    values: parseStored<EntryValues>(row.angaben),
    removed: row.entfernt,
    validFrom: row.valid_from,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  };
}

/** What is written: without an id it is a new entry. */
export interface EntryToWrite {
  id: string | null;
  values: EntryValues;
  removed: string | null;
  validFrom: string;
}

/**
 * Writes entries of one register of one Kommune in one change.
 * @param prefix before the number of a new entry
 * @param verb for the Protokoll: `anlegen`, `aendern`, `importieren`
 * @returns their ids, in the same order
 */
export async function insertEntries(
  store: Store,
  { kommune, register, prefix, verb }: { kommune: string; register: string; prefix: string; verb: string },
  entries: readonly EntryToWrite[],
  recording: Recording,
): Promise<string[]> {
  const summary = `${register}: ${entries.length === 1 ? '1 Eintrag' : `${entries.length} Einträge`}`;
  return recordChange(store, chainOf(kommune), `${register}.${verb}`, summary, recording, async (writer) => {
    let next = await nextNumber(writer, kommune, register);
    const ids: string[] = [];
    for (const { id, values, removed, validFrom } of entries) {
      const complete = id ?? `${prefix}${next++}`;
      const angaben = JSON.stringify(values);
      await writer.insert('register_eintrag', {
        kommune,
        register,
        id: complete,
        angaben,
        entfernt: removed,
        valid_from: validFrom,
      });
      ids.push(complete);
    }
    return ids;
  });
}

async function nextNumber(writer: Writer, kommune: string, register: string): Promise<number> {
  const row = await writer.db
    .selectFrom('register_eintrag')
    .select((e) => e.fn.count('id').distinct().as('n'))
    .where('kommune', '=', kommune)
    .where('register', '=', register)
    .executeTakeFirst();
  return Number(row?.n ?? 0) + 1;
}
