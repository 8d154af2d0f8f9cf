/** Packets: questions handed to people without an account. Which are asked, how they are shared out, and when a returned answer collides. */
import type { AnswerState, ControlEvaluation, ZielobjektAnswer } from './answers.ts';
import type { Assessment, EntbehrlichGrund, Umsetzungsstatus } from './assessment.ts';
import { type DutyEvaluation, isBinding } from './duties.ts';
import { informationsverbund, type Zielobjekt } from './kommune.ts';

/** More questions than this nobody answers at one sitting (working-year rule of the project). */
export const maxPacketQuestions = 25;

/** What a returned answer can say. */
export interface AnswerContent {
  status: Umsetzungsstatus;
  grund: EntbehrlichGrund | null;
  begruendung: string | null;
  verantwortlich: string | null;
  bis: string | null;
}

/** The answer a question was sent with. */
export interface SentAnswer extends AnswerContent {
  saidBy: string;
  validFrom: string;
  /** Entry of the Protokoll that recorded it here; null when the Kommune only inherits it. */
  entry: number | null;
}

export interface PacketQuestion {
  control: string;
  zielobjekt: string;
  /** SHA-256 of the question as it was sent. */
  controlHash: string;
  sent: SentAnswer | null;
}

/** Which packet a file belongs to: Kommune, packet, and a short hash over the questions as sent. */
export interface PacketMark {
  kommune: string;
  paket: string;
  fingerprint: string;
}

/** `beispielhain/P3/4f2a91c07be3ab12`: stands in every row and every answer file. */
export function formatMark({ kommune, paket, fingerprint }: PacketMark): string {
  return `${kommune}/${paket}/${fingerprint}`;
}

/** The mark a text is, or null. */
export function parseMark(text: string): PacketMark | null {
  const match = /^([a-z0-9]+(?:-[a-z0-9]+)*)\/(P\d{1,9})\/([0-9a-f]{16})$/.exec(text.trim());
  if (match === null) return null;
  const [, kommune = '', paket = '', fingerprint = ''] = match;
  return { kommune, paket, fingerprint };
}

/** `BAK-01.01`, for one Zielobjekt `SRV-01.02/WEB1`: tells the questions of a packet apart, in the file and on paper. */
export function formatKey({ control, zielobjekt }: Pick<PacketQuestion, 'control' | 'zielobjekt'>): string {
  return zielobjekt === informationsverbund ? control : `${control}/${zielobjekt}`;
}

/** One question to be asked. */
export interface OpenQuestion {
  evaluation: ControlEvaluation;
  zielobjekt: Zielobjekt;
  /** The answer so far, null if there is none. */
  answer: Assessment | null;
  /** Whether a duty of the SächsISichG that binds here asks for it. */
  legal: boolean;
}

export interface QuestionChoice {
  /** Controls in the order of their profile. */
  controls: readonly ControlEvaluation[];
  zielobjekte: readonly Zielobjekt[];
  /** Duties of the SächsISichG as they stand. */
  duties: readonly DutyEvaluation[];
  /** Kuerzel: ask for this one only. */
  zielobjekt?: string | undefined;
  /** Also what has a valid answer. */
  all: boolean;
}

/** What is asked: open or to be confirmed (or everything), never what a valid statement covers; legal duty first, then MUSS, then effect. */
export function chooseQuestions({ controls, zielobjekte, duties, zielobjekt, all }: QuestionChoice): OpenQuestion[] {
  const verbund = zielobjekte.find(({ kuerzel }) => kuerzel === informationsverbund);
  const demanded = demandedByLaw(duties);
  return controls
    .flatMap((evaluation) => {
      const legal = demanded.has(evaluation.control.id);
      const asked = zielobjekt === undefined ? askedByDefault(evaluation, verbund) : askedFor(evaluation, zielobjekt);
      return asked
        .filter(({ answer, state }) => isAsked(answer, state, all))
        .map((each): OpenQuestion => ({ evaluation, zielobjekt: each.zielobjekt, answer: each.answer, legal }));
    })
    .sort(compareQuestions);
}

/** Controls that answer a duty which binds and may apply. */
function demandedByLaw(duties: readonly DutyEvaluation[]): Set<string> {
  const binding = duties.filter(isBinding);
  return new Set(binding.flatMap(({ controls }) => controls));
}

type Asked = Pick<ZielobjektAnswer, 'zielobjekt' | 'answer' | 'state'>;

/** A Zielobjekt with an answer of its own is asked for by itself; the others share one question for the Kommune as a whole. */
function askedByDefault({ answers }: ControlEvaluation, verbund: Zielobjekt | undefined): Asked[] {
  const isShared = ({ answer, fromVerbund }: ZielobjektAnswer) => answer === null || fromVerbund;
  const shared = answers.find(isShared);
  const own = answers.filter((each) => !isShared(each));
  return shared === undefined || verbund === undefined ? own : [{ ...shared, zielobjekt: verbund }, ...own];
}

function askedFor({ answers }: ControlEvaluation, kuerzel: string): Asked[] {
  return answers.filter(({ zielobjekt }) => zielobjekt.kuerzel === kuerzel);
}

function isAsked(answer: Assessment | null, state: AnswerState, all: boolean): boolean {
  if (answer?.origin?.kind === 'erklaerung' && state === 'ja') return false;
  return all || state === 'offen' || state === 'zuBestaetigen';
}

function compareQuestions(a: OpenQuestion, b: OpenQuestion): number {
  const must = (question: OpenQuestion) => Number(question.evaluation.control.obligation === 'MUSS');
  return (
    Number(b.legal) - Number(a.legal) ||
    must(b) - must(a) ||
    b.evaluation.control.effect - a.evaluation.control.effect ||
    a.evaluation.control.effort - b.evaluation.control.effort
  );
}

/** Questions that go to one role in one file. */
export interface QuestionShare {
  /** Role all of them belong to, null when they are of several. */
  role: string | null;
  /** Topic all of them belong to, null when they are of several. */
  topic: string | null;
  /** Which of how many of its role. */
  part: number;
  parts: number;
  questions: readonly OpenQuestion[];
}

/** One share per role; where it would have more than 25 questions, topics stay together as far as they fit. */
export function shareByRole(questions: readonly OpenQuestion[]): QuestionShare[] {
  const byRole = Map.groupBy(questions, ({ evaluation }) => evaluation.control.role);
  return [...byRole.values()].flatMap(shareByTopic);
}

/** The same for questions that all go to the same desk, whatever their roles. */
export function shareByTopic(questions: readonly OpenQuestion[]): QuestionShare[] {
  const parts = balancedParts(questions);
  return parts.map((part, index) => ({
    role: commonValue(part.map(({ evaluation }) => evaluation.control.role)),
    topic: commonValue(part.map(({ evaluation }) => evaluation.control.topic)),
    part: index + 1,
    parts: parts.length,
    questions: part,
  }));
}

/** As few parts as 25 questions each allow, and those of about the same size: 14 and 13 rather than 25 and 2. */
function balancedParts(questions: readonly OpenQuestion[]): OpenQuestion[][] {
  const fewest = partsOfAtMost(maxPacketQuestions, questions);
  for (let size = Math.ceil(questions.length / fewest.length); size < maxPacketQuestions; size += 1) {
    const parts = partsOfAtMost(size, questions);
    if (parts.length === fewest.length) return parts;
  }
  return fewest;
}

/** Topics in their order, each into the first part that has room for all of it. */
function partsOfAtMost(size: number, questions: readonly OpenQuestion[]): OpenQuestion[][] {
  const topics = [...Map.groupBy(questions, ({ evaluation }) => evaluation.control.topic).values()];
  const parts: OpenQuestion[][] = [];
  for (const block of topics.flatMap((topic) => cutToSize(topic, size))) {
    const withRoom = parts.find((part) => part.length + block.length <= size);
    if (withRoom === undefined) parts.push([...block]);
    else withRoom.push(...block);
  }
  return parts;
}

function cutToSize(questions: readonly OpenQuestion[], size: number): OpenQuestion[][] {
  const pieces = Math.ceil(questions.length / size);
  const length = Math.ceil(questions.length / pieces);
  return Array.from({ length: pieces }, (_, index) => questions.slice(index * length, (index + 1) * length));
}

function commonValue(values: readonly string[]): string | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

/** What speaks against simply recording a returned answer. */
export const conflictKinds = ['hier', 'ruecklauf', 'dateien'] as const;
/** `hier`: answered here since it was sent; `ruecklauf`: an earlier return of the packet says otherwise; `dateien`: two files of one call. */
export type ConflictKind = (typeof conflictKinds)[number];

/** What becomes of a returned answer when nothing else returned with it says otherwise. */
export type ReturnJudgement = 'neu' | 'unveraendert' | 'hier' | 'ruecklauf';

/**
 * @param current the Kommune's own answer that holds now, null if there is none
 * @param packet id of the packet it came in
 */
export function judgeReturn(
  question: PacketQuestion,
  returned: AnswerContent & { notiz: string | null },
  current: Assessment | null,
  packet: string,
): ReturnJudgement {
  if (current === null || !isAnsweredSince(question, current)) return 'neu';
  const saysNothingNew = returned.notiz === null || returned.notiz === current.notiz;
  if (sameContent(returned, current) && saysNothingNew) return 'unveraendert';
  return current.paket === packet ? 'ruecklauf' : 'hier';
}

/** Whether the answer that holds was recorded after the question was sent. */
export function isAnsweredSince({ sent }: PacketQuestion, current: Assessment): boolean {
  return current.entry > (sent?.entry ?? 0);
}

/** Whether two answers say the same, whoever said it. */
export function sameContent(a: AnswerContent, b: AnswerContent): boolean {
  return (
    a.status === b.status &&
    a.grund === b.grund &&
    a.begruendung === b.begruendung &&
    a.verantwortlich === b.verantwortlich &&
    a.bis === b.bis
  );
}
