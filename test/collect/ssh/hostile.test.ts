/** Servers that mean harm, many of them: whatever they send, the look ends, says why, and never lends them a good verdict. */

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { judge } from '../../../src/checks/judge.ts';
import { forEachLimited } from '../../../src/collect/pace.ts';
import { observeSsh } from '../../../src/collect/ssh/observe-ssh.ts';
import type { Observation, SshEndpointObservation } from '../../../src/domain/observation.ts';
import { rounds } from '../../campaign.ts';
import { shippedCatalogue } from '../../shipped-catalogue.ts';
import { closeAll, closedPort, fixedNow, listen, permitted, silentPorts } from '../loopback.ts';
import { disconnect, greeting, identification, keyExchangeInit, modern, packet } from './scripted-server.ts';

afterEach(closeAll);

const { checks, tables } = await shippedCatalogue();

function passedChecks(observation: Observation): string[] {
  return judge([observation], { checks, tables }, [], '2026-11-22')
    .filter(({ result }) => result === 'met')
    .map(({ check }) => check);
}

it('the server the others are made from passes every check', async () => {
  const { port } = await listen((socket) => socket.write(greeting));
  const observation = await observeSsh(permitted(), port, { now: fixedNow, timeoutMs: 1000 });
  expect(passedChecks(observation)).toEqual([
    'ssh-ciphers',
    'ssh-host-key-algorithms',
    'ssh-key-exchange',
    'ssh-mac',
    'ssh-protocol-version',
    'ssh-terrapin',
  ]);
});

describe('nothing is passed when nothing was seen', () => {
  const speaking = (...pieces: (string | Buffer)[]) => {
    return async () =>
      (await listen((socket) => void socket.write(Buffer.concat(pieces.map((piece) => Buffer.from(piece)))))).port;
  };
  it.each<[string, () => Promise<number>]>([
    ['closed', closedPort],
    ['filtered', async () => (await silentPorts(1))[0] ?? 0],
    ['silent', speaking()],
    ['closing at once', async () => (await listen((socket) => socket.end())).port],
    ['resetting at once', async () => (await listen((socket) => socket.resetAndDestroy())).port],
    ['not SSH', speaking('220 mail.beispielhain.example ESMTP\r\n')],
    ['half an identification', speaking('SSH-2.0-Open')],
    ['an unreadable identification', speaking('SSH-2.0-\0\r\n')],
  ])('%s', async (_name, start) => {
    const observation = await observeSsh(permitted(), await start(), { now: fixedNow, timeoutMs: 150 });
    expect(observation.outcome.seen).toBe(false);
    expect(passedChecks(observation)).toEqual([]);
  });

  it.each<[string, () => Promise<number>]>([
    ['no lists in time', speaking(identification)],
    ['half a list', speaking(greeting.subarray(0, 100))],
    ['a farewell', speaking(identification, disconnect('Zu viele Verbindungen'))],
    ['an oversized packet', speaking(identification, packet(Buffer.from([20]), 2 ** 31))],
    [
      'a name that looks good when cleaned',
      speaking(identification, keyExchangeInit({ macClientToServer: ['hmac-sha2-256\u0007'] })),
    ],
    [
      'a reset after the identification',
      async () => {
        const server = await listen((socket) =>
          socket.write(identification, () => setTimeout(() => socket.resetAndDestroy(), 20)),
        );
        return server.port;
      },
    ],
  ])('but the version: %s', async (_name, start) => {
    const observation = await observeSsh(permitted(), await start(), { now: fixedNow, timeoutMs: 150 });
    expect(passedChecks(observation)).toEqual(['ssh-protocol-version']);
  });

  it('an empty list of every kind', async () => {
    const none = Object.fromEntries(Object.keys(modern).map((name) => [name, []]));
    const port = await speaking(identification, keyExchangeInit(none))();
    const observation = await observeSsh(permitted(), port, { now: fixedNow, timeoutMs: 150 });
    expect(passedChecks(observation)).toEqual(['ssh-protocol-version']);
  });
});

/** One connection each; the server sends its bytes and then closes, resets or keeps quiet. */
interface Session {
  bytes: Buffer;
  end: 'close' | 'reset' | 'keep';
}

async function lookAt(sessions: readonly Session[], timeoutMs: number) {
  const waiting = [...sessions];
  const { port, open } = await listen((socket) => {
    const { bytes, end } = waiting.shift() ?? { bytes: Buffer.alloc(0), end: 'close' };
    socket.resume();
    socket.write(bytes, () => {
      if (end === 'close') socket.end();
      if (end === 'reset') socket.resetAndDestroy();
    });
  });
  const observations: SshEndpointObservation[] = [];
  let longestMs = 0;
  await forEachLimited(sessions, 16, async () => {
    const started = performance.now();
    observations.push(await observeSsh(permitted(), port, { now: fixedNow, timeoutMs }));
    longestMs = Math.max(longestMs, performance.now() - started);
  });
  await expect.poll(open).toBe(0);
  return { observations, longestMs };
}

const isHarmless = (text: string) => !/[\p{Cc}\p{Cf}]/u.test(text);

function expectHarmless({ outcome }: SshEndpointObservation): void {
  if (!outcome.seen) {
    expect(outcome.reason).toSatisfy((reason: string) => reason !== '' && isHarmless(reason));
    return;
  }
  const { protocol, software, comments, algorithms, algorithmsReason } = outcome.data;
  expect([protocol, software, comments ?? '', algorithmsReason ?? ''].join('')).toSatisfy(isHarmless);
  expect(algorithms === null).toBe(algorithmsReason !== null);
  for (const name of Object.values(algorithms ?? {}).flat()) expect(name).toMatch(/^[!-+\--~]{1,64}$/);
}

it('a reset or an end after every single byte', async () => {
  const cuts = Array.from({ length: greeting.length }, (_, length) => greeting.subarray(0, length));
  const sessions = cuts.flatMap((bytes): Session[] => [
    { bytes, end: 'reset' },
    { bytes, end: 'close' },
  ]);
  const { observations, longestMs } = await lookAt(sessions, 2000);
  expect(observations).toHaveLength(2 * greeting.length);
  expect(longestMs).toBeLessThan(1500);
  for (const observation of observations) {
    expectHarmless(observation);
    expect(passedChecks(observation).filter((check) => check !== 'ssh-protocol-version')).toEqual([]);
  }
});

it('sessions of nonsense end in time, without harm, with a reason', async () => {
  const position = fc.nat({ max: greeting.length - 1 });
  const changed = fc.array(fc.tuple(position, fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }).map((changes) => {
    const bytes = Buffer.from(greeting);
    for (const [at, value] of changes) bytes.writeUInt8(value, at);
    return bytes;
  });
  const inserted = fc.tuple(position, fc.uint8Array({ maxLength: 2000 })).map(([at, extra]) => {
    return Buffer.concat([greeting.subarray(0, at), extra, greeting.subarray(at)]);
  });
  const anything = fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes));
  const afterIdentification = anything.map((bytes) => Buffer.concat([Buffer.from(identification), bytes]));
  const text = fc.string({ unit: 'binary', maxLength: 400 }).map((line) => Buffer.from(`SSH-2.0-${line}\r\n`));
  const inPacket = fc.uint8Array({ minLength: 1, maxLength: 800 }).map((bytes) => {
    return Buffer.concat([Buffer.from(identification), packet(Buffer.concat([Buffer.from([20]), Buffer.from(bytes)]))]);
  });
  const session = fc.record({
    bytes: fc.oneof(changed, inserted, anything, afterIdentification, text, inPacket),
    end: fc.constantFrom('close' as const, 'close' as const, 'reset' as const, 'keep' as const),
  });
  const { observations, longestMs } = await lookAt(fc.sample(session, { numRuns: rounds(400), seed: 4253 }), 100);
  expect(observations).toHaveLength(rounds(400));
  expect(longestMs).toBeLessThan(1500);
  for (const observation of observations) {
    expectHarmless(observation);
    expect(() => passedChecks(observation)).not.toThrow();
  }
});
