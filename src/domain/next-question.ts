/**
 * Which question comes next: what the law demands, then what does most for its effort; what was never answered before what has to
 * be confirmed. Pure functions over an evaluation.
 */
import type { AskedAnswer } from './answer-filter.ts';
import type { ControlEvaluation, ZielobjektAnswer } from './answers.ts';
import { dayOf, daysBetween, formatDay } from './calendar.ts';
import type { Condition, EffortBand, FrameworkItem } from './catalogue.ts';
import { evaluateCondition } from './conditions.ts';
import { type DutyEvaluation, isBinding } from './duties.ts';
import type { Merkmale } from './kommune.ts';

/** How many questions one sitting holds without a wish for another number (working-year rule of the project). */
export const sittingQuestions = 25;

/** One question for one Zielobjekt, with the duties of the SächsISichG that ask for it. */
export interface NextQuestion extends AskedAnswer {
  duties: readonly DutyEvaluation[];
}

export interface QuestionWish {
  /** Day for which age is counted, YYYY-MM-DD. */
  asOf: string;
  /** Keep the given order instead of weighing: for profiles whose order was edited by hand. */
  keepOrder: boolean;
  /** Also ask what has a valid answer, or a valid statement of a provider. What was answered today is left out all the same. */
  all: boolean;
  thema?: string | undefined;
  rolle?: string | undefined;
}

/**
 * The questions to be asked, next best first.
 * @param controls those of the profile, in its order
 * @param duties of the SächsISichG, as they stand
 */
export function nextQuestions(
  controls: readonly ControlEvaluation[],
  duties: readonly DutyEvaluation[],
  wish: QuestionWish,
): NextQuestion[] {
  const questions = controls
    .filter(({ control }) => wish.thema === undefined || control.topic === wish.thema)
    .filter(({ control }) => wish.rolle === undefined || control.role === wish.rolle)
    .flatMap((evaluation) => {
      const binding = bindingDuties(evaluation.control.id, duties);
      return evaluation.answers
        .filter((answer) => isAsked(answer, wish))
        .map((answer): NextQuestion => ({ evaluation, answer, duties: binding }));
    });
  return wish.keepOrder ? questions : questions.sort((a, b) => compareQuestions(a, b, wish.asOf));
}

/** Duties that bind, may apply, and are answered by a control. */
export function bindingDuties(control: string, duties: readonly DutyEvaluation[]): DutyEvaluation[] {
  return duties.filter((duty) => isBinding(duty) && duty.controls.includes(control));
}

function isAsked({ answer, state }: ZielobjektAnswer, { all, asOf }: QuestionWish): boolean {
  if (state === 'offen' || state === 'zuBestaetigen') return true;
  return all && (answer === null || answer.origin !== null || dayOf(answer.recordedAt) !== asOf);
}

function compareQuestions(a: NextQuestion, b: NextQuestion, asOf: string): number {
  const legal = legalWeight(b.duties) - legalWeight(a.duties);
  return legal || urgency(a) - urgency(b) || weight(b, asOf) - weight(a, asOf);
}

/** What certainly holds here comes before what only may hold. */
function legalWeight(duties: readonly DutyEvaluation[]): number {
  if (duties.length === 0) return 0;
  return isUncertain(duties) ? 1 : 2;
}

/** Whether no duty is sure to hold here: each hangs on a Merkmal that is not known. */
function isUncertain(duties: readonly DutyEvaluation[]): boolean {
  return duties.every(({ isConditionOpen }) => isConditionOpen);
}

/** Never answered, then to be confirmed, then what is valid. */
function urgency({ answer: { state } }: NextQuestion): number {
  if (state === 'offen') return 0;
  return state === 'zuBestaetigen' ? 1 : 2;
}

const daysPerYear = 365;

/** Effect × age ÷ effort; age in years, at least one, so that among the never answered effect and effort decide alone. */
function weight({ evaluation: { control }, answer: { answer } }: NextQuestion, asOf: string): number {
  const years = answer === null ? 1 : Math.max(1, daysBetween(answer.validFrom, asOf) / daysPerYear);
  return (control.effect * years) / (control.effort + 1);
}

/** „gesetzlich (S-06)“, „gesetzlich (S-10, Soll)“, „gesetzlich, falls zutreffend (S-36)“; empty without a duty. */
export function legalLabel(duties: readonly DutyEvaluation[]): string {
  if (duties.length === 0) return '';
  const isMust = duties.some(({ item }) => item.kind !== 'SOLL');
  const ids = duties.map(({ item }) => item.id);
  const shown = ids.length > maxShownDuties ? [...ids.slice(0, maxShownDuties), '…'] : ids;
  return `gesetzlich${isUncertain(duties) ? ', falls zutreffend' : ''} (${[...shown, ...(isMust ? [] : ['Soll'])].join(', ')})`;
}

const maxShownDuties = 2;

/**
 * Why a question stands where it stands, for lists and for `?`.
 * @param kept where the order of the profile is kept: why it stands there, `''` if the profile does not say; else null
 */
export function orderReason(question: NextQuestion, bands: readonly EffortBand[], kept: string | null): string {
  const { control } = question.evaluation;
  if (kept !== null && kept !== '') return [kept, stateWords(question.answer)].join('; ');
  const effort = bands.find((band) => band.effort === control.effort)?.title ?? `Klasse ${control.effort}`;
  const weighed = kept !== null ? 'Reihenfolge des Profils' : `Wirkung ${control.effect} von 3, Aufwand ${effort} (Schätzung)`;
  return [legalLabel(question.duties), weighed, stateWords(question.answer)].filter((part) => part !== '').join('; ');
}

function stateWords({ answer, state }: ZielobjektAnswer): string {
  if (answer === null) return 'noch offen';
  return state === 'zuBestaetigen' ? `zu bestätigen seit ${formatDay(answer.reviewDue)}` : `beantwortet: ${state}`;
}

/** Which days of a role belong to the facts of a profile, in the order in which they are asked. */
export interface RoleFact {
  rolle: string;
  asksAppointment: boolean;
  asksNotice: boolean;
}

/** The facts about days of roles, `rolle.bfis.bestellt`, one for each role. What is not about a role is left out. */
export function roleFacts(facts: readonly string[]): RoleFact[] {
  const days = facts.flatMap((fact) => {
    const [, rolle, what] = /^rolle\.([a-z-]+)\.([a-z]+)$/.exec(fact) ?? [];
    return rolle === undefined || what === undefined ? [] : [{ rolle, what }];
  });
  return [...Map.groupBy(days, ({ rolle }) => rolle)].map(([rolle, own]) => ({
    rolle,
    asksAppointment: own.some(({ what }) => what === 'bestellt'),
    asksNotice: own.some(({ what }) => what === 'gemeldet'),
  }));
}

/** A fact about the Kommune that settles whether open duties apply. */
export interface MerkmalQuestion {
  merkmal: string;
  /** How many open duties wait for it first of all. */
  duties: number;
}

/**
 * Merkmale never asked for on which open duties hang, the one that decides most first. A duty that hangs on several waits for the
 * first of them: whoever does not evaluate log data at all is not asked how long it is kept.
 */
export function nextMerkmale(items: readonly FrameworkItem[], merkmale: Merkmale): MerkmalQuestion[] {
  const waiting = items
    .filter(({ excused, notDemanded }) => excused === undefined && notDemanded === undefined)
    .flatMap(({ appliesIf }) => firstUnasked(appliesIf, merkmale) ?? []);
  const counts = new Map<string, number>();
  for (const merkmal of waiting) counts.set(merkmal, (counts.get(merkmal) ?? 0) + 1);
  return [...counts].map(([merkmal, duties]) => ({ merkmal, duties })).sort((a, b) => b.duties - a.duties);
}

/** The Merkmal to ask for next; null if the condition is decided, or hangs on what was asked and is not known. */
function firstUnasked(condition: Condition | undefined, merkmale: Merkmale): string | null {
  if (condition === undefined || evaluateCondition(condition, merkmale).value !== 'unbekannt') return null;
  if ('merkmal' in condition) return merkmale[condition.merkmal] === undefined ? condition.merkmal : null;
  if ('not' in condition) return firstUnasked(condition.not, merkmale);
  if ('any' in condition) return condition.any.map((part) => firstUnasked(part, merkmale)).find((id) => id !== null) ?? null;
  const undecided = condition.all.find((part) => evaluateCondition(part, merkmale).value === 'unbekannt');
  return undecided === undefined ? null : firstUnasked(undecided, merkmale);
}
