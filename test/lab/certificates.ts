/** Certificates for the daemons of the lab: good ones and the mistakes found in the field. */
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM. */
export interface LabCertificate {
  cert: string;
  key: string;
}

export interface CertificateWish {
  key?: 'ec-p256' | 'ec-p384' | 'rsa-1024' | 'rsa-2048' | 'rsa-3072';
  hash?: 'SHA-1' | 'SHA-256';
  name?: string;
  /** ISO 8601. */
  notBefore?: string;
  notAfter?: string;
}

const serverAuthentication = '1.3.6.1.5.5.7.3.1';

/** Self-signed, for the name and 127.0.0.1; without other wishes with an EC key and good for all of 2026. */
export async function makeCertificate(wish: CertificateWish = {}): Promise<LabCertificate> {
  const name = wish.name ?? 'dienst.beispielhain.example';
  const algorithm = keyAlgorithm(wish);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}, O=Gemeinde Beispielhain`,
    notBefore: new Date(wish.notBefore ?? '2026-01-01T00:00:00Z'),
    notAfter: new Date(wish.notAfter ?? '2026-12-31T00:00:00Z'),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(false),
      new ExtendedKeyUsageExtension([serverAuthentication]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: name },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  return {
    cert: certificate.toString('pem'),
    key: KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

function keyAlgorithm({ key = 'ec-p256', hash = 'SHA-256' }: CertificateWish) {
  if (key === 'ec-p256') return { name: 'ECDSA', namedCurve: 'P-256', hash };
  if (key === 'ec-p384') return { name: 'ECDSA', namedCurve: 'P-384', hash };
  const modulusLength = Number(key.slice('rsa-'.length));
  return { name: 'RSASSA-PKCS1-v1_5', hash, publicExponent: new Uint8Array([1, 0, 1]), modulusLength };
}
