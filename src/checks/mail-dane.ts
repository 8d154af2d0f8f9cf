import type { Check } from '../domain/check.ts';
import type { ObservedMailServer } from '../domain/dns-observation.ts';
import { domainData, gapsIn, isEmpty, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { takesMail } from './mail-data.ts';
import { undetermined } from './verdict.ts';

/** 2: a certificate authority of one's own choice; 3: this very certificate or key (RFC 7672, 3.1). Others are ignored by senders. */
const usable = new Set([2, 3]);

/**
 * Do signed TLSA records tell senders which certificate the mail servers have (DANE, RFC 7672; BSI TR-03108-1)? Whether they fit the
 * certificates is told by `mailDaneCertificate`.
 */
export const mailDane: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { mx, servers } = found.data;
  if (!mx.answered) return undetermined(context, mx.reason, unknown);
  if (takesMail(found.data) === false) return null;
  const gaps = gapsIn(servers.map(({ tlsa }) => tlsa));
  if (gaps.length === 0 && servers.every(({ tlsa }) => isEmpty(tlsa)))
    return judgeFaults(context, { faults: [{ id: 'none' }], gaps });
  const isVouchedFor = servers.every(({ tlsa, tlsaAuthenticated }) => tlsaAuthenticated || recordsOf(tlsa).length === 0);
  if (!isVouchedFor) gaps.push('der befragte Resolver bestätigt die Signatur der TLSA-Einträge nicht');
  return judgeFaults(context, { faults: servers.flatMap(faultsOf), gaps });
};

function faultsOf({ name, tlsa }: ObservedMailServer): Fault[] {
  const records = recordsOf(tlsa);
  if (isEmpty(tlsa)) return [{ id: 'missing', values: { name } }];
  if (!tlsa.answered) return [];
  if (!records.some(({ usage }) => usable.has(usage))) return [{ id: 'usage', values: { name } }];
  return records.length === 1 ? [{ id: 'no-spare', values: { name } }] : [];
}
