import { addDuration } from '../domain/calendar.ts';
import { isCalendarDay } from '../domain/calendar-day.ts';

const numberWords: Readonly<Record<string, number>> = {
  ein: 1,
  einem: 1,
  einer: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwölf: 12,
};

const fixedWords: Readonly<Record<string, string>> = { heute: 'P0D', morgen: 'P1D', übermorgen: 'P2D', gestern: '-P1D' };

/** How a day may be written, for prompts. */
export const dayForms = '31.12.2026 oder „in 3 Monaten“';

/** Longest period that is taken for meant, in its unit. */
const longest = 1000;

/**
 * Reads a day as people write it: 31.12.2026, 31.12.26, 2026-12-31, „in 3 Monaten“, „in zwei Wochen“, „heute“.
 * @returns YYYY-MM-DD, or null if it is none of these or the day does not exist
 */
export function readGermanDay(text: string, today: string): string | null {
  const typed = text.normalize().trim().toLowerCase().replace(/\s+/g, ' ');
  const fixed = fixedWords[typed];
  if (fixed !== undefined) return addDuration(today, fixed);
  return readPeriod(typed, today) ?? readDate(typed);
}

/** Years from today beyond which a day is taken for a slip of the finger. */
const plausibleYears = 50;

/** Whether a day lies so far ahead or back that the year must be wrong. */
export function isFarOff(day: string, today: string): boolean {
  return day > addDuration(today, `P${plausibleYears}Y`) || day < addDuration(today, `-P${plausibleYears}Y`);
}

function readPeriod(typed: string, today: string): string | null {
  const [, count = '', unit = ''] = /^in (\d+|[a-zäöüß]+) (tag|woche|monat|jahr)(?:e|en|n)?$/.exec(typed) ?? [];
  const number = /^\d+$/.test(count) ? Number(count) : numberWords[count];
  if (number === undefined || unit === '' || number > longest) return null;
  const letters: Readonly<Record<string, string>> = { tag: 'D', woche: 'W', monat: 'M', jahr: 'Y' };
  const day = addDuration(today, `P${number}${letters[unit]}`);
  return isCalendarDay(day) ? day : null;
}

function readDate(typed: string): string | null {
  if (isCalendarDay(typed)) return typed;
  const [, day, month, year] = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})$/.exec(typed) ?? [];
  if (day === undefined || month === undefined || year === undefined) return null;
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDay(iso) ? iso : null;
}
