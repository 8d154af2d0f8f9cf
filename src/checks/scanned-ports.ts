import type { CheckContext } from '../domain/check.ts';
import type { Observation, PortScan, ScannedPort, Vantage } from '../domain/observation.ts';
import { germanList } from './german.ts';
import { cleanValue } from './verdict.ts';

/** Most ports named in one sentence. */
const maxNamed = 12;

export function openPorts(scan: PortScan): ScannedPort[] {
  return scan.ports.filter(({ state }) => state === 'open').sort((a, b) => a.port - b.port);
}

/** Ports nearly every office lets out. */
const usuallyLetOut: ReadonlySet<number> = new Set([80, 443]);

/**
 * Why nothing may be concluded from what is not open, or null. Silence proves nothing unless the same host answered
 * somewhere: a packet filter on our own side looks the same. From outside an answer on 80 or 443 alone does not prove that either:
 * a network that lets only these two out sees every host so. Then a control host counts: each port that kept silent here answered
 * at some host of the same run, so our own network lets it out.
 */
export function whyInconclusive(scan: PortScan, vantage: Vantage, { beside = [] }: CheckContext): string | null {
  if (scan.requested.length === 0) return 'es wurden keine Ports geprüft';
  if (!scan.complete) return 'die Prüfung wurde abgebrochen';
  const answered = scan.ports.filter(({ state }) => state === 'open' || state === 'closed');
  if (answered.length === 0) return 'kein einziger Port hat geantwortet';
  const isOutside = vantage === 'internet' || vantage === 'kdn';
  if (!isOutside || answered.some(({ port }) => !usuallyLetOut.has(port))) return null;
  const letOut = portsLetOut(beside, vantage);
  const isDoubtful = scan.requested.some((port) => !usuallyLetOut.has(port) && !letOut.has(port));
  return isDoubtful
    ? 'nur die Ports 80 und 443 haben geantwortet; ob das eigene Netz Anfragen an andere Ports hinauslässt, ist nicht geprüft'
    : null;
}

const known = new WeakMap<readonly Observation[], Map<Vantage, ReadonlySet<number>>>();

/** Ports that answered anywhere from that vantage; computed once for all hosts of a run. */
function portsLetOut(observations: readonly Observation[], vantage: Vantage): ReadonlySet<number> {
  const byVantage = known.get(observations) ?? new Map<Vantage, ReadonlySet<number>>();
  known.set(observations, byVantage);
  const ports = byVantage.get(vantage) ?? answeredFrom(observations, vantage);
  byVantage.set(vantage, ports);
  return ports;
}

function answeredFrom(observations: readonly Observation[], vantage: Vantage): ReadonlySet<number> {
  const scans = observations.flatMap((each) =>
    each.kind === 'port-scan' && each.vantage === vantage && each.outcome.seen ? [each.outcome.data] : [],
  );
  const answered = scans.flatMap(({ ports }) => ports.filter(({ state }) => state === 'open' || state === 'closed'));
  return new Set(answered.flatMap(({ port, protocol }) => (protocol === 'tcp' ? [port] : [])));
}

/** „23/tcp (Telnet), 3389/tcp (RDP) und 2 weitere“. */
export function namePorts(ports: readonly { port: number; protocol: string; label: string | null }[]): string {
  const names = ports
    .slice(0, maxNamed)
    .map(({ port, protocol, label }) => `${port}/${protocol}${label === null ? '' : ` (${cleanValue(label)})`}`);
  const more = ports.length - names.length;
  return germanList(more > 0 ? [...names, more === 1 ? '1 weiterer' : `${more} weitere`] : names);
}
