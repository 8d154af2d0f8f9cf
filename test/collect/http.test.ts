import { afterEach, describe, expect, it } from 'vitest';
import { observeHttp } from '../../src/collect/http/observe-http.ts';
import { resolveName } from '../../src/collect/resolve.ts';
import type { HttpObservation } from '../../src/domain/observation.ts';
import { InvalidDataError, NotAuthorisedError } from '../../src/errors.ts';
import { closeAll, closedPort, fixedNow, listen, permitted } from './loopback.ts';

afterEach(closeAll);

const options = { now: fixedNow, timeoutMs: 500 };

/** A server that answers every request with these bytes; remembers what it was asked. */
async function answering(bytes: string) {
  const requests: string[] = [];
  const server = await listen((socket) => {
    socket.once('data', (chunk) => {
      requests.push(chunk.toString('latin1'));
      socket.end(Buffer.from(bytes, 'latin1'));
    });
  });
  return { ...server, requests };
}

async function seenAt(port: number, name: string | null = null): Promise<HttpObservation> {
  const { outcome } = await observeHttp(permitted('127.0.0.1', null, name), port, 'http', options);
  if (!outcome.seen) throw new Error(outcome.reason);
  return outcome.data;
}

describe('observeHttp', () => {
  it('asks for the start page and says who asks', async () => {
    const server = await answering(
      'HTTP/1.1 200 OK\r\nX-Frame-Options: DENY\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n',
    );
    const data = await seenAt(server.port, 'www.beispielhain.example');
    expect(data).toEqual({
      scheme: 'http',
      status: 200,
      headers: { 'x-frame-options': 'DENY', 'set-cookie': 'a=…, b=…', 'content-length': '0' },
      location: null,
      page: null,
      cookies: ['a', 'b'].map((cookie) => ({
        name: cookie,
        secure: false,
        httpOnly: false,
        sameSite: null,
        domain: null,
        path: null,
      })),
      cors: { allowOrigin: null, allowCredentials: false, reflectsOrigin: false },
      options: { allow: [], trace: false },
      errorPage: { status: 200, reveals: [] },
      loginPages: [],
    });
    const [request = ''] = server.requests;
    expect(request).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
    expect(request).toContain(`host: www.beispielhain.example:${server.port}\r\n`);
    expect(request).toMatch(/user-agent: burgward\/\d+\.\d+\.\d+ \(Sicherheitspruefung; Kontakt ueber die freigebende Stelle\)/);
  });

  it('does not follow a redirect', async () => {
    const elsewhere = await listen();
    const server = await answering(`HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:${elsewhere.port}/\r\n\r\n`);
    expect(await seenAt(server.port)).toMatchObject({ status: 301, location: `http://127.0.0.1:${elsewhere.port}/` });
    expect(elsewhere.connections()).toBe(0);
  });

  it('removes control characters and cuts long values', async () => {
    const server = await answering(`HTTP/1.1 200 OK\r\nServer: a\u009b31mb\r\nX-Long: ${'x'.repeat(5000)}\r\n\r\n`);
    const { headers } = await seenAt(server.port);
    expect(headers['server']).toBe('a 31mb');
    expect(headers['x-long']).toHaveLength(2000);
  });

  it('reads no more of a page than a megabyte', async () => {
    let sent = 0;
    const server = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Beispielhain</title>');
      const timer = setInterval(() => {
        if (socket.writableLength > 1_000_000) return;
        sent += 65_536;
        socket.write('x'.repeat(65_536));
      }, 1);
      socket.once('close', () => clearInterval(timer));
    });
    const { page } = await seenAt(server.port);
    expect(page).toMatchObject({ title: 'Beispielhain', complete: false });
    await expect.poll(() => server.open(), { timeout: 500 }).toBe(0);
    expect(sent).toBeLessThan(20_000_000);
  });

  it.each([
    [
      'too large header fields',
      `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
      'Die Kopfzeilen der Antwort sind zu groß.',
    ],
    ['another language', 'SSH-2.0-OpenSSH_9.2\r\n', 'Der Dienst spricht kein HTTP.'],
    ['a broken field', 'HTTP/1.1 200 OK\r\nBad Header\r\n\r\n', /kein gültiges HTTP/],
    ['nothing', '', /zurückgesetzt|geschlossen|kam nicht zustande/],
  ])('%s: not seen, with the reason', async (_name, bytes, reason) => {
    const { port } = await answering(bytes);
    const { outcome } = await observeHttp(permitted(), port, 'http', options);
    expect(outcome).toEqual({ seen: false, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) });
  });

  it('gives up a server that sends its header fields drop by drop', async () => {
    const server = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X: y\r\n'), 50);
      socket.once('close', () => clearInterval(timer));
    });
    const started = performance.now();
    const { outcome } = await observeHttp(permitted(), server.port, 'http', options);
    expect(outcome).toEqual({ seen: false, reason: 'Keine Antwort innerhalb der Zeitgrenze.' });
    expect(performance.now() - started).toBeLessThan(1000);
    await expect.poll(() => server.open(), { timeout: 500 }).toBe(0);
  });

  it('names a closed port', async () => {
    const { outcome } = await observeHttp(permitted(), await closedPort(), 'https', options);
    expect(outcome).toEqual({ seen: false, reason: 'Die Verbindung wurde abgelehnt.' });
  });

  it('ends at once when aborted', async () => {
    const server = await listen(() => undefined);
    const started = performance.now();
    const signal = AbortSignal.timeout(50);
    await expect(observeHttp(permitted(), server.port, 'http', { now: fixedNow, signal })).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('does not touch a port outside the Freigabe', async () => {
    const server = await listen();
    await expect(observeHttp(permitted('127.0.0.1', '80'), server.port, 'http', options)).rejects.toThrow(NotAuthorisedError);
    expect(server.connections()).toBe(0);
  });
});

describe('resolveName', () => {
  it('gives literal addresses', async () => {
    const addresses = await resolveName('localhost');
    expect(addresses.every((address) => ['127.0.0.1', '::1'].includes(address))).toBe(true);
    expect(addresses.length).toBeGreaterThan(0);
  });

  it('says in German that a name has none', async () => {
    const impossible = `${'a'.repeat(64)}.example`;
    await expect(resolveName(impossible)).rejects.toThrow(InvalidDataError);
    await expect(resolveName(impossible)).rejects.toThrow(/wurde keine Adresse gefunden/);
  });
});
