import type { Check } from '../domain/check.ts';
import type { DnsZoneObservation, ObservedDnssec } from '../domain/dns-observation.ts';
import { domainData, gapsIn, isEmpty, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { undetermined } from './verdict.ts';

/**
 * Are the records of the domain signed, and does the chain from the zone above hold (APP.3.6.A17; RFC 4035)? Digest, times and, where
 * the method is known, the signatures over keys and SOA record are recomputed; the DS record itself is the word of the resolver.
 */
export const dnsDnssec: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  const unknown = { resolver: 'unbekannt', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { dnssec } = found.data;
  const { faults, gaps } = look(found.data, Date.parse(observation.at));
  const resolver = dnssec.authenticated ? 'bestätigt das' : 'prüft selbst nicht';
  return judgeFaults(context, { faults, gaps, values: { resolver } });
};

function look({ dnssec }: DnsZoneObservation, now: number): { faults: Fault[]; gaps: string[] } {
  if (dnssec.rejectedByResolver) return { faults: [{ id: 'rejected' }], gaps: [] };
  const gaps = gapsIn([dnssec.ds, dnssec.keys]);
  if (isEmpty(dnssec.ds)) return lookAtUnsigned(dnssec, gaps);
  if (gaps.length > 0) return { faults: [], gaps };
  const faults = chainFaults(dnssec);
  if (faults.length > 0) return { faults, gaps: [] };
  return lookAtSignatures(dnssec, now);
}

/** „No DS record“ from a resolver that hands on no signatures means nothing. */
function lookAtUnsigned({ keys, passesSignatures, authenticated }: ObservedDnssec, gaps: string[]) {
  if (passesSignatures !== true && !authenticated)
    return { faults: [], gaps: ['der befragte Resolver gibt Signaturen nicht weiter; mit --resolver einen anderen angeben'] };
  if (recordsOf(keys).length > 0) return { faults: [{ id: 'no-ds' }], gaps: [] };
  return gaps.length > 0 ? { faults: [], gaps } : { faults: [{ id: 'unsigned' }], gaps: [] };
}

function chainFaults({ ds, keys }: ObservedDnssec): Fault[] {
  if (isEmpty(keys)) return [{ id: 'no-key' }];
  return recordsOf(ds).every(({ matchesKey }) => matchesKey === false) ? [{ id: 'other-key' }] : [];
}

function lookAtSignatures({ ds, signatures, passesSignatures, authenticated }: ObservedDnssec, now: number) {
  const isAnchorKnown = recordsOf(ds).every(({ matchesKey }) => matchesKey !== null);
  const faults: Fault[] = [];
  const gaps: string[] = [];
  for (const covers of ['DNSKEY', 'SOA'] as const) {
    const about = signatures.filter((each) => each.covers === covers);
    const current = about.filter(({ from, until }) => Date.parse(from) <= now && now <= Date.parse(until));
    const believed = current.filter(({ verifies, byAnchoredKey }) => verifies === true && (covers === 'SOA' || byAnchoredKey));
    if (believed.length > 0) continue;
    if (about.length === 0 && passesSignatures !== true) gaps.push('der befragte Resolver gibt Signaturen nicht weiter');
    else if (about.length === 0) faults.push({ id: 'no-signature' });
    else if (current.length === 0) faults.push({ id: 'expired' });
    else if (current.every(({ verifies }) => verifies === false)) faults.push({ id: 'wrong' });
    else if (covers === 'DNSKEY' && isAnchorKnown && !authenticated && !current.some(({ byAnchoredKey }) => byAnchoredKey))
      faults.push({ id: 'not-anchored' });
    // A method that is not computed here: the resolver's word must do.
    else if (!authenticated) gaps.push('die Signatur ließ sich nicht nachrechnen, und der befragte Resolver prüft selbst nicht');
  }
  return { faults, gaps };
}
