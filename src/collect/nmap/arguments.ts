/** Typed options to nmap arguments. There is no way to pass a raw argument: what is not named here cannot be asked of nmap. */

import packageJson from '../../../package.json' with { type: 'json' };
import { parseAddress } from '../../domain/freigabe.ts';
import { InvalidDataError } from '../../errors.ts';
import { isFragilePort } from '../fragile-ports.ts';
import type { NmapInstallation } from './installation.ts';
import type { NmapPace } from './pace.ts';
import { formatPortList } from './port-list.ts';
import { allowedScripts, type NmapScript } from './scripts.ts';

/**
 * `--noninteractive` keeps nmap from reading keys of the terminal, but also silences `--stats-every` (nmap 7.93). Elsewhere nmap runs
 * in a session without a terminal and has no keys to read; only on Windows it shares the console.
 */
const needsNoninteractive = process.platform === 'win32';

export type AddressFamily = 'ipv4' | 'ipv6';

/** `connect` as an ordinary user would; `syn` and `udp` need raw sockets. */
export type ScanMethod = 'connect' | 'syn' | 'udp';

/**
 * `light` only: from a higher intensity on, nmap runs scripts of its category `version` unasked, among them some that read other
 * people's messages (mqtt-subscribe) or talk to controllers (s7-info, bacnet-info).
 */
export type ServiceDetection = 'none' | 'light';

export interface NmapRequest {
  method: ScanMethod;
  family: AddressFamily;
  addresses: readonly string[];
  ports: readonly number[];
  pace: NmapPace;
  serviceDetection: ServiceDetection;
  /** Names of the list in scripts.ts. */
  scripts: readonly NmapScript[];
  /** Whom the operator can ask; web servers see it. */
  contact?: string | null;
}

const methodOptions: Readonly<Record<ScanMethod, readonly string[]>> = {
  connect: ['-sT', '--unprivileged'],
  syn: ['-sS', '--privileged'],
  udp: ['-sU', '--privileged'],
};

/** One script on one port gets no longer than this. */
const scriptTimeout = '60s';

/**
 * The complete argument list: no name look-ups (`-n`), no ping (`-Pn`), XML to standard output, addresses last after `--`.
 * @throws InvalidDataError when a value is not of its kind or out of bounds; nothing was started
 */
export function nmapArguments(request: NmapRequest, capabilities: NmapInstallation['capabilities']): string[] {
  const { family, serviceDetection, scripts } = request;
  const sendsPayload = serviceDetection !== 'none' || scripts.length > 0;
  const ports = checkedPorts(request.ports, sendsPayload);
  const addresses = checkedAddresses(request.addresses, family);
  return [
    ...methodArguments(request.method),
    '-n',
    '-Pn',
    ...(family === 'ipv6' ? ['-6'] : []),
    '-p',
    formatPortList(ports),
    ...paceArguments(request.pace),
    ...detectionArguments(serviceDetection),
    ...scriptArguments(scripts, request.contact ?? null),
    '--stats-every',
    '1s',
    ...(needsNoninteractive && capabilities.noninteractive ? ['--noninteractive'] : []),
    '-oX',
    '-',
    '--',
    ...addresses,
  ];
}

function methodArguments(method: ScanMethod): readonly string[] {
  if (!Object.hasOwn(methodOptions, method)) refuse(`„${String(method)}“ ist keine Art der Portprüfung.`);
  return methodOptions[method];
}

function checkedPorts(ports: readonly number[], sendsPayload: boolean): readonly number[] {
  if (ports.length === 0) refuse('Keine Ports angegeben.');
  for (const port of ports) {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse(`„${port}“ ist kein Port.`);
    if (sendsPayload && isFragilePort(port)) {
      refuse(`Port ${port} gehört zu Druckern oder Steuerungen; dort werden keine Dienste erkannt und keine Skripte ausgeführt.`);
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

function paceArguments(pace: NmapPace): string[] {
  const { timing = 3, maxRttTimeoutMs } = pace;
  if (![2, 3, 4].includes(timing)) refuse(`Tempo: „${timing}“ ist nicht 2, 3 oder 4.`);
  const initialRttTimeoutMs =
    pace.initialRttTimeoutMs ?? (maxRttTimeoutMs === undefined ? undefined : Math.min(500, maxRttTimeoutMs));
  return [
    `-T${timing}`,
    ...number('--max-retries', pace.maxRetries, 0, 10),
    ...number('--min-rate', pace.minRate, 1, 10_000),
    ...number('--max-rate', pace.maxRate, 1, 10_000),
    ...number('--max-rtt-timeout', maxRttTimeoutMs, 50, 60_000, 'ms'),
    ...number('--initial-rtt-timeout', initialRttTimeoutMs, 50, 60_000, 'ms'),
    ...number('--scan-delay', pace.scanDelayMs, 1, 60_000, 'ms'),
    ...number('--min-parallelism', pace.minParallelism, 1, 100),
    ...number('--host-timeout', pace.hostTimeoutMs, 100, 24 * 3_600_000, 'ms'),
    ...number('--max-hostgroup', pace.maxHostGroup, 1, 4096),
  ];
}

function number(option: string, value: number | undefined, from: number, to: number, unit = ''): string[] {
  if (value === undefined) return [];
  if (!Number.isInteger(value) || value < from || value > to)
    refuse(`${option}: „${value}“ liegt nicht zwischen ${from} und ${to}.`);
  return [option, `${value}${unit}`];
}

function detectionArguments(serviceDetection: ServiceDetection): string[] {
  if (serviceDetection === 'none') return [];
  if (serviceDetection === 'light') return ['-sV', '--version-light'];
  return refuse(`„${String(serviceDetection)}“ ist keine Art der Diensterkennung.`);
}

function scriptArguments(scripts: readonly NmapScript[], contact: string | null): string[] {
  if (scripts.length === 0) return [];
  for (const script of scripts) {
    if (!Object.hasOwn(allowedScripts, script)) refuse(`„${String(script)}“ steht nicht auf der Liste der erlaubten Skripte.`);
  }
  const names = scripts.join(',');
  return ['--script', names, '--script-timeout', scriptTimeout, '--script-args', `http.useragent="${userAgent(contact)}"`];
}

/** The value stands between quotes in an argument of nmap, so only harmless characters may come in from outside. */
function userAgent(contact: string | null): string {
  const asked = contact !== null && /^[\w.@+-]{1,100}$/.test(contact) ? contact : 'ueber die freigebende Stelle';
  return `burgward/${packageJson.version} (Sicherheitspruefung; Kontakt ${asked})`;
}

function refuse(message: string): never {
  throw new InvalidDataError(message, 'Es wurde nichts gesendet. Die Angaben für die Portprüfung berichtigen.');
}
