import type { Check } from '../domain/check.ts';
import type { ObservedMailServer } from '../domain/dns-observation.ts';
import { domainData, gapsIn, isEmpty, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanList } from './german.ts';
import { takesMail } from './mail-data.ts';
import { cleanValue, undetermined } from './verdict.ts';

/**
 * Do the mail servers named for the domain exist, and more than one way in (RFC 5321, 5.1)? One name with several addresses counts as
 * several ways. Silent about domains that take no mail.
 */
export const mailMx: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { servers: 'keine', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { mx, servers } = found.data;
  if (!mx.answered) return undetermined(context, mx.reason, unknown);
  if (takesMail(found.data) === false) return null;
  const faults: Fault[] = servers.flatMap((server) => faultsOf(server));
  const addresses = new Set(servers.flatMap(({ ipv4, ipv6 }) => [...recordsOf(ipv4), ...recordsOf(ipv6)]));
  const families = servers.flatMap(({ ipv4, ipv6 }) => [recordsOf(ipv4).length, recordsOf(ipv6).length]);
  const gaps = gapsIn(servers.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]));
  // One server with an old and a new address is one server.
  const isSingle = servers.length === 1 && Math.max(...families) <= 1 && addresses.size > 0;
  if (isSingle && gaps.length === 0) faults.push({ id: 'single' });
  return judgeFaults(context, { faults, gaps, values: { servers: germanList(servers.map(({ name }) => cleanValue(name))) } });
};

function faultsOf({ name, alias, ipv4, ipv6 }: ObservedMailServer): Fault[] {
  if (isEmpty(ipv4) && isEmpty(ipv6)) return [{ id: 'nowhere', values: { name } }];
  return alias === null ? [] : [{ id: 'alias', values: { name } }];
}
