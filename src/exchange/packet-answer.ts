import { type ReturnedRow, statusWords } from './packet-document.ts';

export interface AnswerProblem {
  field: 'status' | 'grund' | 'begruendung' | 'verantwortlich' | 'bis';
  text: string;
}

/** What an answer lacks or has too much, in words for the one who filled it in. The same rules hold for every way of answering. */
export function answerProblems(
  answer: Pick<ReturnedRow, 'status' | 'grund' | 'begruendung' | 'verantwortlich' | 'bis'>,
): AnswerProblem[] {
  const { status, grund, begruendung, verantwortlich, bis } = answer;
  const problems: AnswerProblem[] = [];
  const report = (field: AnswerProblem['field'], text: string) => problems.push({ field, text });
  if (status === null && [grund, begruendung, verantwortlich, bis].some((each) => each !== null))
    report('status', `Die Antwort fehlt, obwohl daneben etwas steht; erwartet ${Object.values(statusWords).join(', ')}.`);
  if (status === 'entbehrlich' && begruendung === null)
    report('begruendung', '„entbehrlich“ braucht eine Begründung; Kosten sind kein Grund.');
  if (status === 'entbehrlich' && grund === null)
    report('grund', '„entbehrlich“ braucht die Angabe „trifft bei uns nicht zu“ oder „Ersatzmaßnahme“.');
  if (status !== null && status !== 'entbehrlich' && grund !== null)
    report(
      'grund',
      `Diese Angabe gehört nur zu „entbehrlich“, nicht zu „${statusWords[status]}“; erwartet wird ein leeres Feld.`,
    );
  if (status === 'ja') {
    const text = 'Bei „ja“ gibt es keine Lücke; erwartet wird ein leeres Feld, oder „teilweise“ als Antwort.';
    if (verantwortlich !== null) report('verantwortlich', text);
    if (bis !== null) report('bis', text);
  }
  return problems;
}
