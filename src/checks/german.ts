/** Numbers, dates and lists inside German sentences. */

/** Grouping begins at five digits, so a key length stays „3072“. */
const numbers = new Intl.NumberFormat('de-DE', { useGrouping: 'min2', maximumFractionDigits: 1 });
const dates = new Intl.DateTimeFormat('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'Europe/Berlin' });
const lists = new Intl.ListFormat('de', { type: 'conjunction' });

export function germanNumber(value: number): string {
  return numbers.format(value);
}

/** Day in Germany of an instant, as 30.11.2026. */
export function germanDate(instant: number): string {
  return dates.format(instant);
}

/** „seit 1 Tag“, „seit 2 Tagen“. */
export function germanDaysDative(days: number): string {
  return days === 1 ? '1 Tag' : `${germanNumber(days)} Tagen`;
}

/** „a, b und c“. */
export function germanList(items: readonly string[]): string {
  return lists.format(items);
}
