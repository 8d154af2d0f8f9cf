/**
 * When a job is due, as instants. Wall-clock times are walked through first and turned into instants afterwards, so that the two
 * changes of the clock follow one rule: what falls into the hour that is skipped comes due as soon as it has been skipped, and what
 * falls into the hour that occurs twice comes due in the first of the two, once.
 */
import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import { type HolidayRules, isWorkingDay, timeZone } from '../domain/calendar.ts';
import type { When } from './when.ts';

export interface Calendar {
  /** Also after thousands of occurrences the same answer: computed once per instant asked for. */
  next(after: Date): Date | null;
  /** The last one at or before an instant. */
  latest(at: Date): Date | null;
}

/** More holidays in a row there are not; a rule that meets nothing for this long never does. */
const maxSkippedHolidays = 400;
const hourMs = 3_600_000;

/** The occurrences of a job. Its answers are kept, so one calendar serves one job for as long as it is watched. */
export function calendarOf(when: When, holidays: HolidayRules): Calendar {
  // Wall-clock time is told to the library as if it were UTC, which has no changes of the clock.
  const rules = when.expressions.map((expression) => new Cron(expression, { mode: '5-part', utcOffset: 0 }));
  const counts = (wall: Date) => !when.skipsHolidays || isWorkingDay(wall.toISOString().slice(0, 10), holidays);
  const step = (wall: Date, move: (rule: Cron, wall: Date) => Date | null, pick: (...times: number[]) => number) => {
    let found: Date | null = wall;
    for (let tries = 0; tries < maxSkippedHolidays; tries += 1) {
      const from: Date = found;
      const reached = rules.map((rule) => move(rule, from)).filter((date) => date !== null);
      if (reached.length === 0) return null;
      found = new Date(pick(...reached.map((date) => date.getTime())));
      if (counts(found)) return found;
    }
    return null;
  };
  const following = (wall: Date) => step(wall, (rule, from) => rule.nextRun(from), Math.min);
  const preceding = (wall: Date) => step(wall, (rule, from) => rule.previousRuns(1, from)[0] ?? null, Math.max);

  let asked: { after: number; answer: Date | null } | null = null;
  return {
    next(after) {
      if (asked?.after === after.getTime()) return asked.answer;
      let wall = following(wallOf(after));
      // In the second pass of the doubled hour its times have all been.
      while (wall !== null && instantOf(wall) <= after.getTime()) wall = following(wall);
      const answer = wall === null ? null : new Date(instantOf(wall));
      asked = { after: after.getTime(), answer };
      return answer;
    },
    latest(at) {
      let wall = preceding(new Date(wallOf(at).getTime() + hourMs + 1000));
      while (wall !== null && instantOf(wall) > at.getTime()) wall = preceding(wall);
      return wall === null ? null : new Date(instantOf(wall));
    },
  };
}

/** What the clock shows in Saxony, as if it were UTC. */
function wallOf(instant: Date): Date {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(instant.getTime() + offsetNanoseconds / 1e6);
}

/** The first instant at which the clock shows that time; for a time it skips, the instant of the change. */
function instantOf(wall: Date): number {
  const local = Temporal.PlainDateTime.from(wall.toISOString().slice(0, 19));
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  return zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? zoned.epochMilliseconds;
}
