/** The rule books a service is held against are data: another profile or another day gives another verdict without other code. */
import { describe, expect, test } from 'vitest';
import { checkRegistry } from '../../src/checks/registry.ts';
import type { TlsEndpointObservation, TlsVersion } from '../../src/domain/observation.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

const { checks, tables } = await shippedCatalogue();
const profiles = (tables['tls-profiles'] as { entries: { id: string; rule_books: string[] }[] }).entries;

/** With TLS 1.2 and 1.3, ECDHE and these suites more. */
function service(more: readonly string[] = []): TlsEndpointObservation {
  const offered: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];
  const of = (version: TlsVersion) => ({ offered: offered.includes(version) });
  return {
    kind: 'tls',
    target: { name: 'www.beispielhain.de', address: '192.0.2.7', port: 443 },
    vantage: 'internet',
    at: '2026-11-22T09:00:00Z',
    outcome: {
      seen: true,
      data: {
        versions: {
          SSLv3: of('SSLv3'),
          TLSv1: of('TLSv1'),
          'TLSv1.1': of('TLSv1.1'),
          'TLSv1.2': of('TLSv1.2'),
          'TLSv1.3': of('TLSv1.3'),
        },
        suites: {
          versions: {
            'TLSv1.2': { accepted: ['0xc02f', '0xc030', ...more], incomplete: null },
            'TLSv1.3': { accepted: ['0x1301', '0x1302'], incomplete: null },
          },
          connections: 9,
        },
        features: {
          groups: { 'TLSv1.2': { accepted: ['secp256r1', 'x25519'], incomplete: null } },
          old: {
            settled: true,
            value: {
              compression: false,
              secureRenegotiation: true,
              extendedMasterSecret: true,
              heartbeat: false,
              truncatedHmac: false,
            },
          },
          ownOrder: { settled: true, value: true },
          earlyData: { settled: true, value: false },
          connections: 9,
        },
        certificate: null,
        certificateReason: 'Der Server zeigt kein Zertifikat.',
      },
    },
  };
}

function resultOf(check: string, profile: string, asOf: string, observation = service()): string | undefined {
  const definition = checks.find(({ id }) => id === check);
  const ruleBooks = profiles.find(({ id }) => id === profile)?.rule_books;
  if (definition === undefined || ruleBooks === undefined) throw new Error(`${check} or ${profile} is missing`);
  const parameters = { ...definition.parameters, rule_books: ruleBooks };
  const context = { definition: { ...definition, parameters }, asOf, zielobjekte: [], tables };
  return checkRegistry[check]?.judge(observation, context)?.result;
}

const byRuleBook = checks.filter(({ parameters }) => parameters['table'] === 'tls-algorithms').map(({ id }) => id);

test('every check that reads the table of TLS takes its rule books from the definition', () => {
  expect(byRuleBook).toEqual(
    expect.arrayContaining([
      'tls-cipher-suites',
      'tls-features',
      'tls-key-exchange-groups',
      'tls-protocol-version',
      'tls-suite-order',
    ]),
  );
  for (const id of byRuleBook)
    expect(checks.find((check) => check.id === id)?.parameters['rule_books'], id).toBeInstanceOf(Array);
});

describe.each(profiles.map(({ id }) => id))('%s', (profile) => {
  test.each(byRuleBook)('%s settles what a well kept service does today', (check) => {
    expect(resultOf(check, profile, '2026-11-22')).toBe('met');
  });
});

const dhe = service(['0x009e']);
const weak = service(['0x000a']);

test('DHE: the BSI bears it until the end of 2029, the IETF no longer', () => {
  const on = (profile: string, asOf: string) => resultOf('tls-cipher-suites', profile, asOf, dhe);
  for (const profile of ['bsi-mst-tls', 'bsi-tr-02102-2', 'bsi-tr-02102-2@2026-01']) {
    expect(on(profile, '2029-12-31'), profile).toBe('phase-out');
    expect(on(profile, '2030-01-01'), profile).toBe('not-met');
  }
  expect(on('ietf-bcp195', '2026-11-22')).toBe('not-met');
  // That edition named an end that may be put off, and complained only in the year before.
  expect(on('bsi-tr-02102-2@2023-01', '2026-11-22')).toBe('met');
});

test('TLS 1.2: it ends with the year 2031 for the BSI of 2026, for nobody else', () => {
  const on = (profile: string, asOf: string) => resultOf('tls-protocol-version', profile, asOf);
  for (const profile of ['bsi-mst-tls', 'bsi-tr-02102-2', 'bsi-tr-02102-2@2026-01']) {
    expect(on(profile, '2031-12-31'), profile).toBe('phase-out');
    expect(on(profile, '2032-01-01'), profile).toBe('not-met');
  }
  expect(on('bsi-tr-02102-2@2023-01', '2032-01-01')).toBe('met');
  expect(on('ietf-bcp195', '2032-01-01')).toBe('met');
});

test.each(profiles.map(({ id }) => id))('%s: 3DES without forward secrecy is never in order', (profile) => {
  expect(resultOf('tls-cipher-suites', profile, '2026-11-22', weak)).toBe('not-met');
});
