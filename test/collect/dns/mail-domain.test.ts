/** Mail records of a domain: SPF as a receiver counts it, the DMARC record that holds, keys, and what is not known. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { observeMailDomain } from '../../../src/collect/mail-domain/observe-mail-domain.ts';
import type { MailDomainObservation, SpfEvaluation } from '../../../src/domain/dns-observation.ts';
import { closeAll, fixedNow } from '../loopback.ts';
import { permittedDomain, type Script, startDns, type Zone, zoneScript } from './scripted-dns.ts';

afterEach(closeAll);

const limits = { maxQuestions: 120, timeLimitMs: 4000, timeoutMs: 120 };
const soa = { mname: 'ns1.anbieter.example', rname: 'hostmaster.anbieter.example', serial: 7 };
const plain: Zone = {
  'beispielhain.de SOA': [soa],
  'beispielhain.de NS': ['ns1.anbieter.example'],
  'ns1.anbieter.example A': ['192.0.2.53'],
  'beispielhain.de MX': [{ preference: 10, exchange: 'mx1.beispielhain.de' }],
  'mx1.beispielhain.de A': ['192.0.2.25'],
  'beispielhain.de TXT': ['etwas anderes', 'v=spf1 mx -all'],
};

async function look(
  script: Script,
  { name = 'beispielhain.de', selectors = [] as string[] } = {},
): Promise<MailDomainObservation> {
  const { address } = await startDns(script);
  const observation = await observeMailDomain(permittedDomain(name, selectors), { now: fixedNow, resolver: address }, limits);
  if (!observation.outcome.seen) throw new Error(observation.outcome.reason);
  return observation.outcome.data;
}

async function spfOf(record: string, more: Zone = {}): Promise<SpfEvaluation> {
  const { spf } = await look(zoneScript({ ...plain, 'beispielhain.de TXT': [record], ...more }));
  if (spf === null) throw new Error('no SPF');
  return spf;
}

describe('SPF', () => {
  it('one record, one term', async () => {
    expect(await spfOf('v=spf1 mx -all')).toEqual({
      record: 'v=spf1 mx -all',
      dnsTerms: 1,
      voidLookups: 0,
      all: '-',
      usesPtr: false,
      ranges: [],
      problems: [],
      incomplete: null,
    });
  });

  it('empty names count once per term, not once per kind of address', async () => {
    const empty = { 'beispielhain.de MX': [], 'beispielhain.de A': [] };
    expect(await spfOf('v=spf1 a mx -all', empty)).toMatchObject({ dnsTerms: 2, voidLookups: 2, problems: [] });
  });

  it('a name with one kind of address is not empty', async () => {
    expect(await spfOf('v=spf1 a:v6.example -all', { 'v6.example AAAA': ['2001:db8::1'] })).toMatchObject({ voidLookups: 0 });
  });

  it('includes are counted through, the redirect decides', async () => {
    const spf = await spfOf('v=spf1 ip4:192.0.2.0/24 include:eins.example redirect=zwei.example', {
      'eins.example TXT': ['v=spf1 a mx include:drei.example ~all'],
      'eins.example A': ['192.0.2.1'],
      'eins.example MX': [{ preference: 1, exchange: 'm.example' }],
      'drei.example TXT': ['v=spf1 ip6:2001:db8::/32 ?all'],
      'zwei.example TXT': ['v=spf1 exists:vier.example ip4:10.0.0.0/8 ~all'],
    });
    expect(spf).toMatchObject({ dnsTerms: 6, voidLookups: 1, all: '~', ranges: ['192.0.2.0/24', '2001:db8::/32', '10.0.0.0/8'] });
  });

  it('a long record in several strings is one', async () => {
    expect(await spfOf(['v=spf1 ip4:192.0.', '2.7 -all'] as unknown as string)).toMatchObject({
      ranges: ['192.0.2.7'],
      all: '-',
    });
  });

  it.each([
    ['v=spf1 inlcude:x.example -all', 'syntax'],
    ['v=spf1 ip4:192.0.2.300 -all', 'syntax'],
    ['v=spf1 ip4:192.0.2.1/33 -all', 'syntax'],
    ['v=spf1 ip6:192.0.2.1 -all', 'syntax'],
    ['v=spf1 include -all', 'syntax'],
    ['v=spf1 all:x -all', 'syntax'],
    ['v=spf1 include:weg.example -all', 'missing'],
    ['v=spf1 redirect=weg.example', 'missing'],
    ['v=spf1 include:zwei.example -all', 'several'],
    ['v=spf1 include:beispielhain.de -all', 'loop'],
    ['v=spf1 include:kreis.example -all', 'loop'],
  ])('%s: %s', async (record, kind) => {
    const { problems } = await spfOf(record, {
      'zwei.example TXT': ['v=spf1 -all', 'v=spf1 ~all'],
      'kreis.example TXT': ['v=spf1 include:kreis.example -all'],
    });
    expect(problems.map((each) => each.kind)).toEqual([kind]);
  });

  it.each([
    'v=spf1 exp=warum.example unbekannt=1 -all',
    'V=SPF1 MX/24//64 A:%{d} ptr:x.example -ALL',
    'v=spf1 a/24  mx//64 -all',
  ])('allowed: %s', async (record) => {
    expect((await spfOf(record)).problems).toEqual([]);
  });

  it('what stands behind „all“ is not read', async () => {
    expect(await spfOf('v=spf1 -all include:x.example ptr redirect=y.example')).toMatchObject({
      dnsTerms: 0,
      usesPtr: false,
      all: '-',
    });
  });

  it('a chain without end ends', async () => {
    const endless: Script = (asked) =>
      asked.type === 'TXT' && asked.name.endsWith('kette.example')
        ? {
            answers: [
              { name: asked.name, type: 'TXT', ttl: 1, data: [`v=spf1 include:x${asked.name} include:y${asked.name} -all`] },
            ],
          }
        : zoneScript({ ...plain, 'beispielhain.de TXT': ['v=spf1 include:kette.example -all'] })(asked);
    const { spf, questions } = await look(endless);
    expect(spf?.dnsTerms).toBeGreaterThan(10);
    expect(spf?.incomplete).toContain('zu viele');
    expect(questions).toBeLessThan(70);
  });

  it.each(['SERVFAIL', 'REFUSED', null] as const)('an include that is not answered (%s) leaves it open', async (trouble) => {
    const spf = await spfOf('v=spf1 include:still.example -all', { 'still.example TXT': trouble });
    expect(spf.incomplete).toMatch(/\.$/);
    expect(spf.problems).toEqual([]);
  });

  it('two records are none', async () => {
    const { spf, spfRecords } = await look(
      zoneScript({ ...plain, 'beispielhain.de TXT': ['v=spf1 -all', 'v=spf1 ~all', 'v=spf10'] }),
    );
    expect(spf).toBeNull();
    expect(spfRecords).toMatchObject({ records: ['v=spf1 -all', 'v=spf1 ~all'] });
  });
});

describe('DMARC', () => {
  const dmarc = async (zone: Zone, name = 'beispielhain.de') => (await look(zoneScript({ ...plain, ...zone }), { name })).dmarc;

  it('the own record, and receivers elsewhere that agree or do not', async () => {
    const text =
      'v=DMARC1; p=reject; SP=quarantine; rua=mailto:d@beispielhain.de,mailto:x@ja.example!10m, mailto:y@nein.example; pct=50';
    const found = await dmarc({
      '_dmarc.beispielhain.de TXT': [text],
      'beispielhain.de._report._dmarc.ja.example TXT': ['v=DMARC1;'],
    });
    expect(found.effective).toMatchObject({ domain: 'beispielhain.de', tags: { p: 'reject', sp: 'quarantine', pct: '50' } });
    expect(found.externalReceivers).toEqual([
      { domain: 'ja.example', agrees: expect.objectContaining({ records: ['v=DMARC1;'] }) },
      { domain: 'nein.example', agrees: expect.objectContaining({ answered: true, records: [] }) },
    ]);
  });

  const below = { 'bad.beispielhain.de A': ['192.0.2.8'], 'bad.beispielhain.de TXT': [] };

  it('a domain below takes the record above', async () => {
    const found = await dmarc({ ...below, '_dmarc.beispielhain.de TXT': ['v=DMARC1; p=reject; sp=none'] }, 'bad.beispielhain.de');
    expect(found).toMatchObject({
      own: { answered: true, records: [] },
      effective: { domain: 'beispielhain.de', tags: { sp: 'none' } },
    });
  });

  it('the highest record counts, unless one says that it is the top', async () => {
    const deep = { ...plain, 'a.bad.beispielhain.de A': ['192.0.2.9'], '_dmarc.beispielhain.de TXT': ['v=DMARC1; p=reject'] };
    const upper = await dmarc({ ...deep, '_dmarc.bad.beispielhain.de TXT': ['v=DMARC1; p=none'] }, 'a.bad.beispielhain.de');
    expect(upper.effective?.domain).toBe('beispielhain.de');
    const top = await dmarc({ ...deep, '_dmarc.bad.beispielhain.de TXT': ['v=DMARC1; p=none; psd=n'] }, 'a.bad.beispielhain.de');
    expect(top.effective?.domain).toBe('bad.beispielhain.de');
  });

  it('a registry record holds only where the domain has none', async () => {
    const registry = { '_dmarc.de TXT': ['v=DMARC1; p=reject; psd=y'] };
    expect((await dmarc(registry)).effective?.domain).toBe('de');
    expect((await dmarc({ ...registry, '_dmarc.beispielhain.de TXT': ['v=DMARC1; p=none'] })).effective?.domain).toBe(
      'beispielhain.de',
    );
  });

  it('two records are none, another text is none', async () => {
    expect((await dmarc({ '_dmarc.beispielhain.de TXT': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] })).effective).toBeNull();
    expect((await dmarc({ '_dmarc.beispielhain.de TXT': ['v=DMARC2; p=reject', 'p=reject'] })).own).toMatchObject({
      records: [],
    });
  });

  it.each(['SERVFAIL', 'REFUSED', null] as const)('a step that is not answered (%s) leaves it open', async (trouble) => {
    expect(await dmarc({ '_dmarc.beispielhain.de TXT': trouble })).toMatchObject({
      effective: null,
      incomplete: expect.any(String),
    });
    expect(await dmarc({ '_dmarc.de TXT': trouble })).toMatchObject({ effective: null, incomplete: expect.any(String) });
  });

  it('the walk up a name of many labels is short', async () => {
    const name = `${'x.'.repeat(20)}beispielhain.de`;
    const { address, asked } = await startDns(zoneScript({ ...plain, [`${name} A`]: ['192.0.2.9'] }));
    await observeMailDomain(permittedDomain(name), { now: fixedNow, resolver: address }, limits);
    const walked = asked.filter((each) => each.type === 'TXT' && each.name.startsWith('_dmarc.')).map((each) => each.name);
    expect(walked).toHaveLength(8);
    expect(walked).toContain('_dmarc.de');
  });
});

describe('DKIM', () => {
  const rsa = (bits: number, type: 'spki' | 'pkcs1' = 'spki') =>
    generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'der', type }).toString('base64');
  const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';

  it.each<[string, object | null]>([
    [`v=DKIM1; k=rsa; p=${rsa(2048)}`, { type: 'rsa', rsaBits: 2048, isRevoked: false, isTest: false }],
    [`p=${rsa(1024, 'pkcs1')}; t=s:y`, { type: 'rsa', rsaBits: 1024, isTest: true }],
    [
      `v=DKIM1; k=ed25519; p=${Buffer.from(ed, 'base64url').toString('base64')}`,
      { type: 'ed25519', rsaBits: null, isRevoked: false },
    ],
    ['v=DKIM1; p=', { isRevoked: true }],
    ['v=DKIM1; p=AAAA', null],
    ['v=DKIM2; p=AAAA', null],
    ['v=DKIM1; k=ed25519; p=AAAA', null],
  ])('%s', async (text, key) => {
    const parts = text.match(/.{1,200}/g) ?? [];
    const { dkim } = await look(zoneScript({ ...plain, 's1._domainkey.beispielhain.de TXT': [parts] }), {
      selectors: ['s1', 's2'],
    });
    expect(dkim).toHaveLength(2);
    if (key === null) expect(dkim[0]?.key).toBeNull();
    else expect(dkim[0]?.key).toMatchObject(key);
    expect(dkim[1]).toMatchObject({ selector: 's2', texts: { answered: true, nameExists: false, records: [] }, key: null });
  });
});

it('mail servers with addresses, alias and TLSA records', async () => {
  const { servers, hasNullMx } = await look(
    zoneScript({
      ...plain,
      'beispielhain.de MX': [
        { preference: 10, exchange: 'mx1.beispielhain.de' },
        { preference: 20, exchange: 'alias.beispielhain.de' },
        { preference: 30, exchange: 'weg.beispielhain.de' },
      ],
      'alias.beispielhain.de CNAME': ['mx1.beispielhain.de'],
      '_25._tcp.mx1.beispielhain.de TLSA': [{ usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32) }],
    }),
  );
  expect(hasNullMx).toBe(false);
  expect(servers).toMatchObject([
    {
      name: 'mx1.beispielhain.de',
      alias: null,
      tlsa: { records: [{ usage: 3, selector: 1, matchingType: 1 }] },
      tlsaAuthenticated: false,
    },
    { alias: 'mx1.beispielhain.de', ipv4: { records: ['192.0.2.25'] } },
    { ipv4: { answered: true, nameExists: false }, ipv6: { answered: true, nameExists: false } },
  ]);
});

it('a domain that says it takes no mail', async () => {
  const found = await look(zoneScript({ ...plain, 'beispielhain.de MX': [{ preference: 0, exchange: '.' }] }));
  expect(found).toMatchObject({ hasNullMx: true, servers: [] });
});

it('the announcements for TLS', async () => {
  const found = await look(
    zoneScript({
      ...plain,
      '_mta-sts.beispielhain.de TXT': ['v=STSv1; id=20260101'],
      '_smtp._tls.beispielhain.de TXT': ['v=TLSRPTv1; rua=mailto:tls@beispielhain.de'],
    }),
  );
  expect(found).toMatchObject({
    mtaSts: { records: ['v=STSv1; id=20260101'] },
    tlsRpt: { records: [expect.stringContaining('rua=')] },
  });
});

it('nothing is sent anywhere but to the resolver, and not more than a few dozen questions', async () => {
  const { address, asked } = await startDns(zoneScript(plain));
  await observeMailDomain(permittedDomain('beispielhain.de', ['s1']), { now: fixedNow, resolver: address }, limits);
  expect(asked.length).toBeLessThanOrEqual(20);
});

it('texts that mean harm stay harmless', async () => {
  const found = await look(
    zoneScript({
      ...plain,
      'beispielhain.de TXT': ['v=spf1 \u001b[2J include:b\u202e.example -all'],
      '_dmarc.beispielhain.de TXT': [
        'v=DMARC1; p=none\u0007; __proto__=x; constructor=y; rua=mailto:a@b c,mailto:a@\u0001.example',
      ],
    }),
  );
  expect(JSON.stringify(found)).not.toMatch(/\\u001b|\u202e|\\u0007|\\u0001/);
});
