import ipaddr from 'ipaddr.js';
import type { Check } from '../domain/check.ts';
import type { ObservedHost } from '../domain/dns-observation.ts';
import { domainData, gapsIn, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanNumber } from './german.ts';
import { numberParameter, undetermined } from './verdict.ts';

/**
 * Has the domain at least two name servers in different networks? After APP.3.6.A2 and A22. Networks are told apart by the front part
 * of the addresses; who runs them is not known. Parameters: `min_servers`, `ipv4_prefix` and `ipv6_prefix` in bits.
 */
export const dnsNameServers: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  const unknown = { count: 'unbekannt', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { nameServers, nameServerHosts } = found.data;
  if (!nameServers.answered) return undetermined(context, nameServers.reason, unknown);
  const names = [...new Set(nameServers.records)];
  if (names.length === 0) return undetermined(context, 'es ist kein Namensserver genannt', unknown);
  const prefixes = {
    ipv4: numberParameter(context.definition, 'ipv4_prefix') / 8,
    ipv6: numberParameter(context.definition, 'ipv6_prefix') / 8,
  };
  const faults: Fault[] = nameServerHosts.flatMap(({ name, alias }) =>
    alias === null ? [] : [{ id: 'alias', values: { name } }],
  );
  const isSingle = names.length < numberParameter(context.definition, 'min_servers');
  if (isSingle) faults.push({ id: 'single', values: { name: names[0] ?? '' } });
  const networks = Math.max(
    networkCount(
      nameServerHosts.flatMap(({ ipv4 }) => recordsOf(ipv4)),
      prefixes.ipv4,
    ),
    networkCount(
      nameServerHosts.flatMap(({ ipv6 }) => recordsOf(ipv6)),
      prefixes.ipv6,
    ),
  );
  const gaps = networks > 1 ? [] : gapsIn(nameServerHosts.flatMap(({ ipv4, ipv6 }: ObservedHost) => [ipv4, ipv6]));
  if (!isSingle && networks === 1 && gaps.length === 0) faults.push({ id: 'one-network' });
  if (networks === 0 && gaps.length === 0) faults.push({ id: 'no-address' });
  return judgeFaults(context, { faults, gaps, values: { count: germanNumber(names.length) } });
};

function networkCount(addresses: readonly string[], bytes: number): number {
  return new Set(addresses.map((address) => ipaddr.parse(address).toByteArray().slice(0, bytes).join('.'))).size;
}
