import type { Check } from '../domain/check.ts';
import type { MailDomainObservation } from '../domain/dns-observation.ts';
import { domainData, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { dmarcPolicies, isWithoutMail } from './mail-data.ts';
import { undetermined } from './verdict.ts';

/**
 * Does the domain tell receivers to refuse or set aside forged mail, below it as well (RFC 9989; BSI TR-03182)? `quarantine` is enough.
 * Silent about domains without mail: they have a check of their own.
 */
export const mailDmarc: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { policy: 'unbekannt', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { data } = found;
  if (isWithoutMail(data) === true) return null;
  const domain = observation.target.name ?? observation.target.address;
  const { incomplete } = data.dmarc;
  const faults = incomplete !== null && data.dmarc.effective === null ? [] : faultsOf(data, domain);
  const policy = dmarcPolicies(data, domain)?.own ?? 'keine';
  return judgeFaults(context, { faults, gaps: incomplete === null ? [] : [incomplete], values: { policy } });
};

function faultsOf(data: MailDomainObservation, domain: string): Fault[] {
  if (recordsOf(data.dmarc.own).length > 1) return [{ id: 'several' }];
  const found = dmarcPolicies(data, domain);
  if (found === null) return [{ id: 'none' }];
  if (found.own === null) return [{ id: 'unreadable' }];
  if (found.own === 'none') return [{ id: 'only-watching' }];
  const faults: Fault[] = [];
  if (found.subdomains === 'none' || found.subdomains === null) faults.push({ id: 'subdomains' });
  else if (found.nonexistent === 'none' || found.nonexistent === null) faults.push({ id: 'nonexistent' });
  if (found.isTest) faults.push({ id: 'test' });
  return faults;
}
