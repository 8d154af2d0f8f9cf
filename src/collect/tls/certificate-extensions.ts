/** What a certificate says that Node does not hand out: how it is signed, and its extensions about revocation and transparency. */
import type { CertificateSignature, ObservedCertificate } from '../../domain/observation.ts';
import { printable } from '../printable.ts';
import { childrenOf, type DerElement, derTags, expectTag, orNull, readElement, readOid } from './certificate-der.ts';

type ReadExtensions = Required<
  Pick<ObservedCertificate, 'signature' | 'embeddedTimestamps' | 'mustStaple' | 'ocspResponders' | 'crlAddresses'>
>;

/** Most addresses of each kind that are kept. */
const maxAddresses = 10;

const extensionIds = {
  timestamps: '1.3.6.1.4.1.11129.2.4.2', // RFC 6962, 3.3
  tlsFeature: '1.3.6.1.5.5.7.1.24', // RFC 7633
  authorityAccess: '1.3.6.1.5.5.7.1.1', // RFC 5280, 4.2.2.1
  crlDistribution: '2.5.29.31', // RFC 5280, 4.2.1.13
};
const ocspAccess = '1.3.6.1.5.5.7.48.1';
/** status_request, the extension of TLS a server answers with a staple (RFC 6066, 8). */
const statusRequest = 5;
/** uniformResourceIdentifier of a GeneralName (RFC 5280, 4.2.1.6). */
const uriTag = 0x86;

/** @param raw the certificate as DER. What is malformed in it becomes null, or „unlesbar“ for the signature. */
export function readExtensions(raw: Buffer): ReadExtensions {
  const extensions = orNull(() => extensionsOf(raw));
  const read = <T>(id: string, absent: T, parse: (value: Buffer) => T): T | null => {
    const values = extensions?.get(id) ?? [];
    if (extensions === null || values.length > 1) return null;
    const [value] = values;
    return value === undefined ? absent : orNull(() => parse(value));
  };
  return {
    signature: orNull(() => readSignature(childrenOf(readElement(raw, derTags.sequence))[1])) ?? unreadableSignature,
    embeddedTimestamps: read(extensionIds.timestamps, 0, countTimestamps),
    mustStaple: read(extensionIds.tlsFeature, false, wantsStaple),
    ocspResponders: read(extensionIds.authorityAccess, [], ocspAddresses),
    crlAddresses: read(extensionIds.crlDistribution, [], crlAddresses),
  };
}

const unreadableSignature: CertificateSignature = { scheme: 'unlesbar', hash: null };

/**
 * The serial number in hexadecimal digits.
 * @throws MalformedDerError
 */
export function readSerial(raw: Buffer): string {
  const fields = toBeSigned(raw);
  const serial = fields[0]?.tag === 0xa0 ? fields[1] : fields[0];
  return expectTag(serial, derTags.integer).content.toString('hex');
}

function toBeSigned(raw: Buffer): DerElement[] {
  return childrenOf(childrenOf(readElement(raw, derTags.sequence))[0]);
}

function extensionsOf(raw: Buffer): Map<string, Buffer[]> {
  const byId = new Map<string, Buffer[]>();
  const tagged = toBeSigned(raw).find(({ tag }) => tag === 0xa3);
  if (tagged === undefined) return byId;
  for (const extension of childrenOf(readElement(tagged.content, derTags.sequence))) {
    const fields = childrenOf(extension);
    const id = readOid(fields[0]);
    const { content } = expectTag(fields.at(-1), derTags.octetString);
    byId.set(id, [...(byId.get(id) ?? []), content]);
  }
  return byId;
}

/** Timestamps of different logs; two of the same log prove no more than one. */
function countTimestamps(value: Buffer): number {
  const list = readElement(value, derTags.octetString).content;
  const logs = new Set<string>();
  if (list.length < 2 || list.readUInt16BE(0) !== list.length - 2) return 0;
  let at = 2;
  while (at + 2 <= list.length) {
    const length = list.readUInt16BE(at);
    // Version, log id and time take 41 bytes before anything else.
    if (length < 41 || at + 2 + length > list.length) break;
    logs.add(list.toString('hex', at + 3, at + 35));
    at += 2 + length;
  }
  return logs.size;
}

function wantsStaple(value: Buffer): boolean {
  return childrenOf(readElement(value, derTags.sequence)).some(
    ({ tag, content }) => tag === derTags.integer && content.length === 1 && content[0] === statusRequest,
  );
}

function ocspAddresses(value: Buffer): string[] {
  const descriptions = childrenOf(readElement(value, derTags.sequence)).map((each) => childrenOf(each));
  return addresses(descriptions.filter(([method]) => readOid(method) === ocspAccess).flatMap(([, location]) => location ?? []));
}

function crlAddresses(value: Buffer): string[] {
  const points = childrenOf(readElement(value, derTags.sequence)).flatMap((point) => childrenOf(point));
  const names = points.filter(({ tag }) => tag === 0xa0).flatMap((name) => childrenOf(name, 0xa0));
  return addresses(names.filter(({ tag }) => tag === 0xa0).flatMap((fullName) => childrenOf(fullName, 0xa0)));
}

function addresses(names: readonly DerElement[]): string[] {
  const uris = names.filter(({ tag }) => tag === uriTag).slice(0, maxAddresses);
  return uris.map(({ content }) => printable(content.toString('latin1'), 300)).filter((uri) => uri !== '');
}

const pss = '1.2.840.113549.1.1.10';

const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.8': 'SHA3-256',
  '2.16.840.1.101.3.4.2.9': 'SHA3-384',
  '2.16.840.1.101.3.4.2.10': 'SHA3-512',
};

/** RFC 3279, 4055, 5758, 8017, 8410 and the NIST arc 2.16.840.1.101.3.4.3. */
const signatures: Readonly<Record<string, CertificateSignature>> = {
  '1.2.840.113549.1.1.2': { scheme: 'rsa-pkcs1', hash: 'MD2' },
  '1.2.840.113549.1.1.4': { scheme: 'rsa-pkcs1', hash: 'MD5' },
  '1.2.840.113549.1.1.5': { scheme: 'rsa-pkcs1', hash: 'SHA-1' },
  '1.3.14.3.2.29': { scheme: 'rsa-pkcs1', hash: 'SHA-1' },
  '1.2.840.113549.1.1.14': { scheme: 'rsa-pkcs1', hash: 'SHA-224' },
  '1.2.840.113549.1.1.11': { scheme: 'rsa-pkcs1', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { scheme: 'rsa-pkcs1', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { scheme: 'rsa-pkcs1', hash: 'SHA-512' },
  '1.2.840.10045.4.1': { scheme: 'ecdsa', hash: 'SHA-1' },
  '1.2.840.10045.4.3.1': { scheme: 'ecdsa', hash: 'SHA-224' },
  '1.2.840.10045.4.3.2': { scheme: 'ecdsa', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { scheme: 'ecdsa', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { scheme: 'ecdsa', hash: 'SHA-512' },
  '1.2.840.10040.4.3': { scheme: 'dsa', hash: 'SHA-1' },
  '2.16.840.1.101.3.4.3.1': { scheme: 'dsa', hash: 'SHA-224' },
  '2.16.840.1.101.3.4.3.2': { scheme: 'dsa', hash: 'SHA-256' },
  '2.16.840.1.101.3.4.3.3': { scheme: 'dsa', hash: 'SHA-384' },
  '2.16.840.1.101.3.4.3.4': { scheme: 'dsa', hash: 'SHA-512' },
  '1.3.101.112': { scheme: 'eddsa', hash: null },
  '1.3.101.113': { scheme: 'eddsa', hash: null },
};

function readSignature(algorithm: DerElement | undefined): CertificateSignature {
  const [id, parameters] = childrenOf(algorithm);
  const oid = readOid(id);
  if (oid === pss) return { scheme: 'rsa-pss', hash: pssHash(parameters) };
  return signatures[oid] ?? { scheme: oid, hash: null };
}

/** Without parameters SHA-1 is meant (RFC 4055, 3.1). */
function pssHash(parameters: DerElement | undefined): string | null {
  if (parameters === undefined) return 'SHA-1';
  const tagged = childrenOf(parameters).find(({ tag }) => tag === 0xa0);
  if (tagged === undefined) return 'SHA-1';
  const [hash] = childrenOf(readElement(tagged.content, derTags.sequence));
  return hashes[readOid(hash)] ?? null;
}
