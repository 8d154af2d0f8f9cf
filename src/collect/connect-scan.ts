/** Port scan of our own for machines without nmap: one TCP connection per port, closed at once, nothing sent. */
import { Socket } from 'node:net';
import type { AuthorizedTarget } from '../domain/freigabe.ts';
import type { ScannedPort } from '../domain/observation.ts';
import { whenAborted } from './abort.ts';
import { errorCode, explainConnectionError } from './connection-problem.ts';
import { notChecked } from './nmap/port-scan.ts';
import type { HostScan, ScanProgress } from './nmap/scan.ts';
import { createPace, forEachLimited } from './pace.ts';
import { permittedByAddress } from './permitted-port.ts';

export interface ConnectScanOptions {
  now(): Date;
  /** Wait for one answer. The default leaves time for one repetition by the operating system. */
  timeoutMs?: number;
  /** Connections at the same time; by default as many as silent ports need at that rate. */
  concurrency?: number;
  /** Connections started per second. */
  maxRate?: number;
  /** Awaited before each connection instead of a pace of its own at that rate. */
  takeTurn?(): Promise<void>;
  signal?: AbortSignal;
  onHost?(host: HostScan): void;
  onProgress?(progress: ScanProgress): void;
}

export interface ConnectScan {
  status: 'complete' | 'aborted';
  /** One per address; addresses not finished before an abort are not seen. */
  hosts: readonly HostScan[];
}

/** The operating system asks a second time after one second; what is left is longer than the way to any server in Europe and back. */
export const connectTimeoutMs = 1200;

/** What the operating system says about its own limits; tells nothing about the port. */
const ownTrouble = new Set([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'ENETUNREACH',
  'EACCES',
  'EPERM',
  'EINVAL',
]);

interface HostWork {
  address: string;
  requested: number[];
  ports: ScannedPort[];
  left: number;
  trouble: string | null;
}

/**
 * Scans the permitted ones of `ports`: open when the connection is accepted, closed when it is refused, filtered when nothing
 * answers in time. Ports that could not be tried for reasons of this machine get no entry, and `complete` is false.
 */
export async function scanWithConnections(
  targets: readonly AuthorizedTarget[],
  ports: readonly number[],
  options: ConnectScanOptions,
): Promise<ConnectScan> {
  const { timeoutMs = connectTimeoutMs, maxRate = 100, signal } = options;
  const concurrency = options.concurrency ?? waitingAtOnce(maxRate, timeoutMs);
  const works = planWork(targets, ports);
  const results = new Map<string, HostScan>();
  const total = works.reduce((sum, work) => sum + work.requested.length, 0);
  let done = 0;
  const settle = (work: HostWork) => {
    const host = { address: work.address, at: options.now(), outcome: toOutcome(work) };
    results.set(work.address, host);
    options.onHost?.(host);
  };
  for (const work of works) if (work.left === 0) settle(work);
  const nextStart = options.takeTurn ?? createPace(maxRate, signal);
  const tryPort = async ({ work, port }: { work: HostWork; port: number }) => {
    await nextStart();
    if (signal?.aborted === true) return;
    const answer = await connectOnce(work.address, port, timeoutMs, signal);
    if (answer === 'aborted') return;
    if ('trouble' in answer) work.trouble = answer.trouble;
    else work.ports.push({ port, protocol: 'tcp', ...answer, service: null });
    done++;
    work.left--;
    if (work.left === 0) settle(work);
    options.onProgress?.({
      task: 'Portprüfung',
      percent: (done / total) * 100,
      hostsDone: results.size,
      hostsTotal: works.length,
    });
  };
  await withoutTraces(() => forEachLimited(interleaved(works), concurrency, tryPort, signal));
  for (const work of works) {
    if (results.has(work.address)) continue;
    results.set(work.address, { address: work.address, at: options.now(), outcome: notChecked('Die Prüfung wurde abgebrochen') });
  }
  const aborted = works.some((work) => work.left > 0);
  return { status: aborted ? 'aborted' : 'complete', hosts: works.flatMap((work) => results.get(work.address) ?? []) };
}

/** Silent ports wait for the whole time: with fewer at once they would hold up the rate. Processes may usually open 1,024 files. */
function waitingAtOnce(perSecond: number, timeoutMs: number): number {
  return Math.min(800, Math.ceil((perSecond * timeoutMs) / 1000) + 50);
}

function planWork(targets: readonly AuthorizedTarget[], ports: readonly number[]): HostWork[] {
  return [...permittedByAddress(targets, ports)].map(([address, allowed]) => {
    const requested = [...allowed].sort((a, b) => a - b);
    return { address, requested, ports: [], left: requested.length, trouble: null };
  });
}

/** Port by port over all hosts, so that no single host gets the whole rate. */
function* interleaved(works: readonly HostWork[]): Generator<{ work: HostWork; port: number }> {
  const most = Math.max(0, ...works.map((work) => work.requested.length));
  for (let index = 0; index < most; index++) {
    for (const work of works) {
      const port = work.requested[index];
      if (port !== undefined) yield { work, port };
    }
  }
}

function toOutcome(work: HostWork): HostScan['outcome'] {
  if (work.requested.length === 0) return notChecked('Die Freigabe erlaubt keinen der zu prüfenden Ports');
  if (work.ports.length === 0) return { seen: false, reason: `Nicht geprüft: ${work.trouble ?? 'kein Ergebnis.'}` };
  const ports = work.ports.sort((a, b) => a.port - b.port);
  const complete = ports.length === work.requested.length;
  return { seen: true, data: { tool: 'connect', toolVersion: null, requested: work.requested, ports, complete } };
}

type PortAnswer = { state: 'open' | 'closed' | 'filtered'; reason: string } | { trouble: string } | 'aborted';

let scansWithoutTraces = 0;
let usualTraceLimit = Error.stackTraceLimit;

/**
 * A refused connection is an error to Node, and noting which calls led to it costs as much as the connection. Meanwhile an error in
 * this program would be reported by its message only.
 */
async function withoutTraces(scan: () => Promise<void>): Promise<void> {
  if (scansWithoutTraces === 0) usualTraceLimit = Error.stackTraceLimit;
  scansWithoutTraces++;
  Error.stackTraceLimit = 0;
  try {
    await scan();
  } finally {
    scansWithoutTraces--;
    if (scansWithoutTraces === 0) Error.stackTraceLimit = usualTraceLimit;
  }
}

function connectOnce(address: string, port: number, timeoutMs: number, signal: AbortSignal | undefined): Promise<PortAnswer> {
  return new Promise((resolve) => {
    const socket = new Socket();
    const settle = (answer: PortAnswer) => {
      clearTimeout(timer);
      forgetAbort();
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle({ state: 'filtered', reason: 'no-response' }), timeoutMs);
    const forgetAbort = whenAborted(signal, () => settle('aborted'));
    socket.on('connect', () => settle({ state: 'open', reason: 'syn-ack' }));
    socket.on('error', (error) => settle(readError(error)));
    socket.connect({ host: address, port });
  });
}

function readError(error: Error): PortAnswer {
  const code = errorCode(error);
  if (code === 'ECONNREFUSED') return { state: 'closed', reason: 'conn-refused' };
  if (code === 'ECONNRESET') return { state: 'closed', reason: 'reset' };
  if (code !== null && ownTrouble.has(code)) return { trouble: explainConnectionError(error) };
  return { state: 'filtered', reason: code === 'EHOSTUNREACH' ? 'host-unreach' : (code ?? 'error').toLowerCase() };
}
