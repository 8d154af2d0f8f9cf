/** What of DNSSEC can be recomputed from the answers: key tags, digests of keys, signatures. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Answer, DnskeyData, DsData, RrsigData, SoaData } from 'dns-packet';
import type { ObservedSignature } from '../../domain/dns-observation.ts';

/** IANA numbers of record types and the class IN. */
const typeNumbers = { SOA: 6, DNSKEY: 48 } as const;
const classIn = 1;
/** Secure entry point, zone key and revoked (RFC 4034, 2.1.1; RFC 5011). */
const flagBits = { entryPoint: 0x0001, revoked: 0x0080, zoneKey: 0x0100 };
/** More keys with one tag, or more signatures, are a trap that costs computing time (CVE-2023-50387). */
const maxSignatures = 8;
const maxKeysPerTag = 2;
/** Longest RSA modulus (RFC 3110 permits 4096 bits) and exponent that are computed with, in bytes. */
const maxRsaBytes = 512;
const maxExponentBytes = 8;

const digestNames: Readonly<Record<number, string>> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' };

interface Method {
  kind: 'rsa' | 'ec' | 'ed';
  hash: string | null;
  curve: string;
}

const methods: Readonly<Record<number, Method>> = {
  5: { kind: 'rsa', hash: 'sha1', curve: '' },
  7: { kind: 'rsa', hash: 'sha1', curve: '' },
  8: { kind: 'rsa', hash: 'sha256', curve: '' },
  10: { kind: 'rsa', hash: 'sha512', curve: '' },
  13: { kind: 'ec', hash: 'sha256', curve: 'P-256' },
  14: { kind: 'ec', hash: 'sha384', curve: 'P-384' },
  15: { kind: 'ed', hash: null, curve: 'Ed25519' },
  16: { kind: 'ed', hash: null, curve: 'Ed448' },
};

function keyRdata({ flags, algorithm, key }: DnskeyData): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(flags, 0);
  head.writeUInt8(3, 2);
  head.writeUInt8(algorithm, 3);
  return Buffer.concat([head, key]);
}

/** RFC 4034, appendix B; the old algorithm 1 counted otherwise and is not computed. */
export function keyTag(key: DnskeyData): number {
  const sum = keyRdata(key).reduce((total, byte, index) => total + (index % 2 === 0 ? byte << 8 : byte), 0);
  return (sum + (sum >>> 16)) & 0xffff;
}

export function isEntryPoint({ flags }: DnskeyData): boolean {
  return (flags & flagBits.entryPoint) !== 0;
}

/** Length of the modulus; null for another kind of key. */
export function rsaBits(key: DnskeyData): number | null {
  if (methods[key.algorithm]?.kind !== 'rsa' && key.algorithm !== 1) return null;
  const modulus = rsaParts(key.key)?.modulus ?? Buffer.alloc(0);
  const first = modulus.findIndex((byte) => byte !== 0);
  return first === -1 ? 0 : (modulus.length - first) * 8 - Math.clz32(modulus[first] ?? 0) + 24;
}

/** RFC 3110: length of the exponent in one byte, or zero and two. */
function rsaParts(key: Buffer): { exponent: Buffer; modulus: Buffer } | null {
  const short = key[0] ?? 0;
  const start = short === 0 ? 3 : 1;
  if (key.length < start) return null;
  const length = short === 0 ? key.readUInt16BE(1) : short;
  return { exponent: key.subarray(start, start + length), modulus: key.subarray(start + length) };
}

/** Name in canonical form (RFC 4034, 6.2): uncompressed, lower case. `\.` is a point inside a label. */
function wireName(name: string): Buffer {
  const labels = name
    .replace(/\.$/, '')
    .split(/(?<!\\)\./)
    .filter((label) => label !== '');
  const parts = labels.map((label) => {
    const bytes = Buffer.from(label.replaceAll('\\.', '.').toLowerCase());
    return Buffer.concat([Buffer.from([bytes.length & 0x3f]), bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** Whether the DS record names this key of the zone; null when the kind of digest is not known. */
export function isDigestOf(
  { keyTag: tag, algorithm, digestType, digest }: DsData,
  zone: string,
  key: DnskeyData,
): boolean | null {
  if (algorithm !== key.algorithm || tag !== keyTag(key)) return false;
  const hash = digestNames[digestType];
  if (hash === undefined) return null;
  return createHash(hash).update(wireName(zone)).update(keyRdata(key)).digest().equals(digest);
}

/** Signatures over the keys and the SOA record of the zone, each recomputed where the method is known. */
export function readSignatures(
  zone: string,
  answers: { keys: readonly Answer[]; soa: readonly Answer[] },
  anchored: readonly DnskeyData[],
): ObservedSignature[] {
  const keys = answers.keys.flatMap((answer) => (answer.type === 'DNSKEY' && isOf(answer, zone) ? [answer.data] : []));
  const keySet = keys.map(keyRdata);
  const soaSet = answers.soa.flatMap((answer) => (answer.type === 'SOA' && isOf(answer, zone) ? [soaRdata(answer.data)] : []));
  const over = (covers: ObservedSignature['covers'], from: readonly Answer[], rdata: Buffer[]) =>
    from
      .flatMap((answer) =>
        answer.type === 'RRSIG' && isOf(answer, zone) && answer.data.typeCovered === covers ? [answer.data] : [],
      )
      .slice(0, maxSignatures)
      .map((signature) => observe(covers, zone, signature, rdata, keys, anchored));
  return [...over('DNSKEY', answers.keys, keySet), ...over('SOA', answers.soa, soaSet)];
}

function isOf(answer: Answer, zone: string): boolean {
  return answer.name.toLowerCase() === zone.toLowerCase();
}

function observe(
  covers: ObservedSignature['covers'],
  zone: string,
  signature: RrsigData,
  rdata: readonly Buffer[],
  keys: readonly DnskeyData[],
  anchored: readonly DnskeyData[],
): ObservedSignature {
  const makers = keys
    .filter((key) => key.algorithm === signature.algorithm && keyTag(key) === signature.keyTag)
    .filter(({ flags }) => (flags & flagBits.zoneKey) !== 0 && (flags & flagBits.revoked) === 0)
    .slice(0, maxKeysPerTag);
  const outcomes = makers.map((key) => ({ key, verifies: verifies(covers, zone, signature, rdata, key) }));
  const maker = outcomes.find((each) => each.verifies === true) ?? outcomes[0];
  return {
    covers,
    algorithm: signature.algorithm,
    keyTag: signature.keyTag,
    from: instant(signature.inception),
    until: instant(signature.expiration),
    // Without the key it cannot be recomputed: the zone may change its keys just now.
    verifies: maker?.verifies ?? null,
    byAnchoredKey: maker !== undefined && anchored.includes(maker.key),
  };
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function soaRdata(soa: SoaData): Buffer {
  const numbers = Buffer.alloc(20);
  [soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum].forEach((value, index) => {
    numbers.writeUInt32BE(value ?? 0, index * 4);
  });
  return Buffer.concat([wireName(soa.mname), wireName(soa.rname), numbers]);
}

/** RFC 4034, 3.1.8.1; null for a method or a key that is not computed with. */
function verifies(
  covers: ObservedSignature['covers'],
  zone: string,
  signature: RrsigData,
  rdata: readonly Buffer[],
  key: DnskeyData,
): boolean | null {
  const method = methods[key.algorithm];
  if (method === undefined) return null;
  if (signature.signersName.toLowerCase() !== zone.toLowerCase()) return false;
  const owner = wireName(zone);
  const records = [...rdata].sort(Buffer.compare).map((data) => {
    const head = Buffer.alloc(10);
    head.writeUInt16BE(typeNumbers[covers], 0);
    head.writeUInt16BE(classIn, 2);
    head.writeUInt32BE(signature.originalTTL, 4);
    head.writeUInt16BE(data.length, 8);
    return Buffer.concat([owner, head, data]);
  });
  const head = Buffer.alloc(18);
  head.writeUInt16BE(typeNumbers[covers], 0);
  head.writeUInt8(signature.algorithm, 2);
  head.writeUInt8(signature.labels, 3);
  head.writeUInt32BE(signature.originalTTL, 4);
  head.writeUInt32BE(signature.expiration, 8);
  head.writeUInt32BE(signature.inception, 12);
  head.writeUInt16BE(signature.keyTag, 16);
  const signed = Buffer.concat([head, wireName(signature.signersName), ...records]);
  try {
    const publicKey = publicKeyOf(method, key.key);
    if (publicKey === null) return null;
    return verify(method.hash, signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature.signature);
  } catch {
    // A key with nonsense inside, or a method this machine does not compute.
    return null;
  }
}

function publicKeyOf({ kind, curve }: Method, key: Buffer): KeyObject | null {
  const text = (bytes: Buffer) => bytes.toString('base64url');
  if (kind === 'ed') return createPublicKey({ key: { kty: 'OKP', crv: curve, x: text(key) }, format: 'jwk' });
  if (kind === 'ec') {
    const half = key.length / 2;
    const [x, y] = [text(key.subarray(0, half)), text(key.subarray(half))];
    return createPublicKey({ key: { kty: 'EC', crv: curve, x, y }, format: 'jwk' });
  }
  const parts = rsaParts(key);
  if (parts === null || parts.modulus.length > maxRsaBytes || parts.exponent.length > maxExponentBytes) return null;
  return createPublicKey({ key: { kty: 'RSA', n: text(parts.modulus), e: text(parts.exponent) }, format: 'jwk' });
}
