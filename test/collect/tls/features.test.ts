import { spawn } from 'node:child_process';
import { constants } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../../src/checks/judge.ts';
import { suiteName } from '../../../src/checks/tls-suite-names.ts';
import { maxFeatureConnections, observeFeatures } from '../../../src/collect/tls/features.ts';
import { cbcSuites, curveSuites, finiteFieldSuites } from '../../../src/collect/tls/key-exchange.ts';
import { observeTls } from '../../../src/collect/tls/observe-tls.ts';
import { type DemoCertificate, makeDemoCertificate } from '../../../src/demo/certificate.ts';
import type { TlsEndpointObservation, TlsFeatures, TlsVersion } from '../../../src/domain/observation.ts';
import { rounds } from '../../campaign.ts';
import { shippedCatalogue } from '../../shipped-catalogue.ts';
import { closeAll, closedPort, fixedNow, listen, onCloseAll, permitted } from '../loopback.ts';
import { alert, choose, type Hello, scriptedTls } from './scripted-server.ts';

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
  const server = createServer(options, (socket) => socket.on('error', () => socket.destroy()));
  server.on('connection', () => connections++);
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCloseAll(() => void server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const observe = (port: number, timeoutMs = 1000) => observeTls(permitted(), port, { now: fixedNow, timeoutMs, details: 'all' });

function featuresOf({ outcome }: TlsEndpointObservation): TlsFeatures {
  if (!outcome.seen) throw new Error(outcome.reason);
  if (outcome.data.features === undefined) throw new Error('no features');
  return outcome.data.features;
}

function verdictsOn(observation: TlsEndpointObservation): Record<string, string> {
  const found = judge([observation], { checks, tables }, [], '2026-11-22');
  const detailed = new Set(['tls-features', 'tls-key-exchange-groups', 'tls-suite-order']);
  return Object.fromEntries(found.filter(({ check }) => detailed.has(check)).map(({ check, result }) => [check, result]));
}

describe('a real server', () => {
  it('of today, without finite fields, is in order, in about 20 connections', async () => {
    const { port, connections } = await tlsServer({
      ...ec,
      minVersion: 'TLSv1.2',
      ciphers: 'TLS_AES_128_GCM_SHA256:ECDHE+AESGCM',
      ecdhCurve: 'X25519MLKEM768:X25519:P-256:P-384',
      secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    });
    const observation = await observe(port);
    const features = featuresOf(observation);
    expect(features).toEqual({
      groups: {
        'TLSv1.3': { accepted: ['X25519MLKEM768', 'x25519', 'secp256r1', 'secp384r1'], incomplete: null },
        // What comes after the curve of the certificate cannot be seen up to TLS 1.2.
        'TLSv1.2': { accepted: ['x25519', 'secp256r1'], incomplete: null },
      },
      old: {
        settled: true,
        value: {
          compression: false,
          secureRenegotiation: true,
          extendedMasterSecret: true,
          heartbeat: false,
          truncatedHmac: false,
        },
      },
      clientRenegotiation: { settled: true, value: false },
      refusesFallback: { settled: true, value: true },
      ownOrder: { settled: true, value: true },
      earlyData: { settled: true, value: false },
      connections: expect.any(Number),
    });
    expect(features.connections).toBeLessThanOrEqual(13);
    expect(connections()).toBeLessThanOrEqual(25);
    expect(verdictsOn(observation)).toEqual({
      'tls-features': 'met',
      'tls-key-exchange-groups': 'met',
      'tls-suite-order': 'met',
    });
  });

  it('as Node sets it up takes a group of 2048 bit in TLS 1.3', async () => {
    const { port } = await tlsServer({ ...ec });
    const observation = await observe(port);
    expect(featuresOf(observation).groups['TLSv1.3']?.accepted).toEqual(expect.arrayContaining(['X25519MLKEM768', 'ffdhe2048']));
    expect(verdictsOn(observation)['tls-key-exchange-groups']).toBe('not-met');
    expect(featuresOf(observation).clientRenegotiation).toEqual({ settled: true, value: true });
    expect(verdictsOn(observation)['tls-features']).toBe('not-met');
  });

  it('that accepts all it can shows a short prime and leaves the order to the client', async () => {
    const options: TlsOptions = { minVersion: 'TLSv1', ciphers: 'ALL:COMPLEMENTOFALL:@SECLEVEL=0', dhparam: 'auto' };
    const { port } = await tlsServer({ ...rsa, ...options, honorCipherOrder: false });
    const observation = await observe(port);
    expect(featuresOf(observation)).toMatchObject({
      dhBits: { settled: true, value: 1024 },
      encryptThenMac: { settled: true, value: true },
      ownOrder: { settled: true, value: false },
    });
    expect(verdictsOn(observation)).toMatchObject({ 'tls-key-exchange-groups': 'not-met', 'tls-suite-order': 'not-met' });
  });

  it('with a short curve of its own choice', async () => {
    const ciphers = 'ECDHE+AESGCM:@SECLEVEL=0';
    const ecdhCurve = 'P-521:brainpoolP256r1:prime192v1';
    const { port } = await tlsServer({ ...rsa, maxVersion: 'TLSv1.2', ecdhCurve, ciphers });
    const observation = await observe(port);
    expect(featuresOf(observation).groups).toEqual({
      'TLSv1.2': { accepted: ['secp521r1', 'brainpoolP256r1', 'secp192r1'], incomplete: null },
    });
    expect(verdictsOn(observation)['tls-key-exchange-groups']).toBe('not-met');
  });

  it('of OpenSSL with TLS 1.0 and a prime of 2048 bit', async () => {
    const port = await opensslServer(['-tls1', '-cipher', 'DHE-RSA-AES128-SHA:@SECLEVEL=0', '-dhparam', 'dh.pem']);
    const observation = await observe(port, 2000);
    const features = featuresOf(observation);
    expect(features).toMatchObject({ dhBits: { settled: true, value: 2048 }, groups: {} });
    expect(features.refusesFallback).toBe(undefined);
    expect(verdictsOn(observation)['tls-key-exchange-groups']).toBe('not-met');
  });

  it('of OpenSSL without encrypt-then-MAC keeps its order, and its weak suites', async () => {
    const port = await opensslServer(['-tls1_2', '-serverpref', '-no_etm', '-no_renegotiation']);
    const observation = await observe(port, 2000);
    const features = featuresOf(observation);
    expect(features.ownOrder).toEqual({ settled: true, value: true });
    expect(features.encryptThenMac).toEqual({ settled: true, value: false });
    expect(verdictsOn(observation)).toMatchObject({ 'tls-features': 'met', 'tls-suite-order': 'met' });
  });
});

/** RFC 7919, A.1, so that no prime has to be searched for. */
const dh2048 = `-----BEGIN DH PARAMETERS-----
MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
+8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
-----END DH PARAMETERS-----
`;

async function opensslServer(args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'burgward-tls-'));
  writeFileSync(path.join(folder, 'cert.pem'), rsa.cert);
  writeFileSync(path.join(folder, 'key.pem'), rsa.key);
  writeFileSync(path.join(folder, 'dh.pem'), dh2048);
  const port = await closedPort();
  const fixed = ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', 'cert.pem', '-key', 'key.pem', '-quiet'];
  const level = args.includes('-cipher') ? [] : ['-cipher', 'DEFAULT:@SECLEVEL=0'];
  const child = spawn('openssl', [...fixed, ...level, ...args], { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
  onCloseAll(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    rmSync(folder, { recursive: true, force: true });
  });
  await expect.poll(() => answers(port), { timeout: 5000 }).toBe(true);
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** One handshake message in a record. */
function message(type: number, body: Buffer, version = 3): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntBE(body.length, 1, 3);
  head[0] = type;
  const content = Buffer.concat([head, body]);
  const record = Buffer.from([22, 3, version, 0, 0]);
  record.writeUInt16BE(content.length, 3);
  return Buffer.concat([record, content]);
}

/** A ServerHello of TLS 1.2 with compression and extensions of choice. */
function hello12(suite: number, compression = 0, extensions: readonly [number, Buffer][] = []): Buffer {
  const list = extensions.flatMap(([type, value]) => {
    return [Buffer.from([type >> 8, type & 255, value.length >> 8, value.length & 255]), value];
  });
  const block = Buffer.concat(list);
  const body = [Buffer.from([3, 3]), Buffer.alloc(32, 1), Buffer.from([0, suite >> 8, suite & 255, compression])];
  return message(2, Buffer.concat([...body, Buffer.from([block.length >> 8, block.length & 255]), block]));
}

const keyExchange = (body: readonly number[]) => message(12, Buffer.from([...body, ...Array(40).fill(7)]));
const done = message(14, Buffer.alloc(0));
const certificateMessage = message(11, Buffer.alloc(3000));
const renegotiation: [number, Buffer] = [0xff01, Buffer.from([0])];

/** Speaks TLS 1.2 with one suite for curves. */
function oldServer(answer: (socket: Socket, hello: Hello, bytes: Buffer) => void) {
  return scriptedTls((socket, hello, _connection, bytes) => {
    if (hello?.version !== 'TLSv1.2' || choose([0xc02f], hello) === null) return socket.end(alert(70));
    return answer(socket, hello, bytes);
  });
}

describe('a server by script', () => {
  it('with compression, heartbeat, short MACs and open renegotiation', async () => {
    const { port } = await oldServer((socket) =>
      socket.write(
        hello12(0xc02f, 1, [
          [15, Buffer.from([1])],
          [4, Buffer.alloc(0)],
        ]),
      ),
    );
    const observation = await observe(port, 200);
    expect(featuresOf(observation).old).toEqual({
      settled: true,
      value: {
        compression: true,
        secureRenegotiation: false,
        extendedMasterSecret: false,
        heartbeat: true,
        truncatedHmac: true,
      },
    });
    expect(verdictsOn(observation)['tls-features']).toBe('not-met');
  });

  it('with one old curve, its certificate in between and everything in small pieces', async () => {
    const { port } = await oldServer((socket, _hello, bytes) => {
      const offersCurve = bytes.includes(Buffer.from([0, 19]));
      const flight = Buffer.concat([hello12(0xc02f, 0, [renegotiation]), certificateMessage, keyExchange([3, 0, 19]), done]);
      if (!offersCurve) return socket.end(alert(40));
      for (let at = 0; at < flight.length; at += 400) socket.write(flight.subarray(at, at + 400));
      return undefined;
    });
    const observation = await observe(port, 1000);
    expect(featuresOf(observation).groups['TLSv1.2']?.accepted[0]).toBe('secp192r1');
    expect(verdictsOn(observation)['tls-key-exchange-groups']).toBe('not-met');
  });
});

describe('a server that means harm', () => {
  const look = (port: number, timeoutMs: number) =>
    observeFeatures(
      { address: '127.0.0.1', port, serverName: null, timeoutMs },
      {
        versions: new Set<TlsVersion>(['TLSv1.2', 'TLSv1.3']),
        suites: {
          versions: {
            'TLSv1.2': { accepted: ['0xc02f', '0x009e', '0xc013'], incomplete: null },
            'TLSv1.3': { accepted: ['0x1301'], incomplete: null },
          },
          connections: 0,
        },
        certificateCurve: null,
      },
    );

  const isUnsettled = (features: TlsFeatures) => {
    const { groups, old, dhBits, encryptThenMac, ownOrder } = features;
    expect(Object.values(groups).every(({ incomplete }) => incomplete !== null && incomplete !== '')).toBe(true);
    for (const each of [old, dhBits, encryptThenMac, ownOrder]) expect(each).toMatchObject({ settled: false });
  };

  it.each<[string, () => Promise<number>]>([
    ['closed', closedPort],
    ['closing at once', async () => (await listen((socket) => socket.end())).port],
    ['resetting at once', async () => (await listen((socket) => socket.resetAndDestroy())).port],
    ['talking another language', async () => (await listen((socket) => void socket.write('HTTP/1.1 400 x\r\n\r\n'))).port],
    ['refusing everything', async () => (await scriptedTls((socket) => socket.end(alert(40)))).port],
    ['breaking off', async () => (await oldServer((socket) => socket.end(hello12(0xc02f).subarray(0, 30)))).port],
  ])('%s shows nothing', async (_name, start) => {
    isUnsettled(await look(await start(), 150));
  });

  it('and names a group that was not offered is not believed', async () => {
    const { port } = await oldServer((socket) =>
      socket.write(Buffer.concat([hello12(0xc02f), keyExchange([3, 0x7a, 0x7a]), done])),
    );
    expect((await look(port, 300)).groups['TLSv1.2']).toEqual({
      accepted: [],
      incomplete: 'Der Server wählt eine Gruppe, die nicht angeboten war (0x7a7a).',
    });
  });

  it('and accepts every group is left after the limit', async () => {
    const { port, connections } = await scriptedTls((socket, hello, _connection, bytes) => {
      if (hello?.version !== 'TLSv1.2') return socket.end(alert(70));
      const groupsAt = bytes.indexOf(Buffer.from([0, 10])) + 6;
      const group = bytes.subarray(groupsAt, groupsAt + 2);
      return socket.write(Buffer.concat([hello12(0xc02f), keyExchange([3, ...group]), done]));
    });
    const features = await look(port, 300);
    expect(features.connections).toBeLessThanOrEqual(maxFeatureConnections);
    expect(connections()).toBe(features.connections);
  });

  it('and sends any bytes for an answer ends it in time, with a reason, without throwing', async () => {
    const flight = Buffer.concat([
      hello12(0xc02f, 0, [renegotiation]),
      certificateMessage.subarray(0, 400),
      keyExchange([3, 0, 23]),
      done,
    ]);
    const position = fc.nat({ max: flight.length - 1 });
    const changed = fc.array(fc.tuple(position, fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }).map((changes) => {
      const bytes = Buffer.from(flight);
      for (const [at, value] of changes) bytes.writeUInt8(value, at);
      return bytes;
    });
    const cut = position.map((at) => flight.subarray(0, at));
    const anything = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));
    const answers = fc.sample(fc.oneof(changed, cut, anything), { numRuns: rounds(60), seed: 5246 });
    for (const bytes of answers) {
      const { port } = await listen((socket) => void socket.once('data', () => socket.end(bytes)));
      const started = performance.now();
      const { groups, connections } = await look(port, 300);
      expect(connections).toBeLessThanOrEqual(maxFeatureConnections);
      expect(performance.now() - started).toBeLessThan(3000);
      for (const { incomplete } of Object.values(groups)) expect(incomplete ?? 'x').not.toMatch(/[\p{Cc}\p{Cf}]/u);
      await closeAll();
    }
  });

  it('ends with the run', async () => {
    const server = await listen((socket) => socket.resume());
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const endpoint = { address: '127.0.0.1', port: server.port, serverName: null, timeoutMs: 5000, signal: abort.signal };
    const known = {
      versions: new Set<TlsVersion>(['TLSv1.2']),
      suites: { versions: {}, connections: 0 },
      certificateCurve: null,
    };
    await expect(observeFeatures(endpoint, known)).rejects.toThrow();
    await expect.poll(() => server.open(), { timeout: 500 }).toBe(0);
  });
});

it('knows the key exchange and the mode of every suite by its name', () => {
  const numbers = Array.from({ length: 0x10000 }, (_, number) => number);
  const named = (pattern: RegExp) =>
    numbers.filter((number) => pattern.test(suiteName(`0x${number.toString(16).padStart(4, '0')}`) ?? ''));
  expect([...curveSuites].sort((a, b) => a - b)).toEqual(named(/^TLS_(?:ECDHE_(?:RSA|ECDSA)|ECDH_anon)_/));
  expect([...finiteFieldSuites].sort((a, b) => a - b)).toEqual(named(/^TLS_(?:DHE_(?:RSA|DSS)|DH_anon)_/));
  expect([...cbcSuites].sort((a, b) => a - b)).toEqual(named(/_CBC_/));
});
