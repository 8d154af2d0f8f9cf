/**
 * Reads nmap's XML while it is written. Hosts are handed over one by one as their element ends, so a run that is cut off loses
 * only the hosts that were not finished. The text comes from a foreign program that repeats what strangers sent it: a document
 * type with declarations is refused, and depth, length of a token and total length are bounded.
 */
import { SaxesParser } from 'saxes';
import { parseAddress } from '../../domain/freigabe.ts';
import type { ScannedPort } from '../../domain/observation.ts';
import { printable } from '../printable.ts';
import { parsePortList } from './port-list.ts';

/** Ports nmap sums up instead of listing them. */
export interface SummedPorts {
  state: string;
  count: number;
  /** Per reason; `ranges` is null when nmap (before 7.92) does not say which ports. */
  parts: { reason: string | null; ranges: [from: number, to: number][] | null }[];
}

export interface NmapHost {
  address: string;
  /** `up`, `down`, `unknown`, `skipped`. */
  status: string;
  /** nmap gave the host up; nothing is known about its ports. */
  timedOut: boolean;
  ports: ScannedPort[];
  summed: SummedPorts[];
}

export interface NmapProgress {
  task: string;
  /** Of this task and group of hosts. */
  percent: number;
}

export interface NmapXmlHandlers {
  onHost(host: NmapHost): void;
  onProgress?(progress: NmapProgress): void;
}

export interface NmapXmlLimits {
  totalChars: number;
  /** Longest piece of text without a complete tag. */
  tokenChars: number;
  depth: number;
}

const defaultLimits: NmapXmlLimits = { totalChars: 512 * 1024 * 1024, tokenChars: 1024 * 1024, depth: 64 };

/** `hostile`: refused on principle. `malformed`: not XML of nmap, or cut off. */
export interface NmapXmlProblem {
  kind: 'hostile' | 'malformed';
  text: string;
}

class Refused extends Error {}

interface Tag {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

export class NmapXmlReader {
  /** `success` or `error`, null before the end. */
  exit: string | null = null;
  errorMessage: string | null = null;
  version: string | null = null;
  problem: NmapXmlProblem | null = null;
  readonly #handlers: NmapXmlHandlers;
  readonly #limits: NmapXmlLimits;
  readonly #parser = new SaxesParser();
  readonly #path: string[] = [];
  /** Handed over after the parser's step, so that an error in a handler is not taken for one in the document. */
  readonly #pending: (() => void)[] = [];
  #host: NmapHost | null = null;
  #port: ScannedPort | null = null;
  #summed: SummedPorts | null = null;
  #totalChars = 0;
  #charsSinceTag = 0;

  constructor(handlers: NmapXmlHandlers, limits: NmapXmlLimits = defaultLimits) {
    this.#handlers = handlers;
    this.#limits = limits;
    this.#parser.on('doctype', (text) => this.#onDoctype(text));
    this.#parser.on('opentag', (tag) => this.#onOpen({ name: tag.name, attributes: tag.attributes }));
    this.#parser.on('closetag', (tag) => this.#onClose(tag.name));
    this.#parser.on('error', (error) => {
      throw error;
    });
  }

  /** Takes the next piece of text. Returns false once the document has turned out unusable; `problem` says why. */
  write(text: string): boolean {
    if (this.problem !== null) return false;
    this.#totalChars += text.length;
    this.#charsSinceTag += text.length;
    return this.#guarded(() => {
      this.#parser.write(text);
      if (this.#totalChars > this.#limits.totalChars) throw new Refused('zu lang');
      if (this.#charsSinceTag > this.#limits.tokenChars) throw new Refused('ein Bestandteil ist zu lang');
    });
  }

  /** Ends the document. Returns false when it was not complete. */
  close(): boolean {
    if (this.problem !== null) return false;
    return this.#guarded(() => {
      this.#parser.close();
    });
  }

  #guarded(step: () => void): boolean {
    try {
      step();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.problem = { kind: error instanceof Refused ? 'hostile' : 'malformed', text: printable(error.message, 200) };
    }
    for (const handOver of this.#pending.splice(0)) handOver();
    return this.problem === null;
  }

  #onDoctype(text: string): void {
    if (text.includes('[')) throw new Refused('Dokumenttyp mit eigenen Deklarationen');
  }

  #onOpen(tag: Tag): void {
    this.#charsSinceTag = 0;
    const parent = this.#path.at(-1);
    this.#path.push(tag.name);
    if (this.#path.length > this.#limits.depth) throw new Refused('zu tief verschachtelt');
    if (parent === undefined && tag.name !== 'nmaprun') throw new Error(`kein nmap-Ergebnis, sondern <${tag.name}>`);
    if (this.#host === null) this.#onOutsideHost(tag, parent);
    else this.#onInsideHost(this.#host, tag, parent);
  }

  #onOutsideHost({ name, attributes }: Tag, parent: string | undefined): void {
    if (name === 'nmaprun') this.version = attributes['version'] ?? null;
    if (name === 'host' && parent === 'nmaprun') {
      this.#host = { address: '', status: 'unknown', timedOut: attributes['timedout'] === 'true', ports: [], summed: [] };
    }
    if (name === 'taskprogress') {
      const percent = Math.min(100, Math.max(0, Number(attributes['percent'] ?? 0) || 0));
      const task = attributes['task'] ?? '';
      this.#pending.push(() => this.#handlers.onProgress?.({ task, percent }));
    }
    if (name === 'finished' && parent === 'runstats') {
      this.exit = attributes['exit'] ?? null;
      this.errorMessage = attributes['errormsg'] ?? null;
    }
  }

  #onInsideHost(host: NmapHost, { name, attributes }: Tag, parent: string | undefined): void {
    const of = `${parent}/${name}`;
    if (of === 'host/status') host.status = attributes['state'] ?? 'unknown';
    if (of === 'host/address' && attributes['addrtype'] !== 'mac') host.address = parseAddress(attributes['addr'] ?? '') ?? '';
    if (of === 'ports/extraports') {
      this.#summed = {
        state: printable(attributes['state'] ?? 'unknown', 40),
        count: Number(attributes['count'] ?? 0),
        parts: [],
      };
      host.summed.push(this.#summed);
    }
    if (of === 'extraports/extrareasons' && attributes['proto'] !== 'udp') {
      const ranges = attributes['ports'] === undefined ? null : parsePortList(attributes['ports']);
      this.#summed?.parts.push({ reason: readReason(attributes), ranges });
    }
    if (of === 'ports/port') this.#port = readPort(attributes);
    if (this.#port === null) return;
    if (of === 'port/state') {
      this.#port.state = printable(attributes['state'] ?? 'unknown', 40);
      this.#port.reason = readReason(attributes);
    }
    if (of === 'port/service') this.#port.service = readService(attributes);
  }

  #onClose(name: string): void {
    this.#charsSinceTag = 0;
    this.#path.pop();
    if (this.#host === null) return;
    if (name === 'port' && this.#port !== null) {
      this.#host.ports.push(this.#port);
      this.#port = null;
    }
    if (name === 'host' && this.#path.length === 1) {
      const host = this.#host;
      this.#host = null;
      if (host.address !== '') this.#pending.push(() => this.#handlers.onHost(host));
    }
  }
}

function readReason({ reason }: Tag['attributes']): string | null {
  return reason === undefined ? null : printable(reason, 80);
}

function readPort(attributes: Tag['attributes']): ScannedPort | null {
  const { protocol, portid } = attributes;
  const port = Number(portid);
  if ((protocol !== 'tcp' && protocol !== 'udp') || !Number.isInteger(port)) return null;
  return { port, protocol, state: 'unknown', reason: null, service: null };
}

function readService(attributes: Tag['attributes']): ScannedPort['service'] {
  const text = (key: string) => (attributes[key] === undefined ? null : printable(attributes[key], 200));
  return {
    name: text('name') ?? '',
    method: attributes['method'] === 'probed' ? 'probed' : 'table',
    product: text('product'),
    version: text('version'),
  };
}
