import type { Check } from '../domain/check.ts';
import type { ObservedHost } from '../domain/dns-observation.ts';
import { domainData, gapsIn, isEmpty, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { undetermined } from './verdict.ts';

/** Are web site, mail and name servers reachable by IPv6 as well? Advice only, as internet.nl scores it. */
export const dnsIpv6: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  if ('reason' in found) return undetermined(context, found.reason, { faults: 'keine' });
  const { hosts, mailHosts, nameServerHosts } = found.data;
  const [apex, www] = [
    hosts.find(({ name }) => name === observation.target.name),
    hosts.find(({ name }) => name.startsWith('www.')),
  ];
  const web = [apex, www].filter((host) => host !== undefined && recordsOf(host.ipv4).length > 0) as ObservedHost[];
  const mail = mailHosts.filter(({ ipv4 }) => recordsOf(ipv4).length > 0);
  const faults: Fault[] = [];
  if (web.some(({ ipv6 }) => isEmpty(ipv6))) faults.push({ id: 'web' });
  if (mail.length > 0 && mail.every(({ ipv6 }) => isEmpty(ipv6))) faults.push({ id: 'mail' });
  if (nameServerHosts.length > 0 && nameServerHosts.every(({ ipv6 }) => isEmpty(ipv6))) faults.push({ id: 'name-servers' });
  const gaps = gapsIn([...web, ...mail, ...nameServerHosts].flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]));
  return judgeFaults(context, { faults, gaps });
};
