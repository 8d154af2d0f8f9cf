import type { Assessment, AssessmentSource, EntbehrlichGrund, Erhebung, Umsetzungsstatus } from '../domain/assessment.ts';
import { InvalidDataError } from '../errors.ts';
import { byNumber, chainOf, nextId } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, type Writer } from './protokoll.ts';
import { type StateAt, selectState } from './versions.ts';

/** The answers that hold on a day, at most one per Zielobjekt and control. */
export async function selectAssessments(store: Store, slug: string, at: StateAt): Promise<Assessment[]> {
  const rows = await selectState(store.db, 'assessment', at, { kommune: slug });
  return rows.map((row) => ({
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
  }));
}

/** Rounds of a Kommune, oldest first. */
export async function selectErhebungen(store: Store, slug: string, at: StateAt): Promise<Erhebung[]> {
  const rows = await selectState(store.db, 'erhebung', at, { kommune: slug });
  return rows
    .map(({ id, kommune, name, profil, begonnen, abgeschlossen, fingerprint }) => ({
      id,
      kommune,
      name,
      profil,
      begonnen,
      abgeschlossen,
      fingerprint,
    }))
    .sort(byNumber);
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

export async function insertErhebungClosed(store: Store, erhebung: Erhebung, recording: Recording): Promise<void> {
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
      await writer.insert('erhebung', { ...erhebung, valid_from: erhebung.begonnen });
    },
  );
}

/**
 * Records answers in one change, in the open round; without one the given round is opened.
 * @returns the round the answers went into
 */
export async function insertAssessments(
  store: Store,
  answers: readonly Omit<Assessment, 'erhebung' | 'recordedAt'>[],
  ifNoneOpen: NewErhebung,
  recording: Recording,
): Promise<Erhebung> {
  const [first] = answers;
  const what =
    answers.length === 1 && first !== undefined
      ? `Antwort ${first.control} (${first.zielobjekt}): ${first.status}`
      : `${answers.length} Antworten`;
  return recordChange(store, chainOf(ifNoneOpen.kommune), 'erhebung.antworten', what, recording, async (writer) => {
    const erhebung = (await openErhebung(writer, ifNoneOpen.kommune)) ?? (await writeErhebung(writer, ifNoneOpen));
    for (const answer of answers) {
      await writer.insert('assessment', {
        kommune: answer.kommune,
        zielobjekt: answer.zielobjekt,
        control: answer.control,
        catalogue_id: answer.catalogueId,
        catalogue_edition: answer.catalogueEdition,
        erhebung: erhebung.id,
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
      });
    }
    return erhebung;
  });
}
