import { domainToASCII } from 'node:url';
import type { Check } from '../domain/check.ts';
import { parseAddress } from '../domain/freigabe.ts';
import type { ObservedCertificate, ObservedTarget } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { isMailBetweenServers, seenCertificate } from './tls-certificate-facts.ts';
import { cleanValue, numberParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does the certificate hold for the name by which the service is reached? Follows RFC 9525: only the subject alternative name counts, never
 * the common name; `*` stands for exactly one whole label, the leftmost (6.3); an address needs an entry for addresses (6.5). Where servers
 * hand over mail a wrong name is of little risk. Without a name only an entry for the address itself can settle it.
 *
 * Parameters: `names_kept`, how many names an observation holds at most: behind them the right one may have been cut off.
 */
export const tlsCertificateName: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const { target } = observation;
  const values = { name: cleanValue(target.name ?? target.address), names: 'unbekannt', note: '', reason: '' };
  const seen = seenCertificate(observation);
  if ('reason' in seen) return undetermined(context, seen.reason, values);
  const { certificate } = seen;
  const named = { ...values, names: listed(certificate.names) };
  const match = matchingEntry(target, certificate);
  if (match !== null) {
    const note = match.startsWith('*') ? ` (durch den Platzhalter ${cleanValue(match)})` : '';
    return verdict(context, 'met', 'hinweis', { ...named, note });
  }
  if (target.name === null) return undetermined(context, 'nur mit Rechnernamen prüfbar', named);
  if (certificate.names.length >= numberParameter(context.definition, 'names_kept'))
    return undetermined(context, 'das Zertifikat nennt mehr Namen, als burgward sich merkt', named);
  return verdict(context, 'not-met', isMailBetweenServers(observation) ? 'niedrig' : context.definition.severity, named);
};

function matchingEntry({ name, address }: ObservedTarget, certificate: ObservedCertificate): string | null {
  const literal = parseAddress(name ?? address);
  if (literal !== null) return addressEntries(certificate).find((entry) => parseAddress(entry.toLowerCase()) === literal) ?? null;
  const wanted = canonical(name ?? '');
  if (wanted === '') return null;
  return certificate.names.find((entry) => covers(entry, wanted)) ?? null;
}

/** Before the two kinds of entries were told apart, what looks like an address counted as one. */
function addressEntries({ addresses, names }: ObservedCertificate): readonly string[] {
  return addresses ?? names;
}

function covers(entry: string, wanted: string): boolean {
  const pattern = withoutDot(entry.toLowerCase());
  if (!pattern.startsWith('*.')) return pattern === wanted;
  const parent = pattern.slice(2);
  const [first = '', ...rest] = wanted.split('.');
  // `*.de` would cover every municipality of the country: no program takes it.
  return first !== '' && parent.includes('.') && !parent.includes('*') && rest.join('.') === parent;
}

/** Lower case, names with umlauts in the form that stands in certificates. */
function canonical(name: string): string {
  return withoutDot((domainToASCII(name) || name).toLowerCase());
}

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
