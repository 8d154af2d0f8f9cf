import { type AskedAnswer, chooseAnswers } from '../domain/answer-filter.ts';
import type { Assessment, Umsetzungsstatus } from '../domain/assessment.ts';
import { addDuration } from '../domain/calendar.ts';
import { askedControls } from '../domain/evaluation.ts';
import { originText } from '../domain/inheritance.ts';
import { needsReanswering } from '../domain/second-signature.ts';
import { InvalidDataError } from '../errors.ts';
import { insertAssessments, type NewAssessment } from '../store/assessments.ts';
import { parseAnswerFilter } from './answer-filter.ts';
import { findProfile } from './catalogue-lookup.ts';
import { type Context, recordingOf } from './context.ts';
import { controlHash } from './control-hash.ts';
import { evaluateKommune, type KommuneEvaluation } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';
import { implicitRound, type NewAnswer, prepareAnswer } from './record-assessment.ts';

export interface BulkRequest {
  kommune: string;
  /** As written: `thema=backup`. At least one. */
  filter: readonly string[];
  /** Profile whose questions are chosen from; without one that of the running round. */
  profil?: string | undefined;
  /** Only says what would change. */
  probe: boolean;
}

type BulkResult = CommandJson['erhebung setzen'];

/**
 * Gives many questions the same answer, marked as set in bulk. Where the same holds already, nothing is written.
 * @throws InvalidDataError, NotFoundError; nothing is recorded then
 */
export async function setAnswers(
  context: Context,
  request: BulkRequest,
  answer: Omit<NewAnswer, 'kommune' | 'control' | 'zielobjekt' | 'source'>,
): Promise<BulkResult> {
  if (request.filter.length === 0) {
    throw new InvalidDataError(
      'Ohne --filter würde jede Frage dieselbe Antwort bekommen.',
      'Zum Beispiel: --filter thema=backup --filter zustand=offen',
    );
  }
  const current = await evaluateKommune(context, request.kommune);
  const chosen = choose(context, current, request);
  const { kommune, zielobjekte } = current.input;
  const changes = chosen
    .filter((asked) => ownAnswer(asked) === null || asked.answer.state !== answer.status)
    .map((asked) => ({
      asked,
      assessment: prepareAnswer(context, kommune, zielobjekte, {
        ...answer,
        kommune: kommune.slug,
        control: asked.evaluation.control.id,
        zielobjekt: asked.answer.zielobjekt.kuerzel,
        source: 'sammel',
      }),
    }));
  const words = { action: 'erhebung.setzen', summary: `${changes.length} Antworten gesammelt gesetzt: ${answer.status}` };
  return record(context, request, { changes, unchanged: chosen.length - changes.length, leftOut: [] }, words);
}

/**
 * Confirms own answers as they are, from today on; without a state in the filter those that are due. Left out, with the
 * reason, is what has no answer of its own, and what was answered before the question was reworded.
 */
export async function confirmAnswers(
  context: Context,
  request: BulkRequest & { gesagtVon?: string | undefined },
): Promise<BulkResult> {
  const current = await evaluateKommune(context, request.kommune);
  const namesState = request.filter.some((text) => text.startsWith('zustand='));
  const chosen = choose(context, current, request).filter(({ answer }) => namesState || answer.state === 'zuBestaetigen');
  const changes: Change[] = [];
  const leftOut: LeftOut[] = [];
  for (const asked of chosen) {
    const own = ownAnswer(asked);
    if (own === null)
      leftOut.push({ asked, reason: asked.answer.answer === null ? 'noch keine Antwort' : 'nicht hier beantwortet' });
    else if (needsReanswering(own)) leftOut.push({ asked, reason: 'beanstandet; einzeln neu antworten' });
    else if (own.controlHash !== null && own.controlHash !== controlHash(asked.evaluation.control))
      leftOut.push({ asked, reason: 'Frage seitdem anders gefasst' });
    else changes.push({ asked, assessment: confirmed(context, asked, own, request.gesagtVon) });
  }
  const words = { action: 'erhebung.bestaetigen', summary: `${changes.length} Antworten gesammelt bestätigt` };
  return record(context, request, { changes, unchanged: 0, leftOut }, words);
}

/** The answer given for just this Zielobjekt by the Kommune itself. */
function ownAnswer({ answer: { answer, fromVerbund } }: AskedAnswer): Assessment | null {
  return answer === null || answer.origin !== null || fromVerbund ? null : answer;
}

/** From whom the answer is that an own one would stand before; null when it is none of others. */
function inheritedFrom({ answer: { answer } }: AskedAnswer): string | null {
  return answer === null || answer.origin === null ? null : originText(answer.origin);
}

function confirmed(
  { catalogue, today, person }: Context,
  { evaluation }: AskedAnswer,
  held: Assessment,
  gesagtVon?: string,
): NewAssessment {
  const { erhebung: _, recordedAt: __, entry: ___, origin: ____, ...answer } = held;
  return {
    ...answer,
    catalogueId: catalogue.id,
    catalogueEdition: catalogue.edition,
    controlHash: controlHash(evaluation.control),
    saidBy: gesagtVon?.trim() || person,
    source: 'bestaetigung',
    paket: null,
    validFrom: today,
    reviewDue: addDuration(today, evaluation.control.reviewAfter),
  };
}

function choose(
  { catalogue }: Context,
  { evaluation, input }: KommuneEvaluation,
  { filter, profil }: BulkRequest,
): AskedAnswer[] {
  const profile = profil === undefined ? evaluation.profile : findProfile(catalogue, profil);
  const parsed = parseAnswerFilter(filter, catalogue, input.zielobjekte);
  // A named control is meant, whether the profile asks it or not.
  const asked = parsed.control === undefined ? askedControls(profile, evaluation.controls) : [...evaluation.controls.values()];
  return chooseAnswers(asked, parsed);
}

interface Change {
  asked: AskedAnswer;
  assessment: NewAssessment;
}

interface LeftOut {
  asked: AskedAnswer;
  reason: string;
}

async function record(
  context: Context,
  { kommune, probe }: BulkRequest,
  { changes, unchanged, leftOut }: { changes: readonly Change[]; unchanged: number; leftOut: readonly LeftOut[] },
  words: { action: string; summary: string },
): Promise<BulkResult> {
  const ifNoneOpen = { ...implicitRound, kommune, begonnen: context.today };
  const isWritten = !probe && changes.length > 0;
  const assessments = changes.map(({ assessment }) => assessment);
  const written = isWritten ? await insertAssessments(context.store, assessments, ifNoneOpen, recordingOf(context), words) : null;
  return {
    kommune,
    probe,
    eintrag: written?.entry ?? null,
    unveraendert: unchanged,
    ausgelassen: leftOut.map(({ asked: { evaluation, answer }, reason }) => ({
      control: evaluation.control.id,
      titel: evaluation.control.title,
      zielobjekt: answer.zielobjekt.kuerzel,
      grund: reason,
    })),
    aenderungen: changes.map(({ asked, assessment }) => ({
      control: assessment.control,
      titel: asked.evaluation.control.title,
      zielobjekt: assessment.zielobjekt,
      vorher: asked.answer.state,
      nachher: assessment.status satisfies Umsetzungsstatus,
      geerbtVon: inheritedFrom(asked),
    })),
  };
}
