import type { Check } from '../domain/check.ts';
import { domainData, gapsIn, isEmpty } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanList } from './german.ts';
import { textListParameter, undetermined } from './verdict.ts';

/**
 * Do the reports about mail in the name of the domain reach somebody (RFC 9989, RFC 9990)? Silent without a DMARC record.
 * Parameter: `removed_tags`, which RFC 9989 no longer knows; they are mentioned, not held against the domain.
 */
export const mailDmarcReports: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { removed: 'keine', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { effective, incomplete, externalReceivers } = found.data.dmarc;
  if (effective === null) return incomplete === null ? null : undetermined(context, incomplete, unknown);
  const removed = textListParameter(context.definition, 'removed_tags').filter((tag) => effective.tags[tag] !== undefined);
  const faults: Fault[] = externalReceivers
    .filter(({ agrees }) => isEmpty(agrees))
    .map(({ domain }) => ({ id: 'not-agreed', values: { domain } }));
  if (!/mailto:|https:/i.test(effective.tags['rua'] ?? '')) faults.push({ id: 'nobody' });
  const values = { removed: removed.length === 0 ? 'keine' : germanList(removed) };
  return judgeFaults(context, { faults, gaps: gapsIn(externalReceivers.map(({ agrees }) => agrees)), values });
};
