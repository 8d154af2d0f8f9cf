/** OpenSSH as it comes, as hardened, and with what old devices still ask for. */
import { afterAll, expect, test } from 'vitest';
import { hardenedSshLines, oldSshLines, startGoodNginx, startSsh } from './daemons.ts';
import { verdictsAt } from './look.ts';
import { stopDaemons } from './processes.ts';

afterAll(stopDaemons);

test('hardened', async () => {
  expect(await verdictsAt(await startSsh(hardenedSshLines))).toMatchObject({
    'ssh-protocol-version': 'met',
    'ssh-key-exchange': 'met',
    'ssh-ciphers': 'met',
    'ssh-mac': 'met',
    'ssh-host-key-algorithms': 'met',
    'ssh-terrapin': 'met',
  });
});

test('as it comes with the distribution', async () => {
  expect(await verdictsAt(await startSsh())).toMatchObject({
    'ssh-protocol-version': 'met',
    'ssh-ciphers': 'met',
    'ssh-mac': 'phase-out',
    'ssh-host-key-algorithms': 'met',
    'ssh-terrapin': 'met',
  });
});

test('with old algorithms', async () => {
  expect(await verdictsAt(await startSsh(oldSshLines))).toMatchObject({
    'ssh-protocol-version': 'met',
    'ssh-key-exchange': 'not-met',
    'ssh-ciphers': 'not-met',
    'ssh-mac': 'not-met',
    'ssh-host-key-algorithms': 'not-met',
  });
});

test('a web server gets no word about SSH', async () => {
  const verdicts = await verdictsAt(await startGoodNginx());
  expect(Object.keys(verdicts).filter((check) => check.startsWith('ssh-'))).toEqual([]);
});
