/** Looks at the permitted targets: which ports are open, and what the services behind them say about TLS, HTTP and SSH. */
import { type ObservationKind, observationKinds } from '../domain/catalogue.ts';
import type { AuthorizedDomain, AuthorizedTarget } from '../domain/freigabe.ts';
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
import { httpTimeoutMs, observeHttp } from './http/observe-http.ts';
import { JobPool } from './job-pool.ts';
import { NmapFailedError, NmapMissingError } from './nmap/errors.ts';
import { installHint, type NmapInstallation } from './nmap/installation.ts';
import { type HostScan, type NmapRunRecord, type ScanProgress, scanWithNmap } from './nmap/scan.ts';
import { createPace, runPaced } from './pace.ts';
import { domainProbes, type ProbeOptions, type ServiceProbe, serviceProbes } from './probes.ts';
import { notSshReason, observeSsh, sshTimeoutMs } from './ssh/observe-ssh.ts';
import { notTlsReason, observeTls, sshInsteadOfTlsReason } from './tls/observe-tls.ts';
import { noStarttlsReason, starttlsPorts } from './tls/starttls.ts';

export { distinctTargets, estimateFootprint } from './footprint.ts';
export { maxDetailConnections } from './tls/observe-tls.ts';

/** What is asked for about domains, not about hosts. */
export const domainKinds: readonly ObservationKind[] = domainProbes.map(({ kind }) => kind);

export interface CollectionPlan {
  /** What to look at. Services need the port scan; it is reported only if it is among the kinds. */
  kinds: ReadonlySet<ObservationKind>;
  ports: readonly number[];
  /** Domains whose public records are asked for. */
  domains?: readonly AuthorizedDomain[];
  /** Literal address of the resolver for them; null or absent: the one of this machine. */
  resolver?: string | null;
  /** List the cipher suites and features of TLS services as well: many connections each. */
  tlsDetails?: boolean;
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

/** Asked for at every open port, and missed where nothing answered. */
const usualKinds: ReadonlySet<ObservationKind> = new Set(['port-scan', 'tls', 'http', 'ssh']);

/** Ports where a service that speaks no TLS or HTTP is worth a line; elsewhere it is simply another service. */
const usualTlsPorts = new Set([443, 465, 636, 853, 989, 990, 993, 995, 3269, 5061, 5986, 8443, 9443]);
const usualWebPorts = new Set([80, 443, 591, 3000, 5000, 7001, 8000, 8008, 8080, 8081, 8443, 8888, 9000, 9090, 9443, 10000]);
/** Asked for SSH first: a server there should not have to write down a ClientHello as an attack. */
const usualSshPorts = new Set([22, 222, 2022, 2222, 8022, 22000, 22222]);
/** Of these the one where another service is worth a line. */
const standardSshPort = 22;

/**
 * Scans the ports of all targets and looks at every open one: TLS first, where usual behind STARTTLS; the start page over HTTPS if TLS answered, else over
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
  readonly #takeTurn: () => Promise<void>;
  readonly #scanEnded = Promise.withResolvers<void>();
  #endpointsDone = 0;
  #endpointsTotal = 0;

  constructor(targets: readonly AuthorizedTarget[], plan: CollectionPlan, options: CollectOptions) {
    this.#targets = targets;
    this.#plan = plan;
    this.#options = options;
    this.#takeTurn = this.#pace();
  }

  async run(): Promise<void> {
    this.#askDomains();
    this.#askDatagramServices();
    try {
      if ([...this.#plan.kinds].some((kind) => !domainKinds.includes(kind))) await this.#scanPorts();
    } finally {
      this.#scanEnded.resolve();
      await this.#endpoints.finish();
    }
  }

  /** Where a Freigabe names a rate, nobody connects beside the port scan, which takes all of it. */
  #pace(): () => Promise<void> {
    const nextStart = createPace(connectionRate(this.#targets), this.#options.signal);
    if (this.#targets.every(({ maxPerSecond }) => maxPerSecond === null)) return nextStart;
    return async () => {
      await this.#scanEnded.promise;
      await nextStart();
    };
  }

  #askDomains(): void {
    const { kinds, domains = [], resolver = null } = this.#plan;
    for (const probe of domainProbes.filter(({ kind }) => kinds.has(kind))) {
      for (const domain of domains)
        this.#addJob(async () => this.#report(await probe.observe(domain, { ...this.#lookOptions(), resolver })));
    }
  }

  #askDatagramServices(): void {
    for (const target of this.#targets) {
      for (const probe of this.#probesFor(target, 'udp')) {
        for (const port of target.permittedPorts(probe.ports))
          this.#addJob(this.#paced(() => this.#askService(probe, target, port)));
      }
    }
  }

  #probesFor(target: AuthorizedTarget, when: ServiceProbe['when']): ServiceProbe[] {
    return serviceProbes.filter(
      (probe) => probe.when === when && this.#plan.kinds.has(probe.kind) && (!probe.isAccessTest || target.permitsAccessTests),
    );
  }

  async #askService(probe: ServiceProbe, target: AuthorizedTarget, port: number): Promise<void> {
    const observation = await probe.observe(target, port, this.#lookOptions());
    if (observation !== null) this.#report(observation);
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
    const { status, runs, notes } = await scanWithNmap(nmap, this.#targets, ports, {
      ...this.#scanOptions(),
      pace: { minRate: rate, maxRate: rate, maxRetries: 1, maxRttTimeoutMs: 1000, hostTimeoutMs, maxHostGroup: hostsTogether },
      timeoutMs: hostTimeoutMs + 5000,
    });
    this.nmapRuns.push(...runs);
    this.notes.push(...notes);
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
    const kinds = this.#kindsBehindScan(target);
    for (const kind of kinds) {
      if (kind === 'port-scan') this.#report({ ...about(target, null, host.at), kind, outcome: scan });
      // Having seen nothing looks the same in every kind; the type does not know that.
      else if (!scan.seen && this.#speaksForItself(kind))
        this.#report({ ...about(target, null, host.at), kind, outcome: scan } as Observation);
    }
    if (!scan.seen || !kinds.some((kind) => kind !== 'port-scan')) return;
    for (const { port, state } of scan.data.ports) {
      if (state !== 'open' || !target.permitsPort(port)) continue;
      this.#addJob(this.#paced(() => this.#lookAtEndpoint(target, port)));
    }
  }

  /** What is asked for at this target and needs to know its open ports. */
  #kindsBehindScan(target: AuthorizedTarget): ObservationKind[] {
    const ofProbes = this.#probesFor(target, 'open-tcp').map(({ kind }) => kind);
    return [...this.#plan.kinds].filter((kind) => usualKinds.has(kind) || ofProbes.includes(kind));
  }

  /** Nobody expects file services on every host: where the scan was asked for, its silence says enough. */
  #speaksForItself(kind: ObservationKind): boolean {
    return usualKinds.has(kind) || !this.#plan.kinds.has('port-scan');
  }

  async #lookAtEndpoint(target: AuthorizedTarget, port: number): Promise<void> {
    if (isFragilePort(port)) return this.#reportUntouched(target, port);
    const { kinds } = this.#plan;
    if (kinds.has('tls') || kinds.has('http') || kinds.has('ssh')) await this.#askEndpoint(target, port);
    for (const probe of this.#probesFor(target, 'open-tcp')) {
      if (probe.ports.includes(port)) await this.#askService(probe, target, port);
    }
  }

  /** What connects to targets; questions about domains go to the resolver of this machine. */
  #paced(job: () => Promise<void>): () => Promise<void> {
    return () => runPaced(this.#takeTurn, job);
  }

  #addJob(job: () => Promise<void>): void {
    this.#endpointsTotal++;
    this.#endpoints.add(() => this.#runJob(job));
  }

  async #runJob(job: () => Promise<void>): Promise<void> {
    if (this.#isAborted()) {
      this.aborted = true;
      return;
    }
    try {
      await job();
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
      ...withoutUndefined({ timeoutMs: this.#options.tlsTimeoutMs, starttls: starttlsPorts.get(port) }),
      details: kinds.has('tls') && this.#plan.tlsDetails === true,
    });
    const greetsAsSsh = !tls.outcome.seen && tls.outcome.reason === sshInsteadOfTlsReason;
    const scheme = tls.outcome.seen ? 'https' : 'http';
    const timeoutMs = this.#options.httpTimeoutMs ?? httpTimeoutMs;
    const asksHttp = kinds.has('http') && !speaksBeforeTls(tls) && (!greetsAsSsh || usualWebPorts.has(port));
    const http = asksHttp ? await observeHttp(target, port, scheme, { ...this.#lookOptions(), timeoutMs }) : null;
    return { tls: kinds.has('tls') ? tls : null, http, greetsAsSsh };
  }

  #lookOptions(): ProbeOptions {
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

/** Its protocol was understood: then it is no web server. */
function speaksBeforeTls({ outcome }: TlsEndpointObservation): boolean {
  return outcome.seen ? outcome.data.starttls !== undefined : outcome.reason === noStarttlsReason;
}

function withoutUndefined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

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
