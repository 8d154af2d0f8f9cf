/**
 * Tells systemd how a service is doing. Node cannot write to its kind of socket, so the small program that comes with systemd does; the
 * unit therefore needs `NotifyAccess=all`. Without systemd nothing is told.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface ServiceManager {
  /** `READY=1`, `WATCHDOG=1`, `STOPPING=1`, `STATUS=…`. A message that cannot be sent is no reason to stop working. */
  tell(...states: string[]): Promise<void>;
  /** How often the manager wants to hear from us, in milliseconds; null when it does not watch. */
  watchdogMs: number | null;
}

const sendTimeoutMs = 2000;

/** @param environment where systemd says whether and how it listens */
export function serviceManager(environment: Readonly<Record<string, string | undefined>> = process.env): ServiceManager {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: watchdog, WATCHDOG_PID: watched } = environment;
  const isListening = socket !== undefined && socket !== '';
  const isOurs = watched === undefined || watched === String(process.pid);
  const tell = async (...states: string[]) => {
    if (!isListening) return;
    await promisify(execFile)('systemd-notify', states, { timeout: sendTimeoutMs, env: { ...environment } }).catch(
      () => undefined,
    );
  };
  const watchdogMs = isListening && isOurs && Number(watchdog) > 0 ? Number(watchdog) / 1000 : null;
  return { tell, watchdogMs };
}
