/** What the interview asks and records; how it asks is a matter of the command line. */
import type { Assessment } from '../domain/assessment.ts';
import type { Catalogue, Profile } from '../domain/catalogue.ts';
import { holderOf } from '../domain/duties.ts';
import { askedControls } from '../domain/evaluation.ts';
import type { RoleAssignment, ThreeValued } from '../domain/kommune.ts';
import {
  type MerkmalQuestion,
  type NextQuestion,
  nextMerkmale,
  nextQuestions,
  orderReason,
  type RoleFact,
  roleFacts,
  sittingQuestions,
} from '../domain/next-question.ts';
import { insertAssessments, type NewAssessment } from '../store/assessments.ts';
import { findById, findProfile } from './catalogue-lookup.ts';
import { changeKommune } from './change-kommune.ts';
import { type Context, recordingOf } from './context.ts';
import { controlHash } from './control-hash.ts';
import { evaluateKommune, type KommuneEvaluation } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';
import { implicitRound, type NewAnswer, prepareAnswer } from './record-assessment.ts';

/** The first pass: thirty questions in the order of its file, asked whole, after the facts on which duties hang. */
export const firstPass = 'sofort';

const law = 'saechsisichg';

export interface InterviewWish {
  kommune: string;
  /** Without one that of the round, or the first pass. */
  profil?: string | undefined;
  thema?: string | undefined;
  rolle?: string | undefined;
  /** Questions of this sitting; without a number the whole first pass, else 25. */
  anzahl?: number | undefined;
  /** Also what has a valid answer or statement. */
  alles: boolean;
}

/** How things stand, for showing a question. */
export interface InterviewState extends KommuneEvaluation {
  profile: Profile;
}

/** @throws NotFoundError for a Kommune, profile, topic or role there is not */
export async function interviewState(context: Context, wish: InterviewWish): Promise<InterviewState> {
  const { catalogue } = context;
  const { topics, roles } = catalogue.vocabulary;
  if (wish.thema !== undefined) findById(topics, wish.thema, 'Ein Thema', 'Vorhanden sind');
  if (wish.rolle !== undefined) findById(roles, wish.rolle, 'Eine Rolle', 'Vorhanden sind');
  const named = wish.profil === undefined ? undefined : findProfile(catalogue, wish.profil);
  const current = await evaluateKommune(context, wish.kommune);
  return { ...current, profile: named ?? findProfile(catalogue, current.erhebung?.profil ?? firstProfile(context)) };
}

/** A catalogue of one's own need not have the first pass. */
function firstProfile({ catalogue }: Context): string {
  return catalogue.profiles.some(({ id }) => id === firstPass) ? firstPass : implicitRound.profil;
}

/** The questions of a sitting, next best first. */
export function questionsOf(state: InterviewState, wish: InterviewWish): NextQuestion[] {
  const { evaluation, profile } = state;
  const isWhole = profile.id === firstPass;
  const all = nextQuestions(askedControls(profile, evaluation.controls), lawDuties(state), {
    asOf: evaluation.asOf,
    keepOrder: isWhole,
    all: wish.alles,
    thema: wish.thema,
    rolle: wish.rolle,
  });
  return all.slice(0, wish.anzahl ?? (isWhole ? all.length : sittingQuestions));
}

/** Duties of the SächsISichG as they stand. */
export function lawDuties({ evaluation }: KommuneEvaluation) {
  return evaluation.duties.get(law) ?? [];
}

/** What `--json` prints: the order of the questions, for scripts. */
export async function listNextQuestions(context: Context, wish: InterviewWish): Promise<CommandJson['erhebung interview']> {
  const state = await interviewState(context, wish);
  return interviewJson(context, state, questionsOf(state, wish));
}

export function interviewJson(
  { catalogue }: Context,
  { evaluation, profile }: InterviewState,
  questions: readonly NextQuestion[],
): CommandJson['erhebung interview'] {
  return {
    kommune: evaluation.kommune.slug,
    profil: profile.id,
    fragen: questions.map((question) => ({
      control: question.evaluation.control.id,
      titel: question.evaluation.control.title,
      frage: question.evaluation.control.question,
      zielobjekt: question.answer.zielobjekt.kuerzel,
      zustand: question.answer.state,
      grundDerReihenfolge: reasonOfOrder(question, profile, catalogue),
    })),
  };
}

/** Why a question comes now: what the profile says about its place, or what was weighed. */
export function reasonOfOrder(question: NextQuestion, profile: Profile, { vocabulary }: Pick<Catalogue, 'vocabulary'>): string {
  const kept = profile.id === firstPass ? (profile.reasons?.[question.evaluation.control.id] ?? '') : null;
  return orderReason(question, vocabulary.efforts, kept);
}

/** A role to be asked about: which of its days count and are not recorded, and who holds it, if anybody is recorded. */
export interface RoleQuestion extends RoleFact {
  holder: RoleAssignment | null;
}

/** The facts to be asked before the questions: roles nobody is recorded for or whose days are missing, and Merkmale never asked. */
export interface OpenFacts {
  roles: RoleQuestion[];
  merkmale: MerkmalQuestion[];
}

/** Outside the first pass only a Merkmal on which at least this many open duties hang is asked for. */
const manyDuties = 2;

/** @param inFirstPass every fact on which a duty hangs, else only what decides many of them */
export function openFacts({ catalogue }: Context, state: InterviewState): OpenFacts {
  const { merkmale, rollen } = state.input;
  const items = lawDuties(state).map(({ item }) => item);
  const waiting = nextMerkmale(items, merkmale);
  if (state.profile.id !== firstPass) return { roles: [], merkmale: waiting.filter(({ duties }) => duties >= manyDuties) };
  const asked = state.profile.facts ?? [];
  const named = asked.flatMap((each) => ('fact' in each ? [each.fact] : []));
  const facts = named.length > 0 ? roleFacts(named) : headFirst(roleFacts(catalogue.vocabulary.facts.map(({ id }) => id)));
  return {
    roles: facts.flatMap((fact) => missingOf(fact, holderOf(fact.rolle, rollen, state.evaluation.asOf)) ?? []),
    merkmale: inOrderOf(
      asked.flatMap((each) => ('merkmal' in each ? [each.merkmal] : [])),
      waiting,
    ),
  };
}

/** The others are appointed by the head. */
function headFirst(facts: readonly RoleFact[]): RoleFact[] {
  return facts.toSorted((a, b) => Number(a.asksAppointment) - Number(b.asksAppointment));
}

/** What is not recorded yet; null when nothing is missing. The day of the notice counts from the appointment. */
function missingOf(fact: RoleFact, holder: RoleAssignment | null): RoleQuestion | null {
  if (holder === null) return { ...fact, holder };
  const asksAppointment = fact.asksAppointment && holder.bestellt === null;
  const asksNotice = fact.asksNotice && holder.gemeldet === null;
  return asksAppointment || asksNotice ? { rolle: fact.rolle, asksAppointment, asksNotice, holder } : null;
}

/** As ordered by hand; what an answer has opened comes next, while one still thinks of it. */
function inOrderOf(order: readonly string[], waiting: readonly MerkmalQuestion[]): MerkmalQuestion[] {
  const rank = ({ merkmal }: MerkmalQuestion) => order.indexOf(merkmal);
  return waiting.toSorted((a, b) => rank(a) - rank(b));
}

/** Records one Merkmal; `unbekannt` says that it was asked and nobody knows. */
export async function recordMerkmal(context: Context, slug: string, merkmal: string, wert: ThreeValued): Promise<void> {
  await changeKommune(context, slug, {}, { [merkmal]: wert });
}

/** What was recorded in one step, and the entry of the Protokoll by which it can be taken back. */
export interface RecordedAnswers {
  entry: number;
  answers: readonly NewAssessment[];
}

/**
 * Records the answer to one question, for one or several Zielobjekte, in one change.
 * @throws InvalidDataError, NotFoundError as recordAssessment; nothing is recorded then
 */
export async function recordInterviewAnswer(
  context: Context,
  state: InterviewState,
  answer: Omit<NewAnswer, 'kommune' | 'zielobjekt' | 'source'>,
  zielobjekte: readonly string[],
): Promise<RecordedAnswers> {
  const { kommune, zielobjekte: known } = state.input;
  const answers = zielobjekte.map((zielobjekt) =>
    prepareAnswer(context, kommune, known, { ...answer, kommune: kommune.slug, zielobjekt, source: 'interview' }),
  );
  const ifNoneOpen = { kommune: kommune.slug, name: implicitRound.name, profil: state.profile.id, begonnen: context.today };
  const { entry } = await insertAssessments(context.store, answers, ifNoneOpen, recordingOf(context));
  return { entry, answers };
}

/** Confirms an own answer as it is, from today on. */
export async function confirmInterviewAnswer(
  context: Context,
  state: InterviewState,
  held: Assessment,
  gesagtVon: string | undefined,
): Promise<RecordedAnswers> {
  const { control, status, grund, begruendung, nachweis, notiz, verantwortlich, bis } = held;
  const same = {
    control,
    status,
    grund: grund ?? undefined,
    begruendung: begruendung ?? undefined,
    nachweis: nachweis ?? undefined,
    notiz: notiz ?? undefined,
    verantwortlich: verantwortlich ?? undefined,
    bis: bis ?? undefined,
    gesagtVon,
  };
  return recordInterviewAnswer(context, state, same, [held.zielobjekt]);
}

/** Why an answer can't be confirmed with one key, null if it can. */
export function obstacleToConfirm({
  evaluation,
  answer: { answer },
}: NextQuestion): 'keine' | 'uebernommen' | 'andereFrage' | null {
  if (answer === null) return 'keine';
  if (answer.origin !== null) return 'uebernommen';
  return answer.controlHash !== null && answer.controlHash !== controlHash(evaluation.control) ? 'andereFrage' : null;
}
