/**
 * What an SSH server says before any key is exchanged: lines of its own choice and its identification (RFC 4253, 4.2), then packets
 * in the clear (6), the first of importance being SSH_MSG_KEXINIT (7.1). Reads bytes and sends none.
 */
import type { SshAlgorithms } from '../../domain/observation.ts';
import { readKeyExchangeInit } from './key-exchange-init.ts';

export interface SshIdentification {
  protocol: string;
  software: string;
  comments: string | null;
}

export type SshGreetingProblem =
  | { kind: 'not-ssh' }
  /** More text or more packets than any server needs. */
  | { kind: 'endless' }
  /** `what` names the part, as the subject of a German sentence. */
  | { kind: 'malformed'; what: string }
  /** The server said farewell; `text` is its own, uncleaned. */
  | { kind: 'disconnected'; text: string };

/** RFC 4253, 4.2, with CR and LF. */
const maxIdentificationBytes = 255;
/** The lines before it have no limit in the RFC; OpenSSH's client gives up on lines of 8 KiB. */
const maxBytesBeforeIdentification = 8192;
/** RFC 4253, 6.1: packets up to this size must be accepted. */
const maxPacketBytes = 35_000;
/** RFC 4253, 6: a packet has 16 bytes or more, four of them its length. */
const minPacketLength = 12;
const minPaddingLength = 4;
/** With some room for messages that may come first. */
const maxGreetingBytes = maxBytesBeforeIdentification + maxIdentificationBytes + maxPacketBytes + 4096;

/** RFC 4250, 4.1.2. */
const messages = { disconnect: 1, ignore: 2, unimplemented: 3, debug: 4, keyExchangeInit: 20 };
/** What may come between others at any time. */
const ignorable: ReadonlySet<number> = new Set([messages.ignore, messages.unimplemented, messages.debug]);

const start = Buffer.from('SSH-');
const lineFeed = 10;
const carriageReturn = 13;

/** Takes the bytes as they come. `identification`, `algorithms` and `problem` are set as soon as they are known. */
export class SshGreetingReader {
  identification: SshIdentification | null = null;
  algorithms: SshAlgorithms | null = null;
  problem: SshGreetingProblem | null = null;
  /** Of fixed size, so that a server that sends single bytes costs no copying. */
  readonly #bytes = Buffer.alloc(maxGreetingBytes);
  #filled = 0;
  #parsed = 0;
  /** Up to here there is no line feed after `#parsed`. */
  #searched = 0;

  /** What came behind the lists. */
  get rest(): Buffer {
    return Buffer.from(this.#bytes.subarray(this.#parsed, this.#filled));
  }

  get hasBytes(): boolean {
    return this.#filled > 0;
  }

  /** Lines came, but none of SSH; the last one may be incomplete. */
  get hasOnlyOtherText(): boolean {
    const last = this.#bytes.subarray(this.#parsed, this.#filled);
    if (this.identification !== null) return false;
    return last.length === 0 ? this.#parsed > 0 : !couldBecomeIdentification(last);
  }

  /** Nothing more to learn. A server of SSH 1 names no algorithms in the form of version 2. */
  get isDone(): boolean {
    return this.problem !== null || this.algorithms !== null || (this.identification !== null && !this.speaksVersion2);
  }

  /** RFC 4253, 5.1: `1.99` speaks both. */
  get speaksVersion2(): boolean {
    return this.identification?.protocol === '2.0' || this.identification?.protocol === '1.99';
  }

  add(chunk: Buffer): void {
    const taken = chunk.copy(this.#bytes, this.#filled);
    this.#filled += taken;
    while (!this.isDone && this.identification === null && this.#readLine());
    while (!this.isDone && this.identification !== null && this.#readPacket());
    if (taken < chunk.length && !this.isDone) this.problem = { kind: 'endless' };
  }

  /** False when more bytes are needed. */
  #readLine(): boolean {
    const end = this.#bytes.subarray(0, this.#filled).indexOf(lineFeed, this.#searched);
    const line = this.#bytes.subarray(this.#parsed, end === -1 ? this.#filled : end);
    const isIdentification = line.subarray(0, start.length).equals(start);
    if (isIdentification && (line.includes(0) || line.length >= maxIdentificationBytes)) this.problem = unreadableIdentification;
    else if (!isIdentification && line.includes(0)) this.problem = { kind: 'not-ssh' };
    else if (!isIdentification && this.#parsed + line.length > maxBytesBeforeIdentification) this.problem = { kind: 'endless' };
    this.#searched = end === -1 ? this.#filled : end + 1;
    if (end === -1 || this.problem !== null) return false;
    this.#parsed = end + 1;
    if (isIdentification) this.#identify(line);
    return true;
  }

  #identify(line: Buffer): void {
    const text = (line.at(-1) === carriageReturn ? line.subarray(0, -1) : line).toString('utf8');
    const [, protocol, software, comments] = /^SSH-([!-,.-~]+)-([^ ]*)(?: (.*))?$/s.exec(text) ?? [];
    if (protocol === undefined || software === undefined) this.problem = unreadableIdentification;
    else this.identification = { protocol, software, comments: comments ?? null };
  }

  /** False when more bytes are needed. */
  #readPacket(): boolean {
    const packet = takePacket(this.#bytes.subarray(this.#parsed, this.#filled));
    if (packet === null) return false;
    if ('what' in packet) {
      this.problem = malformed(packet.what);
      return false;
    }
    this.#parsed += packet.length;
    this.#readMessage(packet.message);
    return true;
  }

  #readMessage(message: Buffer): void {
    switch (message[0]) {
      case messages.keyExchangeInit:
        this.algorithms = readKeyExchangeInit(message);
        if (this.algorithms === null) this.problem = malformed('Die Liste der Verfahren');
        return;
      case messages.disconnect:
        this.problem = { kind: 'disconnected', text: readDisconnectText(message) };
        return;
      case messages.ignore:
      case messages.unimplemented:
      case messages.debug:
        return;
      default:
        this.problem = malformed('Die erste Nachricht');
    }
  }
}

/** Packets in the clear, up to the first message of importance; takes the bytes as they come. */
export class SshPacketReader {
  message: Buffer | null = null;
  problem: 'malformed' | null = null;
  readonly #bytes = Buffer.alloc(maxPacketBytes);
  #filled = 0;

  add(chunk: Buffer): void {
    const taken = chunk.copy(this.#bytes, this.#filled);
    this.#filled += taken;
    while (this.message === null && this.problem === null && this.#readPacket());
    if (taken < chunk.length && this.message === null) this.problem = 'malformed';
  }

  /** False when more bytes are needed. */
  #readPacket(): boolean {
    const packet = takePacket(this.#bytes.subarray(0, this.#filled));
    if (packet === null) return false;
    if ('what' in packet) {
      this.problem = 'malformed';
      return false;
    }
    const message = Buffer.from(packet.message);
    this.#bytes.copyWithin(0, packet.length, this.#filled);
    this.#filled -= packet.length;
    if (!ignorable.has(message[0] ?? 0)) this.message = message;
    return true;
  }
}

/** Null when more bytes are needed; `what` is wrong otherwise, the subject of a German sentence. */
function takePacket(bytes: Buffer): { message: Buffer; length: number } | { what: string } | null {
  if (bytes.length < 4) return null;
  const length = bytes.readUInt32BE(0);
  if (length < minPacketLength || length + 4 > maxPacketBytes) return { what: 'Die Länge eines Pakets' };
  if (bytes.length < 4 + length) return null;
  const padding = bytes.readUInt8(4);
  if (padding < minPaddingLength || padding > length - 2) return { what: 'Die Füllung eines Pakets' };
  return { message: bytes.subarray(5, 4 + length - padding), length: 4 + length };
}

function malformed(what: string): SshGreetingProblem {
  return { kind: 'malformed', what };
}

const unreadableIdentification = malformed('Die Kennung des Dienstes');

function couldBecomeIdentification(line: Buffer): boolean {
  const compared = Math.min(line.length, start.length);
  return line.subarray(0, compared).equals(start.subarray(0, compared));
}

/** RFC 4253, 11.1: reason code, description, language tag. */
function readDisconnectText(message: Buffer): string {
  const length = message.length < 9 ? 0 : message.readUInt32BE(5);
  return message.subarray(9, 9 + length).toString('utf8');
}
