/** Numbers, dates and lists inside German sentences. */

import { formatDay } from '../domain/calendar.ts';
import { groupedDigits } from '../domain/german-numbers.ts';
import { saxonDay } from '../domain/saxon-clock.ts';

/** Grouping begins at five digits, so a key length stays „3072“; at most one digit after the comma. */
export function germanNumber(value: number): string {
  // What is counted needs none of the system's language data, which take long to load.
  if (Number.isSafeInteger(value) && value >= 0) return value < 10_000 ? `${value}` : groupedDigits(value);
  return value.toLocaleString('de-DE', { useGrouping: 'min2', maximumFractionDigits: 1 });
}

/** Day in Germany of an instant, as 30.11.2026. */
export function germanDate(instant: number): string {
  return formatDay(saxonDay(instant));
}

/** „seit 1 Tag“, „seit 2 Tagen“. */
export function germanDaysDative(days: number): string {
  return days === 1 ? '1 Tag' : `${germanNumber(days)} Tagen`;
}

/** „a, b und c“. */
export function germanList(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} und ${last}`;
}
