/**
 * What an SSH server shows only once keys are being exchanged: its own keys (RFC 4253, 8; RFC 5656, 4; RFC 8731) and the length of the
 * primes it gives out (RFC 4419). One connection for each, broken off as soon as that is known: no exchange is finished, nobody logs in.
 */
import { createECDH, generateKeyPairSync, getDiffieHellman, randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import type { ObservedSshHostKey, Settled, SshAlgorithms, SshExchange } from '../../domain/observation.ts';
import { explainConnectionError, hungUpReason, silentReason, unfinishedReason } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import { bitLength, readHostKey, readString } from './host-key.ts';
import { ownIdentification, type SshEndpoint } from './probe.ts';
import { SshGreetingReader, SshPacketReader } from './server-greeting.ts';

/** RSA, one on an elliptic curve, Edwards, DSA; and the group. */
export const maxExchangeConnections = 5;
/** For all of them together; each has the time of the endpoint besides. */
export const exchangeTimeLimitMs = 12_000;

/** RFC 4253, 7.1, 8; RFC 4419, 5; RFC 5656, 7.1. The number of an answer depends on the method. */
const messages = { keyExchangeInit: 20, begin: 30, answer: 31, groupRequest: 34 };

/** The same key, whatever it signs with; the first that is offered is asked for. */
const keyKinds: readonly (readonly string[])[] = [
  ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['ssh-ed25519', 'ssh-ed448'],
  ['ssh-dss'],
];

/** Where the group is negotiated; the primes are the same for both. */
const groupMethods = ['diffie-hellman-group-exchange-sha256', 'diffie-hellman-group-exchange-sha1'] as const;
/** The shortest prime a client may ask for, and the longest (RFC 4419, 3; RFC 8270 asks servers to refuse the shortest). */
const primeBits = { least: 1024, most: 8192 };

/** Our half of an exchange, as it is sent; from the quickest to the slowest. */
const methods: readonly { names: readonly string[]; makeValue(): Buffer }[] = [
  { names: ['curve25519-sha256', 'curve25519-sha256@libssh.org'], makeValue: makeX25519 },
  ...(['256', '384', '521'] as const).map((bits) => ({ names: [`ecdh-sha2-nistp${bits}`], makeValue: () => makePoint(bits) })),
  ...(
    [
      ['modp14', ['diffie-hellman-group14-sha256', 'diffie-hellman-group14-sha1']],
      ['modp2', ['diffie-hellman-group1-sha1']],
      ['modp15', ['diffie-hellman-group15-sha512']],
      ['modp16', ['diffie-hellman-group16-sha512']],
      ['modp17', ['diffie-hellman-group17-sha512']],
      ['modp18', ['diffie-hellman-group18-sha512']],
    ] as const
  ).map(([group, names]) => ({ names, makeValue: () => makePower(group) })),
];

const noMethodReason = 'Der Dienst bietet zum Schlüsseltausch kein Verfahren an, das diese Prüfung beherrscht.';
const timeIsOverReason = 'Nicht gefragt: Die Zeit war zu Ende.';
const unreadableReason = 'Die Antwort beim Schlüsseltausch ist nicht lesbar.';

/**
 * Asks one thing after the other. Where the server does not answer one question, the rest is left: it may be counting connections.
 * @param algorithms what the server offers
 * @throws the signal's reason when aborted; everything else is a result
 */
export async function lookAtExchange(endpoint: SshEndpoint, algorithms: SshAlgorithms): Promise<SshExchange> {
  const asked = new Questions(endpoint, algorithms);
  const offered = keyKinds.flatMap((names) => names.find((name) => algorithms.serverHostKey.includes(name)) ?? []);
  const method = methods.find(({ names }) => names.some((name) => algorithms.keyExchange.includes(name)));
  const methodName = method?.names.find((name) => algorithms.keyExchange.includes(name));
  const hostKeys: { algorithm: string; key: Settled<ObservedSshHostKey> }[] = [];
  for (const algorithm of offered) {
    const key =
      method === undefined || methodName === undefined
        ? unsettled(noMethodReason)
        : await asked.ask({
            keyExchange: methodName,
            hostKey: algorithm,
            message: Buffer.concat([Buffer.from([messages.begin]), string(method.makeValue())]),
            read: (answer) => readHostKeyOf(answer, algorithm),
          });
    hostKeys.push({ algorithm, key });
  }
  const groupMethod = groupMethods.find((name) => algorithms.keyExchange.includes(name));
  const [anyHostKey] = algorithms.serverHostKey;
  if (groupMethod === undefined || anyHostKey === undefined) return { hostKeys, connections: asked.connections };
  const { least, most } = primeBits;
  const groupBits = await asked.ask({
    keyExchange: groupMethod,
    hostKey: anyHostKey,
    message: Buffer.concat([Buffer.from([messages.groupRequest]), uint32(least), uint32(least), uint32(most)]),
    read: readPrimeBits,
  });
  return { hostKeys, groupBits, connections: asked.connections };
}

interface Question<T> {
  keyExchange: string;
  hostKey: string;
  /** Sent once both sides have named their methods. */
  message: Buffer;
  /** Null when the answer cannot be read. */
  read(answer: Buffer): T | null;
}

class Questions {
  connections = 0;
  readonly #endpoint: SshEndpoint;
  readonly #algorithms: SshAlgorithms;
  readonly #deadline = performance.now() + exchangeTimeLimitMs;
  #leftOut: string | null = null;

  constructor(endpoint: SshEndpoint, algorithms: SshAlgorithms) {
    this.#endpoint = endpoint;
    this.#algorithms = algorithms;
  }

  async ask<T>({ keyExchange, hostKey, message, read }: Question<T>): Promise<Settled<T>> {
    if (this.#leftOut !== null) return unsettled(this.#leftOut);
    if (performance.now() >= this.#deadline) return unsettled(timeIsOverReason);
    this.connections++;
    const lists = { ...this.#algorithms, keyExchange: [keyExchange], serverHostKey: [hostKey] };
    const answered = await exchange(this.#endpoint, writeKeyExchangeInit(lists), packet(message));
    if ('reason' in answered) {
      this.#leftOut = answered.reason;
      return unsettled(answered.reason);
    }
    const value = read(answered.answer);
    return value === null ? unsettled(unreadableReason) : { settled: true, value };
  }
}

function unsettled(reason: string): { settled: false; reason: string } {
  return { settled: false, reason };
}

/** @returns the first message that is an answer, or a German reason */
async function exchange(
  { address, port, timeoutMs, signal }: SshEndpoint,
  lists: Buffer,
  question: Buffer,
): Promise<{ answer: Buffer } | { reason: string }> {
  await takeTurn();
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = new Socket();
    const greeting = new SshGreetingReader();
    const packets = new SshPacketReader();
    let hasNamed = false;
    let hasAsked = false;
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
    };
    const settle = (result: { answer: Buffer } | { reason: string }) => {
      tidy();
      resolve(result);
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const readAnswer = (bytes: Buffer) => {
      packets.add(bytes);
      if (packets.problem !== null) settle({ reason: unreadableReason });
      else if (packets.message !== null)
        settle(packets.message[0] === messages.answer ? { answer: packets.message } : { reason: refusedReason });
    };
    const timer = setTimeout(() => settle({ reason: greeting.hasBytes ? unfinishedReason : silentReason }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle({ reason: explainConnectionError(error) }));
    socket.once('end', () => settle({ reason: hungUpReason }));
    socket.on('data', (chunk) => {
      if (hasAsked) return readAnswer(chunk);
      greeting.add(chunk);
      if (greeting.problem !== null) return settle({ reason: unreadableReason });
      if (!hasNamed && greeting.speaksVersion2) {
        hasNamed = true;
        socket.write(Buffer.concat([Buffer.from(ownIdentification), lists]));
      }
      if (greeting.algorithms === null) return;
      hasAsked = true;
      socket.write(question);
      readAnswer(greeting.rest);
    });
    socket.connect({ host: address, port });
  });
}

const refusedReason = 'Der Dienst hat den Schlüsseltausch abgebrochen.';

/** The answer begins with the key of the server (RFC 4253, 8; RFC 5656, 4). */
function readHostKeyOf(answer: Buffer, algorithm: string): ObservedSshHostKey | null {
  const blob = readString(answer, 1);
  const key = blob === null ? null : readHostKey(blob);
  const wanted = algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm;
  return key?.type === wanted ? key : null;
}

/** RFC 4419, 3: the prime, then the generator. */
function readPrimeBits(answer: Buffer): number | null {
  const prime = readString(answer, 1);
  const bits = prime === null ? 0 : bitLength(prime);
  return bits === 0 ? null : bits;
}

/** The server's own lists, of which only the two first are narrowed: so both sides agree on the rest whatever it offers. */
function writeKeyExchangeInit(lists: SshAlgorithms): Buffer {
  const names = [
    lists.keyExchange,
    lists.serverHostKey,
    lists.encryptionClientToServer,
    lists.encryptionServerToClient,
    lists.macClientToServer,
    lists.macServerToClient,
    lists.compressionClientToServer,
    lists.compressionServerToClient,
    [],
    [],
  ];
  const texts = names.map((each) => string(Buffer.from(each.join(','), 'latin1')));
  return packet(Buffer.concat([Buffer.from([messages.keyExchangeInit]), randomBytes(16), ...texts, Buffer.alloc(5)]));
}

/** RFC 4253, 6, as long as nothing is encrypted. */
function packet(message: Buffer): Buffer {
  const padding = 4 + ((8 - ((5 + message.length + 4) % 8)) % 8);
  return Buffer.concat([uint32(1 + message.length + padding), Buffer.from([padding]), message, randomBytes(padding)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function string(content: Buffer): Buffer {
  return Buffer.concat([uint32(content.length), content]);
}

function makeX25519(): Buffer {
  const { publicKey } = generateKeyPairSync('x25519');
  return Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url');
}

function makePoint(bits: '256' | '384' | '521'): Buffer {
  const curve = { '256': 'prime256v1', '384': 'secp384r1', '521': 'secp521r1' }[bits];
  return createECDH(curve).generateKeys();
}

/** As a positive number: a leading bit would make it a negative one (RFC 4251, 5). */
function makePower(group: string): Buffer {
  const value = getDiffieHellman(group).generateKeys();
  return (value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), value]) : value;
}
