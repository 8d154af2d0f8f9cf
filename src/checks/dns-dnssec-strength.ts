import type { Check } from '../domain/check.ts';
import { domainData, gapsIn, isEmpty, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanNumber } from './german.ts';
import { numberParameter, undetermined } from './verdict.ts';

const dayMs = 86_400_000;

/**
 * Are the signatures of a signed zone made by sound methods, and renewed in time (APP.3.6.A17; internet.nl)? Silent about zones
 * without signatures. Parameters: `weak_algorithms` (IANA numbers), `min_rsa_bits`, `max_iterations` of NSEC3, `min_days_left` and
 * `max_days_left` of the signatures.
 */
export const dnsDnssecStrength: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  if ('reason' in found) return undetermined(context, found.reason, { faults: 'keine' });
  const { ds, keys, signatures, nsec3Iterations, rejectedByResolver } = found.data.dnssec;
  if (isEmpty(ds) || isEmpty(keys) || rejectedByResolver) return null;
  const { definition } = context;
  const weak = definition.parameters['weak_algorithms'];
  const minBits = numberParameter(definition, 'min_rsa_bits');
  const now = Date.parse(observation.at);
  const faults: Fault[] = [];
  for (const { algorithm, rsaBits } of recordsOf(keys)) {
    if (Array.isArray(weak) && weak.includes(algorithm)) faults.push({ id: 'algorithm', values: { algorithm: `${algorithm}` } });
    if (rsaBits !== null && rsaBits < minBits) faults.push({ id: 'short', values: { bits: `${rsaBits}` } });
  }
  if (nsec3Iterations !== null && nsec3Iterations > numberParameter(definition, 'max_iterations'))
    faults.push({ id: 'iterations', values: { iterations: germanNumber(nsec3Iterations) } });
  const daysLeft = signatures.map(({ until }) => (Date.parse(until) - now) / dayMs).filter((days) => days >= 0);
  if (daysLeft.some((days) => days < numberParameter(definition, 'min_days_left'))) faults.push({ id: 'soon' });
  if (daysLeft.some((days) => days > numberParameter(definition, 'max_days_left'))) faults.push({ id: 'long' });
  const gaps = gapsIn([ds, keys]);
  return judgeFaults(context, { faults, gaps: daysLeft.length > 0 ? gaps : [...gaps, 'es war keine Signatur zu sehen'] });
};
