/**
 * What the public DNS says about mail of a domain. One resolver is asked, and the web server of an announced MTA-STS policy where it is a
 * permitted target. Of mail servers with TLSA records that are permitted targets the certificate is looked at; no mail is sent.
 */
import type {
  Lookup,
  MailDomainObservation,
  ObservedMailServer,
  ObservedMtaStsPolicy,
  ObservedTlsa,
} from '../../domain/dns-observation.ts';
import type { AuthorizedDomain } from '../../domain/freigabe.ts';
import type { MailDomainEndpointObservation } from '../../domain/observation.ts';
import { aboutDomain, type DomainLimits, type DomainStart, startWithDomain } from '../dns/domain-start.ts';
import type { Answer } from '../dns/message.ts';
import { type DnsResolver, lookUpHost, lookUpTexts, lookupOf, readName } from '../dns/resolver.ts';
import type { DomainProbeOptions } from '../probes.ts';
import { observeDkim } from './dkim.ts';
import { observeDmarc } from './dmarc.ts';
import { fetchMtaStsPolicy } from './mta-sts-policy.ts';
import { lookUpReverse } from './reverse-names.ts';
import { evaluateSpf, spfBeginning } from './spf.ts';
import { lookAtFit, usableRecords } from './tlsa-fit.ts';

export const mailDomainLimits: DomainLimits = { maxQuestions: 120, timeLimitMs: 40_000 };

const maxMailServers = 10;
/** Looked up in reverse: mail servers, and of each the first address of either kind. */
const maxReversed = 4;
const policyPort = 443;
const withoutPermission =
  'Der Webserver der Richtlinie ist mit Name, Adresse und Port 443 nicht freigegeben oder gehört nicht zu dieser Prüfung.';
const maxSelectors = 20;
const smtpPort = 25;
/** Mail servers whose certificate is looked at, of each the first address of either kind. */
const maxCertified = 4;
export const maxCertificateConnections = 2 * maxCertified;
const withoutMailPermission =
  'Der Mailserver ist mit Name, Adresse und Port 25 nicht freigegeben oder gehört nicht zu dieser Prüfung.';
/** A whole certificate has some 2,000 bytes. */
const maxTlsaBytes = 8192;

/** @throws InvalidDataError for an odd `resolver`; the signal's reason when aborted */
export async function observeMailDomain(
  domain: AuthorizedDomain,
  options: DomainProbeOptions,
  limits: DomainLimits = mailDomainLimits,
): Promise<MailDomainEndpointObservation> {
  const start = await startWithDomain(domain, options, limits);
  const about = { kind: 'mail-domain' as const, ...aboutDomain(domain, options) };
  if ('reason' in start) return { ...about, outcome: { seen: false, reason: start.reason } };
  const seen = await lookAtMail(domain, start);
  const data = { ...seen, servers: await lookAtCertificates(seen.servers, options, limits.mailServerPort) };
  if (!data.mtaSts.answered || data.mtaSts.records.length === 0) return { ...about, outcome: { seen: true, data } };
  const mtaStsPolicy = await lookAtPolicy(domain.name, start, options, limits);
  return { ...about, outcome: { seen: true, data: { ...data, mtaStsPolicy, questions: start.resolver.questions } } };
}

async function lookAtMail({ name, dkimSelectors }: AuthorizedDomain, start: DomainStart): Promise<MailDomainObservation> {
  const { resolver, server, exists, isInnerView } = start;
  const none = { answered: true as const, nameExists: false, records: [] };
  if (!exists) {
    return {
      resolver: server,
      exists,
      isInnerView,
      hasNullMx: false,
      mx: none,
      servers: [],
      spfRecords: none,
      spf: null,
      dmarc: { own: none, effective: null, incomplete: null, externalReceivers: [] },
      dkim: [],
      mtaSts: none,
      tlsRpt: none,
      questions: resolver.questions,
    };
  }
  const [mxReply, spfRecords, dmarc, dkim, mtaSts, tlsRpt] = await Promise.all([
    resolver.ask(name, 'MX'),
    lookUpTexts(resolver, name, spfBeginning),
    observeDmarc(resolver, name),
    Promise.all(dkimSelectors.slice(0, maxSelectors).map((selector) => observeDkim(resolver, name, selector))),
    lookUpTexts(resolver, `_mta-sts.${name}`, /^v\s*=\s*STSv1\s*(?:;|$)/i),
    lookUpTexts(resolver, `_smtp._tls.${name}`, /^v\s*=\s*TLSRPTv1\s*(?:;|$)/i),
  ]);
  const mx = lookupOf(mxReply, (answer) =>
    answer.type === 'MX' ? { preference: answer.data.preference ?? 0, name: readName(answer.data.exchange) } : null,
  );
  const hosts = mx.answered ? mx.records.filter((host) => host.name !== '.').slice(0, maxMailServers) : [];
  const servers = await Promise.all(hosts.map((host, index) => lookAtServer(resolver, host, index < maxReversed)));
  const [record, ...others] = spfRecords.answered ? spfRecords.records : [];
  const spf = record === undefined || others.length > 0 ? null : await evaluateSpf(resolver, name, record);
  return {
    resolver: server,
    exists,
    isInnerView,
    hasNullMx: mx.answered && mx.records.length === 1 && mx.records[0]?.name === '.',
    mx,
    servers,
    spfRecords,
    spf,
    dmarc,
    dkim,
    mtaSts,
    tlsRpt,
    questions: resolver.questions,
  };
}

async function lookAtServer(
  resolver: DnsResolver,
  { name, preference }: { name: string; preference: number },
  asksReverse: boolean,
): Promise<ObservedMailServer> {
  const [host, reply] = await Promise.all([lookUpHost(resolver, name), resolver.ask(`_25._tcp.${name}`, 'TLSA')]);
  const tlsa: Lookup<ObservedTlsa> = lookupOf(reply, readTlsa);
  const server = { ...host, preference, tlsa, tlsaAuthenticated: reply.ok && reply.authenticated };
  return asksReverse ? { ...server, reverse: await lookUpReverse(resolver, host) } : server;
}

/** Of those with TLSA records; each address is reached only where a target of this run permits it. */
function lookAtCertificates(
  servers: readonly ObservedMailServer[],
  { askPermitted, signal }: DomainProbeOptions,
  port = smtpPort,
): Promise<ObservedMailServer[]> {
  const announced = servers.filter(({ tlsa }) => tlsa.answered && tlsa.records.length > 0).slice(0, maxCertified);
  return Promise.all(
    servers.map(async (server) => {
      if (!announced.includes(server)) return server;
      const { name, ipv4, ipv6, tlsa } = server;
      const records = tlsa.answered ? tlsa.records : [];
      const addresses = [ipv4, ipv6].flatMap((lookup) => (lookup.answered ? lookup.records.slice(0, 1) : []));
      const looked = usableRecords(records).length === 0 ? [] : addresses;
      const tlsaFits = await Promise.all(
        looked.map(async (address) => {
          const fits = await askPermitted?.({ name, address }, async (target) =>
            target.permitsPort(port) ? lookAtFit(target, { host: name, port, records, signal }) : null,
          );
          return { address, fits: fits ?? { settled: false as const, reason: withoutMailPermission } };
        }),
      );
      return { ...server, tlsaFits };
    }),
  );
}

/** The first address that may be asked; a Freigabe names the host, or its address. */
async function lookAtPolicy(
  domain: string,
  { resolver }: DomainStart,
  { askPermitted, signal }: DomainProbeOptions,
  limits: DomainLimits,
): Promise<ObservedMtaStsPolicy> {
  const host = `mta-sts.${domain}`;
  const port = limits.policyPort ?? policyPort;
  const { ipv4, ipv6 } = await lookUpHost(resolver, host);
  const unanswered = [ipv4, ipv6].find(({ answered }) => !answered);
  const addresses = [ipv4, ipv6].flatMap((lookup) => (lookup.answered ? lookup.records : []));
  for (const address of addresses) {
    const look = askPermitted?.({ name: host, address }, async (target) =>
      target.permitsPort(port) ? fetchMtaStsPolicy(target, { host, port, trust: limits.trust, signal }) : null,
    );
    const found = await look;
    if (found !== null && found !== undefined) return found;
  }
  if (addresses.length > 0) return { read: false, reason: withoutPermission };
  if (unanswered?.answered === false) return { read: false, reason: unanswered.reason };
  return { read: false, reason: `Der Name ${host} hat keine Adresse.` };
}

function readTlsa(answer: Answer): ObservedTlsa | null {
  if (answer.type !== 'TLSA') return null;
  const { usage, selector, matchingType, certificate } = answer.data;
  const data = certificate.length > maxTlsaBytes ? {} : { data: certificate.toString('hex') };
  return { usage, selector, matchingType, ...data };
}
