/** Looks at the permitted targets: which ports are open, and what the services behind them say about TLS, HTTP and SSH. */
import { type ObservationKind, observationKinds } from '../domain/catalogue.ts';
import type { AuthorizedTarget } from '../domain/freigabe.ts';
import type {
  HttpEndpointObservation,
  Observation,
  PortScan,
  PortScanObservation,
  SshEndpointObservation,
  TlsEndpointObservation,
} from '../domain/observation.ts';
import { ExpectedError } from '../errors.ts';
import { connectTimeoutMs, scanWithConnections } from './connect-scan.ts';
import { notHttpReason } from './connection-problem.ts';
import { connectionRate, distinctTargets, endpointConcurrency, hostsTogether, scanSecondsAtMost } from './footprint.ts';
import { isFragilePort } from './fragile-ports.ts';
import { httpTimeoutMs, observeHttp } from './http.ts';
import { JobPool } from './job-pool.ts';
import { NmapFailedError, NmapMissingError } from './nmap/errors.ts';
import { installHint, type NmapInstallation } from './nmap/installation.ts';
import { type HostScan, type NmapRunRecord, type ScanProgress, scanWithNmap } from './nmap/scan.ts';
import { notSshReason, observeSsh, sshTimeoutMs } from './ssh/observe-ssh.ts';
import { notTlsReason, observeTls, sshInsteadOfTlsReason, tlsTimeoutMs } from './tls/observe-tls.ts';

export { distinctTargets, estimateFootprint } from './footprint.ts';
export { maxSuiteConnections } from './tls/cipher-suites.ts';

export interface CollectionPlan {
  /** What to look at. Services need the port scan; it is reported only if it is among the kinds. */
  kinds: ReadonlySet<ObservationKind>;
  ports: readonly number[];
  /** List the cipher suites of TLS services as well: many connections each. */
  tlsSuites?: boolean;
}

export interface CollectProgress {
  step: 'ports' | 'services';
  /** German name of the step, for a progress line. */
  text: string;
  /** Finished addresses (ports) or services (services). */
  done: number;
  total: number;
  /** 0 to 100, of this step. */
  percent: number;
}

export interface CollectOptions {
  now(): Date;
  /** null when there is none: then a connect scan of our own takes its place. */
  nmap: NmapInstallation | null;
  /** Rather fail than fall back to our own connect scan. */
  onlyNmap?: boolean;
  signal?: AbortSignal;
  onProgress?(progress: CollectProgress): void;
  /** Called as observations come, in no certain order. */
  onObservation?(observation: Observation): void;
  connectTimeoutMs?: number;
  tlsTimeoutMs?: number;
  httpTimeoutMs?: number;
  sshTimeoutMs?: number;
}

export interface Collection {
  /** Sorted by address, port, kind and name, whatever the order they came in. */
  observations: readonly Observation[];
  /** True when the signal ended the work early; what was not finished has no observation. */
  aborted: boolean;
  /** The starts of nmap, as evidence. */
  nmapRuns: readonly NmapRunRecord[];
  /** German; why our own connect scan took nmap's place, if nmap was there but did not work. */
  notes: readonly string[];
  /** Set when nmap broke off where only nmap will do: the observations are what was finished until then. */
  failure: NmapFailedError | null;
}

/** Ports where a service that speaks no TLS or HTTP is worth a line; elsewhere it is simply another service. */
const usualTlsPorts = new Set([443, 465, 636, 853, 989, 990, 993, 995, 3269, 5061, 5986, 8443, 9443]);
const usualWebPorts = new Set([80, 443, 591, 3000, 5000, 7001, 8000, 8008, 8080, 8081, 8443, 8888, 9000, 9090, 9443, 10000]);
/** Asked for SSH first: a server there should not have to write down a ClientHello as an attack. */
const usualSshPorts = new Set([22, 222, 2022, 2222, 8022, 22000, 22222]);
/** Of these the one where another service is worth a line. */
const standardSshPort = 22;

/**
 * Scans the ports of all targets and looks at every open one: TLS first; the start page over HTTPS if TLS answered, else over
 * plain HTTP. SSH is asked on its usual ports, and where a service greets as SSH. A host that could not be scanned gives an observation with the reason for every kind asked for.
 * @throws NmapMissingError and the other nmap errors when `onlyNmap` is set; without it our own scan takes over.
 *   An nmap that breaks off after it finished a host is told as `failure` instead
 */
export async function collect(
  targets: readonly AuthorizedTarget[],
  plan: CollectionPlan,
  options: CollectOptions,
): Promise<Collection> {
  const work = new CollectionWork(distinctTargets(targets), plan, options);
  await work.run();
  return {
    observations: work.observations.sort(compareObservations),
    aborted: work.aborted,
    nmapRuns: work.nmapRuns,
    notes: work.notes,
    failure: work.failure,
  };
}

class CollectionWork {
  readonly observations: Observation[] = [];
  readonly nmapRuns: NmapRunRecord[] = [];
  readonly notes: string[] = [];
  aborted = false;
  failure: NmapFailedError | null = null;
  readonly #targets: readonly AuthorizedTarget[];
  readonly #plan: CollectionPlan;
  readonly #options: CollectOptions;
  readonly #endpoints = new JobPool(endpointConcurrency);
  readonly #scanned = new Set<string>();
  #endpointsDone = 0;
  #endpointsTotal = 0;

  constructor(targets: readonly AuthorizedTarget[], plan: CollectionPlan, options: CollectOptions) {
    this.#targets = targets;
    this.#plan = plan;
    this.#options = options;
  }

  async run(): Promise<void> {
    try {
      await this.#scanPorts();
    } finally {
      await this.#endpoints.finish();
    }
  }

  async #scanPorts(): Promise<void> {
    const { nmap, onlyNmap = false } = this.#options;
    if (this.#targets.length === 0) return;
    if (nmap === null) {
      if (onlyNmap) throw new NmapMissingError(await installHint());
      return this.#scanWithConnections(this.#targets);
    }
    try {
      await this.#scanWithNmap(nmap);
    } catch (error) {
      if (onlyNmap || !(error instanceof ExpectedError)) throw error;
      this.notes.push(`${error.message} Stattdessen hat burgward mit eigenen Mitteln geprüft.`);
      await this.#scanWithConnections(this.#targets.filter(({ address }) => !this.#scanned.has(address)));
    }
  }

  async #scanWithNmap(nmap: NmapInstallation): Promise<void> {
    const { ports } = this.#plan;
    const rate = connectionRate(this.#targets);
    const hostTimeoutMs = Math.max(1, scanSecondsAtMost(this.#targets, ports)) * 1000;
    const { status, runs } = await scanWithNmap(nmap, this.#targets, ports, {
      ...this.#scanOptions(),
      pace: { minRate: rate, maxRate: rate, maxRetries: 1, maxRttTimeoutMs: 1000, hostTimeoutMs, maxHostGroup: hostsTogether },
      timeoutMs: hostTimeoutMs + 5000,
    });
    this.nmapRuns.push(...runs);
    if (status === 'aborted') this.aborted = true;
    const failed = runs.find((run) => run.failed);
    if (failed !== undefined && this.#options.onlyNmap === true) this.failure = new NmapFailedError(failed.reason ?? '');
  }

  async #scanWithConnections(targets: readonly AuthorizedTarget[]): Promise<void> {
    const { status } = await scanWithConnections(targets, this.#plan.ports, {
      ...this.#scanOptions(),
      timeoutMs: this.#options.connectTimeoutMs ?? connectTimeoutMs,
      maxRate: connectionRate(targets),
    });
    if (status === 'aborted') this.aborted = true;
  }

  #scanOptions() {
    const { now, signal, onProgress } = this.#options;
    return {
      now,
      ...(signal === undefined ? {} : { signal }),
      onHost: (host: HostScan) => this.#onHost(host),
      onProgress: ({ task, percent, hostsDone, hostsTotal }: ScanProgress) =>
        onProgress?.({ step: 'ports', text: task, done: hostsDone, total: hostsTotal, percent }),
    };
  }

  #onHost(host: HostScan): void {
    if (!host.outcome.seen && this.#isAborted()) return;
    this.#scanned.add(host.address);
    for (const target of this.#targets) {
      if (target.address === host.address) this.#onTarget(target, host);
    }
  }

  #onTarget(target: AuthorizedTarget, host: HostScan): void {
    const scan = permittedPart(target, host);
    for (const kind of this.#plan.kinds) {
      if (kind === 'port-scan') this.#report({ ...about(target, null, host.at), kind, outcome: scan });
      else if (!scan.seen) this.#report({ ...about(target, null, host.at), kind, outcome: scan });
    }
    if (!scan.seen || ![...this.#plan.kinds].some((kind) => kind !== 'port-scan')) return;
    for (const { port, state } of scan.data.ports) {
      if (state !== 'open' || !target.permitsPort(port)) continue;
      this.#endpointsTotal++;
      this.#endpoints.add(() => this.#lookAtEndpoint(target, port));
    }
  }

  async #lookAtEndpoint(target: AuthorizedTarget, port: number): Promise<void> {
    if (this.#isAborted()) {
      this.aborted = true;
      return;
    }
    try {
      if (isFragilePort(port)) this.#reportUntouched(target, port);
      else await this.#askEndpoint(target, port);
    } catch (error) {
      if (!this.#isAborted()) throw error;
      this.aborted = true;
      return;
    }
    this.#endpointsDone++;
    const done = this.#endpointsDone;
    const total = this.#endpointsTotal;
    this.#options.onProgress?.({ step: 'services', text: 'Diensteprüfung', done, total, percent: (done / total) * 100 });
  }

  async #askEndpoint(target: AuthorizedTarget, port: number): Promise<void> {
    const { kinds } = this.#plan;
    const isUsualSsh = kinds.has('ssh') && usualSshPorts.has(port);
    const usualSsh = isUsualSsh ? await this.#askSsh(target, port) : null;
    const isFinished = usualSsh !== null && (usualSsh.outcome.seen || !(kinds.has('tls') || kinds.has('http')));
    const { tls, http, greetsAsSsh } = isFinished ? nothingElse : await this.#askTlsAndHttp(target, port);
    const foundSsh = kinds.has('ssh') && !isUsualSsh && greetsAsSsh ? await this.#askSsh(target, port) : null;
    // All together: a stopped run then either has finished an endpoint or knows nothing of it.
    if (tls !== null && isWorthALineOfTls(tls)) this.#report(tls);
    if (http !== null && isWorthALineOfHttp(http)) this.#report(http);
    const isOtherService = tls?.outcome.seen === true || http?.outcome.seen === true;
    const ssh = usualSsh ?? foundSsh;
    if (ssh !== null && isWorthALineOfSsh(ssh, isOtherService)) this.#report(ssh);
  }

  #askSsh(target: AuthorizedTarget, port: number): Promise<SshEndpointObservation> {
    return observeSsh(target, port, { ...this.#lookOptions(), timeoutMs: this.#options.sshTimeoutMs ?? sshTimeoutMs });
  }

  async #askTlsAndHttp(target: AuthorizedTarget, port: number): Promise<TlsAndHttp> {
    const { kinds } = this.#plan;
    const tls = await observeTls(target, port, {
      ...this.#lookOptions(),
      timeoutMs: this.#options.tlsTimeoutMs ?? tlsTimeoutMs,
      suites: kinds.has('tls') && this.#plan.tlsSuites === true,
    });
    const greetsAsSsh = !tls.outcome.seen && tls.outcome.reason === sshInsteadOfTlsReason;
    const scheme = tls.outcome.seen ? 'https' : 'http';
    const timeoutMs = this.#options.httpTimeoutMs ?? httpTimeoutMs;
    const asksHttp = kinds.has('http') && (!greetsAsSsh || usualWebPorts.has(port));
    const http = asksHttp ? await observeHttp(target, port, scheme, { ...this.#lookOptions(), timeoutMs }) : null;
    return { tls: kinds.has('tls') ? tls : null, http, greetsAsSsh };
  }

  #lookOptions(): { now(): Date; signal?: AbortSignal } {
    const { now, signal } = this.#options;
    return signal === undefined ? { now } : { now, signal };
  }

  #reportUntouched(target: AuthorizedTarget, port: number): void {
    const reason = 'Nicht geprüft: Über diesen Port arbeiten Drucker oder Steuerungen; burgward sendet dorthin nichts.';
    const at = this.#options.now();
    for (const kind of ['tls', 'http'] as const) {
      if (this.#plan.kinds.has(kind)) this.#report({ ...about(target, port, at), kind, outcome: { seen: false, reason } });
    }
  }

  #isAborted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  #report(observation: Observation): void {
    this.observations.push(observation);
    this.#options.onObservation?.(observation);
  }
}

interface TlsAndHttp {
  /** Null when not asked for. */
  tls: TlsEndpointObservation | null;
  http: HttpEndpointObservation | null;
  greetsAsSsh: boolean;
}

const nothingElse: TlsAndHttp = { tls: null, http: null, greetsAsSsh: false };

function isWorthALineOfTls({ outcome, target }: TlsEndpointObservation): boolean {
  if (outcome.seen || usualTlsPorts.has(target.port ?? 0)) return true;
  return outcome.reason !== notTlsReason && outcome.reason !== sshInsteadOfTlsReason;
}

function isWorthALineOfHttp({ outcome, target }: HttpEndpointObservation): boolean {
  return outcome.seen || outcome.reason !== notHttpReason || usualWebPorts.has(target.port ?? 0);
}

function isWorthALineOfSsh({ outcome, target }: SshEndpointObservation, isOtherService: boolean): boolean {
  if (outcome.seen || target.port === standardSshPort) return true;
  return outcome.reason !== notSshReason && !isOtherService;
}

function about({ name, address, vantage }: AuthorizedTarget, port: number | null, at: Date) {
  return { target: { name, address, port }, vantage, at: at.toISOString() };
}

/** Two names of one address can have different permissions: each sees only its own ports. */
function permittedPart(target: AuthorizedTarget, { outcome }: HostScan): PortScanObservation['outcome'] {
  if (!outcome.seen) return outcome;
  const { requested, ports } = outcome.data;
  const data: PortScan = {
    ...outcome.data,
    requested: target.permittedPorts(requested),
    ports: ports.filter(({ port }) => target.permitsPort(port)),
  };
  if (data.requested.length === 0)
    return { seen: false, reason: 'Nicht geprüft: Die Freigabe erlaubt keinen der zu prüfenden Ports.' };
  return { seen: true, data };
}

const inNumericOrder = new Intl.Collator('en', { numeric: true });

function compareObservations(a: Observation, b: Observation): number {
  return (
    inNumericOrder.compare(a.target.address, b.target.address) ||
    (a.target.port ?? 0) - (b.target.port ?? 0) ||
    observationKinds.indexOf(a.kind) - observationKinds.indexOf(b.kind) ||
    inNumericOrder.compare(a.target.name ?? '', b.target.name ?? '')
  );
}
