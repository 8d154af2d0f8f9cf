import { formatDay } from '../domain/calendar.ts';
import type { Check, CheckContext } from '../domain/check.ts';
import type { CertificateSignature, ObservedCertificate, TlsChain } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { notLookedAt, seenCertificate } from './tls-certificate-facts.ts';
import { cleanValue, textListParameter, textMapParameter, undetermined, verdict } from './verdict.ts';

/**
 * Is the certificate, and every one of its chain, signed by a method nobody can forge? SHA-1 and MD5 are broken. RSA by PKCS#1 v1.5 with
 * SHA-2 left the list of BSI TR-02102-2 at the end of 2025, yet every public authority signs that way: it is named and no deviation. The
 * signature of an authority's own root protects nothing and is not looked at.
 *
 * Parameters: `rejected_hashes`; `accepted_hashes`; `listed_until`, scheme → last day the BSI lists it.
 */
export const tlsCertificateSignature: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const nothing = { signature: 'unbekannt', rejected: 'nichts', note: '', reason: '' };
  const seen = seenCertificate(observation);
  if ('reason' in seen) return undetermined(context, seen.reason, nothing);
  const { signature } = seen.certificate;
  if (signature === undefined) return undetermined(context, notLookedAt, nothing);
  const links = linksOf(seen.certificate, signature, seen.data.chain);
  const values = { ...nothing, signature: nameOf(signature), note: noteOn(signature, context) };

  const isRejected = hashIn(context, 'rejected_hashes');
  const rejected = links.filter(isRejected);
  if (rejected.length > 0) {
    const named = rejected.map(({ subject, signature }) => `${nameOf(signature)} (${cleanValue(subject)})`);
    return verdict(context, 'not-met', context.definition.severity, { ...values, rejected: listed(named) });
  }
  const isAccepted = hashIn(context, 'accepted_hashes');
  const unknown = links.filter((link) => link.signature.scheme !== 'eddsa' && !isAccepted(link));
  if (unknown.length > 0) {
    const named = listed([...new Set(unknown.map((link) => nameOf(link.signature)))]);
    return undetermined(context, `nicht bekannt: ${named}`, values);
  }
  return verdict(context, 'met', 'hinweis', values);
};

interface Link {
  subject: string;
  signature: CertificateSignature;
}

function linksOf({ subject }: ObservedCertificate, signature: CertificateSignature, chain: TlsChain | undefined): Link[] {
  return [{ subject, signature }, ...(chain?.certificates ?? []).filter(({ selfSigned }) => !selfSigned)];
}

function hashIn({ definition }: CheckContext, parameter: string): (link: Link) => boolean {
  const hashes = textListParameter(definition, parameter);
  return ({ signature }) => signature.hash !== null && hashes.includes(signature.hash);
}

const schemeNames: Readonly<Record<string, string>> = {
  'rsa-pkcs1': 'RSA nach PKCS#1 v1.5',
  'rsa-pss': 'RSA-PSS',
  ecdsa: 'ECDSA',
  dsa: 'DSA',
  eddsa: 'EdDSA',
};

function nameOf({ scheme, hash }: CertificateSignature): string {
  const name = (Object.hasOwn(schemeNames, scheme) ? schemeNames[scheme] : undefined) ?? cleanValue(scheme);
  return hash === null ? name : `${name} mit ${cleanValue(hash)}`;
}

function noteOn({ scheme }: CertificateSignature, { definition, asOf }: CheckContext): string {
  if (scheme === 'eddsa') return '; das BSI nennt das Verfahren nicht, eine Schwäche ist nicht bekannt';
  const until = textMapParameter(definition, 'listed_until')[scheme];
  if (until === undefined || asOf <= until) return '';
  return `; das BSI führt das Verfahren nur bis ${formatDay(until)}, bei Zertifikaten ist es weiter üblich und kein Anlass zur Eile`;
}
