/** LDAP (RFC 4511): what the server tells of itself, then one search as a stranger that asks for one entry and no attribute of it. */
import { type BerElement, ber, berNumber, berText, numberOf, readAll, readBer, tags } from '../ber.ts';
import type { MessageReader } from '../conversation.ts';
import { type Attempt, attempt, otherService } from './attempt.ts';

const searchRequest = 0x63;
const searchEntry = 0x64;
const searchDone = 0x65;
const searchReference = 0x73;
const unbind = 0x42;
const presentFilter = 0x87;

const scopes = { base: 0, oneLevel: 1 };
const searchSeconds = 3;

/** RFC 4511, A.1: the search went through, or more was there than asked for. */
const answeredCodes: ReadonlySet<number | null> = new Set([0, 4]);

export const tryLdap: Attempt = (endpoint) =>
  attempt(endpoint, function* (learn) {
    const root = readAnswer(yield { send: search(1, '', scopes.base, 'namingContexts', false), read: readSearch(1) });
    if (root === null) throw otherService();
    const parting = ber(tags.sequence, berNumber(3), ber(unbind));
    const [context] = root.values;
    if (context === undefined) {
      learn({ access: 'needs-login' });
      return parting;
    }
    // 1.1: no attributes (4.5.1.8).
    const list = readAnswer(yield { send: search(2, context, scopes.oneLevel, '1.1', true), read: readSearch(2) });
    if (list === null) throw otherService();
    if (list.entries > 0) learn({ access: 'open', detail: 'Suche ohne Anmeldung' });
    else if (list.code !== null) learn({ access: 'needs-login', detail: answeredCodes.has(list.code) ? 'leer' : null });
    return parting;
  });

/** By UDP (RFC 1798) servers tell anybody who asks which version they speak. */
export function versionQuestion(): Buffer {
  return search(1, '', scopes.base, 'supportedLDAPVersion', false);
}

export function answersVersionQuestion(datagram: Buffer): boolean {
  return typeof readSearch(1)(datagram) === 'number';
}

function search(id: number, base: string, scope: number, attribute: string, typesOnly: boolean): Buffer {
  const sizeLimit = 1;
  return ber(
    tags.sequence,
    berNumber(id),
    ber(
      searchRequest,
      berText(base),
      berNumber(scope, tags.enumerated),
      berNumber(0, tags.enumerated),
      berNumber(sizeLimit),
      berNumber(searchSeconds),
      ber(tags.boolean, Buffer.from([typesOnly ? 0xff : 0])),
      berText('objectClass', presentFilter),
      ber(tags.sequence, berText(attribute)),
    ),
  );
}

/** All messages up to the one that ends the search. */
function readSearch(id: number): MessageReader {
  return (received) => {
    if (received.length > 0 && received[0] !== tags.sequence) return 'other';
    for (let at = 0; ; ) {
      const message = readBer(received, at);
      if (message === null || message === 'other') return message;
      const part = readMessage(message, id);
      if (part === null) return 'other';
      if (part.tag === searchDone) return message.end;
      at = message.end;
    }
  };
}

/** The operation in a message with that number; null when it is none that answers a search. */
function readMessage(message: BerElement, id: number): BerElement | null {
  const [number, operation] = (message.tag === tags.sequence ? readAll(message.content) : null) ?? [];
  if (operation === undefined || number?.tag !== tags.integer || numberOf(number) !== id) return null;
  return [searchEntry, searchDone, searchReference].includes(operation.tag) ? operation : null;
}

interface SearchAnswer {
  entries: number;
  /** Of the first attribute of the first entry. */
  values: readonly string[];
  code: number | null;
}

function readAnswer(bytes: Buffer): SearchAnswer | null {
  const operations = (readAll(bytes) ?? []).flatMap(({ content }) => readAll(content)?.[1] ?? []);
  const done = operations.find(({ tag }) => tag === searchDone);
  if (done === undefined) return null;
  const entries = operations.filter(({ tag }) => tag === searchEntry);
  const [first] = entries;
  return {
    entries: entries.length,
    values: first === undefined ? [] : valuesOf(first),
    code: numberOf(readAll(done.content)?.[0]),
  };
}

function valuesOf(entry: BerElement): string[] {
  const attributes = readAll(entry.content)?.[1];
  const attribute = attributes === undefined ? undefined : readAll(attributes.content)?.[0];
  const values = attribute === undefined ? undefined : readAll(attribute.content)?.[1];
  return (values === undefined ? null : readAll(values.content))?.map(({ content }) => content.toString('utf8')) ?? [];
}
