/** The networks this machine itself is in, and its ways out: read from the system, nothing is sent. */
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { type AuthorizedTarget, parseAddress } from '../domain/freigabe.ts';
import type { DefaultRoute, OwnNetwork, OwnNetworkHostObservation, Settled } from '../domain/observation.ts';
import { printable } from './printable.ts';

export const ownNetworkTimeoutMs = 1000;

/** Where Linux tells its routes (proc_net(5)). */
const routeFiles = { ipv4: '/proc/net/route', ipv6: '/proc/net/ipv6_route' };
const maxInterfaces = 100;
const maxRoutes = 50;

/** `RTF_UP` and `RTF_REJECT` of the kernel's routing tables. */
const flags = { up: 0x0001, reject: 0x0200 };

const unknownSystem = 'Die Wege dieser Maschine lassen sich nur unter Linux lesen.';

export interface OwnNetworkOptions {
  now(): Date;
  /** For tests. */
  routeFiles?: { ipv4: string; ipv6: string };
  interfaces?: typeof networkInterfaces;
}

/** Whether the target is the machine burgward runs on, seen from itself; a loopback address belongs to every machine and names none. */
export function isThisMachine({ vantage, address }: AuthorizedTarget, interfaces = networkInterfaces): boolean {
  if (vantage !== 'host') return false;
  const own = Object.values(interfaces()).flatMap((addresses = []) => addresses.filter(({ internal }) => !internal));
  return own.some((each) => parseAddress(each.address) === address);
}

export async function observeOwnNetwork(
  target: AuthorizedTarget,
  { now, routeFiles: files = routeFiles, interfaces = networkInterfaces }: OwnNetworkOptions,
): Promise<OwnNetworkHostObservation | null> {
  if (!isThisMachine(target, interfaces)) return null;
  return {
    kind: 'own-network',
    target: { name: target.name, address: target.address, port: null },
    vantage: target.vantage,
    at: now().toISOString(),
    outcome: {
      seen: true,
      data: { interfaces: readInterfaces(interfaces), defaultRoutes: await readDefaultRoutes(files) },
    },
  };
}

/** Without loopback and addresses that hold for one cable only. */
function readInterfaces(interfaces: typeof networkInterfaces): OwnNetwork['interfaces'] {
  return Object.entries(interfaces())
    .map(([name, addresses = []]) => ({
      name: printable(name, 60),
      networks: addresses
        .filter(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address))
        .flatMap(({ cidr }) => cidr ?? []),
    }))
    .filter(({ networks }) => networks.length > 0)
    .slice(0, maxInterfaces);
}

async function readDefaultRoutes(files: typeof routeFiles): Promise<Settled<readonly DefaultRoute[]>> {
  const [ipv4, ipv6] = await Promise.all([files.ipv4, files.ipv6].map((file) => readFile(file, 'utf8').catch(() => null)));
  if (ipv4 === null || ipv4 === undefined) return { settled: false, reason: unknownSystem };
  // Without IPv6 the kernel has no such file.
  const routes = [...lines(ipv4).flatMap(readIpv4Route), ...lines(ipv6 ?? '').flatMap(readIpv6Route)];
  return { settled: true, value: routes.slice(0, maxRoutes) };
}

function lines(text: string): string[][] {
  return text.split('\n').map((line) => line.trim().split(/\s+/));
}

/** Interface, destination, gateway, flags, two counters, metric, mask: hexadecimal in the order of the machine's bytes. */
function readIpv4Route([name = '', destination, gateway = '', flagText = '', , , , mask]: string[]): DefaultRoute[] {
  if (destination !== '00000000' || mask !== '00000000' || !isUsable(flagText)) return [];
  const bytes = (gateway.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)).reverse();
  return [{ interface: printable(name, 60), gateway: gateway === '00000000' ? null : bytes.join('.') }];
}

/** Destination, its prefix, source, its prefix, next hop, metric, two counters, flags, interface. */
function readIpv6Route([destination = '', prefix, , , next = '', , , , flagText = '', name = '']: string[]): DefaultRoute[] {
  if (!/^0{32}$/.test(destination) || prefix !== '00' || !isUsable(flagText) || name === 'lo') return [];
  const gateway = /^0{32}$/.test(next) ? null : parseAddress((next.match(/.{4}/g) ?? []).join(':'));
  return [{ interface: printable(name, 60), gateway }];
}

function isUsable(flagText: string): boolean {
  const value = Number.parseInt(flagText, 16);
  return (value & flags.up) !== 0 && (value & flags.reject) === 0;
}
