/** Taking back recorded changes of answers. The rows stay; from then on they no longer count. */
import { sql } from 'kysely';
import { InvalidDataError } from '../errors.ts';
import { chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange } from './protokoll.ts';
import { type StateRow, selectState } from './versions.ts';

/** A change of answers that still counts. */
export interface AnswerEntry {
  entry: number;
  recordedAt: string;
  recordedBy: string;
  /** For example `erhebung.setzen`. */
  action: string;
  answers: readonly { zielobjekt: string; control: string; status: string }[];
}

/** The newest changes of answers of a Kommune that were not taken back, newest first. */
export async function selectAnswerEntries(store: Store, slug: string, limit: number): Promise<AnswerEntry[]> {
  const { rows } = await sql<{ entry: number }>`
    select distinct entry from assessment where chain = ${chainOf(slug)} and kommune = ${slug}
      and not exists (select 1 from ruecknahme where ruecknahme.kommune = ${slug} and ruecknahme.eintrag = assessment.entry)
    order by entry desc limit ${limit}`.execute(store.db);
  return Promise.all(rows.map(({ entry }) => selectAnswerEntry(store, slug, entry)));
}

/** @throws InvalidDataError when the entry recorded no answers of this Kommune */
export async function selectAnswerEntry(store: Store, slug: string, entry: number): Promise<AnswerEntry> {
  const chain = chainOf(slug);
  const rows = await store.db
    .selectFrom('assessment')
    .select(['zielobjekt', 'control', 'status', 'recorded_at', 'recorded_by'])
    .where('chain', '=', chain)
    .where('entry', '=', entry)
    .where('kommune', '=', slug)
    .orderBy('row_id')
    .execute();
  const [first] = rows;
  if (first === undefined) {
    throw new InvalidDataError(
      `Der Protokolleintrag ${entry} von ${slug} enthält keine Antworten.`,
      'Die Nummern zeigt „burgward protokoll zeigen“; zurücknehmen lassen sich nur Antworten.',
    );
  }
  const { action } = await store.db
    .selectFrom('protokoll')
    .select('action')
    .where('chain', '=', chain)
    .where('seq', '=', entry)
    .executeTakeFirstOrThrow();
  return {
    entry,
    recordedAt: first.recorded_at,
    recordedBy: first.recorded_by,
    action,
    answers: rows.map(({ zielobjekt, control, status }) => ({ zielobjekt, control, status })),
  };
}

export async function isTakenBack({ db }: Pick<Store, 'db'>, slug: string, entry: number): Promise<boolean> {
  const row = await db
    .selectFrom('ruecknahme')
    .select('recorded_at')
    .where('kommune', '=', slug)
    .where('eintrag', '=', entry)
    .executeTakeFirst();
  return row !== undefined;
}

export function takenBackBefore(slug: string, entry: number): InvalidDataError {
  return new InvalidDataError(
    `Der Eintrag ${entry} von ${slug} wurde schon zurückgenommen.`,
    'Ohne --eintrag wird der jüngste genommen, der noch gilt.',
  );
}

/** Remarks that came with the answers of an entry and that nobody has settled since. */
export async function openNotesOf({ db }: Pick<Store, 'db'>, slug: string, entry: number): Promise<StateRow<'notiz'>[]> {
  const all = { day: '9999-12-31', before: '9999-12-31T23:59:59.999Z' };
  const notes = await selectState(db, 'notiz', all, { kommune: slug });
  return notes.filter((note) => note.entry === entry && note.stand === 'offen');
}

/** Takes the remarks back that came with the answers too and returns their ids. @throws InvalidDataError when it was taken back before */
export async function insertRuecknahme(
  store: Store,
  slug: string,
  { entry, answers }: AnswerEntry,
  day: string,
  recording: Recording,
): Promise<string[]> {
  const summary = `${answers.length === 1 ? '1 Antwort' : `${answers.length} Antworten`} aus Eintrag ${entry} zurückgenommen`;
  return recordChange(store, chainOf(slug), 'erhebung.rueckgaengig', summary, recording, async (writer) => {
    if (await isTakenBack(writer, slug, entry)) throw takenBackBefore(slug, entry);
    await writer.insert('ruecknahme', { kommune: slug, eintrag: entry, valid_from: day });
    const notes = await openNotesOf(writer, slug, entry);
    for (const { id, text, faellig } of notes)
      await writer.insert('notiz', {
        id,
        kommune: slug,
        text,
        faellig,
        stand: 'erledigt',
        ergebnis: `Mit Eintrag ${entry} zurückgenommen.`,
        valid_from: day,
      });
    return notes.map(({ id }) => id);
  });
}
