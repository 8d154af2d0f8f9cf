/** Waiting for an abort in many places at once. */

class Endings extends Set<() => void> {
  handleEvent(): void {
    for (const end of [...this]) end();
  }
}

const endings = new WeakMap<AbortSignal, Endings>();

/**
 * Calls `end` when the signal is aborted. All of them wait by one listener: adding one to a signal takes the longer the more it has.
 * @returns ends the waiting; nothing stays with the signal once nobody waits
 */
export function whenAborted(signal: AbortSignal | undefined, end: () => void): () => void {
  if (signal === undefined) return () => undefined;
  const waiting = endings.get(signal) ?? new Endings();
  endings.set(signal, waiting);
  if (waiting.size === 0) signal.addEventListener('abort', waiting, { once: true });
  waiting.add(end);
  return () => {
    if (waiting.delete(end) && waiting.size === 0) signal.removeEventListener('abort', waiting);
  };
}
