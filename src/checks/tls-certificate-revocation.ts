import type { Severity } from '../domain/catalogue.ts';
import type { Check } from '../domain/check.ts';
import type { ObservedCertificate, OcspStaple } from '../domain/observation.ts';
import { germanDate } from './german.ts';
import { notLookedAt, seenCertificate } from './tls-certificate-facts.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/**
 * Is the certificate not revoked, and can programs find out? Judged by what the service itself hands over (RFC 6066, 8; RFC 7633): lists and
 * responders belong to others and are not asked. An attached answer is taken at its word, its signature is not verified, and the sentence
 * says so. That none is attached is a deviation only where the certificate names a responder: the public authorities are giving them up in
 * favour of lists. Whether an answer is out of date is measured at the instant of the observation. Says nothing about certificates that
 * signed themselves: nobody can revoke them.
 */
export const tlsCertificateRevocation: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const nothing = { status: 'unbekannt', reason: '' };
  const seen = seenCertificate(observation);
  if ('reason' in seen) return undetermined(context, seen.reason, nothing);
  const { certificate, data } = seen;
  if (certificate.selfSigned) return null;
  if (data.staple === undefined) return undetermined(context, notLookedAt, nothing);
  const judged =
    data.staple === null
      ? withoutStaple(certificate)
      : withStaple(data.staple, certificate.mustStaple === true, observation.at, context.definition.severity);
  if ('reason' in judged) return undetermined(context, judged.reason, nothing);
  const { severity, status } = judged;
  return verdict(context, severity === null ? 'met' : 'not-met', severity ?? 'hinweis', { ...nothing, status });
};

/** `severity` is null when all is well. */
type Judged = { severity: Severity | null; status: string } | { reason: string };

function withoutStaple({ mustStaple, ocspResponders, crlAddresses }: ObservedCertificate): Judged {
  if (mustStaple === true)
    return { severity: 'hoch', status: 'das Zertifikat verlangt eine mitgelieferte Auskunft, der Dienst liefert keine' };
  if (ocspResponders === undefined || crlAddresses === undefined) return { reason: notLookedAt };
  if (mustStaple === null || ocspResponders === null || crlAddresses === null)
    return { reason: 'die Angaben im Zertifikat sind nicht lesbar' };
  if (ocspResponders.length > 0)
    return {
      severity: 'niedrig',
      status: 'das Zertifikat nennt einen Auskunftsdienst, der Dienst liefert dessen Auskunft nicht mit',
    };
  if (crlAddresses.length > 0)
    return { severity: null, status: 'das Zertifikat nennt eine Sperrliste; abgerufen hat burgward sie nicht' };
  return { reason: 'das Zertifikat nennt weder Sperrliste noch Auskunftsdienst; bei sehr kurzer Laufzeit ist das üblich' };
}

function withStaple(staple: OcspStaple, isDemanded: boolean, at: string, revokedSeverity: Severity): Judged {
  if (!staple.readable) return { reason: cleanValue(staple.reason) };
  const asFar = 'nach der mitgelieferten Auskunft, deren Unterschrift burgward nicht prüft';
  if (staple.status === 'revoked') {
    const since = staple.revokedAt === null ? '' : ` seit ${germanDate(Date.parse(staple.revokedAt))}`;
    return { severity: revokedSeverity, status: `das Zertifikat ist${since} gesperrt, ${asFar}` };
  }
  if (staple.status === 'unknown')
    return { reason: 'die Zertifizierungsstelle kennt laut mitgelieferter Auskunft das Zertifikat nicht' };
  const { nextUpdate } = staple;
  if (nextUpdate !== null && Date.parse(nextUpdate) < Date.parse(at)) {
    const status = `die mitgelieferte Auskunft ist seit ${germanDate(Date.parse(nextUpdate))} veraltet`;
    return { severity: isDemanded ? 'hoch' : 'niedrig', status };
  }
  return { severity: null, status: `keine Sperrung bekannt ${asFar}` };
}
