import type { Assessment, Erhebung } from '../domain/assessment.ts';
import { formatDay } from '../domain/calendar.ts';
import type { Control } from '../domain/catalogue.ts';
import type { WordingState } from '../domain/comparison.ts';
import { originText } from '../domain/inheritance.ts';
import { needsReanswering } from '../domain/second-signature.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { type RecordedClosing, selectClosings } from '../store/abschluesse.ts';
import { insertAssessments, type NewAssessment, selectAssessments, selectErhebungen } from '../store/assessments.ts';
import { selectKommune } from '../store/kommunen.ts';
import { findProfile } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { controlHash } from './control-hash.ts';
import { selectAnswers } from './current-answers.ts';
import { findErhebung, nameOfRound, stateAtClosing } from './erhebungen.ts';
import type { CommandJson } from './json-schemas.ts';

type TakenOver = CommandJson['erhebung uebernehmen'];

export interface TakeOverRequest {
  kommune: string;
  /** Closed round; without one the last. */
  aus?: string | undefined;
  /** Profile of the new round; without one that of the round taken from. */
  profil?: string | undefined;
  /** Only says what would happen. */
  probe: boolean;
}

/**
 * Copies the Kommune's own answers of a closed round into the running one, or a new one, all to be confirmed. Who said them and since
 * when they were true stays. Left out, with the reason, is what needs no second look or got one already.
 * @throws NotFoundError without a closed round; InvalidDataError when another profile is running
 */
export async function takeOverAnswers(context: Context, request: TakeOverRequest): Promise<TakenOver> {
  const { store, today } = context;
  const { slug } = await selectKommune(store, request.kommune, stateNow(context));
  const rounds = await selectErhebungen(store, slug, stateNow(context));
  const closing = await closingOf(context, slug, rounds, request.aus);
  const running = rounds.find(({ abgeschlossen }) => abgeschlossen === null) ?? null;
  const profil = profileFor(running, request.profil, closing.erhebung.profil);
  const asked = new Set(findProfile(context.catalogue, profil).controls);
  const then = await selectAssessments(store, slug, stateAtClosing(closing));
  const now = new Map((await selectAnswers(context, slug, stateNow(context))).map((answer) => [keyOf(answer), answer]));
  const sorted = then
    .map((answer) => ({ answer, obstacle: obstacleTo(context, answer, now.get(keyOf(answer)), running, asked) }))
    .sort((a, b) => (keyOf(a.answer) < keyOf(b.answer) ? -1 : 1));
  const taken = sorted.filter(({ obstacle }) => obstacle === null).map(({ answer }) => answer);
  const ifNoneOpen = { kommune: slug, profil, begonnen: today, name: nameOfRound(today) };
  const isWritten = !request.probe && taken.length > 0;
  const written = isWritten
    ? await insertAssessments(
        store,
        taken.map((answer) => carriedOver(answer, today)),
        ifNoneOpen,
        recordingOf(context),
        { action: 'erhebung.uebernehmen', summary: `${counted(taken.length)} aus ${closing.erhebung.id} übernommen` },
      )
    : null;
  return {
    kommune: slug,
    probe: request.probe,
    aus: closing.erhebung.id,
    erhebung: written?.erhebung.id ?? running?.id ?? null,
    profil,
    eintrag: written?.entry ?? null,
    uebernommen: taken.map((answer) => ({
      ...questionOf(context, answer),
      status: answer.status,
      gesagtVon: answer.saidBy,
      gueltigAb: answer.validFrom,
      wortlaut: wordingOf(answer, controlOf(context, answer.control)),
    })),
    ausgelassen: sorted.flatMap(({ answer, obstacle }) =>
      obstacle === null ? [] : { ...questionOf(context, answer), grund: obstacle },
    ),
  };
}

function counted(count: number): string {
  return count === 1 ? '1 Antwort' : `${count} Antworten`;
}

async function closingOf(
  context: Context,
  slug: string,
  rounds: readonly Erhebung[],
  wanted: string | undefined,
): Promise<RecordedClosing> {
  const closings = await selectClosings(context.store, slug, stateNow(context));
  if (wanted === undefined) {
    const last = closings.at(-1);
    if (last !== undefined) return last;
    throw new NotFoundError(
      `In ${slug} ist noch keine Erhebung abgeschlossen, aus der sich etwas übernehmen ließe.`,
      'Die laufende zuerst mit „burgward erhebung abschliessen“ abschließen.',
    );
  }
  const { id, name } = findErhebung(rounds, slug, wanted);
  const closing = closings.find(({ erhebung }) => erhebung.id === id);
  if (closing !== undefined) return closing;
  throw new InvalidDataError(
    `Die Erhebung „${name}“ (${id}) läuft noch; übernommen wird aus einer abgeschlossenen.`,
    'Zuerst mit „burgward erhebung abschliessen“ abschließen.',
  );
}

function profileFor(running: Erhebung | null, wanted: string | undefined, earlier: string): string {
  if (running === null) return wanted ?? earlier;
  if (wanted === undefined || wanted === running.profil) return running.profil;
  throw new InvalidDataError(
    `Die laufende Erhebung „${running.name}“ (${running.id}) hat das Profil „${running.profil}“, nicht „${wanted}“.`,
    '--profil weglassen, oder die laufende zuerst mit „burgward erhebung abschliessen“ abschließen.',
  );
}

/** Why an answer is not copied; null if it is. */
function obstacleTo(
  context: Context,
  answer: Assessment,
  holding: Assessment | undefined,
  running: Erhebung | null,
  asked: ReadonlySet<string>,
): string | null {
  const control = controlOf(context, answer.control);
  if (control === undefined) return 'steht nicht mehr im Katalog';
  if (control.retired !== undefined) {
    const { in: edition, replacedBy } = control.retired;
    return `mit Ausgabe ${edition} zurückgezogen${replacedBy === undefined ? '' : `; an seine Stelle tritt ${replacedBy}`}`;
  }
  if (!asked.has(control.id)) return 'im Profil der neuen Erhebung nicht gefragt';
  if (holding === undefined || holding.origin !== null) return 'seitdem zurückgenommen';
  if (holding.entry !== answer.entry) {
    return holding.erhebung === running?.id
      ? 'in der laufenden Erhebung schon beantwortet'
      : `am ${formatDay(holding.validFrom)} neu beantwortet`;
  }
  if (needsReanswering(holding)) return 'beanstandet; einzeln neu antworten';
  const covering = holding.overruled?.find(
    ({ origin, reviewDue, status }) => origin?.kind === 'erklaerung' && reviewDue > context.today && status === answer.status,
  );
  return covering?.origin ? `gedeckt durch ${originText(covering.origin)}` : null;
}

/** The words stay those that were answered; only the answer has to be confirmed. */
function carriedOver(held: Assessment, today: string): NewAssessment {
  const { erhebung: _, recordedAt: __, entry: ___, origin: ____, overruled: _____, secondSignature: ______, ...answer } = held;
  return { ...answer, source: 'uebernahme', paket: null, reviewDue: today };
}

function controlOf({ catalogue }: Context, id: string): Control | undefined {
  return catalogue.controls.find((control) => control.id === id);
}

function questionOf(context: Context, { control, zielobjekt }: Assessment) {
  return { control, titel: controlOf(context, control)?.title ?? control, zielobjekt };
}

/** Whether a question still reads as when it was answered. */
export function wordingOf({ controlHash: answered }: Assessment, control: Control | undefined): WordingState {
  if (answered === null || control === undefined) return 'nichtFestgehalten';
  return answered === controlHash(control) ? 'gleich' : 'geaendert';
}

function keyOf({ control, zielobjekt }: Assessment): string {
  return `${control} ${zielobjekt}`;
}
