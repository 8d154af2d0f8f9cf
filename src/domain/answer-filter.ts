/** Choosing answers by what they are about and how they stand, for bulk changes and confirmations. */
import type { AnswerState, ControlEvaluation, ZielobjektAnswer } from './answers.ts';

/** Every given field has to hold; within a field one of the values. */
export interface AnswerFilter {
  thema?: readonly string[];
  baustein?: readonly string[];
  rolle?: readonly string[];
  control?: readonly string[];
  stufe?: readonly string[];
  zielobjekt?: readonly string[];
  zustand?: readonly AnswerState[];
}

/** One question with what holds for it: the unit that is set, confirmed and asked. */
export interface AskedAnswer {
  evaluation: ControlEvaluation;
  answer: ZielobjektAnswer;
}

/** The questions a filter chooses, in the given order. */
export function chooseAnswers(asked: readonly ControlEvaluation[], filter: AnswerFilter): AskedAnswer[] {
  return asked
    .filter(({ control }) => {
      const { topic, baustein, role, id, level } = control;
      return (
        includes(filter.thema, topic) &&
        includes(filter.baustein, baustein) &&
        includes(filter.rolle, role) &&
        includes(filter.control, id) &&
        includes(filter.stufe, level)
      );
    })
    .flatMap((evaluation) => evaluation.answers.map((answer) => ({ evaluation, answer })))
    .filter(({ answer }) => includes(filter.zielobjekt, answer.zielobjekt.kuerzel) && includes(filter.zustand, answer.state));
}

function includes<T>(values: readonly T[] | undefined, value: T): boolean {
  return values === undefined || values.includes(value);
}
