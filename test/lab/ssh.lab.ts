/** OpenSSH as it comes, as hardened, and with what old devices still ask for. */
import { afterAll, expect, test } from 'vitest';
import { hardenedSshLines, makeSshKeys, oldSshLines, startGoodNginx, startSsh } from './daemons.ts';
import { findingsOn, observe, verdictsAt } from './look.ts';
import { stopDaemons } from './processes.ts';

afterAll(stopDaemons);

test('hardened', async () => {
  expect(await verdictsAt(await startSsh(hardenedSshLines))).toMatchObject({
    'ssh-protocol-version': 'met',
    'ssh-key-exchange': 'met',
    'ssh-ciphers': 'met',
    'ssh-mac': 'met',
    'ssh-host-key-algorithms': 'met',
    'ssh-host-key-size': 'met',
    'ssh-terrapin': 'met',
  });
});

test('as it comes with the distribution', async () => {
  expect(await verdictsAt(await startSsh())).toMatchObject({
    'ssh-protocol-version': 'met',
    'ssh-ciphers': 'met',
    'ssh-mac': 'phase-out',
    'ssh-host-key-algorithms': 'met',
    'ssh-host-key-size': 'met',
    // The list of primes of the distribution begins with 2048 bits.
    'ssh-group-size': 'phase-out',
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

test('with short RSA keys', async () => {
  const [, , old = ''] = await makeSshKeys(2048);
  expect(await verdictsAt(await startSsh([], { keys: [old] }))).toMatchObject({ 'ssh-host-key-size': 'phase-out' });
  const [, , short = ''] = await makeSshKeys(1024);
  expect(await verdictsAt(await startSsh([], { keys: [short] }))).toMatchObject({ 'ssh-host-key-size': 'not-met' });
});

test('two machines from one image, and one of its own', async () => {
  const image = await makeSshKeys();
  const [first, copy, other] = await Promise.all([
    startSsh([], { keys: image }),
    startSsh([], { keys: image, address: '127.0.0.2' }),
    startSsh([], { address: '127.0.0.3' }),
  ]);
  const seen = (await Promise.all([first, copy, other].map((daemon) => observe(daemon, ['ssh'])))).flat();
  const servers = [first, copy, other].map(({ address }) => ({
    kuerzel: `SRV${address.at(-1)}`,
    kommune: 'beispielhain',
    typ: 'server',
    name: address,
    adressen: [address],
  }));
  const shared = (await findingsOn(seen, servers)).filter(({ check }) => check === 'ssh-shared-host-key');
  expect(shared.map(({ target, result }) => [target.address, result])).toEqual([
    ['127.0.0.1', 'not-met'],
    ['127.0.0.2', 'not-met'],
    ['127.0.0.3', 'met'],
  ]);
});

test('a web server gets no word about SSH', async () => {
  const verdicts = await verdictsAt(await startGoodNginx());
  expect(Object.keys(verdicts).filter((check) => check.startsWith('ssh-'))).toEqual([]);
});
