/** What every look at a domain begins with: is there such a domain, which zone is it in, and whose view does the resolver show? */
import type { SoaData } from 'dns-packet';
import type { Lookup, ObservedHost } from '../../domain/dns-observation.ts';
import type { AuthorizedDomain } from '../../domain/freigabe.ts';
import { isInnerAddress } from '../../domain/inner-address.ts';
import type { DomainProbeOptions, ProbeOptions } from '../probes.ts';
import type { TrustList } from '../tls/certificate-trust.ts';
import type { Answer } from './message.ts';
import { chooseResolver, DnsResolver, formatServer, lookUpHost, lookupOf, type Reply, readName } from './resolver.ts';

export interface DomainLimits {
  maxQuestions: number;
  timeLimitMs: number;
  /** For one attempt of one question. */
  timeoutMs?: number;
  /** Where name servers, the web server of a policy and mail servers listen; by default where they have to. */
  nameServerPort?: number;
  policyPort?: number;
  mailServerPort?: number;
  /** Authorities whose certificates count there. */
  trust?: TrustList;
}

export interface DomainStart {
  resolver: DnsResolver;
  /** As it is told. */
  server: string;
  soaReply: Reply & { ok: true };
  rejectedByResolver: boolean;
  exists: boolean;
  zone: string;
  nameServers: Lookup<string>;
  nameServerHosts: readonly ObservedHost[];
  isInnerView: boolean;
}

const defaultTimeoutMs = 2000;
const maxNameServers = 8;

export function aboutDomain(domain: AuthorizedDomain, { now }: ProbeOptions) {
  return {
    target: { name: domain.name, address: domain.name, port: null },
    vantage: domain.vantage,
    at: now().toISOString(),
  };
}

/**
 * @returns a German reason instead, when the resolver cannot be used for this domain
 * @throws InvalidDataError for an odd `resolver`; the signal's reason when aborted
 */
export async function startWithDomain(
  domain: AuthorizedDomain,
  options: DomainProbeOptions,
  { timeoutMs = defaultTimeoutMs, ...limits }: DomainLimits,
): Promise<DomainStart | { reason: string }> {
  const server = chooseResolver(options.resolver);
  if (server === null) return { reason: 'Auf diesem Rechner ist kein Resolver eingestellt; mit --resolver einen angeben.' };
  const resolver = new DnsResolver(server, { ...limits, timeoutMs, signal: options.signal });
  const soa = await askForSoa(resolver, domain.name);
  if (!soa.reply.ok) return { reason: soa.reply.reason };
  const start = { resolver, server: formatServer(server), soaReply: soa.reply, rejectedByResolver: soa.isRejected };
  if (!soa.reply.nameExists && soa.reply.aliases.length === 0) {
    const none = { answered: true as const, nameExists: false, records: [] };
    return { ...start, exists: false, zone: domain.name, nameServers: none, nameServerHosts: [], isInnerView: false };
  }
  const found = zoneOf(domain.name, soa.reply) ?? (await askForZone(resolver, domain.name));
  if (found === null) return { reason: 'Zu welcher Zone die Domain gehört, war nicht zu erkennen.' };
  const nameServers = lookupOf(await resolver.ask(found, 'NS'), (answer) =>
    answer.type === 'NS' ? readName(answer.data) : null,
  );
  const names = nameServers.answered ? nameServers.records.slice(0, maxNameServers) : [];
  const nameServerHosts = await Promise.all(names.map((name) => lookUpHost(resolver, name)));
  return { ...start, exists: true, zone: found, nameServers, nameServerHosts, isInnerView: showsInnerView(nameServerHosts) };
}

/** A resolver that fails, answers when told not to check, and fails again: it does not believe the signatures. */
async function askForSoa(resolver: DnsResolver, name: string): Promise<{ reply: Reply; isRejected: boolean }> {
  const first = await resolver.ask(name, 'SOA');
  if (first.ok || !first.isServerFailure) return { reply: first, isRejected: false };
  resolver.checkingDisabled = true;
  const unchecked = await resolver.ask(name, 'SOA');
  resolver.checkingDisabled = false;
  if (!unchecked.ok) return { reply: first, isRejected: false };
  const again = await resolver.askAgain(name, 'SOA');
  if (again.ok) return { reply: again, isRejected: false };
  resolver.checkingDisabled = true;
  return { reply: unchecked, isRejected: true };
}

/** The zone stands in the answer, or beside „no such record“; null where a server names none that fits. */
function zoneOf(name: string, { answers, authorities }: Reply & { ok: true }): string | null {
  const owner = [...answers, ...authorities].find(({ type }) => type === 'SOA')?.name.toLowerCase();
  if (owner === undefined) return null;
  // One label is a registry's zone (de), no zone of a Kommune.
  const isAbove = name === owner || name.endsWith(`.${owner}`);
  return isAbove && owner.includes('.') ? owner : null;
}

/** Some resolvers leave out everything but the answer: then the names above are asked. */
async function askForZone(resolver: DnsResolver, name: string): Promise<string | null> {
  const labels = name.split('.');
  for (let depth = 1; depth <= labels.length - 2; depth++) {
    const above = labels.slice(depth).join('.');
    const reply = await resolver.ask(above, 'SOA');
    if (!reply.ok) return null;
    if (reply.records.length > 0) return above;
  }
  return null;
}

/** All name servers have inner addresses only, and at least one address is known. */
function showsInnerView(nameServers: readonly ObservedHost[]): boolean {
  const addresses = nameServers.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6].flatMap((each) => (each.answered ? each.records : [])));
  return addresses.length > 0 && addresses.every(isInnerAddress);
}

export function readSoa(answer: Answer): (SoaData & { ttl: number }) | null {
  return answer.type === 'SOA' ? { ...answer.data, ttl: answer.ttl ?? 0 } : null;
}
