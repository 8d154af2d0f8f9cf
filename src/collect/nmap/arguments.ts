/** Typed options to nmap arguments. There is no way to pass a raw argument: what is not named here cannot be asked of nmap. */

import { parseAddress } from '../../domain/freigabe.ts';
import { InvalidDataError } from '../../errors.ts';
import { isFragilePort } from '../fragile-ports.ts';
import type { NmapInstallation } from './installation.ts';
import { formatPortList } from './port-list.ts';

/**
 * `--noninteractive` keeps nmap from reading keys of the terminal, but also silences `--stats-every` (nmap 7.93). Elsewhere nmap runs
 * in a session without a terminal and has no keys to read; only on Windows it shares the console.
 */
const needsNoninteractive = process.platform === 'win32';

export type AddressFamily = 'ipv4' | 'ipv6';

/** How hard nmap may knock. Absent values are left to nmap's own `-T3`. */
export interface NmapPace {
  /** Packets per second at most. */
  maxRate?: number;
  /** Packets per second at least; keeps silent hosts from taking minutes. */
  minRate?: number;
  /** Repetitions for a port that stays silent. */
  maxRetries?: number;
  /** Longest wait for one answer. */
  maxRttTimeoutMs?: number;
  /** nmap gives a host up after this time; its ports then count as not looked at. */
  hostTimeoutMs?: number;
  /** Addresses nmap looks at together; it reports them when all of the group are finished. Absent: nmap decides. */
  maxHostGroup?: number;
}

export type ServiceDetection = 'none' | 'light' | 'full';

export interface NmapRequest {
  family: AddressFamily;
  addresses: readonly string[];
  ports: readonly number[];
  pace: NmapPace;
  serviceDetection: ServiceDetection;
}

/**
 * The complete argument list. Always a TCP connect scan (`-sT`, as an ordinary user would run it), no name look-ups (`-n`), no
 * ping (`-Pn`), XML to standard output, addresses last after `--`.
 * @throws InvalidDataError when a value is not of its kind or out of bounds; nothing was started
 */
export function nmapArguments(request: NmapRequest, capabilities: NmapInstallation['capabilities']): string[] {
  const { family, pace, serviceDetection } = request;
  const ports = checkedPorts(request.ports, serviceDetection);
  const addresses = checkedAddresses(request.addresses, family);
  return [
    '-sT',
    '-n',
    '-Pn',
    '--unprivileged',
    ...(family === 'ipv6' ? ['-6'] : []),
    '-p',
    formatPortList(ports),
    '-T3',
    ...number('--max-retries', pace.maxRetries, 0, 10),
    ...number('--min-rate', pace.minRate, 1, 10_000),
    ...number('--max-rate', pace.maxRate, 1, 10_000),
    ...number('--max-rtt-timeout', pace.maxRttTimeoutMs, 50, 60_000, 'ms'),
    ...number(
      '--initial-rtt-timeout',
      pace.maxRttTimeoutMs === undefined ? undefined : Math.min(500, pace.maxRttTimeoutMs),
      50,
      60_000,
      'ms',
    ),
    ...number('--host-timeout', pace.hostTimeoutMs, 100, 24 * 3_600_000, 'ms'),
    ...number('--max-hostgroup', pace.maxHostGroup, 1, 4096),
    ...detection(serviceDetection),
    '--stats-every',
    '1s',
    ...(needsNoninteractive && capabilities.noninteractive ? ['--noninteractive'] : []),
    '-oX',
    '-',
    '--',
    ...addresses,
  ];
}

function checkedPorts(ports: readonly number[], serviceDetection: ServiceDetection): readonly number[] {
  if (ports.length === 0) refuse('Keine Ports angegeben.');
  for (const port of ports) {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse(`„${port}“ ist kein Port.`);
    if (serviceDetection !== 'none' && isFragilePort(port)) {
      refuse(`Port ${port} gehört zu Druckern oder Steuerungen; dort werden keine Dienste erkannt.`);
    }
  }
  return ports;
}

function checkedAddresses(addresses: readonly string[], family: AddressFamily): readonly string[] {
  if (addresses.length === 0) refuse('Keine Adressen angegeben.');
  for (const address of addresses) {
    const canonical = parseAddress(address);
    if (canonical === null || canonical !== address) refuse(`„${address}“ ist keine einzelne Adresse in üblicher Schreibweise.`);
    if ((family === 'ipv6') !== address.includes(':')) refuse(`${address} gehört nicht zu dieser Adressart (${family}).`);
  }
  return addresses;
}

function number(option: string, value: number | undefined, from: number, to: number, unit = ''): string[] {
  if (value === undefined) return [];
  if (!Number.isInteger(value) || value < from || value > to)
    refuse(`${option}: „${value}“ liegt nicht zwischen ${from} und ${to}.`);
  return [option, `${value}${unit}`];
}

function detection(serviceDetection: ServiceDetection): string[] {
  switch (serviceDetection) {
    case 'none':
      return [];
    case 'light':
      return ['-sV', '--version-light'];
    case 'full':
      return ['-sV'];
    default:
      return refuse(`„${String(serviceDetection)}“ ist keine Art der Diensterkennung.`);
  }
}

function refuse(message: string): never {
  throw new InvalidDataError(message, 'Es wurde nichts gesendet. Die Angaben für die Portprüfung berichtigen.');
}
