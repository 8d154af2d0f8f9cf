/** What to do about a job now. Pure: the same job, last run, clock and windows give the same answer. */
import { createHash } from 'node:crypto';
import type { Job, JobRun } from '../domain/scheduled-job.ts';
import { exitCodes } from '../errors.ts';
import type { Calendar } from './occurrences.ts';
import { firstPermitted, type Windows } from './permitted-start.ts';

/** A date counts as missed when nobody came for this long: a timer that looks every few minutes is not late. */
export const lateAfterMinutes = 60;

const minuteMs = 60_000;
const firstRetryMs = 5 * minuteMs;
const longestRetryMs = 60 * minuteMs;
/** More are not counted one by one. */
const maxCountedMissed = 1000;

export type Decision =
  /** Nothing to do before `until`; null: never again. `reason` says why it waits although its date has come. */
  | { kind: 'wait'; until: Date | null; reason: 'termin' | 'zeitfenster' | 'wiederholung' }
  | { kind: 'run'; planned: Date; attempt: number; missed: number }
  /** Too late, and the job is to leave out what was missed. `missed` includes `planned`. */
  | { kind: 'skip'; planned: Date; missed: number };

export type DecidedJob = Pick<Job, 'id' | 'streuungMinuten' | 'verpasst' | 'wiederholungen' | 'seit'>;
export type LastRun = Pick<JobRun, 'geplant' | 'versuch' | 'stand' | 'beendet' | 'code'>;

/**
 * @param last the newest run of the job; one that is still `laeuft` has to be settled before
 * @param windows of the Freigaben the job needs; none for a job that sends nothing
 */
export function decide(
  job: DecidedJob,
  last: LastRun | null,
  now: Date,
  calendar: Calendar,
  windows: readonly Windows[],
): Decision {
  const delay = jitterMs(job);
  const anchor = new Date(Math.max(Date.parse(job.seit), last === null ? 0 : Date.parse(last.geplant)));
  const passed = passedSince(anchor, new Date(now.getTime() - delay), calendar);
  if (passed === null) return retryOrWait(job, last, now, calendar.next(anchor), delay, windows);
  const { latest, count } = passed;
  const begin = firstPermitted(windows, new Date(latest.getTime() + delay));
  if (begin > now) return { kind: 'wait', until: begin, reason: 'zeitfenster' };
  const isLate = now.getTime() - begin.getTime() > lateAfterMinutes * minuteMs;
  if (isLate && job.verpasst === 'auslassen') return { kind: 'skip', planned: latest, missed: count };
  const permitted = firstPermitted(windows, now);
  if (permitted > now) return { kind: 'wait', until: permitted, reason: 'zeitfenster' };
  return { kind: 'run', planned: latest, attempt: 1, missed: count - 1 };
}

/** The last date after `anchor` and up to `until`, and how many there were; null for none. */
function passedSince(anchor: Date, until: Date, calendar: Calendar): { latest: Date; count: number } | null {
  let latest = calendar.next(anchor);
  if (latest === null || latest > until) return null;
  for (let count = 1; count < maxCountedMissed; count += 1) {
    const following = calendar.next(latest);
    if (following === null || following > until) return { latest, count };
    latest = following;
  }
  return { latest: calendar.latest(until) ?? latest, count: maxCountedMissed };
}

function retryOrWait(
  job: DecidedJob,
  last: LastRun | null,
  now: Date,
  next: Date | null,
  delay: number,
  windows: readonly Windows[],
): Decision {
  const regular = next === null ? null : firstPermitted(windows, new Date(next.getTime() + delay));
  const wait: Decision = { kind: 'wait', until: regular, reason: 'termin' };
  if (last === null || !isWorthRetrying(job, last)) return wait;
  const due = firstPermitted(windows, new Date(Date.parse(last.beendet ?? last.geplant) + retryDelayMs(last)));
  if (due > now) return regular !== null && regular < due ? wait : { kind: 'wait', until: due, reason: 'wiederholung' };
  const isLate = now.getTime() - due.getTime() > lateAfterMinutes * minuteMs;
  if (isLate && job.verpasst === 'auslassen') return wait;
  const permitted = firstPermitted(windows, now);
  if (permitted > now) return { kind: 'wait', until: permitted, reason: 'zeitfenster' };
  return { kind: 'run', planned: new Date(last.geplant), attempt: last.versuch + 1, missed: 0 };
}

/** What the data or a missing Freigabe forbid today they forbid in five minutes. */
export function isWorthRetrying({ wiederholungen }: Pick<Job, 'wiederholungen'>, { stand, versuch, code }: LastRun): boolean {
  if (versuch > wiederholungen) return false;
  if (stand === 'abgebrochen') return true;
  return (
    stand === 'gescheitert' && code !== exitCodes.invalidData && code !== exitCodes.notAuthorised && code !== exitCodes.usage
  );
}

/** 5, 10, 20, 40, then 60 minutes. What was cut off from outside goes on at once. */
export function retryDelayMs({ stand, versuch }: Pick<LastRun, 'stand' | 'versuch'>): number {
  return stand === 'abgebrochen' ? 0 : Math.min(firstRetryMs * 2 ** (versuch - 1), longestRetryMs);
}

/** How long after its date a job begins: from its id, so always the same, in whole seconds below its spread. */
export function jitterMs({ id, streuungMinuten }: Pick<Job, 'id' | 'streuungMinuten'>): number {
  if (streuungMinuten === 0) return 0;
  const number = createHash('sha256').update(id, 'utf8').digest().readUInt32BE(0);
  return (number % (streuungMinuten * 60)) * 1000;
}
