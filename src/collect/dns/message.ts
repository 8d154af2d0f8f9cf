/** Questions and answers of the DNS as bytes, and what is believed of an answer. */
import { randomInt } from 'node:crypto';
import { type Answer, type DecodedPacket, decode, encode, type RecordType } from 'dns-packet';

export type { Answer, RecordType } from 'dns-packet';

export interface Question {
  name: string;
  type: RecordType;
  /** CH is used for questions about the server itself. */
  class?: 'IN' | 'CH';
}

export interface QueryFlags {
  /** Ask the server to look the name up elsewhere. */
  recursionDesired: boolean;
  /** Ask a validating server to answer even what it does not believe. */
  checkingDisabled?: boolean;
  /** Send EDNS and ask for signatures; old servers do not know it. */
  dnssec: boolean;
}

export interface Query {
  id: number;
  question: Question;
  bytes: Buffer;
}

export interface DnsMessage {
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`; others as number. */
  code: string;
  truncated: boolean;
  authoritative: boolean;
  recursionAvailable: boolean;
  authenticated: boolean;
  answers: readonly Answer[];
  authorities: readonly Answer[];
}

/** What fits into one packet on nearly every way (DNS Flag Day 2020). */
const udpPayloadSize = 1232;
/** More records than any honest answer has; bounds the work a hostile one makes. */
const maxRecords = 2000;
const headerBytes = 12;

const codes: Readonly<Record<number, string>> = {
  0: 'NOERROR',
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  9: 'NOTAUTH',
};

const flagBits = { rd: 0x0100, cd: 0x0010, ad: 0x0020 };

/**
 * A name that can be asked for: ASCII letters, digits, hyphens and underscores, labels up to 63 and all up to 253 characters.
 * Names from the network are checked before they become a question.
 */
export function isAskable(name: string): boolean {
  return name === '.' || (name.length <= 253 && /^(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/i.test(name));
}

/** Throws for a name that cannot be asked for: check with `isAskable`. */
export function makeQuery(question: Question, flags: QueryFlags): Query {
  if (!isAskable(question.name)) throw new Error(`Not a name to ask for: ${question.name}`);
  const id = randomInt(65536);
  const bytes = encode({
    type: 'query',
    id,
    // AD in a question asks for the bit in the answer (RFC 6840, 5.7).
    flags: (flags.recursionDesired ? flagBits.rd : 0) | (flags.checkingDisabled === true ? flagBits.cd : 0) | flagBits.ad,
    questions: [{ name: question.name, type: question.type, class: question.class ?? 'IN' }],
    additionals: flags.dnssec
      ? [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0x8000,
            flag_do: true,
            options: [],
          },
        ]
      : [],
  });
  return { id, question, bytes };
}

/** Whether the bytes claim to answer the query; anybody can send a packet, so others are passed over. */
export function hasIdOf(bytes: Buffer, { id }: Query): boolean {
  return bytes.length >= headerBytes && bytes.readUInt16BE(0) === id && (bytes[2] ?? 0) >= 0x80;
}

/** Null when it cannot be read, or answers another question. Never throws. */
export function readAnswer(bytes: Buffer, query: Query): DnsMessage | null {
  if (!hasIdOf(bytes, query) || recordCount(bytes) > maxRecords) return null;
  const packet = tryDecode(bytes);
  if (packet === null) return null;
  const code = (packet.flags ?? 0) & 0xf;
  if (!repeatsQuestion(packet, query.question)) return null;
  return {
    code: codes[code] ?? `${code}`,
    truncated: packet.flag_tc,
    authoritative: packet.flag_aa,
    recursionAvailable: packet.flag_ra,
    authenticated: packet.flag_ad,
    answers: packet.answers ?? [],
    authorities: packet.authorities ?? [],
  };
}

function recordCount(bytes: Buffer): number {
  return [4, 6, 8, 10].reduce((sum, at) => sum + bytes.readUInt16BE(at), 0);
}

function tryDecode(bytes: Buffer): DecodedPacket | null {
  try {
    const packet = decode(bytes);
    // The decoder takes less than a record claims to hold; such a message has been cut or tampered with.
    if (decode.bytes === endOfRecords(bytes)) return packet;
    throw new Error('Lengths do not fit');
  } catch {
    return isTruncated(bytes) ? headerOnly(bytes) : null;
  }
}

/** Where the last record ends by the lengths in the message. Throws for lengths beyond its end. */
function endOfRecords(bytes: Buffer): number {
  const questions = bytes.readUInt16BE(4);
  let at = headerBytes;
  for (let index = 0; index < recordCount(bytes); index++) {
    at = endOfName(bytes, at) + (index < questions ? 4 : 8);
    if (index >= questions) at += 2 + bytes.readUInt16BE(at);
    if (at > bytes.length) throw new Error('Record beyond the end');
  }
  return at;
}

function endOfName(bytes: Buffer, start: number): number {
  let at = start;
  for (let length = bytes.readUInt8(at); length !== 0; length = bytes.readUInt8(at)) {
    if (length >= 0xc0) return at + 2;
    at += 1 + length;
  }
  return at + 1;
}

function isTruncated(bytes: Buffer): boolean {
  return ((bytes[2] ?? 0) & 0x02) !== 0;
}

/** Some servers cut a truncated answer in the middle of a record: it is asked for again over TCP anyway. */
function headerOnly(bytes: Buffer): DecodedPacket | null {
  const shortened = Buffer.from(bytes);
  shortened.fill(0, 6, headerBytes);
  try {
    return decode(shortened);
  } catch {
    return null;
  }
}

function repeatsQuestion({ questions = [] }: DecodedPacket, asked: Question): boolean {
  const [question] = questions;
  if (questions.length !== 1 || question === undefined) return false;
  return (
    question.name.toLowerCase() === asked.name.toLowerCase() &&
    question.type === asked.type &&
    (question.class ?? 'IN') === (asked.class ?? 'IN')
  );
}
