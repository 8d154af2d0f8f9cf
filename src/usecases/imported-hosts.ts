import { germanNumber } from '../checks/german.ts';
import { assignZielobjekt } from '../checks/judge.ts';
import { PackedOutcome } from '../collect/nmap/packed-outcome.ts';
import { expandPortRanges } from '../collect/nmap/port-list.ts';
import { mergeOutcomes, notChecked, type PortScanOutcome, type RequestedPorts, toPortScan } from '../collect/nmap/port-scan.ts';
import type { NmapDocument, NmapHost } from '../collect/nmap/xml-reader.ts';
import { dayOf, formatDay } from '../domain/calendar.ts';
import { formatTarget } from '../domain/finding.ts';
import { parseZiel } from '../domain/freigabe.ts';
import type { Zielobjekt } from '../domain/kommune.ts';
import type { PortScanObservation, Vantage } from '../domain/observation.ts';
import { InvalidDataError } from '../errors.ts';

/** More hosts than any Kommune has. */
const maxHosts = 10_000;
/** Ports with a state, over all hosts. */
const maxPortEntries = 2_000_000;
/** Of scans over more ports than this, closed and silent ones are kept only where a check may ask for them. */
const manyPorts = 2000;
/** A clock may go wrong by this much. */
const clockToleranceMs = 10 * 60_000;
/** The first nmap is of September 1997; a time before is none. */
const firstNmapSeconds = Date.UTC(1997, 8, 1) / 1000;
const maxNamed = 10;

export const howToMakeOne = 'Die Prüfung mit „nmap -oX ergebnis.xml …“ speichern und diese Datei einlesen.';

/** The first ones, and how many more there are. */
export function named(items: readonly string[]): string {
  const more = items.length - maxNamed;
  return `${items.slice(0, maxNamed).join(', ')}${more > 0 ? ` und ${more} weitere` : ''}`;
}

/** What one document asked for; worked out once for all its hosts. */
interface Asked {
  document: NmapDocument;
  ports: RequestedPorts;
  tcpSet: ReadonlySet<number>;
  udpSet: ReadonlySet<number>;
  /** False when the file does not say which TCP ports were asked for. */
  isKnown: boolean;
  /** Number of TCP ports, when more were asked for than are kept. */
  reducedFrom: number | null;
}

/** A host of the file; its ports stay packed until somebody looks at them. */
interface KeptHost {
  target: PortScanObservation['target'];
  at: string;
  packed: PackedOutcome;
}

/** Collects the hosts of a file, as little of them as the checks need. */
export class ImportedHosts {
  /** Addresses without an answer and without a Zielobjekt. */
  silent = 0;
  readonly #file: string;
  readonly #vantage: Vantage;
  readonly #latestMs: number;
  readonly #zielobjekte: readonly Zielobjekt[];
  readonly #portsOfChecks: ReadonlySet<number>;
  readonly #byAddress = new Map<string, KeptHost>();
  readonly #timedOut: string[] = [];
  readonly #unclear = new Set<string>();
  readonly #reduced = new Set<number>();
  readonly #names = new Set<string>();
  #asked: Asked | null = null;
  /** Looked at last: every check asks for the same host before the next one comes. */
  #unpacked: { packed: PackedOutcome; outcome: PortScanOutcome } | null = null;
  #portEntries = 0;
  #seenTwice = 0;
  #withoutPortList = 0;
  #firstSeconds = Number.POSITIVE_INFINITY;
  #lastSeconds = 0;

  constructor(file: string, vantage: Vantage, now: Date, zielobjekte: readonly Zielobjekt[], ofChecks: ReadonlySet<number>) {
    this.#file = file;
    this.#vantage = vantage;
    this.#latestMs = now.getTime() + clockToleranceMs;
    this.#zielobjekte = zielobjekte;
    this.#portsOfChecks = ofChecks;
  }

  /** @throws InvalidDataError for another program's file, a time that cannot be, and too many hosts */
  take(host: NmapHost, document: NmapDocument): void {
    const asked = this.#askedBy(document);
    const target = { name: nameOf(host), address: host.address, port: null };
    const at = this.#timeOf(host, document);
    const outcome = this.#outcomeOf(host, asked);
    const hasAnswered = outcome.seen || host.timedOut || host.status === 'up';
    if (!hasAnswered && !assignZielobjekt(target, this.#zielobjekte).declared) {
      this.silent++;
      return;
    }
    if (host.timedOut) this.#timedOut.push(host.address);
    if (target.name !== null) this.#names.add(`${target.name} → ${host.address}`);
    const known = this.#byAddress.get(host.address);
    if (known !== undefined) this.#seenTwice++;
    const merged = known === undefined ? outcome : mergeOutcomes(known.packed.unpack(), outcome);
    const name = target.name ?? known?.target.name ?? null;
    this.#byAddress.set(host.address, {
      target: { ...target, name },
      at: outcome.seen || known === undefined ? at : known.at,
      packed: new PackedOutcome(merged),
    });
    this.#portEntries += outcome.seen ? outcome.data.ports.length : 0;
    if (this.#byAddress.size > maxHosts || this.#portEntries > maxPortEntries) throw this.#tooMuch();
  }

  /** One per host. Their outcome is unpacked whenever it is read: whoever keeps it keeps all its ports in memory. */
  observations(): PortScanObservation[] {
    const unpack = (packed: PackedOutcome) => this.#unpack(packed);
    return [...this.#byAddress.values()].map(({ target, at, packed }) => ({
      kind: 'port-scan',
      target,
      vantage: this.#vantage,
      at,
      get outcome() {
        return unpack(packed);
      },
    }));
  }

  #unpack(packed: PackedOutcome): PortScanOutcome {
    if (this.#unpacked?.packed !== packed) this.#unpacked = { packed, outcome: packed.unpack() };
    return this.#unpacked.outcome;
  }

  /** Instants. */
  period(): { begonnen: string; beendet: string } {
    const begonnen = new Date(this.#firstSeconds * 1000).toISOString();
    const last = Math.min(Math.max(this.#firstSeconds, this.#lastSeconds) * 1000, this.#latestMs);
    return { begonnen, beendet: new Date(last).toISOString() };
  }

  names(): string[] {
    return [...this.#names];
  }

  /** Hosts no Zielobjekt declares. */
  undeclared(): string[] {
    return [...this.#byAddress.values()]
      .filter(({ target, packed }) => packed.seen && !assignZielobjekt(target, this.#zielobjekte).declared)
      .map(({ target }) => formatTarget(target));
  }

  notes(): string[] {
    const unclear = [...this.#unclear].filter((address) => {
      const packed = this.#byAddress.get(address)?.packed;
      return packed?.seen === true && !packed.complete;
    });
    const [reducedFrom] = this.#reduced;
    return [
      this.#timedOut.length === 0 ? null : `Nicht geprüft, weil nmap nach seiner Zeitgrenze aufgab: ${named(this.#timedOut)}.`,
      this.silent === 0
        ? null
        : `Nicht geprüft, weil keine Antwort kam: ${germanNumber(this.silent)} Adressen, die kein Zielobjekt nennt.`,
      this.#withoutPortList === 0
        ? null
        : `Welche Ports geprüft wurden, steht nicht in der Datei (${this.#withoutPortList} Rechner): Nur was offen ist, ist bekannt.`,
      unclear.length === 0
        ? null
        : `Nicht zu jedem Port steht in der Datei, ob er geschlossen oder stumm war: ${named(unclear)}. nmap ab 7.92 schreibt es dazu.`,
      reducedFrom === undefined
        ? null
        : `Geprüft waren ${germanNumber(reducedFrom)} Ports je Rechner: Alle offenen sind übernommen, geschlossene und stumme nur, soweit eine Prüfung nach ihnen fragt.`,
      this.#seenTwice === 0 ? null : 'Rechner, die mehrfach vorkommen, sind zusammengeführt; je Port gilt das spätere Ergebnis.',
    ].filter((note) => note !== null);
  }

  #askedBy(document: NmapDocument): Asked {
    if (this.#asked?.document === document) return this.#asked;
    if (document.scanner !== null && document.scanner !== 'nmap') {
      throw new InvalidDataError(
        `${this.#file}: Das Ergebnis stammt von „${document.scanner}“, nicht von nmap.`,
        `Andere Programme sagen nicht, welche Ports geschlossen waren. ${howToMakeOne}`,
      );
    }
    const of = (protocol: string) => {
      const infos = document.asked.filter((info) => info.protocol === protocol);
      return expandPortRanges(infos.flatMap(({ ports }) => ports ?? []));
    };
    const [tcp, udp] = [of('tcp'), of('udp')];
    const reduce = (ports: readonly number[]) =>
      ports.length <= manyPorts ? ports : ports.filter((port) => this.#portsOfChecks.has(port));
    const kept = { tcp: reduce(tcp), udp: reduce(udp), total: tcp.length + udp.length };
    this.#asked = {
      document,
      ports: kept,
      tcpSet: new Set(kept.tcp),
      udpSet: new Set(kept.udp),
      isKnown: document.asked.length > 0 && document.asked.every(({ ports }) => ports !== null),
      reducedFrom: kept.tcp.length < tcp.length ? tcp.length : null,
    };
    return this.#asked;
  }

  #outcomeOf(host: NmapHost, asked: Asked): PortScanOutcome {
    if (host.status === 'up' && !host.timedOut && host.ports.length === 0 && host.summed.length === 0)
      return notChecked('Die Datei sagt nur, dass der Rechner erreichbar ist; Ports wurden nicht geprüft');
    const { version } = asked.document;
    const outcome = toPortScan(host, this.#wantedOf(host, asked), version);
    if (!outcome.seen) return outcome;
    if (asked.reducedFrom !== null) this.#reduced.add(asked.reducedFrom);
    if (!asked.isKnown) this.#withoutPortList++;
    else if (!outcome.data.complete) this.#unclear.add(host.address);
    return asked.isKnown ? outcome : { seen: true, data: { ...outcome.data, complete: false } };
  }

  /** Ports with an entry of their own count as asked for, whatever the document says; of very many only those that are not shut. */
  #wantedOf(host: NmapHost, { ports, tcpSet, udpSet, reducedFrom }: Asked): RequestedPorts {
    const isShut = (state: string) => reducedFrom !== null && (state === 'closed' || state === 'filtered');
    const more = (protocol: 'tcp' | 'udp', known: ReadonlySet<number>) =>
      host.ports
        .filter((each) => each.protocol === protocol && !known.has(each.port) && !isShut(each.state))
        .map(({ port }) => port);
    const [tcp, udp] = [more('tcp', tcpSet), more('udp', udpSet)];
    const joined = (base: readonly number[], extra: readonly number[]) =>
      extra.length === 0 ? base : [...new Set([...base, ...extra])].sort((a, b) => a - b);
    return { ...ports, tcp: joined(ports.tcp, tcp), udp: joined(ports.udp, udp) };
  }

  #timeOf(host: NmapHost, document: NmapDocument): string {
    const started = [host.startedAt, document.startedAt, document.finishedAt].find(
      (seconds) => seconds !== null && seconds >= firstNmapSeconds,
    );
    if (started === undefined || started === null) {
      throw new InvalidDataError(
        `${this.#file}: Wann geprüft wurde, steht nicht in der Datei.`,
        'Erwartet wird <nmaprun … start="…">, wie nmap es schreibt; ohne Zeitpunkt lässt sich nichts beurteilen.',
      );
    }
    const first = Math.min(started, plausible(document.startedAt) ?? started);
    this.#firstSeconds = Math.min(this.#firstSeconds, first);
    this.#lastSeconds = Math.max(this.#lastSeconds, started, document.finishedAt ?? 0);
    if (Math.max(started, first) * 1000 > this.#latestMs) {
      throw new InvalidDataError(
        `${this.#file}: Die Prüfung liegt in der Zukunft (${formatDay(dayOf(isoOf(Math.max(started, first))))}).`,
        'Die Uhr dieses Rechners und die des prüfenden vergleichen.',
      );
    }
    return isoOf(started);
  }

  #tooMuch(): InvalidDataError {
    return new InvalidDataError(
      `${this.#file} enthält mehr als ${germanNumber(maxHosts)} Rechner oder ${germanNumber(maxPortEntries)} Angaben zu Ports.`,
      'Nur die Rechner der Kommune prüfen und in mehreren Dateien einlesen.',
    );
  }
}

function plausible(seconds: number | null): number | null {
  return seconds === null || seconds < firstNmapSeconds ? null : seconds;
}

/** Seconds of twelve digits are beyond what a date can hold; they lie in the future all the same. */
function isoOf(seconds: number): string {
  return new Date(Math.min(seconds * 1000, Date.UTC(9999, 11, 31))).toISOString();
}

/** The name whoever started nmap typed; what an address is called in reverse is no proof of anything. */
function nameOf({ names }: NmapHost): string | null {
  const typed = names.find(({ type }) => type === 'user')?.name;
  if (typed === undefined) return null;
  try {
    const ziel = parseZiel(typed);
    return ziel.kind === 'name' ? ziel.angabe : null;
  } catch {
    return null;
  }
}
