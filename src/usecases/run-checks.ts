import { judge } from '../checks/judge.ts';
import { type Collection, type CollectProgress, collect, distinctTargets, estimateFootprint } from '../collect/collect.ts';
import { findNmap, type NmapInstallation } from '../collect/nmap/installation.ts';
import { resolveName } from '../collect/resolve.ts';
import type { Catalogue, CheckDefinition, ObservationKind } from '../domain/catalogue.ts';
import {
  AuthorizedTarget,
  expandZiel,
  type Freigabe,
  type FreigabeZiel,
  howToGetOne,
  isValidOn,
  parseZiel,
  refusal,
  type WantedTarget,
} from '../domain/freigabe.ts';
import type { Netzlauf } from '../domain/netzlauf.ts';
import { EnvironmentError, type ExpectedError, NotAuthorisedError } from '../errors.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { insertNetzlauf, selectFinishedTargets, selectNetzlaeufe, targetKey } from '../store/netzlaeufe.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';
import { findingsJson } from './list-findings.ts';

export { maxSuiteConnections } from '../collect/collect.ts';

export interface CheckRequest {
  kommune: string;
  /** Names or addresses; without any everything the valid Freigaben name. */
  ziele: readonly string[];
  /** Check ids; without any all. */
  checks: readonly string[];
  profil: 'leicht' | 'gruendlich';
  /** Go on where the last run was stopped. */
  fortsetzen: boolean;
  nurNmap: boolean;
}

export interface CheckCallbacks {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface PreparedChecks {
  /** Without any there is nothing to do: the run that is continued had looked at everything. */
  targets: readonly AuthorizedTarget[];
  freigaben: readonly string[];
  ports: readonly number[];
  kinds: ReadonlySet<ObservationKind>;
  checks: readonly CheckDefinition[];
  /** List the cipher suites of TLS services: many connections each. */
  tlsSuites: boolean;
  /** Resolver answers, as evidence. */
  namen: readonly string[];
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

/** Needs a connection per cipher suite: only in a thorough check, or when asked for by name. */
const suiteCheck = 'tls-cipher-suites';

/** A light check takes the ports of a Freigabe as they are up to this many. */
const lightPortLimit = 100;

/**
 * Everything that is decided before the first packet: targets, ports, footprint.
 * @throws NotAuthorisedError when a target lies in no valid Freigabe, or there is none; nothing was sent
 */
export async function prepareChecks(context: Context, request: CheckRequest): Promise<PreparedChecks> {
  const { store, catalogue, today } = context;
  await selectKommune(store, request.kommune, stateNow(context));
  const freigaben = await selectUsableFreigaben(context, request.kommune, stateNow(context));
  const checks =
    request.checks.length === 0
      ? catalogue.checks.filter(({ id }) => id !== suiteCheck || request.profil === 'gruendlich')
      : request.checks.map((id) => findById(catalogue.checks, id, 'Eine Prüfung', 'Vorhanden sind'));
  const { wanted, namen } = await wantedTargets(request, freigaben, today);
  const authorized = distinctTargets(wanted.map((target) => AuthorizedTarget.authorize(target, freigaben, today)));
  const kinds = new Set(checks.map((check) => check.observes));
  const { targets, setztFort } = request.fortsetzen
    ? await unfinished(context, request.kommune, authorized, kinds)
    : { targets: authorized, setztFort: null };
  const used = [...new Set(authorized.flatMap((target) => target.freigabeIds))];
  const ports = portsToLookAt(
    catalogue,
    freigaben.filter((f) => used.includes(f.id)),
    request.profil,
  );
  const tlsSuites = checks.some(({ id }) => id === suiteCheck);
  const { connections, secondsAtMost, ports: portCount } = estimateFootprint(targets, ports, kinds, tlsSuites);
  const footprint = {
    freigabe: used.join(', '),
    ziele: targets.map(labelOf),
    ports: portCount,
    verbindungen: connections,
    sekundenHoechstens: secondsAtMost,
  };
  return { targets, freigaben: used, ports, kinds, checks, tlsSuites, namen, setztFort, footprint };
}

function labelOf({ name, address }: WantedTarget): string {
  return name === null || name === address ? address : `${name} (${address})`;
}

async function wantedTargets(
  request: CheckRequest,
  freigaben: readonly Freigabe[],
  today: string,
): Promise<{ wanted: WantedTarget[]; namen: string[] }> {
  const named = request.ziele.map(parseZiel);
  const valid = freigaben.filter((freigabe) => isValidOn(freigabe, today));
  if (valid.length === 0)
    throw new NotAuthorisedError(`Für ${request.kommune} gilt heute keine Freigabe. Es wurde nichts gesendet.`, howToGetOne);
  if (named.length === 0) {
    const ziele = valid.flatMap((freigabe) => freigabe.ziele);
    const wanted = ziele.flatMap((ziel) =>
      expandZiel(ziel).map((address) => ({ name: ziel.kind === 'name' ? ziel.angabe : null, address })),
    );
    const namen = ziele.filter((ziel) => ziel.kind === 'name').map((ziel) => `${ziel.angabe} → ${ziel.addresses.join(', ')}`);
    return { wanted, namen: [...new Set(namen)] };
  }
  const namen: string[] = [];
  const wanted = await Promise.all(
    named.map(async (ziel) => {
      if (ziel.kind !== 'name') return expandZiel(ziel).map((address) => ({ name: null, address }));
      const addresses = await resolvePermitted(ziel, freigaben, today);
      namen.push(`${ziel.angabe} → ${addresses.join(', ')}`);
      return addresses.map((address) => ({ name: ziel.angabe, address }));
    }),
  );
  return { wanted: wanted.flat(), namen };
}

/** A name without address is our business only if a Freigabe names it; else the answer is that it is not permitted. */
async function resolvePermitted(ziel: FreigabeZiel, freigaben: readonly Freigabe[], today: string): Promise<string[]> {
  try {
    return await resolveName(ziel.angabe);
  } catch (error) {
    const naming = freigaben.filter(({ ziele }) => ziele.some(({ kind, angabe }) => kind === 'name' && angabe === ziel.angabe));
    if (naming.some((freigabe) => isValidOn(freigabe, today))) throw error;
    throw refusal(ziel.angabe, naming, today);
  }
}

/** Targets left open by the last run and by the runs it continued; all of them if there was none. */
async function unfinished(
  context: Context,
  slug: string,
  targets: readonly AuthorizedTarget[],
  kinds: ReadonlySet<ObservationKind>,
): Promise<{ targets: readonly AuthorizedTarget[]; setztFort: string | null }> {
  const runs = await selectNetzlaeufe(context.store, slug, stateNow(context));
  const last = runs.at(-1);
  const finished = new Set<string>();
  for (let run = last; run !== undefined; run = continuedBy(run, runs)) {
    for (const key of await selectFinishedTargets(context.store, run, kinds)) finished.add(key);
  }
  return { targets: targets.filter((target) => !finished.has(targetKey(target))), setztFort: last?.id ?? null };
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
  const { store, catalogue } = context;
  const begonnen = context.now().toISOString();
  const collection = await collect(
    prepared.targets,
    { kinds: prepared.kinds, ports: prepared.ports, tlsSuites: prepared.tlsSuites },
    {
      now: () => context.now(),
      nmap: scanner.nmap,
      onlyNmap: request.nurNmap,
      ...(callbacks.signal === undefined ? {} : { signal: callbacks.signal }),
      ...(callbacks.onProgress === undefined ? {} : { onProgress: callbacks.onProgress }),
    },
  );
  const zielobjekte = await selectZielobjekte(store, request.kommune, stateNow(context));
  const findings = judge(collection.observations, { ...catalogue, checks: prepared.checks }, zielobjekte, context.today);
  const lauf = { ...describeRun(request, prepared, scanner, collection), begonnen, beendet: context.now().toISOString() };
  const run = await insertNetzlauf(store, lauf, collection.observations, findings, context.today, recordingOf(context));
  const header = { lauf: run.id, freigabe: run.freigaben.join(', '), beobachtungen: collection.observations.length };
  return { json: findingsJson(catalogue, header, findings), run, aborted: collection.aborted, failure: collection.failure };
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
    hinweise: [scanner.reason, ...collection.notes, collection.failure?.message].filter((text) => typeof text === 'string'),
    argv: collection.nmapRuns.flatMap((run) => [...run.argv]),
    namen: prepared.namen,
    ...(prepared.setztFort === null ? {} : { setztFort: prepared.setztFort }),
  };
}
