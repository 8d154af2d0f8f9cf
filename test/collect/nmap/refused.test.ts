/** Hostile targets, ports, script names and numbers: every one is refused before nmap is started, even beside good ones. */
import { afterEach, expect, it } from 'vitest';
import { startProcess } from '../../../src/collect/nmap/child-process.ts';
import type { NmapPace } from '../../../src/collect/nmap/pace.ts';
import { type NmapScanOptions, scanWithNmap } from '../../../src/collect/nmap/scan.ts';
import type { NmapScript } from '../../../src/collect/nmap/scripts.ts';
import { AuthorizedTarget, type Freigabe } from '../../../src/domain/freigabe.ts';
import { InvalidDataError, NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, fixedNow, freigabeFor, permitted } from '../loopback.ts';
import { closedHost, fakeNmapWriting, nmapXml } from './fake-nmap.ts';

afterEach(closeAll);

interface Attempt {
  address?: string;
  port?: unknown;
  udpPort?: unknown;
  script?: unknown;
  pace?: unknown;
  method?: unknown;
}

/** A permission somebody forged around our own checks: the wrapper must not rely on it. */
function forged(address: string): AuthorizedTarget {
  const freigabe: Freigabe = {
    ...freigabeFor(['127.0.0.1']),
    ziele: [{ angabe: 'x', kind: 'name', addresses: [address] }],
  };
  return AuthorizedTarget.authorize({ name: 'x', address }, [freigabe], '2026-06-15');
}

/** Tries it beside a good target and a good port; returns how often nmap was started, and the error. */
async function attempt({ address, port, udpPort, script, pace, method }: Attempt): Promise<{ starts: number; error: unknown }> {
  const fake = fakeNmapWriting(nmapXml(closedHost('127.0.0.1', '80', 1)));
  let starts = 0;
  const options: NmapScanOptions = {
    now: fixedNow,
    rawSockets: { granted: true },
    start: (file, args) => {
      starts++;
      return startProcess(file, args);
    },
    ...(udpPort === undefined ? {} : { udpPorts: [udpPort as number] }),
    ...(script === undefined ? {} : { scripts: [script as NmapScript] }),
    ...(pace === undefined ? {} : { pace: pace as NmapPace }),
    ...(method === undefined ? {} : { tcpMethod: method as 'connect' }),
  };
  const targets = [permitted(), ...(address === undefined ? [] : [forged(address)])];
  const ports = port === undefined ? [80] : [80, port as number];
  const error = await scanWithNmap(fake, targets, ports, options).catch((caught: unknown) => caught);
  return { starts, error };
}

const addresses = [
  ['an option', '-iR'],
  ['an option with a file', '-oN/tmp/x'],
  ['a long option', '--script=x'],
  ['an option behind an address', '127.0.0.1 -oN x'],
  ['a list', '127.0.0.1,2'],
  ['a list of addresses', '127.0.0.1,127.0.0.2'],
  ['a range', '127.0.0.1-9'],
  ['a range in front', '10-20.0.0.1'],
  ['a wildcard', '127.0.0.*'],
  ['a name with a netmask', 'localhost/30'],
  ['an address with a netmask', '127.0.0.1/24'],
  ['a netmask that does not exist', '127.0.0.1/33'],
  ['a name', 'localhost'],
  ['a hexadecimal number', '0x7f000001'],
  ['a decimal number', '2130706433'],
  ['three parts', '127.0.1'],
  ['two parts', '127.1'],
  ['octal parts', '0177.0.0.1'],
  ['a part that is too large', '127.0.0.256'],
  ['five parts', '127.0.0.1.1'],
  ['a zone', 'fe80::1%eth0'],
  ['IPv6 that is not in its usual spelling', '::0001'],
  ['IPv6 in upper case', '2001:DB8::7'],
  ['IPv6 in brackets', '[::1]'],
  ['IPv6 with a netmask', '::1/120'],
  ['IPv4 inside IPv6', '::ffff:127.0.0.1'],
  ['an address with a port', '127.0.0.1:80'],
  ['a line feed', '127.0.0.1\n-iR'],
  ['a blank in front', ' 127.0.0.1'],
  ['a blank behind', '127.0.0.1 '],
  ['a command', '127.0.0.1;id'],
  ['a substitution', '$(id)'],
  ['backticks', '`id`'],
  ['a pipe', '127.0.0.1|id'],
  ['a NUL byte', '127.0.0.1\0'],
  ['nothing', ''],
  ['digits of another script', '١٢٧.0.0.1'],
  ['a full-width dot', '127．0．0．1'],
  ['a file address', 'file:///etc/passwd'],
] as const;

const ports = [
  '80 --script x',
  '1-65535',
  '-',
  '*',
  'http',
  '80,443',
  '',
  null,
  {},
  0,
  -1,
  65_536,
  1.5,
  1e9,
  Number.NaN,
] as const;

const scripts = [
  'vulners',
  'smtp-open-relay',
  'http-enum',
  'smb-enum-shares',
  'ftp-brute',
  'broadcast-dhcp-discover',
  'modbus-discover',
  's7-info',
  'http-slowloris',
  'all',
  'default',
  'safe',
  'not safe',
  'ssl-*',
  'ssl-cert,vulners',
  '+ssl-cert',
  '/tmp/x.nse',
  '../../tmp/x',
  '--script-args-file=/etc/passwd',
  'ssl-cert --script-updatedb',
  '__proto__',
  'constructor',
  '',
  null,
] as const;

const paces = [
  { maxRate: '100 -iR 5' },
  { timing: 5 },
  { timing: '4 -A' },
  { scanDelayMs: '1s --resume x' },
  { minParallelism: -1 },
] as const;

const attempts: [name: string, attempt: Attempt][] = [
  ...addresses.map(([name, address]): [string, Attempt] => [`the target: ${name}`, { address }]),
  ...ports.map((port): [string, Attempt] => [`the port ${JSON.stringify(port)}`, { port }]),
  ...ports.map((udpPort): [string, Attempt] => [`the UDP port ${JSON.stringify(udpPort)}`, { udpPort }]),
  ...scripts.map((script): [string, Attempt] => [`the script ${JSON.stringify(script)}`, { script }]),
  ...paces.map((pace): [string, Attempt] => [`the pace ${JSON.stringify(pace)}`, { pace }]),
  ['the method -sI', { method: '-sI' }],
  ['the method constructor', { method: 'constructor' }],
];

it('the good ones beside them do start nmap', async () => {
  expect((await attempt({})).starts).toBe(1);
});

it.each(attempts)('%s', async (_name, tried) => {
  const { starts, error } = await attempt(tried);
  expect(error).toBeInstanceOf(InvalidDataError);
  expect(starts).toBe(0);
});

it.each(['redis-info', 'snmp-info', 'ftp-anon', 'dns-zone-transfer'])(
  'the script %s without the consent to such tests',
  async (script) => {
    const { starts, error } = await attempt({ script });
    expect(error).toBeInstanceOf(NotAuthorisedError);
    expect(error).toMatchObject({ hint: expect.stringContaining('--zugriffstests') });
    expect(starts).toBe(0);
  },
);

it('says why some scripts are never run', async () => {
  const { error } = await attempt({ script: 'smtp-open-relay' });
  expect(error).toMatchObject({ message: expect.stringContaining('verschickt E-Mails') });
});
