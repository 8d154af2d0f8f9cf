import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../../src/checks/judge.ts';
import { suiteName } from '../../../src/checks/tls-suite-names.ts';
import { maxSuiteConnections } from '../../../src/collect/tls/cipher-suites.ts';
import { observeTls } from '../../../src/collect/tls/observe-tls.ts';
import { type DemoCertificate, makeDemoCertificate } from '../../../src/demo/certificate.ts';
import type { TlsEndpointObservation, TlsSuites, TlsVersion } from '../../../src/domain/observation.ts';
import { shippedCatalogue } from '../../shipped-catalogue.ts';
import { closeAll, closedPort, fixedNow, listen, onCloseAll, permitted, silentPorts } from '../loopback.ts';
import { itWithNmap } from '../needs-nmap.ts';
import { alert, choose, type Hello, scriptedTls, serverHello, sslv2ServerHello } from './scripted-server.ts';

let ec: DemoCertificate;
let rsa: DemoCertificate;
const validity = { notBefore: new Date('2026-06-01T00:00:00Z'), notAfter: new Date('2027-06-01T00:00:00Z') };
const { checks, tables } = await shippedCatalogue();

beforeAll(async () => {
  ec = await makeDemoCertificate({ commonName: 'www.beispielhain.example', key: 'ec-p256', ...validity });
  rsa = await makeDemoCertificate({ commonName: 'alt.beispielhain.example', key: 'rsa-1024', ...validity });
});
afterEach(closeAll);

async function tlsServer(options: TlsOptions): Promise<{ port: number; connections(): number }> {
  let connections = 0;
  const server = createServer({ ciphers: 'DEFAULT:@SECLEVEL=0', ...options }, (socket) =>
    socket.on('error', () => socket.destroy()),
  );
  server.on('connection', () => connections++);
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCloseAll(() => {
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const observe = (port: number, timeoutMs = 1000) => observeTls(permitted(), port, { now: fixedNow, timeoutMs, details: 'all' });

function suitesOf({ outcome }: TlsEndpointObservation): TlsSuites {
  if (!outcome.seen) throw new Error(outcome.reason);
  if (outcome.data.suites === undefined) throw new Error('no suites');
  return outcome.data.suites;
}

/** Connections that belong to versions, certificate and suites. */
function withoutFeatures(connections: number, { outcome }: TlsEndpointObservation): number {
  return connections - (outcome.seen ? (outcome.data.features?.connections ?? 0) : 0);
}

function names(suites: TlsSuites, version: 'SSLv2' | TlsVersion): (string | null)[] {
  return (suites.versions[version]?.accepted ?? []).map(suiteName).sort();
}

function verdictOn(observation: TlsEndpointObservation) {
  const found = judge([observation], { checks, tables }, [], '2026-11-22').find(({ check }) => check === 'tls-cipher-suites');
  return found && { result: found.result, severity: found.severity, text: found.text };
}

/** Everything OpenSSL still knows. */
const terrible: TlsOptions = { minVersion: 'TLSv1', ciphers: 'ALL:COMPLEMENTOFALL:@SECLEVEL=0', dhparam: 'auto' };

describe('a real server', () => {
  it('of today: every suite of both versions, in about a dozen connections', async () => {
    const { port, connections } = await tlsServer({
      ...ec,
      minVersion: 'TLSv1.2',
      ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE+AESGCM',
    });
    const observation = await observe(port);
    const suites = suitesOf(observation);
    expect(names(suites, 'TLSv1.3')).toEqual(['TLS_AES_128_GCM_SHA256']);
    expect(names(suites, 'TLSv1.2')).toEqual([
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    ]);
    expect(Object.keys(suites.versions).sort()).toEqual(['TLSv1.2', 'TLSv1.3']);
    expect(withoutFeatures(connections(), observation)).toBe(6 + suites.connections);
    expect(withoutFeatures(connections(), observation)).toBeLessThanOrEqual(14);
    expect(verdictOn(observation)).toMatchObject({ result: 'met' });
  });

  it('with exactly one suite of TLS 1.2, and none of TLS 1.3', async () => {
    const { port } = await tlsServer({ ...rsa, maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:@SECLEVEL=0', minVersion: 'TLSv1.2' });
    const observation = await observe(port);
    expect(suitesOf(observation).versions).toEqual({ 'TLSv1.2': { accepted: ['0x002f'], incomplete: null } });
    expect(verdictOn(observation)).toMatchObject({ result: 'not-met', severity: 'mittel' });
  });

  it('with NULL and anonymous suites in every old version', async () => {
    const ciphers = 'NULL-SHA:AECDH-AES128-SHA:ECDHE-RSA-AES128-SHA:@SECLEVEL=0';
    const { port } = await tlsServer({ ...rsa, minVersion: 'TLSv1', maxVersion: 'TLSv1.2', ciphers });
    const observation = await observe(port);
    const expected = ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'TLS_ECDH_anon_WITH_AES_128_CBC_SHA', 'TLS_RSA_WITH_NULL_SHA'];
    for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const)
      expect(names(suitesOf(observation), version)).toEqual(expected);
    expect(verdictOn(observation)).toMatchObject({ result: 'not-met', severity: 'hoch' });
  });

  it('that accepts all it can is listed whole, within the limit', async () => {
    const { port } = await tlsServer({ ...rsa, ...terrible });
    const suites = suitesOf(await observe(port));
    expect(Object.values(suites.versions).map(({ incomplete }) => incomplete)).toEqual([null, null, null, null]);
    expect(suites.versions['TLSv1.2']?.accepted.length).toBeGreaterThan(40);
    expect(suites.connections).toBeLessThanOrEqual(maxSuiteConnections);
  });

  itWithNmap('accepts the same suites by our count as by that of nmap', async () => {
    const { port } = await tlsServer({ ...rsa, ...terrible });
    const suites = suitesOf(await observe(port));
    const args = ['-n', '-Pn', '-p', `${port}`, '--script', 'ssl-enum-ciphers', '127.0.0.1'];
    const { stdout } = await promisify(execFile)('nmap', args);
    const theirs = [...stdout.matchAll(/\bTLS_\w+/g)].map(([name]) => name.replace('TLS_AKE_WITH_', 'TLS_'));
    const ours = (['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const).flatMap((version) => names(suites, version));
    expect(ours.length).toBeGreaterThan(60);
    expect(ours.toSorted()).toEqual(theirs.toSorted());
  });

  it('is not asked for its suites unless that is wanted', async () => {
    const { port, connections } = await tlsServer({ ...ec });
    const { outcome } = await observeTls(permitted(), port, { now: fixedNow, timeoutMs: 1000 });
    expect(outcome.seen && outcome.data.suites).toBe(undefined);
    expect(connections()).toBe(6);
  });
});

/** Speaks one version with these suites and refuses the rest in the way given. */
function serverOf(version: TlsVersion, known: readonly number[], refuse: (socket: Socket) => void) {
  return scriptedTls((socket, hello) => {
    const suite = hello?.version === version ? choose(known, hello) : null;
    if (suite === null) refuse(socket);
    else socket.write(serverHello(version, suite));
  });
}

describe('an old server', () => {
  it('with SSLv3, RC4 and EXPORT', async () => {
    const { port } = await serverOf('SSLv3', [0x0005, 0x0004, 0x0003, 0x000a], (socket) => socket.end(alert(40)));
    const observation = await observe(port, 300);
    expect(suitesOf(observation).versions).toEqual({
      SSLv3: { accepted: ['0x0005', '0x0004', '0x0003', '0x000a'], incomplete: null },
    });
    expect(verdictOn(observation)).toEqual({
      result: 'not-met',
      severity: 'hoch',
      text: 'Der Dienst nimmt auch Verfahren an, die nicht mehr zulässig sind: TLS_RSA_EXPORT_WITH_RC4_40_MD5, TLS_RSA_WITH_RC4_128_SHA, TLS_RSA_WITH_RC4_128_MD5 und TLS_RSA_WITH_3DES_EDE_CBC_SHA.',
    });
  });

  it.each([
    ['hanging up', (socket: Socket) => void socket.end()],
    ['resetting', (socket: Socket) => void socket.resetAndDestroy()],
  ])('that refuses by %s is listed whole, after a second look', async (_name, refuse) => {
    const { port } = await serverOf('TLSv1.2', [0xc030, 0xc02f], refuse);
    const { versions } = suitesOf(await observe(port, 300));
    expect(versions['TLSv1.2']).toEqual({ accepted: ['0xc030', '0xc02f'], incomplete: null });
  });

  it('with SSL 2.0 beside TLS 1.2', async () => {
    const { port } = await scriptedTls((socket, hello, _connection, bytes) => {
      if (bytes.readUInt8(0) === 0x80) return socket.write(sslv2ServerHello([0x0700c0, 0x010080]));
      const suite = hello?.version === 'TLSv1.2' ? choose([0xc02f], hello) : null;
      return socket.end(suite === null ? alert(70) : serverHello('TLSv1.2', suite));
    });
    const observation = await observe(port, 300);
    expect(suitesOf(observation).versions.SSLv2).toEqual({ accepted: ['0x0700c0', '0x010080'], incomplete: null });
    expect(verdictOn(observation)).toMatchObject({ result: 'not-met', severity: 'hoch' });
  });

  it.each([
    ['no cipher at all', sslv2ServerHello([])],
    ['lengths that lie', Buffer.concat([sslv2ServerHello([0x010080]).subarray(0, 9), Buffer.from([255, 255]), Buffer.alloc(60)])],
    ['a text', Buffer.from('220 mail.beispielhain.example ESMTP\r\n')],
  ])('whose answer in SSL 2.0 has %s offers none', async (_name, answer) => {
    const { port } = await scriptedTls((socket, hello, _connection, bytes) => {
      if (bytes.readUInt8(0) === 0x80) return socket.end(answer);
      const suite = hello?.version === 'TLSv1.2' ? choose([0xc02f], hello) : null;
      return socket.end(suite === null ? alert(70) : serverHello('TLSv1.2', suite));
    });
    const observation = await observe(port, 300);
    expect(suitesOf(observation).versions.SSLv2).toBe(undefined);
    expect(verdictOn(observation)).toMatchObject({ result: 'met' });
  });
});

describe('a server that means harm', () => {
  const onlyTls12 = (answer: (socket: Socket, hello: Hello, nth: number) => void) => {
    let nth = 0;
    return scriptedTls((socket, hello) => {
      if (hello?.version !== 'TLSv1.2') return socket.end(alert(70));
      nth++;
      return answer(socket, hello, nth);
    });
  };

  it('and never refuses is left after the limit, undecided', async () => {
    const { port, connections } = await onlyTls12((socket, { suites }) => {
      socket.write(serverHello('TLSv1.2', suites.find((suite) => suite !== 0x00ff) ?? 0));
    });
    const observation = await observe(port, 300);
    const { versions, connections: spent } = suitesOf(observation);
    expect(spent).toBe(maxSuiteConnections);
    expect(withoutFeatures(connections(), observation)).toBe(6 + maxSuiteConnections);
    expect(versions['TLSv1.2']?.incomplete).toBe('abgebrochen nach 120 Verbindungen');
    expect(verdictOn(observation)?.result).not.toBe('met');
  });

  it('and always chooses the same, offered or not', async () => {
    const { port, connections } = await onlyTls12((socket) => socket.write(serverHello('TLSv1.2', 0xc02f)));
    const observation = await observe(port, 300);
    expect(suitesOf(observation).versions['TLSv1.2']).toEqual({
      accepted: ['0xc02f'],
      incomplete: 'Der Server wählt ein Verfahren, das nicht angeboten war (0xc02f).',
    });
    expect(connections()).toBeLessThan(12);
    expect(verdictOn(observation)).toMatchObject({ result: 'undetermined' });
  });

  // The first two are the offer of the version and the certificate.
  it.each<[string, (socket: Socket) => void]>([
    ['hangs up for good', (socket) => socket.end()],
    ['resets for good', (socket) => socket.resetAndDestroy()],
    ['keeps silent', () => undefined],
    ['talks another language', (socket) => socket.end('HTTP/1.1 429 Too Many Requests\r\n\r\n')],
    ['reports an inner fault', (socket) => socket.end(alert(80))],
    ['breaks off in the middle', (socket) => socket.end(serverHello('TLSv1.2', 0xc02f).subarray(0, 20))],
  ])('and, after two suites, %s is no server in order', async (_name, turn) => {
    const { port } = await onlyTls12((socket, hello, nth) => {
      const suite = nth > 3 ? null : choose([0xc030, 0xc02f, 0x0005], hello);
      return suite === null ? turn(socket) : void socket.write(serverHello('TLSv1.2', suite));
    });
    const observation = await observe(port, 150);
    expect(suitesOf(observation).versions['TLSv1.2']).toEqual({
      accepted: ['0xc030', '0xc02f'],
      incomplete: expect.stringMatching(/\S/),
    });
    expect(verdictOn(observation)).toMatchObject({ result: 'undetermined' });
  });

  it('and keeps the line open ends with the run', async () => {
    const server = await onlyTls12((socket, hello, nth) => {
      if (nth < 4) socket.write(serverHello('TLSv1.2', choose([0xc030, 0xc02f], hello) ?? 0));
    });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    const options = { now: fixedNow, timeoutMs: 5000, details: 'all' as const, signal: abort.signal };
    const started = performance.now();
    await expect(observeTls(permitted(), server.port, options)).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(1000);
    await expect.poll(() => server.open(), { timeout: 500 }).toBe(0);
  });
});

describe('is never in order when nothing was seen', () => {
  it.each<[string, () => Promise<number>]>([
    ['closed', closedPort],
    ['filtered', async () => (await silentPorts(1))[0] ?? 0],
    ['silent', async () => (await listen(() => undefined)).port],
    ['closing at once', async () => (await listen((socket) => socket.end())).port],
    ['resetting at once', async () => (await listen((socket) => socket.resetAndDestroy())).port],
    ['not TLS', async () => (await listen((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n'))).port],
    ['refusing everything', async () => (await scriptedTls((socket) => socket.end(alert(40)))).port],
  ])('%s', async (_name, start) => {
    const observation = await observe(await start(), 150);
    expect(observation.outcome.seen).toBe(false);
    expect(verdictOn(observation)).toMatchObject({ result: 'undetermined', severity: 'hinweis' });
  });
});
