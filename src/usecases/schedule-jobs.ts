/** Recurring jobs: planning, changing, looking at them. What runs them stands in schedule-run.ts. */

import { isValidOn } from '../domain/freigabe.ts';
import type { Job, JobKind, JobRun, JobScope, MissedPolicy } from '../domain/scheduled-job.ts';
import { InvalidDataError, NotFoundError, UsageError } from '../errors.ts';
import { type Decision, decide, jitterMs } from '../schedule/decide.ts';
import { type Calendar, calendarOf } from '../schedule/occurrences.ts';
import type { Windows } from '../schedule/permitted-start.ts';
import { parseWhen } from '../schedule/when.ts';
import { selectKommune, selectKommunen } from '../store/kommunen.ts';
import { insertJob, insertJobVersion, selectJobs, selectLastRun, selectRuns } from '../store/zeitplan.ts';
import { saxonHolidays } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import { checkLandkreis } from './create-kommune.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';
import { type GivenOptions, readOptions } from './schedule-options.ts';

type JobJson = CommandJson['zeitplan anlegen'];
type RunJson = CommandJson['zeitplan ausfuehren']['laeufe'][number];

/** How a job is carried out; what is left out stays, or gets its default. */
export interface JobSettings {
  wann?: string | undefined;
  streuungMinuten?: number | undefined;
  verpasst?: MissedPolicy | undefined;
  wiederholungen?: number | undefined;
  aktiv?: boolean | undefined;
}

export interface JobRequest extends JobSettings {
  art: JobKind;
  wann: string;
  kommune: string | null;
  landkreis: string | null;
  optionen: GivenOptions;
  /** Folder of the templates. */
  reportsFolder: string;
}

/** Tried again twice: what stood in the way is often gone after a few minutes. */
const defaultRetries = 2;

/** @throws UsageError, InvalidDataError, NotFoundError */
export async function planJob(context: Context, request: JobRequest): Promise<JobJson> {
  const { art, landkreis } = request;
  // It is about everything, whatever Kommune the surroundings name.
  const kommune = art === 'sicherung' || art === 'nachrichten' ? null : request.kommune;
  await checkScope(context, { ...request, kommune });
  const task = await readOptions(context, request.reportsFolder, art, request.optionen, null);
  const job = {
    ...task,
    kommune,
    landkreis,
    wann: parseWhen(request.wann).text,
    streuungMinuten: request.streuungMinuten ?? 0,
    verpasst: request.verpasst ?? 'nachholen',
    wiederholungen: request.wiederholungen ?? defaultRetries,
    aktiv: request.aktiv ?? true,
    seit: context.now().toISOString(),
    entfernt: null,
  };
  return jobJson(context, await insertJob(context.store, job, context.today, recordingOf(context)));
}

async function checkScope(context: Context, { art, kommune, landkreis }: JobRequest): Promise<void> {
  if (kommune !== null && landkreis !== null)
    throw new UsageError('--kommune und --landkreis zugleich geht nicht.', 'Eines von beiden nennen, oder keines für alle.');
  if (art === 'sicherung' && landkreis !== null)
    throw new UsageError('Eine Sicherung umfasst immer die ganze Datenbank.', 'Ohne --landkreis anlegen.');
  if (art === 'nachrichten' && landkreis !== null)
    throw new UsageError(
      'Nachrichten gehen an alle Empfänger; für welche Kommunen, steht bei jedem Empfänger.',
      'Ohne --landkreis anlegen.',
    );
  if (art === 'faellig' && landkreis !== null)
    throw new UsageError(
      'faellig gibt es für eine Kommune oder für alle.',
      'Statt --landkreis --kommune nennen, oder nichts für alle.',
    );
  if (kommune !== null) await selectKommune(context.store, kommune, stateNow(context));
  await checkLandkreis(context, landkreis);
}

/**
 * Changes a job; kind and scope stay.
 * @throws NotFoundError, UsageError when nothing is to change, InvalidDataError
 */
export async function changeJob(
  context: Context,
  id: string,
  changes: JobSettings & { optionen: GivenOptions; reportsFolder: string },
): Promise<JobJson> {
  const old = await findJob(context, id);
  const task = await readOptions(context, changes.reportsFolder, old.art, changes.optionen, old);
  const wann = changes.wann === undefined ? old.wann : parseWhen(changes.wann).text;
  const aktiv = changes.aktiv ?? old.aktiv;
  const changed = {
    ...old,
    ...task,
    wann,
    aktiv,
    streuungMinuten: changes.streuungMinuten ?? old.streuungMinuten,
    verpasst: changes.verpasst ?? old.verpasst,
    wiederholungen: changes.wiederholungen ?? old.wiederholungen,
    // A job that rested, or was meant for other times, has missed nothing.
    seit: wann !== old.wann || (aktiv && !old.aktiv) ? context.now().toISOString() : old.seit,
  } as Job;
  if (JSON.stringify(changed) === JSON.stringify(old))
    throw new UsageError('Es ist nichts zu ändern.', 'Angeben, was anders werden soll, zum Beispiel --wann "jeden Montag 7:00".');
  await insertJobVersion(context.store, changed, 'aendern', context.today, recordingOf(context));
  return jobJson(context, changed);
}

/** Takes a job out; its history stays. @throws NotFoundError, InvalidDataError without a reason */
export async function removeJob(context: Context, id: string, grund: string): Promise<JobJson> {
  const old = await findJob(context, id);
  if (grund.trim() === '') throw new InvalidDataError('Der Grund ist leer.', 'Kurz sagen, warum der Auftrag entfällt.');
  const removed = { ...old, aktiv: false, entfernt: grund.trim() };
  await insertJobVersion(context.store, removed, 'entfernen', context.today, recordingOf(context));
  return jobJson(context, removed);
}

/** @throws NotFoundError when there is none, or it was taken out */
export async function findJob(context: Context, id: string): Promise<Job> {
  const job = (await selectJobs(context.store, stateNow(context))).find((each) => each.id === id.toUpperCase());
  if (job !== undefined && job.entfernt === null) return job;
  throw new NotFoundError(
    job === undefined ? `Einen Auftrag „${id}“ gibt es nicht.` : `Der Auftrag ${job.id} wurde entfernt: ${job.entfernt}`,
    'Vorhandene zeigt „burgward zeitplan liste“.',
  );
}

/** Jobs as of the context's day: of one Kommune, or all; with `all` those taken out too. */
export async function listJobs(
  context: Context,
  filter: { kommune?: string | undefined; all: boolean },
): Promise<CommandJson['zeitplan liste']> {
  const { kommune, all } = filter;
  if (kommune !== undefined) await selectKommune(context.store, kommune, stateAt(context));
  const jobs = (await selectJobs(context.store, stateAt(context)))
    .filter((job) => kommune === undefined || job.kommune === kommune)
    .filter((job) => all || job.entfernt === null);
  const result: JobJson[] = [];
  for (const job of jobs) result.push(await jobJson(context, job));
  return result;
}

/** A job with its next dates and its newest runs. @throws NotFoundError */
export async function showJob(context: Context, id: string, runs: number): Promise<CommandJson['zeitplan zeigen']> {
  const job = (await selectJobs(context.store, stateAt(context))).find((each) => each.id === id.toUpperCase());
  if (job === undefined)
    throw new NotFoundError(`Einen Auftrag „${id}“ gibt es nicht.`, 'Vorhandene zeigt „burgward zeitplan liste“.');
  const history = await selectRuns(context.store, job.id, runs, stateAt(context).before);
  return {
    ...(await jobJson(context, job)),
    termine: upcoming(job, calendarFor(context, job), context.now(), shownDates),
    laeufe: history.map(runJson),
  };
}

const shownDates = 5;

function upcoming(job: Job, calendar: Calendar, from: Date, count: number): string[] {
  const dates: string[] = [];
  for (let date = calendar.next(from); date !== null && dates.length < count; date = calendar.next(date))
    dates.push(new Date(date.getTime() + jitterMs(job)).toISOString());
  return job.aktiv ? dates : [];
}

export function calendarFor({ catalogue }: Context, { wann }: Pick<Job, 'wann'>): Calendar {
  return calendarOf(parseWhen(wann), saxonHolidays(catalogue));
}

/** What is to be done about a job now, by its newest run. */
export async function decideJob(context: Context, job: Job, last: JobRun | null, calendar: Calendar): Promise<Decision> {
  return decide(job, last, context.now(), calendar, await windowsOf(context, job));
}

/** Time windows of the Freigaben a job rests on today; none for what sends nothing. */
async function windowsOf(context: Context, job: Job): Promise<Windows[]> {
  if (job.art !== 'netz-pruefen') return [];
  const { blickwinkel = null } = job.optionen;
  const windows: Windows[] = [];
  for (const slug of await slugsOf(context, job)) {
    const freigaben = await selectUsableFreigaben(context, slug, stateNow(context));
    const valid = freigaben.filter((each) => isValidOn(each, context.today));
    const counted = valid.filter((each) => blickwinkel === null || each.blickwinkel === blickwinkel);
    windows.push(...counted.map(({ zeitfenster }) => zeitfenster));
  }
  return windows;
}

/** The Kommunen a job is for, as they are now. */
export async function slugsOf(context: Context, { kommune, landkreis }: JobScope): Promise<string[]> {
  if (kommune !== null) return [kommune];
  return (await selectKommunen(context.store, stateNow(context)))
    .filter((each) => landkreis === null || each.landkreis === landkreis || each.slug === landkreis)
    .map(({ slug }) => slug);
}

async function jobJson(context: Context, job: Job): Promise<JobJson> {
  const last = await selectLastRun(context.store, job.id);
  return {
    id: job.id,
    art: job.art,
    kommune: job.kommune,
    landkreis: job.landkreis,
    wann: job.wann,
    optionen: { ...job.optionen },
    streuungMinuten: job.streuungMinuten,
    verpasst: job.verpasst,
    wiederholungen: job.wiederholungen,
    aktiv: job.aktiv,
    entfernt: job.entfernt,
    ...(await nextStart(context, job, last)),
    letzter: last === null ? null : runJson(last),
  };
}

/** When it begins next, and whether its time has come although nobody has begun it. */
async function nextStart(context: Context, job: Job, last: JobRun | null): Promise<Pick<JobJson, 'naechster' | 'faelligSeit'>> {
  if (!job.aktiv || last?.stand === 'laeuft') return { naechster: null, faelligSeit: null };
  const decision = await decideJob(context, job, last, calendarFor(context, job));
  if (decision.kind === 'wait') return { naechster: decision.until?.toISOString() ?? null, faelligSeit: null };
  return { naechster: context.now().toISOString(), faelligSeit: decision.planned.toISOString() };
}

export function runJson(run: JobRun): RunJson {
  const { begonnen, beendet } = run;
  const dauerSekunden = beendet === null ? null : Math.round((Date.parse(beendet) - Date.parse(begonnen)) / 100) / 10;
  return { ...run, dauerSekunden, ergebnis: run.ergebnis === null ? null : { ...run.ergebnis } };
}
