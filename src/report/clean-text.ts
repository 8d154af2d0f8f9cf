/**
 * Text from outside may carry line breaks, control characters, marks that turn the reading direction and halves of
 * characters. None of them belongs in a report: breaks become blanks, the others go.
 */

const breaksAndTabs = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** Unicode general category „other“: control, format, surrogate, private use, unassigned. */
const invisible = /\p{C}/gu;

export function cleanText(text: string): string {
  return text.normalize('NFC').replace(breaksAndTabs, ' ').replace(invisible, '').replace(/ {2,}/g, ' ').trim();
}

/** The same value with every string in it cleaned. */
export function cleanStrings<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clean(entry)]));
}
