/** What an SSH server says before any key is exchanged, byte by byte (RFC 4253), for servers that keep to it and servers that do not. */
import type { Socket } from 'node:net';
import type { SshAlgorithms } from '../../../src/domain/observation.ts';
import { type Listener, listen } from '../loopback.ts';

export const modern: SshAlgorithms = {
  keyExchange: ['curve25519-sha256', 'ecdh-sha2-nistp256', 'ext-info-s', 'kex-strict-s-v00@openssh.com'],
  serverHostKey: ['ssh-ed25519', 'rsa-sha2-512'],
  encryptionClientToServer: ['aes256-gcm@openssh.com', 'aes256-ctr'],
  encryptionServerToClient: ['aes256-gcm@openssh.com', 'aes128-ctr'],
  macClientToServer: ['hmac-sha2-256-etm@openssh.com'],
  macServerToClient: ['hmac-sha2-512'],
  compressionClientToServer: ['none', 'zlib@openssh.com'],
  compressionServerToClient: ['none'],
  languagesClientToServer: ['de-DE'],
  languagesServerToClient: [],
};

export const identification = 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n';

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(content: string): Buffer {
  const bytes = Buffer.from(content, 'utf8');
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** A message in its packet; `lengthOnTheWire` for packets that lie about themselves. */
export function packet(message: Buffer, lengthOnTheWire?: number): Buffer {
  const padding = 4 + ((8 - ((5 + message.length + 4) % 8)) % 8);
  const length = lengthOnTheWire ?? 1 + message.length + padding;
  return Buffer.concat([uint32(length), Buffer.from([padding]), message, Buffer.alloc(padding)]);
}

export function keyExchangeInit(lists: Partial<SshAlgorithms> = {}): Buffer {
  const all = Object.values({ ...modern, ...lists }).map((names: readonly string[]) => text(names.join(',')));
  return packet(Buffer.concat([Buffer.from([20]), Buffer.alloc(16, 7), ...all, Buffer.alloc(5)]));
}

export function disconnect(description: string): Buffer {
  return packet(Buffer.concat([Buffer.from([1]), uint32(2), text(description), text('')]));
}

export const ignored: Buffer = packet(Buffer.concat([Buffer.from([2]), text('nothing')]));
export const greeting: Buffer = Buffer.concat([Buffer.from(identification), keyExchangeInit()]);

export interface SshServer extends Listener {
  /** What clients sent, of all connections. */
  received(): string;
}

/** Says `first` at once and `second` when the client has identified itself, as OpenSSH does. */
export async function sshServer(
  first: string | Buffer,
  second: Buffer | null = null,
  { address, port }: { address?: string; port?: number } = {},
): Promise<SshServer> {
  const received: Buffer[] = [];
  const serve = (socket: Socket) => {
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.write(first);
    if (second !== null) socket.once('data', () => socket.write(second));
  };
  const listener = await listen(serve, address, port);
  return { ...listener, received: () => Buffer.concat(received).toString('latin1') };
}
