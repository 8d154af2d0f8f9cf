/** MongoDB (its manual, "Wire Protocol"): hello with our name, then how many databases there are. Their names are not kept. */
import type { MessageReader } from '../conversation.ts';
import { type Attempt, attempt, otherService } from './attempt.ts';
import { type BsonValue, type ReadBson, readBson, writeBson } from './bson.ts';

const opMsg = 2013;
const headerBytes = 16;
/** Error code "Unauthorized" and "AuthenticationFailed". */
const needsLoginCodes: ReadonlySet<number | undefined> = new Set([13, 18]);

export const tryMongodb: Attempt = (endpoint) =>
  attempt(endpoint, function* (learn) {
    const hello = readAnswer(yield { send: message(1, { hello: 1, client: ownName, $db: 'admin' }), read: readMessage(1) });
    if (hello === null) throw otherService();
    const question = { listDatabases: 1, nameOnly: true, $db: 'admin' };
    const list = readAnswer(yield { send: message(2, question), read: readMessage(2) });
    if (list === null) throw otherService();
    if (list.numbers.get('ok') === 1) learn({ access: 'open', count: list.counts.get('databases') ?? null });
    else if (needsLoginCodes.has(list.numbers.get('code'))) learn({ access: 'needs-login' });
    else learn({ access: 'refused' });
    return null;
  });

/** Written into the server's log. */
const ownName: BsonValue = {
  application: { name: 'burgward' },
  driver: { name: 'burgward', version: '1' },
  os: { type: 'unknown' },
};

function message(id: number, body: Readonly<Record<string, BsonValue>>): Buffer {
  const document = writeBson(body);
  const head = Buffer.alloc(headerBytes + 5);
  head.writeInt32LE(head.length + document.length, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(opMsg, 12);
  return Buffer.concat([head, document]);
}

/** OP_MSG in answer to the message with that number. */
function readMessage(id: number): MessageReader {
  return (received) => {
    if (received.length < headerBytes) return null;
    const length = received.readInt32LE(0);
    const fits = length >= headerBytes + 10 && received.readInt32LE(8) === id && received.readInt32LE(12) === opMsg;
    if (!fits) return 'other';
    return received.length < length ? null : length;
  };
}

/** The one document of a message; null when it is none. */
function readAnswer(bytes: Buffer): ReadBson | null {
  if (bytes[headerBytes + 4] !== 0) return null;
  const document = bytes.subarray(headerBytes + 5);
  if (document.length < 5) return null;
  // A checksum may follow.
  const length = document.readInt32LE(0);
  return length < 5 || length > document.length ? null : readBson(document.subarray(0, length));
}
