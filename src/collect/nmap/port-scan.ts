/** One host of nmap's report as a PortScan, or the reason why nothing is known about it. */
import type { PortScan, ScannedPort } from '../../domain/observation.ts';
import type { NmapHost, SummedPorts } from './xml-reader.ts';

export type PortScanOutcome = { seen: true; data: PortScan } | { seen: false; reason: string };

/**
 * Every requested port gets an entry or `complete` is false: a port nmap does not account for was not looked at, it is not
 * closed. Ports nobody asked for are left out.
 */
export function toPortScan(host: NmapHost, requested: readonly number[], toolVersion: string | null): PortScanOutcome {
  if (host.timedOut) return notChecked('nmap hat den Rechner nach der Zeitgrenze aufgegeben');
  if (host.status !== 'up') return notChecked('Der Rechner hat nicht geantwortet');
  const wanted = new Set(requested);
  const byPort = new Map<number, ScannedPort>();
  for (const port of host.ports) {
    if (port.protocol === 'tcp' && wanted.has(port.port)) byPort.set(port.port, port);
  }
  const open = requested.filter((port) => !byPort.has(port));
  for (const port of open) {
    const summed = reconstruct(port, open.length, host.summed);
    if (summed !== null) byPort.set(port, summed);
  }
  if (byPort.size === 0) return notChecked('nmap hat zu keinem der Ports ein Ergebnis gemeldet');
  const ports = [...byPort.values()].sort((a, b) => a.port - b.port);
  return {
    seen: true,
    data: { tool: 'nmap', toolVersion, requested: [...requested], ports, complete: byPort.size === wanted.size },
  };
}

/**
 * nmap sums up most ports. Since 7.92 it says which; before, the set is only known when there is a single group that counts
 * exactly the ports without an entry.
 */
function reconstruct(port: number, unlisted: number, groups: readonly SummedPorts[]): ScannedPort | null {
  for (const { state, parts } of groups) {
    const part = parts.find(({ ranges }) => ranges?.some(([from, to]) => port >= from && port <= to));
    if (part !== undefined) return { port, protocol: 'tcp', state, reason: part.reason, service: null };
  }
  const [only, ...others] = groups;
  if (only === undefined || others.length > 0 || only.count !== unlisted) return null;
  if (only.parts.some(({ ranges }) => ranges !== null)) return null;
  const reason = only.parts.length === 1 ? (only.parts[0]?.reason ?? null) : null;
  return { port, protocol: 'tcp', state: only.state, reason, service: null };
}

/** The words for „nobody looked“, which must never read like „nothing is open“. */
export function notChecked(why: string): { seen: false; reason: string } {
  return { seen: false, reason: `Nicht geprüft: ${why}.` };
}
