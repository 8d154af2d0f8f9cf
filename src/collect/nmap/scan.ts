/** Port scan with nmap: the only door is an AuthorizedTarget, and no port outside its Freigabe reaches a command line. */
import { createHash } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import { permittedByAddress } from '../permitted-port.ts';
import { type AddressFamily, type NmapPace, nmapArguments, type ServiceDetection } from './arguments.ts';
import { endProcessGroup, endWithUs, startProcess } from './child-process.ts';
import { NmapMissingError } from './errors.ts';
import type { NmapInstallation } from './installation.ts';
import { formatPortList } from './port-list.ts';
import { notChecked, type PortScanOutcome, toPortScan } from './port-scan.ts';
import { judgeRun, type NmapStatus, type NmapVerdict, stopped, timedOut } from './verdict.ts';
import { NmapXmlReader } from './xml-reader.ts';

export interface HostScan {
  address: string;
  /** When the host was finished, or when it was clear that it would not be. */
  at: Date;
  outcome: PortScanOutcome;
}

export interface ScanProgress {
  /** German name of what nmap is doing. */
  task: string;
  /** Of this task, for the hosts nmap is looking at together. */
  percent: number;
  hostsDone: number;
  hostsTotal: number;
}

export interface NmapScanOptions {
  now(): Date;
  pace?: NmapPace;
  serviceDetection?: ServiceDetection;
  /** For all runs together. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Called once for every address, as soon as its outcome is certain. */
  onHost?(host: HostScan): void;
  onProgress?(progress: ScanProgress): void;
}

/** One start of nmap, as evidence. */
export interface NmapRunRecord extends NmapVerdict {
  argv: readonly string[];
  version: string;
  /** SHA-256 over everything nmap wrote to standard output, lower-case hex. */
  xmlSha256: string;
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
}

/** Addresses in one start of nmap; keeps the command line below the 32,767 characters of Windows. */
const maxAddressesPerRun = 512;
const maxStderrChars = 64 * 1024;
/** The pace of runs without one of their own: gentle, and bounded for hosts that never answer. */
export const defaultPace: NmapPace = { maxRate: 100, minRate: 100, maxRetries: 1, maxRttTimeoutMs: 1000, hostTimeoutMs: 300_000 };

interface Batch {
  family: AddressFamily;
  ports: readonly number[];
  addresses: string[];
}

/**
 * Scans the permitted ones of `ports` on all targets: one run of nmap per address family and set of permitted ports.
 * Aborting and running out of time are results, with the hosts finished until then.
 * @throws NmapMissingError, NmapNeedsRootError, NmapOptionError, NmapOutputError, NmapFailedError (all EnvironmentError);
 *   InvalidDataError for option values out of bounds, before anything is started
 */
export async function scanWithNmap(
  installation: NmapInstallation,
  targets: readonly AuthorizedTarget[],
  ports: readonly number[],
  options: NmapScanOptions,
): Promise<NmapScan> {
  const results = new Map<string, HostScan>();
  const order = [...new Set(targets.map((target) => target.address))];
  const settle = (address: string, outcome: PortScanOutcome) => {
    if (results.has(address)) return;
    const host: HostScan = { address, at: options.now(), outcome };
    results.set(address, host);
    options.onHost?.(host);
  };
  const batches = planBatches(targets, ports, (address) =>
    settle(address, notChecked('Die Freigabe erlaubt keinen der zu prüfenden Ports')),
  );
  const prepared = batches.map((batch) => ({ batch, argv: batchArguments(installation, batch, options) }));
  const deadline = options.timeoutMs === undefined ? null : performance.now() + options.timeoutMs;
  const runs: NmapRunRecord[] = [];
  for (const { batch, argv } of prepared) {
    const remainingMs = deadline === null ? null : deadline - performance.now();
    const context = {
      installation,
      batch,
      argv,
      options,
      settle,
      remainingMs,
      hostsTotal: order.length,
      hostsDone: () => results.size,
    };
    const run = await runBatch(context);
    runs.push(run);
    for (const address of batch.addresses) settle(address, notChecked(run.reason ?? 'nmap hat dazu nichts gemeldet'));
  }
  const hosts = order.flatMap((address) => results.get(address) ?? []);
  return { ...summarize(runs, hosts), hosts, runs };
}

/** Targets that share address family and permitted ports go together; the same address is scanned once. */
function planBatches(
  targets: readonly AuthorizedTarget[],
  ports: readonly number[],
  onNothingPermitted: (address: string) => void,
): Batch[] {
  const batches: Batch[] = [];
  const openBatch = new Map<string, Batch>();
  for (const [address, allowed] of permittedByAddress(targets, ports)) {
    if (allowed.size === 0) {
      onNothingPermitted(address);
      continue;
    }
    const family: AddressFamily = address.includes(':') ? 'ipv6' : 'ipv4';
    const key = `${family} ${formatPortList([...allowed])}`;
    let batch = openBatch.get(key);
    if (batch === undefined || batch.addresses.length >= maxAddressesPerRun) {
      batch = { family, ports: [...allowed].sort((a, b) => a - b), addresses: [] };
      openBatch.set(key, batch);
      batches.push(batch);
    }
    batch.addresses.push(address);
  }
  return batches;
}

function batchArguments(installation: NmapInstallation, batch: Batch, options: NmapScanOptions): string[] {
  const request = { ...batch, pace: options.pace ?? defaultPace, serviceDetection: options.serviceDetection ?? 'none' };
  return nmapArguments(request, installation.capabilities);
}

interface BatchContext {
  installation: NmapInstallation;
  batch: Batch;
  argv: readonly string[];
  options: NmapScanOptions;
  settle(address: string, outcome: PortScanOutcome): void;
  remainingMs: number | null;
  hostsTotal: number;
  hostsDone(): number;
}

async function runBatch(context: BatchContext): Promise<NmapRunRecord> {
  const { installation, batch, argv, options } = context;
  const record = { argv: [installation.path, ...argv], version: installation.version };
  const untouched = { ...record, xmlSha256: createHash('sha256').digest('hex'), stderr: '' };
  if (options.signal?.aborted === true) return { ...untouched, ...stopped };
  if (context.remainingMs !== null && context.remainingMs <= 0) return { ...untouched, ...timedOut };
  const answered = new Set<string>();
  const settled = new Set<string>();
  const asked = new Set(batch.addresses);
  const reader = new NmapXmlReader({
    onHost(host) {
      if (!asked.has(host.address)) return;
      answered.add(host.address);
      const outcome = toPortScan(host, batch.ports, installation.version);
      if (outcome.seen && outcome.data.complete) settled.add(host.address);
      context.settle(host.address, outcome);
    },
    onProgress({ task, percent }) {
      options.onProgress?.({ task: taskName(task), percent, hostsDone: context.hostsDone(), hostsTotal: context.hostsTotal });
    },
  });
  const finished = await runProcess(context, reader);
  const verdict = judgeRun({
    ...finished,
    exitAttribute: reader.exit,
    errorMessage: reader.errorMessage,
    xmlProblem: reader.problem,
    requested: batch.addresses.length,
    answered: answered.size,
    unsettled: answered.size - settled.size,
  });
  return { ...record, ...verdict, xmlSha256: finished.xmlSha256, stderr: finished.stderr };
}

interface FinishedProcess {
  exitCode: number | null;
  signal: string | null;
  stoppedBy: 'abort' | 'timeout' | null;
  xmlSha256: string;
  stderr: string;
}

function runProcess(context: BatchContext, reader: NmapXmlReader): Promise<FinishedProcess> {
  return new Promise((resolve, reject) => {
    const { signal } = context.options;
    const child = startProcess(context.installation.path, context.argv);
    const releaseGuard = endWithUs(child);
    const hash = createHash('sha256');
    const decoder = new StringDecoder('utf8');
    let stderr = '';
    let stoppedBy: FinishedProcess['stoppedBy'] = null;
    let unusable = false;
    let handlerError: unknown = null;
    const stop = (why: 'abort' | 'timeout') => {
      stoppedBy ??= why;
      endProcessGroup(child);
    };
    const onAbort = () => stop('abort');
    const timer = context.remainingMs === null ? undefined : setTimeout(() => stop('timeout'), context.remainingMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      releaseGuard();
    };
    child.stdout.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      if (unusable) return;
      try {
        unusable = !reader.write(decoder.write(chunk));
      } catch (error) {
        handlerError = error;
        unusable = true;
      }
      if (unusable) endProcessGroup(child);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < maxStderrChars) stderr += chunk.toString('utf8');
    });
    child.once('error', () => {
      tidy();
      reject(
        new NmapMissingError(
          'Prüfen, ob die Datei noch da und ausführbar ist.',
          `nmap unter ${context.installation.path} lässt sich nicht starten.`,
        ),
      );
    });
    child.once('close', (exitCode, exitSignal) => {
      tidy();
      if (handlerError !== null) return reject(handlerError);
      reader.close();
      // Ended by us because of what it wrote: then the text is the matter, not the signal.
      const endedBy = unusable ? null : exitSignal;
      resolve({ exitCode, signal: endedBy, stoppedBy, xmlSha256: hash.digest('hex'), stderr });
    });
  });
}

function taskName(task: string): string {
  if (/service scan/i.test(task)) return 'Diensterkennung';
  if (/connect scan/i.test(task)) return 'Portprüfung';
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
