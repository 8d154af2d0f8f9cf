/** Counts with the unknown beside them: a share never stands alone. */
import { sharesText } from '../domain/answer-shares.ts';
import type { Counts } from '../domain/answers.ts';
import { agreeing, counted, formatNumber } from './german.ts';
import type { CountsData, StatusKind, StatusMark } from './report-data.ts';

export function buildCounts(counts: Counts): CountsData {
  const unbekannt = counts.offen + counts.zuBestaetigen;
  const zaehlt = counts.n - counts.entbehrlich;
  return { ...counts, unbekannt, zaehlt, text: sharesText(counts) };
}

/** The topics in which nothing is urgent, so that all of them add up. */
export function otherTopics(marks: readonly Pick<StatusMark, 'art'>[], tooLittleKnown: string): string {
  const count = (art: StatusKind) => marks.filter((mark) => mark.art === art).length;
  const [good, partly, unclear, elsewhere] = [
    count('inOrdnung'),
    count('teilweise'),
    count('nichtBekannt'),
    count('trifftNichtZu'),
  ];
  const parts = [
    `In Ordnung ${good === 0 ? 'ist keines' : `${agreeing(good, 'ist', 'sind')} ${formatNumber(good)}`}`,
    ...(partly === 0 ? [] : [`teilweise ${formatNumber(partly)}`]),
    ...(unclear === 0 ? [] : [`über ${formatNumber(unclear)} ${tooLittleKnown}`]),
    ...(elsewhere === 0 ? [] : [`${formatNumber(elsewhere)} ${agreeing(elsewhere, 'trifft', 'treffen')} nicht zu`]),
  ];
  return `${parts.join(', ')}.`;
}

/** „137 Fragen sind noch nicht beantwortet, 3 Antworten sind neu zu bestätigen.“; empty where every question has a valid answer. */
export function unansweredText({ offen, zuBestaetigen }: Pick<Counts, 'offen' | 'zuBestaetigen'>): string {
  const parts = [
    ...(offen === 0 ? [] : [`${counted(offen, 'Frage ist', 'Fragen sind')} noch nicht beantwortet`]),
    ...(zuBestaetigen === 0 ? [] : [`${counted(zuBestaetigen, 'Antwort ist', 'Antworten sind')} neu zu bestätigen`]),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** Said where no gap is reported although not every question has a valid answer. */
export const noGapYet =
  'Es ist keine Lücke gemeldet. Das heißt nicht, dass es keine gibt: Nicht alle Fragen sind gültig beantwortet.';
