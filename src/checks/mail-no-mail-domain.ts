import type { Check } from '../domain/check.ts';
import { domainData, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { dmarcPolicies, isWithoutMail, permitsNobody } from './mail-data.ts';
import { undetermined } from './verdict.ts';

/**
 * Does a domain without mail say so: null MX (RFC 7505), `v=spf1 -all`, DMARC `p=reject`? Silent about domains with mail.
 */
export const mailNoMailDomain: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { hasNullMx, spfRecords, dmarc } = found.data;
  const isWithout = isWithoutMail(found.data);
  if (isWithout === null) return undetermined(context, 'ob die Domain E-Mail nutzt, war nicht zu erkennen', unknown);
  if (!isWithout) return null;
  const domain = observation.target.name ?? observation.target.address;
  const faults: Fault[] = [];
  const gaps: string[] = [];
  if (!hasNullMx) faults.push({ id: 'no-null-mx' });
  if (!spfRecords.answered) gaps.push(spfRecords.reason);
  else if (recordsOf(spfRecords).length !== 1 || !recordsOf(spfRecords).every(permitsNobody)) faults.push({ id: 'spf' });
  if (dmarc.effective === null && dmarc.incomplete !== null) gaps.push(dmarc.incomplete);
  else if (dmarcPolicies(found.data, domain)?.own !== 'reject') faults.push({ id: 'dmarc' });
  return judgeFaults(context, { faults, gaps });
};
