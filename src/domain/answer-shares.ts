/** How many questions are answered how, in one sentence that leaves no doubt about the denominator. */
import type { Counts } from './answers.ts';
import { counted, groupedDigits } from './german-numbers.ts';

/**
 * „12 von 48 Fragen (25 %) mit „ja“ beantwortet, 27 mit „teilweise“ oder „nein“, 9 ohne gültige Antwort, 2 weitere entbehrlich“: the
 * three numbers make up the denominator, so that nobody takes the unanswered for a part of the answered. Without a full stop.
 */
export function sharesText(counts: Counts): string {
  const unknown = counts.offen + counts.zuBestaetigen;
  const denominator = counts.n - counts.entbehrlich;
  if (counts.n === 0) return 'keine Frage gestellt';
  if (denominator === 0) return `${counted(counts.n, 'Frage trifft', 'Fragen treffen')} nicht zu`;
  const gaps = denominator - counts.ja - unknown;
  return [
    `${groupedDigits(counts.ja)} von ${counted(denominator, 'Frage', 'Fragen')} (${percent(counts.ja, denominator)}) mit „ja“ beantwortet`,
    ...(gaps === 0 ? [] : [`${groupedDigits(gaps)} mit „teilweise“ oder „nein“`]),
    unknown === 0 ? 'keine ohne gültige Antwort' : `${groupedDigits(unknown)} ohne gültige Antwort`,
    ...(counts.entbehrlich === 0 ? [] : [`${groupedDigits(counts.entbehrlich)} weitere entbehrlich`]),
  ].join(', ');
}

/** Whole per cent; what is not nothing is never shown as 0 %, what is not all never as 100 %. */
function percent(part: number, whole: number): string {
  const exact = (part / whole) * 100;
  const rounded = Math.round(exact);
  if (rounded === 0 && exact > 0) return 'unter 1 %';
  if (rounded === 100 && exact < 100) return 'über 99 %';
  return `${rounded} %`;
}
