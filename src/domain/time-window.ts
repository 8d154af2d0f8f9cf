/** Hours in which a Freigabe permits checks, in Saxon time. */
import { Temporal } from 'temporal-polyfill';
import { InvalidDataError } from '../errors.ts';
import { saxonTime, timeZone } from './saxon-clock.ts';

/** One window. When `bis` is not after `von` it runs past midnight and belongs to the day it began on. */
export interface TimeWindow {
  /** 1 Monday to 7 Sunday, ascending. */
  tage: readonly number[];
  /** `HH:MM`. */
  von: string;
  bis: string;
}

const dayNames = ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'] as const;

/**
 * Reads `Mo-Fr 18:00-06:00`, `Sa,So 00:00-24:00` or `20:00-22:00` (every day).
 * @throws InvalidDataError for anything else
 */
export function parseTimeWindow(text: string): TimeWindow {
  const [, days, von, bis] = /^\s*(?:(\S+)\s+)?(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*$/.exec(text) ?? [];
  const tage = days === undefined ? [1, 2, 3, 4, 5, 6, 7] : days.split(',').flatMap((part) => dayRange(part) ?? [0]);
  if (von === undefined || bis === undefined || tage.includes(0) || !isTime(von, 23) || !isTime(bis, 24)) {
    throw new InvalidDataError(
      `„${text}“ ist kein Zeitfenster.`,
      'Erlaubt sind zum Beispiel „Mo-Fr 18:00-06:00“, „Sa,So 00:00-24:00“ oder „20:00-22:00“ für jeden Tag.',
    );
  }
  return { tage: [...new Set(tage)].sort(), von: von.padStart(5, '0'), bis: bis.padStart(5, '0') };
}

/** `Mo-Fr 18:00-06:00`; every day stands without days. */
export function formatTimeWindow({ tage, von, bis }: TimeWindow): string {
  if (tage.length === 7) return `täglich ${von}-${bis}`;
  const isRun = tage.length > 2 && tage.every((day, index) => day === (tage[0] ?? 0) + index);
  const names = tage.map((day) => dayNames[day - 1]);
  return `${isRun ? `${names[0]}-${names.at(-1)}` : names.join(',')} ${von}-${bis}`;
}

/** Windows that follow each other without a gap for this long have no end worth telling. */
const withoutEndMs = 7 * 24 * 3600 * 1000;

/**
 * Until when checks may run.
 * @param windows of one Freigabe; none permits any time
 * @returns the end of the window the instant lies in, or of those that follow it without a gap; `null` for no end; `false` outside of
 *   every window
 */
export function permittedUntil(windows: readonly TimeWindow[], instant: Date): Date | null | false {
  if (windows.length === 0) return null;
  let end = endOfWindow(windows, instant);
  for (let next = end; next !== null; next = endOfWindow(windows, next)) {
    if (next.getTime() - instant.getTime() > withoutEndMs) return null;
    end = next;
  }
  return end ?? false;
}

/** The latest end of the windows the instant lies in; null outside of all. */
function endOfWindow(windows: readonly TimeWindow[], instant: Date): Date | null {
  const now = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  const ends = windows.flatMap((window) =>
    [now.toPlainDate(), now.toPlainDate().subtract({ days: 1 })].flatMap((day) => endOn(window, day, now)),
  );
  const latest = ends.sort((a, b) => Temporal.ZonedDateTime.compare(b, a))[0];
  return latest === undefined ? null : new Date(latest.epochMilliseconds);
}

/** `06:00 Uhr`, Saxon time. */
export function formatTimeOfDay(instant: Date): string {
  return `${saxonTime(instant.getTime())} Uhr`;
}

/** The end of a window that began on the day, if `now` lies in it. */
function endOn({ tage, von, bis }: TimeWindow, day: Temporal.PlainDate, now: Temporal.ZonedDateTime): Temporal.ZonedDateTime[] {
  if (!tage.includes(day.dayOfWeek)) return [];
  const at = (date: Temporal.PlainDate, time: string) =>
    time === '24:00'
      ? date.add({ days: 1 }).toZonedDateTime({ timeZone })
      : date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });
  const begin = at(day, von);
  const end = at(bis <= von ? day.add({ days: 1 }) : day, bis);
  const isInside = Temporal.ZonedDateTime.compare(begin, now) <= 0 && Temporal.ZonedDateTime.compare(now, end) < 0;
  return isInside ? [end] : [];
}

function isTime(text: string, maxHour: number): boolean {
  const [hour = 99, minute = 99] = text.split(':').map(Number);
  return hour <= maxHour && minute <= 59 && (hour < 24 || minute === 0);
}

function dayRange(text: string): number[] | null {
  const [first, last = first] = text
    .split('-')
    .map((name) => dayNames.findIndex((each) => each.toLowerCase() === name.toLowerCase()) + 1);
  if (first === undefined || last === undefined || first === 0 || last === 0 || last < first) return null;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
