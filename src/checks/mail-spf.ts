import type { Check } from '../domain/check.ts';
import type { MailDomainObservation } from '../domain/dns-observation.ts';
import { domainData } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanNumber } from './german.ts';
import { isWithoutMail } from './mail-data.ts';
import { numberParameter, undetermined } from './verdict.ts';

/**
 * Does the domain say, so that receivers can use it, which servers send its mail (RFC 7208; BSI TR-03182)? Silent about domains
 * without mail. Parameters: `max_dns_terms`, `max_void_lookups` (RFC 7208, 4.6.4).
 */
export const mailSpf: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { terms: 'unbekannt', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { data } = found;
  if (isWithoutMail(data) === true) return null;
  if (!data.spfRecords.answered) return undetermined(context, data.spfRecords.reason, unknown);
  const limits = {
    terms: numberParameter(context.definition, 'max_dns_terms'),
    voids: numberParameter(context.definition, 'max_void_lookups'),
  };
  const gaps = [data.spf?.incomplete ?? null, data.mx.answered ? null : data.mx.reason].filter((gap) => gap !== null);
  const values = { terms: data.spf === null ? 'keine' : germanNumber(data.spf.dnsTerms) };
  return judgeFaults(context, { faults: faultsOf(data, limits), gaps, values });
};

function faultsOf({ spf, spfRecords }: MailDomainObservation, limits: { terms: number; voids: number }): Fault[] {
  if (spf === null) return [{ id: spfRecords.answered && spfRecords.records.length > 1 ? 'several' : 'none' }];
  const faults: Fault[] = spf.problems.map(({ kind, where, term }) => ({ id: `term-${kind}`, values: { where, term } }));
  if (spf.dnsTerms > limits.terms) faults.push({ id: 'terms', values: { terms: germanNumber(spf.dnsTerms) } });
  if (spf.voidLookups > limits.voids) faults.push({ id: 'void', values: { count: germanNumber(spf.voidLookups) } });
  if (spf.all === '+') faults.push({ id: 'all-plus' });
  if (spf.all === '?') faults.push({ id: 'all-neutral' });
  // Where a part could not be followed or read, its end may stand there.
  if (spf.all === null && spf.incomplete === null && spf.problems.length === 0) faults.push({ id: 'all-missing' });
  return faults;
}
