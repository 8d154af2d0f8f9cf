/** Amounts of money, and what measures cost. */
import { type EntryValues, numberIn } from '../domain/register.ts';

/** What a measure costs in euro, once and in a year; null where nobody estimated it. */
export interface Costs {
  once: number | null;
  yearly: number | null;
}

/** „2.400 €“, „960,50 €“: cents only where there are any. */
export function euroText(amount: number): string {
  const fractionDigits = Number.isInteger(amount) ? 0 : 2;
  return `${amount.toLocaleString('de-DE', { minimumFractionDigits: fractionDigits, maximumFractionDigits: 2 })} €`;
}

/** „2.400 € einmalig“, „960,50 € im Jahr“; empty where nothing is known. */
export function costParts({ once, yearly }: Costs): string[] {
  return [...(once === null ? [] : [`${euroText(once)} einmalig`]), ...(yearly === null ? [] : [`${euroText(yearly)} im Jahr`])];
}

/** „2.400 € einmalig, 960,50 € im Jahr“; null where nothing is known. */
export function costText(costs: Costs): string | null {
  const parts = costParts(costs);
  return parts.length === 0 ? null : parts.join(', ');
}

/** The costs of a measure as recorded. */
export function costsIn(values: EntryValues): Costs {
  return { once: numberIn(values, 'kosten-einmalig'), yearly: numberIn(values, 'kosten-jaehrlich') };
}
