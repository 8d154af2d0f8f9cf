/** The little of ASN.1 BER that LDAP and SNMP need: writing, and reading without trusting any length. */

export const tags = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  boolean: 0x01,
  sequence: 0x30,
} as const;

/** One element, of up to 65,535 bytes. */
export function ber(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length;
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

/** A number from 0 to 2^31 - 1. */
export function berNumber(value: number, tag: number = tags.integer): Buffer {
  const bytes = [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
  const from = bytes.findIndex((each, index) => index === 3 || each !== 0);
  const needed = bytes.slice(from);
  return ber(tag, Buffer.from((needed[0] ?? 0) >= 0x80 ? [0, ...needed] : needed));
}

export function berText(text: string, tag: number = tags.octetString): Buffer {
  return ber(tag, Buffer.from(text, 'utf8'));
}

export interface BerElement {
  tag: number;
  content: Buffer;
  /** Where the next element begins. */
  end: number;
}

/** The element that begins at `at`; null while more bytes are needed, `other` when this is no BER we know. */
export function readBer(bytes: Buffer, at = 0): BerElement | 'other' | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  // Active Directory writes every length in four bytes.
  if (lengthBytes > 4 || first === 0x80) return 'other';
  const from = at + 2 + lengthBytes;
  if (bytes.length < from) return null;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  return bytes.length < from + length ? null : { tag, content: bytes.subarray(from, from + length), end: from + length };
}

/** All elements of a content that is complete; null when it is not made of whole elements. */
export function readAll(content: Buffer): BerElement[] | null {
  const elements: BerElement[] = [];
  for (let at = 0; at < content.length; ) {
    const element = readBer(content, at);
    if (element === null || element === 'other') return null;
    elements.push(element);
    at = element.end;
  }
  return elements;
}

/** A number of one to four bytes; null for anything else. */
export function numberOf(element: BerElement | undefined): number | null {
  if (element === undefined || element.content.length === 0 || element.content.length > 4) return null;
  return element.content.readIntBE(0, element.content.length);
}
