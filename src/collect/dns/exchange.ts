/** One question to one server: UDP first, TCP where the answer does not fit. */
import { createSocket } from 'node:dgram';
import { isIPv6, Socket } from 'node:net';
import { explainConnectionError, silentReason } from '../connection-problem.ts';
import { takeTurn, waitedMs } from '../pace.ts';
import { type DnsMessage, hasIdOf, makeQuery, type Query, type QueryFlags, type Question, readAnswer } from './message.ts';

export interface DnsServerAddress {
  /** Literal IPv4 or IPv6. */
  address: string;
  port: number;
}

export interface ExchangeOptions extends QueryFlags {
  /** For one attempt. */
  timeoutMs: number;
  /** Attempts over UDP. */
  tries: number;
  /** Instant of `performance.now()` at which everything ends. */
  deadline: number;
  signal?: AbortSignal | undefined;
}

export type DnsFailure =
  /** Nothing came in time. */
  | 'silent'
  /** The machine says that nobody listens there, or there is no way. */
  | 'unreachable'
  /** Something came that is no answer to the question. */
  | 'malformed';

export type ExchangeResult = { message: DnsMessage } | { failure: DnsFailure; reason: string };

const malformedReason = 'Die Antwort ist nicht lesbar oder gehört nicht zur Frage.';
/** Packets that are no answer to the question; beyond that somebody floods us. */
const maxStrayPackets = 100;

/**
 * Asks, asks again when nothing came, without EDNS when the server does not understand it, and over TCP when the answer did not fit.
 * @throws the signal's reason when aborted; everything else is a result
 */
export async function askServer(server: DnsServerAddress, question: Question, options: ExchangeOptions): Promise<ExchangeResult> {
  let last: ExchangeResult = { failure: 'silent', reason: silentReason };
  let { dnssec } = options;
  for (let attempt = 0; attempt < options.tries && performance.now() < options.deadline + waitedMs(); attempt++) {
    last = await askOnce(server, makeQuery(question, { ...options, dnssec }), options);
    if ('failure' in last) continue;
    if (!dnssec || !['FORMERR', 'NOTIMP'].includes(last.message.code)) return last;
    dnssec = false;
  }
  return last;
}

async function askOnce(server: DnsServerAddress, query: Query, options: ExchangeOptions): Promise<ExchangeResult> {
  const result = await overUdp(server, query, options);
  if ('failure' in result || !result.message.truncated) return result;
  return overTcp(server, query, options);
}

function timeLeft({ timeoutMs, deadline }: ExchangeOptions): number {
  return Math.max(0, Math.min(timeoutMs, deadline + waitedMs() - performance.now()));
}

async function overUdp(server: DnsServerAddress, query: Query, options: ExchangeOptions): Promise<ExchangeResult> {
  await takeTurn();
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
    let strayPackets = 0;
    let sawNonsense = false;
    let isDone = false;
    const tidy = () => {
      isDone = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.close();
    };
    const settle = (result: ExchangeResult) => {
      if (isDone) return;
      tidy();
      resolve(result);
    };
    const onAbort = () => {
      if (isDone) return;
      tidy();
      reject(signal?.reason);
    };
    const giveUp = () =>
      settle(sawNonsense ? { failure: 'malformed', reason: malformedReason } : { failure: 'silent', reason: silentReason });
    const timer = setTimeout(giveUp, timeLeft(options));
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle({ failure: 'unreachable', reason: explainConnectionError(error) }));
    socket.on('message', (bytes) => {
      const message = readAnswer(bytes, query);
      if (message !== null) return settle({ message });
      sawNonsense ||= hasIdOf(bytes, query);
      strayPackets++;
      if (strayPackets >= maxStrayPackets) giveUp();
    });
    // Connected: the system passes over packets of others, and tells when nobody listens there.
    socket.connect(server.port, server.address, () => {
      if (isDone) return;
      socket.send(query.bytes, (error) => {
        if (error !== null) settle({ failure: 'unreachable', reason: explainConnectionError(error) });
      });
    });
  });
}

/** Also used for zone transfers, of which only the first message is read. */
export async function overTcp(server: DnsServerAddress, query: Query, options: ExchangeOptions): Promise<ExchangeResult> {
  await takeTurn();
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = new Socket();
    let received = Buffer.alloc(0);
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
    };
    const settle = (result: ExchangeResult) => {
      tidy();
      resolve(result);
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => settle({ failure: 'silent', reason: silentReason }), timeLeft(options));
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle({ failure: 'unreachable', reason: explainConnectionError(error) }));
    socket.on('end', () => settle({ failure: 'malformed', reason: malformedReason }));
    socket.on('data', (chunk) => {
      // The length before each message has two bytes, so at most 64 KiB gather here.
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const message = readAnswer(received.subarray(2, 2 + received.readUInt16BE(0)), query);
      settle(message === null ? { failure: 'malformed', reason: malformedReason } : { message });
    });
    socket.connect({ host: server.address, port: server.port }, () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(query.bytes.length);
      socket.write(Buffer.concat([length, query.bytes]));
    });
  });
}
