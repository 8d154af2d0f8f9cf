/** A run whose permission ends, is stopped, or shares a rate: what is opened, what is said, and what counts as finished. */
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type CollectOptions, collect } from '../../src/collect/collect.ts';
import type { NmapInstallation } from '../../src/collect/nmap/installation.ts';
import { startDemoServers } from '../../src/demo/servers.ts';
import type { ObservationKind } from '../../src/domain/catalogue.ts';
import { AuthorizedDomain, AuthorizedTarget, parseDomain } from '../../src/domain/freigabe.ts';
import { closeAll, fixedNow, freigabeFor, listen, onCloseAll, permitted, permittedHosts, silentPorts } from './loopback.ts';
import { itWithNmap } from './needs-nmap.ts';

afterEach(closeAll);

const usual: ReadonlySet<ObservationKind> = new Set(['port-scan', 'tls', 'http', 'ssh']);
const options: CollectOptions = { now: fixedNow, nmap: null, connectTimeoutMs: 400, tlsTimeoutMs: 500, httpTimeoutMs: 500 };
const reason = 'weil das Zeitfenster der Freigabe F1 um 18:00 Uhr endete';

/** Connections to several servers, with the time they came. */
async function countedServers(count: number, serve: (socket: Socket) => void = (socket) => socket.end()) {
  const starts: number[] = [];
  const servers = await Promise.all(
    Array.from({ length: count }, () =>
      listen((socket) => {
        starts.push(performance.now());
        serve(socket);
      }),
    ),
  );
  return { starts, ports: servers.map(({ port }) => port) };
}

function mostInASecond(starts: readonly number[]): number {
  return Math.max(0, ...starts.map((from) => starts.filter((at) => at >= from && at < from + 1000).length));
}

describe('when the permission ends', () => {
  it('nothing more is opened, what was finished is kept, and the rest is said', async () => {
    let over = false;
    let after = 0;
    const { ports } = await countedServers(4, (socket) => {
      if (over) after++;
      socket.end();
    });
    const {
      observations,
      aborted,
      over: why,
      finished,
      scans,
    } = await collect(
      [permitted()],
      { kinds: usual, ports },
      {
        ...options,
        whyOver: async () => (over ? reason : null),
        onObservation: ({ kind }) => {
          if (kind === 'port-scan') over = true;
        },
      },
    );
    expect({ aborted, why, finished, after }).toEqual({ aborted: true, why: reason, finished: [], after: 0 });
    expect(scans).toHaveLength(1);
    const open = observations.filter(({ kind }) => kind !== 'port-scan');
    expect(new Set(open.map(({ target, kind }) => `${target.port} ${kind}`))).toEqual(
      new Set(ports.flatMap((port) => [`${port} tls`, `${port} http`])),
    );
    for (const { outcome } of open) expect(outcome).toEqual({ seen: false, reason: `Nicht mehr geprüft, ${reason}.` });
  });

  it('before anything was sent, every host says why it was not looked at', async () => {
    const { starts, ports } = await countedServers(1);
    const { observations } = await collect(
      permittedHosts(2),
      { kinds: usual, ports },
      { ...options, whyOver: async () => reason },
    );
    expect(starts).toEqual([]);
    expect(observations.map(({ kind, outcome }) => `${kind} ${outcome.seen}`)).toEqual([
      ...[...usual].map((kind) => `${kind} false`),
      ...[...usual].map((kind) => `${kind} false`),
    ]);
  });

  it('in the middle of our own port scan', async () => {
    const silent = await silentPorts(3);
    const { ports } = await countedServers(1);
    const until = performance.now() + 300;
    const started = performance.now();
    const { observations, finished } = await collect(
      [permitted()],
      { kinds: new Set(['port-scan']), ports: [...silent, ...ports] },
      {
        ...options,
        connectTimeoutMs: 5000,
        whyOver: async () => (performance.now() > until ? reason : null),
      },
    );
    expect(performance.now() - started).toBeLessThan(2000);
    expect(finished).toEqual([]);
    expect(observations.map(({ outcome }) => outcome)).toEqual([{ seen: false, reason: `Nicht mehr geprüft, ${reason}.` }]);
  });

  itWithNmap('nmap is ended', async (nmap) => {
    const silent = await silentPorts(3);
    const until = performance.now() + 300;
    const started = performance.now();
    const { observations, aborted } = await collect(
      [permitted()],
      { kinds: new Set(['port-scan']), ports: silent },
      {
        ...options,
        nmap,
        whyOver: async () => (performance.now() > until ? reason : null),
      },
    );
    expect(performance.now() - started).toBeLessThan(2000);
    expect(aborted).toBe(true);
    expect(observations.map(({ outcome }) => outcome)).toEqual([{ seen: false, reason: `Nicht mehr geprüft, ${reason}.` }]);
  });

  it('no resolver is asked about a domain any more, and the domain says so', async () => {
    const freigabe = { ...freigabeFor([]), ziele: [parseDomain('beispielhain.de')] };
    const domain = AuthorizedDomain.authorize('beispielhain.de', [freigabe], '2026-06-15');
    const { observations, finished } = await collect(
      [],
      { kinds: new Set(['dns-zone']), ports: [], domains: [domain], resolver: '127.0.0.1:9' },
      { ...options, whyOver: async () => reason },
    );
    expect(finished).toEqual([]);
    expect(observations).toMatchObject([
      {
        kind: 'dns-zone',
        target: { name: 'beispielhain.de' },
        outcome: { seen: false, reason: expect.stringContaining(reason) },
      },
    ]);
  });
});

it('stopped before the first port while a domain was already looked at: no host counts as finished', async () => {
  const stop = new AbortController();
  const freigabe = { ...freigabeFor([]), ziele: [parseDomain('beispielhain.de')] };
  const domain = AuthorizedDomain.authorize('beispielhain.de', [freigabe], '2026-06-15');
  let asked = 0;
  const { aborted, finished, observations } = await collect(
    [permitted()],
    { kinds: new Set<ObservationKind>(['port-scan']), ports: [1], domains: [domain] },
    {
      ...options,
      signal: stop.signal,
      whyOver: async () => {
        asked++;
        stop.abort();
        return null;
      },
    },
  );
  expect(asked).toBeGreaterThan(0);
  expect({ aborted, observations }).toEqual({ aborted: true, observations: [] });
  expect(finished.filter(({ address }) => address === '127.0.0.1')).toEqual([]);
});

describe('what counts as finished', () => {
  it('a host where every question was put, also where nothing is worth a line', async () => {
    const { ports } = await countedServers(1);
    const { observations, finished } = await collect([permitted()], { kinds: new Set(['ssh']), ports }, options);
    expect(observations).toEqual([]);
    expect(finished).toEqual([{ name: null, address: '127.0.0.1', vantage: 'lan' }]);
  });

  it('no host that was stopped between one question and the next at the same port', async () => {
    // The port of the remote desktop is asked for TLS first, then for RDP.
    const address = '127.33.33.33';
    const servers = await startDemoServers({ now: fixedNow });
    onCloseAll(() => servers.close());
    const stop = new AbortController();
    await listen(
      (socket) =>
        socket.once('data', (data) => {
          if (data[0] === 3) return stop.abort(new Error('Strg-C'));
          const behind = connect(servers.good.tlsPort, '127.0.0.1');
          behind.on('error', () => socket.destroy());
          behind.write(data);
          socket.pipe(behind).pipe(socket);
        }),
      address,
      3389,
    );
    const { observations, aborted, finished } = await collect(
      [permitted(address)],
      { kinds: new Set(['port-scan', 'tls', 'rdp']), ports: [3389] },
      { ...options, signal: stop.signal },
    );
    expect(observations.map(({ kind }) => kind)).toEqual(['port-scan', 'tls']);
    expect({ aborted, finished }).toEqual({ aborted: true, finished: [] });
  });
});

it('tests of access stay away from the ports of a Freigabe without consent', async () => {
  const address = '127.33.33.34';
  let redis = '';
  await listen((socket) => socket.on('data', (data) => (redis += data.toString('latin1'))), address, 6379);
  const freigaben = [freigabeFor([address], '6379'), { ...freigabeFor([address], '27017'), zugriffstests: true }];
  const target = AuthorizedTarget.authorize({ name: null, address }, freigaben, '2026-06-15');
  const plan = { kinds: new Set<ObservationKind>(['port-scan', 'open-access']), ports: [6379, 27017] };
  const { observations } = await collect([target], plan, options);
  expect(observations.map(({ kind }) => kind)).toEqual(['port-scan']);
  expect(redis).toBe('');
});

describe('the rate of a Freigabe that names none', () => {
  // 100 a second across the Internet; scan and services together.
  async function staysWithinIt(nmap: NmapInstallation | null): Promise<void> {
    const { starts, ports } = await countedServers(50);
    const target = permitted('127.0.0.1', null, null, 'internet');
    await collect([target], { kinds: usual, ports }, { ...options, nmap });
    expect(starts.length).toBeGreaterThan(200);
    // Servers of this process notice a connection a little late, and several at once. Without a shared rate it would be near 200.
    expect(mostInASecond(starts)).toBeLessThanOrEqual(120);
  }

  it('holds for our own scan and the services together', () => staysWithinIt(null), 30_000);
  itWithNmap('holds for nmap and the services together', (nmap) => staysWithinIt(nmap), 30_000);
});
