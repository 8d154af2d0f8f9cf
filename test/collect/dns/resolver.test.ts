/** Which resolver is asked. */
import dns from 'node:dns';
import { afterEach, expect, it } from 'vitest';
import { observeDnsZone } from '../../../src/collect/dns/observe-dns-zone.ts';
import { chooseResolver, formatServer, parseResolver } from '../../../src/collect/dns/resolver.ts';
import { InvalidDataError } from '../../../src/errors.ts';
import { closeAll, fixedNow } from '../loopback.ts';
import { permittedDomain, startDns } from './scripted-dns.ts';

const own = dns.getServers();

afterEach(async () => {
  dns.setServers(own);
  await closeAll();
});

it.each([
  ['192.0.2.53', '192.0.2.53:53'],
  ['127.0.0.1:5353', '127.0.0.1:5353'],
  ['2001:db8::53', '[2001:db8::53]:53'],
  ['[2001:db8::53]', '[2001:db8::53]:53'],
  ['[2001:DB8:0::53]:5353', '[2001:db8::53]:5353'],
])('%s is %s', (text, address) => {
  expect(formatServer(parseResolver(text))).toBe(address);
});

it.each([
  '',
  'dns.example',
  '127.1',
  '192.0.2.53:0',
  '192.0.2.53:65536',
  '192.0.2.53:',
  '[::1',
  '[::1]x',
  '192.0.2.53:53:53',
  'fe80::1%eth0',
])('„%s“ is no resolver', (text) => {
  expect(() => parseResolver(text)).toThrow(InvalidDataError);
});

it('without one named it is the first of this machine', async () => {
  const { address, asked } = await startDns(() => ({ code: 'REFUSED' }));
  dns.setServers([address, '192.0.2.53']);
  expect(chooseResolver(null)).toEqual(parseResolver(address));
  const { outcome } = await observeDnsZone(permittedDomain(), { now: fixedNow, resolver: null });
  expect(outcome).toMatchObject({ seen: false, reason: expect.stringContaining('REFUSED') });
  expect(asked).toHaveLength(1);
});

it('a machine without resolver says so', async () => {
  dns.setServers([]);
  expect(chooseResolver(null)).toBeNull();
  const { outcome } = await observeDnsZone(permittedDomain(), { now: fixedNow, resolver: null });
  expect(outcome).toEqual({ seen: false, reason: expect.stringContaining('kein Resolver eingestellt') });
});
