/**
 * What the public DNS says of a domain: name servers, signatures, addresses. One resolver is asked; the name servers themselves only
 * where they are permitted targets.
 */
import { randomBytes } from 'node:crypto';
import type { DnskeyData, DsData } from 'dns-packet';
import type { DnsZoneObservation, Lookup, ObservedCaa, ObservedDnssec, ObservedHost } from '../../domain/dns-observation.ts';
import type { AuthorizedDomain } from '../../domain/freigabe.ts';
import type { DnsZoneEndpointObservation } from '../../domain/observation.ts';
import { printable } from '../printable.ts';
import type { DomainProbeOptions } from '../probes.ts';
import { askAuthorities } from './authorities.ts';
import { isDigestOf, isEntryPoint, keyTag, readSignatures, rsaBits } from './dnssec.ts';
import { aboutDomain, type DomainLimits, type DomainStart, readSoa, startWithDomain } from './domain-start.ts';
import type { Answer } from './message.ts';
import { type DnsResolver, lookUpHost, lookupOf, type Reply, readName } from './resolver.ts';

/** Usual names below a domain; the names of a zone cannot be listed. */
const usualNames = ['www', 'mail', 'autodiscover'];
const maxMailServers = 10;

export const dnsZoneLimits: DomainLimits = { maxQuestions: 80, timeLimitMs: 30_000 };

/** @throws InvalidDataError for an odd `resolver`; the signal's reason when aborted */
export async function observeDnsZone(
  domain: AuthorizedDomain,
  options: DomainProbeOptions,
  limits: DomainLimits = dnsZoneLimits,
): Promise<DnsZoneEndpointObservation> {
  const start = await startWithDomain(domain, options, limits);
  const about = { kind: 'dns-zone' as const, ...aboutDomain(domain, options) };
  if ('reason' in start) return { ...about, outcome: { seen: false, reason: start.reason } };
  const data = await lookAtZone(domain.name, start);
  if (!data.exists) return { ...about, outcome: { seen: true, data } };
  const authorities = await askAuthorities(start, options, limits.nameServerPort);
  return { ...about, outcome: { seen: true, data: { ...data, authorities } } };
}

async function lookAtZone(name: string, start: DomainStart): Promise<DnsZoneObservation> {
  const { resolver, server, soaReply, exists, zone, nameServers, nameServerHosts, isInnerView, rejectedByResolver } = start;
  if (!exists) return missingDomain(start);
  const [zoneSoa, mx, hosts, caa, wildcard] = await Promise.all([
    zone === name ? soaReply : resolver.ask(zone, 'SOA'),
    resolver.ask(name, 'MX'),
    Promise.all([name, ...usualNames.map((label) => `${label}.${name}`)].map((each) => lookUpHost(resolver, each))),
    lookUpCaa(resolver, name, zone),
    lookUpWildcard(resolver, name),
  ]);
  const mailServers = lookupOf(mx, (answer) => (answer.type === 'MX' ? readName(answer.data.exchange) : null));
  const mailNames = mailServers.answered ? mailServers.records.filter((each) => each !== '.').slice(0, maxMailServers) : [];
  const mailHosts = await Promise.all(mailNames.map((each) => lookUpHost(resolver, each)));
  const dnssec = await lookAtDnssec(resolver, zone, zoneSoa, { isRejected: rejectedByResolver, others: [soaReply, mx] });
  return {
    resolver: server,
    exists,
    isInnerView,
    zone: readName(zone),
    soa: lookupOf(zoneSoa, (answer) => {
      const soa = readSoa(answer);
      if (soa === null) return null;
      const { mname, serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0, ttl } = soa;
      return { primary: readName(mname), serial, refresh, retry, expire, minimum, ttl };
    }),
    nameServers,
    nameServerHosts,
    mailServers,
    mailHosts,
    hosts: withoutAbsent(hosts, name),
    dnssec,
    caa,
    wildcard,
    questions: resolver.questions,
  };
}

function missingDomain({ resolver, server, nameServers, zone }: DomainStart): DnsZoneObservation {
  const none = { answered: true as const, nameExists: false, records: [] };
  return {
    resolver: server,
    exists: false,
    isInnerView: false,
    zone: readName(zone),
    soa: none,
    nameServers,
    nameServerHosts: [],
    mailServers: none,
    mailHosts: [],
    hosts: [],
    dnssec: {
      authenticated: false,
      rejectedByResolver: false,
      passesSignatures: null,
      ds: none,
      keys: none,
      signatures: [],
      nsec3Iterations: null,
    },
    caa: none,
    wildcard: none,
    questions: resolver.questions,
  };
}

/** Usual names nobody has set up are no finding. */
function withoutAbsent(hosts: readonly ObservedHost[], domain: string): ObservedHost[] {
  const isAbsent = (lookup: Lookup<string>) => lookup.answered && !lookup.nameExists;
  return hosts.filter(({ name, alias, ipv4, ipv6 }) => name === domain || alias !== null || !isAbsent(ipv4) || !isAbsent(ipv6));
}

/** RFC 8659, 3: the nearest name above that has any counts. Above the zone others decide. */
async function lookUpCaa(resolver: DnsResolver, name: string, zone: string): Promise<Lookup<ObservedCaa>> {
  const asked = name.split('.');
  const upTo = asked.length - zone.split('.').length;
  let lookup: Lookup<ObservedCaa> = { answered: true, nameExists: true, records: [] };
  for (let depth = 0; depth <= upTo; depth++) {
    lookup = lookupOf(await resolver.ask(asked.slice(depth).join('.'), 'CAA'), readCaa);
    if (!lookup.answered || lookup.records.length > 0) return lookup;
  }
  return lookup;
}

function readCaa(answer: Answer): ObservedCaa | null {
  if (answer.type !== 'CAA') return null;
  const { issuerCritical = false, tag, value } = answer.data;
  return { critical: issuerCritical, tag: printable(tag, 20).toLowerCase(), value: printable(value, 255) };
}

/** A name nobody has thought of; an address for it is one for every name. */
async function lookUpWildcard(resolver: DnsResolver, name: string): Promise<Lookup<string>> {
  const label = `burgward-${randomBytes(8).toString('hex')}`;
  const { ipv4, ipv6 } = await lookUpHost(resolver, `${label}.${name}`);
  if (!ipv4.answered || ipv4.records.length > 0) return ipv4;
  return ipv6;
}

async function lookAtDnssec(
  resolver: DnsResolver,
  zone: string,
  soa: Reply,
  { isRejected, others }: { isRejected: boolean; others: readonly Reply[] },
): Promise<ObservedDnssec> {
  const [dsReply, keyReply, hashReply, rootReply] = await Promise.all([
    resolver.ask(zone, 'DS'),
    resolver.ask(zone, 'DNSKEY'),
    resolver.ask(zone, 'NSEC3PARAM'),
    resolver.ask('.', 'SOA'),
  ]);
  const replies = [soa, dsReply, keyReply, ...others];
  const dsRecords: DsData[] = recordsOf(dsReply).flatMap((answer) => (answer.type === 'DS' ? [answer.data] : []));
  const keyRecords: DnskeyData[] = recordsOf(keyReply).flatMap((answer) => (answer.type === 'DNSKEY' ? [answer.data] : []));
  const anchored = keyRecords.filter((key) => dsRecords.some((ds) => isDigestOf(ds, zone, key) === true));
  return {
    authenticated: soa.ok && soa.authenticated,
    rejectedByResolver: isRejected,
    passesSignatures: passesSignatures([...replies, rootReply]),
    ds: lookupOf(dsReply, (answer) => {
      if (answer.type !== 'DS') return null;
      const { keyTag: tag, algorithm, digestType } = answer.data;
      const matchesKey = keyReply.ok ? isDigestOfAny(answer.data, zone, keyRecords) : null;
      return { keyTag: tag, algorithm, digestType, matchesKey };
    }),
    keys: lookupOf(keyReply, (answer) => {
      if (answer.type !== 'DNSKEY') return null;
      const { algorithm } = answer.data;
      return { keyTag: keyTag(answer.data), algorithm, isEntryPoint: isEntryPoint(answer.data), rsaBits: rsaBits(answer.data) };
    }),
    signatures: readSignatures(zone, { keys: answersOf(keyReply), soa: answersOf(soa) }, anchored),
    nsec3Iterations: iterationsIn(hashReply),
  };
}

function recordsOf(reply: Reply): readonly Answer[] {
  return reply.ok ? reply.records.slice(0, 100) : [];
}

function answersOf(reply: Reply): readonly Answer[] {
  return reply.ok ? reply.answers : [];
}

function isDigestOfAny(ds: DsData, zone: string, keys: readonly DnskeyData[]): boolean | null {
  const outcomes = keys.map((key) => isDigestOf(ds, zone, key));
  if (outcomes.includes(true)) return true;
  return outcomes.includes(null) ? null : false;
}

/** The root is signed, so a resolver that hands on signatures shows one there at the latest. */
function passesSignatures(replies: readonly Reply[]): boolean | null {
  const answered = replies.filter((reply) => reply.ok);
  const hasSignature = answered.some(({ answers, authorities }) =>
    [...answers, ...authorities].some(({ type }) => type === 'RRSIG'),
  );
  if (hasSignature) return true;
  return replies.at(-1)?.ok === true ? false : null;
}

/** RFC 5155, 4.2: kind of hash, flags, then the iterations in two bytes. */
function iterationsIn(reply: Reply): number | null {
  const [found] = recordsOf(reply);
  return found?.type === 'NSEC3PARAM' && found.data.length >= 4 ? found.data.readUInt16BE(2) : null;
}
