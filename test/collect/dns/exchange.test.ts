/** One question, one answer: what is believed, what is asked again, and that nothing hostile hangs or throws. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { askServer, type ExchangeOptions } from '../../../src/collect/dns/exchange.ts';
import { makeQuery, type Question, readAnswer } from '../../../src/collect/dns/message.ts';
import { forEachLimited } from '../../../src/collect/pace.ts';
import { closeAll, closedPort, onCloseAll } from '../loopback.ts';
import { respond, type Script, startDns } from './scripted-dns.ts';

afterEach(closeAll);

const question: Question = { name: 'beispielhain.de', type: 'A' };
const record = { name: 'beispielhain.de', type: 'A' as const, ttl: 60, data: '192.0.2.7' };

function options(changes: Partial<ExchangeOptions> = {}): ExchangeOptions {
  return { timeoutMs: 150, tries: 2, deadline: performance.now() + 3000, recursionDesired: true, dnssec: true, ...changes };
}

async function ask(script: Script, changes: Partial<ExchangeOptions> = {}) {
  const { port, asked } = await startDns(script);
  const result = await askServer({ address: '127.0.0.1', port }, question, options(changes));
  return { result, asked };
}

it('an answer is read, and signatures were asked for', async () => {
  const { result, asked } = await ask(() => ({ answers: [record], authenticated: true }));
  expect(result).toMatchObject({ message: { code: 'NOERROR', authenticated: true, answers: [{ data: '192.0.2.7' }] } });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ name: 'beispielhain.de', type: 'A', transport: 'udp', wantsSignatures: true });
});

it('a cut answer is asked for again over TCP', async () => {
  const { result, asked } = await ask(({ transport }) => (transport === 'udp' ? { truncated: true } : { answers: [record] }));
  expect(result).toMatchObject({ message: { truncated: false, answers: [{ data: '192.0.2.7' }] } });
  expect(asked.map(({ transport }) => transport)).toEqual(['udp', 'tcp']);
});

it('an answer cut in the middle of a record is asked for again over TCP', async () => {
  const { result } = await ask(({ transport, packet }) =>
    transport === 'udp' ? respond(packet, { truncated: true, answers: [record] }).subarray(0, -3) : { answers: [record] },
  );
  expect(result).toMatchObject({ message: { answers: [{ data: '192.0.2.7' }] } });
});

it('a server that does not know EDNS is asked without it', async () => {
  const { result, asked } = await ask(({ wantsSignatures }) => (wantsSignatures ? { code: 'FORMERR' } : { answers: [record] }));
  expect(result).toMatchObject({ message: { code: 'NOERROR' } });
  expect(asked).toHaveLength(2);
});

it('a lost packet is asked for again', async () => {
  let packets = 0;
  const { result } = await ask(() => (packets++ === 0 ? null : { answers: [record] }));
  expect(result).toMatchObject({ message: { code: 'NOERROR' } });
});

it.each(['SERVFAIL', 'REFUSED', 'NXDOMAIN'] as const)('%s is an answer with its code', async (code) => {
  expect((await ask(() => ({ code }))).result).toMatchObject({ message: { code, answers: [] } });
});

describe('an answer that is none', () => {
  const good = (packet: Parameters<typeof respond>[0]) => respond(packet, { answers: [record] });
  const loop = Buffer.from([0xc0, 0x21]);
  it.each<[string, string, Script]>([
    ['silent', 'silent', () => null],
    [
      'of another id',
      'silent',
      ({ packet }) => {
        const bytes = good(packet);
        bytes.writeUInt16BE(((packet.id ?? 0) + 1) & 0xffff, 0);
        return bytes;
      },
    ],
    ['to another question', 'malformed', ({ packet }) => good({ ...packet, questions: [{ name: 'boese.example', type: 'A' }] })],
    ['to another type', 'malformed', ({ packet }) => good({ ...packet, questions: [{ name: question.name, type: 'TXT' }] })],
    ['without the question', 'malformed', ({ packet }) => good({ ...packet, questions: [] })],
    [
      'a question again',
      'silent',
      ({ packet }) => {
        const bytes = good(packet);
        bytes.writeUInt8((bytes[2] ?? 0) & 0x7f, 2);
        return bytes;
      },
    ],
    ['cut', 'malformed', ({ packet }) => good(packet).subarray(0, -2)],
    [
      'promising more records than it has',
      'malformed',
      ({ packet }) => {
        const bytes = good(packet);
        bytes.writeUInt16BE(9, 6);
        return bytes;
      },
    ],
    [
      'promising 65,535 records of each kind',
      'malformed',
      ({ packet }) => {
        const bytes = good(packet);
        for (const at of [6, 8, 10]) bytes.writeUInt16BE(65535, at);
        return bytes;
      },
    ],
    [
      'with a name that points to itself',
      'malformed',
      ({ packet }) => {
        const empty = respond(packet, {});
        empty.writeUInt16BE(1, 6);
        return Buffer.concat([empty, loop, Buffer.from([0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7])]);
      },
    ],
    ['garbage', 'silent', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['one byte', 'silent', () => Buffer.from([1])],
  ])('%s', async (_name, failure, script) => {
    const { result } = await ask(script);
    expect(result).toEqual({ failure, reason: expect.stringMatching(/\.$/) });
  });

  it.each<[string, Script]>([
    [
      'over TCP: closed length',
      ({ transport, packet }) => (transport === 'udp' ? { truncated: true } : good(packet).subarray(0, 5)),
    ],
    ['over TCP: 64 KiB of nothing', ({ transport }) => (transport === 'udp' ? { truncated: true } : Buffer.alloc(65535))],
    ['over TCP: silence', ({ transport }) => (transport === 'udp' ? { truncated: true } : null)],
  ])('%s', async (_name, script) => {
    const { result } = await ask(script, { tries: 1 });
    expect(result).toMatchObject({ failure: expect.any(String) });
  });
});

it('nobody listens: told at once, not after the time limit', async () => {
  const started = performance.now();
  const result = await askServer(
    { address: '127.0.0.1', port: await closedPort() },
    question,
    options({ timeoutMs: 2000, tries: 1 }),
  );
  expect(result).toMatchObject({ failure: 'unreachable', reason: expect.stringContaining('abgelehnt') });
  expect(performance.now() - started).toBeLessThan(1000);
});

it('a flood of packets that are no answer ends the wait', async () => {
  const socket = createSocket('udp4');
  socket.on('message', (_bytes, from) => {
    for (let count = 0; count < 150; count++) socket.send(Buffer.alloc(500, count), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onCloseAll(() => void socket.close());
  const started = performance.now();
  const result = await askServer(
    { address: '127.0.0.1', port: socket.address().port },
    question,
    options({ timeoutMs: 2500, tries: 1 }),
  );
  expect(result).toMatchObject({ failure: 'silent' });
  expect(performance.now() - started).toBeLessThan(2000);
});

it('the right answer is waited for among wrong ones', async () => {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, from) => {
    const answer = respond({ id: bytes.readUInt16BE(0), questions: [question] } as Parameters<typeof respond>[0], {
      answers: [record],
    });
    const forged = Buffer.from(answer);
    forged.writeUInt16BE((bytes.readUInt16BE(0) + 1) & 0xffff, 0);
    for (const packet of [forged, Buffer.from('x'), answer]) socket.send(packet, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onCloseAll(() => void socket.close());
  const result = await askServer({ address: '127.0.0.1', port: socket.address().port }, question, options());
  expect(result).toMatchObject({ message: { answers: [{ data: '192.0.2.7' }] } });
});

it.each(['udp', 'tcp'])('an abort ends the wait over %s', async (transport) => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error('genug')), 80);
  const started = performance.now();
  const answer = ask((asked) => (transport === 'tcp' && asked.transport === 'udp' ? { truncated: true } : null), {
    timeoutMs: 2000,
    signal: abort.signal,
  });
  await expect(answer).rejects.toThrow('genug');
  expect(performance.now() - started).toBeLessThan(1000);
});

it('the deadline holds over all attempts', async () => {
  const started = performance.now();
  const { result } = await ask(() => null, { timeoutMs: 5000, tries: 9, deadline: performance.now() + 200 });
  expect(result).toMatchObject({ failure: 'silent' });
  expect(performance.now() - started).toBeLessThan(1000);
});

describe('bytes of any kind', () => {
  const query = makeQuery({ name: 'beispielhain.de', type: 'ANY' as 'A' }, { recursionDesired: true, dnssec: true });
  const honest = respond(
    { id: query.id, questions: [{ name: 'beispielhain.de', type: 'ANY' as 'A' }] } as Parameters<typeof respond>[0],
    {
      answers: [
        record,
        { name: 'beispielhain.de', type: 'TXT', ttl: 1, data: ['v=spf1 -all', 'zwei'] },
        { name: 'beispielhain.de', type: 'MX', ttl: 1, data: { preference: 10, exchange: 'mail.beispielhain.de' } },
        { name: 'beispielhain.de', type: 'SOA', ttl: 1, data: { mname: 'ns1.beispielhain.de', rname: 'admin.beispielhain.de' } },
        { name: 'beispielhain.de', type: 'CAA', ttl: 1, data: { tag: 'issue', value: 'ca.example', flags: 0 } },
        { name: 'beispielhain.de', type: 'DNSKEY', ttl: 1, data: { flags: 257, algorithm: 13, key: Buffer.alloc(64) } },
        {
          name: 'beispielhain.de',
          type: 'DS',
          ttl: 1,
          data: { keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.alloc(32) },
        },
      ],
    },
  );

  it('cut after every byte: never believed, never thrown', () => {
    expect(readAnswer(honest, query)).toMatchObject({ code: 'NOERROR' });
    for (let length = 0; length < honest.length; length++) expect(readAnswer(honest.subarray(0, length), query)).toBeNull();
  });

  it('five thousand changed and invented messages are read or refused', () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: honest.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 });
    const changed = changes.map((each) => {
      const bytes = Buffer.from(honest);
      for (const [at, value] of each) bytes.writeUInt8(value, at);
      bytes.writeUInt16BE(query.id, 0);
      return bytes;
    });
    const invented = fc.uint8Array({ maxLength: 1500 }).map((rest) => Buffer.concat([honest.subarray(0, 33), rest]));
    for (const bytes of fc.sample(fc.oneof(changed, invented), { numRuns: 5000, seed: 1035 })) {
      const message = readAnswer(bytes, query);
      if (message !== null) expect(message.code).toMatch(/^(?:[A-Z]+|\d+)$/);
    }
  });

  it('64 KiB of pointers to pointers take no time', () => {
    const chain = Buffer.alloc(30000);
    for (let at = 0; at < chain.length; at += 2)
      chain.writeUInt16BE(0xc000 | Math.min(0x3fff, Math.max(12, 33 + 11 + at - 2)), at);
    const head = Buffer.from(honest.subarray(0, 33));
    head.writeUInt16BE(1900, 6);
    const filler = Buffer.concat([Buffer.from([0, 0, 10, 0, 1, 0, 0, 0, 1, 0x75, 0x30]), chain]);
    const pointing = Buffer.from([0xff, 0xf0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4]);
    const bytes = Buffer.concat([head, filler, ...Array.from({ length: 1899 }, () => pointing)]);
    const started = performance.now();
    readAnswer(bytes, query);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('three hundred hostile packets over the network', async () => {
    const packets = fc.sample(fc.uint8Array({ maxLength: 1200 }), { numRuns: 300, seed: 5452 });
    let longestMs = 0;
    let next = 0;
    const { port } = await startDns(({ packet }) => {
      const bytes = Buffer.from(packets[next++ % packets.length] ?? []);
      if (bytes.length > 2) bytes.writeUInt16BE(packet.id ?? 0, 0);
      return bytes;
    });
    await forEachLimited(packets, 16, async () => {
      const started = performance.now();
      const result = await askServer({ address: '127.0.0.1', port }, question, options({ timeoutMs: 50, tries: 1 }));
      longestMs = Math.max(longestMs, performance.now() - started);
      if ('message' in result) expect(result.message.truncated).toBe(false);
    });
    expect(longestMs).toBeLessThan(1500);
  });
});
