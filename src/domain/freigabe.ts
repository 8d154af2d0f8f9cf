/**
 * Written permission to test. A collector accepts only an `AuthorizedTarget`, and only a valid Freigabe can make one:
 * a plain host/port object does not compile as a scan target.
 */
import ipaddr from 'ipaddr.js';
import { InvalidDataError, NotAuthorisedError } from '../errors.ts';
import { endOfDay } from './calendar.ts';
import type { Vantage } from './observation.ts';
import { permittedUntil, type TimeWindow } from './time-window.ts';

/** Inclusive range of TCP port numbers. */
export interface PortRange {
  from: number;
  to: number;
}

/** One permitted target as typed, with the literal addresses or the range it stands for. */
export interface FreigabeZiel {
  /** Host name, address, CIDR or domain as typed by the person who permits. */
  angabe: string;
  /** A domain permits questions about its public DNS records, put to the resolver of this machine; nothing is sent to its addresses. */
  kind: 'name' | 'address' | 'range' | 'domain';
  /** Literal addresses; for a name those it resolved to when the Freigabe was granted. Empty for a range and a domain. */
  addresses: readonly string[];
}

export interface Freigabe {
  id: string;
  kommune: string;
  ziele: readonly FreigabeZiel[];
  /** Permitted TCP ports; null permits all. */
  ports: readonly PortRange[] | null;
  /** First and last day, both included. */
  von: string;
  bis: string;
  /** Who permits. */
  durch: string;
  blickwinkel: Vantage;
  kdnInformiert: boolean;
  saxCertInformiert: boolean;
  /** Where the written permission is kept: file number, document, folder. */
  dokument: string | null;
  /** Whom the operator of a checked system can ask; servers see it. ASCII, up to 100 characters. */
  kontakt: string | null;
  /** Empty permits any time. */
  zeitfenster: readonly TimeWindow[];
  /** New connections per second at most; null leaves it to the careful default of the vantage. */
  proSekunde: number | null;
  /**
   * Whether tests are permitted that try what a stranger could: default passwords of network devices, anonymous reading, zone transfer
   * (level Z). They need the consent of whoever is responsible for system and data.
   */
  zugriffstests: boolean;
  /** DKIM selectors in use; they cannot be found out by DNS. */
  dkimSelektoren: readonly string[];
  widerrufenAm: string | null;
}

/** What a Freigabe may say besides targets, period and person; all of it can be left out. */
export type FreigabeDetails = Pick<
  Freigabe,
  | 'kdnInformiert'
  | 'saxCertInformiert'
  | 'dokument'
  | 'kontakt'
  | 'zeitfenster'
  | 'proSekunde'
  | 'zugriffstests'
  | 'dkimSelektoren'
>;

/** A Freigabe that says nothing more. */
export const withoutDetails: FreigabeDetails = {
  kdnInformiert: false,
  saxCertInformiert: false,
  dokument: null,
  kontakt: null,
  zeitfenster: [],
  proSekunde: null,
  zugriffstests: false,
  dkimSelektoren: [],
};

/** What to do where no Freigabe covers a target. */
export const howToGetOne =
  'Zuerst eine Freigabe der verantwortlichen Stelle einholen und mit „burgward freigabe erteilen“ erfassen.';

/** New connections per second where a Freigabe says nothing: gentle across the Internet and the KDN, brisker in the own house. */
export function defaultPerSecond(vantage: Vantage): number {
  return usesLinesOfOthers(vantage) ? 100 : 300;
}

/** New connections per second a Freigabe may name at most: lines that others use as well bear no more than the default. */
export function mostPerSecond(vantage: Vantage): number {
  return usesLinesOfOthers(vantage) ? defaultPerSecond(vantage) : 1000;
}

/** New connections per second at most. */
export function permittedPerSecond({ blickwinkel, proSekunde }: Pick<Freigabe, 'blickwinkel' | 'proSekunde'>): number {
  return Math.min(proSekunde ?? defaultPerSecond(blickwinkel), mostPerSecond(blickwinkel));
}

/** The Internet and the KDN: what is sent there goes over lines that others need as well. */
export function usesLinesOfOthers(vantage: Vantage): boolean {
  return vantage === 'internet' || vantage === 'kdn';
}

/** A range wider than this many addresses is refused: a Freigabe names what is to be looked at. */
export const maxRangeAddresses = 1024;

const dottedQuad = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const hostName = /^(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})*$/i;
const refusedRanges = new Set([
  'multicast',
  'broadcast',
  'unspecified',
  'linkLocal',
  'reserved',
  'carrierGradeNat',
  'benchmarking',
  'amt',
  'as112',
  'deprecatedOrchid',
  'orchid2',
  'discard',
  'rfc6052',
  'rfc6145',
  '6to4',
  'teredo',
  'as112v6',
  'droneRemoteIdProtocolEntityTags',
  'ipv4Mapped',
]);

/**
 * Literal IPv4 in four decimal parts or IPv6 without zone, in canonical spelling; null for anything else. Spellings that
 * some tools widen or reinterpret (`127.1`, `0x7f000001`, `2130706433`, `127.0.0.*`) are not addresses here.
 */
export function parseAddress(text: string): string | null {
  if (dottedQuad.test(text)) return text;
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.IPv6.parse(text).toString();
}

function parseRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const match = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(text);
  const address = match?.[1] === undefined ? null : parseAddress(match[1]);
  const bits = Number(match?.[2]);
  if (address === null || bits > (address.includes(':') ? 128 : 32)) return null;
  return [ipaddr.parse(address), bits];
}

/**
 * Reads one `--ziel`: a host name, a literal address or a CIDR range.
 * @throws InvalidDataError for lists, wildcards, odd spellings, too wide ranges and addresses nobody can permit.
 */
export function parseZiel(text: string): FreigabeZiel {
  const address = parseAddress(text);
  if (address !== null) {
    refuseSpecial(ipaddr.parse(address), text);
    return { angabe: text, kind: 'address', addresses: [address] };
  }
  const range = parseRange(text);
  if (range !== null) {
    const [base, bits] = range;
    refuseSpecial(base, text);
    const hostBits = (base.kind() === 'ipv6' ? 128 : 32) - bits;
    if (2 ** hostBits > maxRangeAddresses) {
      throw new InvalidDataError(
        `Der Bereich ${text} ist zu groß: höchstens ${maxRangeAddresses} Adressen.`,
        'Den Bereich in kleinere teilen, zum Beispiel mit /24.',
      );
    }
    return { angabe: text, kind: 'range', addresses: [] };
  }
  if (isHostName(text)) {
    return { angabe: text.toLowerCase(), kind: 'name', addresses: [] };
  }
  throw new InvalidDataError(
    `„${text}“ ist weder ein Rechnername noch eine Adresse noch ein Adressbereich.`,
    'Erlaubt sind zum Beispiel www.beispielhain.de, 192.0.2.7, 2001:db8::7 oder 192.0.2.0/24, jeweils einzeln.',
  );
}

/**
 * Reads one `--domain`: a name with at least two labels.
 * @throws InvalidDataError for anything else
 */
export function parseDomain(text: string): FreigabeZiel {
  const name = text.toLowerCase().replace(/\.$/, '');
  if (isHostName(name) && name.includes('.')) return { angabe: name, kind: 'domain', addresses: [] };
  throw new InvalidDataError(
    `„${text}“ ist keine Domain.`,
    'Gemeint ist zum Beispiel beispielhain.de, ohne www. und ohne https://.',
  );
}

/** The last label holds a letter and is no hexadecimal number: `127.0.0.1-5` and `0x7f000001` are no names. */
function isHostName(text: string): boolean {
  const lastLabel = text.split('.').at(-1) ?? '';
  return hostName.test(text) && /[a-z]/i.test(lastLabel) && !/^0x/i.test(lastLabel);
}

function refuseSpecial(address: ipaddr.IPv4 | ipaddr.IPv6, text: string): void {
  const range = address.range();
  if (range === 'reserved' && isDocumentation(address)) return;
  if (!refusedRanges.has(range)) return;
  throw new InvalidDataError(
    `${text} kann nicht freigegeben werden: Die Adresse gehört zu einem Sonderbereich (${range}).`,
    'Nur Adressen einzelner Systeme freigeben, keine Gruppen-, Verbindungs- oder reservierten Adressen.',
  );
}

/** 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 and 2001:db8::/32 (RFC 5737, RFC 3849): used in examples. */
function isDocumentation(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const ranges = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'];
  return ranges.some((range) => {
    const [base, bits] = ipaddr.parseCIDR(range);
    return base.kind() === address.kind() && address.match(base, bits);
  });
}

/**
 * Reads a list such as `80,443,8000-8010`.
 * @throws InvalidDataError for anything but port numbers from 1 to 65535.
 */
export function parsePorts(text: string): PortRange[] {
  return text.split(',').map((part) => {
    const match = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part);
    const from = Number(match?.[1]);
    const to = match?.[2] === undefined ? from : Number(match[2]);
    if (match === null || from < 1 || to > 65535 || from > to) {
      throw new InvalidDataError(
        `„${part.trim()}“ ist keine Portangabe.`,
        'Erlaubt sind Zahlen von 1 bis 65535 und Bereiche, zum Beispiel 80,443,8000-8010.',
      );
    }
    return { from, to };
  });
}

/** `80,443,8000-8010`, or `alle`. */
export function formatPorts(ports: readonly PortRange[] | null): string {
  if (ports === null) return 'alle';
  return ports.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** True on every day from `von` to `bis` unless withdrawn on or before that day. */
export function isValidOn(freigabe: Freigabe, day: string): boolean {
  if (day < freigabe.von || day > freigabe.bis) return false;
  return freigabe.widerrufenAm === null || freigabe.widerrufenAm > day;
}

/** When a Freigabe stops to permit anything, and by which of its own limits. */
export interface FreigabeEnd {
  durch: 'zeitfenster' | 'letzterTag';
  um: Date;
}

/**
 * How long a Freigabe permits from an instant on, unless it is withdrawn meanwhile. Whether it has begun or was withdrawn says `isValidOn`.
 * @returns null when the instant lies outside of its hours or after its last day
 */
export function endOfFreigabe({ bis, zeitfenster }: Freigabe, instant: Date): FreigabeEnd | null {
  const lastDay = new Date(endOfDay(bis));
  const window = permittedUntil(zeitfenster, instant);
  if (window === false || instant >= lastDay) return null;
  return window !== null && window < lastDay ? { durch: 'zeitfenster', um: window } : { durch: 'letzterTag', um: lastDay };
}

/** A permitted name stands for itself: another name at the same address may belong to somebody else. */
function covers(ziel: FreigabeZiel, { name, address }: WantedTarget): boolean {
  if (ziel.kind === 'name' && name !== null && name !== ziel.angabe) return false;
  if (ziel.kind !== 'range') return ziel.addresses.includes(address);
  const range = parseRange(ziel.angabe);
  const parsed = ipaddr.parse(address);
  return range !== null && range[0].kind() === parsed.kind() && parsed.match(range);
}

/** All literal addresses a target stands for, in order. */
export function expandZiel(ziel: FreigabeZiel): string[] {
  if (ziel.kind !== 'range') return [...ziel.addresses];
  const range = parseRange(ziel.angabe);
  if (range === null) return [];
  const [base, bits] = range;
  const bytes = base.toByteArray();
  const width = bytes.length * 8;
  let first = 0n;
  for (const byte of bytes) first = (first << 8n) | BigInt(byte);
  const size = 1n << BigInt(width - bits);
  first -= first % size;
  return Array.from({ length: Number(size) }, (_, index) => {
    let value = first + BigInt(index);
    const out = new Array<number>(bytes.length);
    for (let i = bytes.length - 1; i >= 0; i--) {
      out[i] = Number(value & 255n);
      value >>= 8n;
    }
    return ipaddr.fromByteArray(out).toString();
  });
}

/** What somebody wants to look at: a literal address, and the name it was reached by. */
export interface WantedTarget {
  name: string | null;
  address: string;
}

/** A target that lies in a valid Freigabe. The constructor is private: `authorize` is the only way to make one. */
export class AuthorizedTarget {
  readonly name: string | null;
  readonly address: string;
  readonly vantage: Vantage;
  /** The Freigaben that together permit it, at least one. */
  readonly freigabeIds: readonly string[];
  /** Whom the operator can ask; servers see it. Null when no Freigabe names anybody. */
  readonly contact: string | null;
  /** New connections per second that all of its Freigaben permit. */
  readonly maxPerSecond: number;
  readonly #ports: readonly PortRange[] | null;
  /** Ports of the Freigaben with consent to tests that try what a stranger could (level Z). */
  readonly #accessTestPorts: readonly PortRange[] | null;

  private constructor(wanted: WantedTarget, vantage: Vantage, freigaben: readonly Freigabe[]) {
    this.name = wanted.name;
    this.address = wanted.address;
    this.vantage = vantage;
    this.freigabeIds = freigaben.map(({ id }) => id);
    this.contact = freigaben.find(({ kontakt }) => kontakt !== null)?.kontakt ?? null;
    this.maxPerSecond = Math.min(...freigaben.map(permittedPerSecond));
    this.#ports = unionOfPorts(freigaben);
    this.#accessTestPorts = unionOfPorts(freigaben.filter(({ zugriffstests }) => zugriffstests));
  }

  /** `F1`, or `F1, F2`. */
  get freigabeId(): string {
    return this.freigabeIds.join(', ');
  }

  permitsPort(port: number): boolean {
    return contains(this.#ports, port);
  }

  /**
   * Whether tests that try what a stranger could (level Z) are permitted at a port. Freigaben add up their ports, but consent given for
   * those of one does not reach those of another.
   */
  permitsAccessTestsAt(port: number): boolean {
    return contains(this.#accessTestPorts, port);
  }

  /** The subset of `ports` the Freigaben permit. */
  permittedPorts(ports: readonly number[]): number[] {
    return ports.filter((port) => this.permitsPort(port));
  }

  /**
   * The only way to an AuthorizedTarget. Several valid Freigaben for one target add up; the oldest decides the vantage, and those
   * with another one do not count.
   * @param day calendar day of the check, YYYY-MM-DD
   * @throws NotAuthorisedError when no Freigabe is valid on that day and covers the address
   */
  static authorize(wanted: WantedTarget, freigaben: readonly Freigabe[], day: string): AuthorizedTarget {
    const covering = freigaben.filter((freigabe) => freigabe.ziele.some((ziel) => covers(ziel, wanted)));
    const valid = covering.filter((freigabe) => isValidOn(freigabe, day));
    const vantage = valid[0]?.blickwinkel;
    if (vantage !== undefined) {
      const sameVantage = valid.filter(({ blickwinkel }) => blickwinkel === vantage);
      return new AuthorizedTarget(wanted, vantage, sameVantage);
    }
    throw refusal(wanted.name === null ? wanted.address : `${wanted.name} (${wanted.address})`, covering, day);
  }
}

/**
 * A domain whose public records may be asked for. Like `AuthorizedTarget` it comes only from a valid Freigabe, which names it.
 */
export class AuthorizedDomain {
  readonly name: string;
  readonly vantage: Vantage;
  readonly freigabeIds: readonly string[];
  /** DKIM selectors the domain is known to use. */
  readonly dkimSelectors: readonly string[];

  private constructor(name: string, vantage: Vantage, freigaben: readonly Freigabe[]) {
    this.name = name;
    this.vantage = vantage;
    this.freigabeIds = freigaben.map(({ id }) => id);
    this.dkimSelectors = [...new Set(freigaben.flatMap(({ dkimSelektoren }) => dkimSelektoren))];
  }

  /**
   * @param day calendar day of the check, YYYY-MM-DD
   * @throws NotAuthorisedError when no Freigabe is valid on that day and names the domain
   */
  static authorize(name: string, freigaben: readonly Freigabe[], day: string): AuthorizedDomain {
    const naming = freigaben.filter(({ ziele }) => ziele.some(({ kind, angabe }) => kind === 'domain' && angabe === name));
    const valid = naming.filter((freigabe) => isValidOn(freigabe, day));
    const [first] = valid;
    if (first === undefined) throw refusal(`Die Domain ${name}`, naming, day);
    return new AuthorizedDomain(name, first.blickwinkel, valid);
  }
}

function contains(ports: readonly PortRange[] | null, port: number): boolean {
  return ports === null || ports.some(({ from, to }) => port >= from && port <= to);
}

/** Null for all ports; empty without any Freigabe. */
function unionOfPorts(freigaben: readonly Freigabe[]): readonly PortRange[] | null {
  return freigaben.some(({ ports }) => ports === null) ? null : freigaben.flatMap(({ ports }) => ports ?? []);
}

/**
 * Says why a target is not permitted.
 * @param covering Freigaben that name the target, none of them valid on `day`
 */
export function refusal(label: string, covering: readonly Freigabe[], day: string): NotAuthorisedError {
  const reason =
    covering.length === 0
      ? 'liegt in keiner Freigabe'
      : covering.some((freigabe) => freigabe.widerrufenAm !== null && freigabe.widerrufenAm <= day)
        ? 'liegt nur in einer widerrufenen Freigabe'
        : 'liegt nur in einer Freigabe, die an diesem Tag nicht gilt';
  return new NotAuthorisedError(`${label} ${reason}. Es wurde nichts gesendet.`, howToGetOne);
}
