import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type NmapPace, nmapArguments, type ServiceDetection } from '../../../src/collect/nmap/arguments.ts';
import { scanWithNmap } from '../../../src/collect/nmap/scan.ts';
import { AuthorizedTarget } from '../../../src/domain/freigabe.ts';
import { InvalidDataError } from '../../../src/errors.ts';
import { closeAll, fixedNow, freigabeFor, permitted } from '../loopback.ts';
import { fakeNmap } from './fake-nmap.ts';

afterEach(closeAll);

const capabilities = { ipv6: true, openssl: true, lua: true, noninteractive: true };
const request = { family: 'ipv4', addresses: ['127.0.0.1'], ports: [80], pace: {}, serviceDetection: 'none' } as const;

describe('nmapArguments', () => {
  it('asks for a connect scan without names and pings, addresses last', () => {
    const args = nmapArguments(
      { ...request, ports: [443, 80, 81, 82], pace: { maxRate: 100, hostTimeoutMs: 5000 } },
      capabilities,
    );
    expect(args.slice(0, 3)).toEqual(['-sT', '-n', '-Pn']);
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
    expect(() => nmapArguments({ ...request, serviceDetection: 'full', ports: [502] }, capabilities)).toThrow(InvalidDataError);
  });
});

it('starts nothing when a value is refused', async () => {
  const fake = fakeNmap('touch "$folder/started"');
  const options = { now: fixedNow };
  const hostile = { ...freigabeFor(['127.0.0.1']), ziele: [{ angabe: 'x', kind: 'name', addresses: ['-iR'] }] } as const;
  const target = AuthorizedTarget.authorize({ name: 'x', address: '-iR' }, [hostile], '2026-06-15');
  await expect(scanWithNmap(fake, [target], [80], options)).rejects.toThrow(InvalidDataError);
  await expect(scanWithNmap(fake, [permitted()], [Number.NaN], options)).rejects.toThrow(InvalidDataError);
  await expect(scanWithNmap(fake, [permitted(), target], [80], options)).rejects.toThrow(InvalidDataError);
  expect(existsSync(join(fake.folder, 'started'))).toBe(false);
});
