/** Servers that mean harm, many of them: whatever they send, the look ends, says why, and never lends them a good verdict. */

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { judge } from '../../../src/checks/judge.ts';
import { forEachLimited } from '../../../src/collect/pace.ts';
import { observeLogin } from '../../../src/collect/services/login.ts';
import { observeOpenAccess } from '../../../src/collect/services/open-access.ts';
import { observeRdp } from '../../../src/collect/services/rdp.ts';
import { observeSmb } from '../../../src/collect/services/smb.ts';
import type { Observation } from '../../../src/domain/observation.ts';
import type { AccessService, LoginProtocol } from '../../../src/domain/service-observation.ts';
import { rounds } from '../../campaign.ts';
import { shippedCatalogue } from '../../shipped-catalogue.ts';
import { closeAll, fixedNow, listen } from '../loopback.ts';
import { ldapNoEntry, ldapRoot, smb1Refused, smb2Required } from './recorded.ts';
import { permittedAccess } from './servers.ts';

afterEach(closeAll);

const { checks, tables } = await shippedCatalogue();

function passedChecks(observation: Observation | null): string[] {
  return judge(observation === null ? [] : [observation], { checks, tables }, [], '2026-11-22')
    .filter(({ result }) => result === 'met')
    .map(({ check }) => check);
}

type Look = (port: number, timeoutMs: number) => Promise<Observation | null>;
const login = (protocol: LoginProtocol): Look => {
  return (port, timeoutMs) => observeLogin(permittedAccess(), port, { now: fixedNow, timeoutMs }, protocol);
};
const access = (service: AccessService): Look => {
  return (port, timeoutMs) => observeOpenAccess(service, permittedAccess(), port, { now: fixedNow, timeoutMs });
};

const bytes = (text: string) => Buffer.from(text, 'latin1');
const nlaOnly = Buffer.from([3, 0, 0, 19, 14, 0xd0, 0, 0, 0, 0, 0, 2, 0, 8, 0, 2, 0, 0, 0]);
const nlaDemanded = Buffer.from([3, 0, 0, 19, 14, 0xd0, 0, 0, 0, 0, 0, 3, 0, 8, 0, 5, 0, 0, 0]);

/** A server that passes: greeting, then what it answers; `passes` are the checks, `early` those settled before the last byte. */
interface GoodServer {
  name: string;
  look: Look;
  greeting?: Buffer;
  /** Given the question and how many came before it on this connection. */
  answer(question: Buffer, index: number): Buffer;
  passes: readonly string[];
  /** Checks that may be passed although something is missing at the end. */
  early?: readonly string[];
  longest: number;
}

const inOrder =
  (...replies: readonly Buffer[]) =>
  (_question: Buffer, index: number) =>
    replies[index] ?? Buffer.alloc(0);

const goodServers: readonly GoodServer[] = [
  {
    name: 'smtp',
    look: login('smtp'),
    greeting: bytes('220 mail ESMTP\r\n'),
    answer: inOrder(bytes('250-mail\r\n250-STARTTLS\r\n250 8BITMIME\r\n')),
    passes: ['login-banner', 'smtp-login', 'smtp-starttls'],
    early: ['login-banner'],
    longest: 54,
  },
  {
    name: 'imap',
    look: login('imap'),
    greeting: bytes('* OK ready\r\n'),
    answer: inOrder(bytes('* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK done\r\n')),
    passes: ['login-banner', 'login-starttls'],
    early: ['login-banner'],
    longest: 71,
  },
  {
    name: 'pop3',
    look: login('pop3'),
    greeting: bytes('+OK ready\r\n'),
    answer: inOrder(bytes('+OK\r\nSTLS\r\nSASL\r\n.\r\n')),
    passes: ['login-banner', 'login-starttls'],
    early: ['login-banner'],
    longest: 31,
  },
  {
    name: 'smb',
    look: (port, timeoutMs) => observeSmb(permittedAccess(), port, { now: fixedNow, timeoutMs }),
    answer: (question) => (question[4] === 0xff ? smb1Refused : smb2Required),
    passes: ['smb-signing', 'smb-version'],
    longest: 0x110,
  },
  {
    name: 'rdp',
    look: (port, timeoutMs) => observeRdp(permittedAccess(), port, { now: fixedNow, timeoutMs }),
    answer: (question) => (question.readUInt8(question.length - 4) >= 2 ? nlaOnly : nlaDemanded),
    passes: ['rdp-nla'],
    longest: 19,
  },
  { name: 'redis', look: access('redis'), answer: inOrder(bytes('-NOAUTH no\r\n')), passes: ['open-databases'], longest: 12 },
  {
    name: 'memcached',
    look: access('memcached'),
    answer: inOrder(bytes('CLIENT_ERROR unauthenticated\r\n')),
    passes: ['open-databases'],
    longest: 30,
  },
  {
    name: 'elasticsearch',
    look: access('elasticsearch'),
    answer: inOrder(bytes('HTTP/1.1 401 Unauthorized\r\nX-elastic-product: Elasticsearch\r\n\r\n')),
    passes: ['open-databases'],
    longest: 63,
  },
  {
    name: 'ldap',
    look: access('ldap'),
    answer: inOrder(ldapRoot, ldapNoEntry),
    passes: ['open-directory'],
    longest: ldapRoot.length + ldapNoEntry.length,
  },
  {
    name: 'ftp',
    look: access('ftp'),
    greeting: bytes('220 ok\r\n'),
    answer: inOrder(bytes('331 go on\r\n'), bytes('530 no\r\n')),
    passes: ['open-files'],
    longest: 27,
  },
  {
    name: 'rsync',
    look: access('rsync'),
    greeting: bytes('@RSYNCD: 31.0\n'),
    answer: inOrder(bytes('@RSYNCD: EXIT\n')),
    passes: ['open-files'],
    longest: 28,
  },
];

type End = 'close' | 'reset' | 'keep';

/** Sends of all it would say only `limit` bytes per connection, then ends. */
async function cutServer({ greeting, answer }: Pick<GoodServer, 'greeting' | 'answer'>, limit: number, end: End) {
  return listen((socket) => {
    let left = limit;
    let index = 0;
    const say = (words: Buffer) => {
      const piece = words.subarray(0, left);
      left -= piece.length;
      socket.write(piece, () => {
        if (left > 0 || end === 'keep') return;
        if (end === 'close') socket.end();
        else socket.resetAndDestroy();
      });
    };
    if (greeting !== undefined) say(greeting);
    socket.on('data', (question) => say(answer(question, index++)));
  });
}

const isHarmless = (text: string) => !/[\p{Cc}\p{Cf}]/u.test(text);

function expectHarmless(observation: Observation | null): void {
  if (observation === null) return;
  const texts: string[] = [];
  JSON.stringify(observation, (_key, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  for (const text of texts) expect(text).toSatisfy(isHarmless);
  if (!observation.outcome.seen) expect(observation.outcome.reason).not.toBe('');
  expect(() => passedChecks(observation)).not.toThrow();
}

describe.each(goodServers)('$name', ({ look, greeting, answer, passes, early = [], longest }) => {
  const whole = greeting === undefined ? { answer } : { greeting, answer };

  it('passes its checks', async () => {
    const { port } = await cutServer(whole, Number.POSITIVE_INFINITY, 'keep');
    expect(passedChecks(await look(port, 10_000))).toEqual(passes);
  });

  it('does not pass when cut at any byte', async () => {
    const cuts = Array.from({ length: longest - 1 }, (_, limit) => limit + 1);
    const sessions = cuts.map((limit) => ({ limit, end: limit % 2 === 0 ? ('close' as const) : ('reset' as const) }));
    await forEachLimited(sessions, 16, async ({ limit, end }) => {
      const { port } = await cutServer(whole, limit, end);
      const observation = await look(port, 4000);
      expectHarmless(observation);
      expect(passedChecks(observation).filter((check) => !early.includes(check))).toEqual([]);
    });
  });

  it('does not pass, and ends in time, when everything or nothing comes', async () => {
    const flood = Buffer.alloc(8192, 'A\u0007\xff');
    const hostile: readonly ((socket: Parameters<NonNullable<Parameters<typeof listen>[0]>>[0]) => void)[] = [
      (socket) => socket.resume().end(),
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.resume(),
      (socket) => {
        socket.resume();
        const more = () => void socket.write(flood, () => !socket.destroyed && setImmediate(more));
        if (greeting !== undefined) socket.write(greeting.subarray(0, 4));
        more();
      },
      (socket) => {
        let index = 0;
        const words = greeting ?? answer(Buffer.from([0, 0, 0, 0, 0xfe, 0, 0, 0]), 0);
        const drip = setInterval(() => socket.write(words.subarray(index, ++index) ?? ' '), 100);
        socket.resume().once('close', () => clearInterval(drip));
      },
    ];
    await forEachLimited(hostile, hostile.length, async (serve) => {
      const { port, open } = await listen(serve);
      const started = performance.now();
      const observation = await look(port, 450);
      expect(performance.now() - started).toBeLessThan(3000);
      expectHarmless(observation);
      expect(passedChecks(observation)).toEqual([]);
      await expect.poll(open, { timeout: 5000 }).toBe(0);
    });
  });

  it('survives changed bytes and anything else', async () => {
    const change = fc.tuple(fc.nat({ max: longest - 1 }), fc.nat({ max: 255 }));
    const anything = fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each));
    const session = fc.record({
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
      instead: fc.option(anything, { freq: 3 }),
      end: fc.constantFrom<End>('close', 'close', 'reset', 'keep'),
    });
    await forEachLimited(fc.sample(session, { numRuns: rounds(40), seed: 5321 }), 16, async ({ changes, instead, end }) => {
      const spoil = (words: Buffer) => {
        const spoiled = Buffer.from(words);
        for (const [at, value] of changes) if (at < spoiled.length) spoiled.writeUInt8(value, at);
        return spoiled;
      };
      const { port } = await listen((socket) => {
        let index = 0;
        if (greeting !== undefined) socket.write(spoil(greeting));
        socket.on('data', (question) => {
          socket.write(instead ?? spoil(answer(question, index++)), () => {
            if (end === 'close') socket.end();
            if (end === 'reset') socket.resetAndDestroy();
          });
        });
      });
      expectHarmless(await look(port, 300));
    });
  });
});
