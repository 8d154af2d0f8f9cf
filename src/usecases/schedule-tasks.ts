/** What the kinds of jobs do: each through the use case its command calls. */
import { formatDay } from '../domain/calendar.ts';
import type { Job, JobOptions, JobRun } from '../domain/scheduled-job.ts';
import { type ExitCode, ExpectedError, exitCodes } from '../errors.ts';
import type { Environment } from '../notify/settings.ts';
import { createBackup } from './backup-create.ts';
import { checkAll, kommunenToCheck } from './check-all.ts';
import type { Context } from './context.ts';
import { createReport } from './create-report.ts';
import { listDue } from './due.ts';
import { writeDue } from './export-due.ts';
import { judgeAgain } from './judge-again.ts';
import { sendMessages } from './message-sending.ts';
import { type CheckRequest, findScanner, prepareChecks, runChecks, type Scanner } from './run-checks.ts';
import { slugsOf } from './schedule-jobs.ts';

/** How a run ended. */
export type TaskOutcome = Pick<JobRun, 'stand' | 'code' | 'text' | 'ergebnis'>;

export interface TaskSurroundings {
  /** Folder of the report templates. */
  reportsFolder: string;
  signal: AbortSignal;
  /** The attempt before at the same date, null for the first. */
  before: JobRun | null;
  /** Where servers and secrets for messages stand. */
  environment: Environment;
  /** Injected by tests that need the same scanner everywhere; else what the machine has. */
  scanner?: Scanner | undefined;
}

/** Does what the job asks for. What goes wrong with it is its outcome or an ExpectedError; anything else is a bug. */
export async function performTask(context: Context, job: Job, surroundings: TaskSurroundings): Promise<TaskOutcome> {
  switch (job.art) {
    case 'netz-pruefen':
      return checkNetwork(context, job, job.optionen, surroundings);
    case 'netz-bewerten':
      return judge(context, job, job.optionen, surroundings);
    case 'bericht':
      return report(context, job, job.optionen, surroundings);
    case 'faellig':
      return remind(context, job.kommune, job.optionen);
    case 'sicherung':
      return backUp(context, job.optionen, surroundings);
    case 'nachrichten':
      return tell(context, surroundings);
  }
}

function done(text: string, ergebnis: TaskOutcome['ergebnis']): TaskOutcome {
  return { stand: 'fertig', code: exitCodes.ok, text, ergebnis };
}

async function checkNetwork(
  context: Context,
  job: Job,
  { profil, checks, nurNmap, resolver, blickwinkel = null }: JobOptions['netz-pruefen'],
  surroundings: TaskSurroundings,
): Promise<TaskOutcome> {
  const shared = { profil, checks, nurNmap, resolver, blickwinkel, fortsetzen: false };
  const scanner = surroundings.scanner ?? (await findScanner(shared));
  if (job.kommune === null) return checkMany(context, job, shared, scanner, surroundings);
  const fortsetzen = isUnfinished(surroundings.before);
  const request: CheckRequest = { ...shared, kommune: job.kommune, ziele: [], fortsetzen };
  const prepared = await prepareChecks(context, request);
  if (prepared.targets.length === 0 && prepared.domains.length === 0) return done('Es war nichts mehr offen.', null);
  const finished = await runChecks(context, request, prepared, scanner, { signal: surroundings.signal });
  // What was finished before stays what there is to go on with.
  if (finished === null) return stoppedAtOnce(fortsetzen ? (surroundings.before?.ergebnis ?? null) : null);
  const { json, run, aborted, failure } = finished;
  const ergebnis = {
    lauf: run.id,
    vollstaendig: !aborted && failure === null,
    befunde: json.befunde.length,
    nichtInOrdnung: json.befunde.filter((befund) => befund.ergebnis === 'not-met').length,
    unbestimmt: json.unbestimmt,
  };
  const found = `${run.id}: ${ergebnis.befunde} Befunde, ${ergebnis.nichtInOrdnung} nicht in Ordnung, ${ergebnis.unbestimmt} unbestimmt`;
  if (failure !== null) return { stand: 'gescheitert', code: failure.exitCode, text: `${found}. ${failure.message}`, ergebnis };
  if (aborted) return { stand: 'abgebrochen', code: null, text: `${found}. ${whyStopped(surroundings, run.hinweise)}`, ergebnis };
  return done(`${found}.`, ergebnis);
}

function stoppedAtOnce(ergebnis: TaskOutcome['ergebnis']): TaskOutcome {
  return { stand: 'abgebrochen', code: null, text: 'Angehalten, bevor etwas geprüft war.', ergebnis };
}

/** A check that was stopped goes on where it stood; one that was killed left nothing behind and begins anew. */
function isUnfinished(before: JobRun | null): boolean {
  return before?.ergebnis?.['vollstaendig'] === false;
}

function whyStopped({ signal }: TaskSurroundings, hinweise: readonly string[]): string {
  if (signal.aborted) return 'Angehalten, bevor alles geprüft war.';
  return hinweise.at(-1) ?? 'Das Zeitfenster der Freigabe ging zu Ende.';
}

async function checkMany(
  context: Context,
  job: Job,
  shared: Omit<CheckRequest, 'kommune' | 'ziele'>,
  scanner: Scanner,
  { signal }: TaskSurroundings,
): Promise<TaskOutcome> {
  const { kommunen, withoutFreigabe } = await kommunenToCheck(context, job.landkreis, shared.blickwinkel ?? null);
  const { outcomes, failed } = await checkAll(context, kommunen, shared, scanner, { signal });
  const ergebnis = { kommunen: outcomes, ohneFreigabe: withoutFreigabe };
  const trouble = outcomes.filter(({ fehler }) => fehler !== null).map(({ kommune, fehler }) => `${kommune}: ${fehler}`);
  const bad = outcomes.reduce((sum, { nichtInOrdnung }) => sum + nichtInOrdnung, 0);
  const text = [`${outcomes.length} von ${kommunen.length} Kommunen geprüft, ${bad} Befunde nicht in Ordnung.`, ...trouble].join(
    ' ',
  );
  if (signal.aborted) return { stand: 'abgebrochen', code: null, text, ergebnis };
  return failed === null ? done(text, ergebnis) : { stand: 'gescheitert', code: failed, text, ergebnis };
}

/** One after the other; what goes wrong with one is told with it and does not stop the others. */
async function forEach(
  context: Context,
  job: Job,
  { signal }: TaskSurroundings,
  perform: (slug: string) => Promise<string | null>,
): Promise<{ texts: string[]; trouble: string[]; code: ExitCode | null; aborted: boolean }> {
  const result = { texts: [] as string[], trouble: [] as string[], code: null as ExitCode | null };
  for (const slug of await slugsOf(context, job)) {
    if (signal.aborted) return { ...result, aborted: true };
    try {
      const text = await perform(slug);
      if (text !== null) result.texts.push(text);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      result.code ??= error.exitCode;
      result.trouble.push(`${slug}: ${error.message}`);
    }
  }
  return { ...result, aborted: false };
}

function outcomeOf(
  { texts, trouble, code, aborted }: Awaited<ReturnType<typeof forEach>>,
  nothing: string,
  ergebnis: TaskOutcome['ergebnis'],
): TaskOutcome {
  const text = [...texts, ...trouble].join(' ') || nothing;
  if (aborted) return { stand: 'abgebrochen', code: null, text: `Angehalten. ${text}`, ergebnis };
  return code === null ? done(text, ergebnis) : { stand: 'gescheitert', code, text, ergebnis };
}

/** Recorded only where something changed: the same judgement once more says nothing. */
async function judge(
  context: Context,
  job: Job,
  { regelwerk }: JobOptions['netz-bewerten'],
  surroundings: TaskSurroundings,
): Promise<TaskOutcome> {
  const judged: { kommune: string; lauf: string; geaendert: number; gespeichert: number | null }[] = [];
  const all = await forEach(context, job, surroundings, async (kommune) => {
    const request = { kommune, profil: regelwerk ?? undefined };
    const result = await judgeAgain(context, { ...request, speichern: false }).catch((error) => nothingToJudge(job, error));
    if (result === null) return null;
    const changed = result.geaendert.length;
    const stored = changed === 0 ? result : await judgeAgain(context, { ...request, lauf: result.lauf, speichern: true });
    judged.push({ kommune, lauf: result.lauf, geaendert: changed, gespeichert: stored.gespeichert });
    return changed === 0 ? `${kommune}: unverändert.` : `${kommune}: ${changed} Befunde anders bewertet.`;
  });
  return outcomeOf(all, 'Noch nirgends wurde geprüft.', { kommunen: judged });
}

/** Among many there are always some that were never checked; that is only worth a word when it was the one meant. */
function nothingToJudge({ kommune }: Job, error: unknown): null {
  if (kommune === null && error instanceof ExpectedError && error.code === 'UNBEKANNT') return null;
  throw error;
}

async function report(
  context: Context,
  job: Job,
  { bericht, formate, fassung, ausgabe }: JobOptions['bericht'],
  surroundings: TaskSurroundings,
): Promise<TaskOutcome> {
  const dateien: unknown[] = [];
  const { reportsFolder } = surroundings;
  const all = await forEach(context, job, surroundings, async (kommune) => {
    const written = await createReport(context, { kommune, art: bericht, formate, ausgabe, fassung, reportsFolder });
    dateien.push(...written.dateien);
    return null;
  });
  const texts = [`${dateien.length === 1 ? '1 Datei' : `${dateien.length} Dateien`} in ${ausgabe}.`];
  return outcomeOf({ ...all, texts }, '', { dateien });
}

async function remind(
  context: Context,
  kommune: string | null,
  { tage, format, ausgabe }: JobOptions['faellig'],
): Promise<TaskOutcome> {
  const due = await listDue(context, { kommune: kommune ?? undefined, days: tage });
  const late = due.punkte.filter(({ ueberfaellig }) => ueberfaellig).length;
  const text = `${due.punkte.length === 1 ? '1 Punkt' : `${due.punkte.length} Punkte`} bis ${formatDay(due.bis)}, davon ${late} überfällig.`;
  const counts = { punkte: due.punkte.length, ueberfaellig: late, bis: due.bis };
  if (format === 'text' || ausgabe === null) return done(text, counts);
  const dateien = await writeDue(due, format, ausgabe);
  return done(`${text} ${dateien.map(({ pfad }) => pfad).join(', ')}`, { ...counts, dateien });
}

async function backUp(
  context: Context,
  { ausgabe, behalte, empfaenger }: JobOptions['sicherung'],
  { signal }: TaskSurroundings,
): Promise<TaskOutcome> {
  const result = await createBackup({
    datenbank: context.store.location,
    folder: ausgabe,
    lock: empfaenger.length === 0 ? null : { kind: 'empfaenger', empfaenger: [...empfaenger] },
    keep: behalte,
    probe: false,
    programVersion: context.programVersion,
    now: context.now(),
    signal,
  });
  const ergebnis = { datei: result.datei, maengel: result.maengel, geloescht: result.geloescht };
  const written = `${result.datei?.pfad ?? result.ordner}, ${result.eintraege} Einträge im Protokoll, ${result.nachweise} Nachweise.`;
  if (result.maengel.length === 0) return done(written, ergebnis);
  const text = `${written} Die Datenbank hat Mängel: ${result.maengel.join(' ')}`;
  return { stand: 'gescheitert', code: exitCodes.invalidData, text, ergebnis };
}

async function tell(context: Context, { environment }: TaskSurroundings): Promise<TaskOutcome> {
  const { nachrichten } = await sendMessages(context, { empfaenger: [], probe: false, environment });
  const count = (wanted: string) => nachrichten.filter(({ stand }) => stand === wanted).length;
  const failed = nachrichten.filter(({ stand }) => stand === 'gescheitert');
  const counts = { empfaenger: nachrichten.length, gesendet: count('gesendet'), gescheitert: failed.length };
  const trouble = failed.map(({ empfaenger, fehler }) => `${empfaenger}: ${fehler}`);
  const text = [messagesText(counts, count('aufgeschoben')), ...trouble].join(' ');
  if (failed.length === 0) return done(text, counts);
  return { stand: 'gescheitert', code: exitCodes.environment, text, ergebnis: counts };
}

function messagesText({ empfaenger, gesendet }: { empfaenger: number; gesendet: number }, postponed: number): string {
  if (empfaenger === 0) return 'Es gibt keine Empfänger.';
  const sent = gesendet === 1 ? '1 Nachricht gesendet' : `${gesendet} Nachrichten gesendet`;
  return `${sent}, ${empfaenger} Empfänger${postponed === 0 ? '' : `, ${postponed} aufgeschoben`}.`;
}
