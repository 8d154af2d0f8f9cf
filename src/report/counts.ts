/** Counts with the unknown beside them: a share never stands alone. */
import { sharesText } from '../domain/answer-shares.ts';
import type { Counts } from '../domain/answers.ts';
import { agreeing, counted } from './german.ts';
import type { CountsData } from './report-data.ts';

export function buildCounts(counts: Counts): CountsData {
  const unbekannt = counts.offen + counts.zuBestaetigen;
  const zaehlt = counts.n - counts.entbehrlich;
  return { ...counts, unbekannt, zaehlt, text: sharesText(counts) };
}

/** „137 Fragen sind noch nicht beantwortet, 3 Antworten sind neu zu bestätigen.“; empty where every question has a valid answer. */
export function unansweredText({ offen, zuBestaetigen }: Pick<Counts, 'offen' | 'zuBestaetigen'>): string {
  const parts = [
    ...(offen === 0 ? [] : [`${counted(offen, 'Frage', 'Fragen')} ${agreeing(offen, 'ist', 'sind')} noch nicht beantwortet`]),
    ...(zuBestaetigen === 0
      ? []
      : [`${counted(zuBestaetigen, 'Antwort', 'Antworten')} ${agreeing(zuBestaetigen, 'ist', 'sind')} neu zu bestätigen`]),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** Said where no gap is reported although not every question has a valid answer. */
export const noGapYet =
  'Es ist keine Lücke gemeldet. Das heißt nicht, dass es keine gibt: Nicht alle Fragen sind gültig beantwortet.';
