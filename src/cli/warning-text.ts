/** Answers to a warning, in words and marks. */
import type { WarningState } from '../domain/warning-answer.ts';
import { statusMarks } from './output.ts';

export const warningStateWords: Readonly<Record<WarningState, string>> = {
  'nicht-gefragt': `${statusMarks.unknown} nicht gefragt`,
  offen: `${statusMarks.unknown} keine Antwort`,
  unklar: `${statusMarks.unknown} weiß es nicht`,
  betroffen: `${statusMarks.bad} betroffen`,
  'nicht-betroffen': `${statusMarks.good} nicht betroffen`,
  behoben: `${statusMarks.good} behoben`,
};

export function overdueMark(isOverdue: boolean): string {
  return isOverdue ? statusMarks.bad : '';
}
