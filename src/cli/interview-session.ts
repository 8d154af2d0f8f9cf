/** One sitting: what is asked, what was recorded, and where it stands. */
import { type AnswerState, countStates } from '../domain/answers.ts';
import type { Assessment } from '../domain/assessment.ts';
import { dayOf } from '../domain/calendar.ts';
import { askedControls } from '../domain/evaluation.ts';
import { bindingDuties, type NextQuestion } from '../domain/next-question.ts';
import { ExpectedError } from '../errors.ts';
import type { Context } from '../usecases/context.ts';
import {
  type InterviewState,
  type InterviewWish,
  interviewState,
  lawDuties,
  questionsOf,
  type RecordedAnswers,
} from '../usecases/interview.ts';
import type { Terminal } from './interview-terminal.ts';
import { wrapped } from './interview-text.ts';

/** What became of a question in this sitting. */
export type Outcome = 'beantwortet' | 'weissNicht' | 'uebersprungen';

export interface Slot {
  control: string;
  zielobjekt: string;
  outcome: Outcome | null;
}

/** One recorded step that can be taken back. */
interface Step {
  entry: number;
  controls: readonly string[];
  answers: number;
}

export interface SessionInput {
  context: Context;
  wish: InterviewWish;
  /** Who said it; without a name whoever records. */
  gesagtVon: string | undefined;
  terminal: Terminal;
  print: (text: string) => void;
}

/** What the end of a sitting says. */
export interface SittingCounts {
  answered: number;
  facts: number;
  leftOpen: number;
  skipped: number;
  minutes: number;
}

export class InterviewSession {
  readonly context: Context;
  readonly wish: InterviewWish;
  readonly gesagtVon: string | undefined;
  readonly terminal: Terminal;
  readonly slots: Slot[] = [];
  at = 0;
  /** Facts recorded in the first part: ids of roles and Merkmale. */
  readonly facts = new Set<string>();
  state: InterviewState;
  readonly #print: (text: string) => void;
  readonly #steps: Step[] = [];
  readonly #begun: Date;

  constructor({ context, wish, gesagtVon, terminal, print }: SessionInput, state: InterviewState) {
    this.context = context;
    this.wish = wish;
    this.gesagtVon = gesagtVon;
    this.terminal = terminal;
    this.state = state;
    this.#print = print;
    this.#begun = context.now();
  }

  /** Text that is made to fit already. */
  show(text = ''): void {
    if (!this.terminal.isGone()) this.#print(text);
  }

  /** A sentence, wrapped. */
  say(text: string): void {
    this.show(wrapped(text));
  }

  /** One key, shown behind the prompt. */
  key(): Promise<string> {
    return this.terminal.key('> ');
  }

  /** Fills the sitting with the questions that are next now. */
  fill(): void {
    this.slots.splice(0, this.slots.length, ...questionsOf(this.state, this.wish).map(slotOf));
    this.at = 0;
  }

  /** Reads the state again after something was recorded, and marks what is answered by it. */
  async refresh(): Promise<void> {
    this.state = await interviewState(this.context, this.wish);
    for (const slot of this.slots) {
      if (this.#isAnsweredToday(slot)) slot.outcome = 'beantwortet';
      else if (slot.outcome === 'beantwortet') slot.outcome = null;
    }
  }

  #isAnsweredToday(slot: Slot): boolean {
    const answer = this.question(slot)?.answer;
    if (answer?.answer == null || answer.answer.origin !== null || isUnknown(answer.state)) return false;
    return dayOf(answer.answer.recordedAt) === this.context.today;
  }

  /** The question as it stands now. */
  question({ control, zielobjekt }: Pick<Slot, 'control' | 'zielobjekt'>): NextQuestion | null {
    const evaluation = this.state.evaluation.controls.get(control);
    const answer = evaluation?.answers.find((each) => each.zielobjekt.kuerzel === zielobjekt);
    if (evaluation === undefined || answer === undefined) return null;
    return { evaluation, answer, duties: bindingDuties(control, lawDuties(this.state)) };
  }

  /** To the next question that is not answered; past the last one to those that were jumped over, and then the sitting is over. */
  advance(): void {
    this.at += 1;
    while (this.slots[this.at]?.outcome === 'beantwortet') this.at += 1;
    if (this.at < this.slots.length) return;
    const jumpedOver = this.slots.findIndex(({ outcome }) => outcome === null);
    if (jumpedOver !== -1) this.at = jumpedOver;
  }

  /** Opens a control, inserting it here if this sitting did not hold it. False: the catalogue has no such question. */
  open(control: string): boolean {
    const evaluation = this.state.evaluation.controls.get(control);
    if (evaluation === undefined) return false;
    const isWanted = (slot: Slot) => slot.control === control;
    const unanswered = this.slots.findIndex((slot) => isWanted(slot) && slot.outcome !== 'beantwortet');
    const found = unanswered === -1 ? this.slots.findIndex(isWanted) : unanswered;
    if (found === -1) this.slots.splice(this.at, 0, ...evaluation.answers.map((answer) => slotOf({ evaluation, answer })));
    else this.at = found;
    return true;
  }

  /** Records something; what cannot be recorded is said and changes nothing. */
  async attempt<R>(change: () => Promise<R>): Promise<R | null> {
    try {
      const result = await change();
      await this.refresh();
      return result;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      this.say(`Nicht gespeichert: ${error.message} ${error.hint}`);
      return null;
    }
  }

  noteStep({ entry, answers }: RecordedAnswers | { entry: number; answers: readonly { control: string }[] }): void {
    this.#steps.push({ entry, controls: answers.map(({ control }) => control), answers: answers.length });
  }

  /** The last step of this sitting that was not taken back. */
  lastStep(): Step | undefined {
    return this.#steps.at(-1);
  }

  dropLastStep(): void {
    this.#steps.pop();
  }

  counts(): SittingCounts {
    const number = (outcome: Outcome) => this.slots.filter((slot) => slot.outcome === outcome).length;
    return {
      answered: this.#steps.reduce((sum, { answers }) => sum + answers, 0),
      facts: this.facts.size,
      leftOpen: number('weissNicht'),
      skipped: number('uebersprungen'),
      minutes: Math.round((this.context.now().getTime() - this.#begun.getTime()) / 60_000),
    };
  }

  /** How the whole profile stands. */
  profileCounts() {
    const asked = askedControls(this.state.profile, this.state.evaluation.controls);
    const undated = asked.filter(({ answers }) => answers.some(({ answer }) => answer !== null && isUndated(answer)));
    return { ...countStates(asked.map(({ state }) => state)), undated: undated.map(({ control }) => control.id) };
  }
}

/** A gap nobody has promised to close by a day; what others answer for is theirs to date. */
function isUndated({ status, verantwortlich, bis, origin }: Assessment): boolean {
  if (origin !== null) return false;
  return (status === 'nein' || status === 'teilweise') && (verantwortlich === null || bis === null);
}

export function isUnknown(state: AnswerState): boolean {
  return state === 'offen' || state === 'zuBestaetigen';
}

function slotOf({ evaluation, answer }: Pick<NextQuestion, 'evaluation' | 'answer'>): Slot {
  return { control: evaluation.control.id, zielobjekt: answer.zielobjekt.kuerzel, outcome: null };
}
