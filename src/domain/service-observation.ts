/** What services show of themselves besides TLS, HTTP and SSH: greetings, Windows file and desktop services, doors without a lock. */

/** Services that greet and later ask for a password, on the ports where nothing is encrypted from the start. */
export const loginProtocols = ['smtp', 'imap', 'pop3', 'ftp', 'telnet'] as const;
export type LoginProtocol = (typeof loginProtocols)[number];

/** Where they are usual. */
export const loginPorts: Readonly<Record<LoginProtocol, readonly number[]>> = {
  smtp: [25, 587],
  imap: [143],
  pop3: [110],
  ftp: [21, 2121],
  telnet: [23, 2323],
};

/** What was said before any login. Nobody logged in. */
export interface LoginObservation {
  protocol: LoginProtocol;
  /** What the service greets with, cleaned and cut. */
  banner: string;
  /** What it calls itself, as far as the greeting tells. */
  software: string | null;
  version: string | null;
  /** What it says it can do; null when it did not say, or was not asked. Telnet knows no such list. */
  capabilities: readonly string[] | null;
  /** German; why there is no list, if so. */
  capabilitiesReason: string | null;
  /** Whether the conversation can change to TLS; null when that is not known. Never with Telnet. */
  starttlsOffered: boolean | null;
  /** Ways to log in that it offers before TLS: `PLAIN`, `LOGIN`, `CRAM-MD5`, `USER`. Null when that is not known. */
  loginWithoutTls: readonly string[] | null;
}

/** Dialects of SMB 2 and 3 from the oldest to the newest. */
export const smbDialects = ['2.0.2', '2.1', '3.0', '3.0.2', '3.1.1'] as const;
export type SmbDialect = (typeof smbDialects)[number];

export type SmbSigning = 'required' | 'enabled' | 'disabled';

export interface SmbObservation {
  /** Whether SMB 1 was negotiated; null with the reason when that could not be settled. */
  smb1: { accepted: boolean } | { accepted: null; reason: string };
  /** The newest dialect of SMB 2 and 3 both sides can; null when it agreed to none of them. */
  dialect: SmbDialect | null;
  /** As told with that dialect, or with SMB 1 if it speaks nothing newer. Null when that is not known. */
  signing: SmbSigning | null;
  /** Whether it can encrypt what is transferred. */
  encryption: boolean | null;
}

/** Protection of a remote desktop before the login. */
export const rdpProtections = ['rdp', 'tls', 'nla'] as const;
export type RdpProtection = (typeof rdpProtections)[number];

/** Accepted, refused with the server's reason code, or not settled. */
export type RdpOutcome = { accepted: true } | { accepted: false; code: number | null } | { accepted: null; reason: string };

export interface RdpObservation {
  /** `rdp`: without TLS. `tls`: with TLS, and the password is asked for on the desktop. `nla`: the password comes first. */
  protections: Readonly<Record<RdpProtection, RdpOutcome>>;
}

/** Services whose doors are tried with written consent, and their usual ports. */
export const accessPorts = {
  redis: [6379],
  memcached: [11211],
  mongodb: [27017],
  elasticsearch: [9200],
  ldap: [389, 3268],
  ftp: [21, 2121],
  rsync: [873],
  snmp: [161],
  ntp: [123],
  ipmi: [623],
  nfs: [111],
  tftp: [69],
} as const satisfies Record<string, readonly number[]>;
export type AccessService = keyof typeof accessPorts;
export const accessServices = Object.keys(accessPorts) as AccessService[];

/** `open`: a stranger is answered. `needs-login`: only with a login. `refused`: it is there and will not talk to us. */
export const accesses = ['open', 'needs-login', 'refused'] as const;
export type Access = (typeof accesses)[number];

export interface OpenAccessObservation {
  service: AccessService;
  access: Access;
  /** What proves it, cleaned: a version, a word of the protocol. Never content. */
  detail: string | null;
  /** What lay open, counted: databases, folders. Null where nothing is counted. */
  count: number | null;
  /**
   * What was answered, where a service can be open in several ways: `public` and `private` (SNMP), `readvar` and `monlist` (NTP),
   * `anonymous`, `no-password` and `cipher-zero` (IPMI).
   */
  answered: readonly string[];
}

/**
 * Services by UDP that answer a question everybody may put, and their ports: no name, no password, nothing read. Other services would have to
 * be tried like a stranger does, or must not get any bytes of ours.
 */
export const datagramServicePorts = {
  quoteOfTheDay: 17,
  characterGenerator: 19,
  portMapper: 111,
  netbiosNames: 137,
  snmp: 161,
  connectionlessLdap: 389,
  serverHardware: 623,
  sqlBrowser: 1434,
  ssdp: 1900,
  webServicesDiscovery: 3702,
  sip: 5060,
  multicastDns: 5353,
  coap: 5683,
} as const satisfies Record<string, number>;
export type DatagramService = keyof typeof datagramServicePorts;

/**
 * `answered`: in the protocol of the port. `other`: something came that is not of it. `refused`: the host, or a filter before it, says that
 * nothing listens there. `silent`: nothing came, which proves nothing.
 */
export type DatagramPortState = 'answered' | 'other' | 'refused' | 'silent';

/** The ports of one host that were asked, in ascending order. What was answered is not kept. */
export interface UdpServicesObservation {
  ports: readonly { port: number; state: DatagramPortState }[];
}
