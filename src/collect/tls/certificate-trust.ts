/** Whether a presented chain leads to a certification authority the public trusts, and where it breaks if not. */
import { constants, X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { ChainCertificate, TlsChain } from '../../domain/observation.ts';
import { printable } from '../printable.ts';
import { readExtensions } from './certificate-extensions.ts';

/** Most certificates of a chain that are looked at; OpenSSL itself takes no more than 100 KB of them. */
const maxExamined = 20;
/** Most certificates of a chain that are kept. */
const maxKept = 10;
/** The list of issuers ends here even if it were endless. */
const maxCounted = 1000;

/**
 * The authorities that count as public. Neither the store of the operating system nor NODE_EXTRA_CA_CERTS takes part: what is trusted
 * must not depend on the machine that looks.
 */
export class TrustList {
  readonly #pem: readonly string[];
  #roots: Map<string, X509Certificate[]> | null = null;
  #context: SecureContext | null = null;

  /** @param pem the authorities' own certificates */
  constructor(pem: readonly string[]) {
    this.#pem = pem;
  }

  /** For connections that take everything our TLS library can still speak. */
  get context(): SecureContext {
    this.#context ??= createSecureContext({
      ca: [...this.#pem],
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
      secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    });
    return this.#context;
  }

  hasIssued(certificate: X509Certificate): boolean {
    this.#roots ??= Map.groupBy(
      this.#pem.map((pem) => new X509Certificate(pem)),
      ({ subject }) => subject,
    );
    return (this.#roots.get(certificate.issuer) ?? []).some((root) => isIssuedBy(certificate, root));
  }
}

/** Mozilla's list as bundled with Node. */
export const publicTrust = new TrustList(rootCertificates);

/**
 * @param verification OpenSSL's own verdict over the whole path with this list: null when it is in order, else its error code. It looks at
 *   everything, but names only the last of several errors; which link is the trouble is found out here.
 * @param now for telling what has expired
 */
export function examineChain(leaf: X509Certificate, verification: string | null, trust: TrustList, now: number): TlsChain {
  const { issuers, presented } = presentedIssuers(leaf);
  const kept = issuers.slice(0, maxKept).flatMap((issuer) => describeIssuer(issuer) ?? []);
  const base = { presented, certificates: kept };
  if (verification === null) return { ...base, trust: 'public', detail: null };
  const detail = printable(verification, 100);
  if (isSelfSigned(leaf)) return { ...base, trust: 'self-signed', detail };
  const path = reachable(leaf, issuers);
  if (!path.some((each) => trust.hasIssued(each))) return { ...base, trust: whereItEnds(leaf, path), detail };
  if (path.some((each) => each !== leaf && !isSelfSigned(each) && hasExpired(each, now)))
    return { ...base, trust: 'expired-intermediate', detail };
  const onlyTheLeafIsOutOfDate = hasExpired(leaf, now) || leaf.validFromDate.getTime() > now;
  return { ...base, trust: onlyTheLeafIsOutOfDate ? 'public' : 'invalid', detail };
}

/** Node links the presented certificates in the order in which they came. */
function presentedIssuers(leaf: X509Certificate): { issuers: X509Certificate[]; presented: number } {
  const issuers: X509Certificate[] = [];
  let presented = 1;
  for (let issuer = leaf.issuerCertificate; issuer !== undefined && presented < maxCounted; issuer = issuer.issuerCertificate) {
    presented++;
    if (issuers.length < maxExamined) issuers.push(issuer);
  }
  return { issuers, presented };
}

/** The leaf and every presented certificate that issued it, directly or through others. Each is visited once, so a loop ends. */
function reachable(leaf: X509Certificate, issuers: readonly X509Certificate[]): X509Certificate[] {
  const path = [leaf];
  for (const certificate of path) {
    path.push(...issuers.filter((issuer) => !path.includes(issuer) && isIssuedBy(certificate, issuer)));
  }
  return path;
}

/** A public authority leaves timestamps in what it issues; an authority of one's own has no reason to. */
function whereItEnds(leaf: X509Certificate, path: readonly X509Certificate[]): TlsChain['trust'] {
  if (path.some(isSelfSigned)) return 'unknown-root';
  return (readExtensions(leaf.raw).embeddedTimestamps ?? 0) > 0 ? 'missing-intermediate' : 'unknown-issuer';
}

function describeIssuer(certificate: X509Certificate): ChainCertificate | null {
  try {
    return {
      subject: nameOf(certificate.subject),
      issuer: nameOf(certificate.issuer),
      validFrom: certificate.validFromDate.toISOString(),
      validTo: certificate.validToDate.toISOString(),
      signature: readExtensions(certificate.raw).signature,
      selfSigned: isSelfSigned(certificate),
      fingerprint256: certificate.fingerprint256,
    };
  } catch {
    // A certificate of the chain that cannot be read is no reason to lose the others.
    return null;
  }
}

function hasExpired(certificate: X509Certificate, now: number): boolean {
  return certificate.validToDate.getTime() < now;
}

/** A distinguished name on one harmless line, most specific part first. */
export function nameOf(distinguishedName: string | undefined): string {
  return printable((distinguishedName ?? '').split('\n').reverse().join(', '), 500);
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return isIssuedBy(certificate, certificate);
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // The issuer's key is of a kind our library does not know: nothing proves that it signed.
    return false;
  }
}
