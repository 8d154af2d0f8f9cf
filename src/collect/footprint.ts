/** What a check of the network costs the network and the waiting person, known before anything is sent. */
import type { ObservationKind } from '../domain/catalogue.ts';
import type { AuthorizedTarget } from '../domain/freigabe.ts';
import { httpTimeoutMs } from './http.ts';
import { permittedByAddress } from './permitted-port.ts';
import { sshTimeoutMs } from './ssh/observe-ssh.ts';
import { maxSuiteConnections, suitesTimeLimitMs } from './tls/cipher-suites.ts';
import { tlsTimeoutMs } from './tls/observe-tls.ts';

export interface Footprint {
  /** Distinct addresses with at least one permitted port. */
  hosts: number;
  /** Distinct ports that will be tried on at least one of them. */
  ports: number;
  /** Connections at most: as if every port were silent at first and then open. */
  connections: number;
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
const connectionsPerTlsEndpoint = 6;
/** A service without TLS is asked for its start page as well. */
const connectionsPerHttpEndpoint = 1;
const connectionsPerSshEndpoint = 1;

/** New connections per second: gentle across the Internet and the KDN, brisker in the own house. */
export function connectionRate(targets: readonly AuthorizedTarget[]): number {
  const distant = targets.some(({ vantage }) => vantage === 'internet' || vantage === 'kdn');
  return distant ? 100 : 300;
}

/** Time the port scan gets before the hosts left count as not looked at. */
export function scanSecondsAtMost(targets: readonly AuthorizedTarget[], ports: readonly number[]): number {
  const sizes = [...permittedByAddress(targets, ports).values()].map(({ size }) => size).filter((size) => size > 0);
  const tries = sizes.reduce((sum, size) => sum + size * triesPerPort, 0);
  const lastAnswers = Math.ceil(sizes.length / hostsTogether) * secondsForLastAnswers;
  return tries === 0 ? 0 : Math.ceil(7 + lastAnswers + (1.25 * tries) / connectionRate(targets));
}

/**
 * Upper bounds for looking at `ports` on `targets`. Ports outside the Freigabe are not counted: they are not touched.
 * @param tlsSuites whether the cipher suites of every TLS service are listed
 */
export function estimateFootprint(
  targets: readonly AuthorizedTarget[],
  ports: readonly number[],
  kinds: ReadonlySet<ObservationKind>,
  tlsSuites = false,
): Footprint {
  const permitted = [...permittedByAddress(targets, ports).values()].filter(({ size }) => size > 0);
  const portCount = permitted.reduce((sum, { size }) => sum + size, 0);
  const listsSuites = tlsSuites && kinds.has('tls');
  const perEndpoint = connectionsPerEndpoint(kinds) + (listsSuites ? maxSuiteConnections : 0);
  const endpoints =
    perEndpoint === 0
      ? 0
      : distinctTargets(targets).reduce((sum, target) => sum + target.permittedPorts([...new Set(ports)]).length, 0);
  const msPerEndpoint =
    3 * tlsTimeoutMs +
    (listsSuites ? suitesTimeLimitMs : 0) +
    (kinds.has('http') ? httpTimeoutMs : 0) +
    (kinds.has('ssh') ? sshTimeoutMs : 0);
  return {
    hosts: permitted.length,
    ports: new Set(permitted.flatMap((set) => [...set])).size,
    connections: portCount * triesPerPort + endpoints * perEndpoint,
    secondsAtMost: scanSecondsAtMost(targets, ports) + Math.ceil(endpoints / endpointConcurrency) * (msPerEndpoint / 1000),
  };
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
