/** What the addresses of a mail server are called, and whether those names lead back (forward-confirmed reverse DNS). */
import ipaddr from 'ipaddr.js';
import type { Lookup, ObservedHost, ObservedReverse } from '../../domain/dns-observation.ts';
import { type DnsResolver, lookUpHost, lookupOf, readName } from '../dns/resolver.ts';

/** Of one address; more serve nobody. */
const maxNames = 3;

/** The first address of either kind. Only the resolver is asked. */
export async function lookUpReverse(resolver: DnsResolver, { ipv4, ipv6 }: ObservedHost): Promise<ObservedReverse[]> {
  const addresses = [ipv4, ipv6].flatMap((lookup) => (lookup.answered ? lookup.records.slice(0, 1) : []));
  return Promise.all(addresses.map((address) => lookUpOne(resolver, address)));
}

async function lookUpOne(resolver: DnsResolver, address: string): Promise<ObservedReverse> {
  const names = lookupOf(await resolver.ask(reverseName(address), 'PTR'), (answer) =>
    answer.type === 'PTR' ? readName(answer.data) : null,
  );
  if (!names.answered) return { address, names, confirmed: null };
  const hosts = await Promise.all(names.records.slice(0, maxNames).map((name) => lookUpHost(resolver, name)));
  const ofItsKind = hosts.map(({ ipv4, ipv6 }) => (address.includes(':') ? ipv6 : ipv4));
  return { address, names, confirmed: leadsBack(ofItsKind, address) };
}

/** Null: none leads back, and of one nothing is known. */
function leadsBack(lookups: readonly Lookup<string>[], address: string): boolean | null {
  if (lookups.some((lookup) => lookup.answered && lookup.records.includes(address))) return true;
  return lookups.every(({ answered }) => answered) ? false : null;
}

/** `7.2.0.192.in-addr.arpa` (RFC 1035, 3.5), or the nibbles of an IPv6 address (RFC 3596, 2.5). */
function reverseName(address: string): string {
  const bytes = ipaddr.parse(address).toByteArray();
  if (bytes.length === 4) return `${bytes.toReversed().join('.')}.in-addr.arpa`;
  const nibbles = bytes.flatMap((byte) => [byte >> 4, byte & 15]).map((nibble) => nibble.toString(16));
  return `${nibbles.toReversed().join('.')}.ip6.arpa`;
}
