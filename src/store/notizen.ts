/** One-line notes, sorted later. A note about no Kommune stands in the chain of the system. */
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { byNumber } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, systemChain } from './protokoll.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

export interface Note {
  id: string;
  /** Slug, null for a note about no Kommune. */
  kommune: string | null;
  text: string;
  faellig: string | null;
  isDone: boolean;
  /** What became of it. */
  ergebnis: string | null;
  recordedAt: string;
  recordedBy: string;
}

/** All notes recorded by then, M2 before M10. */
export async function selectNotes(store: Store, at: StateAt): Promise<Note[]> {
  return (await selectState(store.db, 'notiz', at)).map(toNote).sort(byNumber);
}

function toNote(row: StateRow<'notiz'>): Note {
  return {
    id: row.id,
    kommune: row.kommune === systemChain ? null : row.kommune,
    text: row.text,
    faellig: row.faellig,
    isDone: row.stand === 'erledigt',
    ergebnis: row.ergebnis,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  };
}

export type NewNote = Pick<Note, 'kommune' | 'text' | 'faellig'>;

/** Records a note and returns its id; ids run over all Kommunen, so that one of them names one note. */
export async function insertNote(
  store: Store,
  { kommune, text, faellig }: NewNote,
  day: string,
  recording: Recording,
): Promise<string> {
  return recordChange(store, kommune ?? systemChain, 'notiz.merken', 'Notiz', recording, async (writer) => {
    const row = await writer.db
      .selectFrom('notiz')
      .select((e) => e.fn.count('id').distinct().as('n'))
      .executeTakeFirst();
    const id = `M${Number(row?.n ?? 0) + 1}`;
    await writer.insert('notiz', { id, kommune: kommune ?? systemChain, text, faellig, stand: 'offen', valid_from: day });
    return id;
  });
}

/** @throws NotFoundError; InvalidDataError when it is done already */
export async function insertNoteDone(
  store: Store,
  id: string,
  ergebnis: string | null,
  day: string,
  recording: Recording,
): Promise<void> {
  const all = { day: '9999-12-31', before: '9999-12-31T23:59:59.999Z' };
  const note = (await selectNotes(store, all)).find((each) => each.id === id);
  if (note === undefined)
    throw new NotFoundError(`Eine Notiz „${id}“ gibt es nicht.`, 'Offene Notizen zeigt „burgward notiz liste“.');
  const chain = note.kommune ?? systemChain;
  await recordChange(store, chain, 'notiz.erledigen', `Notiz ${id} erledigt`, recording, async (writer) => {
    const [row] = await selectState(writer.db, 'notiz', all, { kommune: chain, id });
    if (row === undefined || row.stand === 'erledigt')
      throw new InvalidDataError(`Die Notiz ${id} ist schon erledigt.`, 'Für Neues eine neue Notiz anlegen.');
    await writer.insert('notiz', {
      id,
      kommune: chain,
      text: row.text,
      faellig: row.faellig,
      stand: 'erledigt',
      ergebnis,
      valid_from: day,
    });
  });
}
