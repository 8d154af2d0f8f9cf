import type { Check } from '../domain/check.ts';
import { domainData } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanNumber } from './german.ts';
import { isWithoutMail } from './mail-data.ts';
import { numberParameter, undetermined } from './verdict.ts';

/**
 * Is a usable SPF record also narrow and in no danger of breaking (RFC 7208; internet.nl)? Silent without exactly one usable record.
 * Parameters: `advised_dns_terms`, `widest_prefix` of a permitted range in bits.
 */
export const mailSpfStrictness: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  if ('reason' in found) return undetermined(context, found.reason, { faults: 'keine' });
  const { spf, spfRecords } = found.data;
  if (!spfRecords.answered) return undetermined(context, spfRecords.reason, { faults: 'keine' });
  if (spf === null || isWithoutMail(found.data) === true) return null;
  // Without a clear end the record is not usable: `mail-spf` says so.
  if (spf.incomplete === null && spf.all !== '-' && spf.all !== '~') return null;
  const widest = numberParameter(context.definition, 'widest_prefix');
  const faults: Fault[] = [];
  if (spf.all === '~') faults.push({ id: 'soft' });
  if (spf.usesPtr) faults.push({ id: 'ptr' });
  if (spf.dnsTerms > numberParameter(context.definition, 'advised_dns_terms'))
    faults.push({ id: 'terms', values: { terms: germanNumber(spf.dnsTerms) } });
  for (const range of spf.ranges) {
    const bits = /\/(\d+)$/.exec(range)?.[1];
    if (bits !== undefined && Number(bits) < widest) faults.push({ id: 'range', values: { range } });
  }
  return judgeFaults(context, { faults, gaps: spf.incomplete === null ? [] : [spf.incomplete] });
};
