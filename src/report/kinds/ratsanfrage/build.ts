/** Answers to what councils ask, each on half a page: number, cost, state, next step. */

import { councilOf } from '../../council.ts';
import { counted } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { degreeNote } from '../../legal-basis.ts';
import type { ReportInput } from '../../report-input.ts';
import type { RatsanfrageData } from './data.ts';
import { questions } from './questions.ts';

/** The variant that answers all of them. */
export const allQuestions = 'alle';

export function buildRatsanfrage(input: ReportInput): RatsanfrageData {
  const chosen = questions.filter(({ id }) => input.variante === id);
  const asked = chosen.length === 0 ? questions : chosen;
  const fragen = asked.map(({ id, frage, answer }) => ({ id, frage, ...answer(input) }));
  const { wen } = councilOf(input.kommune);
  return {
    art: 'ratsanfrage',
    kopf: buildHead(input, {
      bericht: 'Antwort auf eine Anfrage',
      titel: titleFor('Antwort auf die Anfrage zur Informationssicherheit', input.kommune),
    }),
    fuer: `Für ${wen}`,
    umfang:
      asked.length === 1
        ? 'Eine Antwort aus den Angaben der Verwaltung.'
        : `${counted(asked.length, 'Antwort', 'Antworten')} aus den Angaben der Verwaltung.`,
    fragen,
    hinweis: hints[input.fassung],
    grad: fragen.some(({ grundlage }) => grundlage.includes('°')) ? degreeNote : '',
  };
}

const hints: Readonly<Record<ReportInput['fassung'], string>> = {
  intern: 'Diese Fassung nennt Einzelheiten und bleibt in der Verwaltung. Für Rat und Öffentlichkeit gibt es eigene Fassungen.',
  rat: 'Diese Fassung nennt weder Geräte, Adressen und Anbieter noch Beschäftigte. Sie zeigt, wo Lücken sind, und gehört deshalb in die nichtöffentliche Sitzung.',
  oeffentlich: 'Diese Fassung nennt nur Summen. Welche Lücken offen sind, steht hier nicht, damit niemand sie ausnutzen kann.',
};
