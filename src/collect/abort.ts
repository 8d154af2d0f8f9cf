/** Waiting for an abort in many places at once. */

const endings = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `end` when the signal is aborted. All of them wait by one listener: adding one to a signal takes the longer the more it has.
 * @returns ends the waiting
 */
export function whenAborted(signal: AbortSignal | undefined, end: () => void): () => void {
  if (signal === undefined) return () => undefined;
  const waiting = endings.get(signal) ?? listen(signal);
  waiting.add(end);
  return () => waiting.delete(end);
}

function listen(signal: AbortSignal): Set<() => void> {
  const waiting = new Set<() => void>();
  endings.set(signal, waiting);
  signal.addEventListener(
    'abort',
    () => {
      for (const end of [...waiting]) end();
    },
    { once: true },
  );
  return waiting;
}
