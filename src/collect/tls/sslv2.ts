/** The ClientHello of SSL 2.0 and the answer to it. Format: the draft "The SSL Protocol" of 1995; RFC 6176 forbids its use. */
import { randomBytes } from 'node:crypto';

/** The seven cipher kinds of SSL 2.0, three bytes each. */
const ciphers = [0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700c0];
const cipherBytes = 3;
/** A server has no reason to name more. */
const maxCiphers = 32;
const serverHello = 4;
/** Message type, session id hit, certificate type, version, and three lengths. */
const headBytes = 11;

export function buildSslv2Hello(): Buffer {
  const challenge = randomBytes(16);
  const head = Buffer.from([1, 0, 2, 0, ciphers.length * cipherBytes, 0, 0, 0, challenge.length]);
  const specs = Buffer.from(ciphers.flatMap((cipher) => [cipher >> 16, (cipher >> 8) & 0xff, cipher & 0xff]));
  const message = Buffer.concat([head, specs, challenge]);
  return Buffer.concat([Buffer.from([0x80, message.length]), message]);
}

export type Sslv2Answer = { kind: 'sslv2'; ciphers: readonly string[] } | { kind: 'other' };

/** Reads the bytes received so far; null when more are needed. */
export function readSslv2Answer(received: Buffer): Sslv2Answer | null {
  const [first, , type] = received;
  if (first === undefined) return null;
  // The first bit marks a record without padding: TLS alerts and texts do not have it.
  if ((first & 0x80) === 0 || (type !== undefined && type !== serverHello)) return { kind: 'other' };
  if (received.length < 2) return null;
  const length = received.readUInt16BE(0) & 0x7fff;
  if (length < headBytes) return { kind: 'other' };
  if (received.length < 2 + length) return null;
  return readServerHello(received.subarray(2, 2 + length));
}

function readServerHello(message: Buffer): Sslv2Answer {
  const specsAt = headBytes + message.readUInt16BE(5);
  const specs = message.subarray(specsAt, specsAt + message.readUInt16BE(7));
  if (message.readUInt16BE(3) !== 2 || specs.length !== message.readUInt16BE(7)) return { kind: 'other' };
  const count = Math.min(maxCiphers, Math.floor(specs.length / cipherBytes));
  const numbers = Array.from({ length: count }, (_, index) => specs.readUIntBE(index * cipherBytes, cipherBytes));
  return { kind: 'sslv2', ciphers: numbers.map((number) => `0x${number.toString(16).padStart(6, '0')}`) };
}
