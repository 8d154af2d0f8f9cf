/**
 * Calendar arithmetic of deadlines. A period given in months ends on the day of the same number (§ 188 BGB); one that
 * ends on a Saturday, Sunday or public holiday ends on the next working day (§ 193 BGB, § 31 VwVfG). Holidays are
 * dated data of the catalogue (tables/feiertage-sachsen).
 */
import { Temporal } from 'temporal-polyfill';
import { saxonDay, saxonInstant, timeZone } from './saxon-clock.ts';

export { timeZone };

/** Rules from which the public holidays of a year follow. */
export interface HolidayRules {
  /** `MM-DD`. */
  fixed: readonly { date: string; name: string }[];
  /** Days from Easter Sunday, negative before. */
  easter: readonly { offset: number; name: string }[];
  /** Wednesday before 23 November; true in Saxony. */
  bussUndBettag: boolean;
}

/** Sums already made: thousands of answers share a few days and periods, and a date library is slow. */
const sums = new Map<string, string>();
const maxSums = 10_000;

/** Day plus an ISO 8601 duration of days, weeks, months or years; the 31st becomes the last day of a shorter month. */
export function addDuration(day: string, duration: string): string {
  const key = `${day} ${duration}`;
  const known = sums.get(key);
  if (known !== undefined) return known;
  const sum = Temporal.PlainDate.from(day).add(Temporal.Duration.from(duration)).toString();
  if (sums.size >= maxSums) sums.clear();
  sums.set(key, sum);
  return sum;
}

export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** Easter Sunday by the Gregorian computus (Meeus/Jones/Butcher). */
export function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return Temporal.PlainDate.from({ year, month, day }).toString();
}

/** Buß- und Bettag: the Wednesday before 23 November. */
export function bussUndBettag(year: number): string {
  const limit = Temporal.PlainDate.from({ year, month: 11, day: 23 });
  const back = limit.dayOfWeek > 3 ? limit.dayOfWeek - 3 : limit.dayOfWeek + 4;
  return limit.subtract({ days: back }).toString();
}

/** Public holidays of a year by day. */
export function holidays(year: number, rules: HolidayRules): Map<string, string> {
  const easter = Temporal.PlainDate.from(easterSunday(year));
  const days = new Map<string, string>();
  for (const { date, name } of rules.fixed) days.set(`${year}-${date}`, name);
  for (const { offset, name } of rules.easter) days.set(easter.add({ days: offset }).toString(), name);
  if (rules.bussUndBettag) days.set(bussUndBettag(year), 'Buß- und Bettag');
  return days;
}

export function isWorkingDay(day: string, rules: HolidayRules): boolean {
  const date = Temporal.PlainDate.from(day);
  return date.dayOfWeek <= 5 && !holidays(date.year, rules).has(day);
}

/** The day itself if it is a working day, else the next one. */
export function sameOrNextWorkingDay(day: string, rules: HolidayRules): string {
  let current = day;
  while (!isWorkingDay(current, rules)) current = addDuration(current, 'P1D');
  return current;
}

/** The day itself if it is a working day, else the last one before it: for what has to be done by then at the latest. */
export function sameOrPreviousWorkingDay(day: string, rules: HolidayRules): string {
  let current = day;
  while (!isWorkingDay(current, rules)) current = addDuration(current, '-P1D');
  return current;
}

/** The working day that lies `count` working days before a day. */
export function workingDaysBefore(day: string, count: number, rules: HolidayRules): string {
  let current = day;
  for (let left = count; left > 0; left -= 1) current = sameOrPreviousWorkingDay(addDuration(current, '-P1D'), rules);
  return current;
}

/** Last day of a period that began with an event on `start`. */
export function deadline(start: string, duration: string, rules: HolidayRules): string {
  return sameOrNextWorkingDay(addDuration(start, duration), rules);
}

/** First instant after a calendar day in Saxony, ISO 8601 UTC: rows recorded before it count for that day. */
export function endOfDay(day: string): string {
  return isoInstant(saxonInstant(Temporal.PlainDate.from(day).add({ days: 1 }).toString(), 0));
}

/** Calendar day in Saxony of an instant. */
export function dayOf(instant: string): string {
  return saxonDay(Temporal.Instant.from(instant).epochMilliseconds);
}

function isoInstant(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}

/** 30.11.2026 */
export function formatDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}.${month}.${year}`;
}

/**
 * Reads `2026-11-20 18:05` or `20.11.2026 18:05` as Saxon time, or an ISO 8601 text with its own offset.
 * An hour that occurs twice in autumn is the first of the two.
 * @returns the instant as ISO 8601 UTC; null for anything else, also for an hour the clock skips in spring
 */
export function readInstant(text: string): string | null {
  const [, year, month, day, time] = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}:\d{2})$/.exec(text) ?? [];
  const [, germanDay, germanMonth, germanYear, germanTime] =
    /^(\d{1,2})\.(\d{1,2})\.(\d{4})[ ,]+(\d{1,2}:\d{2})$/.exec(text) ?? [];
  const clock = (time ?? germanTime)?.padStart(5, '0');
  try {
    if (clock === undefined) return Temporal.Instant.from(text).toString({ fractionalSecondDigits: 3 });
    const date = `${year ?? germanYear}-${(month ?? germanMonth ?? '').padStart(2, '0')}-${(day ?? germanDay ?? '').padStart(2, '0')}`;
    const local = Temporal.PlainDateTime.from(`${date}T${clock}`);
    const instant = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    return instant.toPlainDateTime().equals(local) ? instant.toInstant().toString({ fractionalSecondDigits: 3 }) : null;
  } catch {
    return null;
  }
}
