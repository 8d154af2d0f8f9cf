import type { Check } from '../domain/check.ts';
import { germanNumber } from './german.ts';
import { isFromPublicAuthority, notLookedAt, seenCertificate } from './tls-certificate-facts.ts';
import { numberParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does a public certificate carry the timestamps of enough public logs? (RFC 6962; own rule for the number, after what browsers demand.)
 * Asks only for timestamps inside the certificate: those a server hands over in the handshake cannot be seen here. Nor are their signatures
 * verified. Says nothing about certificates of other authorities.
 *
 * Parameters: `min_logs`.
 */
export const tlsCertificateTransparency: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const minimum = numberParameter(context.definition, 'min_logs');
  const nothing = { count: 'unbekannt', minimum: germanNumber(minimum), reason: '' };
  const seen = seenCertificate(observation);
  if ('reason' in seen) return undetermined(context, seen.reason, nothing);
  const { certificate, data } = seen;
  if (data.chain === undefined) return undetermined(context, notLookedAt, nothing);
  if (!isFromPublicAuthority(data.chain.trust)) return null;
  const count = certificate.embeddedTimestamps;
  if (count === undefined) return undetermined(context, notLookedAt, nothing);
  if (count === null) return undetermined(context, 'die Liste im Zertifikat ist nicht lesbar', nothing);
  const isMet = count >= minimum;
  const values = { ...nothing, count: germanNumber(count) };
  return verdict(context, isMet ? 'met' : 'not-met', isMet ? 'hinweis' : context.definition.severity, values);
};
