/** What was seen, raw and dated, or why nothing was seen. Judging it is the business of checks/. */
import type { ObservationKind } from './catalogue.ts';

/** Where a check looked from; decides severity. */
export const vantages = ['internet', 'kdn', 'lan', 'host'] as const;
export type Vantage = (typeof vantages)[number];

/** The endpoint that was looked at. `port` is null for a whole host. */
export interface ObservedTarget {
  /** Name as given in the Freigabe, if it was a name. */
  name: string | null;
  /** Literal IPv4 or IPv6 address. */
  address: string;
  port: number | null;
}

/** A state nmap reports for a port; unknown states pass through as text. */
export type PortState = 'open' | 'closed' | 'filtered' | (string & {});

export interface ScannedPort {
  port: number;
  protocol: 'tcp' | 'udp';
  state: PortState;
  reason: string | null;
  /** Service name; only `probed` is a detection, `table` is the port number's usual name. */
  service: { name: string; method: 'probed' | 'table'; product: string | null; version: string | null } | null;
}

export interface PortScan {
  /** `nmap` or `connect` (our own TCP connect scan when nmap is missing). */
  tool: 'nmap' | 'connect';
  toolVersion: string | null;
  /** Ports that were asked for. */
  requested: readonly number[];
  ports: readonly ScannedPort[];
  /** False when the run was interrupted: ports without an entry were not looked at. */
  complete: boolean;
}

export const tlsVersions = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof tlsVersions)[number];

export interface ObservedCertificate {
  subject: string;
  issuer: string;
  /** DNS names and addresses of the subject alternative name. */
  names: readonly string[];
  /** Instants, ISO 8601 UTC. */
  validFrom: string;
  validTo: string;
  keyType: 'rsa' | 'ec' | 'ed25519' | (string & {});
  keyBits: number | null;
  curve: string | null;
  selfSigned: boolean;
  fingerprint256: string;
}

/** Whether a protocol version was accepted in a ClientHello of our own, refused, or could not be settled. */
export type TlsVersionOutcome = { offered: true } | { offered: false } | { offered: null; reason: string };

/** The cipher suites a server accepts in one version. */
export interface TlsVersionSuites {
  /** In the order the server chose them, by their number: `0xc02f` (IANA registry); those of SSL 2.0 have six digits. */
  accepted: readonly string[];
  /** German; why some may be missing. Null when the server refused all others. */
  incomplete: string | null;
}

export interface TlsSuites {
  /** Of the versions the server offers; SSL 2.0 only when it answered. */
  versions: Readonly<Partial<Record<'SSLv2' | TlsVersion, TlsVersionSuites>>>;
  /** Connections it took to find out, beyond those for the versions. */
  connections: number;
}

export interface TlsObservation {
  versions: Readonly<Record<TlsVersion, TlsVersionOutcome>>;
  /** Missing when they were not asked for, and in observations from before they could be. */
  suites?: TlsSuites;
  certificate: ObservedCertificate | null;
  /** Why no certificate could be read, if so. */
  certificateReason: string | null;
}

export interface HttpObservation {
  scheme: 'http' | 'https';
  status: number;
  /** Lower-case header names; control characters removed, values cut at 2,000 characters. */
  headers: Readonly<Record<string, string>>;
  /** Location of a redirect, never followed. */
  location: string | null;
}

/** The name lists of SSH_MSG_KEXINIT as the server sent them, in its order of preference (RFC 4253, 7.1). */
export interface SshAlgorithms {
  keyExchange: readonly string[];
  serverHostKey: readonly string[];
  encryptionClientToServer: readonly string[];
  encryptionServerToClient: readonly string[];
  macClientToServer: readonly string[];
  macServerToClient: readonly string[];
  compressionClientToServer: readonly string[];
  compressionServerToClient: readonly string[];
  languagesClientToServer: readonly string[];
  languagesServerToClient: readonly string[];
}

export interface SshObservation {
  /** From the identification line (RFC 4253, 4.2), cleaned: `2.0`, `1.99`, `1.5`. */
  protocol: string;
  /** `OpenSSH_9.2p1`; what the server says of itself. */
  software: string;
  comments: string | null;
  /** Null when the server showed no readable list. */
  algorithms: SshAlgorithms | null;
  /** German; why there is no list, if so. */
  algorithmsReason: string | null;
}

interface Observed<K extends ObservationKind, D> {
  kind: K;
  target: ObservedTarget;
  vantage: Vantage;
  /** Instant, ISO 8601 UTC. */
  at: string;
  outcome: { seen: true; data: D } | { seen: false; reason: string };
}

export type PortScanObservation = Observed<'port-scan', PortScan>;
export type TlsEndpointObservation = Observed<'tls', TlsObservation>;
export type HttpEndpointObservation = Observed<'http', HttpObservation>;
export type SshEndpointObservation = Observed<'ssh', SshObservation>;

export type Observation = PortScanObservation | TlsEndpointObservation | HttpEndpointObservation | SshEndpointObservation;
