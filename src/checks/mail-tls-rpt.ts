import type { Check } from '../domain/check.ts';
import { domainData } from './domain-data.ts';
import { judgeFaults } from './faults.ts';
import { takesMail } from './mail-data.ts';
import { undetermined } from './verdict.ts';

/** Do senders know whom to tell when encrypted delivery fails (RFC 8460)? Silent about domains that take no mail. */
export const mailTlsRpt: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { tlsRpt, mx } = found.data;
  if (!tlsRpt.answered) return undetermined(context, tlsRpt.reason, unknown);
  if (!mx.answered) return undetermined(context, mx.reason, unknown);
  if (takesMail(found.data) === false) return null;
  const [record, ...others] = tlsRpt.records;
  if (record === undefined) return judgeFaults(context, { faults: [{ id: 'none' }], gaps: [] });
  if (others.length > 0) return judgeFaults(context, { faults: [{ id: 'several' }], gaps: [] });
  const hasReceiver = /;\s*rua\s*=\s*(?:mailto|https):\S/i.test(record);
  return judgeFaults(context, { faults: hasReceiver ? [] : [{ id: 'nobody' }], gaps: [] });
};
