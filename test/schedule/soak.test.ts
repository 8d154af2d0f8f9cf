/**
 * A year of 200 jobs in simulated time, both changes of the clock in it, somebody looking every few minutes: each job runs exactly at
 * the dates an independent count of the minutes of that year finds.
 */
import { expect, it } from 'vitest';
import { randomFrom } from '../../bench/state-data.ts';
import { type DecidedJob, decide, jitterMs, type LastRun } from '../../src/schedule/decide.ts';
import { calendarOf } from '../../src/schedule/occurrences.ts';
import { parseWhen } from '../../src/schedule/when.ts';
import { saxonHolidays } from './holidays.ts';
import { begin, demandOf, end, minuteMs, minutesOfTheYear } from './naive-calendar.ts';

it('200 jobs run exactly as often as they should, and never twice for one date', () => {
  const random = randomFrom(20_260_329);
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
