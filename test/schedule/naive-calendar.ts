/**
 * What a plan demands, told without its code: a demand in the words of a user and as a test of what the clock shows, and every minute of a
 * year as the clock on the wall shows it. Slow and plain on purpose.
 */
import { expect } from 'vitest';
import { holidays } from '../../src/domain/calendar.ts';
import { saxonHolidays } from './holidays.ts';

export const minuteMs = 60_000;
/** The year looked at. */
export const begin = Date.parse('2026-01-01T00:00:00Z');
export const end = Date.parse('2027-01-01T00:00:00Z');

/** What a job demands, told twice: in the words of a user, and as a test of what the clock shows. */
export interface Demand {
  text: string;
  hour: number;
  minute: number;
  matches(day: Day): boolean;
}

interface Day {
  day: number;
  month: number;
  weekday: number;
  isHoliday: boolean;
  isLast: boolean;
}

const weekdayNames = ['sonntags', 'montags', 'dienstags', 'mittwochs', 'donnerstags', 'freitags', 'samstags'];

/** A demand by chance; half of them lie in the hours the clock changes. */
export function demandOf(random: () => number): Demand {
  const pick = (count: number) => Math.floor(random() * count);
  // Half of them in the hours the clock changes.
  const hour = pick(2) === 0 ? 1 + pick(3) : pick(24);
  const minute = pick(12) * 5;
  const time = `${hour}:${String(minute).padStart(2, '0')}`;
  const weekday = pick(7);
  const number = 1 + pick(28);
  const kinds: Omit<Demand, 'hour' | 'minute'>[] = [
    { text: `täglich ${time}`, matches: () => true },
    { text: `${weekdayNames[weekday]} ${time}`, matches: (day) => day.weekday === weekday },
    { text: `sonntags ${time}`, matches: (day) => day.weekday === 0 },
    { text: `werktags ${time}`, matches: (day) => day.weekday % 6 !== 0 && !day.isHoliday },
    { text: `am ${number}. jedes Monats ${time}`, matches: ({ day }) => day === number },
    { text: `am letzten Tag jedes Monats ${time}`, matches: (day) => day.isLast },
    { text: `${minute} ${hour} 25 * *`, matches: ({ day }) => day === 25 },
    {
      text: `am letzten Sonntag im Monat ${time}`,
      matches: ({ weekday: of, day, month }) => of === 0 && isInLastWeek(day, month),
    },
    { text: `${minute} ${hour} * 3,10 *`, matches: ({ month }) => month === 3 || month === 10 },
    { text: `${minute} ${hour} 29 3 *`, matches: ({ day, month }) => day === 29 && month === 3 },
  ];
  return { ...(kinds[pick(kinds.length)] as Demand), hour, minute };
}

function isInLastWeek(day: number, month: number): boolean {
  return day + 7 > new Date(Date.UTC(2026, month, 0)).getUTCDate();
}

/**
 * By the time of day the days on which the clock showed it first, with the instant; a time it skipped at the instant it was skipped.
 * Read off the clock of the system's own calendar, minute by minute.
 */
export function minutesOfTheYear(): Map<string, { at: number; day: Day }[]> {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' });
  const free = new Set([2026, 2027].flatMap((year) => [...holidays(year, saxonHolidays).keys()]));
  const shown = (at: number) => {
    const [day, month, year, hour, minute] =
      /(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(format.format(at))?.slice(1).map(Number) ?? [];
    return Date.UTC(Number(year), Number(month) - 1, day, hour, minute);
  };
  const minutes = new Map<string, { at: number; day: Day }[]>();
  let latest = shown(begin) - minuteMs;
  let offset = 0;
  let count = 0;
  for (let at = begin; at < end; at += minuteMs) {
    // The offset changes on the hour only.
    if (at % 3_600_000 === 0) offset = shown(at) - at;
    for (let wall = latest + minuteMs; wall <= at + offset; wall += minuteMs) {
      const date = new Date(wall);
      const key = `${date.getUTCHours()}:${date.getUTCMinutes()}`;
      const same = minutes.get(key) ?? [];
      minutes.set(key, same);
      // Few times of day are asked for, all of them at full five minutes.
      if (date.getUTCMinutes() % 5 === 0) same.push({ at, day: dayOf(date, free) });
      count += 1;
    }
    latest = Math.max(latest, at + offset);
  }
  expect(count).toBe(365 * 24 * 60);
  return minutes;
}

function dayOf(date: Date, free: ReadonlySet<string>): Day {
  return {
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    weekday: date.getUTCDay(),
    isHoliday: free.has(date.toISOString().slice(0, 10)),
    isLast: new Date(date.getTime() + 86_400_000).getUTCDate() === 1,
  };
}
