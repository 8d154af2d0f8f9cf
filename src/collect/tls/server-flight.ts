/** What a server answers to a ClientHello beyond version and suite: its extensions, and its part of the key exchange up to TLS 1.2. */
import type { TlsVersion } from '../../domain/observation.ts';
import { extensionTypes, readChoices, readHandshakeBytes, readServerAnswer, type ServerAnswer } from './client-hello.ts';

export interface ServerFlight {
  kind: 'flight';
  version: TlsVersion | null;
  suite: number | null;
  compression: number | null;
  extensions: ReadonlyMap<number, Buffer>;
  /** Content of ServerKeyExchange; null when none came. */
  keyExchange: Buffer | null;
}

export type FlightAnswer = ServerFlight | Exclude<ServerAnswer, { kind: 'server-hello' }>;

const messages = { serverHello: 2, serverKeyExchange: 12, serverHelloDone: 14 };

/** Reads up to the ServerHello; null when more bytes are needed. */
export function readHelloOnly(received: Buffer): FlightAnswer | null {
  return readFlight(received, false);
}

/** Reads up to the ServerKeyExchange, or to where it can no longer come; null when more bytes are needed. */
export function readUpToKeyExchange(received: Buffer): FlightAnswer | null {
  return readFlight(received, true);
}

function readFlight(received: Buffer, wantsKeyExchange: boolean): FlightAnswer | null {
  const answer = readServerAnswer(received);
  if (answer === null || answer.kind !== 'server-hello') return answer;
  const { handshake, stop } = readHandshakeBytes(received);
  let offset = 0;
  let hello: Buffer | null = null;
  let keyExchange: Buffer | null = null;
  let isDone = !wantsKeyExchange || answer.version === 'TLSv1.3' || stop !== null;
  while (offset + 4 <= handshake.length) {
    const type = handshake[offset];
    const end = offset + 4 + handshake.readUIntBE(offset + 1, 3);
    if (end > handshake.length) break;
    const body = handshake.subarray(offset + 4, end);
    if (type === messages.serverHello) hello ??= body;
    if (type === messages.serverKeyExchange) keyExchange ??= body;
    if (type === messages.serverKeyExchange || type === messages.serverHelloDone) isDone = true;
    offset = end;
  }
  if (hello === null || !isDone) return null;
  const { version, suite } = answer;
  return { kind: 'flight', version, suite, ...readChoices(hello), keyExchange };
}

/** The group a server of TLS 1.3 chose, from its ServerHello or HelloRetryRequest (RFC 8446, 4.2.8). */
export function chosenGroup({ extensions }: ServerFlight): number | null {
  const share = extensions.get(extensionTypes.keyShare);
  return share !== undefined && share.length >= 2 ? share.readUInt16BE(0) : null;
}

const namedCurve = 3;

/** The curve of a ServerKeyExchange; null when it is none with a name. */
export function chosenCurve({ keyExchange }: ServerFlight): number | null {
  if (keyExchange === null || keyExchange.length < 3 || keyExchange[0] !== namedCurve) return null;
  return keyExchange.readUInt16BE(1);
}

/** Bits of the prime in a ServerKeyExchange of DHE; null when there is none. */
export function modulusBits({ keyExchange }: ServerFlight): number | null {
  if (keyExchange === null || keyExchange.length < 2) return null;
  const length = keyExchange.readUInt16BE(0);
  const prime = keyExchange.subarray(2, 2 + length);
  const first = prime.findIndex((byte) => byte !== 0);
  if (prime.length !== length || first === -1) return null;
  return (length - first) * 8 - (Math.clz32(prime[first] ?? 0) - 24);
}
