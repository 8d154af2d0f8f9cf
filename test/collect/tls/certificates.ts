/** Certificates of every sort, made at run time, and servers that show them. */
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import {
  BasicConstraintsExtension,
  Extension,
  type JsonGeneralNames,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { onCloseAll } from '../loopback.ts';

type KeyPair = webcrypto.CryptoKeyPair;

export interface MadeCertificate {
  subject: string;
  keys: KeyPair;
  pem: string;
  der: Buffer;
  keyPem: string;
}

interface Wanted {
  subject: string;
  /** Missing: signs itself. */
  issuer?: Pick<MadeCertificate, 'subject' | 'keys'>;
  keys?: KeyPair;
  isAuthority?: boolean;
  names?: JsonGeneralNames;
  extensions?: Extension[];
  notBefore?: Date;
  notAfter?: Date;
  serialNumber?: string;
  /** How it is signed; for keys of `algorithms` only. */
  signing?: keyof typeof algorithms;
}

const publicExponent = new Uint8Array([1, 0, 1]);
const algorithms = {
  ecdsa: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent, modulusLength: 2048 },
  sha1: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1', publicExponent, modulusLength: 2048 },
  pss: { name: 'RSA-PSS', hash: 'SHA-384', publicExponent, modulusLength: 2048, saltLength: 48 },
  ed25519: { name: 'Ed25519' },
};

export async function makeKeys(signing: keyof typeof algorithms = 'ecdsa'): Promise<KeyPair> {
  return (await webcrypto.subtle.generateKey(algorithms[signing], true, ['sign', 'verify'])) as KeyPair;
}

const day = 86_400_000;

export async function makeCertificate(wanted: Wanted): Promise<MadeCertificate> {
  const { subject, signing = 'ecdsa', isAuthority = false, names = [], extensions = [] } = wanted;
  const keys = wanted.keys ?? (await makeKeys(wanted.issuer === undefined ? signing : 'ecdsa'));
  const issuer = wanted.issuer ?? { subject, keys };
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: algorithms[signing],
    notBefore: wanted.notBefore ?? new Date(Date.now() - day),
    notAfter: wanted.notAfter ?? new Date(Date.now() + 90 * day),
    ...(wanted.serialNumber === undefined ? {} : { serialNumber: wanted.serialNumber }),
    extensions: [
      new BasicConstraintsExtension(isAuthority, undefined, isAuthority),
      ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
      ...extensions,
    ],
  });
  return {
    subject,
    keys,
    pem: certificate.toString('pem'),
    der: Buffer.from(certificate.rawData),
    keyPem: KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** DER of one element. */
export function der(tag: number, ...contents: (Buffer | number[] | string)[]): Buffer {
  const content = Buffer.concat(contents.map((each) => Buffer.from(each as Buffer)));
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  if (content.length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, content.length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 255]), content]);
}

export function extension(id: string, value: Buffer): Extension {
  return new Extension(id, false, value);
}

/** The extension with timestamps of these logs, each named by one byte. */
export function timestamps(logs: readonly number[]): Extension {
  const one = (log: number) => Buffer.concat([Buffer.from([0]), Buffer.alloc(32, log), Buffer.alloc(14)]);
  const withLength = (bytes: Buffer) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  return new Extension(
    '1.3.6.1.4.1.11129.2.4.2',
    false,
    der(4, withLength(Buffer.concat(logs.map((log) => withLength(one(log)))))),
  );
}

export const mustStaple = () => extension('1.3.6.1.5.5.7.1.24', der(0x30, [2, 1, 5]));

export interface Shown {
  leaf: MadeCertificate;
  /** Sent after it, in this order. */
  chain?: readonly MadeCertificate[];
  /** What to attach when asked for an OCSP answer. */
  staple?: Buffer;
  /** For clients that name no host of beispielhain.example; missing: the same. */
  withoutName?: MadeCertificate;
  maxVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** A TLS server on a port of its own. */
export async function showing({ leaf, chain = [], staple, withoutName, maxVersion = 'TLSv1.3' }: Shown): Promise<number> {
  const pem = [leaf, ...chain].map((each) => each.pem).join('\n');
  const fallback = withoutName ?? leaf;
  const server = createServer({
    cert: withoutName === undefined ? pem : fallback.pem,
    key: fallback.keyPem,
    maxVersion,
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
  if (withoutName !== undefined) server.addContext('*.beispielhain.example', { cert: pem, key: leaf.keyPem });
  if (staple !== undefined) {
    server.on('OCSPRequest', (_certificate: Buffer, _issuer: Buffer, answer: (error: Error | null, staple: Buffer) => void) =>
      answer(null, staple),
    );
  }
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCloseAll(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
