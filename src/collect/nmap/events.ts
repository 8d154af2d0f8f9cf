/** A scan as a stream of events, for whoever would rather loop than give handlers. */
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import type { NmapInstallation } from './installation.ts';
import { type HostScan, type NmapScan, type NmapScanOptions, type ScanProgress, scanWithNmap } from './scan.ts';

export type NmapEvent =
  | { type: 'host'; host: HostScan }
  | { type: 'progress'; progress: ScanProgress }
  | { type: 'warning'; text: string }
  | { type: 'end'; scan: NmapScan };

interface Step {
  event: NmapEvent;
  /** Lets nmap's output go on. */
  taken(): void;
}

/**
 * The events of a scan as they come, `end` last. nmap's output waits until an event was taken; leaving the loop early ends nmap.
 * @throws like scanWithNmap
 */
export async function* nmapEvents(
  installation: NmapInstallation,
  targets: readonly AuthorizedTarget[],
  ports: readonly number[],
  options: Omit<NmapScanOptions, 'onHost' | 'onProgress' | 'onWarning'>,
): AsyncGenerator<NmapEvent, void, void> {
  const leaving = new AbortController();
  const signal = options.signal === undefined ? leaving.signal : AbortSignal.any([options.signal, leaving.signal]);
  const steps: Step[] = [];
  let wake: () => void = () => undefined;
  const hand = (event: NmapEvent) =>
    new Promise<void>((taken) => {
      if (leaving.signal.aborted) return taken();
      steps.push({ event, taken });
      wake();
    });
  let ended = false;
  const scanning = scanWithNmap(installation, targets, ports, {
    ...options,
    signal,
    onHost: (host) => hand({ type: 'host', host }),
    onProgress: (progress) => hand({ type: 'progress', progress }),
    onWarning: (text) => hand({ type: 'warning', text }),
  }).finally(() => {
    ended = true;
    wake();
  });
  // Somebody listens for the error below; until then it must not end the program.
  scanning.catch(() => undefined);
  try {
    while (!ended || steps.length > 0) {
      const step = steps.shift();
      if (step === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      try {
        yield step.event;
      } finally {
        step.taken();
      }
    }
    yield { type: 'end', scan: await scanning };
  } finally {
    leaving.abort();
    for (const { taken } of steps) taken();
    await scanning.catch(() => undefined);
  }
}
