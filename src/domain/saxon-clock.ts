/**
 * The clock on the wall in Saxony by its rule. Asking the time zone database of the system for the first time costs a fifth of a start of
 * the program, and every start asks which day it is.
 */
import { Temporal } from 'temporal-polyfill';

export const timeZone = 'Europe/Berlin';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Since then summer time ends in October (directive 94/21/EC, now 2000/84/EC); before, only the database knows. */
const firstYearOfRule = 1996;
const march = 2;
const october = 9;

/** What a clock in Saxony is ahead of UTC, in milliseconds. */
function offsetMs(epochMs: number): number {
  const year = new Date(epochMs).getUTCFullYear();
  if (year < firstYearOfRule)
    return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
  const isSummer = lastSundayAtOne(year, march) <= epochMs && epochMs < lastSundayAtOne(year, october);
  return isSummer ? 2 * hourMs : hourMs;
}

/** 01:00 UTC on the last Sunday of a month, counted from 0: when the clocks change in all of the Union. */
function lastSundayAtOne(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
  return lastDay.getTime() - lastDay.getUTCDay() * dayMs;
}

/** `2026-11-30T18:05:09.000` as a clock in Saxony shows it. */
function onTheWall(epochMs: number): string {
  return new Date(epochMs + offsetMs(epochMs)).toISOString().slice(0, -1);
}

/** Calendar day in Saxony, YYYY-MM-DD. */
export function saxonDay(epochMs: number): string {
  const wall = onTheWall(epochMs);
  return wall.slice(0, wall.indexOf('T'));
}

/** `18:05` */
export function saxonTime(epochMs: number): string {
  const wall = onTheWall(epochMs);
  return wall.slice(wall.indexOf('T') + 1).slice(0, 5);
}

/** The instant of a full hour of a calendar day in Saxony, in milliseconds. @param day YYYY-MM-DD */
export function saxonInstant(day: string, hour: 0 | 12): number {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + hour * hourMs;
  if (new Date(asUtc).getUTCFullYear() <= firstYearOfRule)
    return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour }) })
      .epochMilliseconds;
  // An hour earlier, because the clock is ahead; it changes at two or three in the morning, far from both.
  return asUtc - offsetMs(asUtc - hourMs);
}
