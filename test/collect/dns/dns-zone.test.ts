/** A domain looked at through one resolver: what is found, what is believed of signatures, and what is not known. */
import { afterEach, describe, expect, it } from 'vitest';
import { observeDnsZone } from '../../../src/collect/dns/observe-dns-zone.ts';
import type { DnsZoneObservation } from '../../../src/domain/dns-observation.ts';
import { closeAll, closedPort, fixedNow } from '../loopback.ts';
import { permittedDomain, type Script, startDns, type Zone, zoneScript } from './scripted-dns.ts';
import { dsOf, makeKey, type Period, signKeys, signSoa, type ZoneKey } from './signed-zone.ts';

afterEach(closeAll);

const limits = { maxQuestions: 80, timeLimitMs: 4000, timeoutMs: 150 };
const apex = 'beispielhain.de';
const soa = {
  mname: 'ns1.anbieter.example',
  rname: 'hostmaster.anbieter.example',
  serial: 7,
  refresh: 1,
  retry: 2,
  expire: 3,
  minimum: 4,
};

const plain: Zone = {
  '. SOA': [soa],
  '. RRSIG': [],
  'beispielhain.de SOA': [soa],
  'beispielhain.de NS': ['ns1.anbieter.example', 'NS2.anbieter.example'],
  'ns1.anbieter.example A': ['192.0.2.53'],
  'ns2.anbieter.example A': ['198.51.100.53'],
  'ns2.anbieter.example AAAA': ['2001:db8::53'],
  'beispielhain.de A': ['192.0.2.7'],
  'beispielhain.de MX': [{ preference: 10, exchange: 'mail.beispielhain.de' }],
  'mail.beispielhain.de A': ['192.0.2.25'],
  'www.beispielhain.de CNAME': ['web.anbieter.example'],
  'web.anbieter.example A': ['192.0.2.80'],
  'beispielhain.de CAA': [{ flags: 128, tag: 'issue', value: 'ca.example' }],
};

const valid: Period = { from: new Date('2026-06-10T00:00:00Z'), until: new Date('2026-06-25T00:00:00Z') };

async function look(script: Script, name = apex): Promise<{ data: DnsZoneObservation; asked: number }> {
  const { address, asked } = await startDns(script);
  const observation = await observeDnsZone(permittedDomain(name), { now: fixedNow, resolver: address }, limits);
  if (!observation.outcome.seen) throw new Error(observation.outcome.reason);
  return { data: observation.outcome.data, asked: asked.length };
}

it('the records of a domain, each asked for once', async () => {
  const { address, asked } = await startDns(zoneScript(plain));
  const observation = await observeDnsZone(permittedDomain(), { now: fixedNow, resolver: address }, limits);
  expect(observation).toMatchObject({
    kind: 'dns-zone',
    target: { name: apex, address: apex, port: null },
    vantage: 'internet',
    at: '2026-06-15T12:00:00.000Z',
    outcome: {
      seen: true,
      data: {
        resolver: address,
        exists: true,
        isInnerView: false,
        zone: apex,
        soa: { records: [{ primary: 'ns1.anbieter.example', serial: 7, ttl: 3600 }] },
        nameServers: { answered: true, records: ['ns1.anbieter.example', 'ns2.anbieter.example'] },
        nameServerHosts: [{ ipv4: { records: ['192.0.2.53'] } }, { ipv6: { records: ['2001:db8::53'] } }],
        mailServers: { records: ['mail.beispielhain.de'] },
        mailHosts: [{ ipv4: { records: ['192.0.2.25'] }, ipv6: { answered: true, records: [] } }],
        caa: { answered: true, records: [{ critical: true, tag: 'issue', value: 'ca.example' }] },
        wildcard: { answered: true, nameExists: false, records: [] },
        dnssec: { rejectedByResolver: false, ds: { answered: true, records: [] }, keys: { records: [] }, signatures: [] },
      },
    },
  });
  if (!observation.outcome.seen) return;
  const { hosts, questions } = observation.outcome.data;
  expect(hosts.map(({ name, alias }) => [name, alias])).toEqual([
    [apex, null],
    ['www.beispielhain.de', 'web.anbieter.example'],
    ['mail.beispielhain.de', null],
  ]);
  expect(questions).toBe(asked.length);
  expect(new Set(asked.map(({ name, type }) => `${name} ${type}`)).size).toBe(asked.length);
  expect(asked.length).toBeLessThanOrEqual(30);
});

describe('signatures', () => {
  function signedZone(
    key: ZoneKey,
    changes: { ds?: ZoneKey; period?: Period; soaBy?: ZoneKey; signedSoa?: typeof soa } = {},
  ): Zone {
    const { ds = key, period = valid, soaBy = key, signedSoa = soa } = changes;
    const keys = soaBy === key ? [key] : [key, soaBy];
    return {
      ...plain,
      'beispielhain.de DS': [dsOf(apex, ds)],
      'beispielhain.de DNSKEY': keys.map(({ dnskey }) => dnskey),
      'beispielhain.de RRSIG': [signKeys(apex, keys, key, period), signSoa(apex, signedSoa, soaBy, period)],
    };
  }

  it.each([8, 13, 14, 15] as const)('of algorithm %i are recomputed', async (algorithm) => {
    const { data } = await look(zoneScript(signedZone(makeKey(algorithm))));
    expect(data.dnssec.ds).toMatchObject({ records: [{ algorithm, digestType: 2, matchesKey: true }] });
    expect(data.dnssec.keys).toMatchObject({
      records: [{ algorithm, isEntryPoint: true, rsaBits: algorithm === 8 ? 2048 : null }],
    });
    expect(data.dnssec.signatures).toEqual([
      expect.objectContaining({ covers: 'DNSKEY', verifies: true, byAnchoredKey: true, until: '2026-06-25T00:00:00.000Z' }),
      expect.objectContaining({ covers: 'SOA', verifies: true, from: '2026-06-10T00:00:00.000Z' }),
    ]);
    expect(data.dnssec.passesSignatures).toBe(true);
  });

  it('by a key of its own for the zone', async () => {
    const { data } = await look(zoneScript(signedZone(makeKey(13), { soaBy: makeKey(13, { flags: 256 }) })));
    expect(data.dnssec.signatures.map(({ verifies, byAnchoredKey }) => [verifies, byAnchoredKey])).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  it('over something else do not verify', async () => {
    const { data } = await look(zoneScript(signedZone(makeKey(13), { signedSoa: { ...soa, serial: 8 } })));
    expect(data.dnssec.signatures.map(({ verifies }) => verifies)).toEqual([true, false]);
  });

  it('a DS record of another key is noticed', async () => {
    const { data } = await look(zoneScript(signedZone(makeKey(13), { ds: makeKey(13) })));
    expect(data.dnssec.ds).toMatchObject({ records: [{ matchesKey: false }] });
    expect(data.dnssec.signatures[0]).toMatchObject({ verifies: true, byAnchoredKey: false });
  });

  it('short RSA keys and rounds of NSEC3 are told', async () => {
    const zone = { ...signedZone(makeKey(8, { rsaBits: 1024 })), 'beispielhain.de NSEC3PARAM': [Buffer.from([1, 0, 0, 10, 0])] };
    const { data } = await look(zoneScript(zone));
    expect(data.dnssec).toMatchObject({ keys: { records: [{ rsaBits: 1024 }] }, nsec3Iterations: 10 });
  });

  it('a hundred keys with one tag do not cost time', async () => {
    const key = makeKey(8, { rsaBits: 2048 });
    const zone = signedZone(key);
    const many = Array.from({ length: 60 }, () => key.dnskey);
    const started = performance.now();
    await look(zoneScript({ ...zone, 'beispielhain.de DNSKEY': many }));
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('nonsense for a key and a signature is not computed with', async () => {
    const key = makeKey(13);
    for (const algorithm of [1, 5, 8, 13, 14, 15, 200]) {
      const dnskey = { flags: 257, algorithm, key: Buffer.from([0, 1]) };
      const rrsig = { ...signKeys(apex, [key], key, valid), algorithm, keyTag: 0 };
      const { data } = await look(
        zoneScript({ ...plain, 'beispielhain.de DNSKEY': [dnskey], 'beispielhain.de RRSIG': [rrsig, rrsig] }),
      );
      expect(data.dnssec.signatures.map(({ verifies }) => verifies)).toEqual([null, null]);
    }
  });

  it('a resolver that refuses the domain until told not to check', async () => {
    const script = zoneScript(plain);
    const { data } = await look((asked) => {
      const isOwn = asked.name.endsWith(apex);
      return isOwn && !asked.checkingDisabled ? { code: 'SERVFAIL' } : script(asked);
    });
    expect(data.dnssec.rejectedByResolver).toBe(true);
    expect(data.nameServers).toMatchObject({ answered: true, records: ['ns1.anbieter.example', 'ns2.anbieter.example'] });
  });

  it('the word of the resolver is kept', async () => {
    const script = zoneScript(plain);
    const { data } = await look((asked) => {
      const answer = script(asked);
      return answer === null || Buffer.isBuffer(answer) ? answer : { ...answer, authenticated: true };
    });
    expect(data.dnssec.authenticated).toBe(true);
  });

  it('a resolver that hands on none is noticed', async () => {
    expect((await look(zoneScript(plain))).data.dnssec.passesSignatures).toBe(false);
    const root = zoneScript({ ...plain, '. RRSIG': [signSoa(apex, soa, makeKey(13), valid)] });
    expect((await look(root)).data.dnssec.passesSignatures).toBe(true);
    expect((await look(zoneScript({ ...plain, '. SOA': 'SERVFAIL' }))).data.dnssec.passesSignatures).toBeNull();
  });
});

describe('no answer is not knowing; „does not exist“ is an answer', () => {
  it.each<[string, Script, RegExp]>([
    ['silent', () => null, /Keine Antwort/],
    ['failing', () => ({ code: 'SERVFAIL' }), /SERVFAIL/],
    ['refusing', () => ({ code: 'REFUSED' }), /REFUSED/],
    ['of unknown code', () => ({ code: 'NOTIMP' }), /NOTIMP/],
    [
      'talking garbage',
      ({ packet }) => Buffer.concat([Buffer.from([(packet.id ?? 0) >> 8, (packet.id ?? 0) & 255]), Buffer.alloc(40, 255)]),
      /nicht lesbar/,
    ],
  ])('a resolver that is %s', async (_name, script, reason) => {
    const { address } = await startDns(script);
    const { outcome } = await observeDnsZone(permittedDomain(), { now: fixedNow, resolver: address }, limits);
    expect(outcome).toEqual({ seen: false, reason: expect.stringMatching(reason) });
  });

  it('nobody there', async () => {
    const resolver = `127.0.0.1:${await closedPort()}`;
    const { outcome } = await observeDnsZone(permittedDomain(), { now: fixedNow, resolver }, limits);
    expect(outcome).toEqual({ seen: false, reason: expect.stringContaining('abgelehnt') });
  });

  it('no such domain', async () => {
    const { data, asked } = await look(zoneScript(plain), 'niemandsdorf.de');
    expect(data).toMatchObject({ exists: false, nameServers: { answered: true, records: [] } });
    expect(asked).toBe(1);
  });

  it.each<[keyof Zone & string, (data: DnsZoneObservation) => { answered: boolean } | undefined]>([
    ['beispielhain.de NS', ({ nameServers }) => nameServers],
    ['beispielhain.de DS', ({ dnssec }) => dnssec.ds],
    ['beispielhain.de DNSKEY', ({ dnssec }) => dnssec.keys],
    ['beispielhain.de CAA', ({ caa }) => caa],
    ['beispielhain.de MX', ({ mailServers }) => mailServers],
    ['ns1.anbieter.example A', ({ nameServerHosts }) => nameServerHosts[0]?.ipv4],
    ['beispielhain.de AAAA', ({ hosts }) => hosts[0]?.ipv6],
  ])('%s unanswered', async (key, part) => {
    for (const trouble of ['SERVFAIL', 'REFUSED', null] as const) {
      const { data } = await look(zoneScript({ ...plain, [key]: trouble }));
      expect(part(data)).toEqual({ answered: false, reason: expect.stringMatching(/\.$/) });
    }
  });
});

it('an alias to a name that does not exist', async () => {
  const { data } = await look(zoneScript({ ...plain, 'www.beispielhain.de CNAME': ['weg.wolke.example'] }));
  expect(data.hosts.find(({ name }) => name === 'www.beispielhain.de')).toMatchObject({
    alias: 'weg.wolke.example',
    ipv4: { answered: true, nameExists: false, records: [] },
  });
});

it('an address for every name', async () => {
  const { data } = await look(zoneScript({ ...plain, '*.beispielhain.de A': ['192.0.2.99'] }));
  expect(data.wildcard).toEqual({ answered: true, nameExists: true, records: ['192.0.2.99'] });
});

it('a domain inside a larger zone: name servers and signatures are those of the zone', async () => {
  const { data } = await look(zoneScript({ ...plain, 'bad.beispielhain.de A': ['192.0.2.8'] }), 'bad.beispielhain.de');
  expect(data).toMatchObject({ zone: apex, nameServers: { records: ['ns1.anbieter.example', 'ns2.anbieter.example'] } });
  expect(data.caa).toMatchObject({ records: [{ value: 'ca.example' }] });
});

it('the view from inside the house is noticed', async () => {
  const inside = { ...plain, 'ns1.anbieter.example A': ['10.0.0.1'], 'ns2.anbieter.example A': ['192.168.1.1'] };
  const onlyInside = { ...inside, 'ns2.anbieter.example AAAA': ['fd00::1'] };
  expect((await look(zoneScript(inside))).data.isInnerView).toBe(false);
  expect((await look(zoneScript(onlyInside))).data.isInnerView).toBe(true);
});

it('names and texts that mean harm stay harmless', async () => {
  const { data } = await look(
    zoneScript({
      ...plain,
      'beispielhain.de NS': ['ns1\u001b[31m.example', 'a'.repeat(60)],
      'beispielhain.de MX': [{ preference: 1, exchange: 'mail server.example' }],
      'beispielhain.de CAA': [{ tag: 'issue', value: 'ca\u202e.example\u0007' }],
    }),
  );
  expect(JSON.stringify(data)).not.toMatch(/\\u001b|\u202e|\\u0007/);
  expect(data.mailHosts[0]?.ipv4).toMatchObject({ answered: false });
});

it('an aborted look ends at once', async () => {
  const { address } = await startDns(() => null);
  const signal = AbortSignal.timeout(80);
  const started = performance.now();
  await expect(observeDnsZone(permittedDomain(), { now: fixedNow, resolver: address, signal })).rejects.toThrow();
  expect(performance.now() - started).toBeLessThan(1000);
});

it('the number of questions and the time are bounded', async () => {
  const { address, asked } = await startDns(zoneScript(plain));
  const few = await observeDnsZone(permittedDomain(), { now: fixedNow, resolver: address }, { ...limits, maxQuestions: 6 });
  expect(asked.length).toBeLessThanOrEqual(6);
  expect(few.outcome).toMatchObject({
    seen: true,
    data: { caa: { answered: false, reason: expect.stringContaining('zu viele') } },
  });

  const slow = await startDns((one) => (one.type === 'SOA' ? zoneScript(plain)(one) : null));
  const started = performance.now();
  await observeDnsZone(permittedDomain(), { now: fixedNow, resolver: slow.address }, { ...limits, timeLimitMs: 600 });
  expect(performance.now() - started).toBeLessThan(1500);
});
