/** What the machine itself says of its networks: read from files of the system, only where the machine is the permitted target. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { isThisMachine, observeOwnNetwork } from '../../src/collect/own-network.ts';
import type { OwnNetwork } from '../../src/domain/observation.ts';
import { closeAll, fixedNow, onCloseAll, permitted } from './loopback.ts';

afterEach(closeAll);

const address = (cidr: string, internal = false): NetworkInterfaceInfo => {
  const about = { address: cidr.replace(/\/.*/, ''), netmask: '', mac: '', internal, cidr };
  return cidr.includes(':') ? { ...about, family: 'IPv6', scopeid: 0 } : { ...about, family: 'IPv4' };
};
const interfaces = () => ({
  lo: [address('127.0.0.1/8', true), address('::1/128', true)],
  eth0: [address('192.0.2.7/24'), address('2001:db8::7/64'), address('fe80::1/64')],
  wlan0: [address('169.254.3.4/16')],
  tun0: [address('198.51.100.9/32')],
});

/** As Linux on a machine with Intel's order of bytes writes it. */
const ipv4 = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0
eth1\t00000000\t017100CB\t0002\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0
`;
const zeros = '0'.repeat(32);
const ipv6 = `20010db8000000000000000000000000 40 ${zeros} 00 ${zeros} 00000100 00000001 00000000 00000001     eth0
${zeros} 00 ${zeros} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
${zeros} 00 ${zeros} 00 ${zeros} ffffffff 00000001 00000000 00200200       lo
`;

function files(content: { ipv4: string | null; ipv6: string | null }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'burgward-routes-'));
  onCloseAll(() => rmSync(folder, { recursive: true }));
  for (const family of ['ipv4', 'ipv6'] as const) {
    if (content[family] !== null) writeFileSync(path.join(folder, family), content[family]);
  }
  return { ipv4: path.join(folder, 'ipv4'), ipv6: path.join(folder, 'ipv6') };
}

async function seen(content: { ipv4: string | null; ipv6: string | null }): Promise<OwnNetwork> {
  const target = permitted('192.0.2.7', null, null, 'host');
  const found = await observeOwnNetwork(target, { now: fixedNow, interfaces, routeFiles: files(content) });
  if (found?.outcome.seen !== true) throw new Error('nothing was seen');
  return found.outcome.data;
}

it('names networks without loopback and addresses of one cable only', async () => {
  expect((await seen({ ipv4, ipv6 })).interfaces).toEqual([
    { name: 'eth0', networks: ['192.0.2.7/24', '2001:db8::7/64'] },
    { name: 'tun0', networks: ['198.51.100.9/32'] },
  ]);
});

describe('the ways out', () => {
  it('are those for everything that are in use', async () => {
    expect((await seen({ ipv4, ipv6 })).defaultRoutes).toEqual({
      settled: true,
      value: [
        { interface: 'eth0', gateway: '192.0.2.1' },
        { interface: 'tun0', gateway: null },
        { interface: 'eth0', gateway: 'fe80::1' },
      ],
    });
  });

  it('are none on a machine for itself, with or without IPv6', async () => {
    const header = ipv4.slice(0, ipv4.indexOf('\n') + 1);
    expect((await seen({ ipv4: header, ipv6: null })).defaultRoutes).toEqual({ settled: true, value: [] });
  });

  it('are not known on another system', async () => {
    expect((await seen({ ipv4: null, ipv6: null })).defaultRoutes).toMatchObject({ settled: false });
  });

  it('do not come out of nonsense', async () => {
    expect((await seen({ ipv4: 'x\n\n00000000', ipv6: '\0'.repeat(50) })).defaultRoutes).toEqual({ settled: true, value: [] });
  });
});

describe('is looked at', () => {
  it.each<[string, Parameters<typeof permitted>, boolean]>([
    ['at the own address, from the machine itself', ['192.0.2.7', null, null, 'host'], true],
    ['not at a loopback address, which every machine has', ['127.0.0.1', null, null, 'host'], false],
    ['not from elsewhere', ['192.0.2.7', null, null, 'lan'], false],
    ['not at another machine', ['192.0.2.8', null, null, 'host'], false],
  ])('%s', async (_name, target, expected) => {
    expect(isThisMachine(permitted(...target), interfaces)).toBe(expected);
    const found = await observeOwnNetwork(permitted(...target), { now: fixedNow, interfaces });
    expect(found !== null).toBe(expected);
  });

  it('by the collection, once for the machine', async () => {
    const own = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ internal }) => !internal));
    const [first] = own.flatMap(({ address: each, family }) => (family === 'IPv4' ? [each] : []));
    if (first === undefined) return console.info('not tested: this machine has no address but loopback');
    const plan = { kinds: new Set(['own-network'] as const), ports: [] };
    const targets = [permitted(first, null, null, 'host'), permitted('127.0.0.1', null, null, 'host')];
    const { observations } = await collect(targets, plan, { now: fixedNow, nmap: null });
    expect(observations).toMatchObject([
      { kind: 'own-network', target: { address: first, port: null }, outcome: { seen: true } },
    ]);
  });
});
