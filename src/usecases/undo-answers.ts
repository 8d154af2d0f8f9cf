import { NotFoundError } from '../errors.ts';
import { selectAssessments } from '../store/assessments.ts';
import { selectKommune } from '../store/kommunen.ts';
import {
  insertRuecknahme,
  isTakenBack,
  openNotesOf,
  selectAnswerEntries,
  selectAnswerEntry,
  takenBackBefore,
} from '../store/ruecknahmen.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

export interface UndoRequest {
  kommune: string;
  /** Entry of the Protokoll; without one the newest change of answers that still counts. */
  entry?: number | undefined;
  /** Only says what would happen. */
  probe: boolean;
}

/**
 * Takes back one recorded change of answers, single or in bulk: what held before holds again. Nothing is removed.
 * @throws NotFoundError when there is nothing to take back; InvalidDataError for an entry without answers or taken back before
 */
export async function undoAnswers(context: Context, request: UndoRequest): Promise<CommandJson['erhebung rueckgaengig']> {
  const { store } = context;
  const { slug } = await selectKommune(store, request.kommune, stateNow(context));
  const entry =
    request.entry === undefined
      ? (await selectAnswerEntries(store, slug, 1))[0]
      : await selectAnswerEntry(store, slug, request.entry);
  if (entry === undefined) {
    throw new NotFoundError(
      `In ${slug} gibt es keine Antwort, die sich zurücknehmen ließe.`,
      'Es ist nichts beantwortet, oder alles wurde schon zurückgenommen.',
    );
  }
  if (await isTakenBack(store, slug, entry.entry)) throw takenBackBefore(slug, entry.entry);
  const before = await selectAssessments(store, slug, stateNow(context));
  const standing = new Set(before.filter((a) => a.entry === entry.entry).map((a) => `${a.zielobjekt} ${a.control}`));
  const notizen = request.probe
    ? (await openNotesOf(store, slug, entry.entry)).map(({ id }) => id)
    : await insertRuecknahme(store, slug, entry, context.today, recordingOf(context));
  const after = request.probe ? null : await selectAssessments(store, slug, stateNow(context));
  return {
    kommune: slug,
    eintrag: entry.entry,
    erfasstAm: entry.recordedAt,
    erfasstVon: entry.recordedBy,
    vorgang: entry.action,
    probe: request.probe,
    notizen,
    antworten: entry.answers.map(({ zielobjekt, control, status }) => ({
      zielobjekt,
      control,
      status: status as CommandJson['erhebung rueckgaengig']['antworten'][number]['status'],
      galtNoch: standing.has(`${zielobjekt} ${control}`),
      giltWieder: after?.find((a) => a.zielobjekt === zielobjekt && a.control === control)?.status ?? null,
    })),
  };
}
