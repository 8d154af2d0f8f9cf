import type { PortScan, ScannedPort } from '../domain/observation.ts';
import { germanList } from './german.ts';
import { cleanValue } from './verdict.ts';

/** Most ports named in one sentence. */
const maxNamed = 12;

export function openPorts(scan: PortScan): ScannedPort[] {
  return scan.ports.filter(({ state }) => state === 'open').sort((a, b) => a.port - b.port);
}

/**
 * Why nothing may be concluded from what is not open, or null. Silence proves nothing unless the same host answered
 * somewhere: a packet filter on our own side looks the same.
 */
export function whyInconclusive(scan: PortScan): string | null {
  if (scan.requested.length === 0) return 'es wurden keine Ports geprüft';
  if (!scan.complete) return 'die Prüfung wurde abgebrochen';
  const hasAnswered = scan.ports.some(({ state }) => state === 'open' || state === 'closed');
  return hasAnswered ? null : 'kein einziger Port hat geantwortet';
}

/** „23/tcp (Telnet), 3389/tcp (RDP) und 2 weitere“. */
export function namePorts(ports: readonly { port: number; protocol: string; label: string | null }[]): string {
  const names = ports
    .slice(0, maxNamed)
    .map(({ port, protocol, label }) => `${port}/${protocol}${label === null ? '' : ` (${cleanValue(label)})`}`);
  const more = ports.length - names.length;
  return germanList(more > 0 ? [...names, more === 1 ? '1 weiterer' : `${more} weitere`] : names);
}
