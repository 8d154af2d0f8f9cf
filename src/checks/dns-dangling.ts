import type { Check } from '../domain/check.ts';
import type { ObservedHost } from '../domain/dns-observation.ts';
import { domainData, gapsIn, isEmpty } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanList } from './german.ts';
import { cleanValue, undetermined } from './verdict.ts';

/**
 * Do aliases, name servers and mail servers of the domain lead to names that exist (APP.3.6.A8, A19)? A name outside the domain that
 * nobody has may be claimed by anybody. Only usual names are looked at: the names of a zone cannot be listed.
 */
export const dnsDangling: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  const unknown = { names: 'keine', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { hosts, nameServerHosts, mailHosts, zone, nameServers, mailServers } = found.data;
  const targets = [...nameServerHosts, ...mailHosts];
  const isOutside = (name: string) => name !== zone && !name.endsWith(`.${zone}`);
  const faults: Fault[] = [
    ...hosts
      .filter((host) => host.alias !== null && leadsNowhere(host))
      .map(({ name, alias }) => ({
        id: isOutside(alias ?? '') ? 'alias-outside' : 'alias',
        values: { name, target: alias ?? '' },
      })),
    ...targets.filter(leadsNowhere).map(({ name }) => ({ id: isOutside(name) ? 'server-outside' : 'server', values: { name } })),
  ];
  const lookups = [...hosts, ...targets].flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]);
  const names = germanList(hosts.map(({ name }) => cleanValue(name)));
  return judgeFaults(context, { faults, gaps: gapsIn([nameServers, mailServers, ...lookups]), values: { names } });
};

function leadsNowhere({ ipv4, ipv6 }: ObservedHost): boolean {
  const isMissing = (lookup: ObservedHost['ipv4']) => isEmpty(lookup) && lookup.answered && !lookup.nameExists;
  return isMissing(ipv4) && isMissing(ipv6);
}
