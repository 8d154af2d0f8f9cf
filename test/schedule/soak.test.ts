/**
 * A year of 200 jobs in simulated time, both changes of the clock in it, somebody looking every few minutes: each job runs exactly at
 * the dates an independent count of the minutes of that year finds.
 */
import { expect, it } from 'vitest';
import { holidays } from '../../src/domain/calendar.ts';
import { type DecidedJob, decide, jitterMs, type LastRun } from '../../src/schedule/decide.ts';
import { calendarOf } from '../../src/schedule/occurrences.ts';
import { parseWhen } from '../../src/schedule/when.ts';
import { saxonHolidays } from './holidays.ts';

const minuteMs = 60_000;
const begin = Date.parse('2026-01-01T00:00:00Z');
const end = Date.parse('2027-01-01T00:00:00Z');

/** Mulberry32: the same sequence on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a job demands, told twice: in the words of a user, and as a test of what the clock shows. */
interface Demand {
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

function demandOf(random: () => number): Demand {
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
function minutesOfTheYear(): Map<string, { at: number; day: Day }[]> {
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

it('200 jobs run exactly as often as they should, and never twice for one date', () => {
  const random = seeded(20_260_329);
  const minutes = minutesOfTheYear();
  let total = 0;
  for (let index = 1; index <= 200; index += 1) {
    const demand = demandOf(random);
    const job: DecidedJob = {
      id: `Z${index}`,
      streuungMinuten: Math.floor(random() * 3) * 10,
      verpasst: random() < 0.5 ? 'nachholen' : 'auslassen',
      wiederholungen: 1,
      seit: new Date(begin - 1).toISOString(),
    };
    const runs = runsOf(job, demand.text, random);
    const same = minutes.get(`${demand.hour}:${demand.minute}`) ?? [];
    const dates = new Set(same.filter(({ day }) => demand.matches(day)).map(({ at }) => at));
    // The last look of the year may come before the last date of the year has been seen.
    const seen = [...dates].filter((at) => at + jitterMs(job) < end - 10 * minuteMs);
    expect(
      runs.filter((at) => at <= (seen.at(-1) ?? 0)),
      `${job.id}: ${demand.text}`,
    ).toEqual(seen);
    total += runs.length;
  }
  expect(total).toBeGreaterThan(10_000);
}, 120_000);

/** Somebody looks every one to nine minutes; now and then a run fails and is tried again. @returns the dates that were run */
function runsOf(job: DecidedJob, text: string, random: () => number): number[] {
  const calendar = calendarOf(parseWhen(text), saxonHolidays);
  const dates: number[] = [];
  let last: LastRun | null = null;
  let now = begin;
  while (now < end) {
    const decision = decide(job, last, new Date(now), calendar, []);
    if (decision.kind === 'skip') throw new Error(`${job.id} left out a date although somebody looked`);
    if (decision.kind === 'run') {
      const fails: boolean = decision.attempt === 1 && random() < 0.05;
      if (decision.attempt === 1) dates.push(decision.planned.getTime());
      expect(decision.missed).toBe(0);
      const beendet = new Date(now + 20_000).toISOString();
      last = {
        geplant: decision.planned.toISOString(),
        versuch: decision.attempt,
        stand: fails ? 'gescheitert' : 'fertig',
        beendet,
        code: fails ? 4 : 0,
      };
    }
    const next = decision.kind === 'wait' ? decision.until?.getTime() : now;
    if (next === undefined) break;
    now = Math.max(next, now) + Math.ceil(random() * 9) * minuteMs;
  }
  return dates;
}
