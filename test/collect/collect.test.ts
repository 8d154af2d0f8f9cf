import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type CollectionPlan,
  type CollectOptions,
  type CollectProgress,
  collect,
  estimateFootprint,
} from '../../src/collect/collect.ts';
import { type Detail, details } from '../../src/collect/details.ts';
import { NmapMissingError } from '../../src/collect/nmap/errors.ts';
import { findNmap } from '../../src/collect/nmap/installation.ts';
import { type DemoServers, startDemoServers } from '../../src/demo/servers.ts';
import { type ObservationKind, observationKinds } from '../../src/domain/catalogue.ts';
import { AuthorizedTarget } from '../../src/domain/freigabe.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { NotAuthorisedError } from '../../src/errors.ts';
import { closeAll, fixedNow, freigabeFor, listen, onCloseAll, permitted, permittedHosts, silentPorts } from './loopback.ts';
import { itWithNmap } from './needs-nmap.ts';
import { fakeNmapWriting } from './nmap/fake-nmap.ts';
import { greeting, identification, keyExchangeInit, sshServer } from './ssh/scripted-server.ts';

afterEach(closeAll);

/** Besides what answers by UDP on this machine, which is none of ours. */
const everything: ReadonlySet<ObservationKind> = new Set(observationKinds.filter((kind) => kind !== 'udp-services'));
const options: CollectOptions = { now: fixedNow, nmap: null, connectTimeoutMs: 400, tlsTimeoutMs: 500, httpTimeoutMs: 500 };
const plan = (ports: readonly number[], kinds = everything): CollectionPlan => ({ kinds, ports });

async function demo(): Promise<DemoServers> {
  const servers = await startDemoServers({ now: fixedNow });
  onCloseAll(() => servers.close());
  return servers;
}

function inShort({ kind, target, outcome }: Observation): string {
  if (!outcome.seen) return `${target.port} ${kind}: ${outcome.reason}`;
  if ('ports' in outcome.data) return `${kind}: ${outcome.data.ports.map(({ port, state }) => `${port} ${state}`).join(', ')}`;
  if ('versions' in outcome.data) {
    const offered = Object.entries(outcome.data.versions).filter(([, version]) => version.offered === true);
    return `${target.port} tls: ${offered.map(([name]) => name).join(' ')}, ${outcome.data.certificate?.keyType} ${outcome.data.certificate?.keyBits}`;
  }
  if ('software' in outcome.data) return `${target.port} ssh: ${outcome.data.protocol} ${outcome.data.software}`;
  if (!('scheme' in outcome.data)) return `${target.port} ${kind}`;
  const { scheme, status, location, headers } = outcome.data;
  return `${target.port} ${scheme}: ${status} ${location ?? ''}${headers['strict-transport-security'] === undefined ? '' : 'HSTS'}`;
}

async function looksAtTheDemo(nmap: CollectOptions['nmap']): Promise<void> {
  const { good, weak, address } = await demo();
  const ports = [good.tlsPort, good.httpPort, weak.tlsPort, weak.httpPort];
  const { observations, aborted, notes } = await collect([permitted(address)], plan(ports), { ...options, nmap });
  expect({ aborted, notes }).toEqual({ aborted: false, notes: [] });
  const lines = observations.map(inShort);
  expect(lines[0]).toBe(
    `port-scan: ${ports
      .toSorted((a, b) => a - b)
      .map((port) => `${port} open`)
      .join(', ')}`,
  );
  expect(lines.slice(1).toSorted()).toEqual(
    [
      `${good.tlsPort} tls: TLSv1.2 TLSv1.3, ec 256`,
      `${good.tlsPort} https: 200 HSTS`,
      `${good.httpPort} http: 308 https://127.0.0.1:${good.tlsPort}/`,
      `${weak.tlsPort} tls: TLSv1 TLSv1.1 TLSv1.2, rsa 1024`,
      `${weak.tlsPort} https: 200 `,
      `${weak.httpPort} http: 200 `,
    ].toSorted(),
  );
}

describe('the demo servers from end to end', () => {
  itWithNmap('with nmap', (nmap) => looksAtTheDemo(nmap));
  it('with our own connect scan', () => looksAtTheDemo(null));
});

it('gives the same order whatever answers first, and tells what it does meanwhile', async () => {
  const { good } = await demo();
  const [silent = 0] = await silentPorts(1);
  const come: Observation[] = [];
  const steps: CollectProgress[] = [];
  const { observations } = await collect(permittedHosts(2).toReversed(), plan([silent, good.tlsPort]), {
    ...options,
    onObservation: (observation) => come.push(observation),
    onProgress: (step) => steps.push(step),
  });
  expect(observations.map(({ target, kind }) => `${target.address} ${target.port === null ? '-' : 'port'} ${kind}`)).toEqual([
    '127.0.0.1 - port-scan',
    '127.0.0.1 port tls',
    '127.0.0.1 port http',
    '127.0.0.2 - port-scan',
  ]);
  expect(new Set(come)).toEqual(new Set(observations));
  expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['ports', 'services']));
  // The one service that is open, and the name service of both hosts, which is asked without a scan.
  expect(steps.at(-1)).toMatchObject({ text: 'Diensteprüfung', done: 3, total: 3, percent: 100 });
});

it('reports only the kinds asked for', async () => {
  const { good } = await demo();
  const { observations } = await collect([permitted()], plan([good.tlsPort], new Set(['http'])), options);
  expect(observations.map(inShort)).toEqual([`${good.tlsPort} https: 200 HSTS`]);
});

it('lists the cipher suites only when told to', async () => {
  const { good } = await demo();
  const suitesOf = async (...details: Detail[]) => {
    const wanted = { ...plan([good.tlsPort], new Set<ObservationKind>(['tls'])), details: new Set(details) };
    const { observations } = await collect([permitted()], wanted, options);
    const [tls] = observations;
    return tls?.kind === 'tls' && tls.outcome.seen ? Object.keys(tls.outcome.data.suites?.versions ?? {}) : null;
  };
  expect(await suitesOf('ssh-exchange')).toEqual([]);
  expect((await suitesOf('tls-suites'))?.toSorted()).toEqual(['TLSv1.2', 'TLSv1.3']);
});

it('leaves out what takes further connections to a TLS service where only its suites are asked for', async () => {
  const { good } = await demo();
  const featuresWith = async (...details: Detail[]) => {
    const wanted = { ...plan([good.tlsPort], new Set<ObservationKind>(['tls'])), details: new Set(details) };
    const [tls] = (await collect([permitted()], wanted, options)).observations;
    return tls?.kind === 'tls' && tls.outcome.seen && tls.outcome.data.features !== undefined;
  };
  expect(await featuresWith('tls-suites')).toBe(false);
  expect(await featuresWith('tls-suites', 'tls-features')).toBe(true);
});

it('never connects more often in a second than the Freigabe permits, neither scanning nor asking services', async () => {
  const starts: number[] = [];
  const servers = await Promise.all([1, 2, 3].map(() => listen(() => starts.push(performance.now()))));
  const ports = servers.map(({ port }) => port);
  const freigabe = { ...freigabeFor(['127.0.0.1'], ports.join(',')), proSekunde: 10 };
  const target = AuthorizedTarget.authorize({ name: null, address: '127.0.0.1' }, [freigabe], '2026-06-15');
  const { observations } = await collect([target], { ...plan(ports), details: new Set(details) }, options);
  expect(observations.some(({ kind }) => kind === 'port-scan')).toBe(true);
  const gaps = starts.map((at, index) => (starts[index + 1] ?? Number.POSITIVE_INFINITY) - at);
  expect(starts.length).toBeGreaterThan(9);
  const mostInASecond = Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + 1000).length));
  expect(mostInASecond, gaps.map(Math.round).join(' ')).toBeLessThanOrEqual(11);
}, 30_000);

it('looks once per name of an address', async () => {
  const { good } = await demo();
  const targets = ['www.beispielhain.example', 'rathaus.beispielhain.example', 'www.beispielhain.example'].map((name) =>
    permitted('127.0.0.1', null, name),
  );
  const { observations } = await collect(targets, plan([good.tlsPort], new Set(['tls'])), options);
  expect(observations.map(({ target }) => target.name)).toEqual(['rathaus.beispielhain.example', 'www.beispielhain.example']);
});

it('finds an SSH service on any port by its greeting, and does not take it for a faulty web server', async () => {
  const ssh = await sshServer(greeting);
  const { observations } = await collect([permitted()], plan([ssh.port]), options);
  expect(observations.map(inShort)).toEqual([`port-scan: ${ssh.port} open`, `${ssh.port} ssh: 2.0 OpenSSH_9.2p1`]);
  expect(ssh.received()).not.toContain('GET');
});

it('looks for SSH only if asked', async () => {
  const ssh = await sshServer(greeting);
  const onlySsh = await collect([permitted()], plan([ssh.port], new Set(['ssh'])), options);
  expect(onlySsh.observations.map(inShort)).toEqual([`${ssh.port} ssh: 2.0 OpenSSH_9.2p1`]);
  const without = await collect([permitted()], plan([ssh.port], new Set(['port-scan', 'tls', 'http'])), options);
  expect(without.observations.map(inShort)).toEqual([`port-scan: ${ssh.port} open`]);
});

describe('on a port that is usual for SSH', () => {
  /** The usual ports are fixed; an address of the loopback that nobody else takes keeps them apart from other programs. */
  const address = '127.22.22.22';
  const port = 2222;

  it('SSH is asked first and nothing else', async () => {
    const server = await sshServer(identification, keyExchangeInit(), { address, port });
    const { observations } = await collect([permitted(address)], plan([port]), options);
    expect(observations.map(inShort)).toEqual(['port-scan: 2222 open', '2222 ssh: 2.0 OpenSSH_9.2p1']);
    expect(server.received()).toBe('SSH-2.0-burgward\r\n');
    expect(server.connections()).toBe(2);
  });

  it('another service gets no line about SSH', async () => {
    const web = (socket: Socket) => void socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    await listen(web, address, port);
    const { observations } = await collect([permitted(address)], plan([port]), { ...options, sshTimeoutMs: 200 });
    expect(observations.map(inShort)).toEqual(['port-scan: 2222 open', '2222 http: 200 ']);
  });

  it('a service that keeps silent is named with the reason', async () => {
    await listen(() => undefined, address, port);
    const { observations } = await collect([permitted(address)], plan([port], new Set(['ssh'])), {
      ...options,
      sshTimeoutMs: 200,
    });
    expect(observations.map(inShort)).toEqual(['2222 ssh: Keine Antwort innerhalb der Zeitgrenze.']);
  });
});

describe('the Freigabe', () => {
  it('does not let an address outside it become a target, so nothing is sent', async () => {
    const stranger = await listen(undefined, '127.0.0.2');
    const authorize = () =>
      AuthorizedTarget.authorize({ name: null, address: '127.0.0.2' }, [freigabeFor(['127.0.0.1'])], '2026-06-15');
    expect(authorize).toThrow(NotAuthorisedError);
    expect(stranger.connections()).toBe(0);
  });

  it('keeps every step away from a port outside it', async () => {
    const { good } = await demo();
    const outside = await listen();
    const target = permitted('127.0.0.1', `${good.tlsPort}`);
    const { observations } = await collect([target], plan([good.tlsPort, outside.port]), options);
    expect(observations).toHaveLength(3);
    expect(outside.connections()).toBe(0);
  });

  it('with two permissions for one address, each target sees only its own ports', async () => {
    const { good, weak } = await demo();
    const targets = [
      permitted('127.0.0.1', `${good.tlsPort}`, 'www.example'),
      permitted('127.0.0.1', `${weak.tlsPort}`, 'alt.example'),
    ];
    const { observations } = await collect(targets, plan([good.tlsPort, weak.tlsPort], new Set(['port-scan', 'tls'])), options);
    const ports = observations.map(
      ({ target, ...rest }) => `${target.name} ${inShort({ target, ...rest } as Observation).split(/[,:] /)[1]}`,
    );
    expect(ports.toSorted()).toEqual(
      [
        `alt.example ${weak.tlsPort} open`,
        'alt.example TLSv1 TLSv1.1 TLSv1.2',
        `www.example ${good.tlsPort} open`,
        'www.example TLSv1.2 TLSv1.3',
      ].toSorted(),
    );
  });

  it('a target without any permitted port is not checked, for every kind', async () => {
    const { observations } = await collect([permitted('127.0.0.1', '443')], plan([80]), options);
    expect(observations.map(({ kind, outcome }) => `${kind} ${outcome.seen}`)).toEqual([
      'port-scan false',
      'tls false',
      'http false',
      'ssh false',
    ]);
  });
});

describe('nmap missing or broken', () => {
  it('is replaced by our own scan, and the note says so', async () => {
    const server = await listen();
    const broken = fakeNmapWriting('no XML');
    const { observations, notes } = await collect([permitted()], plan([server.port], new Set(['port-scan'])), {
      ...options,
      nmap: broken,
    });
    expect(observations[0]?.outcome).toMatchObject({ seen: true, data: { tool: 'connect' } });
    expect(notes).toEqual([expect.stringMatching(/unbrauchbar.*mit eigenen Mitteln/)]);
  });

  it('is an error where only nmap will do', async () => {
    const only = { ...options, onlyNmap: true };
    await expect(collect([permitted()], plan([80]), only)).rejects.toThrow(NmapMissingError);
    await expect(collect([permitted()], plan([80]), { ...only, nmap: fakeNmapWriting('no XML') })).rejects.toThrow(/unbrauchbar/);
  });
});

describe('aborting', () => {
  it('keeps what is finished', async () => {
    const quick = await listen((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const slow = await listen(() => undefined);
    const abort = new AbortController();
    const started = performance.now();
    const { observations, aborted } = await collect(
      [permitted()],
      plan([quick.port, slow.port], new Set(['port-scan', 'http'])),
      {
        ...options,
        tlsTimeoutMs: 5000,
        signal: abort.signal,
        onObservation: ({ kind }) => kind === 'http' && abort.abort(),
      },
    );
    expect(performance.now() - started).toBeLessThan(2000);
    expect(aborted).toBe(true);
    expect(observations.map(({ kind, target }) => `${kind} ${target.port}`)).toEqual(['port-scan null', `http ${quick.port}`]);
  });

  itWithNmap('during the port scan leaves no trace of unfinished hosts', async (nmap) => {
    const ports = Array.from({ length: 500 }, (_, index) => index + 1);
    const { observations, aborted } = await collect(permittedHosts(3), plan(ports), {
      ...options,
      nmap,
      signal: AbortSignal.timeout(500),
    });
    expect({ observations, aborted }).toEqual({ observations: [], aborted: true });
  });

  it('nothing is done when it was aborted before', async () => {
    const server = await listen();
    const nmap = await findNmap().catch(() => null);
    const { observations, aborted } = await collect([permitted()], plan([server.port]), {
      ...options,
      nmap,
      signal: AbortSignal.abort(),
    });
    expect({ observations, aborted }).toEqual({ observations: [], aborted: true });
    expect(server.connections()).toBe(0);
  });
});

describe('estimateFootprint', () => {
  it('counts what may be touched, not what was wished for', () => {
    const targets = [permitted('127.0.0.1', '80,443'), permitted('127.0.0.2', '443'), permitted('127.0.0.3', '22')];
    const footprint = estimateFootprint(targets, { ports: [80, 443], kinds: new Set(['port-scan']) });
    expect(footprint).toEqual({ hosts: 2, ports: 2, connections: 6, questions: 0, secondsAtMost: expect.any(Number) });
  });

  it('adds the connections for TLS, HTTP and SSH', () => {
    const targets = [permitted('127.0.0.1', '80,443')];
    const withTls = estimateFootprint(targets, { ports: [80, 443], kinds: new Set(['port-scan', 'tls']) });
    const withAll = estimateFootprint(targets, { ports: [80, 443], kinds: everything });
    expect(withTls.connections).toBe(4 + 22);
    expect(withAll.connections).toBe(4 + 44);
    expect(withAll.secondsAtMost).toBeGreaterThan(withTls.secondsAtMost);
  });

  it('adds what tests of access ask a web service, where they are permitted', () => {
    const freigabe = freigabeFor(['127.0.0.1'], '80,443');
    const authorize = (zugriffstests: boolean) =>
      AuthorizedTarget.authorize({ name: null, address: '127.0.0.1' }, [{ ...freigabe, zugriffstests }], '2026-06-15');
    const [without, withTests] = [false, true].map((zugriffstests) =>
      estimateFootprint([authorize(zugriffstests)], { ports: [80, 443], kinds: new Set(['http']) }),
    );
    expect(withTests?.connections).toBe((without?.connections ?? 0) + 2 * 13);
  });

  it('adds the most a service may be asked for its cipher suites and keys, if they are wanted', () => {
    const targets = [permitted('127.0.0.1', '80,443')];
    const all = new Set(details);
    const light = estimateFootprint(targets, { ports: [80, 443], kinds: everything });
    const thorough = estimateFootprint(targets, { ports: [80, 443], kinds: everything, details: all });
    expect(thorough.connections).toBe(light.connections + 2 * (120 + 60 + 5));
    // Twice 20 seconds and once 17 for the answers, and a little more than one for 370 connections at 300 a second.
    expect(thorough.secondsAtMost).toBe(light.secondsAtMost + 58);
    const suites = estimateFootprint(targets, { ports: [80, 443], kinds: everything, details: new Set(['tls-suites']) });
    expect(suites.connections).toBe(light.connections + 2 * 120);
    const onlyWeb: ReadonlySet<ObservationKind> = new Set(['http']);
    expect(estimateFootprint(targets, { ports: [443], kinds: onlyWeb, details: all })).toEqual(
      estimateFootprint(targets, { ports: [443], kinds: onlyWeb }),
    );
  });

  it('is zero for nothing', () => {
    expect(estimateFootprint([], { ports: [80], kinds: everything })).toEqual({
      hosts: 0,
      ports: 0,
      connections: 0,
      questions: 0,
      secondsAtMost: 0,
    });
  });

  it('is slower across the Internet than in the own house', () => {
    const ports = Array.from({ length: 1000 }, (_, index) => index + 1);
    const from = (vantage: 'internet' | 'lan') =>
      estimateFootprint([permitted('127.0.0.1', null, null, vantage)], { ports, kinds: new Set(['port-scan']) });
    expect(from('internet').secondsAtMost).toBeGreaterThan(from('lan').secondsAtMost);
  });
});
