/** Jobs as a machine runs them: by a timer, as a service, killed in the middle, and two at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { selectProtokoll, verifyChain } from '../../src/store/protokoll.ts';
import { takeLock } from '../../src/store/zeitplan-lock.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { grantFreigabe } from '../../src/usecases/freigaben.ts';
import { type CommandJson, commandSchemas } from '../../src/usecases/json-schemas.ts';
import { changeJob, listJobs, planJob, removeJob, showJob } from '../../src/usecases/schedule-jobs.ts';
import { type RunDueRequest, runDueJobs } from '../../src/usecases/schedule-run.ts';
import { closeAll, listen } from '../collect/loopback.ts';
import { type CliOptions, programPath, runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reportsFolder = join(root, 'reports');
const ownScan = { nmap: null, reason: 'nmap fehlt.' };
const withoutNmap = { PATH: '/nowhere' };

let folder: string;
let path: string;
let store: Store;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-zeitplan-'));
  path = join(folder, 'burgward.db');
  store = await openStore(path);
  const body = { ags: null, einwohner: null, landkreis: null };
  await createKommune(await at(daysAgo(3)), { ...body, slug: 'beispielhain', name: 'Beispielhain', art: 'gemeinde' }, {});
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await closeAll();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}

/** What a command works with at an instant. */
async function at(now: Date): Promise<Context> {
  const day = now.toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
  return { ...(await contextOn(store, day)), now: () => now };
}

async function cli<C extends keyof CommandJson>(
  command: C,
  args: readonly string[],
  options: CliOptions = {},
): Promise<CommandJson[C]> {
  const env = { BURGWARD_DB: path, BURGWARD_PERSON: 'Ines Sorbe', ...options.env };
  const result = await runCli([...command.split(' '), ...args, '--json'], { ...options, env });
  const value = result.json<CommandJson[C]>();
  expect(commandSchemas[command].safeParse(value).error, JSON.stringify(value)).toBeUndefined();
  return value;
}

/** Permits checks of these ports of loopback. */
async function permit(ports: readonly number[], zeitfenster: string[] = []): Promise<void> {
  const context = await at(daysAgo(3));
  const day = (days: number) => daysAgo(days).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
  await grantFreigabe(context, {
    kommune: 'beispielhain',
    ziele: ['127.0.0.1'],
    ports: ports.join(','),
    von: day(3),
    bis: day(-10),
    durch: 'Jana Muster',
    blickwinkel: 'host',
    zeitfenster,
  });
}

/** Ports that accept and say nothing, so that a check of them takes a while. */
async function silentPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let n = 0; n < count; n += 1) ports.push((await listen((socket) => socket.on('error', () => undefined))).port);
  return ports;
}

/** Files a run says it wrote. */
function filesOf(run: { ergebnis: Record<string, unknown> | null } | undefined): string[] {
  const { datei, dateien } = (run?.ergebnis ?? {}) as { datei?: { pfad: string }; dateien?: { pfad: string }[] };
  return [...(datei === undefined ? [] : [datei]), ...(dateien ?? [])].map(({ pfad }) => pfad);
}

const plain = { landkreis: null, reportsFolder, optionen: {} };

async function planCheck(planned: Date, more: Partial<Parameters<typeof planJob>[1]> = {}): Promise<void> {
  await planJob(await at(planned), { ...plain, art: 'netz-pruefen', kommune: 'beispielhain', wann: 'täglich 6:00', ...more });
}

function request(more: Partial<RunDueRequest> = {}): RunDueRequest {
  const signal = new AbortController().signal;
  return { reportsFolder, auftraege: [], jetzt: false, probe: false, signal, scanner: ownScan, ...more };
}

describe('a timer looks', () => {
  it('a check of loopback and a report run through the real commands, and stand in history and Protokoll', async () => {
    const { port } = await listen((socket) => socket.end());
    await permit([port]);
    const times = ['--kommune', 'beispielhain', '--wann', 'jeden Montag 6:00'];
    await cli('zeitplan anlegen', ['netz-pruefen', ...times, '--check', 'undeclared-service']);
    const reports = join(folder, 'berichte');
    const optionen = { bericht: 'leitung', format: 'md,json', ausgabe: reports };
    await planJob(await at(new Date()), {
      ...plain,
      art: 'bericht',
      kommune: 'beispielhain',
      wann: 'jeden Montag 6:00',
      optionen,
    });
    const { laeufe } = await cli('zeitplan ausfuehren', ['--auftrag', 'Z1', '--auftrag', 'Z2', '--jetzt'], { env: withoutNmap });
    expect(laeufe).toMatchObject([
      { auftrag: 'Z1', stand: 'fertig', code: 0, ergebnis: { lauf: 'L1', vollstaendig: true, nichtInOrdnung: 1 } },
      { auftrag: 'Z2', stand: 'fertig', code: 0, text: `2 Dateien in ${reports}.` },
    ]);
    const [file] = filesOf(laeufe[1]);
    expect(existsSync(file ?? '')).toBe(true);
    const shown = await cli('zeitplan zeigen', ['Z1']);
    expect(shown).toMatchObject({ letzter: { nr: 1, stand: 'fertig' }, faelligSeit: null });
    expect(shown.termine).toHaveLength(5);
    const { begonnen, beendet } = shown.letzter ?? {};
    expect(shown.letzter?.dauerSekunden).toBeCloseTo((Date.parse(beendet ?? '') - Date.parse(begonnen ?? '')) / 1000, 0);
    const entries = await selectProtokoll(store, 'beispielhain', '9999');
    expect(entries.filter(({ person }) => person === 'Zeitplan (Z1)').map(({ action }) => action)).toEqual([
      'zeitplan.beginnen',
      'netz.pruefen',
      'zeitplan.beenden',
    ]);
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
  }, 120_000);

  it('one that fails is told with its code and does not stop the others', async () => {
    await planCheck(daysAgo(1.5));
    await planJob(await at(daysAgo(1.5)), { ...plain, art: 'faellig', kommune: null, wann: 'täglich 7:00' });
    const result = await runCli(['zeitplan', 'ausfuehren'], { env: { BURGWARD_DB: path } });
    expect(result.exitCode).toBe(5);
    expect(result.stdout).toContain('gescheitert');
    // As cron calls it: nothing to say, nothing to mail.
    const quiet = await runCli(['zeitplan', 'ausfuehren', '--leise'], { env: { BURGWARD_DB: path } });
    expect(quiet).toMatchObject({ exitCode: 0, stdout: '' });
    expect(quiet.stderr).not.toContain('fällig');
    const jobs = await listJobs(await at(new Date()), { all: false });
    expect(jobs.map(({ letzter }) => [letzter?.stand, letzter?.code])).toEqual([
      ['gescheitert', 5],
      ['fertig', 0],
    ]);
    // What a missing Freigabe forbids is not tried again.
    expect((await cli('zeitplan ausfuehren', [])).laeufe).toEqual([]);
  }, 120_000);

  it.each([
    ['nachholen', 'fertig', 2],
    ['auslassen', 'ausgelassen', 3],
  ] as const)('after three days off: %s', async (verpasst, stand, missed) => {
    const noon = new Date(`${daysAgo(1).toISOString().slice(0, 10)}T12:00:00Z`);
    const planned = new Date(noon.getTime() - 3 * 86_400_000);
    await planJob(await at(planned), { ...plain, art: 'faellig', kommune: null, wann: 'täglich 6:00', verpasst });
    const { laeufe } = await runDueJobs(await at(noon), request());
    expect(laeufe).toMatchObject([{ stand, verpasst: missed }]);
    expect(await runDueJobs(await at(noon), request())).toMatchObject({ laeufe: [], naechster: { auftrag: 'Z1' } });
  });

  it('a check waits for the time window of its Freigabe', async () => {
    const { port } = await listen((socket) => socket.end());
    const day = daysAgo(1).toISOString().slice(0, 10);
    await permit([port], ['18:00-20:00']);
    await planCheck(new Date(`${day}T00:00:00Z`), { optionen: { check: ['undeclared-service'] } });
    const early = await runDueJobs(await at(new Date(`${day}T12:00:00Z`)), request());
    expect(early).toMatchObject({ laeufe: [], wartend: [{ auftrag: 'Z1', grund: 'zeitfenster' }] });
    const opening = new Date(early.wartend[0]?.bis ?? '');
    const { laeufe } = await runDueJobs(await at(opening), request());
    expect(laeufe).toMatchObject([{ stand: 'fertig', verpasst: 0 }]);
  });

  it('a check from one vantage rests on its Freigaben only', async () => {
    const { port } = await listen((socket) => socket.end());
    await permit([port]);
    await planCheck(daysAgo(1), { optionen: { check: ['undeclared-service'], blickwinkel: 'lan' } });
    const { laeufe } = await runDueJobs(await at(new Date()), request({ jetzt: true, auftraege: ['Z1'] }));
    expect(laeufe).toMatchObject([
      { stand: 'gescheitert', code: 5, text: expect.stringContaining('keine Freigabe mit Blickwinkel lan') },
    ]);
  });

  it('what was planned anew, rests or was taken out has missed nothing', async () => {
    await planJob(await at(daysAgo(2)), { ...plain, art: 'faellig', kommune: null, wann: 'täglich 6:00' });
    const now = await at(new Date());
    const same = { optionen: {}, reportsFolder };
    await changeJob(now, 'Z1', { ...same, aktiv: false });
    expect((await runDueJobs(now, request())).laeufe).toEqual([]);
    const again = await changeJob(now, 'Z1', { ...same, aktiv: true, optionen: { tage: 30 } });
    expect(again).toMatchObject({ faelligSeit: null, optionen: { tage: 30 }, wann: 'täglich 6:00' });
    await removeJob(now, 'Z1', 'Vertrag endet');
    expect(await listJobs(now, { all: false })).toEqual([]);
    expect(await listJobs(now, { all: true })).toMatchObject([{ id: 'Z1', entfernt: 'Vertrag endet', naechster: null }]);
  });

  it('a backup and a calendar file are made as their commands make them', async () => {
    const target = join(folder, 'ziel');
    const kinds = { kommune: null, wann: 'täglich 6:00', ...plain };
    await planJob(await at(daysAgo(1.5)), { ...kinds, art: 'sicherung', optionen: { ausgabe: target, behalte: 3 } });
    await planJob(await at(daysAgo(1.5)), { ...kinds, art: 'faellig', optionen: { ausgabe: target, format: 'ics' } });
    await planJob(await at(daysAgo(1.5)), { ...kinds, art: 'netz-bewerten' });
    const { laeufe } = await runDueJobs(await at(new Date()), request());
    expect(laeufe.map(({ auftrag, stand }) => [auftrag, stand])).toEqual([
      ['Z1', 'fertig'],
      ['Z2', 'fertig'],
      ['Z3', 'fertig'],
    ]);
    for (const run of laeufe.slice(0, 2)) {
      expect(existsSync(filesOf(run)[0] ?? '')).toBe(true);
    }
  });
});

describe('no overlap', () => {
  it('two processes at once run a job once', async () => {
    await permit(await silentPorts(2));
    await planCheck(daysAgo(1.5), { optionen: { check: ['undeclared-service', 'tls-protocol-version'] } });
    const both = await Promise.all([0, 1].map(() => cli('zeitplan ausfuehren', [], { env: withoutNmap })));
    expect(both.flatMap(({ laeufe }) => laeufe)).toHaveLength(1);
    expect((await showJob(await at(new Date()), 'Z1', 10)).laeufe).toHaveLength(1);
  }, 120_000);

  it('a job whose lock is held is passed over', async () => {
    await planJob(await at(daysAgo(1.5)), { ...plain, art: 'faellig', kommune: null, wann: 'täglich 6:00' });
    const unlock = takeLock(store, 'Z1');
    expect(await cli('zeitplan ausfuehren', [])).toMatchObject({ laeufe: [], laufend: ['Z1'] });
    unlock?.();
    expect(await cli('zeitplan ausfuehren', [])).toMatchObject({ laeufe: [{ stand: 'fertig' }], laufend: [] });
  }, 120_000);
});

it('a run that is killed is called abgebrochen by the next look, which goes on', async () => {
  await permit(await silentPorts(6));
  await planCheck(daysAgo(1.5));
  const killed = await runCli(['zeitplan', 'ausfuehren'], {
    env: { BURGWARD_DB: path, ...withoutNmap },
    signalAt: { text: 'Z1 beginnt', signal: 'SIGKILL' },
  });
  expect(killed.exitCode).toBeNull();
  await closeAll();
  const { laeufe } = await cli('zeitplan ausfuehren', [], { env: withoutNmap });
  expect(laeufe).toMatchObject([
    { nr: 1, stand: 'abgebrochen', versuch: 1 },
    { nr: 2, stand: 'fertig', versuch: 2 },
  ]);
  expect(laeufe[0]?.text).toContain('Während des Laufs wurde das Programm beendet');
  expect(laeufe[1]?.geplant).toBe(laeufe[0]?.geplant);
  expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
}, 120_000);

describe('the service', () => {
  interface Service {
    child: ChildProcess;
    lines(): { ereignis: string; stufe: string; text: string }[];
    said(event: string): Promise<void>;
    stopped(): Promise<{ code: number | null; ms: number }>;
  }

  function startService(env: Record<string, string> = {}): Service {
    const child = spawn(process.execPath, [programPath(), 'zeitplan', 'dienst', '--takt', '1'], {
      env: { ...process.env, BURGWARD_DB: path, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    const lines = () =>
      text
        .split('\n')
        .filter((line) => line.startsWith('{') && line.endsWith('}'))
        .map((line) => JSON.parse(line) as ReturnType<Service['lines']>[number]);
    const said = async (event: string) => {
      for (let waited = 0; !lines().some(({ ereignis }) => ereignis === event); waited += 50) {
        if (waited > 20_000) throw new Error(`The service never said „${event}“: ${text}`);
        await new Promise((done) => setTimeout(done, 50));
      }
    };
    const stopped = async () => {
      const began = Date.now();
      child.kill('SIGTERM');
      const code = await new Promise<number | null>((done) => child.on('close', done));
      return { code, ms: Date.now() - began };
    };
    return { child, lines, said, stopped };
  }

  const health = () => JSON.parse(readFileSync(join(`${path}-zeitplan`, 'zustand.json'), 'utf8')) as Record<string, unknown>;

  it('idle: says it is ready, keeps its state file, lets no second one in, and ends within two seconds', async () => {
    await planJob(await at(new Date()), { ...plain, art: 'faellig', kommune: null, wann: 'täglich 6:00' });
    const service = startService();
    await service.said('bereit');
    for (let waited = 0; health()['naechster'] === null && waited < 10_000; waited += 100)
      await new Promise((done) => setTimeout(done, 100));
    expect(health()).toMatchObject({
      zustand: 'wartet',
      pid: service.child.pid,
      naechster: { auftrag: 'Z1' },
      letzterFehler: null,
    });
    const second = await runCli(['zeitplan', 'dienst'], { env: { BURGWARD_DB: path } });
    expect(second.exitCode).toBe(4);
    expect(second.stderr).toContain('läuft schon');
    const { code, ms } = await service.stopped();
    expect(code).toBe(143);
    expect(ms).toBeLessThan(2000);
    expect(health()).toMatchObject({ zustand: 'beendet' });
    expect(service.lines().map(({ ereignis }) => ereignis)).toEqual(['bereit', 'schluss']);
  }, 120_000);

  it('in the middle of a check: keeps what was finished, ends within two seconds, and the next start goes on', async () => {
    await permit(await silentPorts(6));
    await planCheck(daysAgo(1.5));
    const service = startService(withoutNmap);
    await service.said('beginn');
    expect(health()).toMatchObject({ pid: service.child.pid });
    await new Promise((done) => setTimeout(done, 500));
    const { code, ms } = await service.stopped();
    expect(code).toBe(143);
    expect(ms).toBeLessThan(2000);
    const [run] = (await showJob(await at(new Date()), 'Z1', 5)).laeufe;
    expect(run).toMatchObject({ stand: 'abgebrochen', ergebnis: { lauf: 'L1', vollstaendig: false } });
    await closeAll();
    const { laeufe } = await cli('zeitplan ausfuehren', [], { env: withoutNmap });
    expect(laeufe).toMatchObject([{ nr: 2, versuch: 2, stand: 'fertig' }]);
  }, 120_000);

  it('tells systemd that it is ready, alive and ending', async () => {
    const told = join(folder, 'told');
    writeFileSync(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$@" >> ${told}\n`, { mode: 0o755 });
    const service = startService({ NOTIFY_SOCKET: '/run/none', WATCHDOG_USEC: '1000000', PATH: `${folder}:/usr/bin:/bin` });
    await service.said('bereit');
    for (
      let waited = 0;
      !(existsSync(told) && readFileSync(told, 'utf8').includes('WATCHDOG=1')) && waited < 10_000;
      waited += 100
    )
      await new Promise((done) => setTimeout(done, 100));
    await service.stopped();
    const words = readFileSync(told, 'utf8');
    expect(words).toMatch(/^READY=1 /);
    expect(words).toContain('WATCHDOG=1');
    expect(words).toMatch(/STOPPING=1\n$/);
  }, 120_000);
});

describe('what people get told', () => {
  it.each([
    [{ art: 'faellig', wann: 'jeden Montag' }, 3, 'Es fehlt die Uhrzeit'],
    [{ art: 'bericht', optionen: { bericht: 'leitung' } }, 2, 'Es fehlt --ausgabe'],
    [{ art: 'netz-bewerten', optionen: { tage: 3 } }, 2, '--tage gilt nicht für'],
    [{ art: 'netz-pruefen', optionen: { check: ['gibt-es-nicht'] } }, 3, 'gibt-es-nicht'],
    [{ art: 'netz-pruefen', kommune: 'nirgends' }, 3, 'nirgends'],
    [{ art: 'sicherung', landkreis: 'zwickau' }, 2, 'ganze Datenbank'],
  ] as const)('%j ends with %i', async (wrong, exitCode, sentence) => {
    const job = { ...plain, kommune: null, wann: 'täglich 6:00', ...wrong };
    const error = await planJob(await at(new Date()), job).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exitCode, message: expect.stringContaining(sentence) });
  });
});
