/** What a check of the network costs the network and the waiting person, known before anything is sent. */
import type { ObservationKind } from '../domain/catalogue.ts';
import { type AuthorizedDomain, type AuthorizedTarget, defaultPerSecond } from '../domain/freigabe.ts';
import type { Detail } from './details.ts';
import { httpTimeLimitMs, maxHttpConnections, maxLeftoverConnections } from './http/observe-http.ts';
import { permittedByAddress } from './permitted-port.ts';
import { domainProbes, hostProbes, serviceProbes } from './probes.ts';
import { exchangeTimeLimitMs, maxExchangeConnections } from './ssh/exchange.ts';
import { sshTimeoutMs } from './ssh/observe-ssh.ts';
import { certificateConnections } from './tls/certificate.ts';
import { detailLimits, repeatedVersions, starttlsTimeLimitMs, type TlsDetails, tlsTimeoutMs } from './tls/observe-tls.ts';
import { starttlsPorts } from './tls/starttls.ts';

export interface Footprint {
  /** Distinct addresses with at least one permitted port. */
  hosts: number;
  /** Distinct ports that will be tried on at least one of them. */
  ports: number;
  /** Connections at most: as if every port were silent at first and then open. */
  connections: number;
  /** Questions to the resolver of this machine about domains, at most. Asking hosts they name counts as connections. */
  questions: number;
  /** Upper bound, as if every port were open and answered at the last moment. Usually it takes a small part of that. */
  secondsAtMost: number;
}

/** Endpoints that are looked at side by side. */
export const endpointConcurrency = 8;
/** Addresses scanned together: enough to use the rate, few enough to see results early and to keep them after Ctrl-C. */
export const hostsTogether = 16;
/** Waiting for the last silent ports of such a group. */
const secondsForLastAnswers = 3;
/** Each silent port is tried twice. */
const triesPerPort = 2;
/** One for each version, two for the certificate: with and without the name of the host. */
const connectionsPerTlsEndpoint = 5 + repeatedVersions + certificateConnections;
/** A service without TLS is asked for its start page as well, and more only if that answers. */
const connectionsPerHttpEndpoint = maxHttpConnections;
const connectionsPerSshEndpoint = 1;

/** New connections per second: what the Freigabe of the most delicate target permits. */
export function connectionRate(targets: readonly AuthorizedTarget[]): number {
  return targets.length === 0 ? defaultPerSecond('lan') : Math.min(...targets.map(({ maxPerSecond }) => maxPerSecond));
}

/** Time the port scan gets before the hosts left count as not looked at. */
export function scanSecondsAtMost(targets: readonly AuthorizedTarget[], ports: readonly number[]): number {
  const sizes = [...permittedByAddress(targets, ports).values()].map(({ size }) => size).filter((size) => size > 0);
  const tries = sizes.reduce((sum, size) => sum + size * triesPerPort, 0);
  const lastAnswers = Math.ceil(sizes.length / hostsTogether) * secondsForLastAnswers;
  return tries === 0 ? 0 : Math.ceil(7 + lastAnswers + (1.25 * tries) / connectionRate(targets));
}

export interface FootprintOf {
  ports: readonly number[];
  kinds: ReadonlySet<ObservationKind>;
  /** Asked of every service of that kind, if that kind is looked at. */
  details?: ReadonlySet<Detail>;
  domains?: readonly AuthorizedDomain[];
}

/** Upper bounds for looking at `ports` on `targets`. Ports outside the Freigabe are not counted: they are not touched. */
export function estimateFootprint(
  targets: readonly AuthorizedTarget[],
  { ports, kinds, details = new Set(), domains = [] }: FootprintOf,
): Footprint {
  const permitted = [...permittedByAddress(targets, ports).values()].filter(({ size }) => size > 0);
  const portCount = permitted.reduce((sum, { size }) => sum + size, 0);
  const ofTls = detailLimits[kinds.has('tls') ? tlsDetailsOf(details) : 'none'];
  const readsSshKeys = details.has('ssh-exchange') && kinds.has('ssh');
  const perEndpoint = connectionsPerEndpoint(kinds) + ofTls.connections + (readsSshKeys ? maxExchangeConnections : 0);
  const endpoints =
    perEndpoint === 0
      ? 0
      : distinctTargets(targets).reduce((sum, target) => sum + target.permittedPorts([...new Set(ports)]).length, 0);
  const msPerEndpoint =
    4 * tlsTimeoutMs +
    ofTls.timeMs +
    (kinds.has('http') ? httpTimeLimitMs : 0) +
    (kinds.has('ssh') ? sshTimeoutMs : 0) +
    (readsSshKeys ? exchangeTimeLimitMs + sshTimeoutMs : 0);
  const services = servicesAsked(targets, ports, kinds);
  const hosts = hostsAsked(targets, kinds);
  const behindStarttls = endpoints === 0 ? [] : endpointsBehindStarttls(targets, ports);
  const ofDomains = domainProbes.filter(({ kind }) => kinds.has(kind));
  const asked =
    endpoints * perEndpoint +
    leftoversAsked(targets, ports, kinds) +
    behindStarttls.length +
    sum(services, ({ probe }) => probe.connections) +
    sum(hosts, ({ connections }) => connections) +
    (targets.length === 0 ? 0 : domains.length * sum(ofDomains, ({ connections }) => connections));
  return {
    hosts: permitted.length,
    ports: new Set(permitted.flatMap((set) => [...set])).size,
    connections: portCount * triesPerPort + asked,
    questions: domains.length * sum(ofDomains, ({ questions }) => questions),
    secondsAtMost:
      scanSecondsAtMost(targets, ports) +
      Math.ceil(asked / connectionRate(targets)) +
      Math.ceil(endpoints / endpointConcurrency) * (msPerEndpoint / 1000) +
      sideBySideSeconds([
        ...services.map(({ probe }) => probe.timeoutMs),
        ...hosts.map(({ timeoutMs }) => timeoutMs),
        ...behindStarttls.map(() => starttlsTimeLimitMs),
        ...domains.flatMap(() => ofDomains.map(({ timeoutMs }) => timeoutMs)),
      ]),
  };
}

export function tlsDetailsOf(details: ReadonlySet<Detail>): TlsDetails {
  if (details.has('tls-features')) return 'all';
  return details.has('tls-suites') ? 'suites' : 'none';
}

/** Every service probe at every target where it may be asked. */
function servicesAsked(targets: readonly AuthorizedTarget[], ports: readonly number[], kinds: ReadonlySet<ObservationKind>) {
  const scanned = new Set(ports);
  return serviceProbes
    .filter(({ kind }) => kinds.has(kind))
    .flatMap((probe) =>
      distinctTargets(targets)
        .flatMap((target) =>
          target
            .permittedPorts(probe.when === 'udp' ? probe.ports : probe.ports.filter((port) => scanned.has(port)))
            .filter((port) => !probe.isAccessTest || target.permitsAccessTestsAt(port)),
        )
        .map(() => ({ probe })),
    );
}

/** Every host probe at every target where it may ask anything. */
function hostsAsked(targets: readonly AuthorizedTarget[], kinds: ReadonlySet<ObservationKind>) {
  return hostProbes
    .filter(({ kind }) => kinds.has(kind))
    .flatMap(({ ports, connectionsPerPort, timeoutMs }) =>
      distinctTargets(targets)
        .map((target) => ({ connections: target.permittedPorts(ports).length * connectionsPerPort, timeoutMs }))
        .filter(({ connections }) => connections > 0),
    );
}

/** What access tests ask a web service beyond the usual. */
function leftoversAsked(
  targets: readonly AuthorizedTarget[],
  ports: readonly number[],
  kinds: ReadonlySet<ObservationKind>,
): number {
  if (!kinds.has('http')) return 0;
  const tested = (target: AuthorizedTarget) => [...new Set(ports)].filter((port) => target.permitsAccessTestsAt(port));
  return sum(distinctTargets(targets), (target) => tested(target).length * maxLeftoverConnections);
}

/** Where another protocol comes before TLS, or one connection more shows that it does not. */
function endpointsBehindStarttls(targets: readonly AuthorizedTarget[], ports: readonly number[]): number[] {
  const among = [...new Set(ports)].filter((port) => starttlsPorts.has(port));
  return distinctTargets(targets).flatMap((target) => target.permittedPorts(among));
}

/** At least as long as the longest of them. */
function sideBySideSeconds(timesMs: readonly number[]): number {
  return Math.ceil(Math.max(0, ...timesMs, sum(timesMs, (ms) => ms) / endpointConcurrency) / 1000);
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function connectionsPerEndpoint(kinds: ReadonlySet<ObservationKind>): number {
  if (![...kinds].some((kind) => kind !== 'port-scan')) return 0;
  return (
    connectionsPerTlsEndpoint +
    (kinds.has('http') ? connectionsPerHttpEndpoint : 0) +
    (kinds.has('ssh') ? connectionsPerSshEndpoint : 0)
  );
}

/** One per name and address. */
export function distinctTargets(targets: readonly AuthorizedTarget[]): AuthorizedTarget[] {
  const byKey = new Map(targets.map((target) => [`${target.name ?? ''} ${target.address}`, target]));
  return [...byKey.values()];
}
