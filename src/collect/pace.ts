/** Doing many small network jobs: a few at a time, not faster than a rate, and stoppable. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { whenAborted } from './abort.ts';

/** Jobs begun at first, and how often more are. */
const fewAtOnce = 64;
const growthMs = 20;

/**
 * Calls `job` for every item with at most `concurrency` running. More than a few are begun only while jobs wait longer than others take to
 * finish: hundreds of connections refused at once cost a fifth more than the same ones after each other (bench/speed-network.md). Stops
 * starting new ones once the signal is aborted.
 * @param concurrency at least 1
 */
export async function forEachLimited<T>(
  items: Iterable<T>,
  concurrency: number,
  job: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const { promise: all, resolve, reject } = Promise.withResolvers<void>();
  let running = 0;
  let finishedLately = 0;
  const work = async () => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      if (signal?.aborted === true) return;
      await job(next.value);
      finishedLately++;
    }
  };
  const startSome = () => {
    const end = Math.min(concurrency, running + fewAtOnce);
    while (running < end) {
      running++;
      work().then(() => {
        running--;
        if (running === 0) resolve();
      }, reject);
    }
  };
  const growing = setInterval(() => {
    if (finishedLately < running) startSome();
    finishedLately = 0;
  }, growthMs);
  startSome();
  await all.finally(() => clearInterval(growing));
}

/** Returns a function that resolves when the next job may start: never more than `perSecond` in a second. */
export function createPace(perSecond: number, signal?: AbortSignal): () => Promise<void> {
  const gapMs = 1000 / perSecond;
  const mostInASecond = Math.max(1, Math.floor(perSecond));
  const lastStarts: number[] = [];
  let nextAt = performance.now();
  return async () => {
    const now = performance.now();
    const waitMs = Math.max(0, nextAt - now);
    nextAt = Math.max(now, nextAt) + gapMs;
    if (waitMs >= 1) await sleep(waitMs, signal);
    // Timers can be late, and then several come at once: the second still holds no more.
    for (let leftMs = msUntilRoom(); leftMs > 0 && signal?.aborted !== true; leftMs = msUntilRoom()) await sleep(leftMs, signal);
    lastStarts.push(performance.now());
    if (lastStarts.length > mostInASecond) lastStarts.shift();
  };

  function msUntilRoom(): number {
    const [first] = lastStarts;
    return first === undefined || lastStarts.length < mostInASecond ? 0 : Math.ceil(first + 1000 - performance.now());
  }
}

interface PacedJob {
  takeTurn(): Promise<void>;
  /** Spent waiting for turns so far. */
  waitedMs: number;
}

/**
 * Travels with the job instead of through every signature: whatever opens a connection asks for its turn, and none can be handed
 * down without it.
 */
const pacedJob = new AsyncLocalStorage<PacedJob>();

/** Runs a job whose connections each wait for `takeTurn`. */
export function runPaced<T>(takeTurn: () => Promise<void>, job: () => Promise<T>): Promise<T> {
  return pacedJob.run({ takeTurn, waitedMs: 0 }, job);
}

/** To be awaited before every new connection or question to a target, and before its time begins to run. Returns at once outside of `runPaced`. */
export async function takeTurn(): Promise<void> {
  const job = pacedJob.getStore();
  if (job === undefined) return;
  const since = performance.now();
  await job.takeTurn();
  job.waitedMs += performance.now() - since;
}

/** What this job spent waiting for its turns so far: limits on the time of a service do not count it. */
export function waitedMs(): number {
  return pacedJob.getStore()?.waitedMs ?? 0;
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      forgetAbort();
      resolve();
    };
    const timer = setTimeout(done, ms);
    const forgetAbort = whenAborted(signal, done);
    if (signal?.aborted === true) done();
  });
}
