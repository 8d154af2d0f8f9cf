/** Certificates made at run time, so that no key lies in the repository and dates fit the day. */
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

export interface DemoCertificate {
  /** PEM. */
  cert: string;
  key: string;
}

export interface DemoCertificateRequest {
  commonName: string;
  key: 'ec-p256' | 'rsa-1024';
  notBefore: Date;
  notAfter: Date;
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 1024 };
const serverAuthentication = '1.3.6.1.5.5.7.3.1';

/** A self-signed server certificate for loopback. */
export async function makeDemoCertificate(request: DemoCertificateRequest): Promise<DemoCertificate> {
  const algorithm = request.key === 'ec-p256' ? ecdsa : rsa;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${request.commonName}, O=Gemeinde Beispielhain`,
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(false),
      new ExtendedKeyUsageExtension([serverAuthentication]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: request.commonName },
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  return {
    cert: certificate.toString('pem'),
    key: KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}
