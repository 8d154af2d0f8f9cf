import type { Check } from '../domain/check.ts';
import type { ObservedHost } from '../domain/dns-observation.ts';
import { isInnerAddress } from '../domain/inner-address.ts';
import { listed } from './dated-rows.ts';
import { domainData, gapsIn, recordsOf } from './domain-data.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Is the public zone free of addresses from the inner network (APP.3.6.A13)? Judged from outside only: a resolver in the house may
 * rightly name inner addresses.
 */
export const dnsPrivateAddresses: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  const unknown = { names: 'unbekannt' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  if (observation.vantage !== 'internet')
    return undetermined(context, 'von innen gefragt ist eine innere Adresse nichts Auffälliges', unknown);
  const { hosts, nameServerHosts, mailHosts } = found.data;
  const all = [...hosts, ...nameServerHosts, ...mailHosts];
  const inner = all.flatMap((host) => (addressesOf(host).some(isInnerAddress) ? [host.name] : []));
  if (inner.length > 0)
    return verdict(context, 'not-met', context.definition.severity, { names: listed([...new Set(inner)]), reason: '' });
  const [gap] = gapsIn(all.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]));
  if (gap !== undefined) return undetermined(context, gap, unknown);
  return verdict(context, 'met', 'hinweis', { names: 'keine', reason: '' });
};

function addressesOf({ ipv4, ipv6 }: ObservedHost): string[] {
  return [...recordsOf(ipv4), ...recordsOf(ipv6)];
}
