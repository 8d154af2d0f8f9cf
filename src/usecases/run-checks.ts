import {
  type Collection,
  type CollectProgress,
  collect,
  distinctTargets,
  domainKinds,
  estimateFootprint,
} from '../collect/collect.ts';
import { parseResolver } from '../collect/dns/resolver.ts';
import { findNmap, type NmapInstallation } from '../collect/nmap/installation.ts';
import type { NmapRunRecord } from '../collect/nmap/scan.ts';
import type { Catalogue, CheckDefinition, ObservationKind } from '../domain/catalogue.ts';
import type { AuthorizedDomain, AuthorizedTarget, Freigabe } from '../domain/freigabe.ts';
import type { Netzlauf, NetzlaufBeleg } from '../domain/netzlauf.ts';
import type { Observation, Vantage } from '../domain/observation.ts';
import { EnvironmentError, type ExpectedError } from '../errors.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { selectFinishedTargets, selectNetzlaeufe, selectObservations, targetKey } from '../store/netzlaeufe.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, stateNow } from './context.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';
import { judgeNow, recordNetzlauf } from './record-netzlauf.ts';
import { findWantedTargets, fragileTargets } from './wanted-targets.ts';

export { maxDetailConnections } from '../collect/collect.ts';

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
  /** List suites and features of TLS services: many connections each. */
  tlsDetails: boolean;
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
  const freigaben = usable.filter(({ blickwinkel }) => blickwinkel === (request.blickwinkel ?? blickwinkel));
  const checks =
    request.checks.length === 0
      ? catalogue.checks.filter(({ thorough }) => thorough !== true || request.profil === 'gruendlich')
      : request.checks.map((id) => findById(catalogue.checks, id, 'Eine Prüfung', 'Vorhanden sind'));
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
    request.profil,
  );
  const tlsDetails = checks.some(({ thorough }) => thorough === true);
  const askable = found.domains.filter(() => domainKinds.some((kind) => kinds.has(kind)));
  const { targets, domains, setztFort } = request.fortsetzen
    ? await unfinished(context, request.kommune, authorized, askable, { kinds, ports, tlsDetails })
    : { targets: authorized, domains: askable, setztFort: null };
  const footprintOf = { ports, kinds, tlsDetails, domains };
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
  const notes = [...found.notes, ...new Set(spared.values())];
  return { targets, domains, freigaben: used, ports, kinds, checks, tlsDetails, namen, notes, until, setztFort, footprint };
}

function labelOf({ name, address }: AuthorizedTarget): string {
  return name === null || name === address ? address : `${name} (${address})`;
}

interface Wanted {
  kinds: ReadonlySet<ObservationKind>;
  ports: readonly number[];
  tlsDetails: boolean;
}

/**
 * Targets and domains left open by the last run and by the runs it continued; all of them if there was none. What those runs were not
 * asked to look at is left open too: a light check does not finish a thorough one.
 */
async function unfinished(
  context: Context,
  slug: string,
  targets: readonly AuthorizedTarget[],
  domains: readonly AuthorizedDomain[],
  wanted: Wanted,
): Promise<{ targets: readonly AuthorizedTarget[]; domains: readonly AuthorizedDomain[]; setztFort: string | null }> {
  const all = await selectNetzlaeufe(context.store, slug, stateNow(context));
  // What was scanned elsewhere is not ours to continue.
  const runs = all.filter(({ eingelesen }) => eingelesen === undefined);
  const last = runs.at(-1);
  const chain: string[] = [];
  const finished = new Set<string>();
  for (let run = last; run !== undefined; run = continuedBy(run, runs)) {
    chain.push(run.id);
    for (const key of await selectFinishedTargets(context.store, run, wanted.kinds)) finished.add(key);
  }
  const observations = (await selectObservations(context.store, slug, chain)).map(({ observation }) => observation);
  const byTarget = Map.groupBy(observations, ({ target }) => targetKey(target));
  const isFinished = (target: AuthorizedTarget) =>
    finished.has(targetKey(target)) && coversWanted(byTarget.get(targetKey(target)) ?? [], target, wanted);
  const wasAsked = ({ name }: AuthorizedDomain) =>
    domainKinds.every((kind) => !wanted.kinds.has(kind) || observations.some((o) => o.kind === kind && o.target.name === name));
  return {
    targets: targets.filter((target) => !isFinished(target)),
    domains: last?.vollstaendig === true ? domains.filter((domain) => !wasAsked(domain)) : domains,
    setztFort: last?.id ?? null,
  };
}

/** Whether these looks at one target went as far as is wanted now: over all ports, behind the open ones, and into TLS. */
function coversWanted(
  observations: readonly Observation[],
  target: AuthorizedTarget,
  { kinds, ports, tlsDetails }: Wanted,
): boolean {
  const scans = observations.flatMap((each) => (each.kind === 'port-scan' && each.outcome.seen ? [each.outcome.data] : []));
  // A host that could not be scanned says so in every kind that was asked for; asking again is what a new check is for.
  if (scans.length === 0) return true;
  const requested = new Set(scans.flatMap((scan) => scan.requested));
  if (!target.permittedPorts(ports).every((port) => requested.has(port))) return false;
  const hasOpen = scans.some((scan) => scan.ports.some(({ state }) => state === 'open'));
  const wantsServices = [...kinds].some((kind) => kind !== 'port-scan' && !domainKinds.includes(kind));
  if (wantsServices && hasOpen && observations.every(({ kind }) => kind === 'port-scan')) return false;
  if (!tlsDetails || !kinds.has('tls')) return true;
  const tls = observations.flatMap((each) =>
    each.kind === 'tls' && each.outcome.seen ? [{ ...each, data: each.outcome.data }] : [],
  );
  const detailed = new Set(tls.filter(({ data }) => data.suites !== undefined).map(({ target: { port } }) => port));
  return tls.every(({ target: { port } }) => detailed.has(port));
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

/**
 * Looks, judges and records. A stopped run keeps what was finished; so does one whose nmap broke off where only nmap will do,
 * which has the error to end with as `failure`.
 * @param nmap injected so that the demo can show what happens without it
 */
export async function runChecks(
  context: Context,
  request: CheckRequest,
  prepared: PreparedChecks,
  scanner: Scanner,
  callbacks: CheckCallbacks = {},
): Promise<{ json: CommandJson['netz befunde']; run: Netzlauf; aborted: boolean; failure: ExpectedError | null }> {
  const begonnen = context.now().toISOString();
  const collection = await collect(
    prepared.targets,
    {
      kinds: prepared.kinds,
      ports: prepared.ports,
      tlsDetails: prepared.tlsDetails,
      domains: prepared.domains,
      resolver: request.resolver ?? null,
    },
    {
      now: () => context.now(),
      nmap: scanner.nmap,
      onlyNmap: request.nurNmap,
      signal: untilEnd(prepared.until, context.now(), callbacks.signal),
      ...(callbacks.onProgress === undefined ? {} : { onProgress: callbacks.onProgress }),
    },
  );
  const { observations } = collection;
  const findings = await judgeNow(context, request.kommune, observations, prepared.checks);
  const lauf = { ...describeRun(request, prepared, scanner, collection), begonnen, beendet: context.now().toISOString() };
  const { json, run } = await recordNetzlauf(context, lauf, observations, findings, collection.nmapRuns.map(belegOf));
  return { json, run, aborted: collection.aborted, failure: collection.failure };
}

function belegOf({ argv, version, xml }: NmapRunRecord): NetzlaufBeleg {
  return { art: 'nmap-xml', werkzeug: `nmap ${version}`, argv, ...xml };
}

/** Ends with the time window of the Freigabe, or when the user stops it. */
function untilEnd(until: Date | null, now: Date, signal: AbortSignal | undefined): AbortSignal {
  // A timer of more than 24 days would fire at once; no run lasts that long.
  const window = until === null ? [] : [AbortSignal.timeout(Math.min(until.getTime() - now.getTime(), 2 ** 31 - 1))];
  return AbortSignal.any([...window, ...(signal === undefined ? [] : [signal])]);
}

function windowNote({ until }: PreparedChecks, { aborted }: Collection): string | null {
  return aborted && until !== null ? 'Vor dem Ende brach die Prüfung ab; das Zeitfenster der Freigabe ist begrenzt.' : null;
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
      windowNote(prepared, collection),
      collection.failure?.message,
    ].filter((text) => typeof text === 'string'),
    argv: collection.nmapRuns.flatMap((run) => [...run.argv]),
    namen: prepared.namen,
    ...(prepared.setztFort === null ? {} : { setztFort: prepared.setztFort }),
  };
}
