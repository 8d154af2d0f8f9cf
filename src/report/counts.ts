/** Counts with the unknown beside them: a share never stands alone. */
import type { Counts } from '../domain/answers.ts';
import { share } from '../domain/evaluation.ts';
import { counted, formatNumber } from './german.ts';
import type { CountsData } from './report-data.ts';

export function buildCounts(counts: Counts): CountsData {
  const unbekannt = counts.offen + counts.zuBestaetigen;
  const zaehlt = counts.n - counts.entbehrlich;
  return { ...counts, unbekannt, zaehlt, text: sharesText(counts, unbekannt, zaehlt) };
}

/**
 * „12 von 48 Fragen (25 %) mit „ja“ beantwortet, 27 mit „teilweise“ oder „nein“, 9 ohne gültige Antwort, 2 weitere entbehrlich“: the
 * three numbers make up the denominator, so that nobody takes the unanswered for a part of the answered.
 */
function sharesText(counts: Counts, unknown: number, denominator: number): string {
  if (counts.n === 0) return 'keine Frage gestellt';
  if (denominator === 0) return `${counted(counts.n, 'Frage trifft', 'Fragen treffen')} nicht zu`;
  const gaps = denominator - counts.ja - unknown;
  return [
    `${formatNumber(counts.ja)} von ${counted(denominator, 'Frage', 'Fragen')} (${shareText(counts)}) mit „ja“ beantwortet`,
    ...(gaps === 0 ? [] : [`${formatNumber(gaps)} mit „teilweise“ oder „nein“`]),
    unknown === 0 ? 'keine ohne gültige Antwort' : `${formatNumber(unknown)} ohne gültige Antwort`,
    ...(counts.entbehrlich === 0 ? [] : [`${formatNumber(counts.entbehrlich)} weitere entbehrlich`]),
  ].join(', ');
}

/** Whole per cent; what is not nothing is never shown as 0 %, what is not all never as 100 %. */
function shareText(counts: Counts): string {
  const exact = share(counts, 'ja') * 100;
  const rounded = Math.round(exact);
  if (rounded === 0 && exact > 0) return 'unter 1 %';
  if (rounded === 100 && exact < 100) return 'über 99 %';
  return `${rounded} %`;
}
