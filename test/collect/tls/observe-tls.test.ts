import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { observeTls } from '../../../src/collect/tls/observe-tls.ts';
import { type DemoCertificate, makeDemoCertificate } from '../../../src/demo/certificate.ts';
import { type TlsObservation, tlsVersions } from '../../../src/domain/observation.ts';
import { NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, closedPort, fixedNow, listen, onCloseAll, permitted, silentPorts } from '../loopback.ts';
import { alert, scriptedTls, serverHello } from './scripted-server.ts';

let ec: DemoCertificate;
let rsa: DemoCertificate;
const validity = { notBefore: new Date('2026-06-01T00:00:00Z'), notAfter: new Date('2027-06-01T00:00:00Z') };

beforeAll(async () => {
  ec = await makeDemoCertificate({ commonName: 'www.beispielhain.example', key: 'ec-p256', ...validity });
  rsa = await makeDemoCertificate({ commonName: 'alt.beispielhain.example', key: 'rsa-1024', ...validity });
});
afterEach(closeAll);

async function tlsServer(options: TlsOptions): Promise<number> {
  const server = createServer({ ciphers: 'DEFAULT:@SECLEVEL=0', ...options }, (socket) =>
    socket.on('error', () => socket.destroy()),
  );
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCloseAll(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const options = { now: fixedNow, timeoutMs: 400 };
const observe = (port: number, name: string | null = null) => observeTls(permitted('127.0.0.1', null, name), port, options);

async function seenAt(port: number, name: string | null = null): Promise<TlsObservation> {
  const { outcome } = await observe(port, name);
  if (!outcome.seen) throw new Error(outcome.reason);
  return outcome.data;
}

function offered({ versions }: TlsObservation): string[] {
  return tlsVersions.filter((version) => versions[version].offered === true);
}

describe('a server with exactly', () => {
  it.each([
    ['TLSv1', 'TLSv1', ['TLSv1']],
    ['TLSv1', 'TLSv1.1', ['TLSv1', 'TLSv1.1']],
    ['TLSv1', 'TLSv1.2', ['TLSv1', 'TLSv1.1', 'TLSv1.2']],
    ['TLSv1.2', 'TLSv1.2', ['TLSv1.2']],
    ['TLSv1.2', 'TLSv1.3', ['TLSv1.2', 'TLSv1.3']],
    ['TLSv1.3', 'TLSv1.3', ['TLSv1.3']],
    ['TLSv1', 'TLSv1.3', ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
  ] as const)('%s to %s is seen to offer just that', async (minVersion, maxVersion, expected) => {
    const data = await seenAt(await tlsServer({ ...rsa, minVersion, maxVersion }));
    expect(offered(data)).toEqual(expected);
    expect(tlsVersions.filter((version) => data.versions[version].offered === null)).toEqual([]);
    expect(data.certificate?.keyBits).toBe(1024);
  });
});

describe('a server that answers an old version with internal_error', () => {
  const answering = (alerts: number) => {
    let left = alerts;
    return scriptedTls((socket, hello) => {
      if (hello?.version === 'TLSv1.2') return socket.end(serverHello('TLSv1.2', 0xc02f));
      if (hello?.version === 'TLSv1.1' && left-- > 0) return socket.end(alert(80));
      return socket.end(alert(70));
    });
  };

  it('refuses it when it says so twice, as programs on OpenSSL do', async () => {
    const { port } = await answering(2);
    expect((await seenAt(port)).versions['TLSv1.1']).toEqual({ offered: false });
  });

  it('is not taken at its first word', async () => {
    const { port, connections } = await answering(1);
    expect((await seenAt(port)).versions['TLSv1.1']).toEqual({ offered: false });
    expect(connections()).toBeGreaterThan(tlsVersions.length);
  });
});

it('counts a HelloRetryRequest as an offer of TLS 1.3', async () => {
  const port = await tlsServer({ ...ec, minVersion: 'TLSv1.3', ecdhCurve: 'P-384' });
  expect(offered(await seenAt(port))).toEqual(['TLSv1.3']);
});

it('finds a cipher suite without encryption that browsers would not offer', async () => {
  const port = await tlsServer({ ...rsa, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: 'NULL-SHA256:@SECLEVEL=0' });
  const data = await seenAt(port);
  expect(offered(data)).toEqual(['TLSv1.2']);
  expect(data.certificate).toBeNull();
  expect(data.certificateReason).toMatch(/TLS-Verbindung kam nicht zustande/);
});

it('sends the name, if there is one', async () => {
  const names: string[] = [];
  const SNICallback: TlsOptions['SNICallback'] = (name, done) => {
    names.push(name);
    done(null);
  };
  const server = createServer({ ...ec, SNICallback });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCloseAll(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await observe(port, 'www.beispielhain.example');
  expect(new Set(names)).toEqual(new Set(['www.beispielhain.example']));
  names.length = 0;
  await observe(port);
  expect(names).toEqual([]);
});

describe('the certificate', () => {
  it('is read without judging it', async () => {
    const { certificate } = await seenAt(await tlsServer(ec));
    expect(certificate).toMatchObject({
      subject: 'O=Gemeinde Beispielhain, CN=www.beispielhain.example',
      names: ['www.beispielhain.example', 'localhost', '127.0.0.1'],
      validFrom: '2026-06-01T00:00:00.000Z',
      validTo: '2027-06-01T00:00:00.000Z',
      keyType: 'ec',
      keyBits: 256,
      curve: 'P-256',
      selfSigned: true,
    });
    expect(certificate?.fingerprint256).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('of an RSA key has its length', async () => {
    const { certificate } = await seenAt(await tlsServer(rsa));
    expect(certificate).toMatchObject({ keyType: 'rsa', keyBits: 1024, curve: null });
  });
});

/** Answers a ClientHello as an SSLv3 server: with a ServerHello to any version, or only to its own. */
function sslv3Server(answersNewer: boolean) {
  return listen((socket) => {
    socket.once('data', (hello: Buffer) => {
      if (hello.readUInt16BE(9) !== 0x0300 && !answersNewer) return socket.end(Buffer.from([21, 3, 0, 0, 2, 2, 40]));
      const body = Buffer.concat([Buffer.from([3, 0]), Buffer.alloc(32, 1), Buffer.from([0, 0, 5, 0])]);
      const handshake = Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]);
      socket.write(Buffer.concat([Buffer.from([22, 3, 0, 0, handshake.length]), handshake]));
    });
  });
}

it.each([true, false])('sees a server that speaks only SSLv3 (answering newer hellos with SSLv3: %s)', async (answersNewer) => {
  const { port } = await sslv3Server(answersNewer);
  const data = await seenAt(port);
  expect(offered(data)).toEqual(['SSLv3']);
  expect(data.versions['TLSv1.2']).toEqual({ offered: false });
  expect(data.certificate).toBeNull();
  expect(data.certificateReason).not.toBeNull();
});

describe('what is not TLS, or says nothing, is not seen', () => {
  it.each([
    ['plain HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'Der Dienst spricht kein TLS.'],
    ['garbage', '\u0001\u0002\u0003garbage', 'Der Dienst spricht kein TLS.'],
  ])('%s', async (_name, answer, reason) => {
    const server = await listen((socket) => socket.once('data', () => socket.end(answer)));
    expect((await observe(server.port)).outcome).toEqual({ seen: false, reason });
    expect(server.connections()).toBe(1);
  });

  it('a service that closes without a word', async () => {
    const { port } = await listen((socket) => socket.once('data', () => socket.end()));
    expect((await observe(port)).outcome).toEqual({ seen: false, reason: 'Der Dienst spricht kein TLS.' });
  });

  it('a service that accepts and keeps silent, within the time limit', async () => {
    const { port } = await listen(() => undefined);
    const started = performance.now();
    const { outcome } = await observe(port);
    expect(outcome).toEqual({ seen: false, reason: 'Kein TLS feststellbar: Keine Antwort innerhalb der Zeitgrenze.' });
    expect(performance.now() - started).toBeLessThan(3 * options.timeoutMs + 300);
  });

  it('a service that resets', async () => {
    const { port } = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect((await observe(port)).outcome).toMatchObject({ seen: false, reason: expect.stringContaining('zurückgesetzt') });
  });

  it('a service that talks without end', async () => {
    const { port } = await listen((socket) => {
      const timer = setInterval(() => socket.write(Buffer.from([21, 3, 3, 0, 2, 1, 100])), 1);
      socket.once('close', () => clearInterval(timer));
    });
    expect((await observe(port)).outcome.seen).toBe(false);
  });

  it('a service that refuses every version: that is no proof of good versions', async () => {
    const { port } = await listen((socket) => socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40]))));
    expect((await observe(port)).outcome).toMatchObject({
      seen: false,
      reason: expect.stringContaining('lehnt jede angebotene TLS-Version ab'),
    });
  });

  it('a closed port', async () => {
    expect((await observe(await closedPort())).outcome).toMatchObject({
      seen: false,
      reason: expect.stringContaining('abgelehnt'),
    });
  });

  it('a silent port', async () => {
    const [port = 0] = await silentPorts(1);
    expect((await observe(port)).outcome).toMatchObject({ seen: false, reason: expect.stringContaining('Keine Antwort') });
  });
});

it('leaves a version open when the server resets only for that one', async () => {
  const { port } = await listen((socket) => {
    socket.once('data', (hello: Buffer) => {
      if (hello.readUInt16BE(9) === 0x0301) return socket.resetAndDestroy();
      if (hello.readUInt16BE(9) !== 0x0303) return socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 70]));
      const body = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 1), Buffer.from([0, 0xc0, 0x2f, 0])]);
      socket.write(Buffer.concat([Buffer.from([22, 3, 3, 0, body.length + 4, 2, 0, 0, body.length]), body]));
    });
  });
  const { versions } = await seenAt(port);
  expect(versions.TLSv1).toEqual({ offered: null, reason: 'Die Gegenstelle hat die Verbindung zurückgesetzt.' });
  expect(versions['TLSv1.1']).toEqual({ offered: false });
  expect(versions['TLSv1.2']).toEqual({ offered: true });
  expect(versions['TLSv1.3']).toEqual({ offered: false });
});

it('ends at once when aborted and leaves no connection open', async () => {
  const server = await listen((socket) => socket.resume());
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 50);
  const started = performance.now();
  await expect(observeTls(permitted(), server.port, { now: fixedNow, timeoutMs: 5000, signal: abort.signal })).rejects.toThrow();
  expect(performance.now() - started).toBeLessThan(500);
  await expect.poll(() => server.open(), { timeout: 500 }).toBe(0);
});

it('does not touch a port outside the Freigabe', async () => {
  const server = await listen();
  await expect(observeTls(permitted('127.0.0.1', '443'), server.port, options)).rejects.toThrow(NotAuthorisedError);
  expect(server.connections()).toBe(0);
});
