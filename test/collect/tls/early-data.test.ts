/** 0-RTT: what a server's tickets say, read without sending any. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { offersEarlyData, readSession } from '../../../src/collect/tls/early-data.ts';
import { type DemoCertificate, makeDemoCertificate } from '../../../src/demo/certificate.ts';
import { closeAll, closedPort, listen, onCloseAll } from '../loopback.ts';
import { der } from './certificates.ts';

let certificate: DemoCertificate;
beforeAll(async () => {
  const validity = { notBefore: new Date('2026-06-01T00:00:00Z'), notAfter: new Date('2027-06-01T00:00:00Z') };
  certificate = await makeDemoCertificate({ commonName: 'www.beispielhain.example', key: 'ec-p256', ...validity });
});
afterEach(closeAll);

const look = (port: number, timeoutMs = 1000) => offersEarlyData({ address: '127.0.0.1', port, serverName: null, timeoutMs });
const open = (reason: string | RegExp) => ({ settled: false, reason: expect.stringMatching(reason) });

/** The one server at hand that can open 0-RTT. */
async function opensslServer(...options: string[]): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'burgward-early-data-'));
  const [cert, key] = ['cert.pem', 'key.pem'].map((name) => path.join(folder, name)) as [string, string];
  writeFileSync(cert, certificate.cert);
  writeFileSync(key, certificate.key);
  const port = await closedPort();
  const child = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', cert, '-key', key, ...options], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onCloseAll(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    rmSync(folder, { recursive: true, force: true });
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  await expect.poll(() => said, { timeout: 5000 }).toContain('ACCEPT');
  return port;
}

it('a server that takes early data', async () => {
  expect(await look(await opensslServer('-tls1_3', '-early_data'))).toEqual({ settled: true, value: true });
});

it('a server that does not', async () => {
  expect(await look(await opensslServer('-tls1_3'))).toEqual({ settled: true, value: false });
});

it('a server that gives no ticket leaves it open', async () => {
  expect(await look(await opensslServer('-tls1_3', '-num_tickets', '0'), 400)).toEqual(open('kein Sitzungsticket'));
});

it('a server without TLS 1.3 leaves it open', async () => {
  const server = createServer({ cert: certificate.cert, key: certificate.key, maxVersion: 'TLSv1.2' });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCloseAll(() => void server.close());
  expect(await look((server.address() as AddressInfo).port)).toEqual(open(/TLS-Verbindung/));
});

describe('what is no server of TLS leaves it open', () => {
  it('refuses', async () => {
    expect(await look(await closedPort())).toEqual(open('abgelehnt'));
  });

  it('is silent', async () => {
    const { port } = await listen(() => undefined);
    expect(await look(port, 200)).toEqual(open('Zeitgrenze'));
  });

  it('hangs up', async () => {
    const { port } = await listen((socket) => socket.end());
    expect(await look(port)).toEqual(open(/geschlossen|TLS-Verbindung|zurückgesetzt/));
  });

  it('sends nonsense', async () => {
    const { port } = await listen((socket) => socket.end('220 mail.beispielhain.example ESMTP\r\n'));
    expect(await look(port)).toMatchObject({ settled: false });
  });
});

it('ends with the signal', async () => {
  const { port, open: stillOpen } = await listen((socket) => socket.resume());
  const abort = new AbortController();
  const looking = offersEarlyData({ address: '127.0.0.1', port, serverName: null, timeoutMs: 5000, signal: abort.signal });
  setTimeout(() => abort.abort(new Error('stopped')), 50);
  await expect(looking).rejects.toThrow('stopped');
  await expect.poll(stillOpen).toBe(0);
});

describe('a session in the form of OpenSSL', () => {
  const session = (...fields: Buffer[]) => der(0x30, der(0x02, [1]), der(0x02, [3, 4]), ...fields);
  const integer = (...bytes: number[]) => der(0xaf, der(0x02, bytes));

  it.each([
    ['without the field', session(), { settled: true, value: false }],
    ['with 0', session(integer(0)), { settled: true, value: false }],
    ['with 16,384', session(integer(0x40, 0)), { settled: true, value: true }],
    [
      'behind the mark of Node and a name with zeros',
      Buffer.concat([Buffer.from('\0nodejs:tls:session:1\0\0\x05000.e'), session(integer(0x40, 0))]),
      { settled: true, value: true },
    ],
    [
      'with something else in its place',
      session(der(0xaf, der(0x04, [1]))),
      { settled: false, reason: 'Das Sitzungsticket ist nicht lesbar.' },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(readSession(bytes)).toEqual(expected);
  });

  it('never throws, and a cut one says nothing', () => {
    const whole = session(integer(0x40, 0));
    for (let length = 0; length < whole.length; length++) expect(readSession(whole.subarray(0, length)).settled).toBe(false);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readSession(Buffer.from(bytes))),
      { seed: 7, numRuns: 300 },
    );
  });
});
