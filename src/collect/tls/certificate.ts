/** The certificate a server shows and what comes with it, read without judging it. */
import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import type { ObservedCertificate, TlsObservation } from '../../domain/observation.ts';
import { explainConnectionError, silentReason } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import { printable } from '../printable.ts';
import { readExtensions } from './certificate-extensions.ts';
import { readStaple } from './certificate-staple.ts';
import { examineChain, isSelfSigned, nameOf, publicTrust, type TrustList } from './certificate-trust.ts';
import type { ProbeEndpoint } from './probe.ts';
import { explainOpening, openForTls } from './starttls.ts';

/** What came with the certificate. */
type CertificateSurroundings = Pick<TlsObservation, 'chain' | 'staple' | 'fingerprintWithoutName'>;

export type CertificateResult =
  | ({ certificate: ObservedCertificate; reason: null } & CertificateSurroundings)
  | { certificate: null; reason: string };

/** Connections at most. */
export const certificateConnections = 2;

/**
 * Connects with everything our TLS library can still speak, reads the certificate, its chain and what the server attaches about its
 * revocation. Where there is a name, a second connection at the same time leaves it out; not behind STARTTLS, where servers count
 * connections.
 * @throws the signal's reason when aborted; everything else is a result
 */
export async function readCertificate(endpoint: ProbeEndpoint, trust: TrustList = publicTrust): Promise<CertificateResult> {
  const asksWithoutName = endpoint.serverName !== null && endpoint.starttls === undefined;
  const [named, nameless] = await Promise.all([
    shakeHands(endpoint, trust, (socket, staple) => readPeer(socket, staple, trust)),
    asksWithoutName
      ? shakeHands({ ...endpoint, serverName: null }, trust, (socket) => socket.getPeerX509Certificate()?.fingerprint256 ?? null)
      : undefined,
  ]);
  if ('failure' in named) return { certificate: null, reason: named.failure };
  if (named.seen.certificate === null || nameless === undefined) return named.seen;
  return { ...named.seen, fingerprintWithoutName: 'failure' in nameless ? null : nameless.seen };
}

/**
 * One handshake within the endpoint's time.
 * @param read what to take from it; the connection is closed afterwards
 * @returns `failure` is a German sentence
 */
async function shakeHands<T>(
  endpoint: ProbeEndpoint,
  trust: TrustList,
  read: (socket: TLSSocket, staple: Buffer | null) => T,
): Promise<{ seen: T } | { failure: string }> {
  const { serverName, timeoutMs, signal } = endpoint;
  await takeTurn();
  const endsAt = performance.now() + timeoutMs;
  const opened = await openForTls(endpoint).catch((error: unknown) => {
    if (signal?.aborted === true) throw signal.reason;
    return { failure: explainOpening(error) };
  });
  if ('failure' in opened) return opened;
  return new Promise((resolve, reject) => {
    let staple: Buffer | null = null;
    const socket = connect({
      socket: opened,
      servername: serverName ?? '',
      rejectUnauthorized: false,
      requestOCSP: true,
      secureContext: trust.context,
      // Whether the name fits is judged later; here it would hide what is wrong with the chain.
      checkServerIdentity: () => undefined,
    });
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      opened.destroy();
    };
    const settle = (result: { seen: T } | { failure: string }) => {
      tidy();
      resolve(result);
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => settle({ failure: silentReason }), Math.max(1, endsAt - performance.now()));
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle({ failure: explainConnectionError(error) }));
    socket.once('close', () => settle({ failure: 'Die Gegenstelle hat die Verbindung geschlossen.' }));
    socket.once('OCSPResponse', (response: Buffer | null) => {
      staple = response;
    });
    socket.once('secureConnect', () => settle({ seen: read(socket, staple) }));
  });
}

/** Of one connection: the server's own certificate, then those of its issuers, as they came. */
export async function readPresentedCertificates(
  endpoint: ProbeEndpoint,
  trust: TrustList = publicTrust,
): Promise<{ certificates: readonly X509Certificate[] } | { failure: string }> {
  const result = await shakeHands(endpoint, trust, (socket) => presentedBy(socket));
  return 'failure' in result ? result : { certificates: result.seen };
}

/** More than any server needs; a chain may lead back to itself. */
const maxPresented = 10;

function presentedBy(socket: TLSSocket): X509Certificate[] {
  const certificates: X509Certificate[] = [];
  for (let next = socket.getPeerX509Certificate(); next !== undefined && certificates.length < maxPresented; ) {
    certificates.push(next);
    next = next.issuerCertificate;
  }
  return certificates;
}

function readPeer(socket: TLSSocket, staple: Buffer | null, trust: TrustList): CertificateResult {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return { certificate: null, reason: 'Der Server zeigt kein Zertifikat.' };
  try {
    return {
      certificate: describeCertificate(certificate),
      reason: null,
      chain: examineChain(certificate, verificationOf(socket), trust, Date.now()),
      staple: staple === null || staple.length === 0 ? null : readStaple(staple, certificate.raw),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { certificate: null, reason: `Das Zertifikat ist nicht lesbar (${printable(detail, 200)}).` };
  }
}

/** OpenSSL's error code; null when it found nothing wrong. Node's type says Error, what comes is a text. */
function verificationOf(socket: TLSSocket): string | null {
  if (socket.authorized) return null;
  const error: unknown = socket.authorizationError;
  return error instanceof Error ? error.message : String(error);
}

/** The parts of a certificate the checks look at. */
export function describeCertificate(certificate: X509Certificate): ObservedCertificate {
  const names = alternativeNames(certificate.subjectAltName);
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: names.map(({ value }) => value),
    addresses: names.filter(({ isAddress }) => isAddress).map(({ value }) => value),
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    ...describeKey(certificate.publicKey),
    ...readExtensions(certificate.raw),
    selfSigned: isSelfSigned(certificate),
    fingerprint256: certificate.fingerprint256,
    keyFingerprint256: createHash('sha256').update(exportedKey(certificate)).digest('hex'),
  };
}

function exportedKey({ publicKey }: X509Certificate): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

/** `DNS:a, IP Address:192.0.2.7`; values with special characters are quoted as JSON strings. */
function alternativeNames(text: string | undefined): { value: string; isAddress: boolean }[] {
  const entries = (text ?? '').match(/(?:DNS|IP Address):(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  return entries.slice(0, maxNames).map((entry) => {
    const value = entry.slice(entry.indexOf(':') + 1);
    return { value: visibly(value.startsWith('"') ? unquoted(value) : value), isAddress: entry.startsWith('IP') };
  });
}

/** Most alternative names that are kept. */
const maxNames = 1000;

function unquoted(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}

/** Control characters stay visible: a name must not become another, harmless one by losing them. */
function visibly(name: string): string {
  return printable(name.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD'), 255);
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
