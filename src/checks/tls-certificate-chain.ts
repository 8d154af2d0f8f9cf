import { type CheckDefinition, type Severity, severities } from '../domain/catalogue.ts';
import type { Check } from '../domain/check.ts';
import type { ChainTrust, ObservedCertificate, TlsChain, TlsEndpointObservation } from '../domain/observation.ts';
import { isMailBetweenServers, notLookedAt, seenCertificate } from './tls-certificate-facts.ts';
import { cleanValue, textMapParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does the certificate lead without gap to an authority the public trusts? Measured against Mozilla's list as bundled with the program, not
 * against this machine. Own rule of this catalogue after RFC 5280, 6.
 *
 * From the Internet everything else is a deviation: visitors get a warning. Inside (KDN, own network, the host) an authority of one's own is
 * in order if somebody decided so; whether an unknown issuer is that authority cannot be seen, so it stays open. A certificate that signed
 * itself is nobody's authority: a deviation of little risk. Where servers hand over mail, no deviation is of more than little risk. A root
 * that was sent along is superfluous, never wrong.
 *
 * Parameters: `severity_of`, from the Internet, and `severity_inside`, each by kind of trouble; a kind that is not in the latter stays open.
 */
export const tlsCertificateChain: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const nothing = { problem: 'unbekannt', note: '', reason: '' };
  const seen = seenCertificate(observation);
  if ('reason' in seen) return undetermined(context, seen.reason, nothing);
  const { certificate, data } = seen;
  if (data.chain === undefined) return undetermined(context, notLookedAt, nothing);
  const { trust } = data.chain;
  if (trust === 'public') return verdict(context, 'met', 'hinweis', { ...nothing, note: superfluousRoot(data.chain) });
  const problem = explain(trust, certificate, data.chain);
  const severity = severityOf(trust, observation, context.definition);
  if (severity === null)
    return undetermined(context, `${problem}; ob es die eigene Zertifizierungsstelle ist, kann burgward nicht erkennen`, nothing);
  return verdict(context, 'not-met', severity, { ...nothing, problem });
};

/** Null: cannot be decided. */
function severityOf(trust: ChainTrust, observation: TlsEndpointObservation, definition: CheckDefinition): Severity | null {
  const isInside = observation.vantage !== 'internet';
  const named = textMapParameter(definition, isInside ? 'severity_inside' : 'severity_of')[trust];
  const severity = severities.find((each) => each === named) ?? (isInside ? null : definition.severity);
  return severity !== null && isMailBetweenServers(observation) ? 'niedrig' : severity;
}

function superfluousRoot({ certificates }: TlsChain): string {
  return certificates.some(({ selfSigned }) => selfSigned) ? '; das mitgeschickte Stammzertifikat ist überflüssig' : '';
}

function explain(trust: Exclude<ChainTrust, 'public'>, { issuer }: ObservedCertificate, { detail }: TlsChain): string {
  const by = cleanValue(issuer);
  switch (trust) {
    case 'self-signed':
      return 'der Dienst hat sich das Zertifikat selbst ausgestellt';
    case 'unknown-root':
      return `ausgestellt von ${by}, keiner öffentlich anerkannten Zertifizierungsstelle`;
    case 'unknown-issuer':
      return `der Aussteller ${by} ist unbekannt und wird nicht mitgeschickt`;
    case 'missing-intermediate':
      return `das Zwischenzertifikat ${by} wird nicht mitgeschickt`;
    case 'expired-intermediate':
      return 'ein Zwischenzertifikat ist abgelaufen';
    case 'invalid':
      return `ein Zertifikat der Kette ist für diesen Zweck nicht zugelassen (${cleanValue(detail ?? 'ohne Angabe')})`;
  }
}
