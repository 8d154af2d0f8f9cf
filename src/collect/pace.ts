/** Doing many small network jobs: a few at a time, not faster than a rate, and stoppable. */

/** Calls `job` for every item with at most `concurrency` running. Stops starting new ones once the signal is aborted. */
export async function forEachLimited<T>(
  items: Iterable<T>,
  concurrency: number,
  job: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      if (signal?.aborted === true) return;
      await job(next.value);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** Returns a function that resolves when the next job may start: never more than `perSecond` in a second. */
export function createPace(perSecond: number, signal?: AbortSignal): () => Promise<void> {
  const gapMs = 1000 / perSecond;
  let nextAt = performance.now();
  return () => {
    const now = performance.now();
    const waitMs = Math.max(0, nextAt - now);
    nextAt = Math.max(now, nextAt) + gapMs;
    return waitMs < 1 ? Promise.resolve() : sleep(waitMs, signal);
  };
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal?.aborted === true) done();
    else signal?.addEventListener('abort', done, { once: true });
  });
}
