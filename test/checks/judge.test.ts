import { expect, test } from 'vitest';
import { assignZielobjekt, countUndetermined, judge, wasLeftOut } from '../../src/checks/judge.ts';
import { tlsProtocolVersion } from '../../src/checks/tls-protocol-version.ts';
import { cleanValue, fillMessage } from '../../src/checks/verdict.ts';
import type { CheckDefinition, ObservationKind } from '../../src/domain/catalogue.ts';
import type { Zielobjekt } from '../../src/domain/kommune.ts';
import type { Observation, ObservedTarget, TlsVersion } from '../../src/domain/observation.ts';
import { InvalidDataError } from '../../src/errors.ts';

function zielobjekt(kuerzel: string, ...adressen: string[]): Zielobjekt {
  return { kuerzel, kommune: 'beispielhain', typ: 'webserver', name: kuerzel, adressen };
}

function target(name: string | null, port: number | null, address = '192.0.2.7'): ObservedTarget {
  return { name, address, port };
}

const verbund = zielobjekt('VERBUND');

test.for<[string, ObservedTarget, Zielobjekt[], { zielobjekt: string; declared: boolean }]>([
  ['by address', target(null, 443), [verbund, zielobjekt('WEB', '192.0.2.7')], { zielobjekt: 'WEB', declared: true }],
  [
    'by name, whatever its capitals',
    target('WWW.Beispielhain.de', 443),
    [zielobjekt('WEB', 'www.beispielhain.de')],
    { zielobjekt: 'WEB', declared: true },
  ],
  [
    'with port before without',
    target(null, 8443),
    [zielobjekt('HOST', '192.0.2.7'), zielobjekt('ADMIN', '192.0.2.7:8443')],
    { zielobjekt: 'ADMIN', declared: true },
  ],
  [
    'by name before by address',
    target('rats.beispielhain.de', 443),
    [zielobjekt('WEB', '192.0.2.7'), zielobjekt('RATS', 'rats.beispielhain.de')],
    { zielobjekt: 'RATS', declared: true },
  ],
  [
    'address with port before bare name',
    target('www.beispielhain.de', 443),
    [zielobjekt('A', 'www.beispielhain.de'), zielobjekt('B', '192.0.2.7:443')],
    { zielobjekt: 'B', declared: true },
  ],
  [
    'IPv6 in brackets',
    target(null, 443, '2001:db8::7'),
    [zielobjekt('WEB', '[2001:DB8::7]:443')],
    { zielobjekt: 'WEB', declared: true },
  ],
  ['IPv6 bare', target(null, 443, '2001:db8::7'), [zielobjekt('WEB', '2001:db8:0::7')], { zielobjekt: 'WEB', declared: true }],
  [
    'whole host declared by a port',
    target(null, null),
    [zielobjekt('WEB', '192.0.2.7:443')],
    { zielobjekt: 'WEB', declared: true },
  ],
  [
    'a domain by an address of that name',
    target('beispielhain.de', null, 'beispielhain.de'),
    [zielobjekt('WEB', 'www.beispielhain.de'), zielobjekt('DOM', 'beispielhain.de')],
    { zielobjekt: 'DOM', declared: true },
  ],
  [
    'a domain by what the Zielobjekt is called, before a service of that name',
    target('beispielhain.de', null, 'beispielhain.de'),
    [zielobjekt('WEB', 'beispielhain.de:443'), { ...zielobjekt('DOM'), name: 'Beispielhain.de' }],
    { zielobjekt: 'DOM', declared: true },
  ],
  [
    'no host by what a Zielobjekt is called',
    target('beispielhain.de', null),
    [{ ...zielobjekt('DOM'), name: 'beispielhain.de' }],
    { zielobjekt: 'VERBUND', declared: false },
  ],
  [
    'whole host declared as such first',
    target(null, null),
    [zielobjekt('WEB', '192.0.2.7:443'), zielobjekt('HOST', '192.0.2.7')],
    { zielobjekt: 'HOST', declared: true },
  ],
  [
    'another port of a declared host',
    target(null, 8443),
    [zielobjekt('WEB', '192.0.2.7:443')],
    { zielobjekt: 'VERBUND', declared: false },
  ],
  [
    'nobody',
    target('fremd.beispielhain.de', 443, '192.0.2.70'),
    [verbund, zielobjekt('WEB', '192.0.2.7')],
    { zielobjekt: 'VERBUND', declared: false },
  ],
  [
    'two alike: the first by Kuerzel',
    target(null, 443),
    [zielobjekt('Z', '192.0.2.7'), zielobjekt('A', '192.0.2.7')],
    { zielobjekt: 'A', declared: true },
  ],
])('a finding belongs to the Zielobjekt: %s', ([, observed, zielobjekte, expected]) => {
  expect(assignZielobjekt(observed, zielobjekte)).toEqual(expected);
});

function definition(id: string, observes: ObservationKind, parameters: CheckDefinition['parameters'] = {}): CheckDefinition {
  const messages = {
    met: 'gut',
    notMet: 'schlecht: {rejected}',
    phaseOut: '{rejected} bis {until}',
    undetermined: 'unklar ({reason})',
  };
  return {
    id,
    title: id,
    question: '?',
    observes: [observes],
    parameters,
    severity: 'hoch',
    messages,
    remedy: '',
    footprint: '',
    sources: [],
    since: '2026.1',
  };
}

function tls(observed: ObservedTarget, offered: readonly TlsVersion[], at = '2026-11-22T09:00:00Z'): Observation {
  const outcome = (version: TlsVersion) => ({ offered: offered.includes(version) });
  const versions = {
    SSLv3: outcome('SSLv3'),
    TLSv1: outcome('TLSv1'),
    'TLSv1.1': outcome('TLSv1.1'),
    'TLSv1.2': outcome('TLSv1.2'),
    'TLSv1.3': outcome('TLSv1.3'),
  };
  return {
    kind: 'tls',
    target: observed,
    vantage: 'internet',
    at,
    outcome: { seen: true, data: { versions, certificate: null, certificateReason: 'keines' } },
  };
}

const ruleBook = { source: 'Regelwerk', edition: '1' };
const tables = {
  versions: {
    entries: [
      { kind: 'protokoll', name: 'TLS 1.0', status: 'verboten', ...ruleBook },
      { kind: 'protokoll', name: 'TLS 1.2', status: 'auslaufend', valid_until: '2031-12-31', severity: 'mittel', ...ruleBook },
      { kind: 'protokoll', name: 'TLS 1.3', status: 'empfohlen', ...ruleBook },
    ],
  },
};
const versionCheck = definition('tls-protocol-version', 'tls', {
  table: 'versions',
  rule_books: ['Regelwerk'],
  notice: 'P1Y',
});
const keyCheck = definition('tls-certificate-key', 'tls', { rsa_min_bits: 3000, rsa_phase_out_bits: 2048, ec_min_bits: 250 });

test('every check that looks at the kind judges; order is by target and check, whatever the order of observations', () => {
  const checks = [versionCheck, keyCheck, definition('http-redirect', 'http')];
  const observations = [tls(target('b.beispielhain.de', 443), ['TLSv1']), tls(target('a.beispielhain.de', 443), ['TLSv1.3'])];
  const findings = judge(observations, { checks, tables }, [zielobjekt('A', 'a.beispielhain.de')], '2026-11-22');

  expect(
    findings.map(({ check, target: { name }, result, zielobjekt: kuerzel, declared }) => [
      name,
      check,
      result,
      kuerzel,
      declared,
    ]),
  ).toEqual([
    ['a.beispielhain.de', 'tls-certificate-key', 'undetermined', 'A', true],
    ['a.beispielhain.de', 'tls-protocol-version', 'met', 'A', true],
    ['b.beispielhain.de', 'tls-certificate-key', 'undetermined', 'VERBUND', false],
    ['b.beispielhain.de', 'tls-protocol-version', 'not-met', 'VERBUND', false],
  ]);
  expect(findings[0]).toMatchObject({ vantage: 'internet', seenAt: '2026-11-22T09:00:00Z', text: 'unklar (keines)' });
  expect(judge([...observations].reverse(), { checks, tables }, [zielobjekt('A', 'a.beispielhain.de')], '2026-11-22')).toEqual(
    findings,
  );
  expect(countUndetermined(findings)).toBe(2);
});

test('a catalogue with a check this program has no code for is refused', () => {
  expect(() => judge([], { checks: [definition('smtp-unwritten', 'tls')], tables: {} }, [], '2026-11-22')).toThrow(
    InvalidDataError,
  );
});

test('an old version that is tolerated until a day is phase-out until then, and not met afterwards', () => {
  const observation = tls(target(null, 443), ['TLSv1.2', 'TLSv1.3']);
  const on = (asOf: string) => tlsProtocolVersion(observation, { definition: versionCheck, asOf, zielobjekte: [], tables });
  expect(on('2031-12-31')).toEqual({ result: 'phase-out', severity: 'niedrig', text: 'TLS 1.2 bis 31.12.2031' });
  expect(on('2032-01-01')).toEqual({ result: 'not-met', severity: 'mittel', text: 'schlecht: TLS 1.2' });
});

test('a sentence is filled once and strictly', () => {
  expect(fillMessage('{a} und {b}', { a: '{b}', b: 'zwei' })).toBe('{b} und zwei');
  expect(() => fillMessage('{c}', { a: '' })).toThrow(/\{c\}/);
  expect(() => fillMessage('{constructor}', {})).toThrow(/constructor/);
});

test('what comes over the network is cleaned and cut', () => {
  expect(cleanValue('a\u0000b\u001b[31m\u202ec\r\nd')).toBe('a b [31m c d');
  expect(cleanValue('ü'.repeat(500))).toHaveLength(200);
});

test.for<[string, string, Partial<Observation>, boolean]>([
  ['a service that hides its version', 'software-end-of-life', { kind: 'http', outcome: http({ server: '' }) } as never, true],
  [
    'a service that shows another program',
    'software-end-of-life',
    { kind: 'http', outcome: http({ server: 'x' }) } as never,
    false,
  ],
  ['nothing to compare a key with', 'ssh-shared-host-key', { kind: 'ssh' } as never, true],
  ['nothing to compare a certificate with', 'tls-shared-key', { kind: 'tls' } as never, true],
])('%s: whether %s saw less than before, which ends no finding', ([, check, observation, expected]) => {
  expect(wasLeftOut(check, observation as Observation)).toBe(expected);
});

function http(headers: Readonly<Record<string, string>>) {
  return { seen: true, data: { scheme: 'https', status: 200, headers, location: null } };
}
