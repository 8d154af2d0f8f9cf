/** Runs the jobs whose time has come, one after the other, each under its lock and with its place in the record. */
import { dayOf } from '../domain/calendar.ts';
import type { Job, JobRun, RunState } from '../domain/scheduled-job.ts';
import { ExpectedError, exitCodes, InvalidDataError } from '../errors.ts';
import type { Environment } from '../notify/settings.ts';
import type { Decision } from '../schedule/decide.ts';
import type { Calendar } from '../schedule/occurrences.ts';
import { insertRun, selectJobs, selectLastRun } from '../store/zeitplan.ts';
import { takeLock } from '../store/zeitplan-lock.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { sendAfterRuns } from './message-sending.ts';
import type { Scanner } from './run-checks.ts';
import { calendarFor, decideJob, findJob, runJson } from './schedule-jobs.ts';
import { performTask, type TaskOutcome } from './schedule-tasks.ts';

type Result = CommandJson['zeitplan ausfuehren'];

/** For the log of a service and the lines of a command. */
export type ScheduleEvent =
  | { ereignis: 'beginn'; auftrag: string; lauf: number; geplant: string; versuch: number }
  | {
      ereignis: 'ende';
      auftrag: string;
      lauf: number;
      stand: RunState;
      dauerSekunden: number;
      text: string | null;
      stapel?: string;
    }
  /** A message to a recipient, after a run. */
  | { ereignis: 'nachricht'; empfaenger: string; stand: 'gesendet' | 'gescheitert'; text: string | null };

export interface RunDueRequest {
  /** Folder of the report templates. */
  reportsFolder: string;
  /** Only these jobs; without any all. */
  auftraege: readonly string[];
  /** Also what is not due or rests; only with `auftraege`. */
  jetzt: boolean;
  /** Only say what is due. */
  probe: boolean;
  signal: AbortSignal;
  onEvent?: ((event: ScheduleEvent) => void) | undefined;
  /** Kept from one look to the next by a service. */
  calendars?: Map<string, Calendar> | undefined;
  scanner?: Scanner | undefined;
  /** Where servers and secrets for messages stand; without it the variables of this process. */
  environment?: Environment | undefined;
}

/** A run that takes longer is stopped: the next date must not wait for a hanging one. */
const longestRunMs = 12 * 3_600_000;

/** Who stands in the Protokoll for what the schedule does. */
export function schedulePerson(job: string): string {
  return `Zeitplan (${job})`;
}

/**
 * Looks once at all jobs and runs what is due, in order of its dates. One at a time: while a report is set, a check of the network
 * would take the busy machine for a silent host.
 * @throws NotFoundError for an unknown job
 */
export async function runDueJobs(context: Context, request: RunDueRequest): Promise<Result> {
  const looked = await lookAtJobs(context, request);
  const result: Result = { laeufe: [], faellig: [], wartend: [], laufend: [], naechster: null };
  for (const { job, decision } of looked) {
    if (decision.kind !== 'wait' && request.probe) result.faellig.push(dueJson(job, decision));
    if (decision.kind === 'wait' && decision.until !== null && decision.reason !== 'termin')
      result.wartend.push({ auftrag: job.id, bis: decision.until.toISOString(), grund: decision.reason });
  }
  if (!request.probe) {
    for (const { job } of looked.filter(({ decision, isUnsettled }) => decision.kind !== 'wait' || isUnsettled)) {
      if (request.signal.aborted) break;
      const runs = await runLocked(context, job, request);
      if (runs === null) result.laufend.push(job.id);
      else result.laeufe.push(...runs.map(runJson));
    }
    await tellAfter(context, result, request);
  }
  return { ...result, naechster: await nextOf(context, request) };
}

/** What the runs brought up goes to whoever wants to know at once; a job of messages has told everything itself. */
async function tellAfter(context: Context, { laeufe }: Result, request: RunDueRequest): Promise<void> {
  if (request.signal.aborted) return;
  const today = dayOf(context.now().toISOString());
  const own = { ...context, today, asOf: today, person: schedulePerson('Nachrichten') };
  for (const { empfaenger, stand, fehler, betreff } of await sendAfterRuns(own, laeufe.length > 0, environmentOf(request)))
    request.onEvent?.({
      ereignis: 'nachricht',
      empfaenger,
      stand: stand === 'gesendet' ? stand : 'gescheitert',
      text: fehler ?? betreff,
    });
}

function environmentOf({ environment = process.env }: RunDueRequest): Environment {
  return environment;
}

interface LookedAt {
  job: Job;
  decision: Decision;
  /** The last run has no end: it runs elsewhere, or was cut off. */
  isUnsettled: boolean;
}

async function lookAtJobs(context: Context, request: RunDueRequest): Promise<LookedAt[]> {
  const looked: LookedAt[] = [];
  for (const job of await wantedJobs(context, request)) {
    const last = await selectLastRun(context.store, job.id);
    const decision = await decideNow(context, job, last, request);
    looked.push({ job, decision, isUnsettled: last?.stand === 'laeuft' });
  }
  return looked.sort((a, b) => plannedMs(a.decision) - plannedMs(b.decision));
}

function plannedMs(decision: Decision): number {
  return decision.kind === 'wait' ? Number.POSITIVE_INFINITY : decision.planned.getTime();
}

async function wantedJobs(context: Context, { auftraege, jetzt }: RunDueRequest): Promise<Job[]> {
  if (auftraege.length === 0) {
    if (jetzt)
      throw new InvalidDataError(
        'Welcher Auftrag soll jetzt laufen?',
        'Mit --auftrag nennen, zum Beispiel --auftrag Z1 --jetzt.',
      );
    return (await selectJobs(context.store, stateNow(context))).filter(({ aktiv, entfernt }) => aktiv && entfernt === null);
  }
  const jobs: Job[] = [];
  for (const id of new Set(auftraege)) jobs.push(await findJob(context, id));
  return jobs;
}

async function decideNow(context: Context, job: Job, last: JobRun | null, request: RunDueRequest): Promise<Decision> {
  if (request.jetzt) return { kind: 'run', planned: context.now(), attempt: 1, missed: 0 };
  if (!job.aktiv) return { kind: 'wait', until: null, reason: 'termin' };
  return decideJob(context, job, last, keptCalendar(context, job, request));
}

function keptCalendar(context: Context, job: Job, { calendars }: RunDueRequest): Calendar {
  const key = `${job.id} ${job.wann}`;
  const kept = calendars?.get(key) ?? calendarFor(context, job);
  calendars?.set(key, kept);
  return kept;
}

function dueJson(job: Job, decision: Exclude<Decision, { kind: 'wait' }>): Result['faellig'][number] {
  const versuch = decision.kind === 'run' ? decision.attempt : 1;
  return { auftrag: job.id, geplant: decision.planned.toISOString(), versuch };
}

/** The earliest start of all jobs from now on. */
async function nextOf(context: Context, request: RunDueRequest): Promise<Result['naechster']> {
  let next: Result['naechster'] = null;
  for (const { job, decision } of await lookAtJobs(context, { ...request, auftraege: [], jetzt: false })) {
    const at = decision.kind === 'wait' ? decision.until : context.now();
    if (at !== null && (next === null || at.toISOString() < next.um)) next = { auftrag: job.id, um: at.toISOString() };
  }
  return next;
}

/**
 * Under the lock everything is looked at once more: another process may have been faster.
 * @returns the runs that ended now; null when another process holds the lock
 */
async function runLocked(context: Context, job: Job, request: RunDueRequest): Promise<JobRun[] | null> {
  const unlock = takeLock(context.store, job.id);
  if (unlock === null) return null;
  try {
    const own = contextOf(context, job);
    const last = await selectLastRun(own.store, job.id);
    const settled = last?.stand === 'laeuft' ? await settle(own, job, last) : last;
    const cutOff = settled === null || settled === last ? [] : [settled];
    for (const each of cutOff) request.onEvent?.(endOf(each));
    const decision = await decideNow(own, job, settled, request);
    if (decision.kind === 'wait') return cutOff;
    const nr = (settled?.nr ?? 0) + 1;
    if (decision.kind === 'skip') {
      const skipped = await leaveOut(own, job, nr, decision);
      request.onEvent?.(endOf(skipped));
      return [...cutOff, skipped];
    }
    return [...cutOff, await run(own, job, nr, decision, settled, request)];
  } finally {
    unlock();
  }
}

/** The day of now, not the one on which the service began, and the schedule as the person who acts. */
function contextOf(context: Context, { id }: Job): Context {
  const today = dayOf(context.now().toISOString());
  return { ...context, today, asOf: today, person: schedulePerson(id) };
}

/** We hold its lock and it has no end, so whoever ran it is gone. */
async function settle(context: Context, job: Job, last: JobRun): Promise<JobRun> {
  const settled: JobRun = {
    ...last,
    beendet: context.now().toISOString(),
    stand: 'abgebrochen',
    text: 'Während des Laufs wurde das Programm beendet oder der Rechner ausgeschaltet; bemerkt erst jetzt.',
  };
  await record(context, job, settled);
  return settled;
}

async function leaveOut(
  context: Context,
  job: Job,
  nr: number,
  { planned, missed }: Extract<Decision, { kind: 'skip' }>,
): Promise<JobRun> {
  const now = context.now().toISOString();
  const what = missed === 1 ? 'Der Termin verging' : `${missed} Termine vergingen`;
  const skipped: JobRun = {
    auftrag: job.id,
    nr,
    geplant: planned.toISOString(),
    versuch: 1,
    begonnen: now,
    beendet: now,
    stand: 'ausgelassen',
    verpasst: missed,
    code: null,
    text: `${what}, ohne dass der Zeitplan lief; ausgelassen, wie für diesen Auftrag vereinbart.`,
    ergebnis: null,
  };
  await record(context, job, skipped);
  return skipped;
}

async function run(
  context: Context,
  job: Job,
  nr: number,
  { planned, attempt, missed }: Extract<Decision, { kind: 'run' }>,
  before: JobRun | null,
  request: RunDueRequest,
): Promise<JobRun> {
  const { reportsFolder, signal, onEvent, scanner } = request;
  const environment = environmentOf(request);
  const begun: JobRun = {
    auftrag: job.id,
    nr,
    geplant: planned.toISOString(),
    versuch: attempt,
    begonnen: context.now().toISOString(),
    beendet: null,
    stand: 'laeuft',
    verpasst: missed,
    code: null,
    text: null,
    ergebnis: null,
  };
  await record(context, job, begun);
  onEvent?.({ ereignis: 'beginn', auftrag: job.id, lauf: nr, geplant: begun.geplant, versuch: attempt });
  const limited = AbortSignal.any([signal, AbortSignal.timeout(longestRunMs)]);
  const surroundings = { reportsFolder, signal: limited, before: attempt > 1 ? before : null, scanner, environment };
  const { outcome, stack } = await attemptTask(context, job, surroundings);
  const ended: JobRun = { ...begun, ...outcome, beendet: context.now().toISOString() };
  await record(context, job, ended);
  onEvent?.({ ...endOf(ended), ...(stack === undefined ? {} : { stapel: stack }) });
  return ended;
}

function endOf(run: JobRun): Extract<ScheduleEvent, { ereignis: 'ende' }> {
  const { auftrag, nr, stand, dauerSekunden, text } = runJson(run);
  return { ereignis: 'ende', auftrag, lauf: nr, stand, dauerSekunden: dauerSekunden ?? 0, text };
}

/** A job that meets a bug of ours is told with it, and its stack goes to the log: the other jobs have to run all the same. */
async function attemptTask(
  context: Context,
  job: Job,
  surroundings: Parameters<typeof performTask>[2],
): Promise<{ outcome: TaskOutcome; stack?: string }> {
  try {
    return { outcome: await performTask(context, job, surroundings) };
  } catch (error) {
    if (surroundings.signal.aborted)
      return { outcome: { stand: 'abgebrochen', code: null, text: 'Angehalten, bevor der Auftrag fertig war.', ergebnis: null } };
    if (error instanceof ExpectedError)
      return {
        outcome: { stand: 'gescheitert', code: error.exitCode, text: `${error.message} ${error.hint}`.trim(), ergebnis: null },
      };
    const text = `Unerwarteter Fehler im Programm: ${error instanceof Error ? error.message : String(error)}`;
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: { stand: 'gescheitert', code: exitCodes.bug, text, ergebnis: null }, stack };
  }
}

async function record(context: Context, job: Job, run: JobRun): Promise<void> {
  await insertRun(context.store, job, run, context.today, recordingOf(context));
}
