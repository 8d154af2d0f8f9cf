import { describe, expect, it } from 'vitest';
import { nmapArguments, type ServiceDetection } from '../../../src/collect/nmap/arguments.ts';
import { type NmapPace, nmapPresets } from '../../../src/collect/nmap/pace.ts';
import { allowedScripts, type NmapScript } from '../../../src/collect/nmap/scripts.ts';
import { InvalidDataError } from '../../../src/errors.ts';

const capabilities = { ipv6: true, openssl: true, lua: true, noninteractive: true };
const request = {
  method: 'connect',
  family: 'ipv4',
  addresses: ['127.0.0.1'],
  ports: [80],
  pace: {},
  serviceDetection: 'none',
  scripts: [],
} as const;

describe('nmapArguments', () => {
  it('asks for a connect scan without names and pings, addresses last', () => {
    const args = nmapArguments(
      { ...request, ports: [443, 80, 81, 82], pace: { maxRate: 100, hostTimeoutMs: 5000 } },
      capabilities,
    );
    expect(args.slice(0, 4)).toEqual(['-sT', '--unprivileged', '-n', '-Pn']);
    expect(args.join(' ')).toContain('-p 80-82,443');
    expect(args.join(' ')).toContain('--max-rate 100 --host-timeout 5000ms');
    expect(args.slice(-4)).toEqual(['-oX', '-', '--', '127.0.0.1']);
  });

  it.each([
    '-iR',
    '-oN/tmp/x',
    '--script=x',
    '127.0.0.1 -oN x',
    'localhost',
    'localhost/30',
    '127.0.0.*',
    '127.0.0.1-9',
    '127.0.0.1,2',
    '127.0.0.1/33',
    '127.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '::1',
    'fe80::1%eth0',
    '127.0.0.1\n-iR',
    '',
    ' 127.0.0.1',
    '127.0.0.1;id',
    '$(id)',
  ])('refuses the address %j', (address) => {
    expect(() => nmapArguments({ ...request, addresses: [address] }, capabilities)).toThrow(InvalidDataError);
  });

  it.each(['80 --script x', '1-65535', '-', 0, -1, 65_536, 1.5, Number.NaN, Number.POSITIVE_INFINITY, null])(
    'refuses the port %j',
    (port) => {
      expect(() => nmapArguments({ ...request, ports: [port as number] }, capabilities)).toThrow(InvalidDataError);
    },
  );

  it.each([
    { maxRate: '100 -iR 5' },
    { maxRate: 0 },
    { maxRate: 1e9 },
    { minRate: -1 },
    { maxRetries: '1 --script x' },
    { maxRetries: 1.5 },
    { hostTimeoutMs: '1s --resume x' },
    { hostTimeoutMs: 1 },
    { maxRttTimeoutMs: Number.NaN },
    { maxHostGroup: '4;id' },
  ])('refuses the pace %j', (pace) => {
    expect(() => nmapArguments({ ...request, pace: pace as NmapPace }, capabilities)).toThrow(InvalidDataError);
  });

  it('refuses an unknown kind of service detection, and any on printers and controllers', () => {
    const unknown = '-A' as ServiceDetection;
    expect(() => nmapArguments({ ...request, serviceDetection: unknown }, capabilities)).toThrow(InvalidDataError);
    expect(() => nmapArguments({ ...request, serviceDetection: 'light', ports: [9100] }, capabilities)).toThrow(InvalidDataError);
    expect(() => nmapArguments({ ...request, scripts: ['http-title'], ports: [502] }, capabilities)).toThrow(InvalidDataError);
  });
});

describe('what may be asked for', () => {
  it('UDP and half-open scans say that they need raw sockets', () => {
    expect(nmapArguments({ ...request, method: 'udp' }, capabilities).slice(0, 2)).toEqual(['-sU', '--privileged']);
    expect(nmapArguments({ ...request, method: 'syn' }, capabilities).slice(0, 2)).toEqual(['-sS', '--privileged']);
  });

  it('service detection never goes beyond the light intensity, where nmap runs no scripts of its own accord', () => {
    const args = nmapArguments({ ...request, serviceDetection: 'light' }, capabilities);
    expect(args).toContain('--version-light');
  });

  it('scripts are named one by one, with a time limit and a name for web servers that nobody can break out of', () => {
    const scripts = ['ssl-cert', 'http-title'] as const;
    const asked = nmapArguments({ ...request, scripts, contact: 'it@beispielhain.de' }, capabilities).join(' ');
    expect(asked).toContain('--script ssl-cert,http-title --script-timeout 60s --script-args http.useragent="burgward/');
    expect(asked).toContain('Kontakt it@beispielhain.de)"');
    const hostile = nmapArguments({ ...request, scripts, contact: 'x",vulns.showall=1,y="' }, capabilities).join(' ');
    expect(hostile).not.toContain('vulns.showall');
  });

  it.each(Object.entries(nmapPresets))('the pace „%s“ is valid and limits each silent host', (_name, pace) => {
    const args = nmapArguments({ ...request, pace }, capabilities);
    expect(args).toContain('--host-timeout');
    expect(args).toContain('--max-retries');
    expect(pace.hostTimeoutMs).toBeLessThanOrEqual(15 * 60_000);
  });

  it('no option of nmap that reads, writes, hides or spreads can appear', () => {
    const pace = { timing: 4, scanDelayMs: 10, minParallelism: 10, initialRttTimeoutMs: 300, maxRttTimeoutMs: 900 } as const;
    const scripts = Object.keys(allowedScripts) as NmapScript[];
    const options = (['connect', 'syn', 'udp'] as const)
      .flatMap((method) => nmapArguments({ ...request, method, pace, scripts, family: 'ipv6', addresses: ['::1'] }, capabilities))
      .filter((each) => /^-/.test(each));
    const known =
      '-sT -sS -sU -n -Pn -6 -p -T4 -sV -oX - -- --version-light --script --script-args --script-timeout --max-retries --host-timeout --min-rate --max-rate --max-hostgroup --min-parallelism --max-rtt-timeout --initial-rtt-timeout --scan-delay --stats-every --noninteractive --privileged --unprivileged';
    expect(options.filter((each) => !known.split(' ').includes(each))).toEqual([]);
  });
});
