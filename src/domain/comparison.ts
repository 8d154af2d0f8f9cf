/**
 * What changed between two states of a Kommune, question by question (a control at one Zielobjekt). What somebody said anew stands
 * apart from what only catalogue, profile or age did: real progress and effects of the method are never summed together.
 */
import {
  type AnswerState,
  type ControlEvaluation,
  type Counts,
  combineStates,
  countStates,
  type ZielobjektAnswer,
} from './answers.ts';
import type { Assessment } from './assessment.ts';
import { dayOf, formatDay } from './calendar.ts';
import type { Control, Topic } from './catalogue.ts';
import { askedControls, type Evaluation, type TopicEvaluation, type Trend } from './evaluation.ts';
import { originText } from './inheritance.ts';
import { needsReanswering, signatureText } from './second-signature.ts';

/** What really changed. */
export const realChanges = ['besser', 'schlechter', 'neu', 'weggefallen', 'beanstandet', 'umgestuft'] as const;
/** What changed because of catalogue, profile or Zielobjekte. */
export const methodChanges = ['neuImKatalog', 'zurueckgezogen', 'wortlaut', 'profil', 'zielobjekt'] as const;
/** The same answer, no longer known for certain. */
export const ageChanges = ['gealtert', 'uebernommen'] as const;
/** The same answer from somebody else, with other evidence, or confirmed. */
export const sourceChanges = ['herkunft', 'beleg', 'gegengezeichnet', 'bestaetigt'] as const;
export const changeKindsOfAnswers = [...realChanges, ...methodChanges, ...ageChanges, ...sourceChanges] as const;
export type AnswerChangeKind = (typeof changeKindsOfAnswers)[number];

/** Whether question and requirement read the same when both answers were given. */
export const wordingStates = ['gleich', 'geaendert', 'nichtFestgehalten'] as const;
export type WordingState = (typeof wordingStates)[number];

/** A state of a Kommune as it is compared. */
export interface ComparedSide {
  day: string;
  profile: string;
  /** The controls asked then, retired ones included. */
  asked: readonly ControlEvaluation[];
  /** Ids asked then that the catalogue of today no longer has. */
  vanished: readonly string[];
  /** Edition and hash of the catalogue then, null where not known. */
  edition: string | null;
  catalogueHash: string | null;
}

export interface ComparisonInput {
  before: ComparedSide;
  after: ComparedSide;
  /** Hash of question and requirement of a control in the catalogue the later state is looked at with; null: not known. */
  wordingNow: (control: Control) => string | null;
}

/** One question that was asked before, after or both. */
export interface ComparedQuestion {
  control: Pick<Control, 'id' | 'title' | 'topic'>;
  /** Null for a control the catalogue no longer has. */
  zielobjekt: string | null;
  /** Null: not asked then. */
  before: AnswerState | null;
  after: AnswerState | null;
  /** Null: nothing changed. */
  change: AnswerChangeKind | null;
  /** Said with the later answer, or with the earlier one when there is no later one. */
  answer: Assessment | null;
  wording: WordingState;
  sentence: string;
}

export interface TopicTrend {
  topic: Topic;
  /** Null when no question was known both times: there is nothing to compare. */
  trend: Trend | null;
  /** Questions answered both times and known now, and how many of them got better and worse. */
  known: number;
  better: number;
  worse: number;
  /** Questions that were asked both times and are not known now. */
  unknown: number;
}

export function compareSides(input: ComparisonInput): ComparedQuestion[] {
  const before = new Map(input.before.asked.flatMap(questionsOf));
  const after = new Map(input.after.asked.flatMap(questionsOf));
  const gone = input.before.vanished.filter((id) => !input.after.vanished.includes(id)).map(vanishedQuestion);
  const keys = new Set([...after.keys(), ...before.keys()]);
  const compared = [...keys].map((key) => compareQuestion(before.get(key) ?? null, after.get(key) ?? null, input));
  return [...compared, ...gone];
}

interface Question {
  control: Control;
  held: ZielobjektAnswer;
}

function questionsOf({ control, answers }: ControlEvaluation): [string, Question][] {
  return answers.map((held) => [`${control.id} ${held.zielobjekt.kuerzel}`, { control, held }]);
}

function compareQuestion(before: Question | null, after: Question | null, input: ComparisonInput): ComparedQuestion {
  const told =
    after === null
      ? onlyBefore(before as Question, input)
      : before === null
        ? onlyAfter(after, input)
        : both(before.held, after.held, wordingOf(before, after, input));
  const { control, held } = (after ?? before) as Question;
  return {
    control,
    zielobjekt: held.zielobjekt.kuerzel,
    before: before?.held.state ?? null,
    after: after?.held.state ?? null,
    answer: after?.held.answer ?? before?.held.answer ?? null,
    wording: before === null || after === null ? 'gleich' : wordingOf(before, after, input),
    change: told?.[0] ?? null,
    sentence: told?.[1] ?? '',
  };
}

type Told = readonly [AnswerChangeKind, string];

function vanishedQuestion(id: string): ComparedQuestion {
  return {
    control: { id, title: id, topic: '' },
    zielobjekt: null,
    before: null,
    after: null,
    change: 'zurueckgezogen',
    answer: null,
    wording: 'gleich',
    sentence: 'Steht nicht mehr im Katalog.',
  };
}

function onlyAfter({ control, held }: Question, { before, after }: ComparisonInput): Told {
  const now = held.answer === null ? 'noch ohne Antwort' : `jetzt ${stateText(held)}${saidNow(held.answer)}`;
  if (before.edition !== null && isNewerEdition(control.since, before.edition)) {
    return ['neuImKatalog', sentence(`Neu im Katalog seit Ausgabe ${control.since}, vorher nicht gefragt; ${now}`)];
  }
  const { kuerzel, name } = held.zielobjekt;
  if (before.asked.some((asked) => asked.control.id === control.id)) {
    return ['zielobjekt', sentence(`Jetzt auch für das Zielobjekt ${kuerzel} „${name}“ gefragt; ${now}`)];
  }
  const why =
    before.profile === after.profile
      ? `Das Profil „${after.profile}“ fragt jetzt auch danach`
      : `Gefragt erst mit dem Profil „${after.profile}“ (vorher „${before.profile}“)`;
  return ['profil', sentence(`${why}; ${now}`)];
}

function onlyBefore({ control, held }: Question, { before, after }: ComparisonInput): Told {
  const last = held.answer === null ? 'zuletzt ohne Antwort' : `zuletzt ${stateText(held)}`;
  const { retired } = control;
  if (retired !== undefined) {
    const instead = retired.replacedBy === undefined ? '' : ` An seine Stelle tritt ${retired.replacedBy}.`;
    return ['zurueckgezogen', `${sentence(`Mit Ausgabe ${retired.in} zurückgezogen (${last}): ${retired.reason}`)}${instead}`];
  }
  const { kuerzel, name } = held.zielobjekt;
  if (after.asked.some((asked) => asked.control.id === control.id)) {
    return ['zielobjekt', sentence(`Nicht mehr für das Zielobjekt ${kuerzel} „${name}“ gefragt; ${last}`)];
  }
  const why =
    before.profile === after.profile
      ? `Das Profil „${after.profile}“ fragt nicht mehr danach`
      : `Gefragt nur mit dem Profil „${before.profile}“ (jetzt „${after.profile}“)`;
  return ['profil', sentence(`${why}; ${last}`)];
}

function both(before: ZielobjektAnswer, after: ZielobjektAnswer, wording: WordingState): Told | null {
  const [was, is] = [before.answer, after.answer];
  if (is === null) return was === null ? null : ['weggefallen', lostText(was)];
  if (was === null) return answeredFirst(after, is);
  if (isSameAnswer(was, is)) return unsaid(before, after, was, is, wording);
  return was.status === is.status ? saidAgain(before, after, was, is) : saidAnew(after, was, is, wording);
}

function answeredFirst(held: ZielobjektAnswer, is: Assessment): Told {
  if (needsReanswering(is)) return disputed(is);
  const unsure = held.state === 'zuBestaetigen' ? ' Schon wieder zu bestätigen.' : '';
  return ['neu', `${sentence(`Erstmals beantwortet: „${is.status}“${saidNow(is)}`)}${unsure}`];
}

/** Nobody answered again: age, a dispute, a check or the catalogue did it. */
function unsaid(
  { state: stateBefore, basis: basisBefore }: ZielobjektAnswer,
  { state, basis }: ZielobjektAnswer,
  was: Assessment,
  is: Assessment,
  wording: WordingState,
): Told | null {
  if (isDisputed(is) && !isDisputed(was)) return disputed(is);
  if (state === 'zuBestaetigen' && stateBefore !== 'zuBestaetigen') return aged(is, 'Niemand hat etwas Neues gesagt: ');
  if (stateBefore === 'zuBestaetigen' && state !== 'zuBestaetigen') return ['bestaetigt', againText(is)];
  if (wording === 'geaendert') {
    return [
      'wortlaut',
      `Die Frage ist anders gefasst als bei der Antwort vom ${formatDay(is.validFrom)}; „${is.status}“ gilt dem alten Wortlaut.`,
    ];
  }
  const { secondSignature } = is;
  if (secondSignature?.result === 'bestaetigt' && was.secondSignature?.result !== 'bestaetigt') {
    return ['gegengezeichnet', sentence(`Weiterhin „${is.status}“. ${signatureText(secondSignature)}`)];
  }
  if (basis === basisBefore) return null;
  if (basis === 'gemessen') return ['beleg', `Weiterhin „${is.status}“, jetzt von der Netzprüfung nicht widerlegt.`];
  return ['beleg', `Weiterhin „${is.status}“, aber nicht mehr durch eine Netzprüfung gestützt.`];
}

/** Answered again, with the same word. */
function saidAgain(before: ZielobjektAnswer, after: ZielobjektAnswer, was: Assessment, is: Assessment): Told {
  if (needsReanswering(is)) return disputed(is);
  if (is.source === 'uebernahme' && after.state === 'zuBestaetigen') {
    const { status, saidBy, validFrom } = is;
    return [
      'uebernommen',
      `Aus der früheren Erhebung übernommen und noch nicht bestätigt: „${status}“ von ${saidBy} vom ${formatDay(validFrom)}.`,
    ];
  }
  if (after.state === 'zuBestaetigen' && before.state !== 'zuBestaetigen') return aged(is, '');
  if (before.state === 'zuBestaetigen' && after.state !== 'zuBestaetigen') return ['bestaetigt', againText(is)];
  const [from, to] = [sourceText(was), sourceText(is)];
  if (from !== to) return ['herkunft', sentence(`Weiterhin „${is.status}“, jetzt ${to} statt ${from}${saidNow(is)}`)];
  if (was.nachweis !== is.nachweis) {
    const evidence = is.nachweis === null ? 'jetzt ohne Nachweis' : `jetzt mit Nachweis „${is.nachweis}“`;
    return ['beleg', sentence(`Weiterhin „${is.status}“, ${evidence}${saidNow(is)}`)];
  }
  return ['bestaetigt', againText(is)];
}

/** Answered again, with another word. */
function saidAnew({ state }: ZielobjektAnswer, was: Assessment, is: Assessment, wording: WordingState): Told {
  const text = `Vorher „${was.status}“, jetzt „${is.status}“${saidNow(is)}`;
  if (needsReanswering(is)) return disputed(is);
  if (wording === 'geaendert') {
    return [
      'wortlaut',
      `${sentence(text)} Die Frage ist inzwischen anders gefasst; ob sich wirklich etwas geändert hat, lässt sich daraus nicht sagen.`,
    ];
  }
  if (was.status === 'entbehrlich' || is.status === 'entbehrlich') return ['umgestuft', sentence(text)];
  if (rank[is.status] < rank[was.status]) return ['schlechter', sentence(text)];
  if (state === 'zuBestaetigen') return ['gealtert', `${sentence(text)} Inzwischen ist auch das zu bestätigen.`];
  return ['besser', sentence(text)];
}

const rank = { nein: 0, teilweise: 1, ja: 2, entbehrlich: 2 } as const;

/** The same words of the same person: own answers by their entry, those of others by what they say. */
function isSameAnswer(a: Assessment, b: Assessment): boolean {
  return (
    a.entry === b.entry &&
    a.control === b.control &&
    a.zielobjekt === b.zielobjekt &&
    sourceKey(a) === sourceKey(b) &&
    a.status === b.status
  );
}

function sourceKey({ origin }: Assessment): string {
  if (origin === null) return '';
  return `${origin.kind} ${origin.kind === 'erklaerung' ? origin.id : origin.slug}`;
}

function isDisputed({ secondSignature }: Assessment): boolean {
  return secondSignature?.result === 'beanstandet';
}

function disputed({ status, secondSignature }: Assessment): Told {
  const said = secondSignature === undefined ? '' : ` ${signatureText(secondSignature)}`;
  return ['beanstandet', sentence(`„${status}“ ist strittig.${said}`)];
}

function aged({ status, validFrom, reviewDue, origin }: Assessment, lead: string): Told {
  if (origin?.kind === 'erklaerung' && origin.erloschen !== null) return ['herkunft', `„${status}“: ${origin.erloschen}`];
  return ['gealtert', `${lead}„${status}“ vom ${formatDay(validFrom)} war bis ${formatDay(reviewDue)} gültig.`];
}

function lostText({ status, validFrom, origin }: Assessment): string {
  return origin === null
    ? `Vorher „${status}“ vom ${formatDay(validFrom)}; die Antwort wurde zurückgenommen.`
    : `Vorher „${status}“ (${originText(origin)}); das gilt hier nicht mehr.`;
}

function againText(answer: Assessment): string {
  return sentence(`Weiterhin „${answer.status}“${saidNow(answer)}`);
}

function sourceText({ origin }: Assessment): string {
  return origin === null ? 'eigene Antwort' : `geerbt (${originText(origin)})`;
}

/** Who said it and when, both days when it was recorded later, and why. */
function saidNow(answer: Assessment): string {
  const { saidBy, validFrom, recordedAt, begruendung, origin, source } = answer;
  const recorded = dayOf(recordedAt);
  const word = source === 'uebernahme' ? 'übernommen' : 'nachgetragen';
  const later = recorded === validFrom ? '' : `, ${word} am ${formatDay(recorded)}`;
  const from = origin === null ? '' : `, ${originText(origin)}`;
  return `, gesagt von ${saidBy} am ${formatDay(validFrom)}${later}${from}${begruendung === null ? '' : `: ${begruendung}`}`;
}

function stateText({ state, answer }: ZielobjektAnswer): string {
  return state === 'zuBestaetigen' ? `„${answer?.status ?? ''}“, zu bestätigen` : `„${state}“`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function wordingOf(before: Question, after: Question, { before: sideBefore, after: sideAfter, wordingNow }: ComparisonInput) {
  const [was, is] = [before.held.answer, after.held.answer];
  if (was === null || is === null) return 'gleich';
  if (sideBefore.catalogueHash !== null && sideBefore.catalogueHash === sideAfter.catalogueHash) return 'gleich';
  const now = isSameAnswer(was, is) || is.controlHash === null ? wordingNow(after.control) : is.controlHash;
  if (was.controlHash === null || now === null) return 'nichtFestgehalten';
  return was.controlHash === now ? 'gleich' : 'geaendert';
}

/** Editions are numbers with points, „2026.1“: 2026.10 comes after 2026.9. */
export function isNewerEdition(edition: string, than: string): boolean {
  const [a, b] = [edition, than].map((text) => text.split(/[.-]/).map(Number));
  for (let index = 0; index < Math.max(a?.length ?? 0, b?.length ?? 0); index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

export function isKnown(state: AnswerState | null): boolean {
  return state !== null && state !== 'offen' && state !== 'zuBestaetigen';
}

/** Counts over the controls asked, as in every overview. */
export function countAsked(asked: readonly ControlEvaluation[]): Counts {
  return countStates(asked.map(({ answers }) => combineStates(answers.map(({ state }) => state))));
}

/**
 * The trend of every topic: more questions that got better than worse, among those answered both times. Not knowing, a first answer, a
 * new control or wording make no trend.
 */
export function trendsOf(topics: readonly Topic[], questions: readonly ComparedQuestion[]): TopicTrend[] {
  return topics.flatMap((topic) => {
    const own = questions.filter(({ control, before, after }) => control.topic === topic.id && before !== null && after !== null);
    if (own.length === 0) return [];
    const known = own.filter(({ before, after, change }) => before !== 'offen' && (isKnown(after) || change === 'schlechter'));
    const better = known.filter(({ change }) => change === 'besser').length;
    const worse = known.filter(({ change }) => change === 'schlechter').length;
    const unknown = own.filter(({ after }) => !isKnown(after)).length;
    const trend = known.length === 0 ? null : better > worse ? 'besser' : better < worse ? 'schlechter' : 'gleich';
    return { topic, trend, known: known.length, better, worse, unknown };
  });
}

/**
 * The topics of an evaluation with their trend against an earlier one, over the questions that both ask.
 * @param wordingNow as in ComparisonInput; without it no wording is held against another
 * @param hashes of the catalogues both were made with: with the same one no wording can differ
 */
export function topicsWithTrend(
  now: Evaluation,
  earlier: Evaluation,
  wordingNow: ComparisonInput['wordingNow'] = () => null,
  hashes: { now: string | null; earlier: string | null } = { now: null, earlier: null },
): TopicEvaluation[] {
  const side = ({ asOf: day, profile, controls }: Evaluation, catalogueHash: string | null): ComparedSide => ({
    ...{ day, profile: profile.id, asked: askedControls(profile, controls), vanished: [], edition: null, catalogueHash },
  });
  const questions = compareSides({ before: side(earlier, hashes.earlier), after: side(now, hashes.now), wordingNow });
  const trends = trendsOf(
    now.topics.map(({ topic }) => topic),
    questions,
  );
  return now.topics.map((topic) => ({
    ...topic,
    trend: trends.find((trend) => trend.topic.id === topic.topic.id)?.trend ?? null,
  }));
}
