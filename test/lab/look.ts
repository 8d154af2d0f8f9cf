/** What burgward sees at a daemon and how it judges it, on a fixed day. */
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { judge } from '../../src/checks/judge.ts';
import { knownChecks } from '../../src/checks/registry.ts';
import { type CollectionPlan, collect } from '../../src/collect/collect.ts';
import { details } from '../../src/collect/details.ts';
import { dayOf } from '../../src/domain/calendar.ts';
import { type Catalogue, type ObservationKind, observationKinds } from '../../src/domain/catalogue.ts';
import type { Finding, FindingResult } from '../../src/domain/finding.ts';
import {
  AuthorizedDomain,
  AuthorizedTarget,
  type Freigabe,
  type FreigabeZiel,
  parseDomain,
  parseZiel,
  withoutDetails,
} from '../../src/domain/freigabe.ts';
import type { Zielobjekt } from '../../src/domain/kommune.ts';
import type { Observation, TlsVersion, Vantage } from '../../src/domain/observation.ts';
import type { Daemon } from './processes.ts';

const controls = fileURLToPath(new URL('../../controls', import.meta.url));
let catalogue: Promise<Catalogue> | undefined;

/** The day of all judgements: certificates and dated thresholds then give the same answer in every year. */
const day = '2026-06-15';
const now = () => new Date(`${day}T12:00:00Z`);

/** Where it is looked from, and under which name the daemon was permitted. */
export interface Standpoint {
  name?: string;
  vantage?: Vantage;
}

/** A Freigabe that also permits the tests of level Z. */
function freigabeFor(ziel: FreigabeZiel, blickwinkel: Vantage): Freigabe {
  return {
    id: 'F1',
    kommune: 'beispielhain',
    ziele: [ziel],
    ports: null,
    von: '2026-06-01',
    bis: '2026-06-30',
    durch: 'Erika Muster',
    blickwinkel,
    ...withoutDetails,
    zugriffstests: true,
    widerrufenAm: null,
  };
}

function targetOf({ address }: Daemon, { name, vantage = 'lan' }: Standpoint): AuthorizedTarget {
  const ziel: FreigabeZiel = name === undefined ? parseZiel(address) : { angabe: name, kind: 'name', addresses: [address] };
  return AuthorizedTarget.authorize({ name: name ?? null, address }, [freigabeFor(ziel, vantage)], day);
}

export async function observe(
  daemon: Daemon,
  kinds: readonly ObservationKind[] = observationKinds,
  standpoint: Standpoint = {},
): Promise<readonly Observation[]> {
  const plan: CollectionPlan = { kinds: new Set(kinds), ports: [daemon.port], details: new Set(details) };
  const { observations } = await collect([targetOf(daemon, standpoint)], plan, { now, nmap: null });
  return observations.filter(({ target }) => target.port === null || target.port === daemon.port);
}

/**
 * What a resolver says of a domain. Signatures are made with the real clock, so it is looked at today.
 * @param hosts names of hosts that may be asked themselves, with their addresses
 */
export async function observeDomain(
  name: string,
  resolver: Daemon,
  hosts: readonly { name: string; address: string }[] = [],
): Promise<readonly Observation[]> {
  const freigabe = { ...freigabeFor(parseDomain(name), 'internet'), von: today(), bis: today() };
  const targets = hosts.map((host) => {
    const ziel: FreigabeZiel = { angabe: host.name, kind: 'name', addresses: [host.address] };
    return AuthorizedTarget.authorize(host, [{ ...freigabe, ziele: [ziel] }], today());
  });
  const domains = [AuthorizedDomain.authorize(name, [freigabe], today())];
  const plan = { kinds: new Set(['dns-zone', 'mail-domain'] as const), ports: [], domains, resolver: resolver.address };
  const { observations } = await collect(targets, plan, { now: () => new Date(), nmap: null });
  return observations;
}

/** The day in Saxony, by which a Freigabe holds. */
export function today(): string {
  return dayOf(new Date().toISOString());
}

/** What was seen of one kind. Throws when it was not. */
export function dataOf<K extends ObservationKind>(observations: readonly Observation[], kind: K): DataOf<K> {
  const found = observations.find((each) => each.kind === kind);
  if (found === undefined || !found.outcome.seen) throw new Error(`No ${kind} was seen: ${JSON.stringify(observations)}`);
  return found.outcome.data as DataOf<K>;
}

type DataOf<K extends ObservationKind> = Extract<Extract<Observation, { kind: K }>['outcome'], { seen: true }>['data'];

/** Results by check; checks that have nothing to say about the daemon are missing. */
export type Verdicts = Readonly<Partial<Record<string, FindingResult>>>;

export async function verdictsOn(observations: readonly Observation[], asOf = day): Promise<Verdicts> {
  return Object.fromEntries((await findingsOn(observations, [], asOf)).map(({ check, result }) => [check, result]));
}

export async function findingsOn(
  observations: readonly Observation[],
  zielobjekte: readonly Zielobjekt[] = [],
  asOf = day,
): Promise<readonly Finding[]> {
  catalogue ??= loadCatalogue(controls, knownChecks);
  return judge(observations, await catalogue, zielobjekte, asOf);
}

export async function verdictsAt(daemon: Daemon, kinds?: readonly ObservationKind[], standpoint?: Standpoint): Promise<Verdicts> {
  return await verdictsOn(await observe(daemon, kinds, standpoint));
}

/** Accepted cipher suites by version, as numbers. Throws when the daemon shows no TLS. */
export function suitesSeen(
  observations: readonly Observation[],
): Readonly<Partial<Record<'SSLv2' | TlsVersion, readonly string[]>>> {
  const versions = dataOf(observations, 'tls').suites?.versions ?? {};
  return Object.fromEntries(Object.entries(versions).map(([version, { accepted }]) => [version, accepted]));
}
