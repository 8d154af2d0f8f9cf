/** Servers that mean harm: whatever they send, the look ends in time, stays small, says why, and never lends them a good verdict. */

import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { judge } from '../../src/checks/judge.ts';
import { observeHttp } from '../../src/collect/http/observe-http.ts';
import { forEachLimited } from '../../src/collect/pace.ts';
import type { HttpEndpointObservation, Observation } from '../../src/domain/observation.ts';
import { rounds } from '../campaign.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';
import { closeAll, closedPort, fixedNow, listen, permitted, silentPorts } from './loopback.ts';

afterEach(closeAll);

const { checks, tables } = await shippedCatalogue();

function passedChecks(observation: Observation): string[] {
  return judge([observation], { checks, tables }, [], '2026-11-22')
    .filter(({ result }) => result === 'met')
    .map(({ check }) => check);
}

const page = '<!doctype html><title>Beispielhain</title><p>Willkommen</p>';
const good = [
  'HTTP/1.1 200 OK',
  'Content-Type: text/html; charset=utf-8',
  "Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'",
  'X-Content-Type-Options: nosniff',
  'X-Frame-Options: DENY',
  'Referrer-Policy: no-referrer',
  'Set-Cookie: PHPSESSID=1; Secure; HttpOnly; SameSite=Lax',
  'Allow: GET, HEAD',
  `Content-Length: ${page.length}`,
  '',
  page,
].join('\r\n');

/** For servers that never finish. */
const timeoutMs = 300;
/** For servers that answer, on a machine that may be busy. */
const patientMs = 3000;
const name = 'www.beispielhain.example';

async function look(port: number, vantage: 'internet' | 'lan' = 'lan', limitMs = timeoutMs) {
  const started = performance.now();
  const observation = await observeHttp(permitted('127.0.0.1', null, name, vantage), port, 'http', {
    now: fixedNow,
    timeoutMs: limitMs,
  });
  return { observation, tookMs: performance.now() - started };
}

const saying = (bytes: string | Buffer) => async () =>
  (await listen((socket) => socket.once('data', () => socket.end(bytes)))).port;

/** Writes as long as the other side listens; never more than a megabyte ahead. */
function endlessly(socket: Socket, piece: string | Buffer, everyMs = 1): void {
  const timer = setInterval(() => {
    if (socket.writableLength < 1_000_000) socket.write(piece);
  }, everyMs);
  socket.once('close', () => clearInterval(timer));
}

const flooding =
  (head: string, piece: string | Buffer, everyMs = 1) =>
  async () =>
    (
      await listen((socket) => {
        socket.on('data', () => undefined);
        socket.write(head);
        endlessly(socket, piece, everyMs);
      })
    ).port;

it('the server the others are made from passes every check about its page', async () => {
  const { observation } = await look(await saying(good)(), 'lan', patientMs);
  expect(passedChecks(observation)).toEqual([
    'http-admin-login',
    'http-content-type-options',
    'http-cookies',
    'http-cors',
    'http-csp',
    'http-error-page',
    'http-framing',
    'http-methods',
    'http-referrer-policy',
    'http-third-parties',
    'http-version-disclosure',
  ]);
});

describe('nothing is passed when nothing was seen', () => {
  it.each<[string, () => Promise<number>]>([
    ['closed', closedPort],
    ['filtered', async () => (await silentPorts(1))[0] ?? 0],
    ['silent', async () => (await listen(() => undefined)).port],
    ['closing at once', async () => (await listen((socket) => socket.end())).port],
    ['resetting at once', async () => (await listen((socket) => socket.resetAndDestroy())).port],
    ['garbage', saying(Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 37) % 256)))],
    ['half a head', async () => (await listen((socket) => socket.write('HTTP/1.1 200 OK\r\nServer: '))).port],
    ['a head of a gigabyte', flooding('HTTP/1.1 200 OK\r\nX: ', 'x'.repeat(65_536))],
    ['a head that never ends, slowly', flooding('HTTP/1.1 200 OK\r\n', 'X: y\r\n', 30)],
    ['ten thousand cookies', saying(`HTTP/1.1 200 OK\r\n${'Set-Cookie: a=b; Secure\r\n'.repeat(10_000)}\r\n`)],
    ['endless hints before the answer', flooding('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')],
    ['another protocol', saying('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')],
    ['two lengths', saying('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab')],
    ['length and chunks', saying('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')],
    ['a bare line feed in the middle', saying('HTTP/1.1 200 OK\r\nServer: a\rb\r\n\r\n')],
  ])('%s', async (_name, start) => {
    const { observation, tookMs } = await look(await start());
    expect(observation.outcome).toEqual({ seen: false, reason: expect.stringMatching(/\.$/) });
    expect(passedChecks(observation)).toEqual([]);
    expect(tookMs).toBeLessThan(timeoutMs + 700);
  });
});

const html = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n';
const ofPage = ['http-csp', 'http-framing', 'http-mixed-content', 'http-referrer-policy', 'http-third-parties'];

describe('nothing is passed about a page that was not read to its end', () => {
  it.each<[string, () => Promise<number>]>([
    ['endless', flooding(`${html}\r\n`, 'x'.repeat(65_536))],
    ['endless tags', flooding(`${html}\r\n`, '<div a=b>'.repeat(7000))],
    ['drop by drop', flooding(`${html}\r\n`, '<p>', 20)],
    ['shorter than told', saying(`${html}Content-Length: 5000\r\n\r\n${page}`)],
    ['garbage for chunks', saying(`${html}Transfer-Encoding: chunked\r\n\r\n5\r\n<html\r\nZZZZ\r\n`)],
    ['a chunk without end', flooding(`${html}Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n`, 'x'.repeat(65_536))],
    ['endless extensions of a chunk', flooding(`${html}Transfer-Encoding: chunked\r\n\r\n5;a=`, 'x'.repeat(65_536))],
    [
      'packed, though not asked for',
      saying(Buffer.concat([Buffer.from(`${html}Content-Encoding: gzip\r\n\r\n`), gzipSync(Buffer.alloc(50_000_000))])),
    ],
    ['packed twice', saying(Buffer.concat([Buffer.from(`${html}Content-Encoding: identity, br\r\n\r\n`), Buffer.alloc(1000)]))],
    ['an endless redirect to itself', saying('HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n')],
  ])('%s', async (_name, start) => {
    const { observation, tookMs } = await look(await start(), 'lan', 1000);
    expect(observation.outcome.seen).toBe(true);
    const passed = passedChecks(observation);
    // Without a policy of its own browsers keep the rest of an address to themselves: true for half a page as well.
    expect(ofPage.filter((check) => check !== 'http-referrer-policy' && passed.includes(check))).toEqual([]);
    expect(tookMs).toBeLessThan(11_000);
  });
});

it('texts for terminals and pages arrive as harmless text', async () => {
  const evil = '\u001b[2J\u0007<script>alert(1)</script>';
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: text/html; charset=utf-8',
    `Server: ${'\u009b'}31m<b>Apache/2.4`,
    'Set-Cookie: \u009b2J<b>=1',
    '',
    `<title>${evil}\u202e</title><meta name=generator content="${evil}"><script src="http://x.example/${evil}\u202e"></script>`,
  ].join('\r\n');
  const { observation } = await look(await saying(Buffer.from(head, 'utf8'))(), 'lan', patientMs);
  expectHarmless(observation);
  const texts = judge([observation], { checks, tables }, [], '2026-11-22').map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(5);
  for (const text of texts) expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

it('text that is no UTF-8 is read all the same', async () => {
  const { observation } = await look(
    await saying(Buffer.from(`${html}\r\n<title>Stra\xdfe \xff\xfe\xc0</title>`, 'latin1'))(),
    'lan',
    patientMs,
  );
  expectHarmless(observation);
  expect(observation.outcome).toMatchObject({ seen: true, data: { page: { title: expect.stringContaining('Straße') } } });
});

function expectHarmless({ outcome }: HttpEndpointObservation): void {
  const strings: string[] = [];
  JSON.stringify(outcome, (key, value) => {
    strings.push(key);
    if (typeof value === 'string') strings.push(value);
    return value;
  });
  for (const text of strings) {
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.length).toBeLessThanOrEqual(8000);
  }
  expect(JSON.stringify(outcome).length).toBeLessThan(200_000);
}

/** The server answers each connection with the bytes of its session and then closes, resets or keeps quiet. */
interface Session {
  bytes: Buffer;
  end: 'close' | 'reset' | 'keep';
}

async function lookAtAll(sessions: readonly Session[], limitMs: number): Promise<HttpEndpointObservation[]> {
  const observations: HttpEndpointObservation[] = [];
  const servers = new Map<Session, number>();
  for (const session of sessions) {
    const { port } = await listen((socket) => {
      socket.once('data', () => {
        socket.write(session.bytes, () => {
          if (session.end === 'close') socket.end();
          if (session.end === 'reset') socket.resetAndDestroy();
        });
      });
    });
    servers.set(session, port);
  }
  await forEachLimited(sessions, 16, async (session) => {
    observations.push((await look(servers.get(session) ?? 0, 'lan', limitMs)).observation);
  });
  return observations;
}

it('an end or a reset after every byte of the head and the page', async () => {
  const bytes = Buffer.from(good);
  const cuts = Array.from({ length: bytes.length }, (_, length) => bytes.subarray(0, length));
  const sessions = cuts.map((cut, index): Session => ({ bytes: cut, end: index % 2 === 0 ? 'close' : 'reset' }));
  for (const observation of await lookAtAll(sessions, 1000)) {
    expectHarmless(observation);
    expect(passedChecks(observation)).not.toEqual(expect.arrayContaining(['http-third-parties']));
  }
});

it('hundreds of nonsensical answers end without harm', async () => {
  const bytes = Buffer.from(good);
  const position = fc.nat({ max: bytes.length - 1 });
  const changed = fc.array(fc.tuple(position, fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }).map((changes) => {
    const copy = Buffer.from(bytes);
    for (const [at, value] of changes) copy.writeUInt8(value, at);
    return copy;
  });
  const inserted = fc.tuple(position, fc.uint8Array({ maxLength: 800 })).map(([at, extra]) => {
    return Buffer.concat([bytes.subarray(0, at), extra, bytes.subarray(at)]);
  });
  const anything = fc.uint8Array({ maxLength: 1000 }).map((each) => Buffer.from(each));
  const field = fc.string({ unit: 'binary', maxLength: 200 });
  const inField = fc
    .tuple(fc.constantFrom('Location', 'Set-Cookie', 'Content-Security-Policy', 'Content-Type', 'Allow'), field)
    .map(([header, value]) => Buffer.from(`HTTP/1.1 200 OK\r\n${header}: ${value.replace(/[\r\n\0]/g, '')}\r\n\r\n${page}`));
  const markup = fc
    .array(
      fc.constantFrom('<', '>', '/', '"', "'", '=', 'script', 'base', 'href', ' ', 'http://', 'form', '<!--', '&#x', ';', 'é'),
      {
        maxLength: 200,
      },
    )
    .map((pieces) => Buffer.from(`${html}\r\n${pieces.join('')}`));
  const session = fc.record({
    bytes: fc.oneof(changed, inserted, anything, inField, markup),
    end: fc.constantFrom('close' as const, 'close' as const, 'reset' as const, 'keep' as const),
  });
  const observations = await lookAtAll(fc.sample(session, { numRuns: rounds(200), seed: 9110 }), 100);
  expect(observations).toHaveLength(rounds(200));
  for (const observation of observations) {
    expectHarmless(observation);
    expect(() => passedChecks(observation)).not.toThrow();
  }
});
