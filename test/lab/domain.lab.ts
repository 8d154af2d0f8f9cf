/** A domain as a validating resolver of BIND tells of it: signed and well kept, neglected, and signed once upon a time. */
import { afterAll, expect, test } from 'vitest';
import { goodZone, startDomain, startPostfix, weakZone, zone } from './daemons.ts';
import { dataOf, observe, observeDomain, today, verdictsOn } from './look.ts';
import { stopDaemons } from './processes.ts';

afterAll(stopDaemons);

test('signed, with mail that can be trusted', async () => {
  const { resolver } = await startDomain({ content: goodZone, signed: 'yes' });
  expect(await verdictsOn(await observeDomain(zone, resolver), today())).toMatchObject({
    'dns-dnssec': 'met',
    'dns-dnssec-strength': 'met',
    'dns-caa': 'met',
    'dns-ipv6': 'met',
    'dns-name-servers': 'met',
    'dns-private-addresses': 'met',
    'dns-wildcard': 'met',
    'mail-spf': 'met',
    'mail-spf-strictness': 'met',
    'mail-dmarc': 'met',
    'mail-dane': 'met',
    'mail-mx': 'met',
    'mail-tls-rpt': 'met',
  });
});

test('neglected', async () => {
  const { resolver } = await startDomain({ content: weakZone, signed: 'no' });
  expect(await verdictsOn(await observeDomain(zone, resolver), today())).toMatchObject({
    'dns-dnssec': 'not-met',
    'dns-caa': 'not-met',
    'dns-private-addresses': 'not-met',
    'mail-spf': 'not-met',
    'mail-dmarc': 'not-met',
    'mail-dane': 'not-met',
    'mail-mta-sts': 'not-met',
    'mail-tls-rpt': 'not-met',
  });
});

test('the parent vouches for signatures that are gone', async () => {
  const { resolver } = await startDomain({ content: goodZone, signed: 'forgotten' });
  expect(await verdictsOn(await observeDomain(zone, resolver), today())).toMatchObject({ 'dns-dnssec': 'not-met' });
});

test('TLSA records that fit the certificate of Postfix, and forgotten ones', async () => {
  const postfix = await startPostfix({ starttls: true, auth: 'none' });
  const { certificate } = dataOf(await observe(postfix, ['tls']), 'tls');
  const host = { name: `mail.${zone}`, address: postfix.address };
  const withRecord = (digest: string) =>
    goodZone
      .replaceAll(/^mail IN A+ .*$/gm, '')
      .replaceAll(/^(?:_25\._tcp\.mail2?|mail2) IN .*$/gm, '')
      .replace(/^@ IN MX 20 .*$/m, `mail IN A ${host.address}\n_25._tcp.mail IN TLSA 3 1 1 ${digest}`);
  for (const [digest, result] of [
    [certificate?.keyFingerprint256 ?? '', 'met'],
    ['ab'.repeat(32), 'not-met'],
  ] as const) {
    const { resolver } = await startDomain({ content: withRecord(digest), signed: 'yes' });
    const seen = await observeDomain(zone, resolver, [host]);
    expect(await verdictsOn(seen, today())).toMatchObject({ 'mail-dane-certificate': result });
  }
});
