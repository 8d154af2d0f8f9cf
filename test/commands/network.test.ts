/** `netz pruefen` at its edges: what a Freigabe covers, broken installations of nmap, stopping and going on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDemoServers } from '../../src/demo/servers.ts';
import { openStore } from '../../src/store/open.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { type CheckRequest, prepareChecks, runChecks } from '../../src/usecases/run-checks.ts';
import { closeAll, listen, onCloseAll, silentPorts } from '../collect/loopback.ts';
import { closedHost, fakeNmap, nmapXml } from '../collect/nmap/fake-nmap.ts';
import { greeting, sshServer } from '../collect/ssh/scripted-server.ts';
import { type CliResult, runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';
import { checkedJson, runJson } from './schema.ts';

const kommune = ['--kommune', 'beispielhain'];
const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
const withoutNmap = { PATH: '/nowhere' };
let env: Record<string, string>;

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-network-'));
  onCloseAll(() => rmSync(folder, { recursive: true, force: true }));
  env = { BURGWARD_DB: join(folder, 'b.db'), BURGWARD_PERSON: 'Ines Sorbe' };
  await json('kommune anlegen', ['beispielhain', '--name', 'Beispielhain']);
}, 20_000);

afterEach(closeAll);

type Findings = CommandJson['netz befunde'];
type Footprint = Extract<CommandJson['netz pruefen'], { ziele: string[] }>;

const json = <T>(command: string, args: readonly string[], more: Record<string, string> = {}) =>
  runJson<T>(command, args, { env: { ...env, ...more } });
const pruefen = <T = Findings>(args: readonly string[], more: Record<string, string> = withoutNmap) =>
  json<T>('netz pruefen', [...kommune, ...args], more);
const cli = (args: readonly string[], more: Record<string, string> = withoutNmap) =>
  runCli(['netz', 'pruefen', ...kommune, ...args, '--json'], { env: { ...env, ...more } });

function messageOf(failed: CliResult): string {
  return checkedJson<{ error: { message: string } }>('fehler', failed).error.message;
}

function permit(ziele: readonly string[], ports: string): Promise<CommandJson['freigabe erteilen']> {
  const period = ['--von', today, '--bis', today, '--durch', 'Jana Muster', '--blickwinkel', 'host'];
  return json('freigabe erteilen', [...kommune, ...ziele.flatMap((ziel) => ['--ziel', ziel]), ...period, '--ports', ports]);
}

function answerHttp(socket: Socket): void {
  socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
}

describe('without a Freigabe', () => {
  it('a name is not even looked up', async () => {
    const result = await cli(['--ziel', 'gibt-es-nicht.invalid']);
    expect(result.exitCode).toBe(5);
    expect(messageOf(result)).toContain('gilt heute keine Freigabe');
  }, 20_000);

  it('a name nobody knows is refused like any other', async () => {
    await permit(['127.0.0.1'], '80');
    const result = await cli(['--ziel', 'gibt-es-nicht.invalid']);
    expect(result.exitCode).toBe(5);
    expect(messageOf(result)).toContain('gibt-es-nicht.invalid liegt in keiner Freigabe');
  }, 30_000);
});

it('adds up the Freigaben of an address and looks once', async () => {
  const first = await listen(answerHttp);
  const second = await listen(answerHttp);
  await permit(['127.0.0.1'], String(first.port));
  await permit(['127.0.0.1', '127.0.0.0/31'], String(second.port));
  const probe = await pruefen<Footprint>(['--ziel', '127.0.0.1', '--ziel', '127.0.0.1', '--probe']);
  expect(probe).toMatchObject({ freigabe: 'F1, F2', ziele: ['127.0.0.1'], ports: 2 });
  const found = await pruefen(['--ziel', '127.0.0.1', '--check', 'http-redirect']);
  expect(found).toMatchObject({ lauf: 'L1', freigabe: 'F1, F2', hinweise: [expect.stringContaining('nmap')] });
  expect(found.befunde.map((f) => f.ziel).toSorted()).toEqual([first, second].map(({ port }) => `127.0.0.1:${port}`).toSorted());
}, 40_000);

it('lists cipher suites only in a thorough check or when named, and says before what that costs', async () => {
  const servers = await startDemoServers({ now: () => new Date() });
  onCloseAll(() => servers.close());
  await permit(['127.0.0.1'], String(servers.weak.tlsPort));
  const suiteFindings = async (args: readonly string[]) =>
    (await pruefen(args)).befunde.filter(({ check }) => check === 'tls-cipher-suites').map(({ ergebnis }) => ergebnis);
  expect(await suiteFindings([])).toEqual([]);
  expect(await suiteFindings(['--check', 'tls-cipher-suites'])).toEqual(['not-met']);

  const said = async (profil: string) =>
    (await runCli(['netz', 'pruefen', ...kommune, '--probe', '--profil', profil], { env: { ...env, ...withoutNmap } })).stderr;
  const [light, thorough] = [await said('leicht'), await said('gruendlich')];
  const connections = (text: string) => Number(/höchstens (\d+)/.exec(text)?.[1]);
  expect(connections(thorough)).toBe(connections(light) + 180 + 5);
  expect(thorough).toContain('davon je TLS-Dienst bis zu 180 für seine Verfahren und Eigenschaften, meist etwa 30');
  expect(light).not.toContain('Verfahren');
  expect(light).toMatch(/Blickwinkel\s+host\n/);
}, 60_000);

it('looks as far into TLS as the one check needs that is asked for, and says so before', async () => {
  const servers = await startDemoServers({ now: () => new Date() });
  onCloseAll(() => servers.close());
  await permit(['127.0.0.1'], String(servers.good.tlsPort));
  const store = await openStore(env['BURGWARD_DB'] ?? '');
  try {
    const context = await contextOn(store, today);
    const lookFor = async (id: string) => {
      const request: CheckRequest = {
        kommune: 'beispielhain',
        ziele: [],
        checks: [id],
        profil: 'leicht',
        fortsetzen: false,
        nurNmap: false,
      };
      const prepared = await prepareChecks(context, request);
      const run = await runChecks(context, request, prepared, { nmap: null, reason: null });
      const { footprint } = prepared;
      const connections = 'verbindungen' in footprint ? footprint.verbindungen : 0;
      return { connections, said: run?.json.befunde.map(({ text }) => text).join() ?? '' };
    };
    const ofTls = context.catalogue.checks.filter(({ thorough, observes }) => thorough === true && observes.includes('tls'));
    const looks = await Promise.all(ofTls.map(async ({ id }) => ({ id, ...(await lookFor(id)) })));
    expect(looks.length).toBeGreaterThan(3);
    for (const { id, said } of looks) expect(said, id).not.toContain('damals nicht erhoben');
    const light = (await lookFor('tls-protocol-version')).connections;
    expect(Object.fromEntries(looks.map(({ id, connections }) => [id, connections - light]))).toMatchObject({
      'tls-cipher-suites': 120,
      'tls-features': 180,
    });
    expect((await lookFor('ssh-group-size')).connections - light).toBeLessThan(20);
  } finally {
    await store.close();
  }
}, 60_000);

describe('an nmap that is of no use', () => {
  const pathWith = ({ folder }: { folder: string }) => ({ PATH: `${folder}:${process.env['PATH']}` });

  it.each([
    ['too old', () => pathWith(fakeNmap('', 'Nmap version 6.40 ( http://nmap.org )')), /zu alt/],
    ['something else', () => pathWith(fakeNmap('', 'Hallo')), /unbrauchbar/],
    ['missing', () => withoutNmap, /nicht gefunden/],
  ])(
    '%s: our own scan takes over, unless only nmap will do',
    async (_name, prepare, reason) => {
      const server = await listen(answerHttp);
      await permit(['127.0.0.1'], String(server.port));
      const result = await cli([], prepare());
      expect(result.exitCode, result.stderr).toBe(0);
      expect(result.stderr).toMatch(reason);
      expect(checkedJson<Findings>('netz pruefen', result).befunde.length).toBeGreaterThan(0);
      const connections = server.connections();
      const strict = await cli(['--nur-nmap'], prepare());
      expect(strict.exitCode).toBe(4);
      expect(messageOf(strict)).toMatch(reason);
      expect(server.connections()).toBe(connections);
    },
    40_000,
  );

  it.each([
    ['killed', 'kill -KILL $$', '', 'von außen beendet'],
    ['broken off', 'exit 1', '<finished time="1" exit="error" errormsg="Speicher voll"/>', 'Speicher voll'],
  ])(
    '%s on the way with --nur-nmap: ends with 4 and keeps what was finished',
    async (_name, ending, finished, reason) => {
      await permit(['127.0.0.1', '127.0.0.2'], '80');
      const fake = fakeNmap(`cat "$folder/out"\n${ending}`);
      const whole = nmapXml(closedHost('127.0.0.1', '80', 1), finished);
      writeFileSync(join(fake.folder, 'out'), finished === '' ? (whole.split('<runstats>')[0] ?? '') : whole);
      const result = await cli(['--nur-nmap'], pathWith(fake));
      expect(result.exitCode).toBe(4);
      expect(messageOf(result)).toContain(reason);
      const stored = await json<Findings>('netz befunde', kommune);
      expect(stored.befunde.filter((f) => f.check === 'undeclared-service').map((f) => [f.ziel, f.ergebnis])).toEqual([
        ['127.0.0.1', 'met'],
        ['127.0.0.2', 'undetermined'],
      ]);
      const rest = await pruefen<Footprint>(['--fortsetzen', '--probe']);
      expect(rest.ziele).toEqual(['127.0.0.2']);
    },
    40_000,
  );
});

it('goes on where it was stopped, and records nothing when nothing is left', async () => {
  const progressLineMs = 2300;
  const finished = await listen((socket) => {
    socket.once('data', (data) => setTimeout(() => answerHttp(socket), data[0] === 0x16 ? 0 : progressLineMs));
  });
  let silent = true;
  const open = await listen((socket) => socket.once('data', () => silent || answerHttp(socket)), '127.0.0.2');
  await permit(['127.0.0.1', '127.0.0.2'], `${finished.port},${open.port}`);
  const stopped = await runCli(['netz', 'pruefen', ...kommune, '--json'], {
    env: { ...env, ...withoutNmap },
    signalAt: { text: 'Diensteprüfung', signal: 'SIGINT' },
  });
  expect(stopped.exitCode, stopped.stderr).toBe(130);

  silent = false;
  const connections = finished.connections();
  const rest = await pruefen<Footprint>(['--fortsetzen', '--probe']);
  expect(rest.ziele).toEqual(['127.0.0.2']);
  const second = await pruefen(['--fortsetzen']);
  expect(second.lauf).toBe('L2');
  expect(second.befunde.map((f) => f.ziel)).toContain(`127.0.0.2:${open.port}`);
  expect(finished.connections()).toBe(connections);

  const third = await pruefen(['--fortsetzen']);
  expect(third).toMatchObject({ lauf: 'L2' });
  expect(third.befunde.map((f) => f.ziel)).toEqual(
    expect.arrayContaining([`127.0.0.1:${finished.port}`, `127.0.0.2:${open.port}`]),
  );
  const said = await runCli(['netz', 'pruefen', ...kommune, '--fortsetzen'], { env: { ...env, ...withoutNmap } });
  expect(said.stdout).toContain('Es ist nichts mehr offen.');
}, 60_000);

it('tells a long time in minutes, also for many Kommunen', async () => {
  await permit(['127.0.0.1'], '1-1024');
  const args = ['netz', 'pruefen-alle', '--probe', '--profil', 'gruendlich'];
  const { stderr } = await runCli(args, { env: { ...env, ...withoutNmap } });
  expect(stderr).toMatch(/Dauer\s+höchstens \d+ Minuten/);
}, 20_000);

it('stopped before anything was seen, it does not claim that something was stored', async () => {
  const silent = await silentPorts(3);
  await permit(['127.0.0.1'], silent.join(','));
  const stopped = await runCli(['netz', 'pruefen', ...kommune], {
    env: { ...env, ...withoutNmap },
    signalAt: { text: 'Netzprüfung …', signal: 'SIGINT' },
  });
  expect(stopped.exitCode, stopped.stderr).toBe(130);
  expect(stopped.stderr).toContain('Es war noch nichts fertig; gespeichert wurde nichts.');
  expect(stopped.stderr).not.toContain('ist gespeichert');
  const { laeufe } = await json<CommandJson['netz laeufe']>('netz laeufe', kommune);
  expect(laeufe).toEqual([]);
}, 30_000);

describe('going on', () => {
  const request: CheckRequest = {
    kommune: 'beispielhain',
    ziele: [],
    checks: [],
    profil: 'leicht',
    fortsetzen: true,
    nurNmap: false,
  };

  /** Checks, and asks what another check would still have to look at. */
  async function withChecks(
    use: (
      check: (changes: Partial<CheckRequest>) => Promise<unknown>,
      left: (changes: Partial<CheckRequest>) => Promise<string[]>,
    ) => Promise<void>,
  ) {
    const store = await openStore(env['BURGWARD_DB'] ?? '');
    try {
      const context = await contextOn(store, today);
      const prepare = (changes: Partial<CheckRequest>) => prepareChecks(context, { ...request, ...changes });
      await use(
        async (changes) => runChecks(context, { ...request, ...changes }, await prepare(changes), { nmap: null, reason: null }),
        async (changes) => (await prepare(changes)).targets.map(({ address }) => address),
      );
    } finally {
      await store.close();
    }
  }

  it('a light check does not finish a thorough one of TLS, nor a look at ports one at services', async () => {
    const servers = await startDemoServers({ now: () => new Date() });
    onCloseAll(() => servers.close());
    await permit(['127.0.0.1'], String(servers.good.tlsPort));
    await withChecks(async (check, left) => {
      await check({ checks: ['undeclared-service'] });
      expect(await left({ checks: ['undeclared-service'] })).toEqual([]);
      expect(await left({})).toEqual(['127.0.0.1']);
      await check({});
      expect(await left({})).toEqual([]);
      expect(await left({ profil: 'gruendlich' })).toEqual(['127.0.0.1']);
      await check({ checks: ['tls-cipher-suites'], fortsetzen: false });
      expect(await left({ checks: ['tls-cipher-suites'] })).toEqual([]);
      expect(await left({ checks: ['tls-features'] })).toEqual(['127.0.0.1']);
      await check({ profil: 'gruendlich' });
      expect(await left({ profil: 'gruendlich' })).toEqual([]);
      expect(await left({})).toEqual([]);
    });
  }, 60_000);

  it('a light check does not finish a thorough one of SSH', async () => {
    const { port } = await sshServer(greeting);
    await permit(['127.0.0.1'], String(port));
    await withChecks(async (check, left) => {
      await check({});
      expect(await left({})).toEqual([]);
      expect(await left({ profil: 'gruendlich' })).toEqual(['127.0.0.1']);
      await check({ profil: 'gruendlich' });
      expect(await left({ profil: 'gruendlich' })).toEqual([]);
    });
  }, 60_000);
});
