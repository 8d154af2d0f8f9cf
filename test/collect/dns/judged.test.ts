/** From the question to the verdict: a well-kept domain passes, and nothing passes where nothing was answered. */
import { generateKeyPairSync } from 'node:crypto';
import type { Answer } from 'dns-packet';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { judge } from '../../../src/checks/judge.ts';
import { collect } from '../../../src/collect/collect.ts';
import { observeDnsZone } from '../../../src/collect/dns/observe-dns-zone.ts';
import { observeMailDomain } from '../../../src/collect/mail-domain/observe-mail-domain.ts';
import type { Observation } from '../../../src/domain/observation.ts';
import { shippedCatalogue } from '../../shipped-catalogue.ts';
import { closeAll, closedPort, fixedNow, listen } from '../loopback.ts';
import { permittedDomain, respond, type Script, startDns, type Zone, zoneScript } from './scripted-dns.ts';
import { dsOf, makeKey, signKeys, signSoa } from './signed-zone.ts';

afterEach(closeAll);

const { checks, tables } = await shippedCatalogue();

function verdicts(observations: readonly Observation[]): Record<string, string> {
  const findings = judge(observations, { checks, tables }, [], '2026-06-15');
  return Object.fromEntries(findings.map(({ check, result }) => [check, result]));
}

const apex = 'beispielhain.de';
const key = makeKey(13);
const soa = {
  mname: 'ns1.anbieter.example',
  rname: 'hostmaster.anbieter.example',
  serial: 7,
  refresh: 1,
  retry: 2,
  expire: 3,
  minimum: 4,
};
const period = { from: new Date('2026-06-10T00:00:00Z'), until: new Date('2026-06-25T00:00:00Z') };
const dkim = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64');
const tlsa = [1, 2].map((fill) => ({ usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32, fill) }));

const wellKept: Zone = {
  '. SOA': [soa],
  'beispielhain.de SOA': [soa],
  'beispielhain.de NS': ['ns1.anbieter.example', 'ns2.anbieter.example'],
  'ns1.anbieter.example A': ['192.0.2.53'],
  'ns1.anbieter.example AAAA': ['2001:db8:1::53'],
  'ns2.anbieter.example A': ['198.51.100.53'],
  'beispielhain.de DS': [dsOf(apex, key)],
  'beispielhain.de DNSKEY': [key.dnskey],
  'beispielhain.de RRSIG': [signKeys(apex, [key], key, period), signSoa(apex, soa, key, period)],
  'beispielhain.de CAA': [{ tag: 'issue', value: 'ca.example' }],
  'beispielhain.de A': ['192.0.2.80'],
  'beispielhain.de AAAA': ['2001:db8::80'],
  'www.beispielhain.de CNAME': ['beispielhain.de'],
  'beispielhain.de MX': [
    { preference: 10, exchange: 'mx1.beispielhain.de' },
    { preference: 10, exchange: 'mx2.beispielhain.de' },
  ],
  'mx1.beispielhain.de A': ['192.0.2.25'],
  'mx1.beispielhain.de AAAA': ['2001:db8::25'],
  'mx2.beispielhain.de A': ['198.51.100.25'],
  '25.2.0.192.in-addr.arpa PTR': ['mx1.beispielhain.de'],
  [`5.2.0.0.${'0.'.repeat(20)}8.b.d.0.1.0.0.2.ip6.arpa PTR`]: ['mx1.beispielhain.de'],
  '25.100.51.198.in-addr.arpa PTR': ['mx2.beispielhain.de'],
  '_25._tcp.mx1.beispielhain.de TLSA': tlsa,
  '_25._tcp.mx2.beispielhain.de TLSA': tlsa,
  'beispielhain.de TXT': ['v=spf1 mx -all'],
  '_dmarc.beispielhain.de TXT': ['v=DMARC1; p=reject; rua=mailto:dmarc@beispielhain.de'],
  's1._domainkey.beispielhain.de TXT': [[`v=DKIM1; p=${dkim.slice(0, 200)}`, dkim.slice(200)]],
  '_smtp._tls.beispielhain.de TXT': ['v=TLSRPTv1; rua=mailto:tls@beispielhain.de'],
};

const believing = (script: Script): Script => {
  return (asked) => {
    const answer = script(asked);
    return answer === null || Buffer.isBuffer(answer) ? answer : { ...answer, authenticated: true };
  };
};

const limits = { maxQuestions: 120, timeLimitMs: 3000, timeoutMs: 60 };

async function judged(resolver: string): Promise<Record<string, string>> {
  const domain = permittedDomain(apex, ['s1']);
  const options = { now: fixedNow, resolver };
  return verdicts(await Promise.all([observeDnsZone(domain, options, limits), observeMailDomain(domain, options, limits)]));
}

const all = checks
  .filter(({ observes }) => observes.includes('dns-zone') || observes.includes('mail-domain'))
  .map(({ id }) => id);

it('a well-kept domain passes every check, through the one door all looks go through', async () => {
  const { address, asked } = await startDns(believing(zoneScript(wellKept)));
  const { observations, aborted } = await collect(
    [],
    { kinds: new Set(['dns-zone', 'mail-domain']), ports: [], domains: [permittedDomain(apex, ['s1'])], resolver: address },
    { now: fixedNow, nmap: null },
  );
  expect(aborted).toBe(false);
  expect(observations.map(({ kind, target }) => [kind, target])).toEqual([
    ['dns-zone', { name: apex, address: apex, port: null }],
    ['mail-domain', { name: apex, address: apex, port: null }],
  ]);
  const results = verdicts(observations);
  const expected = Object.fromEntries(all.filter((id) => id !== 'mail-no-mail-domain').map((id) => [id, 'met']));
  // Name servers and mail servers belong to no target of the run: they were not asked.
  expect(results).toEqual({ ...expected, 'dns-authority': 'undetermined', 'mail-dane-certificate': 'undetermined' });
  expect(asked.length).toBeLessThanOrEqual(70);
});

it('the same domain through a resolver that does not check: what rests on its word stays open', async () => {
  const { address } = await startDns(zoneScript(wellKept));
  const results = await judged(address);
  expect(results).toMatchObject({ 'dns-dnssec': 'met', 'mail-dane': 'undetermined', 'mail-spf': 'met' });
});

describe('nothing passes where nothing was answered', () => {
  const scripted = (script: Script) => async () => (await startDns(script)).address;
  const garbled: Script = ({ packet }) => {
    const bytes = Buffer.alloc(60, 255);
    bytes.writeUInt16BE(packet.id ?? 0, 0);
    return bytes;
  };
  it.each<[string, () => Promise<string>]>([
    ['nobody listens', async () => `127.0.0.1:${await closedPort()}`],
    ['silent', scripted(() => null)],
    ['SERVFAIL', scripted(() => ({ code: 'SERVFAIL' }))],
    ['REFUSED', scripted(() => ({ code: 'REFUSED' }))],
    ['garbage', scripted(garbled)],
    ['cut, and TCP closes', scripted(({ packet }) => respond(packet, { truncated: true }).subarray(0, 30))],
    ['only TCP listens', async () => `127.0.0.1:${(await listen((socket) => socket.end())).port}`],
    ['every answer empty and without zone', scripted(() => ({}))],
    ['everything unknown', scripted(() => ({ code: 'NXDOMAIN' }))],
  ])('%s', async (_name, start) => {
    const results = await judged(await start());
    expect(Object.keys(results).sort()).toEqual([...all].sort());
    expect(new Set(Object.values(results))).toEqual(new Set(['undetermined']));
  });

  const known = zoneScript(wellKept);
  const isBase = ({ name, type }: { name: string; type: string }) => name === apex && (type === 'SOA' || type === 'NS');
  it.each<[string, Script]>([
    ['silent', () => null],
    ['SERVFAIL', () => ({ code: 'SERVFAIL' })],
    ['REFUSED', () => ({ code: 'REFUSED' })],
    ['garbage', garbled],
  ])('all but SOA and NS: %s', async (_name, trouble) => {
    const { address } = await startDns((asked) => (isBase(asked) ? known(asked) : trouble(asked)));
    expect(new Set(Object.values(await judged(address)))).toEqual(new Set(['undetermined']));
  });
});

it('sixty domains of lies end in time, and every one can be judged', async () => {
  const name = fc.constantFrom(apex, `www.${apex}`, 'x.example', '.', `_dmarc.${apex}`, `a.${apex}`);
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('v=spf1 include:x.example +all', 'v=DMARC1; p=reject', 'v=STSv1;', 'p='),
  );
  const bytes = fc.uint8Array({ maxLength: 80 }).map((each) => Buffer.from(each));
  const record = fc.oneof(
    fc.record({ name, type: fc.constant('TXT'), ttl: fc.nat(), data: fc.array(text, { minLength: 1, maxLength: 3 }) }),
    fc.record({ name, type: fc.constantFrom('CNAME', 'NS'), ttl: fc.nat(), data: name }),
    fc.record({ name, type: fc.constant('A'), ttl: fc.nat(), data: fc.ipV4() }),
    fc.record({
      name,
      type: fc.constant('MX'),
      ttl: fc.nat(),
      data: fc.record({ preference: fc.nat({ max: 65535 }), exchange: name }),
    }),
    fc.record({
      name,
      type: fc.constant('DNSKEY'),
      ttl: fc.nat(),
      data: fc.record({ flags: fc.constantFrom(256, 257), algorithm: fc.constantFrom(5, 8, 13, 15, 99), key: bytes }),
    }),
    fc.record({
      name,
      type: fc.constant('DS'),
      ttl: fc.nat(),
      data: fc.record({
        keyTag: fc.nat({ max: 9 }),
        algorithm: fc.constantFrom(8, 13),
        digestType: fc.nat({ max: 5 }),
        digest: bytes,
      }),
    }),
    fc.record({
      name,
      type: fc.constant('TLSA'),
      ttl: fc.nat(),
      data: fc.record({
        usage: fc.nat({ max: 9 }),
        selector: fc.nat({ max: 9 }),
        matchingType: fc.nat({ max: 9 }),
        certificate: bytes,
      }),
    }),
    fc.record({ name, type: fc.constant('SOA'), ttl: fc.nat(), data: fc.constant(soa) }),
  );
  const answer = fc.record({
    code: fc.constantFrom('NOERROR' as const, 'NOERROR' as const, 'NXDOMAIN' as const, 'SERVFAIL' as const),
    authenticated: fc.boolean(),
    answers: fc.array(record, { maxLength: 6 }),
    authorities: fc.array(record, { maxLength: 2 }),
  });
  const lies = fc.sample(answer, { numRuns: 3000, seed: 4033 });
  let next = 0;
  const { address } = await startDns(({ name: asked, type }) => {
    const lie = lies[next++ % lies.length];
    if (lie === undefined) return null;
    // Half of the lies speak about what was asked.
    const retold = lie.answers.map((each, index) => (index % 2 === 0 && each.type === type ? { ...each, name: asked } : each));
    const own = type === 'SOA' && asked === apex ? [{ name: apex, type, ttl: 1, data: soa }] : [];
    const answers = [...own, ...retold] as Answer[];
    try {
      return { ...lie, code: own.length > 0 ? 'NOERROR' : lie.code, answers, authorities: lie.authorities as Answer[] };
    } catch {
      return null;
    }
  });
  for (let round = 0; round < 60; round++) {
    const started = performance.now();
    const results = await judged(address);
    expect(Object.keys(results).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(4500);
  }
});
