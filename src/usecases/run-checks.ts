import { judge } from '../checks/judge.ts';
import { type Collection, type CollectProgress, collect, estimateFootprint } from '../collect/collect.ts';
import { NmapMissingError } from '../collect/nmap/errors.ts';
import { findNmap, type NmapInstallation } from '../collect/nmap/installation.ts';
import { resolveName } from '../collect/resolve.ts';
import type { Catalogue, CheckDefinition, ObservationKind } from '../domain/catalogue.ts';
import { AuthorizedTarget, expandZiel, type Freigabe, isValidOn, parseZiel, type WantedTarget } from '../domain/freigabe.ts';
import type { Netzlauf } from '../domain/netzlauf.ts';
import { NotAuthorisedError } from '../errors.ts';
import { selectFreigaben } from '../store/freigaben.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { insertNetzlauf, selectFinishedAddresses, selectNetzlaeufe } from '../store/netzlaeufe.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { findingsJson } from './list-findings.ts';

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
  targets: readonly AuthorizedTarget[];
  freigaben: readonly string[];
  ports: readonly number[];
  kinds: ReadonlySet<ObservationKind>;
  checks: readonly CheckDefinition[];
  /** Resolver answers, as evidence. */
  namen: readonly string[];
  footprint: CommandJson['netz pruefen'];
}

/** Ports a light check looks at besides those of the table of exposed services: what a Kommune usually offers. */
const usualPorts = [21, 22, 25, 53, 80, 110, 143, 443, 465, 587, 993, 995, 8080, 8443];

/** A light check takes the ports of a Freigabe as they are up to this many. */
const lightPortLimit = 100;

/**
 * Everything that is decided before the first packet: targets, ports, footprint.
 * @throws NotAuthorisedError when a target lies in no valid Freigabe, or there is none; nothing was sent
 */
export async function prepareChecks(context: Context, request: CheckRequest): Promise<PreparedChecks> {
  const { store, catalogue, today } = context;
  await selectKommune(store, request.kommune, stateNow(context));
  const freigaben = await selectFreigaben(store, request.kommune, stateNow(context));
  const checks =
    request.checks.length === 0
      ? catalogue.checks
      : request.checks.map((id) => findById(catalogue.checks, id, 'Eine Prüfung', 'Vorhanden sind'));
  const { wanted, namen } = await wantedTargets(request, freigaben, today);
  const authorized = wanted.map((target) => AuthorizedTarget.authorize(target, freigaben, today));
  const targets = request.fortsetzen ? await unfinished(context, request.kommune, authorized) : authorized;
  const used = [...new Set(authorized.map((target) => target.freigabeId))];
  const ports = portsToLookAt(
    catalogue,
    freigaben.filter((f) => used.includes(f.id)),
    request.profil,
  );
  const kinds = new Set(checks.map((check) => check.observes));
  const { connections, secondsAtMost, ports: portCount } = estimateFootprint(targets, ports, kinds);
  const footprint = {
    freigabe: used.join(', '),
    ziele: targets.map(labelOf),
    ports: portCount,
    verbindungen: connections,
    sekundenHoechstens: secondsAtMost,
  };
  return { targets, freigaben: used, ports, kinds, checks, namen, footprint };
}

function labelOf({ name, address }: WantedTarget): string {
  return name === null || name === address ? address : `${name} (${address})`;
}

async function wantedTargets(
  request: CheckRequest,
  freigaben: readonly Freigabe[],
  today: string,
): Promise<{ wanted: WantedTarget[]; namen: string[] }> {
  if (request.ziele.length === 0) {
    const valid = freigaben.filter((freigabe) => isValidOn(freigabe, today));
    if (valid.length === 0) {
      throw new NotAuthorisedError(
        `Für ${request.kommune} gilt heute keine Freigabe. Es wurde nichts gesendet.`,
        'Zuerst eine Freigabe der verantwortlichen Stelle einholen und mit „burgward freigabe erteilen“ erfassen.',
      );
    }
    const ziele = valid.flatMap((freigabe) => freigabe.ziele);
    const wanted = ziele.flatMap((ziel) =>
      expandZiel(ziel).map((address) => ({ name: ziel.kind === 'name' ? ziel.angabe : null, address })),
    );
    const namen = ziele.filter((ziel) => ziel.kind === 'name').map((ziel) => `${ziel.angabe} → ${ziel.addresses.join(', ')}`);
    return { wanted, namen };
  }
  const namen: string[] = [];
  const wanted = await Promise.all(
    request.ziele.map(parseZiel).map(async (ziel) => {
      if (ziel.kind !== 'name') return expandZiel(ziel).map((address) => ({ name: null, address }));
      const addresses = await resolveName(ziel.angabe);
      namen.push(`${ziel.angabe} → ${addresses.join(', ')}`);
      return addresses.map((address) => ({ name: ziel.angabe, address }));
    }),
  );
  return { wanted: wanted.flat(), namen };
}

/** Targets the last run did not finish; all of them if it was complete. */
async function unfinished(
  context: Context,
  slug: string,
  targets: readonly AuthorizedTarget[],
): Promise<readonly AuthorizedTarget[]> {
  const last = (await selectNetzlaeufe(context.store, slug, stateNow(context))).at(-1);
  if (last === undefined || last.vollstaendig) return targets;
  const finished = await selectFinishedAddresses(context.store, slug, last.id);
  return targets.filter((target) => !finished.has(target.address));
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

/** nmap if it is there; null, with the reason, if our own scan has to stand in. */
export async function findScanner(): Promise<{ nmap: NmapInstallation | null; reason: string | null }> {
  try {
    return { nmap: await findNmap(), reason: null };
  } catch (error) {
    if (error instanceof NmapMissingError) return { nmap: null, reason: error.message };
    throw error;
  }
}

/**
 * Looks, judges and records. A stopped run keeps what was finished.
 * @param nmap injected so that the demo can show what happens without it
 */
export async function runChecks(
  context: Context,
  request: CheckRequest,
  prepared: PreparedChecks,
  scanner: { nmap: NmapInstallation | null; reason: string | null },
  callbacks: CheckCallbacks = {},
): Promise<{ json: CommandJson['netz befunde']; run: Netzlauf; aborted: boolean }> {
  const { store, catalogue } = context;
  const begonnen = context.now().toISOString();
  const collection = await collect(
    prepared.targets,
    { kinds: prepared.kinds, ports: prepared.ports },
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
  return { json: findingsJson(catalogue, header, findings), run, aborted: collection.aborted };
}

function describeRun(
  request: CheckRequest,
  prepared: PreparedChecks,
  scanner: { nmap: NmapInstallation | null; reason: string | null },
  collection: Collection,
): Omit<Netzlauf, 'id' | 'begonnen' | 'beendet'> {
  const missing = scanner.nmap === null;
  return {
    kommune: request.kommune,
    freigaben: prepared.freigaben,
    werkzeug: scanner.nmap === null ? 'eigener Verbindungstest' : `nmap ${scanner.nmap.version}`,
    nmapFehlt: missing,
    vollstaendig: !collection.aborted,
    hinweise: [...(missing && scanner.reason !== null ? [scanner.reason] : []), ...collection.notes],
    argv: collection.nmapRuns.flatMap((run) => [...run.argv]),
    namen: prepared.namen,
  };
}
