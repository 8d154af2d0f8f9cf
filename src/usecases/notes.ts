import { InvalidDataError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertNote, insertNoteDone, type Note, selectNotes } from '../store/notizen.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

export interface NoteRequest {
  text: string;
  kommune?: string | undefined;
  faellig?: string | undefined;
}

/** A note is one line for later; longer texts have their place elsewhere. */
const maxNoteCharacters = 500;

/** Records a one-line note. @throws InvalidDataError when it says nothing; NotFoundError for an unknown Kommune */
export async function takeNote(context: Context, { text, kommune, faellig }: NoteRequest): Promise<CommandJson['merke']> {
  const line = text.trim().replace(/\s+/g, ' ');
  if (line === '') throw new InvalidDataError('Die Notiz ist leer.', 'Zum Beispiel: burgward merke "Netzplan anfordern"');
  if (line.length > maxNoteCharacters) {
    throw new InvalidDataError(
      `Die Notiz hat ${line.length} Zeichen; erlaubt sind ${maxNoteCharacters}.`,
      'Kürzer fassen, oder sagen, wo der ganze Text liegt.',
    );
  }
  const slug = kommune === undefined ? null : (await selectKommune(context.store, kommune, stateNow(context))).slug;
  const note = { kommune: slug, text: line, faellig: faellig ?? null };
  const id = await insertNote(context.store, note, context.today, recordingOf(context));
  return findNote(context, id);
}

/** Open notes, of one Kommune or all; also done ones if asked for. */
export async function listNotes(
  context: Context,
  filter: { kommune?: string | undefined; all?: boolean },
): Promise<CommandJson['notiz liste']> {
  const slug =
    filter.kommune === undefined ? undefined : (await selectKommune(context.store, filter.kommune, stateAt(context))).slug;
  return (await selectNotes(context.store, stateAt(context)))
    .filter((note) => slug === undefined || note.kommune === slug)
    .filter((note) => filter.all === true || !note.isDone)
    .map(noteJson);
}

/** Marks a note as done. @throws NotFoundError, InvalidDataError */
export async function finishNote(
  context: Context,
  id: string,
  ergebnis: string | undefined,
): Promise<CommandJson['notiz erledigen']> {
  await insertNoteDone(context.store, id.toUpperCase(), ergebnis?.trim() || null, context.today, recordingOf(context));
  return findNote(context, id.toUpperCase());
}

async function findNote(context: Context, id: string): Promise<CommandJson['merke']> {
  const notes = await selectNotes(context.store, stateNow(context));
  return noteJson(notes.find((note) => note.id === id) as Note);
}

function noteJson({ id, kommune, text, faellig, isDone, ergebnis, recordedAt, recordedBy }: Note): CommandJson['merke'] {
  return { id, kommune, text, faellig, erledigt: isDone, ergebnis, erfasstAm: recordedAt, erfasstVon: recordedBy };
}
