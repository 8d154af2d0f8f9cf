/** A Freigabe that ends while a check runs, and going on afterwards with what was asked before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDemoServers } from '../../src/demo/servers.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { checkAll, kommunenToCheck } from '../../src/usecases/check-all.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { grantFreigabe, type NewFreigabe, withdrawFreigabe } from '../../src/usecases/freigaben.ts';
import { listFindings } from '../../src/usecases/list-findings.ts';
import { listRuns } from '../../src/usecases/list-runs.ts';
import { type CheckRequest, type FinishedRun, prepareChecks, runChecks } from '../../src/usecases/run-checks.ts';
import { changeZielobjekt, createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { closeAll, listen, onCloseAll } from '../collect/loopback.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

/** A Friday; the clock begins at 13:00 in Saxony. */
const day = '2026-11-20';
const oneOclock = new Date(`${day}T12:00:00Z`);
let folder: string;
let store: Store;
let clock: Date;
let context: Context;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-ende-'));
  store = await openStore(join(folder, 'b.db'));
  clock = oneOclock;
  context = { ...(await contextOn(store, day)), now: () => clock };
  const kommune = { name: 'Beispielhain', art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
  await createKommune(context, { ...kommune, slug: 'beispielhain' }, {});
});

afterEach(async () => {
  await closeAll();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const request: CheckRequest = {
  kommune: 'beispielhain',
  ziele: [],
  checks: [],
  profil: 'leicht',
  fortsetzen: false,
  nurNmap: false,
};
const ownScan = { nmap: null, reason: null };

function permit(ports: readonly number[], changes: Partial<NewFreigabe> = {}) {
  return grantFreigabe(context, {
    kommune: 'beispielhain',
    ziele: ['127.0.0.1'],
    von: day,
    bis: '2026-12-31',
    durch: 'Jana Muster, Bürgermeisterin',
    ports: ports.join(','),
    blickwinkel: 'host',
    ...changes,
  });
}

async function check(changes: Partial<CheckRequest> = {}, signal?: AbortSignal): Promise<FinishedRun | null> {
  const wanted = { ...request, ...changes };
  return runChecks(context, wanted, await prepareChecks(context, wanted), ownScan, { signal });
}

/** A web server, and one that tells when it is asked for the third time and counts what comes later than `graceMs` after that. */
async function serversThatTell(happens: () => unknown, graceMs: number) {
  let since: number | null = null;
  let later = 0;
  const serve = () => {
    if (since !== null && performance.now() > since + graceMs) later++;
  };
  const first = await listen((socket) => {
    serve();
    socket.end();
  });
  let connections = 0;
  const second = await listen((socket) => {
    serve();
    connections++;
    if (connections === 3) {
      since = performance.now();
      void happens();
    }
    socket.end();
  });
  return { ports: [first.port, second.port], later: () => later };
}

describe('a Freigabe that ends during a check', () => {
  it.each<[string, Partial<NewFreigabe>, () => unknown, number, string]>([
    [
      'its hours end',
      { zeitfenster: ['Fr 12:00-14:00'] },
      () => {
        clock = new Date(`${day}T13:00:00Z`);
      },
      50,
      'weil das Zeitfenster der Freigabe F1 um 14:00 Uhr endete',
    ],
    [
      'its last day ends',
      { bis: day },
      () => {
        clock = new Date(`${day}T23:00:00Z`);
      },
      50,
      'weil die Freigabe F1 am 20.11.2026 endete',
    ],
    ['it is withdrawn', {}, () => withdrawFreigabe(context, 'beispielhain', 'F1'), 1200, 'weil die Freigabe F1 widerrufen wurde'],
  ])('%s: nothing more is opened, and the rest is unsettled', async (_name, limits, happens, graceMs, reason) => {
    const { ports, later } = await serversThatTell(happens, graceMs);
    await permit(ports, { ...limits, proSekunde: 4 });
    const finished = await check({ checks: ['undeclared-service', 'tls-protocol-version', 'http-redirect'] });
    if (finished === null) throw new Error('nothing was seen');
    expect(later()).toBe(0);
    expect(finished).toMatchObject({ aborted: true, run: { id: 'L1', vollstaendig: false }, over: { exitCode: 5 } });
    expect(finished.over?.message).toBe(
      `Die Prüfung endete vorzeitig, ${reason}: 0 von 1 Zielen sind fertig geprüft, der Rest ist unbestimmt.`,
    );
    expect(finished.over?.hint).toContain('burgward netz pruefen --kommune beispielhain --fortsetzen');
    expect(finished.run.hinweise).toContain(finished.over?.message);
    const { befunde } = await listFindings({ ...context, asOf: '2026-11-21' }, 'beispielhain');
    expect(befunde.filter(({ ergebnis }) => ergebnis === 'met')).toEqual([]);
    expect(befunde.filter(({ text }) => text.includes(`Nicht mehr geprüft, ${reason}`))).not.toEqual([]);
  });

  it('--fortsetzen goes on in the next hours, with what was not finished', async () => {
    const finished = await listen((socket) => socket.end());
    const other = await listen((socket) => socket.end(), '127.0.0.2');
    await permit([finished.port, other.port], { ziele: ['127.0.0.1', '127.0.0.2'], zeitfenster: ['12:00-14:00'] });
    const checks = ['undeclared-service'];
    clock = new Date(`${day}T12:59:59Z`);
    const wanted = { ...request, checks, ziele: ['127.0.0.1'] };
    await runChecks(context, wanted, await prepareChecks(context, wanted), ownScan);
    const both = await prepareChecks(context, { ...request, checks, fortsetzen: true });
    expect(both.targets.map(({ address }) => address)).toEqual(['127.0.0.2']);
    clock = new Date(`${day}T13:00:00Z`);
    await runChecks(context, { ...request, checks, fortsetzen: true }, both, ownScan);
    expect(other.connections()).toBe(0);

    await expect(prepareChecks(context, { ...request, fortsetzen: true })).rejects.toMatchObject({ exitCode: 5 });
    clock = new Date('2026-11-21T11:30:00Z');
    context = { ...context, today: '2026-11-21', asOf: '2026-11-21' };
    const rest = await prepareChecks(context, { ...request, checks, fortsetzen: true });
    expect(rest).toMatchObject({ setztFort: 'L2', targets: [{ address: '127.0.0.2' }] });
    const done = await runChecks(context, { ...request, checks, fortsetzen: true }, rest, ownScan);
    expect(done).toMatchObject({ over: null, run: { vollstaendig: true } });
    expect(other.connections()).toBeGreaterThan(0);
  });

  it('among many Kommunen ends with 5 and lets the others have their turn', async () => {
    const { port } = await listen((socket) => socket.end());
    const kommune = { name: 'Neudorf', art: 'gemeinde', ags: null, einwohner: null, landkreis: null } as const;
    await createKommune(context, { ...kommune, slug: 'neudorf' }, {});
    await permit([port], { zeitfenster: ['12:00-14:00'] });
    await permit([port], { kommune: 'neudorf' });
    const { kommunen } = await kommunenToCheck(context, null);
    const shared = { ...request, checks: ['undeclared-service'] };
    const { outcomes, failed } = await checkAll(context, kommunen, shared, ownScan, {
      onPrepared: () => {
        clock = new Date(`${day}T13:00:00Z`);
      },
    });
    expect(failed).toBe(5);
    expect(outcomes).toMatchObject([
      { kommune: 'beispielhain', vollstaendig: false, unbestimmt: 1, fehler: expect.stringContaining('schon geschlossen war') },
      { kommune: 'neudorf', vollstaendig: true, fehler: null },
    ]);
    expect(outcomes[0]?.hinweise).toContain(outcomes[0]?.fehler);
  });

  it('the command prints what it has, and ends with 5', async () => {
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
    const now = { ...(await contextOn(store, today)), now: () => new Date() };
    const { port } = await listen((socket) => {
      socket.end();
      void withdrawFreigabe(now, 'beispielhain', 'F1').catch(() => undefined);
    });
    await grantFreigabe(now, {
      kommune: 'beispielhain',
      ziele: ['127.0.0.1'],
      von: today,
      bis: today,
      durch: 'Jana Muster',
      ports: String(port),
      blickwinkel: 'host',
      proSekunde: 1,
    });
    const env = { BURGWARD_DB: join(folder, 'b.db'), BURGWARD_PERSON: 'Ines Sorbe', PATH: '/nowhere' };
    const { exitCode, stdout, stderr } = await runCli(['netz', 'pruefen', '--kommune', 'beispielhain'], { env });
    expect(exitCode, stderr).toBe(5);
    expect(stdout).toContain('unbestimmt');
    expect(stderr).toContain('Die Prüfung endete vorzeitig, weil die Freigabe F1 widerrufen wurde');
    expect(stderr).not.toContain('Fehler:');
  }, 60_000);
});

describe('going on', () => {
  it('asks the same checks in the same depth, unless others are named', async () => {
    const { port } = await listen((socket) => socket.end());
    await permit([port]);
    await check({ checks: ['tls-cipher-suites'], profil: 'gruendlich' });
    expect((await listRuns(context, 'beispielhain')).laeufe.map(({ gefragt }) => gefragt)).toEqual([
      { profil: 'gruendlich', checks: ['tls-cipher-suites'] },
    ]);
    const again = { ...request, fortsetzen: true, wieZuletzt: { checks: true, profil: true } };
    const same = await prepareChecks(context, again);
    expect(same).toMatchObject({ targets: [], gefragt: { profil: 'gruendlich', checks: ['tls-cipher-suites'] } });
    expect(same.notes).toEqual(['Wie bei L1 nur diese Prüfungen: tls-cipher-suites. Andere nennt --check.']);
    expect(same.footprint).toMatchObject({ hinweise: same.notes });
    const other = await prepareChecks(context, {
      ...again,
      checks: ['smb-version'],
      wieZuletzt: { checks: false, profil: true },
    });
    expect(other.checks.map(({ id }) => id)).toEqual(['smb-version']);
    expect(other.targets).toHaveLength(1);
  });

  it('does not ask again where a service had nothing to say', async () => {
    const { port } = await listen((socket) => socket.end());
    await permit([port]);
    await check({ checks: ['ssh-ciphers'] });
    const again = await prepareChecks(context, { ...request, checks: ['ssh-ciphers'], fortsetzen: true });
    expect(again.targets).toEqual([]);
  });

  it('asks a port that a newer Freigabe adds', async () => {
    const [first, second] = [await listen((socket) => socket.end()), await listen((socket) => socket.end())];
    await permit([first.port]);
    await check({ checks: ['ssh-ciphers'] });
    await permit([second.port]);
    const again = await prepareChecks(context, { ...request, checks: ['ssh-ciphers'], fortsetzen: true });
    expect(again.targets).toHaveLength(1);
  });

  it('a look from elsewhere is another look', async () => {
    const { port } = await listen((socket) => socket.end());
    await permit([port]);
    await check();
    await permit([port], { blickwinkel: 'lan' });
    const from = async (blickwinkel: 'host' | 'lan') =>
      (await prepareChecks(context, { ...request, blickwinkel, fortsetzen: true })).targets.map(({ vantage }) => vantage);
    expect(await from('host')).toEqual([]);
    expect(await from('lan')).toEqual(['lan']);
  });
});

it('a check stopped before it saw anything records nothing', async () => {
  await permit([9]);
  expect(await check({}, AbortSignal.abort(new Error('Strg-C')))).toBeNull();
  expect((await listRuns(context, 'beispielhain')).laeufe).toEqual([]);
});

describe('older findings', () => {
  const currentFindings = async () =>
    (await listFindings(context, 'beispielhain')).befunde.map(({ check: id, ergebnis }) => `${id} ${ergebnis}`);

  it('of a check that no longer concerns what answers there are ended by the newer run', async () => {
    const { port } = await listen((socket) => socket.end());
    await permit([port]);
    const web = {
      kuerzel: 'WEB',
      kommune: 'beispielhain',
      typ: 'webserver',
      name: 'Webauftritt',
      adressen: [`127.0.0.1:${port}`],
    };
    await createZielobjekt(context, web);
    await check({ checks: ['declared-service-closed'] });
    expect(await currentFindings()).toEqual(['declared-service-closed met']);
    clock = new Date(`${day}T12:05:00Z`);
    await changeZielobjekt(context, {
      kommune: 'beispielhain',
      kuerzel: 'WEB',
      given: { adressen: ['127.0.0.1'] },
      wieder: false,
    });
    await check({ checks: ['declared-service-closed'] });
    expect(await currentFindings()).toEqual([]);
  });

  it('of a test of access stay when the newer run was not permitted to try it', async () => {
    const server = createServer((asked, answer) => {
      answer.statusCode = asked.url === '/' || asked.url === '/.git/HEAD' ? 200 : 404;
      answer.end(asked.url === '/.git/HEAD' ? 'ref: refs/heads/main\n' : '');
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onCloseAll(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const checks = ['http-directory-leftovers'];
    await permit([port], { zugriffstests: true });
    await check({ checks });
    expect(await currentFindings()).toEqual(['http-directory-leftovers not-met']);
    await withdrawFreigabe(context, 'beispielhain', 'F1');
    await permit([port]);
    clock = new Date(`${day}T12:05:00Z`);
    await check({ checks });
    expect(await currentFindings()).toEqual(['http-directory-leftovers not-met']);
  });

  it('of a port that is closed by now are ended, also where nobody asked for the open ports', async () => {
    const servers = await startDemoServers({ now: () => oneOclock });
    await permit([servers.good.tlsPort]);
    await check({ checks: ['tls-protocol-version'] });
    expect(await currentFindings()).toEqual(['tls-protocol-version met']);
    await servers.close();
    clock = new Date(`${day}T12:05:00Z`);
    await check({ checks: ['http-redirect'] });
    expect(await currentFindings()).toEqual([]);
  });
});
