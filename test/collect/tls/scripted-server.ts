/** Servers that answer ClientHellos by script: what no library can be made to do any more, and what none should. */
import type { Socket } from 'node:net';
import type { TlsVersion } from '../../../src/domain/observation.ts';
import { type Listener, listen } from '../loopback.ts';

const numbers: Readonly<Record<TlsVersion, number>> = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
};

/** What a ClientHello asks for. Of TLS 1.3 only the extension supported_versions tells. */
export interface Hello {
  version: TlsVersion | null;
  suites: readonly number[];
}

/** Null for anything but a ClientHello in a record, such as that of SSL 2.0. */
export function parseHello(bytes: Buffer): Hello | null {
  if (bytes[0] !== 22 || bytes[5] !== 1) return null;
  const suitesAt = 43 + 1 + bytes.readUInt8(43);
  const length = bytes.readUInt16BE(suitesAt);
  const suites = Array.from({ length: length / 2 }, (_, index) => bytes.readUInt16BE(suitesAt + 2 + 2 * index));
  const isTls13 = bytes.includes(Buffer.from([0, 43, 0, 3, 2, 3, 4]));
  const number = isTls13 ? numbers['TLSv1.3'] : bytes.readUInt16BE(9);
  const version = (Object.keys(numbers) as TlsVersion[]).find((name) => numbers[name] === number) ?? null;
  return { version, suites };
}

export const alert = (description: number) => Buffer.from([21, 3, 1, 0, 2, 2, description]);

export function serverHello(version: TlsVersion, suite: number): Buffer {
  const number = Math.min(numbers[version], numbers['TLSv1.2']);
  const head = Buffer.concat([
    Buffer.from([number >> 8, number & 255]),
    Buffer.alloc(32, 1),
    Buffer.from([0, suite >> 8, suite & 255, 0]),
  ]);
  const supported = version === 'TLSv1.3' ? Buffer.from([0, 6, 0, 43, 0, 2, 3, 4]) : Buffer.alloc(0);
  const body = Buffer.concat([head, supported]);
  const handshake = Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]);
  return Buffer.concat([Buffer.from([22, 3, Math.min(1, number & 255), 0, handshake.length]), handshake]);
}

/** A server of SSL 2.0 that names its ciphers, three bytes each. */
export function sslv2ServerHello(ciphers: readonly number[], certificate = Buffer.alloc(20)): Buffer {
  const head = Buffer.alloc(11);
  head.set([4, 0, 1, 0, 2]);
  head.writeUInt16BE(certificate.length, 5);
  head.writeUInt16BE(3 * ciphers.length, 7);
  head.writeUInt16BE(16, 9);
  const specs = Buffer.from(ciphers.flatMap((cipher) => [cipher >> 16, (cipher >> 8) & 255, cipher & 255]));
  const message = Buffer.concat([head, certificate, specs, Buffer.alloc(16, 5)]);
  return Buffer.concat([Buffer.from([0x80 | (message.length >> 8), message.length & 255]), message]);
}

/** Does with every first message what `answer` says; `connection` counts from 1. */
export function scriptedTls(
  answer: (socket: Socket, hello: Hello | null, connection: number, bytes: Buffer) => void,
): Promise<Listener> {
  let connection = 0;
  return listen((socket) => {
    connection++;
    const number = connection;
    socket.once('data', (bytes: Buffer) => answer(socket, parseHello(bytes), number, bytes));
  });
}

/** The server's choice: its first suite among those offered; null to refuse. */
export function choose(known: readonly number[], { suites }: Hello): number | null {
  return known.find((suite) => suites.includes(suite)) ?? null;
}
