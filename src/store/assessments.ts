import { sql } from 'kysely';
import type { Assessment, AssessmentSource, EntbehrlichGrund, Erhebung, Umsetzungsstatus } from '../domain/assessment.ts';
import type { SealedState } from '../domain/closing.ts';
import { withSignatures } from '../domain/second-signature.ts';
import { InvalidDataError } from '../errors.ts';
import { selectSignatures } from './gegenzeichnungen.ts';
import { byNumber, chainOf, nextId } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, type Values, type Writer } from './protokoll.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

/**
 * The Kommune's own answers that hold on a day, at most one per Zielobjekt and control, with what a second person said about each.
 * What was taken back by then is left out.
 */
export async function selectAssessments(store: Store, slug: string, at: StateAt): Promise<Assessment[]> {
  const takenBack = sql` and not exists (select 1 from ruecknahme where ruecknahme.kommune = assessment.kommune
    and ruecknahme.eintrag = assessment.entry and ruecknahme.recorded_at < ${at.before})`;
  const rows = await selectState(store.db, 'assessment', at, { kommune: slug }, takenBack);
  return withSignatures(rows.map(toAssessment), await selectSignatures(store, slug, at));
}

/** One answer as it was once recorded, whether it still counts or not. */
export interface RecordedAnswer {
  answer: Assessment;
  recordedBy: string;
  /** When and by whom it was taken back, null if it was not. */
  takenBack: { at: string; by: string } | null;
}

/** Every answer to a control recorded before an instant, oldest recording first; what was taken back later counts as not taken back. */
export async function selectAnswerHistory(
  store: Store,
  slug: string,
  control: string,
  before: string,
): Promise<RecordedAnswer[]> {
  const { rows } = await sql<AssessmentRow & { taken_back_at: string | null; taken_back_by: string | null }>`
    select assessment.*, ruecknahme.recorded_at as taken_back_at, ruecknahme.recorded_by as taken_back_by from assessment
    left join ruecknahme on ruecknahme.kommune = assessment.kommune and ruecknahme.eintrag = assessment.entry
      and ruecknahme.recorded_at < ${before}
    where assessment.kommune = ${slug} and assessment.control = ${control} and assessment.recorded_at < ${before}
    order by assessment.row_id`.execute(store.db);
  return rows.map((row) => ({
    answer: toAssessment(row),
    recordedBy: row.recorded_by,
    takenBack: row.taken_back_at === null || row.taken_back_by === null ? null : { at: row.taken_back_at, by: row.taken_back_by },
  }));
}

type AssessmentRow = StateRow<'assessment'>;

function toAssessment(row: AssessmentRow): Assessment {
  return {
    kommune: row.kommune,
    zielobjekt: row.zielobjekt,
    control: row.control,
    catalogueId: row.catalogue_id,
    catalogueEdition: row.catalogue_edition,
    erhebung: row.erhebung,
    status: row.status as Umsetzungsstatus,
    grund: row.grund as EntbehrlichGrund | null,
    begruendung: row.begruendung,
    nachweis: row.nachweis,
    verantwortlich: row.verantwortlich,
    bis: row.bis,
    saidBy: row.said_by,
    source: row.source as AssessmentSource,
    validFrom: row.valid_from,
    reviewDue: row.review_due,
    recordedAt: row.recorded_at,
    notiz: row.notiz,
    entry: row.entry,
    paket: row.paket,
    controlHash: row.control_hash,
    origin: null,
  };
}

/** Rounds of a Kommune, oldest first. */
export async function selectErhebungen(store: Store, slug: string, at: StateAt): Promise<Erhebung[]> {
  const rows = await selectState(store.db, 'erhebung', at, { kommune: slug });
  return rows.map(toErhebung).sort(byNumber);
}

export function toErhebung({ id, kommune, name, profil, begonnen, abgeschlossen, fingerprint }: StateRow<'erhebung'>): Erhebung {
  return { id, kommune, name, profil, begonnen, abgeschlossen, fingerprint };
}

export type NewErhebung = Pick<Erhebung, 'kommune' | 'name' | 'profil' | 'begonnen'>;

async function openErhebung(writer: Writer, kommune: string): Promise<Erhebung | null> {
  const all = { day: '9999-12-31', before: '9999-12-31T23:59:59.999Z' };
  const rows = await selectState(writer.db, 'erhebung', all, { kommune });
  return rows.find((row) => row.abgeschlossen === null) ?? null;
}

/** @throws InvalidDataError when a round is still open */
export async function insertErhebung(store: Store, erhebung: NewErhebung, recording: Recording): Promise<Erhebung> {
  return recordChange(
    store,
    chainOf(erhebung.kommune),
    'erhebung.beginnen',
    `Erhebung „${erhebung.name}“ begonnen`,
    recording,
    async (writer) => {
      const open = await openErhebung(writer, erhebung.kommune);
      if (open !== null) {
        throw new InvalidDataError(
          `Die Erhebung „${open.name}“ (${open.id}) läuft noch.`,
          'Zuerst mit „burgward erhebung abschliessen“ abschließen oder darin weiter antworten.',
        );
      }
      return writeErhebung(writer, erhebung);
    },
  );
}

async function writeErhebung(writer: Writer, erhebung: NewErhebung): Promise<Erhebung> {
  const complete = {
    ...erhebung,
    id: await nextId(writer, 'erhebung', erhebung.kommune, 'E'),
    abgeschlossen: null,
    fingerprint: null,
  };
  await writer.insert('erhebung', { ...complete, valid_from: erhebung.begonnen });
  return complete;
}

/**
 * @param sealed what is signed off besides the answers
 * @param lastEntry newest entry of the Kommune when the state was read; null: whatever came since is no matter
 * @throws InvalidDataError when the round is closed already, or something was recorded meanwhile
 */
export async function insertErhebungClosed(
  store: Store,
  erhebung: Erhebung,
  recording: Recording,
  sealed: SealedState | null = null,
  lastEntry: number | null = null,
): Promise<void> {
  await recordChange(
    store,
    chainOf(erhebung.kommune),
    'erhebung.abschliessen',
    `Erhebung „${erhebung.name}“ abgeschlossen`,
    recording,
    async (writer) => {
      const open = await openErhebung(writer, erhebung.kommune);
      if (open?.id !== erhebung.id)
        throw new InvalidDataError(
          `Die Erhebung „${erhebung.name}“ ist schon abgeschlossen.`,
          'Mit „burgward erhebung beginnen“ eine neue beginnen.',
        );
      if (lastEntry !== null && writer.entry !== lastEntry + 1)
        throw new InvalidDataError(
          `Während des Abschließens wurde in ${erhebung.kommune} etwas erfasst; es wurde nichts abgeschlossen.`,
          'Den Befehl noch einmal aufrufen.',
        );
      const abschluss = sealed === null ? null : JSON.stringify(sealed);
      await writer.insert('erhebung', { ...erhebung, abschluss, valid_from: erhebung.begonnen });
    },
  );
}

/** An answer about to be recorded: where and when it is recorded is added by the store. */
export type NewAssessment = Omit<Assessment, 'erhebung' | 'recordedAt' | 'entry' | 'origin'>;

/** What the Protokoll calls a change of answers. */
export interface ChangeWords {
  /** For example `erhebung.antworten`, `paket.einlesen`. */
  action: string;
  summary: string;
}

/**
 * Records answers in one change, in the open round; without one the given round is opened.
 * @param also writes what belongs to the same change, such as the return of a packet
 * @returns the round the answers went into, and the entry of the Protokoll, by which they can be taken back
 */
export async function insertAssessments(
  store: Store,
  answers: readonly NewAssessment[],
  ifNoneOpen: NewErhebung,
  recording: Recording,
  words: ChangeWords = wordsFor(answers),
  also?: (writer: Writer) => Promise<void>,
): Promise<{ erhebung: Erhebung; entry: number }> {
  return recordChange(store, chainOf(ifNoneOpen.kommune), words.action, words.summary, recording, async (writer) => {
    const erhebung = (await openErhebung(writer, ifNoneOpen.kommune)) ?? (await writeErhebung(writer, ifNoneOpen));
    await writer.insertAll(
      'assessment',
      answers.map((answer) => assessmentRow(answer, erhebung.id)),
    );
    await also?.(writer);
    return { erhebung, entry: writer.entry };
  });
}

function assessmentRow(answer: NewAssessment, erhebung: string): Values<'assessment'> {
  return {
    notiz: answer.notiz,
    paket: answer.paket,
    control_hash: answer.controlHash,
    kommune: answer.kommune,
    zielobjekt: answer.zielobjekt,
    control: answer.control,
    catalogue_id: answer.catalogueId,
    catalogue_edition: answer.catalogueEdition,
    erhebung,
    status: answer.status,
    grund: answer.grund,
    begruendung: answer.begruendung,
    nachweis: answer.nachweis,
    verantwortlich: answer.verantwortlich,
    bis: answer.bis,
    said_by: answer.saidBy,
    source: answer.source,
    review_due: answer.reviewDue,
    valid_from: answer.validFrom,
  };
}

function wordsFor(answers: readonly NewAssessment[]): ChangeWords {
  const [first] = answers;
  const isOne = answers.length === 1 && first !== undefined;
  const summary = isOne ? `Antwort ${first.control} (${first.zielobjekt}): ${first.status}` : `${answers.length} Antworten`;
  return { action: 'erhebung.antworten', summary };
}
