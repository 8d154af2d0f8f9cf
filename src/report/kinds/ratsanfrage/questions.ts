/**
 * The questions, in the order in which they are answered. A council has to be told of important matters (§ 52 Abs. 5 SächsGemO) and asks
 * for numbers, cost, state and next step. For everybody the words hold totals only: the input of that edition has no more.
 */
import type { ReportInput } from '../../report-input.ts';
import { incidents, network, trainings } from './answers-events.ts';
import { money, people } from './answers-means.ts';
import { measures } from './answers-measures.ts';
import { duties, position } from './answers-state.ts';
import type { Answer } from './data.ts';

interface CouncilQuestion {
  id: string;
  frage: string;
  answer(input: ReportInput): Answer;
}

export const questions: readonly CouncilQuestion[] = [
  { id: 'lage', frage: 'Wie steht es um die Informationssicherheit in unserer Verwaltung?', answer: position },
  { id: 'pflichten', frage: 'Was verlangt das Gesetz mindestens, und was davon ist erledigt?', answer: duties },
  { id: 'massnahmen', frage: 'Was wird getan, und was ist überfällig?', answer: measures },
  { id: 'kosten', frage: 'Was kostet das, und welche Mittel fehlen?', answer: money },
  { id: 'personal', frage: 'Wer kümmert sich, und wie viel Zeit ist dafür da?', answer: people },
  { id: 'schulung', frage: 'Sind die Beschäftigten geschult?', answer: trainings },
  { id: 'vorfaelle', frage: 'Gab es Angriffe oder Ausfälle?', answer: incidents },
  { id: 'netz', frage: 'Wird geprüft, was von außen erreichbar ist?', answer: network },
];

export const questionIds: readonly string[] = questions.map(({ id }) => id);
