/** Signs zones for the tests: real keys, real signatures, made anew in every run. Written from RFC 4034, apart from the code under test. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { DnskeyData, DsData, RrsigData, SoaData } from 'dns-packet';

export interface ZoneKey {
  dnskey: DnskeyData;
  tag: number;
  privateKey: KeyObject;
}

function base64url(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'base64url');
}

/** IANA algorithm numbers 8, 13, 14, 15. */
export function makeKey(algorithm: 8 | 13 | 14 | 15, { flags = 257, rsaBits = 2048 } = {}): ZoneKey {
  if (algorithm === 8) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: rsaBits });
    const { n, e } = publicKey.export({ format: 'jwk' });
    const exponent = base64url(e);
    return finish({ flags, algorithm, key: Buffer.concat([Buffer.from([exponent.length]), exponent, base64url(n)]) }, privateKey);
  }
  if (algorithm === 15) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    return finish({ flags, algorithm, key: base64url(publicKey.export({ format: 'jwk' }).x) }, privateKey);
  }
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: algorithm === 13 ? 'P-256' : 'P-384' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  return finish({ flags, algorithm, key: Buffer.concat([base64url(x), base64url(y)]) }, privateKey);
}

function finish(dnskey: DnskeyData, privateKey: KeyObject): ZoneKey {
  let sum = 0;
  keyData(dnskey).forEach((byte, index) => {
    sum += index % 2 === 0 ? byte * 256 : byte;
  });
  return { dnskey, tag: (sum + Math.floor(sum / 65536)) % 65536, privateKey };
}

function keyData({ flags, algorithm, key }: DnskeyData): Buffer {
  return Buffer.concat([Buffer.from([flags >> 8, flags & 255, 3, algorithm]), key]);
}

function wire(name: string): Buffer {
  return Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.alloc(1),
  ]);
}

function u32(...values: number[]): Buffer {
  return Buffer.concat(
    values.map((value) => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255])),
  );
}

export function dsOf(zone: string, { dnskey, tag }: ZoneKey): DsData {
  const digest = createHash('sha256').update(wire(zone)).update(keyData(dnskey)).digest();
  return { keyTag: tag, algorithm: dnskey.algorithm, digestType: 2, digest };
}

export interface Period {
  from: Date;
  until: Date;
}

function signSet(zone: string, type: 'SOA' | 'DNSKEY', rdata: Buffer[], key: ZoneKey, { from, until }: Period): RrsigData {
  const ttl = 3600;
  const number = type === 'SOA' ? 6 : 48;
  const times = [until, from].map((instant) => Math.floor(instant.getTime() / 1000));
  const head = Buffer.concat([
    Buffer.from([0, number, key.dnskey.algorithm, zone.split('.').length]),
    u32(ttl, ...times),
    Buffer.from([key.tag >> 8, key.tag & 255]),
    wire(zone),
  ]);
  const records = [...rdata].sort(Buffer.compare).map((data) => {
    return Buffer.concat([
      wire(zone),
      Buffer.from([0, number, 0, 1]),
      u32(ttl),
      Buffer.from([data.length >> 8, data.length & 255]),
      data,
    ]);
  });
  const hashes: Readonly<Record<number, string>> = { 8: 'sha256', 13: 'sha256', 14: 'sha384' };
  const signature = sign(hashes[key.dnskey.algorithm] ?? null, Buffer.concat([head, ...records]), {
    key: key.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return {
    typeCovered: type,
    algorithm: key.dnskey.algorithm,
    labels: zone.split('.').length,
    originalTTL: ttl,
    expiration: times[0] ?? 0,
    inception: times[1] ?? 0,
    keyTag: key.tag,
    signersName: zone,
    signature,
  };
}

export function signKeys(zone: string, keys: readonly ZoneKey[], by: ZoneKey, period: Period): RrsigData {
  return signSet(
    zone,
    'DNSKEY',
    keys.map(({ dnskey }) => keyData(dnskey)),
    by,
    period,
  );
}

export function signSoa(zone: string, soa: SoaData, by: ZoneKey, period: Period): RrsigData {
  const { mname, rname, serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0 } = soa;
  return signSet(
    zone,
    'SOA',
    [Buffer.concat([wire(mname), wire(rname), u32(serial, refresh, retry, expire, minimum)])],
    by,
    period,
  );
}
