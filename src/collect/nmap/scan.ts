/** Port scan with nmap: the only door is an AuthorizedTarget, and no port outside its Freigabe reaches a command line. */
import { createHash } from 'node:crypto';
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import { ExpectedError } from '../../errors.ts';
import { isFragilePort } from '../fragile-ports.ts';
import { permittedByAddress } from '../permitted-port.ts';
import { type AddressFamily, nmapArguments, type ScanMethod, type ServiceDetection } from './arguments.ts';
import { type StartProcess, startProcess } from './child-process.ts';
import type { XmlEvidence } from './evidence.ts';
import { type NmapInstallation, versionWarning } from './installation.ts';
import { type NmapPace, nmapPresets } from './pace.ts';
import { formatPortList } from './port-list.ts';
import { mergeOutcomes, notChecked, type PortScanOutcome, toPortScan } from './port-scan.ts';
import { type RawSocketRight, rawSocketRight } from './privileges.ts';
import { type FinishedProcess, runNmap } from './run-nmap.ts';
import type { ScriptOutput } from './script-output.ts';
import { type NmapScript, requireAllowedScripts, type ScriptSelection, selectScripts } from './scripts.ts';
import { judgeRun, type NmapStatus, type NmapVerdict, stopped, timedOut } from './verdict.ts';
import { type NmapHost, NmapXmlReader } from './xml-reader.ts';

/** What a script said about a port, or about the host as a whole (`port` null). */
export interface ObservedScript extends ScriptOutput {
  port: number | null;
  protocol: 'tcp' | 'udp' | null;
}

export interface HostScan {
  address: string;
  /** When the host was finished, or when it was clear that it would not be. */
  at: Date;
  outcome: PortScanOutcome;
  /** A script that found nothing writes nothing: missing does not mean „no“. */
  scripts?: readonly ObservedScript[];
}

export interface ScanProgress {
  /** German name of what nmap is doing. */
  task: string;
  /** Of this task, for the hosts nmap is looking at together. */
  percent: number;
  /** As nmap guesses, for this task; null or absent when it does not. */
  remainingSeconds?: number | null;
  hostsDone: number;
  hostsTotal: number;
}

export interface NmapScanOptions {
  now(): Date;
  pace?: NmapPace;
  /** `syn` needs raw sockets; without them it becomes `connect`, and the notes say so. */
  tcpMethod?: 'connect' | 'syn';
  /** Looked at only with the right to raw sockets; without it the notes say that they were not. */
  udpPorts?: readonly number[];
  /** Asked only of TCP ports found open, never of fragile ones. */
  serviceDetection?: ServiceDetection;
  /** Run only on ports found open, never on fragile ones. Names of the list in scripts.ts. */
  scripts?: readonly NmapScript[];
  /** For all runs together. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Called once for every address, as soon as its outcome is certain. A promise holds nmap's output back until it is kept. */
  onHost?(host: HostScan): unknown;
  onProgress?(progress: ScanProgress): unknown;
  /** Called with each note as it arises. */
  onWarning?(note: string): unknown;
  /** Default: our own; replaced in tests. */
  start?: StartProcess;
  /** Default: asked of the system when needed; replaced in tests. */
  rawSockets?: RawSocketRight;
}

/** One start of nmap, as evidence. */
export interface NmapRunRecord extends NmapVerdict {
  argv: readonly string[];
  version: string;
  /** Instants. */
  startedAt: Date;
  endedAt: Date;
  xml: XmlEvidence;
  stderr: string;
}

export interface NmapScan {
  status: NmapStatus;
  complete: boolean;
  /** Why it is not complete; null otherwise. */
  reason: string | null;
  /** One per address, in the order of the targets; unfinished ones are not seen, with a reason. */
  hosts: readonly HostScan[];
  runs: readonly NmapRunRecord[];
  /** German; what was left out and why. */
  notes: readonly string[];
}

/** Addresses in one start of nmap; keeps the command line below the 32,767 characters of Windows. */
const maxAddressesPerRun = 512;

/** The pace of runs without one of their own: gentle, and bounded for hosts that never answer. */
export const defaultPace: NmapPace = nmapPresets.gentle;

interface Batch {
  /** `details` asks ports that were found open for more. */
  purpose: 'ports' | 'details';
  method: ScanMethod;
  family: AddressFamily;
  ports: readonly number[];
  addresses: string[];
  serviceDetection: ServiceDetection;
  scripts: readonly NmapScript[];
}

interface HostState {
  outcome: PortScanOutcome | null;
  scripts: ObservedScript[];
  /** Starts of nmap that still concern this host. */
  runsLeft: number;
}

/**
 * Scans the permitted ones of the ports on all targets: one start of nmap per address family, protocol and set of permitted ports.
 * Service detection and scripts follow in starts of their own, only on ports found open.
 * Aborting and running out of time are results, with the hosts finished until then.
 * @throws NmapMissingError, NmapNeedsRootError, NmapOptionError, NmapOutputError, NmapFailedError (all EnvironmentError) when the TCP
 *   scan fails; InvalidDataError for values out of bounds and NotAuthorisedError for scripts without consent, before anything is started
 */
export async function scanWithNmap(
  installation: NmapInstallation,
  targets: readonly AuthorizedTarget[],
  ports: readonly number[],
  options: NmapScanOptions,
): Promise<NmapScan> {
  return new ScanWork(installation, targets, options).run(ports);
}

class ScanWork {
  readonly #installation: NmapInstallation;
  readonly #targets: readonly AuthorizedTarget[];
  readonly #options: NmapScanOptions;
  readonly #order: readonly string[];
  readonly #settled = new Map<string, HostScan>();
  readonly #states = new Map<string, HostState>();
  readonly #runs: NmapRunRecord[] = [];
  readonly #notes: string[] = [];
  readonly #deadline: number | null;
  #waiting: Promise<unknown>[] = [];
  #scripts: ScriptSelection = { tcp: [], udp: [], leftOut: [] };
  #tcpMethod: ScanMethod = 'connect';

  constructor(installation: NmapInstallation, targets: readonly AuthorizedTarget[], options: NmapScanOptions) {
    this.#installation = installation;
    this.#targets = targets;
    this.#options = options;
    this.#order = [...new Set(targets.map((target) => target.address))];
    this.#deadline = options.timeoutMs === undefined ? null : performance.now() + options.timeoutMs;
  }

  async run(ports: readonly number[]): Promise<NmapScan> {
    this.#decideScripts(ports);
    const udpPorts = this.#decideRawSockets();
    const batches = [...this.#planPorts(this.#tcpMethod, ports), ...this.#planPorts('udp', udpPorts)];
    // Every value of every start is checked before the first one.
    const prepared = batches.map((batch) => ({ batch, argv: this.#arguments(batch) }));
    this.#expect(batches);
    try {
      for (const { batch, argv } of prepared) await this.#runBatch(batch, argv);
      const details = this.#planDetails();
      this.#expect(details);
      for (const [address, { runsLeft }] of this.#states) if (runsLeft === 0) this.#settle(address);
      for (const batch of details) await this.#runBatch(batch, this.#arguments(batch));
    } finally {
      for (const [address, { outcome }] of this.#states) if (outcome !== null) this.#settle(address);
    }
    await Promise.all(this.#takeWaiting());
    const hosts = this.#order.flatMap((address) => this.#settled.get(address) ?? []);
    return { ...summarize(this.#runs, hosts), hosts, runs: this.#runs, notes: this.#notes };
  }

  #decideScripts(ports: readonly number[]): void {
    const names: readonly string[] = this.#options.scripts ?? [];
    const asked = [...ports, ...(this.#options.udpPorts ?? [])];
    requireAllowedScripts(
      names,
      this.#targets.every((target) => target.permittedPorts(asked).every((port) => target.permitsAccessTestsAt(port))),
    );
    const inside = this.#targets.every(({ vantage }) => vantage === 'lan' || vantage === 'host');
    const { version, capabilities } = this.#installation;
    this.#scripts = selectScripts(names, { version, lua: capabilities.lua }, inside);
    for (const note of [versionWarning(version), ...this.#scripts.leftOut]) if (note !== null) this.#note(note);
  }

  /** Returns the UDP ports that can be looked at. */
  #decideRawSockets(): readonly number[] {
    const { tcpMethod = 'connect', udpPorts = [] } = this.#options;
    if (tcpMethod === 'connect' && udpPorts.length === 0) return [];
    const right = this.#options.rawSockets ?? rawSocketRight();
    if (right.granted) {
      this.#tcpMethod = tcpMethod;
      return udpPorts;
    }
    if (tcpMethod === 'syn') this.#note(`Verbindungsprüfung statt halboffener Prüfung: ${right.reason}.`);
    if (udpPorts.length > 0) {
      const named = udpPorts.every((port) => Number.isInteger(port)) ? ` (${formatPortList(udpPorts)})` : '';
      this.#note(`UDP-Ports${named} nicht geprüft: ${right.reason}.`);
    }
    return [];
  }

  /** Targets that share address family and permitted ports go together; the same address is scanned once. */
  #planPorts(method: ScanMethod, ports: readonly number[]): Batch[] {
    const planned = new BatchPlan();
    for (const [address, allowed] of permittedByAddress(this.#targets, ports)) {
      if (!this.#states.has(address)) this.#states.set(address, { outcome: null, scripts: [], runsLeft: 0 });
      if (allowed.size > 0) {
        const batch = { purpose: 'ports', method, serviceDetection: 'none', scripts: [] } as const;
        planned.add(address, { ...batch, ports: [...allowed].sort((a, b) => a - b) });
      }
    }
    return planned.batches;
  }

  /** Only ports found open are asked for more, and fragile ones never. */
  #planDetails(): Batch[] {
    const { serviceDetection = 'none' } = this.#options;
    const planned = new BatchPlan();
    for (const [address, { outcome }] of this.#states) {
      if (outcome?.seen !== true) continue;
      const openOf = (protocol: 'tcp' | 'udp') =>
        outcome.data.ports
          .filter((each) => each.protocol === protocol && each.state === 'open' && !isFragilePort(each.port))
          .map(({ port }) => port);
      const [tcp, udp] = [openOf('tcp'), openOf('udp')];
      const details = { purpose: 'details', method: this.#tcpMethod, ports: tcp, serviceDetection: 'none', scripts: [] } as const;
      if (tcp.length > 0 && serviceDetection !== 'none') planned.add(address, { ...details, serviceDetection });
      // Apart from service detection: several scripts keep silent at its light intensity.
      if (tcp.length > 0 && this.#scripts.tcp.length > 0) planned.add(address, { ...details, scripts: this.#scripts.tcp });
      if (udp.length > 0 && this.#scripts.udp.length > 0)
        planned.add(address, { ...details, method: 'udp', ports: udp, scripts: this.#scripts.udp });
    }
    return planned.batches;
  }

  #arguments(batch: Batch): string[] {
    const contact = this.#targets.find((target) => target.contact !== null)?.contact ?? null;
    return nmapArguments({ ...batch, pace: this.#options.pace ?? defaultPace, contact }, this.#installation.capabilities);
  }

  /** Counts for each host the starts that concern it; a host without any is finished. */
  #expect(batches: readonly Batch[]): void {
    for (const address of batches.flatMap((batch) => batch.addresses)) {
      const state = this.#states.get(address);
      if (state !== undefined) state.runsLeft++;
    }
    for (const [address, state] of this.#states) {
      if (state.runsLeft > 0 || state.outcome !== null) continue;
      state.outcome = notChecked('Die Freigabe erlaubt keinen der zu prüfenden Ports');
      this.#settle(address);
    }
  }

  async #runBatch(batch: Batch, argv: readonly string[]): Promise<void> {
    const { installation, answered, settled } = {
      installation: this.#installation,
      answered: new Set<string>(),
      settled: new Set(),
    };
    const asked = new Set(batch.addresses);
    const ports = batch.method === 'udp' ? { tcp: [], udp: batch.ports } : { tcp: batch.ports, udp: [] };
    const reader = new NmapXmlReader({
      keepScripts: batch.scripts.length > 0,
      onHost: (host) => {
        if (!asked.has(host.address) || answered.has(host.address)) return;
        answered.add(host.address);
        const outcome = toPortScan(host, ports, installation.version);
        if (outcome.seen && outcome.data.complete && (outcome.data.requestedUdp ?? []).length === ports.udp.length)
          settled.add(host.address);
        this.#take(batch, host, outcome);
      },
      onProgress: ({ task, percent, remainingSeconds }) => {
        const hosts = { hostsDone: this.#settled.size, hostsTotal: this.#order.length };
        this.#hold(this.#options.onProgress?.({ task: taskName(task), percent, remainingSeconds, ...hosts }));
      },
    });
    const startedAt = this.#options.now();
    const finished = await this.#start(argv, reader);
    const head = { argv: [installation.path, ...argv], version: installation.version, startedAt, endedAt: this.#options.now() };
    const { verdict, error } = this.#judge(batch, finished, reader, answered.size, answered.size - settled.size);
    this.#runs.push({ ...head, ...verdict, xml: finished?.xml ?? nothingWritten, stderr: finished?.stderr ?? '' });
    if (error !== null) throw error;
    const missing = notChecked(verdict.reason ?? 'nmap hat dazu nichts gemeldet');
    for (const address of asked) if (!answered.has(address)) this.#take(batch, null, missing, address);
    if (verdict.reason !== null && (batch.purpose === 'details' || batch.method === 'udp'))
      this.#note(`${purposeName(batch)} unvollständig: ${verdict.reason}.`);
  }

  /** Null when nothing was started, because of the time limit or an abort. */
  async #start(argv: readonly string[], reader: NmapXmlReader): Promise<FinishedProcess | null> {
    const { signal, start = startProcess } = this.#options;
    const remainingMs = this.#deadline === null ? null : this.#deadline - performance.now();
    if (signal?.aborted === true || (remainingMs !== null && remainingMs <= 0)) return null;
    const path = this.#installation.path;
    return runNmap({ path, argv, start, reader, remainingMs, signal, takeWaiting: () => this.#takeWaiting() });
  }

  /** A failed look at UDP or details is a note: it must not take away what the TCP scan saw. */
  #judge(
    batch: Batch,
    finished: FinishedProcess | null,
    reader: NmapXmlReader,
    answered: number,
    unsettled: number,
  ): { verdict: NmapVerdict; error: Error | null } {
    if (finished === null) return { verdict: this.#options.signal?.aborted === true ? stopped : timedOut, error: null };
    const { exit: exitAttribute, errorMessage, problem: xmlProblem } = reader;
    try {
      const requested = batch.addresses.length;
      const run = { ...finished, exitAttribute, errorMessage, xmlProblem, requested, answered, unsettled };
      return { verdict: judgeRun(run), error: null };
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      const verdict: NmapVerdict = { status: 'incomplete', reason: error.message, failed: true };
      const isExtra = batch.purpose === 'details' || (batch.method === 'udp' && this.#runs.length > 0);
      return { verdict, error: isExtra ? null : error };
    }
  }

  /** @param host null when nmap said nothing about it */
  #take(batch: Batch, host: NmapHost | null, outcome: PortScanOutcome, address = host?.address ?? ''): void {
    const state = this.#states.get(address);
    if (state === undefined) return;
    if (batch.purpose === 'details') {
      state.scripts.push(...scriptsOf(host));
      if (state.outcome?.seen === true && outcome.seen) state.outcome = withServices(state.outcome, outcome);
    } else state.outcome = state.outcome === null ? outcome : mergeOutcomes(state.outcome, outcome);
    state.runsLeft--;
    if (state.runsLeft === 0 && (batch.purpose === 'details' || !this.#wantsDetails(state))) this.#settle(address);
  }

  #wantsDetails({ outcome }: HostState): boolean {
    const wanted = this.#options.serviceDetection === 'light' || this.#scripts.tcp.length + this.#scripts.udp.length > 0;
    return wanted && outcome?.seen === true && outcome.data.ports.some(({ state }) => state === 'open');
  }

  #settle(address: string): void {
    const state = this.#states.get(address);
    if (this.#settled.has(address) || state === undefined || state.outcome === null) return;
    const scripts = state.scripts.length === 0 ? {} : { scripts: state.scripts };
    const host: HostScan = { address, at: this.#options.now(), outcome: state.outcome, ...scripts };
    this.#settled.set(address, host);
    this.#hold(this.#options.onHost?.(host));
  }

  #note(text: string): void {
    this.#notes.push(text);
    this.#hold(this.#options.onWarning?.(text));
  }

  #hold(work: unknown): void {
    if (work instanceof Promise) this.#waiting.push(work);
  }

  #takeWaiting(): Promise<unknown>[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}

/** Puts addresses that need the same start of nmap together. */
class BatchPlan {
  readonly batches: Batch[] = [];
  readonly #open = new Map<string, Batch>();

  add(address: string, wanted: Omit<Batch, 'family' | 'addresses'>): void {
    const family: AddressFamily = address.includes(':') ? 'ipv6' : 'ipv4';
    const key = JSON.stringify([family, wanted.method, wanted.serviceDetection, wanted.scripts, formatPortList(wanted.ports)]);
    let batch = this.#open.get(key);
    if (batch === undefined || batch.addresses.length >= maxAddressesPerRun) {
      batch = { ...wanted, family, addresses: [] };
      this.#open.set(key, batch);
      this.batches.push(batch);
    }
    batch.addresses.push(address);
  }
}

const nothingWritten: XmlEvidence = { sha256: createHash('sha256').digest('hex'), bytes: 0, gzip: null };

/** States stay as the port scan saw them; the look at details adds what the services are. */
function withServices(
  scan: Extract<PortScanOutcome, { seen: true }>,
  details: Extract<PortScanOutcome, { seen: true }>,
): PortScanOutcome {
  const services = new Map(details.data.ports.map(({ port, protocol, service }) => [`${protocol}${port}`, service]));
  const ports = scan.data.ports.map((each) => {
    const service = services.get(`${each.protocol}${each.port}`);
    return service?.method === 'probed' ? { ...each, service } : each;
  });
  return { seen: true, data: { ...scan.data, ports } };
}

function scriptsOf(host: NmapHost | null): ObservedScript[] {
  if (host === null) return [];
  const ofPorts = host.ports.flatMap(({ port, protocol, scripts }) => scripts.map((script) => ({ ...script, port, protocol })));
  return [...ofPorts, ...host.hostScripts.map((script) => ({ ...script, port: null, protocol: null }))];
}

function purposeName({ purpose, scripts }: Batch): string {
  if (purpose === 'ports') return 'Prüfung der UDP-Ports';
  return scripts.length > 0 ? 'Ausführung der nmap-Skripte' : 'Diensterkennung';
}

function taskName(task: string): string {
  if (/service scan/i.test(task)) return 'Diensterkennung';
  if (/udp scan/i.test(task)) return 'Prüfung der UDP-Ports';
  if (/connect scan|syn stealth scan/i.test(task)) return 'Portprüfung';
  if (/^NSE|script/i.test(task)) return 'Skripte';
  return 'Prüfung';
}

const fromBestToWorst: readonly NmapStatus[] = ['complete', 'incomplete', 'timed-out', 'aborted'];

/** All runs as one: the worst status and its reason. Hosts without a permitted port make the whole incomplete, too. */
function summarize(runs: readonly NmapRunRecord[], hosts: readonly HostScan[]): Pick<NmapScan, 'status' | 'complete' | 'reason'> {
  const rank = (run: NmapRunRecord) => fromBestToWorst.indexOf(run.status);
  const worst = [...runs].sort((a, b) => rank(b) - rank(a))[0];
  if (worst !== undefined && worst.status !== 'complete') return { status: worst.status, complete: false, reason: worst.reason };
  const unseen = hosts.find(({ outcome }) => !outcome.seen)?.outcome;
  if (unseen === undefined || unseen.seen) return { status: 'complete', complete: true, reason: null };
  return { status: 'incomplete', complete: false, reason: unseen.reason };
}
