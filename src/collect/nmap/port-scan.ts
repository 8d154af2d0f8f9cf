/** One host of nmap's report as a PortScan, or the reason why nothing is known about it. */
import type { PortScan, ScannedPort } from '../../domain/observation.ts';
import { expandPortRanges } from './port-list.ts';
import type { NmapHost, SummedPorts } from './xml-reader.ts';

export type PortScanOutcome = { seen: true; data: PortScan } | { seen: false; reason: string };

/** Ports that were asked for. */
export interface RequestedPorts {
  tcp: readonly number[];
  udp: readonly number[];
  /** How many nmap was asked for, where that is more than what is wanted here. */
  total?: number;
}

/**
 * Every requested TCP port gets an entry or `complete` is false: a port nmap does not account for was not looked at, it is not
 * closed. UDP ports without an entry are left out of `requestedUdp`. Ports nobody asked for are left out.
 */
export function toPortScan(host: NmapHost, requested: RequestedPorts, toolVersion: string | null): PortScanOutcome {
  if (host.timedOut) return notChecked('nmap hat den Rechner nach der Zeitgrenze aufgegeben');
  const hasPorts = host.ports.length > 0 || host.summed.length > 0;
  if (host.status !== 'up' && !hasPorts) return notChecked('Der Rechner hat nicht geantwortet');
  const wanted = new Set([...requested.tcp, ...requested.udp.map((port) => keyOf('udp', port))]);
  const found = new Map<number, ScannedPort>();
  for (const { port, protocol, state, reason, service } of host.ports) {
    const key = keyOf(protocol, port);
    if (wanted.delete(key)) found.set(key, { port, protocol, state, reason, service });
  }
  const unlisted = requested.total === undefined ? wanted.size : requested.total - host.ports.length;
  reconstruct(wanted, unlisted, host.summed, (key, entry) => found.set(key, entry));
  if (found.size === 0) return notChecked('nmap hat zu keinem der Ports ein Ergebnis gemeldet');
  const requestedUdp = requested.udp.filter((port) => found.has(keyOf('udp', port)));
  return {
    seen: true,
    data: {
      tool: 'nmap',
      toolVersion,
      requested: requested.tcp,
      ...(requestedUdp.length === 0 ? {} : { requestedUdp }),
      ports: [...found.values()].sort(byPort),
      complete: requested.tcp.every((port) => found.has(port)),
    },
  };
}

/** One number for port and protocol. */
function keyOf(protocol: string, port: number): number {
  return protocol === 'udp' ? port + 65_536 : port;
}

function byPort(a: ScannedPort, b: ScannedPort): number {
  return a.port - b.port || (a.protocol < b.protocol ? -1 : 1);
}

/**
 * nmap sums up most ports. Since 7.92 it says which; before, the set is only known when there is a single group that counts
 * exactly the ports without an entry.
 * @param unlisted keys of the ports without an entry
 * @param count how many such ports there are, wanted or not
 */
function reconstruct(
  unlisted: ReadonlySet<number>,
  count: number,
  groups: readonly SummedPorts[],
  onEntry: (key: number, entry: ScannedPort) => void,
): void {
  for (const { state, parts } of groups) {
    for (const { reason, protocol, ranges } of parts) {
      const of = protocol ?? 'tcp';
      if (ranges === null || (of !== 'tcp' && of !== 'udp')) continue;
      for (const port of expandPortRanges(ranges)) {
        const key = keyOf(of, port);
        if (unlisted.has(key)) onEntry(key, { port, protocol: of, state, reason, service: null });
      }
    }
  }
  const [only, ...others] = groups;
  if (only === undefined || others.length > 0 || only.count !== count) return;
  if (only.parts.some(({ ranges }) => ranges !== null)) return;
  const reason = only.parts.length === 1 ? (only.parts[0]?.reason ?? null) : null;
  for (const key of unlisted) {
    const [protocol, port] = key > 65_535 ? (['udp', key - 65_536] as const) : (['tcp', key] as const);
    onEntry(key, { port, protocol, state: only.state, reason, service: null });
  }
}

/**
 * Two looks at the same host as one: the newer entry of a port counts, and failing to look takes nothing away from what was seen.
 * Whether all was looked at is decided by the TCP ports of both.
 */
export function mergeOutcomes(older: PortScanOutcome, newer: PortScanOutcome): PortScanOutcome {
  if (!older.seen) return newer;
  if (!newer.seen) return older;
  const ports = new Map([...older.data.ports, ...newer.data.ports].map((entry) => [keyOf(entry.protocol, entry.port), entry]));
  const requestedUdp = union(older.data.requestedUdp, newer.data.requestedUdp);
  return {
    seen: true,
    data: {
      ...newer.data,
      toolVersion: newer.data.toolVersion ?? older.data.toolVersion,
      requested: union(older.data.requested, newer.data.requested),
      ...(requestedUdp.length === 0 ? {} : { requestedUdp }),
      ports: [...ports.values()].sort(byPort),
      complete: older.data.complete && newer.data.complete,
    },
  };
}

function union(a: readonly number[] = [], b: readonly number[] = []): readonly number[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** The words for „nobody looked“, which must never read like „nothing is open“. */
export function notChecked(why: string): { seen: false; reason: string } {
  return { seen: false, reason: `Nicht geprüft: ${why}.` };
}
