/** Three-valued logic over Merkmale (Kleene): unknown stays unknown unless the known part already decides. */
import type { Condition } from './catalogue.ts';
import type { Merkmale, ThreeValued } from './kommune.ts';

export interface ConditionResult {
  value: ThreeValued;
  /** Merkmale that are unknown and could still change the value. */
  unknown: readonly string[];
}

const negated: Readonly<Record<ThreeValued, ThreeValued>> = { ja: 'nein', nein: 'ja', unbekannt: 'unbekannt' };

export function evaluateCondition(condition: Condition | undefined, merkmale: Merkmale): ConditionResult {
  if (condition === undefined) return { value: 'ja', unknown: [] };
  if ('merkmal' in condition) {
    const value = merkmale[condition.merkmal] ?? 'unbekannt';
    return { value, unknown: value === 'unbekannt' ? [condition.merkmal] : [] };
  }
  if ('not' in condition) {
    const inner = evaluateCondition(condition.not, merkmale);
    return { value: negated[inner.value], unknown: inner.unknown };
  }
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => evaluateCondition(part, merkmale));
  const deciding = isAll ? 'nein' : 'ja';
  if (parts.some((part) => part.value === deciding)) return { value: deciding, unknown: [] };
  const unknown = [...new Set(parts.flatMap((part) => part.unknown))];
  if (parts.some((part) => part.value === 'unbekannt')) return { value: 'unbekannt', unknown };
  return { value: negated[deciding], unknown: [] };
}
