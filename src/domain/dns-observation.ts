/** What the Domain Name System says of a domain, and what a name server does. Dated, raw; judging it is the business of checks/. */
import type { Settled } from './observation.ts';

/**
 * The answer to one question. `answered: false` is not knowing (no answer, SERVFAIL, REFUSED); „there is no such name“ and „the
 * name has no such record“ are answers.
 */
export type Lookup<T> =
  | { answered: true /** False: the name itself does not exist. */; nameExists: boolean; records: readonly T[] }
  | { answered: false /** German. */; reason: string };

/** A name with its addresses, as far as they were asked for. */
export interface ObservedHost {
  name: string;
  /** Target of the first CNAME, if the name is an alias. */
  alias: string | null;
  ipv4: Lookup<string>;
  ipv6: Lookup<string>;
}

export interface ObservedSoa {
  primary: string;
  serial: number;
  /** Seconds. */
  refresh: number;
  retry: number;
  expire: number;
  minimum: number;
  ttl: number;
}

export interface ObservedDs {
  keyTag: number;
  /** IANA numbers. */
  algorithm: number;
  digestType: number;
  /** Whether it is the digest of a key in the zone; null when the keys or the kind of digest are unknown. */
  matchesKey: boolean | null;
}

export interface ObservedDnsKey {
  keyTag: number;
  algorithm: number;
  /** Whether it may sign the other keys (secure entry point). */
  isEntryPoint: boolean;
  /** Length of an RSA key; null for other kinds. */
  rsaBits: number | null;
}

export interface ObservedSignature {
  covers: 'DNSKEY' | 'SOA';
  algorithm: number;
  keyTag: number;
  /** Instants, ISO 8601 UTC. */
  from: string;
  until: string;
  /** Whether a key of the zone made it; null when that was not computed. */
  verifies: boolean | null;
  /** Whether the key that made it is named by a DS record. */
  byAnchoredKey: boolean;
}

export interface ObservedDnssec {
  /** The resolver vouches for the answer (AD bit); only as good as the way to it. */
  authenticated: boolean;
  /** The resolver refuses the domain, and answers once it is told not to check signatures. */
  rejectedByResolver: boolean;
  /** Whether the resolver hands on signatures at all; null when not known. */
  passesSignatures: boolean | null;
  ds: Lookup<ObservedDs>;
  keys: Lookup<ObservedDnsKey>;
  signatures: readonly ObservedSignature[];
  /** Of NSEC3, where an answer showed it. */
  nsec3Iterations: number | null;
}

export interface ObservedCaa {
  critical: boolean;
  tag: string;
  value: string;
}

/** What a name server said when it was asked itself for the SOA record of the zone. */
export interface ObservedAuthority {
  name: string;
  address: string;
  answer:
    | {
        asked: true /** `NOERROR`, `REFUSED`. */;
        code: string /** It speaks for the zone. */;
        authoritative: boolean;
        serial: number | null;
      }
    /** German; no Freigabe, or no answer. `noWay`: this machine has no way to that kind of address. */
    | { asked: false; reason: string; noWay?: true };
}

export interface DnsZoneObservation {
  /** Literal address and port of the resolver that was asked. */
  resolver: string;
  /** False: there is no such domain; then nothing else was asked. */
  exists: boolean;
  /** All its name servers have addresses for use in the house: the resolver shows an inner view of the domain. */
  isInnerView: boolean;
  /** Name of the zone the domain belongs to, mostly itself. */
  zone: string;
  soa: Lookup<ObservedSoa>;
  nameServers: Lookup<string>;
  nameServerHosts: readonly ObservedHost[];
  mailServers: Lookup<string>;
  /** The mail servers with their addresses. */
  mailHosts: readonly ObservedHost[];
  /** The domain itself and usual names below it. */
  hosts: readonly ObservedHost[];
  dnssec: ObservedDnssec;
  /** Of the domain, or of the nearest name above it that has any, up to the zone. */
  caa: Lookup<ObservedCaa>;
  /** Whether a random name below the domain has an address. */
  wildcard: Lookup<string>;
  /** One per address of a name server; missing in observations from before they were asked. */
  authorities?: readonly ObservedAuthority[];
  /** Questions it took. */
  questions: number;
}

export type SpfProblemKind =
  /** A term that cannot be read. */
  | 'syntax'
  /** `include` or `redirect` to a name without SPF record. */
  | 'missing'
  /** Several SPF records where one is demanded. */
  | 'several'
  /** `include` or `redirect` that leads to itself. */
  | 'loop';

export interface SpfEvaluation {
  record: string;
  /** Terms that make the receiver ask the DNS, includes counted through (RFC 7208, 4.6.4). */
  dnsTerms: number;
  /** Of them those that lead to no record, each counted once. */
  voidLookups: number;
  /** Qualifier of `all` that decides in the end, redirect followed; null when there is none. */
  all: '+' | '-' | '~' | '?' | null;
  usesPtr: boolean;
  /** Permitted address ranges as written, the first hundred. */
  ranges: readonly string[];
  /** `where` names the domain of the record, `term` the passage. */
  problems: readonly { kind: SpfProblemKind; where: string; term: string }[];
  /** German; why not everything could be followed. */
  incomplete: string | null;
}

export interface DmarcRecord {
  /** Domain the record belongs to: the asked one, or one above it. */
  domain: string;
  text: string;
  /** Tags by lower-case name; the first counts. */
  tags: Readonly<Record<string, string>>;
}

export interface DmarcObservation {
  /** DMARC records at the domain itself. */
  own: Lookup<string>;
  /** The record that holds for the domain, found by the tree walk of RFC 9989; null: none. */
  effective: DmarcRecord | null;
  /** German; why the walk could not be finished. */
  incomplete: string | null;
  /** Receivers of reports outside the domain, and whether they agree (`_report._dmarc`). */
  externalReceivers: readonly { domain: string; agrees: Lookup<string> }[];
}

export interface DkimKey {
  selector: string;
  /** Texts found, one is right. */
  texts: Lookup<string>;
  /** Null when the record cannot be read. */
  key: { type: string /** Null for Ed25519. */; rsaBits: number | null; isRevoked: boolean; isTest: boolean } | null;
}

export interface ObservedTlsa {
  usage: number;
  selector: number;
  matchingType: number;
  /** What has to match, in hexadecimal digits; missing in observations from before it was kept, and where it is too long. */
  data?: string;
}

export interface ObservedMailServer extends ObservedHost {
  preference: number;
  /** TLSA records of port 25. */
  tlsa: Lookup<ObservedTlsa>;
  /** The resolver vouches for the TLSA answer (AD bit). */
  tlsaAuthenticated: boolean;
  /** Whether the certificate it shows on port 25 fits one of its TLSA records, per address; missing where there are none. */
  tlsaFits?: readonly { address: string; fits: Settled<boolean> }[];
  /** Of the first addresses; missing in observations from before it was looked at, and for the last of many servers. */
  reverse?: readonly ObservedReverse[];
}

/** What an address is called, and whether that name leads back to it (forward-confirmed reverse DNS). */
export interface ObservedReverse {
  address: string;
  /** PTR records. */
  names: Lookup<string>;
  /** One of the names has this address; null when that is not known. */
  confirmed: boolean | null;
}

/** What lies at `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` (RFC 8461, 3.2 and 3.3). */
export type ObservedMtaStsPolicy =
  | {
      read: true;
      status: number;
      /** OpenSSL's or Node's name for what is wrong with the certificate; null when a mail server would accept it. */
      certificateProblem: string | null;
      /** Null where the answer is no policy. */
      policy: { mode: string | null /** Seconds. */; maxAge: number | null; mx: readonly string[] } | null;
    }
  /** German; no Freigabe, or no answer. */
  | { read: false; reason: string };

export interface MailDomainObservation {
  resolver: string;
  exists: boolean;
  isInnerView: boolean;
  /** `MX 0 .`: the domain takes no mail (RFC 7505). */
  hasNullMx: boolean;
  mx: Lookup<{ preference: number; name: string }>;
  /** The first ten of `mx`. */
  servers: readonly ObservedMailServer[];
  spfRecords: Lookup<string>;
  /** Null unless there is exactly one record. */
  spf: SpfEvaluation | null;
  dmarc: DmarcObservation;
  /** One per selector named in the Freigabe. */
  dkim: readonly DkimKey[];
  /** `v=STSv1` records. */
  mtaSts: Lookup<string>;
  /** Missing without such a record, and in observations from before it was asked for. */
  mtaStsPolicy?: ObservedMtaStsPolicy;
  tlsRpt: Lookup<string>;
  questions: number;
}

export interface DnsServerObservation {
  /** The server says that it would look up foreign names (RA bit). */
  offersRecursion: boolean;
  /** It answered a question about the root, which is none of its own. */
  answersForeign: boolean;
  /** Code of that answer: `REFUSED`, `NOERROR`. */
  foreignCode: string;
  /** Answer to version.bind; empty when it hides it, null when it did not answer that. */
  version: string | null;
  /** Zones tried, and whether it speaks for them. */
  zones: readonly {
    name: string;
    authoritative: boolean;
    serial: number | null;
    /** Whether it hands out the whole zone to anybody. Tried only with consent to access tests. */
    transfer: 'given' | 'refused' | 'unanswered' | 'not-tried';
  }[];
}
