/**
 * Reads nmap's XML while it is written. Hosts are handed over one by one as their element ends, so a run that is cut off loses
 * only the hosts that were not finished. The text comes from a foreign program that repeats what strangers sent it: a document
 * type with declarations is refused, and depth, length of a token, of a host and of the whole are bounded.
 *
 * Nothing that real nmap wrote is refused: attributes may be missing, states and reasons are any text, elements this reader does
 * not know are named in `extra` (nmap 3.75 to today, nmap.dtd; a third of real files does not even follow it).
 */
import { SaxesParser } from 'saxes';
import { parseAddress } from '../../domain/freigabe.ts';
import type { ScannedPort } from '../../domain/observation.ts';
import { printable } from '../printable.ts';
import { parsePortList } from './port-list.ts';
import { ProgressMender } from './progress-mender.ts';
import { ScriptBuilder, type ScriptOutput } from './script-output.ts';
import type { Tag } from './xml-tag.ts';

/** Ports nmap sums up instead of listing them. */
export interface SummedPorts {
  state: string;
  count: number;
  /** Per reason; `ranges` is null when nmap (before 7.92) does not say which ports, `protocol` when it does not say of which kind. */
  parts: { reason: string | null; protocol: string | null; ranges: [from: number, to: number][] | null }[];
}

export interface NmapPort extends ScannedPort {
  /** Empty unless scripts are kept. */
  scripts: ScriptOutput[];
}

export interface NmapHost {
  address: string;
  /** `up`, `down`, `unknown`, `skipped`. */
  status: string;
  /** nmap gave the host up; nothing is known about its ports. */
  timedOut: boolean;
  /** Seconds since 1970. */
  startedAt: number | null;
  /** `user`: as typed by whoever started nmap; `PTR`: what the address is called in reverse; other kinds occur. */
  names: { name: string; type: string }[];
  ports: NmapPort[];
  summed: SummedPorts[];
  /** Of the host as a whole. */
  hostScripts: ScriptOutput[];
  /** Elements this reader does not know, by name. */
  extra: string[];
}

export interface NmapProgress {
  task: string;
  /** Of this task and group of hosts. */
  percent: number;
  remainingSeconds: number | null;
}

export interface NmapXmlHandlers {
  onHost(host: NmapHost): void;
  onProgress?(progress: NmapProgress): void;
  /** Collect what scripts wrote. */
  keepScripts?: boolean;
}

export interface NmapXmlLimits {
  totalChars: number;
  /** Longest piece of text without a complete tag, give or take the pieces it arrives in. */
  tokenChars: number;
  depth: number;
  /** Longest host element. */
  hostChars: number;
  /** Ports, parts of a script's tree and the like of one host. */
  hostEntries: number;
}

export const defaultLimits: NmapXmlLimits = {
  totalChars: 512 * 1024 * 1024,
  tokenChars: 1024 * 1024,
  depth: 64,
  hostChars: 32 * 1024 * 1024,
  hostEntries: 400_000,
};

/**
 * `hostile`: refused on principle. `foreign`: XML, but not of nmap. `malformed`: no XML. `cut`: it ends in the middle.
 */
export interface NmapXmlProblem {
  kind: 'hostile' | 'foreign' | 'malformed' | 'cut';
  text: string;
  /** Counts from 1, from where this document begins. */
  line: number;
}

/** What the document says about the run as a whole. */
export interface NmapDocument {
  /** `nmap`; other programs write the same format under their own name. */
  scanner: string | null;
  version: string | null;
  /** The command line. */
  args: string | null;
  /** Seconds since 1970. */
  startedAt: number | null;
  finishedAt: number | null;
  /** What was asked for, per protocol; `ports` is null when it is not readable. */
  asked: { protocol: string; ports: [from: number, to: number][] | null }[];
  /** Targets nmap did not look at, as they were given. */
  skippedTargets: string[];
  /** Whether the closing summary is there. */
  finished: boolean;
  /** `success` or `error`; null before the end and in files before nmap 5. */
  exit: string | null;
  errorMessage: string | null;
}

class Refused extends Error {
  readonly kind: NmapXmlProblem['kind'];

  constructor(message: string, kind: 'hostile' | 'foreign' = 'hostile') {
    super(message);
    this.kind = kind;
  }
}

/** There are no more, TCP and UDP together. */
const maxPorts = 2 * 65_536;
/** Shared by all ports where scripts are not kept. */
const noScripts: ScriptOutput[] = [];
const maxWords = 1000;
const maxNames = 100;
const maxExtra = 20;
const knownInHost = new Set(
  'status address hostnames hostname ports extraports extrareasons port state service cpe script table elem hostscript os portused osclass osmatch osfingerprint distance uptime tcpsequence ipidsequence tcptssequence trace hop times smurf owner'.split(
    ' ',
  ),
);

export class NmapXmlReader {
  readonly document: NmapDocument = {
    scanner: null,
    version: null,
    args: null,
    startedAt: null,
    finishedAt: null,
    asked: [],
    skippedTargets: [],
    finished: false,
    exit: null,
    errorMessage: null,
  };
  problem: NmapXmlProblem | null = null;
  /** Whether any element has begun. */
  begun = false;
  readonly #handlers: NmapXmlHandlers;
  readonly #limits: NmapXmlLimits;
  readonly #parser = new SaxesParser();
  readonly #mender = new ProgressMender();
  readonly #path: string[] = [];
  /** Handed over after the parser's step, so that an error in a handler is not taken for one in the document. */
  readonly #pending: (() => void)[] = [];
  #host: NmapHost | null = null;
  #port: NmapPort | null = null;
  #summed: SummedPorts | null = null;
  #script: ScriptBuilder | null = null;
  readonly #words = new Map<string, string>();
  #totalChars = 0;
  #charsSinceTag = 0;
  #hostChars = 0;
  #hostEntries = 0;

  constructor(handlers: NmapXmlHandlers, limits: NmapXmlLimits = defaultLimits) {
    this.#handlers = handlers;
    this.#limits = limits;
    this.#parser.on('doctype', (text) => this.#onDoctype(text));
    this.#parser.on('opentag', (tag) => this.#onOpen({ name: tag.name, attributes: tag.attributes }));
    this.#parser.on('closetag', (tag) => this.#onClose(tag.name));
    if (handlers.keepScripts === true) this.#parser.on('text', (text) => this.#script?.text(text));
    this.#parser.on('error', (error) => {
      throw error;
    });
  }

  /** `success` or `error`, null before the end. */
  get exit(): string | null {
    return this.document.exit;
  }

  get errorMessage(): string | null {
    return this.document.errorMessage;
  }

  /** Takes the next piece of text. Returns false once the document has turned out unusable; `problem` says why. */
  write(text: string): boolean {
    if (this.problem !== null) return false;
    this.#totalChars += text.length;
    this.#charsSinceTag += text.length;
    if (this.#host !== null) this.#hostChars += text.length;
    return this.#guarded('malformed', () => {
      this.#parser.write(this.#mender.write(text));
      if (this.#totalChars > this.#limits.totalChars) throw new Refused('zu lang');
      if (this.#charsSinceTag > this.#limits.tokenChars) throw new Refused('ein Bestandteil ist zu lang');
      if (this.#hostChars > this.#limits.hostChars) throw new Refused('die Angaben zu einem Rechner sind zu lang');
    });
  }

  /** Ends the document. Returns false when it was not complete. */
  close(): boolean {
    if (this.problem !== null) return false;
    return this.#guarded('cut', () => {
      this.#parser.write(this.#mender.end());
      this.#parser.close();
    });
  }

  #guarded(kind: 'malformed' | 'cut', step: () => void): boolean {
    try {
      step();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const line = this.#parser.line + this.#mender.linesRemoved;
      const text = printable(error.message.replace(/^\d+:\d+: /, ''), 200);
      this.problem = { kind: error instanceof Refused ? error.kind : kind, text, line };
    }
    for (const handOver of this.#pending.splice(0)) handOver();
    return this.problem === null;
  }

  #onDoctype(text: string): void {
    if (text.includes('[')) throw new Refused('Dokumenttyp mit eigenen Deklarationen');
  }

  #onOpen(tag: Tag): void {
    this.#charsSinceTag = 0;
    this.begun = true;
    if (this.#host !== null) this.#countEntry();
    const parent = this.#path.at(-1);
    this.#path.push(tag.name);
    if (this.#path.length > this.#limits.depth) throw new Refused('zu tief verschachtelt');
    if (parent === undefined && tag.name !== 'nmaprun')
      throw new Refused(`kein nmap-Ergebnis, sondern <${printable(tag.name, 40)}>`, 'foreign');
    if (this.#host === null) this.#onOutsideHost(tag, parent);
    else if (this.#script === null) this.#onInsideHost(this.#host, tag, parent);
    else this.#script.open(tag);
  }

  #onOutsideHost({ name, attributes }: Tag, parent: string | undefined): void {
    const { document } = this;
    if (parent === undefined) {
      document.scanner = cleaned(attributes['scanner'], 40);
      document.version = cleaned(attributes['version'], 20);
      document.args = cleaned(attributes['args'], 4000);
      document.startedAt = seconds(attributes['start']);
    }
    if (name === 'host' && parent === 'nmaprun') this.#beginHost(attributes);
    if (name === 'scaninfo' && document.asked.length < maxNames) {
      const ports = attributes['services'] === undefined ? null : parsePortList(attributes['services']);
      document.asked.push({ protocol: attributes['protocol'] ?? 'tcp', ports });
    }
    if (name === 'target' && attributes['status'] === 'skipped' && document.skippedTargets.length < maxNames)
      document.skippedTargets.push(printable(attributes['specification'] ?? '', 100));
    if (name === 'taskprogress') {
      const percent = Math.min(100, Math.max(0, Number(attributes['percent'] ?? 0) || 0));
      const task = attributes['task'] ?? '';
      const remainingSeconds = seconds(attributes['remaining']);
      this.#pending.push(() => this.#handlers.onProgress?.({ task, percent, remainingSeconds }));
    }
    if (name === 'finished' && parent === 'runstats') {
      document.finished = true;
      document.finishedAt = seconds(attributes['time']);
      document.exit = attributes['exit'] ?? null;
      document.errorMessage = attributes['errormsg'] ?? null;
    }
  }

  #beginHost(attributes: Tag['attributes']): void {
    this.#hostChars = 0;
    this.#hostEntries = 0;
    this.#host = {
      address: '',
      status: 'unknown',
      timedOut: attributes['timedout'] === 'true',
      startedAt: seconds(attributes['starttime']),
      names: [],
      ports: [],
      summed: [],
      hostScripts: [],
      extra: [],
    };
  }

  #countEntry(): void {
    this.#hostEntries++;
    if (this.#hostEntries > this.#limits.hostEntries) throw new Refused('zu viele Angaben zu einem Rechner');
  }

  #onInsideHost(host: NmapHost, tag: Tag, parent: string | undefined): void {
    const { name, attributes } = tag;
    const of = `${parent}/${name}`;
    if (of === 'host/status') host.status = attributes['state'] ?? 'unknown';
    if (of === 'host/address' && attributes['addrtype'] !== 'mac') host.address = parseAddress(attributes['addr'] ?? '') ?? '';
    if (of === 'hostnames/hostname' && host.names.length < maxNames)
      host.names.push({ name: printable(attributes['name'] ?? '', 253), type: printable(attributes['type'] ?? 'PTR', 20) });
    if (of === 'ports/extraports') {
      this.#summed = {
        state: printable(attributes['state'] ?? 'unknown', 40),
        count: Number(attributes['count'] ?? 0),
        parts: [],
      };
      host.summed.push(this.#summed);
    }
    if (of === 'extraports/extrareasons') {
      const ranges = attributes['ports'] === undefined ? null : parsePortList(attributes['ports']);
      this.#summed?.parts.push({ reason: readReason(attributes), protocol: attributes['proto'] ?? null, ranges });
    }
    if (of === 'ports/port') this.#beginPort(host, attributes);
    if (name === 'script' && (parent === 'port' || parent === 'hostscript') && this.#handlers.keepScripts === true)
      this.#script = new ScriptBuilder(tag);
    if (!knownInHost.has(name) && host.extra.length < maxExtra) host.extra.push(printable(name, 40));
    if (this.#port === null) return;
    if (of === 'port/state') {
      this.#port.state = this.#word(attributes['state'] ?? 'unknown');
      this.#port.reason = attributes['reason'] === undefined ? null : this.#word(attributes['reason']);
    }
    if (of === 'port/service') this.#port.service = readService(attributes);
  }

  /** States and reasons: a few words, each cleaned once and kept once, however many ports have it. */
  #word(text: string): string {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    const word = printable(text, 80);
    if (this.#words.size < maxWords) this.#words.set(text, word);
    return word;
  }

  #beginPort(host: NmapHost, attributes: Tag['attributes']): void {
    if (host.ports.length > maxPorts) throw new Refused('zu viele Angaben zu einem Rechner');
    this.#port = readPort(attributes, this.#handlers.keepScripts === true ? [] : noScripts);
  }

  #onCloseInScript(name: string, script: ScriptBuilder, host: NmapHost): void {
    if (name !== 'script') {
      script.close(name);
      return;
    }
    const list = this.#path.at(-1) === 'port' ? this.#port?.scripts : host.hostScripts;
    list?.push(script.result());
    this.#script = null;
  }

  #onClose(name: string): void {
    this.#charsSinceTag = 0;
    this.#path.pop();
    const host = this.#host;
    if (host === null) return;
    if (this.#script !== null) this.#onCloseInScript(name, this.#script, host);
    if (name === 'port' && this.#port !== null) {
      host.ports.push(this.#port);
      this.#port = null;
    }
    if (name === 'host' && this.#path.length === 1) {
      this.#host = null;
      if (host.address !== '') this.#pending.push(() => this.#handlers.onHost(host));
    }
  }
}

function cleaned(text: string | undefined, maxLength: number): string | null {
  return text === undefined ? null : printable(text, maxLength);
}

function seconds(text: string | undefined): number | null {
  return text === undefined || !/^\d{1,12}$/.test(text) ? null : Number(text);
}

function readReason({ reason }: Tag['attributes']): string | null {
  return reason === undefined ? null : printable(reason, 80);
}

function readPort(attributes: Tag['attributes'], scripts: ScriptOutput[]): NmapPort | null {
  const { protocol, portid } = attributes;
  const port = Number(portid);
  if ((protocol !== 'tcp' && protocol !== 'udp') || !Number.isInteger(port) || port < 0 || port > 65_535) return null;
  return { port, protocol: protocol === 'udp' ? 'udp' : 'tcp', state: 'unknown', reason: null, service: null, scripts };
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
