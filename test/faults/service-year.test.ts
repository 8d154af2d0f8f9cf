/**
 * A year of the schedule with a real database, in simulated time: the service looks, runs what is due, is killed in the middle of runs and
 * stays away for minutes or days. Which dates each job ran and which it left out is held against a count of the minutes of that year.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { randomFrom } from '../../bench/state-data.ts';
import { dayOf } from '../../src/domain/calendar.ts';
import type { MissedPolicy } from '../../src/domain/scheduled-job.ts';
import { jitterMs } from '../../src/schedule/decide.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { planJob } from '../../src/usecases/schedule-jobs.ts';
import { runDueJobs, type ScheduleEvent } from '../../src/usecases/schedule-run.ts';
import { noteCounts, seed, size, timeLimitMs } from '../campaign.ts';
import { contextOn } from '../commands/context-on.ts';
import { begin, type Demand, demandOf, end, minuteMs, minutesOfTheYear } from '../schedule/naive-calendar.ts';

const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));
const kommune = 'beispielhain';
const lateMs = 60 * minuteMs;

let folder: string;
let store: Store;
let base: Context;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-jahr-'));
  store = await openStore(join(folder, 'burgward.db'));
  base = await contextOn(store, '2026-01-01');
  const body = { slug: kommune, name: 'Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null } as const;
  await createKommune(at(begin - 86_400_000), body, {});
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the service works with at an instant. */
function at(instant: number): Context {
  const today = dayOf(new Date(instant).toISOString());
  return { ...base, asOf: today, today, now: () => new Date(instant) };
}

interface SoakJob {
  id: string;
  text: string;
  jitter: number;
  verpasst: MissedPolicy;
  /** All dates of the year by the naive count. */
  dates: readonly number[];
  /** What the naive model expects, in order. */
  expected: string[];
  /** The last date that is settled. */
  anchor: number;
}

class Killed extends Error {}

/** A short slice ends after the change to summer time. */
const jobCount = size(6, 200);
const until = jobCount === 200 ? end : Date.parse('2026-04-06T00:00:00Z');
const from = jobCount === 200 ? begin : Date.parse('2026-03-24T00:00:00Z');

/** Per look. The short slice has few looks, and must see kills and pauses all the same. */
const [killChance, pauseChance] = jobCount === 200 ? [0.01, 0.004] : [0.3, 0.05];

it(
  `${jobCount} jobs of the service run exactly as often as they should, through kills, restarts and both changes of the clock`,
  async () => {
    const random = randomFrom(seed + 2);
    const minutes = minutesOfTheYear();
    const jobs = new Map<string, SoakJob>();
    for (let index = 0; index < jobCount; index += 1) {
      const job = await planned(demandOf(random), random, minutes);
      jobs.set(job.id, job);
    }
    const counts = { jobs: jobs.size, looks: 0, kills: 0, pauses: 0, runs: 0, skipped: 0, retries: 0 };
    let now = from;
    while (now < until) {
      counts.looks += 1;
      const killAt = random() < killChance ? 1 + Math.floor(random() * 3) : null;
      const { events, next } = await look(now, killAt);
      settle(jobs, now, events, killAt !== null && next === null);
      if (killAt !== null && next === null) counts.kills += 1;
      // After a kill the service manager starts it again at once, or the machine stays off.
      const isAway = random() < pauseChance || (next === null && random() < 0.5);
      if (isAway) counts.pauses += 1;
      const awayMs = isAway ? Math.floor(random() ** 3 * 4 * 1440 + 1) * minuteMs : 0;
      now = Math.max(now + 1000, Math.min(next ?? now + 1000, now + 360 * minuteMs)) + awayMs;
    }
    const last = await look(now, null);
    settle(jobs, now, last.events, false);
    for (const job of jobs.values()) {
      const rows = await runsOf(job.id);
      const settled = rows
        .filter(({ versuch }) => versuch === 1)
        .map(({ geplant, stand }) => entryOf(geplant, stand === 'ausgelassen'));
      expect(settled, `${job.id}: ${job.text}`).toEqual(job.expected);
      counts.runs += rows.filter(({ stand }) => stand !== 'ausgelassen').length;
      counts.skipped += rows.filter(({ stand }) => stand === 'ausgelassen').length;
      counts.retries += rows.filter(({ versuch }) => versuch > 1).length;
      // Nothing is left that says it still runs, and no date was begun twice for the first time.
      expect(rows.filter(({ stand }) => stand === 'laeuft')).toEqual([]);
      expect(new Set(settled).size).toBe(settled.length);
    }
    expect((await verifyChain(store, kommune, null)).problems).toEqual([]);
    expect(counts.runs).toBeGreaterThan(0);
    expect(counts.kills).toBeGreaterThan(0);
    expect(counts.pauses).toBeGreaterThan(0);
    noteCounts('a year of the service', { ...counts, days: Math.round((until - from) / 86_400_000) });
  },
  timeLimitMs(120_000),
);

async function planned(demand: Demand, random: () => number, minutes: ReturnType<typeof minutesOfTheYear>): Promise<SoakJob> {
  const verpasst: MissedPolicy = random() < 0.5 ? 'nachholen' : 'auslassen';
  const settings = { streuungMinuten: Math.floor(random() * 3) * 10, verpasst, wiederholungen: Math.floor(random() * 3) };
  const { id } = await planJob(at(from - 1), {
    ...{ art: 'faellig', wann: demand.text, kommune, landkreis: null, optionen: {}, reportsFolder },
    ...settings,
  });
  const same = minutes.get(`${demand.hour}:${demand.minute}`) ?? [];
  const dates = [...new Set(same.filter(({ day }) => demand.matches(day)).map((minute) => minute.at))];
  const jitter = jitterMs({ id, streuungMinuten: settings.streuungMinuten });
  return { id, text: demand.text, jitter, verpasst, dates, expected: [], anchor: from - 1 };
}

/** One look of the service. @param killAt ends it when so many runs have begun @returns no next start where it was killed */
async function look(now: number, killAt: number | null): Promise<{ events: ScheduleEvent[]; next: number | null }> {
  const events: ScheduleEvent[] = [];
  const onEvent = (event: ScheduleEvent) => {
    events.push(event);
    if (events.filter(({ ereignis }) => ereignis === 'beginn').length === killAt) throw new Killed();
  };
  const signal = new AbortController().signal;
  try {
    const { naechster } = await runDueJobs(at(now), {
      reportsFolder,
      auftraege: [],
      jetzt: false,
      probe: false,
      signal,
      onEvent,
    });
    return { events, next: naechster === null ? Number.POSITIVE_INFINITY : Date.parse(naechster.um) };
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return { events, next: null };
  }
}

/** What the rules say about a look at that instant, with the dates counted minute by minute. */
function settle(jobs: ReadonlyMap<string, SoakJob>, now: number, events: readonly ScheduleEvent[], wasKilled: boolean): void {
  // Of those whose turn had not come nothing is known.
  const reached = new Set(events.flatMap((event) => ('auftrag' in event ? [event.auftrag] : [])));
  for (const job of jobs.values()) {
    if (wasKilled && !reached.has(job.id)) continue;
    const latest = job.dates.filter((date) => date > job.anchor && date + job.jitter <= now).at(-1);
    if (latest === undefined) continue;
    const isLeftOut = job.verpasst === 'auslassen' && now - latest - job.jitter > lateMs;
    job.expected.push(entryOf(new Date(latest).toISOString(), isLeftOut));
    job.anchor = latest;
  }
}

function entryOf(geplant: string, isLeftOut: boolean): string {
  return `${geplant}${isLeftOut ? ' ausgelassen' : ''}`;
}

/** The newest state of every run of a job, in order. */
async function runsOf(auftrag: string): Promise<{ geplant: string; versuch: number; stand: string }[]> {
  const rows = await store.db
    .selectFrom('zeitplan_lauf')
    .select(['nr', 'geplant', 'versuch', 'stand'])
    .where('auftrag', '=', auftrag)
    .orderBy('row_id')
    .execute();
  return [...new Map(rows.map((row) => [row.nr, row])).values()];
}
