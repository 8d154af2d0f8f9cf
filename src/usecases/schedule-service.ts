/** The schedule as a service: looks again and again, says how it is doing, and ends quickly when asked to. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EnvironmentError, ExpectedError } from '../errors.ts';
import { type ServiceManager, serviceManager } from '../notify/service-manager.ts';
import type { Calendar } from '../schedule/occurrences.ts';
import { makeFolder } from '../store/folder.ts';
import { scheduleFolder, takeLock } from '../store/zeitplan-lock.ts';
import type { Context } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { runDueJobs, type ScheduleEvent } from './schedule-run.ts';

/** A line of the log: one JSON value, made for programs that collect logs. */
export interface LogLine {
  /** Instant, ISO 8601 UTC. */
  zeit: string;
  stufe: 'info' | 'warnung' | 'fehler';
  ereignis: 'bereit' | 'beginn' | 'ende' | 'nachricht' | 'fehler' | 'schluss';
  text: string;
  [detail: string]: unknown;
}

export interface ServiceRequest {
  /** Opens the database for one look and closes it: in between it may be restored or replaced. */
  open<R>(use: (context: Context) => Promise<R>): Promise<R>;
  /** Folder of the report templates. */
  reportsFolder: string;
  /** How long until the next look at the latest. */
  taktSekunden: number;
  /** Where the state stands for whoever watches; null: in the folder beside the database. */
  zustandsdatei: string | null;
  signal: AbortSignal;
  log(line: LogLine): void;
}

/** What the state file holds. Whoever watches holds `zeitpunkt` against the clock. */
export interface ServiceState {
  programm: string;
  pid: number;
  seit: string;
  /** When this was written: at least every 15 seconds. */
  zeitpunkt: string;
  zustand: 'wartet' | 'arbeitet' | 'beendet';
  /** Job that runs. */
  auftrag: string | null;
  naechster: { auftrag: string; um: string } | null;
  laeufe: number;
  gescheitert: number;
  letzterFehler: { zeit: string; text: string } | null;
}

const heartbeatMs = 15_000;
/** A look that takes longer than the longest run may is stuck: then the watchdog is no longer fed, and systemd starts us anew. */
const longestLookMs = 13 * 3_600_000;

/**
 * Runs until `signal` is aborted. What goes wrong in one look is logged; the next look comes all the same.
 * @throws EnvironmentError when another service works on this database; whatever hinders the very first look
 */
export async function runService(request: ServiceRequest): Promise<CommandJson['zeitplan dienst']> {
  const { location, programVersion, unlock } = await request.open(async ({ store, programVersion: version }) => {
    const taken = takeLock(store, 'dienst');
    if (taken === null) {
      throw new EnvironmentError(
        'Für diese Datenbank läuft schon ein Zeitplan-Dienst.',
        `Wie es ihm geht, steht in ${join(scheduleFolder(store), stateName)}.`,
      );
    }
    return { location: store.location, programVersion: version, unlock: taken };
  });
  try {
    const seit = new Date().toISOString();
    const state: ServiceState = {
      programm: programVersion,
      pid: process.pid,
      seit,
      zeitpunkt: seit,
      zustand: 'wartet',
      auftrag: null,
      naechster: null,
      laeufe: 0,
      gescheitert: 0,
      letzterFehler: null,
    };
    return await watch(request, state, request.zustandsdatei ?? join(scheduleFolder({ location }), stateName));
  } finally {
    unlock();
  }
}

const stateName = 'zustand.json';

async function watch(request: ServiceRequest, state: ServiceState, stateFile: string): Promise<CommandJson['zeitplan dienst']> {
  const manager = serviceManager();
  let lookBegan = Date.now();
  await writeState(stateFile, state);
  const beat = heartbeat(
    manager,
    () => Date.now() - lookBegan > longestLookMs,
    () => writeState(stateFile, state),
  );
  request.log(line('info', 'bereit', 'Der Zeitplan läuft.', { pid: state.pid, zustandsdatei: stateFile }));
  await manager.tell('READY=1', 'STATUS=Wartet auf den nächsten Termin');
  const calendars = new Map<string, Calendar>();
  try {
    while (!request.signal.aborted) {
      lookBegan = Date.now();
      await look(request, state, calendars);
      lookBegan = Date.now();
      await writeState(stateFile, state);
      await pause(untilNextLook(state, request.taktSekunden), undefined, { signal: request.signal }).catch(() => undefined);
      lookBegan = Date.now();
    }
  } finally {
    beat.stop();
    state.zustand = 'beendet';
    await writeState(stateFile, state).catch(() => undefined);
    request.log(line('info', 'schluss', 'Der Zeitplan endet.', { laeufe: state.laeufe, gescheitert: state.gescheitert }));
    await manager.tell('STOPPING=1');
  }
  const { seit, laeufe, gescheitert } = state;
  return { seit, bis: new Date().toISOString(), laeufe, gescheitert };
}

/** One look, and what it led to. */
async function look(request: ServiceRequest, state: ServiceState, calendars: Map<string, Calendar>): Promise<void> {
  const { reportsFolder, signal, log } = request;
  const onEvent = (event: ScheduleEvent) => {
    noteEvent(state, event);
    log(lineOf(event));
  };
  try {
    const wanted = { reportsFolder, auftraege: [], jetzt: false, probe: false, signal, onEvent, calendars };
    const result = await request.open((context) => runDueJobs(context, wanted));
    state.naechster = result.naechster;
  } catch (error) {
    const text = error instanceof ExpectedError ? `${error.message} ${error.hint}`.trim() : String(error);
    const detail = error instanceof ExpectedError || !(error instanceof Error) ? {} : { stapel: error.stack };
    state.letzterFehler = { zeit: new Date().toISOString(), text };
    log(line('fehler', 'fehler', text, detail));
  }
  state.zustand = 'wartet';
  state.auftrag = null;
}

function noteEvent(state: ServiceState, event: ScheduleEvent): void {
  if (event.ereignis === 'nachricht') return;
  const isBegin = event.ereignis === 'beginn';
  state.zustand = isBegin ? 'arbeitet' : 'wartet';
  state.auftrag = isBegin ? event.auftrag : null;
  if (event.ereignis === 'beginn') return;
  state.laeufe += 1;
  if (event.stand !== 'gescheitert') return;
  state.gescheitert += 1;
  state.letzterFehler = { zeit: new Date().toISOString(), text: `${event.auftrag}: ${event.text ?? ''}` };
}

function lineOf(event: ScheduleEvent): LogLine {
  const { ereignis, ...detail } = event;
  if (event.ereignis === 'beginn') return line('info', ereignis, `${event.auftrag} beginnt.`, detail);
  if (event.ereignis === 'nachricht') {
    const failed = event.stand === 'gescheitert';
    return line(failed ? 'fehler' : 'info', ereignis, `Nachricht an ${event.empfaenger}: ${event.text ?? ''}`, detail);
  }
  const stufe = event.stand === 'fertig' ? 'info' : event.stand === 'gescheitert' ? 'fehler' : 'warnung';
  return line(stufe, ereignis, event.text ?? `${event.auftrag}: ${event.stand}`, detail);
}

function line(stufe: LogLine['stufe'], ereignis: LogLine['ereignis'], text: string, detail: object): LogLine {
  return { zeit: new Date().toISOString(), stufe, ereignis, ...detail, text };
}

function untilNextLook({ naechster }: ServiceState, taktSekunden: number): number {
  const taktMs = taktSekunden * 1000;
  if (naechster === null) return taktMs;
  // Not at once where something is due that another process runs: a little patience.
  return Math.min(taktMs, Math.max(1000, Date.parse(naechster.um) - Date.now()));
}

/** Says now and then that we are alive: to whoever reads the state file, and to systemd if it watches. */
function heartbeat(manager: ServiceManager, isStuck: () => boolean, write: () => Promise<void>): { stop(): void } {
  const everyMs = Math.min(heartbeatMs, (manager.watchdogMs ?? heartbeatMs * 2) / 2);
  const timer = setInterval(() => {
    if (isStuck()) return;
    if (manager.watchdogMs !== null) void manager.tell('WATCHDOG=1');
    // A full disk is told by the next look; it must not end the service here.
    void write().catch(() => undefined);
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}

let writing: Promise<void> = Promise.resolve();

/** Whole or not at all, and one after the other. */
function writeState(path: string, state: ServiceState): Promise<void> {
  const content = `${JSON.stringify({ ...state, zeitpunkt: new Date().toISOString() } satisfies ServiceState, null, 2)}\n`;
  writing = writing
    .catch(() => undefined)
    .then(async () => {
      const part = `${path}.teil`;
      makeFolder(dirname(path));
      await writeFile(part, content);
      await rename(part, path).catch(async (error) => {
        await rm(part, { force: true });
        throw error;
      });
    });
  return writing;
}
