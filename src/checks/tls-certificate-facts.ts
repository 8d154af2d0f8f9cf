/** What the checks about certificates share. */
import type { ChainTrust, ObservedCertificate, TlsEndpointObservation, TlsObservation } from '../domain/observation.ts';

/** Why a check says nothing about an observation from before its field was read. */
export const notLookedAt = 'wurde bei dieser Prüfung nicht angesehen';

type SeenCertificate = { certificate: ObservedCertificate; data: TlsObservation };

/** The certificate, or in German why there is none. */
export function seenCertificate({ outcome }: TlsEndpointObservation): SeenCertificate | { reason: string } {
  if (!outcome.seen) return { reason: outcome.reason };
  const { certificate, certificateReason } = outcome.data;
  return certificate === null ? { reason: certificateReason ?? 'kein Zertifikat gelesen' } : { certificate, data: outcome.data };
}

/** Whether an authority on the public list issued it, even if its chain is not in order: the rules for public certificates hold then. */
export function isFromPublicAuthority(trust: ChainTrust): boolean {
  return trust === 'public' || trust === 'missing-intermediate' || trust === 'expired-intermediate';
}

/**
 * Whether servers meet here to hand over mail. They encrypt to each other without asking who the other is, unless DANE or MTA-STS is in
 * use (RFC 7435): name and issuer of the certificate matter less than on a page for people.
 */
export function isMailBetweenServers({ target, outcome }: TlsEndpointObservation): boolean {
  return target.port === 25 && outcome.seen && outcome.data.starttls === 'smtp';
}
