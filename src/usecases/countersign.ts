import { chooseAnswers } from '../domain/answer-filter.ts';
import type { Assessment, SignatureResult } from '../domain/assessment.ts';
import { formatDay } from '../domain/calendar.ts';
import type { Control } from '../domain/catalogue.ts';
import { askedControls } from '../domain/evaluation.ts';
import { originText } from '../domain/inheritance.ts';
import { isSamePerson, signingObstacle } from '../domain/second-signature.ts';
import { InvalidDataError } from '../errors.ts';
import { insertSignatures, selectRecorders } from '../store/gegenzeichnungen.ts';
import { parseAnswerFilter } from './answer-filter.ts';
import { findControl } from './catalogue-lookup.ts';
import { type Context, recordingOf } from './context.ts';
import { evaluateKommune, type KommuneEvaluation } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';

type Countersigned = CommandJson['erhebung gegenzeichnen'];

export interface CountersignRequest {
  kommune: string;
  /** Named controls: each of their answers must be signable. */
  controls: readonly string[];
  /** As written: `thema=backup`. What cannot be signed is left out. */
  filter: readonly string[];
  result: SignatureResult;
  remark?: string | undefined;
  /** Only says what would be signed. */
  probe: boolean;
}

/**
 * A second person confirms or disputes answers, each just as it stands: a later answer is not covered.
 * @throws InvalidDataError when a named answer cannot be signed by this person, or a dispute comes without remark; NotFoundError
 */
export async function countersign(context: Context, request: CountersignRequest): Promise<Countersigned> {
  const remark = request.remark?.trim() ?? '';
  checkRequest(request, remark);
  const current = await evaluateKommune(context, request.kommune);
  const { slug } = current.input.kommune;
  const recorders = await selectRecorders(context.store, slug);
  const candidates = choose(context, current, request).map((candidate) => ({
    ...candidate,
    obstacle: obstacleTo(context, candidate, recorders, request.result, remark),
  }));
  const refused = candidates.find(({ obstacle }) => obstacle !== null);
  if (request.filter.length === 0 && refused !== undefined) {
    throw new InvalidDataError(
      `${refused.control.id} (${refused.zielobjekt}) lässt sich so nicht gegenzeichnen: ${refused.obstacle}.`,
      'Gegenzeichnen muss jemand, der die Antwort weder gegeben noch erfasst hat (--person), und sie muss aktuell sein.',
    );
  }
  const signable = candidates.flatMap(({ control, answer, obstacle }) =>
    obstacle === null && answer !== null ? { control, answer } : [],
  );
  const signature = { result: request.result, person: context.person, remark: remark === '' ? null : remark };
  const answers = signable.map(({ answer: { zielobjekt, control, entry } }) => ({ zielobjekt, control, entry }));
  const isWritten = !request.probe && answers.length > 0;
  const entry = isWritten
    ? await insertSignatures(context.store, slug, answers, signature, context.today, recordingOf(context))
    : null;
  return {
    kommune: slug,
    probe: request.probe,
    ergebnis: signature.result,
    person: signature.person,
    anmerkung: signature.remark,
    eintrag: entry,
    gezeichnet: signable.map(({ control, answer }) => ({
      control: control.id,
      titel: control.title,
      zielobjekt: answer.zielobjekt,
      status: answer.status,
      gesagtVon: answer.saidBy,
      gueltigAb: answer.validFrom,
      antwort: answer.entry,
    })),
    ausgelassen: candidates.flatMap(({ control, zielobjekt, obstacle }) =>
      obstacle === null ? [] : { control: control.id, titel: control.title, zielobjekt, grund: obstacle },
    ),
  };
}

function checkRequest({ controls, filter, result }: CountersignRequest, remark: string): void {
  if (controls.length === 0 && filter.length === 0) {
    throw new InvalidDataError(
      'Welche Antworten gegengezeichnet werden, fehlt.',
      'Kennungen nennen, zum Beispiel BAK-01.01, oder --filter thema=backup.',
    );
  }
  if (result === 'beanstandet' && remark === '') {
    throw new InvalidDataError('Eine Beanstandung braucht eine Anmerkung.', 'Mit --anmerkung sagen, was nicht stimmt.');
  }
}

interface Candidate {
  control: Control;
  zielobjekt: string;
  /** Null: not answered. */
  answer: Assessment | null;
}

/** The answers that stand behind the chosen questions, each once: one for the Kommune as a whole holds for many Zielobjekte. */
function choose(
  { catalogue }: Context,
  { evaluation, input }: KommuneEvaluation,
  { controls, filter }: CountersignRequest,
): Candidate[] {
  const parsed = parseAnswerFilter(filter, catalogue, input.zielobjekte);
  const named = controls.map((id) => findControl(catalogue, id).id);
  const control = named.length === 0 ? parsed.control : named.filter((id) => parsed.control?.includes(id) ?? true);
  const all = control === undefined ? askedControls(evaluation.profile, evaluation.controls) : [...evaluation.controls.values()];
  const chosen = chooseAnswers(all, control === undefined ? parsed : { ...parsed, control });
  const candidates = chosen.map(({ evaluation: { control: asked }, answer: { answer, zielobjekt } }) => ({
    control: asked,
    zielobjekt: answer?.zielobjekt ?? zielobjekt.kuerzel,
    answer,
  }));
  return [...new Map(candidates.map((candidate) => [`${candidate.control.id} ${candidate.zielobjekt}`, candidate])).values()];
}

/** Why this person cannot sign; null if it can. */
function obstacleTo(
  { today, person }: Context,
  { answer }: Candidate,
  recorders: ReadonlyMap<number, string>,
  result: SignatureResult,
  remark: string,
): string | null {
  if (answer === null) return 'noch keine Antwort';
  const { origin, reviewDue, secondSignature } = answer;
  if (origin !== null) return `geerbt (${originText(origin)}); gegengezeichnet wird, wo die Antwort gegeben wurde`;
  if (reviewDue <= today) return `zu bestätigen seit dem ${formatDay(reviewDue)}; zuerst neu antworten`;
  const obstacle = signingObstacle(person, answer.saidBy, recorders.get(answer.entry) ?? '');
  if (obstacle !== null) return obstacle;
  const isRepeated =
    secondSignature?.result === result &&
    isSamePerson(secondSignature.person, person) &&
    (secondSignature.remark ?? '') === remark;
  if (!isRepeated) return null;
  return result === 'bestaetigt' ? `schon gegengezeichnet von ${person}` : `schon so beanstandet von ${person}`;
}
