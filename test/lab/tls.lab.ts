/** TLS as real servers speak it, from a well kept one to those that should be gone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '../../src/domain/observation.ts';
import { startAgeingNginx, startGoodNginx, startLegacyNginx, startRc4, startSslv3 } from './daemons.ts';
import { observe, suitesSeen, type Verdicts, verdictsOn } from './look.ts';
import { nmapSuites } from './oracles.ts';
import { type Daemon, stopDaemons } from './processes.ts';

afterAll(stopDaemons);

interface Example {
  name: string;
  start(): Promise<Daemon>;
  verdicts: Verdicts;
}

const examples: Example[] = [
  {
    name: 'nginx as set up in 2026',
    start: startGoodNginx,
    verdicts: {
      'tls-protocol-version': 'met',
      'tls-cipher-suites': 'met',
      'tls-key-exchange-groups': 'met',
      'tls-suite-order': 'met',
      'tls-features': 'met',
      'tls-certificate-key': 'met',
      'tls-certificate-validity': 'met',
      'tls-certificate-signature': 'met',
      // Signed by itself: nobody vouches for it.
      'tls-certificate-chain': 'not-met',
      'http-hsts': 'met',
      'http-content-type-options': 'met',
      'http-version-disclosure': 'met',
    },
  },
  {
    name: 'nginx with everything OpenSSL can still be talked into',
    start: startLegacyNginx,
    verdicts: {
      'tls-protocol-version': 'not-met',
      'tls-cipher-suites': 'not-met',
      'tls-certificate-key': 'not-met',
      'tls-certificate-validity': 'not-met',
      'tls-certificate-signature': 'not-met',
      'tls-key-exchange-groups': 'not-met',
      'http-hsts': 'not-met',
      'http-content-type-options': 'not-met',
    },
  },
  {
    name: 'nginx as set up ten years ago',
    start: startAgeingNginx,
    verdicts: {
      'tls-protocol-version': 'phase-out',
      'tls-cipher-suites': 'not-met',
      'tls-certificate-key': 'not-met',
      'tls-certificate-validity': 'met',
    },
  },
  {
    name: 'NSS with nothing but SSL 3.0',
    start: startSslv3,
    verdicts: { 'tls-protocol-version': 'not-met', 'tls-cipher-suites': 'not-met', 'tls-certificate-key': 'undetermined' },
  },
  {
    name: 'GnuTLS with RC4 and 3DES',
    start: startRc4,
    verdicts: { 'tls-protocol-version': 'not-met', 'tls-cipher-suites': 'not-met', 'tls-certificate-key': 'undetermined' },
  },
];

describe.for(examples)('$name', ({ start, verdicts }) => {
  let daemon: Daemon;
  let observations: readonly Observation[];

  beforeAll(async () => {
    daemon = await start();
    observations = await observe(daemon, ['tls', 'http']);
  });

  test('is judged as it is', async () => {
    expect(await verdictsOn(observations)).toMatchObject(verdicts);
  });

  test('exactly the suites are found that nmap finds', async () => {
    const { result } = await nmapSuites(daemon);
    expect(sorted(suitesSeen(observations))).toEqual(sorted(Object.fromEntries(result)));
  });
});

function sorted(suites: Readonly<Partial<Record<string, Iterable<string>>>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(suites).map(([version, accepted]) => [version, [...(accepted ?? [])].toSorted()]));
}
