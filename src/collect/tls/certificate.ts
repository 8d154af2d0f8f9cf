/** The certificate a server shows, read without judging it. */
import { constants, type KeyObject, type X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import type { ObservedCertificate } from '../../domain/observation.ts';
import { explainConnectionError } from '../connection-problem.ts';
import { printable } from '../printable.ts';
import type { ProbeEndpoint } from './probe.ts';

export type CertificateResult = { certificate: ObservedCertificate; reason: null } | { certificate: null; reason: string };

/**
 * Connects with everything our TLS library can still speak and reads the certificate.
 * @throws the signal's reason when aborted; everything else is a result
 */
export function readCertificate(endpoint: ProbeEndpoint): Promise<CertificateResult> {
  const { address, port, serverName, timeoutMs, signal } = endpoint;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = connect({
      host: address,
      port,
      servername: serverName ?? '',
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
      secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    });
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
    };
    const settle = (result: CertificateResult) => {
      tidy();
      resolve(result);
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => settle({ certificate: null, reason: 'Keine Antwort innerhalb der Zeitgrenze.' }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle({ certificate: null, reason: explainConnectionError(error) }));
    socket.once('close', () => settle({ certificate: null, reason: 'Die Gegenstelle hat die Verbindung geschlossen.' }));
    socket.once('secureConnect', () => settle(readPeer(socket.getPeerX509Certificate())));
  });
}

function readPeer(certificate: X509Certificate | undefined): CertificateResult {
  if (certificate === undefined) return { certificate: null, reason: 'Der Server zeigt kein Zertifikat.' };
  try {
    return { certificate: describeCertificate(certificate), reason: null };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { certificate: null, reason: `Das Zertifikat ist nicht lesbar (${printable(detail, 200)}).` };
  }
}

/** The parts of a certificate the checks look at. */
export function describeCertificate(certificate: X509Certificate): ObservedCertificate {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: alternativeNames(certificate.subjectAltName),
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    ...describeKey(certificate.publicKey),
    selfSigned: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
    fingerprint256: certificate.fingerprint256,
  };
}

function oneLine(distinguishedName: string | undefined): string {
  return printable((distinguishedName ?? '').split('\n').reverse().join(', '));
}

/** `DNS:a, IP Address:192.0.2.7`; values with special characters are quoted as JSON strings. */
function alternativeNames(text: string | undefined): string[] {
  const entries = (text ?? '').match(/(?:DNS|IP Address):(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  return entries.slice(0, 1000).map((entry) => {
    const value = entry.slice(entry.indexOf(':') + 1);
    return printable(value.startsWith('"') ? String(JSON.parse(value)) : value, 255);
  });
}

/** NIST names of the common curves, and the size that counts for the strength. */
const curves: Readonly<Record<string, { curve: string; keyBits: number }>> = {
  prime192v1: { curve: 'P-192', keyBits: 192 },
  secp224r1: { curve: 'P-224', keyBits: 224 },
  prime256v1: { curve: 'P-256', keyBits: 256 },
  secp256k1: { curve: 'secp256k1', keyBits: 256 },
  secp384r1: { curve: 'P-384', keyBits: 384 },
  secp521r1: { curve: 'P-521', keyBits: 521 },
  brainpoolP256r1: { curve: 'brainpoolP256r1', keyBits: 256 },
  brainpoolP384r1: { curve: 'brainpoolP384r1', keyBits: 384 },
  brainpoolP512r1: { curve: 'brainpoolP512r1', keyBits: 512 },
};

function describeKey(key: KeyObject): Pick<ObservedCertificate, 'keyType' | 'keyBits' | 'curve'> {
  const keyType = key.asymmetricKeyType ?? 'unbekannt';
  const details = key.asymmetricKeyDetails;
  if (keyType === 'ed25519') return { keyType, keyBits: 256, curve: 'Ed25519' };
  if (keyType === 'ed448') return { keyType, keyBits: 456, curve: 'Ed448' };
  const named = details?.namedCurve;
  if (named !== undefined) return { keyType, ...(curves[named] ?? { curve: named, keyBits: null }) };
  // rsa and rsa-pss differ only in what may be signed with them.
  return { keyType: keyType === 'rsa-pss' ? 'rsa' : keyType, keyBits: details?.modulusLength ?? null, curve: null };
}
