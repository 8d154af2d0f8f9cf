/**
 * What is said in the clear before TLS begins: SMTP (RFC 3207), IMAP (RFC 3501, 6.2.1), POP3 (RFC 2595, 4), FTP (RFC 4217), LDAP
 * (RFC 4511, 4.14) and PostgreSQL (its manual, "SSL Session Encryption"). Reads bytes and says which to send; what the server says
 * never becomes part of them.
 */
import type { StarttlsProtocol } from '../../domain/observation.ts';

export type StarttlsOutcome =
  /** The server agreed: the next bytes are TLS. */
  | 'ready'
  /** The server speaks the protocol and offers no TLS in it. */
  | 'not-offered'
  /** The server speaks the protocol, and now it cannot or will not. */
  | 'unwilling'
  /** The server speaks something else. */
  | 'other-protocol'
  /** More than any server needs to say, or text after the word that TLS comes now. */
  | 'too-much';

interface Reply {
  /** `250`, `OK`, `+OK`, a result code of LDAP, the one letter of PostgreSQL. */
  code: string;
  lines: readonly string[];
}

/** Null: more bytes are needed. `other`: this never becomes a reply. */
type Reader = (received: Buffer) => { reply: Reply; length: number } | 'other' | null;

/** Sends, if there is something to send, and waits for a reply. */
interface Turn {
  send: Buffer | null;
  read: Reader;
}

type Script = Generator<Turn, StarttlsOutcome, Reply>;

/** Long banners have some 3,000 bytes. */
const maxDialogueBytes = 16 * 1024;

/** A name that nobody can have, and that tells who asks (RFC 6761, 6.4). */
const ownName = 'burgward.invalid';

const scripts: Readonly<Record<StarttlsProtocol, () => Script>> = { smtp, imap, pop3, ftp, ldap, postgresql };

/** One conversation. Ask `begin` for the first bytes, then hand over what comes until there is an outcome. */
export class StarttlsDialogue {
  readonly #script: Script;
  /** Of fixed size, so that a server that sends single bytes costs no copying. */
  readonly #bytes = Buffer.alloc(maxDialogueBytes);
  #filled = 0;
  #read: Reader | null = null;

  constructor(protocol: StarttlsProtocol) {
    this.#script = scripts[protocol]();
  }

  get hasBytes(): boolean {
    return this.#filled > 0;
  }

  /** The first bytes to send; null when the server speaks first. */
  begin(): Buffer | null {
    const first = this.#script.next();
    if (first.done === true) return null;
    this.#read = first.value.read;
    return first.value.send;
  }

  /** What to send next, the outcome, or null: more is needed. */
  add(chunk: Buffer): Buffer | StarttlsOutcome | null {
    if (chunk.length > maxDialogueBytes - this.#filled) return 'too-much';
    this.#filled += chunk.copy(this.#bytes, this.#filled);
    const received = this.#bytes.subarray(0, this.#filled);
    const found = this.#read?.(received) ?? null;
    if (found === null) return null;
    if (found === 'other') return 'other-protocol';
    const rest = Buffer.from(received.subarray(found.length));
    const turn = this.#script.next(found.reply);
    if (turn.done === true) return turn.value === 'ready' && rest.length > 0 ? 'too-much' : turn.value;
    // Before our next word the server has nothing to say that belongs to the answer: it would answer what was not asked.
    this.#filled = 0;
    this.#read = turn.value.read;
    return rest.length > 0 ? 'too-much' : turn.value.send;
  }
}

function line(text: string): Buffer {
  return Buffer.from(`${text}\r\n`, 'ascii');
}

function* smtp(): Script {
  const greeting = yield { send: null, read: readNumbered };
  if (greeting.code !== '220') return 'unwilling';
  const hello = yield { send: line(`EHLO ${ownName}`), read: readNumbered };
  if (hello.code.startsWith('4')) return 'unwilling';
  const offers = hello.lines.slice(1).some((each) => /^\d{3}[ -]STARTTLS\s*$/i.test(each));
  if (hello.code !== '250' || !offers) return 'not-offered';
  return agreed(yield { send: line('STARTTLS'), read: readNumbered }, '220');
}

function* ftp(): Script {
  const greeting = yield { send: null, read: readNumbered };
  if (greeting.code !== '220') return 'unwilling';
  return agreed(yield { send: line('AUTH TLS'), read: readNumbered }, '234');
}

/** Codes that begin with 4 are for now, those with 5 for good. */
function agreed({ code }: Reply, wanted: string): StarttlsOutcome {
  if (code === wanted) return 'ready';
  return code.startsWith('5') ? 'not-offered' : 'unwilling';
}

function* imap(): Script {
  const greeting = yield { send: null, read: readImapGreeting };
  if (greeting.code === 'BYE') return 'unwilling';
  // Who counts as logged in from the start can no longer change to TLS (RFC 3501, 6.2.1).
  if (greeting.code === 'PREAUTH') return 'not-offered';
  const answer = yield { send: line('a1 CAPABILITY'), read: (received) => readImapTagged(received, 'a1') };
  const offers = answer.lines.some((each) => /^\* CAPABILITY(?: [^ ]+)* STARTTLS(?: |$)/i.test(each));
  if (answer.code !== 'OK') return 'unwilling';
  if (!offers) return 'not-offered';
  const change = yield { send: line('a2 STARTTLS'), read: (received) => readImapTagged(received, 'a2') };
  if (change.code === 'OK') return 'ready';
  return change.code === 'BAD' ? 'not-offered' : 'unwilling';
}

function* pop3(): Script {
  const greeting = yield { send: null, read: readPop3 };
  if (greeting.code !== '+OK') return 'unwilling';
  const list = yield { send: line('CAPA'), read: readPop3List };
  // Old servers know no list: then only asking tells.
  if (list.code === '+OK' && !list.lines.some((each) => /^STLS\s*$/i.test(each))) return 'not-offered';
  const change = yield { send: line('STLS'), read: readPop3 };
  return change.code === '+OK' ? 'ready' : 'not-offered';
}

const ldapOid = Buffer.from('1.3.6.1.4.1.1466.20037', 'ascii');
/** LDAPMessage 1 with an ExtendedRequest that has a name and no value. */
const ldapRequest = Buffer.concat([
  Buffer.from([0x30, ldapOid.length + 7, 2, 1, 1, 0x77, ldapOid.length + 2, 0x80, ldapOid.length]),
  ldapOid,
]);
/** RFC 4511, A.1: success, and the codes that mean: not now. */
const ldapSuccess = '0';
const ldapForNow = new Set(['51', '52', '53']);

function* ldap(): Script {
  const { code } = yield { send: ldapRequest, read: readLdap };
  if (code === ldapSuccess) return 'ready';
  return ldapForNow.has(code) ? 'unwilling' : 'not-offered';
}

/** Length 8, then the number that stands for SSLRequest: 1234 and 5679. */
const postgresqlRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

function* postgresql(): Script {
  const { code } = yield { send: postgresqlRequest, read: readPostgresql };
  return code === 'S' ? 'ready' : 'not-offered';
}

/** Finished lines without their ends, and how far they reach. A last line without end is left out. */
function linesOf(received: Buffer): { text: string; end: number }[] {
  const lines: { text: string; end: number }[] = [];
  for (let from = 0; ; ) {
    const at = received.indexOf(10, from);
    if (at === -1) return lines;
    lines.push({ text: received.toString('latin1', from, at).replace(/\r$/, ''), end: at + 1 });
    from = at + 1;
  }
}

/** Whether the first bytes can still become what a reply begins with; tells other protocols without waiting for a line. */
function mayBegin(received: Buffer, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => {
    const start = received.toString('latin1', 0, beginning.length);
    return beginning.toLowerCase().startsWith(start.toLowerCase());
  });
}

/** Replies of SMTP and FTP: `220 text`, or `220-text`, any lines, `220 text` (RFC 959, 4.2; RFC 5321, 4.2). */
function readNumbered(received: Buffer): ReturnType<Reader> {
  if (!/^(?:[1-5](?:\d(?:\d(?:[ \-\r\n]|$)|$)|$)|$)/.test(received.toString('latin1', 0, 4))) return 'other';
  const lines = linesOf(received);
  const code = lines[0]?.text.slice(0, 3);
  if (code === undefined) return null;
  const last = lines.findIndex(({ text }) => text.startsWith(code) && text[3] !== '-');
  return upTo(lines, last, code);
}

function readImapGreeting(received: Buffer): ReturnType<Reader> {
  if (!mayBegin(received, ['* OK', '* PREAUTH', '* BYE'])) return 'other';
  const [first] = linesOf(received);
  if (first === undefined) return null;
  return upTo([first], 0, first.text.split(' ')[1]?.toUpperCase() ?? '');
}

function readImapTagged(received: Buffer, tag: string): ReturnType<Reader> {
  const lines = linesOf(received);
  const last = lines.findIndex(({ text }) => !text.startsWith('* '));
  const answer = lines[last]?.text.split(' ');
  if (answer !== undefined && answer[0] !== tag) return 'other';
  return upTo(lines, last, answer?.[1]?.toUpperCase() ?? '');
}

function readPop3(received: Buffer): ReturnType<Reader> {
  if (!mayBegin(received, ['+OK', '-ERR'])) return 'other';
  const [first] = linesOf(received);
  return first === undefined ? null : upTo([first], 0, first.text.split(' ')[0]?.toUpperCase() ?? '');
}

/** Ends with a line of a single point when it begins well (RFC 1939, 3). */
function readPop3List(received: Buffer): ReturnType<Reader> {
  const first = readPop3(received);
  if (first === null || first === 'other' || first.reply.code !== '+OK') return first;
  const lines = linesOf(received);
  return upTo(
    lines,
    lines.findIndex(({ text }) => text === '.'),
    '+OK',
  );
}

function upTo(lines: readonly { text: string; end: number }[], last: number, code: string): ReturnType<Reader> {
  const end = lines[last]?.end;
  return end === undefined ? null : { reply: { code, lines: lines.slice(0, last + 1).map(({ text }) => text) }, length: end };
}

/** An LDAPMessage with an ExtendedResponse, of which only the result code counts; a notice of disconnection has the number 0. */
function readLdap(received: Buffer): ReturnType<Reader> {
  const message = readBer(received, 0, 0x30);
  if (message === null || message === 'other') return message;
  const id = readBer(message.content, 0, 0x02);
  if (id === null || id === 'other') return 'other';
  const response = readBer(message.content, id.end, 0x78);
  if (response === null || response === 'other') return 'other';
  const result = readBer(response.content, 0, 0x0a);
  if (result === null || result === 'other' || result.content.length !== 1) return 'other';
  const code = id.content.equals(Buffer.from([1])) ? `${result.content[0]}` : '52';
  return { reply: { code, lines: [] }, length: message.end };
}

/** One element of BER with the expected tag and a length of up to two bytes. */
function readBer(bytes: Buffer, at: number, tag: number): { content: Buffer; end: number } | 'other' | null {
  if (bytes[at] === undefined) return null;
  if (bytes[at] !== tag) return 'other';
  const first = bytes[at + 1];
  if (first === undefined) return null;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  // Active Directory writes every length in four bytes.
  if (lengthBytes > 4 || first === 0x80) return 'other';
  const from = at + 2 + lengthBytes;
  if (bytes.length < from) return null;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  if (length > maxDialogueBytes) return 'other';
  return bytes.length < from + length ? null : { content: bytes.subarray(from, from + length), end: from + length };
}

/** One letter: S agrees, N refuses; E begins an error message of a server too old to know the question. */
function readPostgresql(received: Buffer): ReturnType<Reader> {
  const letter = received.toString('latin1', 0, 1);
  if (letter === '') return null;
  // Greetings of other services begin with these letters, too: SSH's for one.
  if (letter !== 'E' && received.length > 1) return 'other';
  return ['S', 'N', 'E'].includes(letter) ? { reply: { code: letter, lines: [] }, length: 1 } : 'other';
}
