/** Looks at the permitted targets: which ports are open, and what the services behind them say about TLS, HTTP and SSH. */
import { type ObservationKind, observationKinds } from '../domain/catalogue.ts';
import { type AuthorizedDomain, type AuthorizedTarget, howToGetOne } from '../domain/freigabe.ts';
import type {
  HttpEndpointObservation,
  Observation,
  ObservedTarget,
  PortScan,
  PortScanObservation,
  ScannedPort,
  SshEndpointObservation,
  TlsEndpointObservation,
  Vantage,
} from '../domain/observation.ts';
import { ExpectedError, NotAuthorisedError } from '../errors.ts';
import { connectTimeoutMs, scanWithConnections } from './connect-scan.ts';
import { notHttpReason } from './connection-problem.ts';
import type { Detail } from './details.ts';
import {
  connectionRate,
  distinctTargets,
  endpointConcurrency,
  hostsTogether,
  scanSecondsAtMost,
  tlsDetailsOf,
} from './footprint.ts';
import { isFragilePort } from './fragile-ports.ts';
import { httpTimeoutMs, observeHttp } from './http/observe-http.ts';
import { JobPool } from './job-pool.ts';
import { NmapFailedError, NmapMissingError } from './nmap/errors.ts';
import { installHint, type NmapInstallation } from './nmap/installation.ts';
import { type HostScan, type NmapRunRecord, type ScanProgress, scanWithNmap } from './nmap/scan.ts';
import { mayBeWebServer } from './not-http.ts';
import { createPace, runPaced } from './pace.ts';
import { type AskPermitted, domainProbes, hostProbes, type ProbeOptions, type ServiceProbe, serviceProbes } from './probes.ts';
import { notSshReason, observeSsh, sshTimeoutMs } from './ssh/observe-ssh.ts';
import { notTlsReason, observeTls, sshInsteadOfTlsReason } from './tls/observe-tls.ts';
import { noStarttlsReason, starttlsPorts } from './tls/starttls.ts';

export { distinctTargets, estimateFootprint } from './footprint.ts';
export { maxExchangeConnections } from './ssh/exchange.ts';
export { detailLimits } from './tls/observe-tls.ts';

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
  /** Looked at in services of that kind, if that kind is looked at. */
  details?: ReadonlySet<Detail>;
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
  /**
   * Asked before everything that is opened, and meanwhile: German why nothing may be opened any more („weil …“), null while it may. The
   * collection then ends, and says this of what it did not reach. Must not reject.
   */
  whyOver?(): Promise<string | null>;
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

export type Finished = Pick<AuthorizedTarget, 'name' | 'address' | 'vantage'>;

export interface Collection {
  /** Sorted by address, port, kind and name, whatever the order they came in. */
  observations: readonly Observation[];
  /** True when the signal or the end of the permission ended the work early. After the signal, what was not finished has no observation. */
  aborted: boolean;
  /** German; why nothing more was permitted, null while it was. What was not reached has an observation that says so. */
  over: string | null;
  /** Targets and domains (with their name as address) with which everything asked for was done. */
  finished: readonly Finished[];
  /** Scans of the ports, also where they were not asked for as an observation. */
  scans: readonly PortScanObservation[];
  /** The starts of nmap, as evidence. */
  nmapRuns: readonly NmapRunRecord[];
  /** German; why our own connect scan took nmap's place, if nmap was there but did not work. */
  notes: readonly string[];
  /** Set when nmap broke off where only nmap will do: the observations are what was finished until then. */
  failure: NmapFailedError | null;
}

/** Between two looks whether anything may still be opened; each opening of our own asks besides. */
const permissionCheckMs = 100;

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
    over: work.over,
    finished: work.finished(),
    scans: work.scans,
    nmapRuns: work.nmapRuns,
    notes: work.notes,
    failure: work.failure,
  };
}

class CollectionWork {
  readonly observations: Observation[] = [];
  readonly nmapRuns: NmapRunRecord[] = [];
  readonly notes: string[] = [];
  readonly scans: PortScanObservation[] = [];
  aborted = false;
  over: string | null = null;
  failure: NmapFailedError | null = null;
  readonly #targets: readonly AuthorizedTarget[];
  readonly #plan: CollectionPlan;
  readonly #details: ReadonlySet<Detail>;
  readonly #options: CollectOptions;
  readonly #endpoints = new JobPool(endpointConcurrency);
  readonly #scanned = new Set<string>();
  /** Jobs that are not done; those of a domain stand under it. */
  readonly #unfinished = new Set<Job>();
  readonly #permissionOver = new AbortController();
  readonly #signal: AbortSignal;
  readonly #nextStart: () => Promise<void>;
  readonly #nmapEnded = Promise.withResolvers<void>();
  #endpointsDone = 0;
  #endpointsTotal = 0;

  constructor(targets: readonly AuthorizedTarget[], plan: CollectionPlan, options: CollectOptions) {
    this.#targets = targets;
    this.#plan = plan;
    this.#details = plan.details ?? new Set();
    this.#options = options;
    this.#signal = AbortSignal.any([this.#permissionOver.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    this.#nextStart = createPace(connectionRate(targets), this.#signal);
  }

  async run(): Promise<void> {
    const watch = setInterval(() => void this.#isPermitted(), permissionCheckMs);
    this.#askDomains();
    this.#askDatagramServices();
    this.#askHosts();
    try {
      const asksTargets = [...this.#plan.kinds].some((kind) => !domainKinds.includes(kind));
      if (asksTargets && !(await this.#isPermitted())) this.aborted = true;
      else if (asksTargets) await this.#scanPorts();
    } finally {
      this.#nmapEnded.resolve();
      await this.#endpoints.finish().finally(() => clearInterval(watch));
    }
    if (this.over !== null) this.#reportUnreached(`Nicht mehr geprüft, ${this.over}.`);
  }

  finished(): Finished[] {
    const isStopped = this.aborted || this.failure !== null;
    const scanned = this.scans.filter(({ outcome }) => outcome.seen && outcome.data.complete);
    const wholly = new Set(scanned.map(({ target }) => keyOf(target)));
    const open = new Set([...this.#unfinished].map(({ subject }) => keyOf(subject)));
    const domains = (this.#plan.domains ?? []).map(({ name, vantage }) => ({ name, address: name, vantage }));
    return [...this.#targets.filter((target) => !isStopped || wholly.has(keyOf(target))), ...domains]
      .filter((subject) => !open.has(keyOf(subject)))
      .map(({ name, address, vantage }) => ({ name, address, vantage }));
  }

  /** False ends the work: nothing is opened after that. */
  async #isPermitted(): Promise<boolean> {
    if (this.over === null && !this.#isAborted()) {
      const reason = (await this.#options.whyOver?.()) ?? null;
      if (reason !== null && !this.#isAborted()) {
        this.over = reason;
        this.aborted = true;
        this.#permissionOver.abort(new NotAuthorisedError(`Nicht mehr geprüft, ${reason}.`, howToGetOne));
      }
    }
    return !this.#isAborted();
  }

  /** For all that is opened besides nmap, which takes the whole rate while it scans. */
  async #takeTurn(): Promise<void> {
    await this.#nmapEnded.promise;
    await this.#nextStart();
    await this.#requirePermission();
  }

  async #requirePermission(): Promise<void> {
    if (!(await this.#isPermitted())) throw this.#signal.reason;
  }

  #askDomains(): void {
    const { kinds, domains = [], resolver = null } = this.#plan;
    for (const probe of domainProbes.filter(({ kind }) => kinds.has(kind))) {
      for (const domain of domains) {
        const options = { ...this.#lookOptions(), resolver, askPermitted: this.#askPermitted };
        const observe = async () => this.#report(await probe.observe(domain, options));
        // Questions to the resolver go to no target: they need the permission, but no turn.
        this.#addJob(
          { subject: { name: domain.name, address: domain.name }, vantage: domain.vantage, port: null, kinds: [probe.kind] },
          () => runPaced(() => this.#requirePermission(), observe),
        );
      }
    }
  }

  /** A target that is permitted by its address alone stands for every name there. */
  readonly #askPermitted: AskPermitted = ({ name, address }, ask) => {
    const target = this.#targets.find((each) => each.address === address && (each.name === name || each.name === null));
    return target === undefined
      ? null
      : runPaced(
          () => this.#takeTurn(),
          () => ask(target),
        );
  };

  #askDatagramServices(): void {
    for (const target of this.#targets) {
      for (const probe of this.#probesFor(target, 'udp')) {
        for (const port of probe.ports.filter((each) => mayAsk(probe, target, each)))
          this.#addJob(
            // Nobody answering there says nothing, and so does nobody asking.
            { subject: target, vantage: target.vantage, port, kinds: [] },
            this.#paced(() => this.#askService(probe, target, port)),
          );
      }
    }
  }

  #askHosts(): void {
    for (const probe of hostProbes.filter(({ kind }) => this.#plan.kinds.has(kind))) {
      for (const target of this.#targets.filter((each) => probe.concerns(each))) {
        this.#addJob(
          { subject: target, vantage: target.vantage, port: null, kinds: [probe.kind] },
          this.#paced(async () => {
            const observation = await probe.observe(target, this.#lookOptions());
            if (observation !== null) this.#report(observation);
          }),
        );
      }
    }
  }

  #probesFor(target: AuthorizedTarget, when: ServiceProbe['when']): ServiceProbe[] {
    const hasConsent = ({ isAccessTest, ports }: ServiceProbe) =>
      !isAccessTest || ports.some((port) => target.permitsAccessTestsAt(port));
    return serviceProbes.filter((probe) => probe.when === when && this.#plan.kinds.has(probe.kind) && hasConsent(probe));
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
      this.#nmapEnded.resolve();
      return this.#scanWithConnections(this.#targets);
    }
    try {
      await this.#scanWithNmap(nmap);
    } catch (error) {
      if (onlyNmap || !(error instanceof ExpectedError)) throw error;
      this.notes.push(`${error.message} Stattdessen hat burgward mit eigenen Mitteln geprüft.`);
      this.#nmapEnded.resolve();
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
      takeTurn: async () => {
        await this.#nextStart();
        await this.#isPermitted();
      },
    });
    if (status === 'aborted') this.aborted = true;
  }

  #scanOptions() {
    const { now, onProgress } = this.#options;
    return {
      now,
      signal: this.#signal,
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
    this.scans.push({ ...about(target, null, host.at), kind: 'port-scan', outcome: scan });
    const kinds = this.#kindsBehindScan(target);
    for (const kind of kinds) {
      if (kind === 'port-scan') this.#report({ ...about(target, null, host.at), kind, outcome: scan });
      // Having seen nothing looks the same in every kind; the type does not know that.
      else if (!scan.seen && this.#speaksForItself(kind))
        this.#report({ ...about(target, null, host.at), kind, outcome: scan } as Observation);
    }
    if (!scan.seen || !kinds.some((kind) => kind !== 'port-scan')) return;
    for (const found of scan.data.ports) {
      if (found.state !== 'open' || !target.permitsPort(found.port)) continue;
      this.#addJob(
        { subject: target, vantage: target.vantage, port: found.port, kinds: this.#kindsAt(target, found.port) },
        this.#paced(() => this.#lookAtEndpoint(target, found)),
      );
    }
  }

  /** What is to be said of an open port nobody looked at. */
  #kindsAt(target: AuthorizedTarget, port: number): ObservationKind[] {
    const usual: ObservationKind[] = usualSshPorts.has(port) ? ['ssh'] : starttlsPorts.has(port) ? ['tls'] : ['tls', 'http'];
    const ofProbes = this.#probesFor(target, 'open-tcp').filter((probe) => mayAsk(probe, target, port));
    return [...usual.filter((kind) => this.#plan.kinds.has(kind)), ...ofProbes.map(({ kind }) => kind)];
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

  async #lookAtEndpoint(target: AuthorizedTarget, found: ScannedPort): Promise<void> {
    const { port } = found;
    if (isFragilePort(port)) return this.#reportUntouched(target, port);
    const { kinds } = this.#plan;
    if (kinds.has('tls') || kinds.has('http') || kinds.has('ssh')) await this.#askEndpoint(target, found);
    for (const probe of this.#probesFor(target, 'open-tcp')) {
      if (mayAsk(probe, target, port)) await this.#askService(probe, target, port);
    }
  }

  /** What connects to targets. */
  #paced(job: () => Promise<void>): () => Promise<void> {
    return () => runPaced(() => this.#takeTurn(), job);
  }

  #addJob(job: Job, perform: () => Promise<void>): void {
    this.#endpointsTotal++;
    this.#unfinished.add(job);
    this.#endpoints.add(() => this.#runJob(job, perform));
  }

  async #runJob(job: Job, perform: () => Promise<void>): Promise<void> {
    if (this.#isAborted()) {
      this.aborted = true;
      return;
    }
    try {
      await perform();
    } catch (error) {
      if (!this.#isAborted()) throw error;
      this.aborted = true;
      return;
    }
    this.#unfinished.delete(job);
    this.#endpointsDone++;
    const done = this.#endpointsDone;
    const total = this.#endpointsTotal;
    this.#options.onProgress?.({ step: 'services', text: 'Diensteprüfung', done, total, percent: (done / total) * 100 });
  }

  async #askEndpoint(target: AuthorizedTarget, found: ScannedPort): Promise<void> {
    const { kinds } = this.#plan;
    const { port } = found;
    const isUsualSsh = kinds.has('ssh') && usualSshPorts.has(port);
    const usualSsh = isUsualSsh ? await this.#askSsh(target, port) : null;
    const isFinished = usualSsh !== null && (usualSsh.outcome.seen || !(kinds.has('tls') || kinds.has('http')));
    const { tls, http, greetsAsSsh } = isFinished ? nothingElse : await this.#askTlsAndHttp(target, found);
    const foundSsh = kinds.has('ssh') && !isUsualSsh && greetsAsSsh ? await this.#askSsh(target, port) : null;
    // All together: a stopped run then either has finished an endpoint or knows nothing of it.
    if (tls !== null && isWorthALineOfTls(tls)) this.#report(tls);
    if (http !== null && isWorthALineOfHttp(http)) this.#report(http);
    const isOtherService = tls?.outcome.seen === true || http?.outcome.seen === true;
    const ssh = usualSsh ?? foundSsh;
    if (ssh !== null && isWorthALineOfSsh(ssh, isOtherService)) this.#report(ssh);
  }

  #askSsh(target: AuthorizedTarget, port: number): Promise<SshEndpointObservation> {
    return observeSsh(target, port, {
      ...this.#lookOptions(),
      timeoutMs: this.#options.sshTimeoutMs ?? sshTimeoutMs,
      details: this.#details.has('ssh-exchange'),
    });
  }

  async #askTlsAndHttp(target: AuthorizedTarget, found: ScannedPort): Promise<TlsAndHttp> {
    const { kinds } = this.#plan;
    const { port } = found;
    const tls = await observeTls(target, port, {
      ...this.#lookOptions(),
      ...withoutUndefined({ timeoutMs: this.#options.tlsTimeoutMs, starttls: starttlsPorts.get(port) }),
      details: kinds.has('tls') ? tlsDetailsOf(this.#details) : 'none',
    });
    const greetsAsSsh = !tls.outcome.seen && tls.outcome.reason === sshInsteadOfTlsReason;
    const scheme = tls.outcome.seen ? 'https' : 'http';
    const timeoutMs = this.#options.httpTimeoutMs ?? httpTimeoutMs;
    const asksHttp =
      kinds.has('http') && mayBeWebServer(found) && !speaksBeforeTls(tls) && (!greetsAsSsh || usualWebPorts.has(port));
    const http = asksHttp ? await observeHttp(target, port, scheme, { ...this.#lookOptions(), timeoutMs }) : null;
    return { tls: kinds.has('tls') ? tls : null, http, greetsAsSsh };
  }

  #lookOptions(): ProbeOptions {
    return { now: this.#options.now, signal: this.#signal };
  }

  /** Hosts nobody scanned, and open ports and domains nobody asked. */
  #reportUnreached(reason: string): void {
    const outcome = { seen: false as const, reason };
    const at = this.#options.now();
    const scanned = new Set(this.scans.map(({ target }) => keyOf(target)));
    for (const target of this.#targets.filter((each) => !scanned.has(keyOf(each)))) {
      for (const kind of this.#kindsBehindScan(target).filter((each) => this.#speaksForItself(each)))
        this.#report({ ...about(target, null, at), kind, outcome } as Observation);
    }
    const reported = new Set(this.observations.map(({ target, kind }) => `${kind} ${keyOf(target)} ${target.port}`));
    for (const { subject, vantage, port, kinds } of this.#unfinished) {
      for (const kind of kinds.filter((each) => !reported.has(`${each} ${keyOf(subject)} ${port}`)))
        this.#report({ ...about({ ...subject, vantage }, port, at), kind, outcome } as Observation);
    }
  }

  #reportUntouched(target: AuthorizedTarget, port: number): void {
    const reason = 'Nicht geprüft: Über diesen Port arbeiten Drucker oder Steuerungen; burgward sendet dorthin nichts.';
    const at = this.#options.now();
    for (const kind of ['tls', 'http'] as const) {
      if (this.#plan.kinds.has(kind)) this.#report({ ...about(target, port, at), kind, outcome: { seen: false, reason } });
    }
  }

  #isAborted(): boolean {
    return this.#signal.aborted;
  }

  #report(observation: Observation): void {
    this.observations.push(observation);
    this.#options.onObservation?.(observation);
  }
}

interface Job {
  subject: Pick<ObservedTarget, 'name' | 'address'>;
  vantage: Vantage;
  port: number | null;
  /** What is to be said if it is not done; empty if nothing. */
  kinds: readonly ObservationKind[];
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

function mayAsk({ ports, isAccessTest }: ServiceProbe, target: AuthorizedTarget, port: number): boolean {
  return ports.includes(port) && target.permitsPort(port) && (!isAccessTest || target.permitsAccessTestsAt(port));
}

function keyOf({ name, address }: Job['subject']): string {
  return `${name ?? ''} ${address}`;
}

function about({ name, address, vantage }: Job['subject'] & { vantage: Vantage }, port: number | null, at: Date) {
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
