import type { CheckDefinition, Severity } from '../domain/catalogue.ts';
import type { Check } from '../domain/check.ts';
import type { ObservedCertificate } from '../domain/observation.ts';
import { germanNumber } from './german.ts';
import { cleanValue, numberParameter, undetermined, verdict } from './verdict.ts';

/**
 * Is the key of the certificate long enough? Follows BSI TR-02102-2 (edition 2023-01): RSA 3000 bits from 2024, ECDSA 250.
 *
 * Parameters: `rsa_min_bits`, `rsa_phase_out_bits` (RSA between the two is a deviation of little risk), `ec_min_bits`.
 */
export const tlsCertificateKey: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const unknown = { key: 'unbekannt', minimum: 'unbekannt' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknown);
  const { certificate, certificateReason } = observation.outcome.data;
  if (certificate === null) return undetermined(context, certificateReason ?? 'kein Zertifikat gelesen', unknown);
  const judged = judgeKey(certificate, context.definition);
  if ('reason' in judged) return undetermined(context, judged.reason, unknown);
  const { met, severity, key, minimum } = judged;
  return verdict(context, met ? 'met' : 'not-met', met ? 'hinweis' : severity, { key, minimum, reason: '' });
};

type JudgedKey = { reason: string } | { met: boolean; severity: Severity; key: string; minimum: string };

function judgeKey(certificate: ObservedCertificate, definition: CheckDefinition): JudgedKey {
  const type = certificate.keyType.toLowerCase();
  const bits = certificate.keyBits ?? curveBits(certificate.curve) ?? edwardsBits[type];
  if (type === 'dsa') {
    return { met: false, severity: definition.severity, key: 'DSA', minimum: rsaMinimum(definition) };
  }
  const family = families[type];
  if (family === undefined) return { reason: `Schlüsselart ${cleanValue(certificate.keyType)} ist nicht bekannt` };
  if (bits === undefined) return { reason: 'Schlüssellänge nicht erkennbar' };
  if (family === 'EC') {
    const minimum = numberParameter(definition, 'ec_min_bits');
    return { met: bits >= minimum, severity: definition.severity, key: keyName(family, bits), minimum: keyName(family, minimum) };
  }
  const isTolerable = bits >= numberParameter(definition, 'rsa_phase_out_bits');
  return {
    met: bits >= numberParameter(definition, 'rsa_min_bits'),
    severity: isTolerable ? 'niedrig' : definition.severity,
    key: keyName(family, bits),
    minimum: rsaMinimum(definition),
  };
}

const families: Readonly<Record<string, 'RSA' | 'EC'>> = { rsa: 'RSA', 'rsa-pss': 'RSA', ec: 'EC', ed25519: 'EC', ed448: 'EC' };

/** Field sizes of the Edwards curves (RFC 8032), whose certificates name no length. */
const edwardsBits: Readonly<Record<string, number>> = { ed25519: 255, ed448: 448 };

/** The names of the usual curves contain their field size: prime256v1, secp384r1, brainpoolP512r1, P-521. */
function curveBits(curve: string | null): number | undefined {
  const digits = /\d{3}/.exec(curve ?? '')?.[0];
  return digits === undefined ? undefined : Number(digits);
}

function rsaMinimum(definition: CheckDefinition): string {
  return keyName('RSA', numberParameter(definition, 'rsa_min_bits'));
}

function keyName(family: 'RSA' | 'EC', bits: number): string {
  return family === 'RSA' ? `RSA mit ${germanNumber(bits)} Bit` : `elliptische Kurve mit ${germanNumber(bits)} Bit`;
}
