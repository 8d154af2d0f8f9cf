/** The sentence about answers: three numbers that make up the denominator, and never a share that rounds the truth away. */
import { expect, it } from 'vitest';
import { sharesText } from '../../src/domain/answer-shares.ts';
import { type AnswerState, countStates } from '../../src/domain/answers.ts';

const counts = (numbers: Partial<Record<AnswerState, number>>) =>
  countStates(Object.entries(numbers).flatMap(([state, n]) => Array<AnswerState>(n).fill(state as AnswerState)));

it.each([
  [{}, 'keine Frage gestellt'],
  [{ entbehrlich: 2 }, '2 Fragen treffen nicht zu'],
  [{ ja: 1 }, '1 von 1 Frage (100 %) mit „ja“ beantwortet, keine ohne gültige Antwort'],
  [
    { ja: 12, teilweise: 7, nein: 20, offen: 5, zuBestaetigen: 4, entbehrlich: 2 },
    '12 von 48 Fragen (25 %) mit „ja“ beantwortet, 27 mit „teilweise“ oder „nein“, 9 ohne gültige Antwort, 2 weitere entbehrlich',
  ],
  [{ ja: 1, offen: 1499 }, '1 von 1.500 Fragen (unter 1 %) mit „ja“ beantwortet, 1.499 ohne gültige Antwort'],
  [
    { ja: 999, nein: 1 },
    '999 von 1.000 Fragen (über 99 %) mit „ja“ beantwortet, 1 mit „teilweise“ oder „nein“, keine ohne gültige Antwort',
  ],
])('%o', (numbers, sentence) => {
  expect(sharesText(counts(numbers))).toBe(sentence);
});
