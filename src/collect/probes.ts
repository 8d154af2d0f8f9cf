/** What can be asked besides ports, TLS, HTTP and SSH: one entry per collector. */
import type { ObservationKind } from '../domain/catalogue.ts';
import type { AuthorizedDomain, AuthorizedTarget, WantedTarget } from '../domain/freigabe.ts';
import type { Observation } from '../domain/observation.ts';
import { type AccessService, accessPorts, accessServices, loginPorts } from '../domain/service-observation.ts';
import { authorityQuestions, authorityTimeLimitMs } from './dns/authorities.ts';
import { dnsServerQuestions, dnsServerTimeoutMs, observeDnsServer } from './dns/observe-dns-server.ts';
import { dnsZoneLimits, observeDnsZone } from './dns/observe-dns-zone.ts';
import { policyTimeoutMs } from './mail-domain/mta-sts-policy.ts';
import { mailDomainLimits, maxCertificateConnections, observeMailDomain } from './mail-domain/observe-mail-domain.ts';
import { tlsaFitTimeoutMs } from './mail-domain/tlsa-fit.ts';
import { isThisMachine, observeOwnNetwork, ownNetworkTimeoutMs } from './own-network.ts';
import { loginTimeoutMs, observeLogin } from './services/login.ts';
import { accessTests, observeOpenAccess } from './services/open-access.ts';
import { observeRdp, rdpPorts, rdpTimeoutMs } from './services/rdp.ts';
import { observeSmb, smbPorts, smbTimeoutMs } from './services/smb.ts';
import { datagramPorts, observeUdpServices, questionsPerPort, udpServicesTimeoutMs } from './services/udp-services.ts';

export interface ProbeOptions {
  now(): Date;
  signal?: AbortSignal;
}

/** Asks one service of one host. */
export interface ServiceProbe {
  kind: ObservationKind;
  /** `open-tcp`: asked where the port scan found the port open. `udp`: asked without scan, since silence there says nothing. */
  when: 'open-tcp' | 'udp';
  ports: readonly number[];
  /** Needs the written consent to tests that try what a stranger could. */
  isAccessTest: boolean;
  /** Connections or datagrams at most, for the footprint. */
  connections: number;
  /** Longest time one service takes. */
  timeoutMs: number;
  /** Null where the service is another one and nothing is to be said. Throws only the signal's reason. */
  observe(target: AuthorizedTarget, port: number, options: ProbeOptions): Promise<Observation | null>;
}

/** Looks at a host as a whole, beyond what a port scan finds. Without tests of access. */
export interface HostProbe {
  kind: ObservationKind;
  /** Whether there is anything to look at. */
  concerns(target: AuthorizedTarget): boolean;
  ports: readonly number[];
  /** Connections or datagrams at most to each of the ports, for the footprint. */
  connectionsPerPort: number;
  /** Longest time one host takes. */
  timeoutMs: number;
  /** Null where none of the ports is permitted. Throws only the signal's reason. */
  observe(target: AuthorizedTarget, options: ProbeOptions): Promise<Observation | null>;
}

/**
 * Reaches a host that the records of a domain name, at the pace of this run; null where no target of this run covers its name and
 * address: a Freigabe for a domain permits nothing of the kind.
 */
export type AskPermitted = <T>(wanted: WantedTarget, ask: (target: AuthorizedTarget) => Promise<T>) => Promise<T> | null;

export interface DomainProbeOptions extends ProbeOptions {
  /** Literal address of the resolver that is asked, `192.0.2.53` or `127.0.0.1:5353`; null: the one of this machine. */
  resolver: string | null;
  /** Absent: no host is asked. */
  askPermitted?: AskPermitted;
}

/** Asks public records of one domain, and of the hosts they name only what `AskPermitted` lets through. */
export interface DomainProbe {
  kind: ObservationKind;
  /** Questions at most, for the footprint. */
  questions: number;
  /** Connections or datagrams to permitted hosts at most, for the footprint. */
  connections: number;
  timeoutMs: number;
  observe(domain: AuthorizedDomain, options: DomainProbeOptions): Promise<Observation>;
}

export const serviceProbes: readonly ServiceProbe[] = [
  greetingProbe(Object.values(loginPorts).flat(), observeLogin, { kind: 'login', connections: 1, timeoutMs: loginTimeoutMs }),
  greetingProbe(smbPorts, observeSmb, { kind: 'smb', connections: 2, timeoutMs: smbTimeoutMs }),
  greetingProbe(rdpPorts, observeRdp, { kind: 'rdp', connections: 3, timeoutMs: rdpTimeoutMs }),
  {
    kind: 'dns-server',
    when: 'udp',
    ports: [53],
    isAccessTest: false,
    connections: dnsServerQuestions,
    timeoutMs: dnsServerTimeoutMs,
    observe: observeDnsServer,
  },
  ...accessServices.map(accessProbe),
];

function greetingProbe(
  ports: readonly number[],
  observe: ServiceProbe['observe'],
  about: Pick<ServiceProbe, 'kind' | 'connections' | 'timeoutMs'>,
): ServiceProbe {
  return { ...about, when: 'open-tcp', ports, isAccessTest: false, observe };
}

function accessProbe(service: AccessService): ServiceProbe {
  const { transport, connections, timeoutMs } = accessTests[service];
  return {
    kind: 'open-access',
    when: transport === 'udp' ? 'udp' : 'open-tcp',
    ports: accessPorts[service],
    isAccessTest: true,
    connections,
    timeoutMs,
    observe: (target, port, options) => observeOpenAccess(service, target, port, options),
  };
}

export const hostProbes: readonly HostProbe[] = [
  {
    kind: 'udp-services',
    concerns: (target) => target.permittedPorts(datagramPorts).length > 0,
    ports: datagramPorts,
    connectionsPerPort: questionsPerPort,
    timeoutMs: udpServicesTimeoutMs,
    observe: observeUdpServices,
  },
  {
    kind: 'own-network',
    concerns: (target) => isThisMachine(target),
    ports: [],
    connectionsPerPort: 0,
    timeoutMs: ownNetworkTimeoutMs,
    observe: observeOwnNetwork,
  },
];

export const domainProbes: readonly DomainProbe[] = [
  {
    kind: 'dns-zone',
    questions: dnsZoneLimits.maxQuestions,
    connections: authorityQuestions,
    timeoutMs: dnsZoneLimits.timeLimitMs + authorityTimeLimitMs,
    observe: observeDnsZone,
  },
  {
    kind: 'mail-domain',
    questions: mailDomainLimits.maxQuestions,
    connections: 1 + maxCertificateConnections,
    timeoutMs: mailDomainLimits.timeLimitMs + policyTimeoutMs + tlsaFitTimeoutMs,
    observe: observeMailDomain,
  },
];
