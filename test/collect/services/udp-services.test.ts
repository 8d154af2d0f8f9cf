/** Services by UDP: scripted servers answer, lie, fall silent or are not there. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type CollectOptions, collect, estimateFootprint } from '../../../src/collect/collect.ts';
import { runPaced } from '../../../src/collect/pace.ts';
import { ber, berNumber, berText, tags } from '../../../src/collect/services/ber.ts';
import { type DatagramQuestion, datagramQuestions } from '../../../src/collect/services/datagram-questions.ts';
import { datagramPorts, observeUdpServices, udpServicesTimeoutMs } from '../../../src/collect/services/udp-services.ts';
import type { ObservationKind } from '../../../src/domain/catalogue.ts';
import { AuthorizedTarget } from '../../../src/domain/freigabe.ts';
import { closeAll, fixedNow, freigabeFor, onCloseAll, permitted } from '../loopback.ts';

afterEach(closeAll);

type Answer = (question: Buffer) => readonly Buffer[];

interface Server {
  port: number;
  questions: Buffer[];
}

/** Where another socket answers, it has another port or another address. */
async function server(answer: Answer, from: { otherAddress?: string } | null = null): Promise<Server> {
  const socket = createSocket('udp4');
  const sender = from === null ? socket : createSocket('udp4');
  const questions: Buffer[] = [];
  socket.on('message', (question, { port, address }) => {
    questions.push(question);
    for (const each of answer(question)) sender.send(each, port, address, () => undefined);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onCloseAll(() => void socket.close());
  if (from !== null) {
    sender.bind(0, from.otherAddress ?? '127.0.0.1');
    await once(sender, 'listening');
    onCloseAll(() => void sender.close());
  }
  return { port: socket.address().port, questions };
}

const silence: Answer = () => [];

async function refusingPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** The question of the usual port, at a port of ours. */
function moved(usual: number, port: number): DatagramQuestion {
  const question = datagramQuestions.find((each) => each.port === usual);
  if (question === undefined) throw new Error(`no question for ${usual}`);
  return { ...question, port };
}

const look = (questions: readonly DatagramQuestion[], target = permitted(), signal?: AbortSignal) =>
  observeUdpServices(target, { now: fixedNow, timeoutMs: 150, questions, ...(signal === undefined ? {} : { signal }) });

async function stateOf(usual: number, answer: Answer, from: { otherAddress?: string } | null = null): Promise<string> {
  const { port } = await server(answer, from);
  const observation = await look([moved(usual, port)]);
  if (observation?.outcome.seen !== true) throw new Error('nothing was seen');
  return observation.outcome.data.ports.map(({ state }) => state).join();
}

const text = (value: string) => Buffer.from(value, 'latin1');
/** The header of the DNS with the number of the question and the bit of an answer. */
const dnsAnswer = (question: Buffer) => Buffer.concat([question.subarray(0, 2), Buffer.from([0x84, 0, 0, 0, 0, 0, 0, 0, 0, 0])]);
const rpcReply = (question: Buffer) => Buffer.concat([question.subarray(0, 4), Buffer.from([0, 0, 0, 1]), Buffer.alloc(16)]);
const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
/** A report without content (RFC 3414, 4) to the question numbered 0x62770003. */
const snmpReport = ber(
  tags.sequence,
  berNumber(3),
  ber(tags.sequence, berNumber(0x62770003), berNumber(65_507), berText('\0'), berNumber(3)),
  berText('engine'),
  ber(tags.sequence, berText('engine'), berText(''), ber(0xa8, berNumber(0), berNumber(0), berNumber(0), ber(tags.sequence))),
);
const ldapAnswer = Buffer.concat([
  ber(tags.sequence, berNumber(1), ber(0x64, berText(''), ber(tags.sequence))),
  ber(tags.sequence, berNumber(1), ber(0x65, berNumber(0, tags.enumerated), berText(''), berText(''))),
]);
const pong = hex('0600ff06 000011be 40000010 000011be 00000000 81000000 00000000');

/** What each protocol answers. */
const answers: readonly (readonly [number, string, (question: Buffer) => Buffer])[] = [
  [17, 'quote of the day', () => text('Gut Ding will Weile haben.\r\n')],
  [19, 'character generator', () => text(' !"#$%&\'()*+,-./0123456789\r\n')],
  [111, 'port mapper', rpcReply],
  [137, 'NetBIOS names', dnsAnswer],
  [161, 'SNMP', () => snmpReport],
  [389, 'LDAP', () => ldapAnswer],
  [623, 'server hardware', () => pong],
  [1434, 'SQL browser', () => Buffer.concat([hex('05 0500'), text('a;b;;')])],
  [1900, 'SSDP', () => text('HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n')],
  [3702, 'WS-Discovery', () => text('<s:Envelope><s:Body><d:ProbeMatches/></s:Body></s:Envelope>')],
  [5060, 'SIP', () => text('SIP/2.0 405 Method Not Allowed\r\n\r\n')],
  [5353, 'multicast DNS', dnsAnswer],
  [5683, 'CoAP', (question) => Buffer.concat([hex('7000'), question.subarray(2, 4)])],
];

describe('a service that answers in its protocol is there', () => {
  it.each(answers)('%i %s', async (usual, _, answer) => {
    expect(await stateOf(usual, (question) => [answer(question)])).toBe('answered');
  });

  it('every port has its question, in the order of the numbers', () => {
    expect(datagramPorts).toEqual(datagramQuestions.map(({ port }) => port));
  });
});

describe('one question', () => {
  it.each(datagramQuestions.map((question) => [question.port, question] as const))(
    '%i is one small datagram, and sent back it is no answer',
    async (port, question) => {
      const bytes = question.make('192.0.2.7', 'it@beispielhain.example');
      expect(bytes.length).toBeLessThan(800);
      expect(await stateOf(port, (sent) => [sent])).toBe('other');
      expect(question.isAnswer(Buffer.alloc(0), bytes)).toBe(false);
    },
  );

  it('names whom to ask where the protocol has a place for it, without line breaks from outside', () => {
    for (const port of [1900, 5060]) {
      const sent = moved(port, port).make('2001:db8::7', 'it@beispielhain.example\r\nX: y').toString('latin1');
      expect(sent).toMatch(/user-agent: burgward\/\S+ \(Sicherheitspruefung; Kontakt: it@beispielhain.example {2}X: y\)\r\n/i);
      expect(sent).toContain('[2001:db8::7]');
    }
  });
});

describe('what proves nothing', () => {
  it.each(datagramPorts.filter((port) => port > 19))('garbage on %i is not the service', async (usual) => {
    expect(await stateOf(usual, () => [hex('00010203')])).toBe('other');
  });

  it('garbage before the answer does not hide it', async () => {
    expect(await stateOf(5353, (question) => [hex('ff'), dnsAnswer(question)])).toBe('answered');
  });

  it('an answer to another question', async () => {
    expect(await stateOf(5353, (question) => [dnsAnswer(Buffer.from(question).fill(9, 0, 2))])).toBe('other');
    expect(await stateOf(111, (question) => [rpcReply(Buffer.from(question).fill(9, 0, 4))])).toBe('other');
    expect(await stateOf(5683, () => [hex('70000001')])).toBe('other');
  });

  it.each([
    ['another port', {}],
    ['another address', { otherAddress: '127.0.0.9' }],
  ])('an answer from %s is not heard', async (_, from) => {
    expect(await stateOf(5060, () => [text('SIP/2.0 200 OK\r\n\r\n')], from)).toBe('silent');
  });

  it('a datagram as large as they get, and a flood of them, end in time', async () => {
    const since = performance.now();
    expect(await stateOf(161, () => [Buffer.alloc(60_000, 0x30)])).toBe('other');
    expect(await stateOf(161, () => Array.from({ length: 50 }, () => Buffer.alloc(9000, 0x30)))).toBe('other');
    expect(performance.now() - since).toBeLessThan(2000);
  });

  it('any bytes are taken without harm, whatever their length', () => {
    const questions = datagramQuestions.map((each) => ({ each, bytes: each.make('127.0.0.1', null) }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
        for (const { each, bytes } of questions) expect(typeof each.isAnswer(Buffer.from(noise), bytes)).toBe('boolean');
      }),
      { seed: 5, numRuns: 300 },
    );
    for (const [port, , answer] of answers) {
      const question = moved(port, port);
      const bytes = question.make('127.0.0.1', null);
      const whole = answer(bytes);
      for (let length = 0; length <= whole.length; length++)
        expect(typeof question.isAnswer(whole.subarray(0, length), bytes)).toBe('boolean');
    }
  });
});

describe('recorded answers', () => {
  it('cut anywhere, those of SNMP and LDAP prove nothing', () => {
    for (const [port, whole] of [
      [161, snmpReport],
      [389, ldapAnswer],
    ] as const) {
      const question = moved(port, port);
      const bytes = question.make('127.0.0.1', null);
      expect(question.isAnswer(whole, bytes)).toBe(true);
      for (let length = 0; length < whole.length; length++)
        expect(question.isAnswer(whole.subarray(0, length), bytes)).toBe(false);
    }
  });
});

describe('a host', () => {
  it('is asked again only where nothing came, and told port by port', async () => {
    const [there, quiet] = [await server(() => [text('SIP/2.0 200 OK\r\n\r\n')]), await server(silence)];
    const closed = await refusingPort();
    const observation = await look([moved(5060, there.port), moved(161, quiet.port), moved(623, closed)]);
    const states = [
      { port: there.port, state: 'answered' },
      { port: quiet.port, state: 'silent' },
      { port: closed, state: 'refused' },
    ];
    expect(observation).toMatchObject({
      kind: 'udp-services',
      target: { name: null, address: '127.0.0.1', port: null },
      vantage: 'lan',
      outcome: { seen: true, data: { ports: states.toSorted((a, b) => a.port - b.port) } },
    });
    expect([there.questions.length, quiet.questions.length]).toEqual([1, 2]);
  });

  it('that loses the first question is heard at the second', async () => {
    let asked = 0;
    expect(await stateOf(5060, () => (asked++ === 0 ? [] : [text('SIP/2.0 200 OK\r\n\r\n')]))).toBe('answered');
  });

  it('that says of some ports that they are closed is asked again slowly: it may say so only once a second', async () => {
    const times: number[] = [];
    const note: Answer = () => {
      times.push(performance.now());
      return [];
    };
    const quiet = [await server(note), await server(note)];
    await look([moved(623, await refusingPort()), ...quiet.map(({ port }) => moved(161, port))]);
    expect(times.length).toBe(4);
    expect((times[3] ?? 0) - (times[2] ?? 0)).toBeGreaterThan(1000);
  });

  it('gets nothing on ports the Freigabe does not name', async () => {
    const [allowed, other] = [await server(silence), await server(silence)];
    const target = permitted('127.0.0.1', `${allowed.port}`);
    const questions = [moved(161, allowed.port), moved(5060, other.port)];
    expect(await look(questions, target)).toMatchObject({ outcome: { data: { ports: [{ port: allowed.port }] } } });
    expect([allowed.questions.length, other.questions.length]).toEqual([2, 0]);
    expect(await look([moved(5060, other.port)], target)).toBeNull();
  });

  it('waits for a turn before every datagram', async () => {
    const quiet = await server(silence);
    let turns = 0;
    await runPaced(
      async () => void turns++,
      () => look([moved(161, quiet.port)]),
    );
    expect([turns, quiet.questions.length]).toEqual([2, 2]);
  });

  it('is left at once when the run is stopped', async () => {
    const quiet = await server(silence);
    const stop = new AbortController();
    const reason = new Error('stopped');
    const since = performance.now();
    setTimeout(() => stop.abort(reason), 30);
    const options = { now: fixedNow, timeoutMs: 5000, questions: [moved(161, quiet.port)], signal: stop.signal };
    await expect(observeUdpServices(permitted(), options)).rejects.toBe(reason);
    expect(performance.now() - since).toBeLessThan(1000);
  });

  it('is left at once also between the questions', async () => {
    const quiet = [await server(silence), await server(silence)];
    const stop = new AbortController();
    const reason = new Error('stopped');
    setTimeout(() => stop.abort(reason), 500);
    const questions = [moved(623, await refusingPort()), ...quiet.map(({ port }) => moved(161, port))];
    await expect(look(questions, permitted(), stop.signal)).rejects.toBe(reason);
    expect(quiet.map(({ questions: asked }) => asked.length)).toEqual([2, 1]);
  });
});

describe('in a run', () => {
  const kinds = new Set<ObservationKind>(['udp-services']);
  const options: CollectOptions = { now: fixedNow, nmap: null, connectTimeoutMs: 200 };

  it('one line for each host, whatever its ports; none where no port of them is permitted', async () => {
    const { observations } = await collect([permitted('127.0.0.1', '161,623,9')], { kinds, ports: [9] }, options);
    expect(observations.map(({ kind, target }) => [kind, target.port])).toEqual([['udp-services', null]]);
    const { observations: none } = await collect([permitted('127.0.0.1', '9')], { kinds, ports: [9] }, options);
    expect(none).toEqual([]);
  });

  it('what was not reached says so', async () => {
    const { observations, over } = await collect(
      [permitted('127.0.0.1', '161')],
      { kinds, ports: [] },
      { ...options, whyOver: async () => 'weil die Freigabe widerrufen wurde' },
    );
    expect(over).toContain('widerrufen');
    expect(observations).toMatchObject([
      {
        kind: 'udp-services',
        target: { port: null },
        outcome: { seen: false, reason: 'Nicht mehr geprüft, weil die Freigabe widerrufen wurde.' },
      },
    ]);
  });

  it('counts each permitted port twice in the footprint, and the time', () => {
    const estimate = (ports: string | null) => {
      const target = AuthorizedTarget.authorize(
        { name: null, address: '192.0.2.7' },
        [freigabeFor(['192.0.2.7'], ports)],
        '2026-06-15',
      );
      return estimateFootprint([target], { ports: [], kinds });
    };
    expect(estimate('161,623,80')).toMatchObject({ connections: 4 });
    expect(estimate(null)).toMatchObject({ connections: 26 });
    expect(estimate('80')).toMatchObject({ connections: 0, secondsAtMost: 0 });
    expect(estimate('161').secondsAtMost).toBeGreaterThanOrEqual(udpServicesTimeoutMs / 1000);
  });
});
