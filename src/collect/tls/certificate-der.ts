/** DER as far as certificates and OCSP answers need it (ITU-T X.690). Strict: what is not plain DER with one-byte tags is malformed. */

export interface DerElement {
  tag: number;
  content: Buffer;
}

/** The bytes are no readable DER, or not of the shape that was expected. */
export class MalformedDerError extends Error {}

/** Most elements side by side; real certificates have a few dozen. */
const maxSiblings = 2000;
const maxOidBytes = 64;

export const derTags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/**
 * All elements side by side in these bytes.
 * @throws MalformedDerError
 */
export function readElements(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (elements.length === maxSiblings) throw new MalformedDerError('too many elements');
    const { element, end } = readElementAt(bytes, at);
    elements.push(element);
    at = end;
  }
  return elements;
}

/**
 * The one element these bytes are.
 * @throws MalformedDerError also when something follows it
 */
export function readElement(bytes: Buffer, tag: number): DerElement {
  const { element, end } = readElementAt(bytes, 0);
  if (end !== bytes.length) throw new MalformedDerError('bytes after the end');
  return expectTag(element, tag);
}

function readElementAt(bytes: Buffer, at: number): { element: DerElement; end: number } {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new MalformedDerError('no tag');
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const from = at + 2 + lengthBytes;
  // 0x80 would be the indefinite length of BER; nothing here is longer than 16 MB.
  if (first === 0x80 || lengthBytes > 3 || from > bytes.length) throw new MalformedDerError('no length');
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  const end = from + length;
  if (end > bytes.length) throw new MalformedDerError('cut off');
  return { element: { tag, content: bytes.subarray(from, end) }, end };
}

/** @throws MalformedDerError when there is no element or it has another tag */
export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag) throw new MalformedDerError(`expected tag ${tag}`);
  return element;
}

/**
 * The elements of a constructed element.
 * @throws MalformedDerError
 */
export function childrenOf(element: DerElement | undefined, tag: number = derTags.sequence): DerElement[] {
  return readElements(expectTag(element, tag).content);
}

/**
 * `1.2.840.113549.1.1.11`.
 * @throws MalformedDerError
 */
export function readOid(element: DerElement | undefined): string {
  const { content } = expectTag(element, derTags.oid);
  if (content.length === 0 || content.length > maxOidBytes || (content.at(-1) ?? 0) >= 0x80)
    throw new MalformedDerError('no object identifier');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [both = 0n, ...others] = arcs;
  const root = both < 80n ? both / 40n : 2n;
  return [root, both - root * 40n, ...others].join('.');
}

/**
 * ISO 8601 instant in UTC.
 * @throws MalformedDerError for anything but whole seconds in UTC, the form RFC 5280 and RFC 6960 demand
 */
export function readGeneralizedTime(element: DerElement | undefined): string {
  const text = expectTag(element, derTags.generalizedTime).content.toString('latin1');
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) throw new MalformedDerError('no time');
  const [, year, month, day, hour, minute, second] = parts;
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(instant.getTime())) throw new MalformedDerError('no time');
  return instant.toISOString();
}

/** What `read` gives; null when the DER it reads is malformed. */
export function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedDerError) return null;
    throw error;
  }
}
