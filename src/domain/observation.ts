/** What was seen, raw and dated, or why nothing was seen. Judging it is the business of checks/. */
import type { ObservationKind } from './catalogue.ts';
import type { DnsServerObservation, DnsZoneObservation, MailDomainObservation } from './dns-observation.ts';
import type {
  LoginObservation,
  OpenAccessObservation,
  RdpObservation,
  SmbObservation,
  UdpServicesObservation,
} from './service-observation.ts';

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
  /** TCP ports that were asked for. */
  requested: readonly number[];
  /** UDP ports that were looked at, each with an entry. Missing when none were, and in observations from before they could be. */
  requestedUdp?: readonly number[];
  ports: readonly ScannedPort[];
  /** False when the run was interrupted: ports without an entry were not looked at. */
  complete: boolean;
}

export const tlsVersions = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof tlsVersions)[number];

/** What was looked for and found, or why it could not be settled (German). */
export type Settled<T> = { settled: true; value: T } | { settled: false; reason: string };

/** The groups for the key exchange a server accepts in one version. */
export interface TlsGroups {
  /** In the order the server chose them: `x25519`, `secp256r1` (IANA registry); a number where it has no name. */
  accepted: readonly string[];
  /** German; why some may be missing. Null when the server refused all others. */
  incomplete: string | null;
}

/** What versions up to 1.2 leave to the configuration. TLS 1.3 has none of it. */
export interface TlsOldFeatures {
  compression: boolean;
  /** RFC 5746. */
  secureRenegotiation: boolean;
  /** RFC 7627. */
  extendedMasterSecret: boolean;
  /** RFC 6520. */
  heartbeat: boolean;
  /** RFC 6066, 7. */
  truncatedHmac: boolean;
}

export interface TlsFeatures {
  /** In TLS 1.3 and in the newest version below that the server offers with elliptic curves. */
  groups: Readonly<Partial<Record<TlsVersion, TlsGroups>>>;
  /** Bits of the prime in the newest version with DHE; missing when no such suite is accepted. */
  dhBits?: Settled<number>;
  /** Of the newest version up to 1.2; missing when none is offered. */
  old?: Settled<TlsOldFeatures>;
  /** Begins anew when the client asks for it, up to TLS 1.2; missing like `old`, and where it would not be protected (RFC 5746). */
  clientRenegotiation?: Settled<boolean>;
  /** RFC 7366; missing when no suite with CBC is accepted. */
  encryptThenMac?: Settled<boolean>;
  /** Refuses an older version to a client that could do better (RFC 7507); missing when there is only one version. */
  refusesFallback?: Settled<boolean>;
  /** Keeps to its own order of suites up to TLS 1.2; missing when there are not two to order. */
  ownOrder?: Settled<boolean>;
  /** Its tickets permit data before the handshake is over (0-RTT); missing without TLS 1.3, and where it was not looked at. */
  earlyData?: Settled<boolean>;
  /** Connections it took, beyond those for versions and suites. */
  connections: number;
}

/** Protocols that begin in the clear and change to TLS when asked to. */
export const starttlsProtocols = ['smtp', 'imap', 'pop3', 'ftp', 'ldap', 'postgresql'] as const;
export type StarttlsProtocol = (typeof starttlsProtocols)[number];

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
  // What follows is missing in observations from before it was read; null where the certificate is unreadable there.
  /** Those of `names` that are entries for addresses. */
  addresses?: readonly string[];
  /** How the issuer signed it. */
  signature?: CertificateSignature;
  /** Signed timestamps of different public logs inside the certificate (RFC 6962, 3.3). */
  embeddedTimestamps?: number | null;
  /** Whether the server has to attach an OCSP answer (RFC 7633). */
  mustStaple?: boolean | null;
  /** Addresses where OCSP answers can be had. */
  ocspResponders?: readonly string[] | null;
  /** Addresses of lists of revoked certificates. */
  crlAddresses?: readonly string[] | null;
  /** SHA-256 of its public key (SubjectPublicKeyInfo), in hexadecimal digits. */
  keyFingerprint256?: string;
}

export interface CertificateSignature {
  /** An object identifier where it is none of these. */
  scheme: 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'eddsa' | 'dsa' | 'unlesbar' | (string & {});
  /** `SHA-256`; null where the scheme has none of its own or it is not known. */
  hash: string | null;
}

export type ChainCertificate = Pick<
  ObservedCertificate,
  'subject' | 'issuer' | 'validFrom' | 'validTo' | 'selfSigned' | 'fingerprint256'
> & { signature: CertificateSignature };

/**
 * How a chain stands with Mozilla's list of public authorities. `public`: leads there, even if the server's own certificate is out of date;
 * `unknown-root`: ends at another authority, which was presented; `unknown-issuer`: breaks off at an issuer nobody knows;
 * `missing-intermediate`: breaks off, though public logs vouch that a public authority issued it; `invalid`: leads there, but is not in
 * order.
 */
export type ChainTrust =
  | 'public'
  | 'self-signed'
  | 'unknown-root'
  | 'unknown-issuer'
  | 'missing-intermediate'
  | 'expired-intermediate'
  | 'invalid';

export interface TlsChain {
  /** Certificates the server sent, its own included. */
  presented: number;
  /** The first of those after its own, in the order in which they came. */
  certificates: readonly ChainCertificate[];
  trust: ChainTrust;
  /** OpenSSL's name for the trouble, if any. */
  detail: string | null;
}

/** What an attached OCSP answer says about the certificate; its signature was not verified. Instants are ISO 8601 UTC. */
export type OcspStaple =
  | {
      readable: true;
      status: 'good' | 'revoked' | 'unknown';
      revokedAt: string | null;
      thisUpdate: string;
      nextUpdate: string | null;
    }
  | { readable: false; reason: string };

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
  /** The protocol that was spoken until both sides changed to TLS; missing where TLS comes first. */
  starttls?: StarttlsProtocol;
  versions: Readonly<Record<TlsVersion, TlsVersionOutcome>>;
  /** Missing when they were not asked for, and in observations from before they could be. */
  suites?: TlsSuites;
  /** Missing like `suites`. */
  features?: TlsFeatures;
  certificate: ObservedCertificate | null;
  /** Why no certificate could be read, if so. */
  certificateReason: string | null;
  /** Missing without certificate, and in observations from before chains were looked at. */
  chain?: TlsChain;
  /** Null when the server attached no OCSP answer; missing like `chain`. */
  staple?: OcspStaple | null;
  /** SHA-256 of the certificate shown to whoever names no host, null if none; missing where that was not tried. */
  fingerprintWithoutName?: string | null;
}

/** Said where a service answered, but in another protocol: firmer than any trouble on the way. */
export const otherProtocolReasons = {
  tls: 'Der Dienst spricht kein TLS.',
  sshInsteadOfTls: 'Der Dienst spricht kein TLS, sondern SSH.',
  http: 'Der Dienst spricht kein HTTP.',
  ssh: 'Der Dienst spricht kein SSH.',
} as const;

export interface HttpObservation {
  scheme: 'http' | 'https';
  status: number;
  /** Lower-case header names; control characters removed, values cut at 2,000 characters, those of content-security-policy at 8,000. */
  headers: Readonly<Record<string, string>>;
  /** Location of a redirect, never followed. */
  location: string | null;
  /** Null when the start page is no HTML, or could not be read: then `unseen` tells why. Missing when it was not read. */
  page?: HttpPage | null;
  /** Of `Set-Cookie` in the answer to `/`, without their values; at most 50. */
  cookies?: readonly HttpCookie[];
  /** Answer to a request that claims to come from a page of somebody else. */
  cors?: HttpCors;
  options?: HttpOptions;
  errorPage?: HttpErrorPage;
  securityTxt?: SecurityTxt;
  /** Answers of the usual addresses where editors log in. */
  loginPages?: readonly HttpLoginPage[];
  /** Paths from a fixed list that gave what should not be there; their content is not kept. Only with consent to access tests. */
  leftovers?: readonly HttpLeftover[];
  /** German; why a part that was asked for is missing. */
  unseen?: Readonly<Partial<Record<HttpPart, string>>>;
}

/** What is asked for beyond status and header fields. */
export type HttpPart = 'page' | 'cors' | 'options' | 'trace' | 'errorPage' | 'securityTxt' | 'loginPages' | 'leftovers';

/** Facts from the HTML of the start page, as far as it was read. Addresses come without query; lists are cut. */
export interface HttpPage {
  title: string | null;
  /** `<meta name="generator">`: what the page says of its software. */
  generator: string | null;
  /** False when not all of it was read: what is missing here may stand in the rest. */
  complete: boolean;
  hasForm: boolean;
  /** A field for a password. */
  hasLoginForm: boolean;
  /** Title of a list of files that a server makes by itself. */
  isDirectoryListing: boolean;
  /** Without encryption from an encrypted page: scripts, styles, frames, and targets of forms. */
  activeMixedContent: readonly string[];
  /** Without encryption from an encrypted page: pictures, sound, film. */
  passiveMixedContent: readonly string[];
  /** Other hosts that are asked when the page is opened, without any click; those with the same last two labels do not count. */
  thirdPartyHosts: readonly string[];
  /** Scripts and styles of such hosts that name no checksum (Subresource Integrity). */
  scriptsWithoutIntegrity: readonly string[];
  /** Content of `<meta http-equiv="content-security-policy">`. */
  contentSecurityPolicy: string | null;
  /** Content of `<meta name="referrer">`. */
  referrerPolicy: string | null;
}

export interface HttpCookie {
  name: string;
  secure: boolean;
  httpOnly: boolean;
  /** As sent; null when missing. */
  sameSite: string | null;
  /** Null when the cookie is only for the host itself. */
  domain: string | null;
  path: string | null;
}

export interface HttpCors {
  /** `Access-Control-Allow-Origin`. */
  allowOrigin: string | null;
  allowCredentials: boolean;
  /** Any origin is repeated as permitted. */
  reflectsOrigin: boolean;
}

export interface HttpOptions {
  /** Methods in `Allow`, upper case; empty when there is none. */
  allow: readonly string[];
  /** Whether TRACE sent the request back; null when it was not answered. */
  trace: boolean | null;
}

/** What a page for an address that does not exist tells of the inside. */
export const errorPageLeaks = ['stack-trace', 'path', 'sql', 'version'] as const;
export type ErrorPageLeak = (typeof errorPageLeaks)[number];

export interface HttpErrorPage {
  status: number;
  reveals: readonly ErrorPageLeak[];
}

/** RFC 9116. */
export interface SecurityTxt {
  /** `well-known`: at its place; `top-level`: only at `/security.txt`; null: there is none. */
  found: 'well-known' | 'top-level' | null;
  /** Where the usual address leads, never followed. */
  location: string | null;
  contentType: string | null;
  /** Values of the fields, in order, at most 10 of each. */
  contact: readonly string[];
  expires: readonly string[];
  canonical: readonly string[];
  /** Wrapped in an OpenPGP signature; the signature itself is not verified. */
  signed: boolean;
}

export interface HttpLoginPage {
  path: string;
  status: number;
  /** Never followed. */
  location: string | null;
  hasLoginForm: boolean;
}

export interface HttpLeftover {
  path: string;
  what: 'git' | 'settings' | 'passwords' | 'archive' | 'database' | 'php-info' | 'server-status';
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

/** A key an SSH server proves itself with, as it showed it; that it really owns the key was not verified. */
export interface ObservedSshHostKey {
  /** `ssh-rsa`, `ecdsa-sha2-nistp256`, `ssh-ed25519`: the kind of key, whatever it signs with. */
  type: string;
  /** Of the modulus or the curve; null for kinds unknown here. */
  bits: number | null;
  /** SHA-256 in base64 without padding, as OpenSSH prints it behind `SHA256:`. */
  fingerprint: string;
}

/** What an SSH server shows only once keys are being exchanged. Every exchange was broken off; nobody logged in. */
export interface SshExchange {
  /** One per kind of key it offers, with the algorithm that was asked for. */
  hostKeys: readonly { algorithm: string; key: Settled<ObservedSshHostKey> }[];
  /** Bits of the shortest prime it gives out where the group is negotiated (RFC 4419); missing where that is not offered. */
  groupBits?: Settled<number>;
  /** Connections it took, beyond the one for the lists. */
  connections: number;
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
  /** Missing where it was not looked at. */
  exchange?: SshExchange;
}

/** A way for everything that has none of its own. */
export interface DefaultRoute {
  interface: string;
  /** Address of the router; null where the interface leads there directly. */
  gateway: string | null;
}

/** What the machine burgward runs on says of its networks. */
export interface OwnNetwork {
  /** Those with an address that reaches beyond one cable; `networks`: own address with prefix, `192.0.2.7/24`. */
  interfaces: readonly { name: string; networks: readonly string[] }[];
  defaultRoutes: Settled<readonly DefaultRoute[]>;
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
export type LoginEndpointObservation = Observed<'login', LoginObservation>;
export type SmbEndpointObservation = Observed<'smb', SmbObservation>;
export type RdpEndpointObservation = Observed<'rdp', RdpObservation>;
export type OpenAccessEndpointObservation = Observed<'open-access', OpenAccessObservation>;
export type DnsZoneEndpointObservation = Observed<'dns-zone', DnsZoneObservation>;
export type MailDomainEndpointObservation = Observed<'mail-domain', MailDomainObservation>;
export type DnsServerEndpointObservation = Observed<'dns-server', DnsServerObservation>;
/** Of a whole host. */
export type UdpServicesHostObservation = Observed<'udp-services', UdpServicesObservation>;
/** Of the machine itself, with the vantage `host`. */
export type OwnNetworkHostObservation = Observed<'own-network', OwnNetwork>;

export type Observation =
  | PortScanObservation
  | TlsEndpointObservation
  | HttpEndpointObservation
  | SshEndpointObservation
  | LoginEndpointObservation
  | SmbEndpointObservation
  | RdpEndpointObservation
  | OpenAccessEndpointObservation
  | DnsZoneEndpointObservation
  | MailDomainEndpointObservation
  | DnsServerEndpointObservation
  | UdpServicesHostObservation
  | OwnNetworkHostObservation;
