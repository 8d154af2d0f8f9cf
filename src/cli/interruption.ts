import { InterruptedError } from '../errors.ts';
import { reportError } from './report-error.ts';

type StopSignal = 'SIGINT' | 'SIGTERM';

/** A command that has been asked to stop gets this long to put its work away. */
const graceMs = 10_000;

const controller = new AbortController();
let signalInUse = false;
let received: StopSignal | undefined;
let hint: string | undefined;

/** Aborted by Ctrl-C or SIGTERM. Whoever asks for it promises to end soon after; otherwise the process ends at once. */
export function interruptionSignal(): AbortSignal {
  signalInUse = true;
  return controller.signal;
}

/** What whoever stops the program from now on is told of what is stored; undefined: what was finished is. */
export function hintAtInterruption(text: string | undefined): void {
  hint = text;
}

/** The error to end with if the process was asked to stop, else undefined. */
export function interruption(): InterruptedError | undefined {
  return received && new InterruptedError(received, undefined, hint);
}

/** Call once, before the command runs. */
export function listenForInterruption(json: boolean): void {
  process.on('SIGINT', () => stop('SIGINT', json));
  process.on('SIGTERM', () => stop('SIGTERM', json));
}

function stop(signal: StopSignal, json: boolean): void {
  const again = received !== undefined;
  received ??= signal;
  const error = new InterruptedError(received, undefined, hint);
  if (again || !signalInUse) endNow(error, json);
  process.stderr.write('Wird angehalten; noch einmal Strg+C bricht sofort ab.\n');
  controller.abort(error);
  setTimeout(() => endNow(interruption() ?? error, json), graceMs).unref();
}

function endNow(error: InterruptedError, json: boolean): never {
  process.exit(reportError(error, json));
}
