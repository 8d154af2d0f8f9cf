/**
 * Whether a text is a day: the one parser of days, on the command line, in tables and in files. Apart from calendar.ts, because its date
 * library would cost every start of the program more than the rest of the shell.
 */
import { InvalidDataError } from '../errors.ts';

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is an existing day of the Gregorian calendar written YYYY-MM-DD. */
export function isCalendarDay(text: string): boolean {
  const parts = dayPattern.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(2000, month - 1, day));
  // Set apart, because Date.UTC reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return year >= 1 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * Reads a day.
 * @param what names it in the sentence: „--bis“, „Stand“
 * @throws InvalidDataError if it is not written YYYY-MM-DD or does not exist
 */
export function parseDay(text: string, what: string): string {
  if (isCalendarDay(text)) return text;
  const reason = dayPattern.test(text) ? 'Diesen Tag gibt es nicht.' : 'Das ist kein Datum in der Form JJJJ-MM-TT.';
  throw new InvalidDataError(`${what} „${text}“: ${reason}`, `Zum Beispiel so: ${what} 2026-03-31`);
}
