import {
  type Collection,
  type CollectProgress,
  collect,
  distinctTargets,
  domainKinds,
  estimateFootprint,
} from '../collect/collect.ts';
import type { Detail } from '../collect/details.ts';
import { parseResolver } from '../collect/dns/resolver.ts';
import { findNmap, type NmapInstallation } from '../collect/nmap/installation.ts';
import type { NmapRunRecord } from '../collect/nmap/scan.ts';
import type { Catalogue, CheckDefinition, ObservationKind } from '../domain/catalogue.ts';
import { type AuthorizedDomain, type AuthorizedTarget, type Freigabe, isValidOn } from '../domain/freigabe.ts';
import { type AskedOfRun, lookedAtKey, type Netzlauf, type NetzlaufBeleg } from '../domain/netzlauf.ts';
import type { Observation, Vantage } from '../domain/observation.ts';
import { EnvironmentError, type ExpectedError, NotAuthorisedError } from '../errors.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { selectFinishedTargets, selectNetzlaeufe, selectObservations, targetKey } from '../store/netzlaeufe.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, stateNow } from './context.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';
import { endedFindings, judgeNow, recordNetzlauf } from './record-netzlauf.ts';
import { findWantedTargets, fragileTargets } from './wanted-targets.ts';
import { watchFreigaben } from './watch-freigaben.ts';

export { detailLimits, maxExchangeConnections } from '../collect/collect.ts';

/** `leicht`: usual ports. `gruendlich`: every port up to 1024, and every method TLS services accept. */
export const checkProfiles = ['leicht', 'gruendlich'] as const;

export interface CheckRequest {
  kommune: string;
  /** Names or addresses; without any everything the valid Freigaben name. */
  ziele: readonly string[];
  /** Check ids; without any all. */
  checks: readonly string[];
  profil: (typeof checkProfiles)[number];
  /** Go on where the last run was stopped. */
  fortsetzen: boolean;
  /** With `fortsetzen`: which of the two are taken from that run instead of from here. */
  wieZuletzt?: { checks: boolean; profil: boolean };
  nurNmap: boolean;
  /** Literal address of the resolver for domains, `192.0.2.53` or `127.0.0.1:5353`; the one of this machine without it. */
  resolver?: string | null;
  /** Only Freigaben with this vantage count; without it the oldest one for a target decides. */
  blickwinkel?: Vantage | null;
  /** Only to be shown: time windows do not matter. */
  probe?: boolean;
}

export interface CheckCallbacks {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface PreparedChecks {
  /** Without any there is nothing to do: the run that is continued had looked at everything. */
  targets: readonly AuthorizedTarget[];
  domains: readonly AuthorizedDomain[];
  freigaben: readonly string[];
  ports: readonly number[];
  kinds: ReadonlySet<ObservationKind>;
  checks: readonly CheckDefinition[];
  /** What is asked of the run, to be recorded with it. */
  gefragt: Pick<AskedOfRun, 'profil' | 'checks'>;
  /** What the checks need that takes many connections to each service. */
  details: ReadonlySet<Detail>;
  /** Resolver answers, as evidence. */
  namen: readonly string[];
  /** German; what is permitted and yet not looked at, and why. */
  notes: readonly string[];
  /** End of the time window of the Freigaben, null without one. */
  until: Date | null;
  /** Id of the run this one continues. */
  setztFort: string | null;
  footprint: CommandJson['netz pruefen'];
}

/** Ports a light check looks at besides those of the table of exposed services: what a Kommune usually offers. */
const usualPorts = [21, 22, 25, 53, 80, 110, 143, 443, 465, 587, 993, 995, 8080, 8443];

export interface Scanner {
  nmap: NmapInstallation | null;
  reason: string | null;
}

/** A light check takes the ports of a Freigabe as they are up to this many. */
const lightPortLimit = 100;

/**
 * Everything that is decided before the first packet: targets, ports, footprint.
 * @throws NotAuthorisedError when a target lies in no valid Freigabe, or there is none; nothing was sent
 */
export async function prepareChecks(context: Context, request: CheckRequest): Promise<PreparedChecks> {
  const { store, catalogue, today } = context;
  await selectKommune(store, request.kommune, stateNow(context));
  const usable = await selectUsableFreigaben(context, request.kommune, stateNow(context));
  const freigaben = ofVantage(request, usable, today);
  const runs = request.fortsetzen ? await ownRuns(context, request.kommune) : [];
  const gefragt = askedOf(request, runs.at(-1));
  const checks =
    gefragt.checks.length === 0
      ? catalogue.checks.filter(({ thorough }) => thorough !== true || gefragt.profil === 'gruendlich')
      : gefragt.checks.map((id) => findById(catalogue.checks, id, 'Eine Prüfung', 'Vorhanden sind'));
  if (typeof request.resolver === 'string') parseResolver(request.resolver);
  const now = request.probe === true ? null : context.now();
  const found = await findWantedTargets(request.kommune, request.ziele, freigaben, today, now);
  const zielobjekte = await selectZielobjekte(store, request.kommune, stateNow(context));
  const spared =
    request.ziele.length === 0 ? fragileTargets(found.targets, zielobjekte, catalogue) : new Map<AuthorizedTarget, string>();
  const authorized = distinctTargets(found.targets.filter((target) => !spared.has(target)));
  const kinds = new Set(checks.flatMap((check) => check.observes));
  const used = [...new Set([...authorized, ...found.domains].flatMap(({ freigabeIds }) => freigabeIds))];
  const ports = portsToLookAt(
    catalogue,
    freigaben.filter((f) => used.includes(f.id)),
    gefragt.profil,
  );
  const details = detailsFor(checks);
  const askable = found.domains.filter(() => domainKinds.some((kind) => kinds.has(kind)));
  const { targets, domains, setztFort } = request.fortsetzen
    ? await unfinished(context, runs, authorized, askable, { kinds, ports, details })
    : { targets: authorized, domains: askable, setztFort: null };
  const footprintOf = { ports, kinds, details, domains };
  const { connections, questions, secondsAtMost, ports: portCount } = estimateFootprint(targets, footprintOf);
  const footprint = {
    freigabe: used.join(', '),
    ziele: targets.map(labelOf),
    domains: domains.map(({ name }) => name),
    ports: portCount,
    verbindungen: connections,
    dnsFragen: questions,
    sekundenHoechstens: secondsAtMost,
  };
  const { names: namen, until } = found;
  const notes = [...found.notes, ...new Set(spared.values()), ...takenOver(request, gefragt, setztFort)];
  return {
    targets,
    domains,
    freigaben: used,
    ports,
    kinds,
    checks,
    gefragt,
    details,
    namen,
    notes,
    until,
    setztFort,
    footprint: { ...footprint, hinweise: notes },
  };
}

/** The thorough check of TLS for which the list of suites is enough; every other one gets all there is to see. */
const needsOnlySuites = 'tls-cipher-suites';

function detailsFor(checks: readonly CheckDefinition[]): ReadonlySet<Detail> {
  const thorough = checks.filter((check) => check.thorough === true);
  return new Set(
    thorough.flatMap(({ id, observes }): Detail[] => [
      ...(observes.includes('tls') ? (['tls-suites'] as const) : []),
      ...(observes.includes('tls') && id !== needsOnlySuites ? (['tls-features'] as const) : []),
      ...(observes.includes('ssh') ? (['ssh-exchange'] as const) : []),
    ]),
  );
}

/** @throws NotAuthorisedError when only Freigaben of another vantage hold today */
function ofVantage({ kommune, blickwinkel }: CheckRequest, usable: readonly Freigabe[], today: string): Freigabe[] {
  const wanted = blickwinkel ?? null;
  const fitting = usable.filter((freigabe) => wanted === null || freigabe.blickwinkel === wanted);
  const isHeld = (freigaben: readonly Freigabe[]) => freigaben.some((freigabe) => isValidOn(freigabe, today));
  if (isHeld(fitting) || !isHeld(usable)) return fitting;
  const others = new Set(usable.filter((freigabe) => isValidOn(freigabe, today)).map((freigabe) => freigabe.blickwinkel));
  throw new NotAuthorisedError(
    `Für ${kommune} gilt heute keine Freigabe mit Blickwinkel ${wanted}. Es wurde nichts gesendet.`,
    `Heute gelten Freigaben mit Blickwinkel ${[...others].join(', ')}. Eine weitere mit „burgward freigabe erteilen --blickwinkel ${wanted}“ erfassen.`,
  );
}

/** Oldest first, without what was scanned elsewhere: that is not ours to continue. */
async function ownRuns(context: Context, slug: string): Promise<Netzlauf[]> {
  const all = await selectNetzlaeufe(context.store, slug, stateNow(context));
  return all.filter(({ eingelesen }) => eingelesen === undefined);
}

function askedOf(
  { checks, profil, wieZuletzt }: CheckRequest,
  last: Netzlauf | undefined,
): Pick<AskedOfRun, 'profil' | 'checks'> {
  const asked = last?.gefragt;
  return {
    checks: wieZuletzt?.checks === true && asked !== undefined ? asked.checks : checks,
    profil: wieZuletzt?.profil === true && asked !== undefined ? asked.profil : profil,
  };
}

/** Whoever goes on must see that it is not all checks. */
function takenOver({ checks }: CheckRequest, gefragt: Pick<AskedOfRun, 'checks'>, setztFort: string | null): string[] {
  if (setztFort === null || checks.length > 0 || gefragt.checks.length === 0) return [];
  return [`Wie bei ${setztFort} nur diese Prüfungen: ${gefragt.checks.join(', ')}. Andere nennt --check.`];
}

function labelOf({ name, address }: AuthorizedTarget): string {
  return name === null || name === address ? address : `${name} (${address})`;
}

interface Wanted {
  kinds: ReadonlySet<ObservationKind>;
  ports: readonly number[];
  details: ReadonlySet<Detail>;
}

/**
 * Targets and domains left open by the last run and by the runs it continued; all of them if there was none. What those runs were not
 * asked to look at is left open too: a light check does not finish a thorough one, nor one from elsewhere.
 * @param runs own ones, oldest first
 */
async function unfinished(
  context: Context,
  runs: readonly Netzlauf[],
  targets: readonly AuthorizedTarget[],
  domains: readonly AuthorizedDomain[],
  wanted: Wanted,
): Promise<{ targets: readonly AuthorizedTarget[]; domains: readonly AuthorizedDomain[]; setztFort: string | null }> {
  const last = runs.at(-1);
  const chain: Netzlauf[] = [];
  for (let run = last; run !== undefined; run = continuedBy(run, runs)) chain.push(run);
  const looks = await Promise.all(chain.map((run) => lookOf(context, run, wanted)));
  const freigaben = new Set(chain.flatMap((run) => run.freigaben));
  const isDone = (key: string, kinds: readonly ObservationKind[]) =>
    kinds.every((kind) => looks.some(({ finished }) => finished.get(key)?.has(kind) === true));
  const ofTargets = [...wanted.kinds].filter((kind) => !domainKinds.includes(kind));
  const ofDomains = [...wanted.kinds].filter((kind) => domainKinds.includes(kind));
  const byTarget = Map.groupBy(
    looks.flatMap(({ observations }) => observations),
    ({ target, vantage }) => lookedAtKey(target, vantage),
  );
  const isFinished = (target: AuthorizedTarget) => {
    const key = lookedAtKey(target, target.vantage);
    if (!isDone(key, ofTargets)) return false;
    const seen = byTarget.get(key) ?? [];
    if (!goesAsDeep(seen, wanted)) return false;
    const scans = portScansOf(seen);
    // Without a scan kept, whether new ports were permitted since shows only in the Freigaben.
    if (scans.length === 0) return target.freigabeIds.every((id) => freigaben.has(id));
    const requested = new Set(scans.flatMap((scan) => scan.requested));
    return target.permittedPorts(wanted.ports).every((port) => requested.has(port));
  };
  return {
    targets: targets.filter((target) => !isFinished(target)),
    domains: domains.filter(({ name, vantage }) => !isDone(lookedAtKey({ name, address: name }, vantage), ofDomains)),
    setztFort: last?.id ?? null,
  };
}

/** What one run saw, and which kinds it is finished with per target or domain. */
async function lookOf(
  { store }: Context,
  run: Netzlauf,
  wanted: Wanted,
): Promise<{ observations: Observation[]; finished: ReadonlyMap<string, ReadonlySet<ObservationKind>> }> {
  const observations = (await selectObservations(store, run.kommune, [run.id])).map(({ observation }) => observation);
  if (run.gefragt !== undefined) {
    const kinds = new Set(run.gefragt.arten);
    return { observations, finished: new Map(run.gefragt.fertig.map((key) => [key, kinds])) };
  }
  return { observations, finished: await guessFinished(store, run, observations, wanted) };
}

/** Runs from before it was kept what was asked: it shows only in what they saw. */
async function guessFinished(
  store: Context['store'],
  run: Netzlauf,
  observations: readonly Observation[],
  wanted: Wanted,
): Promise<Map<string, ReadonlySet<ObservationKind>>> {
  const keys = await selectFinishedTargets(store, run, wanted.kinds);
  const byPlace = Map.groupBy(observations, ({ target, vantage }) => lookedAtKey(target, vantage));
  const finished = new Map<string, ReadonlySet<ObservationKind>>();
  for (const [place, seen] of byPlace) {
    const ofDomain = seen.map(({ kind }) => kind).filter((kind) => domainKinds.includes(kind));
    const isDone = seen.some(({ target }) => keys.has(targetKey(target)));
    const onlyPorts = hasOpenPort(seen) && seen.every(({ kind }) => kind === 'port-scan');
    const kinds = onlyPorts ? ['port-scan' as const] : [...wanted.kinds];
    finished.set(place, new Set(ofDomain.length > 0 ? (run.vollstaendig ? ofDomain : []) : isDone ? kinds : []));
  }
  return finished;
}

function portScansOf(observations: readonly Observation[]) {
  return observations.flatMap((each) => (each.kind === 'port-scan' && each.outcome.seen ? [each.outcome.data] : []));
}

function hasOpenPort(observations: readonly Observation[]): boolean {
  return portScansOf(observations).some(({ ports }) => ports.some(({ state }) => state === 'open'));
}

/** Whether a look shows a detail; null where there is nothing it could be shown of. */
const shows: Readonly<Record<Detail, (look: Observation) => boolean | null>> = {
  'tls-suites': ({ kind, outcome }) => (kind === 'tls' && outcome.seen ? outcome.data.suites !== undefined : null),
  'tls-features': ({ kind, outcome }) => (kind === 'tls' && outcome.seen ? outcome.data.features !== undefined : null),
  'ssh-exchange': ({ kind, outcome }) =>
    kind === 'ssh' && outcome.seen && outcome.data.algorithms !== null ? outcome.data.exchange !== undefined : null,
};

/** Whether these looks at one target went as far into its services as is wanted now. */
function goesAsDeep(observations: readonly Observation[], { details }: Wanted): boolean {
  return [...details].every((detail) => {
    const portsThat = (show: boolean) =>
      observations.filter((look) => shows[detail](look) === show).map(({ target }) => target.port);
    const known = new Set(portsThat(true));
    return portsThat(false).every((port) => known.has(port));
  });
}

function continuedBy({ setztFort }: Netzlauf, runs: readonly Netzlauf[]): Netzlauf | undefined {
  return setztFort === undefined ? undefined : runs.find(({ id }) => id === setztFort);
}

function portsToLookAt(catalogue: Catalogue, freigaben: readonly Freigabe[], profil: CheckRequest['profil']): number[] {
  const table = catalogue.tables['exposed-services'] as { entries: readonly { ports: readonly number[] }[] };
  const light = [...usualPorts, ...table.entries.flatMap((entry) => entry.ports)];
  const thorough = [...light, ...Array.from({ length: 1024 }, (_, index) => index + 1)];
  const ports = freigaben.flatMap((freigabe) => {
    if (freigabe.ports === null) return profil === 'leicht' ? light : thorough;
    const named = freigabe.ports.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
    return profil === 'gruendlich' || named.length <= lightPortLimit ? named : named.filter((port) => light.includes(port));
  });
  return [...new Set(ports)].sort((a, b) => a - b);
}

/**
 * A usable nmap; null, with the reason, if our own scan has to stand in.
 * @throws EnvironmentError when only nmap will do and it is missing, too old or something else
 */
export async function findScanner({ nurNmap }: { nurNmap: boolean } = { nurNmap: false }): Promise<Scanner> {
  try {
    return { nmap: await findNmap(), reason: null };
  } catch (error) {
    if (nurNmap || !(error instanceof EnvironmentError)) throw error;
    return { nmap: null, reason: error.message };
  }
}

export interface FinishedRun {
  json: CommandJson['netz befunde'];
  run: Netzlauf;
  /** It was stopped, or its Freigabe ended. */
  aborted: boolean;
  /** Set when a Freigabe ended meanwhile: what to end with, after what was finished was shown. */
  over: NotAuthorisedError | null;
  failure: ExpectedError | null;
}

/**
 * Looks, judges and records. A stopped run keeps what was finished; so does one whose nmap broke off where only nmap will do,
 * which has the error to end with as `failure`, and one whose Freigabe ended meanwhile: what that one did not reach is undetermined.
 * @param nmap injected so that the demo can show what happens without it
 * @returns null when it was stopped before it had seen anything: then nothing is recorded
 */
export async function runChecks(
  context: Context,
  request: CheckRequest,
  prepared: PreparedChecks,
  scanner: Scanner,
  callbacks: CheckCallbacks = {},
): Promise<FinishedRun | null> {
  const begonnen = context.now().toISOString();
  const { targets, domains } = prepared;
  const restsOn = [...new Set([...targets, ...domains].flatMap(({ freigabeIds }) => freigabeIds))];
  const collection = await collect(
    targets,
    {
      kinds: prepared.kinds,
      ports: prepared.ports,
      details: prepared.details,
      domains,
      resolver: request.resolver ?? null,
    },
    {
      now: () => context.now(),
      whyOver: watchFreigaben(context, request.kommune, restsOn),
      nmap: scanner.nmap,
      onlyNmap: request.nurNmap,
      ...(callbacks.signal === undefined ? {} : { signal: callbacks.signal }),
      ...(callbacks.onProgress === undefined ? {} : { onProgress: callbacks.onProgress }),
    },
  );
  const { observations, scans, aborted, failure } = collection;
  if (callbacks.signal?.aborted === true && observations.length === 0) return null;
  const findings = await judgeNow(context, request.kommune, observations, prepared.checks);
  const erledigt = await endedFindings(context, request.kommune, { observations, scans, findings }, prepared.checks);
  const lauf = {
    ...describeRun(request, prepared, scanner, collection),
    ...(erledigt.length === 0 ? {} : { erledigt }),
    begonnen,
    beendet: context.now().toISOString(),
  };
  const { json, run } = await recordNetzlauf(context, lauf, observations, findings, collection.nmapRuns.map(belegOf));
  return { json, run, aborted, over: endOfRun(request, prepared, collection), failure };
}

function belegOf({ argv, version, xml }: NmapRunRecord): NetzlaufBeleg {
  return { art: 'nmap-xml', werkzeug: `nmap ${version}`, argv, ...xml };
}

function endOfRun(
  { kommune }: CheckRequest,
  prepared: PreparedChecks,
  { over, finished }: Collection,
): NotAuthorisedError | null {
  if (over === null) return null;
  const wanted = prepared.targets.length + prepared.domains.length;
  return new NotAuthorisedError(
    `Die Prüfung endete vorzeitig, ${over}: ${finished.length} von ${wanted} Zielen sind fertig geprüft, der Rest ist unbestimmt.`,
    `Was fertig war, ist gespeichert. Sobald wieder eine Freigabe gilt: burgward netz pruefen --kommune ${kommune} --fortsetzen`,
  );
}

function describeRun(
  request: CheckRequest,
  prepared: PreparedChecks,
  scanner: Scanner,
  collection: Collection,
): Omit<Netzlauf, 'id' | 'begonnen' | 'beendet'> {
  const missing = scanner.nmap === null;
  return {
    kommune: request.kommune,
    freigaben: prepared.freigaben,
    werkzeug: scanner.nmap === null ? 'eigener Verbindungstest' : `nmap ${scanner.nmap.version}`,
    nmapFehlt: missing,
    vollstaendig: !collection.aborted && collection.failure === null,
    hinweise: [
      scanner.reason,
      ...prepared.notes,
      ...collection.notes,
      endOfRun(request, prepared, collection)?.message,
      collection.failure?.message,
    ].filter((text) => typeof text === 'string'),
    argv: collection.nmapRuns.flatMap((run) => [...run.argv]),
    namen: prepared.namen,
    ...(prepared.setztFort === null ? {} : { setztFort: prepared.setztFort }),
    gefragt: {
      ...prepared.gefragt,
      arten: [...prepared.kinds],
      fertig: collection.finished.map(({ name, address, vantage }) => lookedAtKey({ name, address }, vantage)),
    },
  };
}
