import type { Check } from '../domain/check.ts';
import { domainData, gapsIn } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { hasTlsaEverywhere, takesMail } from './mail-data.ts';
import { undetermined } from './verdict.ts';

/**
 * Do senders learn that mail to the domain may only come encrypted, by MTA-STS (RFC 8461) or instead by DANE? The policy lies on a web
 * server, which a Freigabe for the domain does not permit to ask: an announced policy stays open.
 */
export const mailMtaSts: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { mtaSts, mx, servers } = found.data;
  if (!mtaSts.answered) return undetermined(context, mtaSts.reason, unknown);
  if (!mx.answered) return undetermined(context, mx.reason, unknown);
  if (takesMail(found.data) === false) return null;
  const [record, ...others] = mtaSts.records;
  if (record === undefined) {
    const gaps = gapsIn(servers.map(({ tlsa }) => tlsa));
    return judgeFaults(context, { faults: hasTlsaEverywhere(found.data) || gaps.length > 0 ? [] : [{ id: 'none' }], gaps });
  }
  const faults: Fault[] = [];
  if (others.length > 0) faults.push({ id: 'several' });
  if (!/;\s*id\s*=\s*[a-z0-9]{1,32}\s*(?:;|$)/i.test(record)) faults.push({ id: 'no-id' });
  return judgeFaults(context, { faults, gaps: ['angekündigt, die Richtlinie selbst wurde nicht abgerufen'] });
};
