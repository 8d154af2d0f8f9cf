/**
 * NFS: the list of what it gives out, and to whom (port mapper: RFC 1833, 3; MOUNT: RFC 1813, appendix I). Nothing is mounted; names are
 * counted, not kept. The port mapper leads to another port, which is asked only where the Freigabe permits it.
 */
import { ConversationError, type MessageReader, type Script } from '../conversation.ts';
import { type Attempt, attempt, otherService } from './attempt.ts';

const programs = { portMapper: { number: 100_000, version: 2 }, mount: { number: 100_005, version: 3 } };
const procedures = { getPort: 3, exportList: 5 };
const tcp = 6;
/** Numbers of the questions: they tell the answers apart. */
const ids = { getPort: 0x6277_0001, exportList: 0x6277_0002 };
/** More than any list that fits into a conversation. */
const maxExports = 1000;
/** Names of „everybody“ in a list of those permitted. */
const everybody = new Set(['*', '(everyone)', '0.0.0.0/0', '0.0.0.0/0.0.0.0', '::/0']);

export const tryNfs: Attempt = async (endpoint, _contact, permitsPort) => {
  const ports: number[] = [];
  const result = await attempt(endpoint, function* (learn): Script {
    const arguments_ = numbers(programs.mount.number, programs.mount.version, tcp, 0);
    const answer = new Reader(
      resultOf(yield { send: call(ids.getPort, programs.portMapper, procedures.getPort, arguments_), read }, ids.getPort),
    );
    ports.push(answer.number());
    learn({ access: 'refused' });
    return null;
  });
  const [port] = ports;
  if (port === undefined) return result;
  // No such program: a host may have a port mapper for other things.
  if (port === 0) return 'nothing';
  if (port > 65_535) return { problem: { kind: 'other' } };
  if (!permitsPort(port)) {
    const reason = `Die Liste der freigegebenen Ordner gibt es auf Port ${port}, den die Freigabe nicht für Zugriffstests nennt.`;
    return { problem: { kind: 'connection', reason, hungUp: false } };
  }
  return attempt({ ...endpoint, port }, function* (learn): Script {
    const answer = resultOf(
      yield { send: call(ids.exportList, programs.mount, procedures.exportList, Buffer.alloc(0)), read },
      ids.exportList,
    );
    const open = countOpen(new Reader(answer));
    learn(open > 0 ? { access: 'open', count: open } : { access: 'needs-login' });
    return null;
  });
};

/** One fragment with its length before it (RFC 5531, 11); longer answers are not waited for. */
const read: MessageReader = (received) => {
  if (received.length < 4) return null;
  const mark = received.readUInt32BE(0);
  if (mark < 0x8000_0000 + 24) return 'other';
  const length = 4 + (mark - 0x8000_0000);
  return received.length < length ? null : length;
};

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, 4 * index);
  });
  return bytes;
}

/** A call without credentials (RFC 5531, 9). */
function call(id: number, program: { number: number; version: number }, procedure: number, arguments_: Buffer): Buffer {
  const message = Buffer.concat([numbers(id, 0, 2, program.number, program.version, procedure, 0, 0, 0, 0), arguments_]);
  return Buffer.concat([numbers(0x8000_0000 + message.length), message]);
}

/** What follows the head of an accepted answer to our call. */
function resultOf(message: Buffer, id: number): Buffer {
  const reader = new Reader(message.subarray(4));
  const isReply = reader.number() === id && reader.number() === 1;
  if (!isReply) throw otherService();
  if (reader.number() !== 0) throw refusedCall();
  reader.number();
  reader.opaque();
  if (reader.number() !== 0) throw refusedCall();
  return reader.rest();
}

function refusedCall(): ConversationError {
  return new ConversationError({ kind: 'unwilling', text: '' });
}

/** Folders that everybody may mount: those without a list of who may, or with a name for everybody in it. */
function countOpen(reader: Reader): number {
  let open = 0;
  for (let count = 0; reader.number() === 1; count++) {
    if (count === maxExports) throw otherService();
    reader.opaque();
    const groups: string[] = [];
    while (reader.number() === 1) groups.push(reader.opaque().toString('latin1').toLowerCase());
    if (groups.length === 0 || groups.some((group) => everybody.has(group))) open++;
  }
  return open;
}

/** Numbers and byte strings of XDR (RFC 4506). Throws for bytes that end too early. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  number(): number {
    if (this.#at + 4 > this.#bytes.length) throw otherService();
    this.#at += 4;
    return this.#bytes.readUInt32BE(this.#at - 4);
  }

  opaque(): Buffer {
    const length = this.number();
    const from = this.#at;
    this.#at += Math.ceil(length / 4) * 4;
    if (this.#at > this.#bytes.length) throw otherService();
    return this.#bytes.subarray(from, from + length);
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.#at);
  }
}
