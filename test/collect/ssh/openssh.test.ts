/** Against the real OpenSSH server: what is read off the wire has to be what the server says of its own settings. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { observeSsh } from '../../../src/collect/ssh/observe-ssh.ts';
import type { SshObservation } from '../../../src/domain/observation.ts';
import { closeAll, closedPort, fixedNow, onCloseAll, permitted } from '../loopback.ts';

const installed = (...files: string[]) => files.find((file) => existsSync(file));
const sshd = installed('/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd');
const keygen = installed('/usr/bin/ssh-keygen', '/usr/local/bin/ssh-keygen', '/opt/homebrew/bin/ssh-keygen');
/** As root the server wants this folder for the part of it without rights. */
const rootFolder = '/run/sshd';

afterEach(closeAll);

interface Programs {
  sshd: string;
  keygen: string;
}

function itWithOpenSsh(name: string, test: (programs: Programs) => Promise<void>): void {
  it(name, async () => {
    if (sshd !== undefined && keygen !== undefined) return test({ sshd, keygen });
    console.info(`not tested, the OpenSSH server is not installed: ${name}`);
  });
}

interface Settings {
  port: number;
  /** Fingerprints as `ssh-keygen` tells them. */
  hostKeys: string[];
  kexalgorithms: string[];
  ciphers: string[];
  macs: string[];
  hostkeyalgorithms: string[];
}

/** Starts the server on loopback with keys of its own. */
async function startOpenSsh(programs: Programs, lines: readonly string[]): Promise<Settings> {
  const folder = mkdtempSync(path.join(tmpdir(), 'burgward-sshd-'));
  const port = await closedPort();
  const files = ['ed25519', 'ecdsa', 'rsa'].map((type) => {
    const file = path.join(folder, `key-${type}`);
    execFileSync(programs.keygen, ['-q', '-t', type, ...(type === 'rsa' ? ['-b', '3072'] : []), '-N', '', '-f', file]);
    return file;
  });
  const hostKeys = files.map((file) => {
    const [, fingerprint = ''] = execFileSync(programs.keygen, ['-lf', file], { encoding: 'utf8' }).split(' ');
    return fingerprint;
  });
  const keys = files.map((file) => `HostKey ${file}`);
  const config = path.join(folder, 'sshd_config');
  const fixed = [`Port ${port}`, 'ListenAddress 127.0.0.1', 'PidFile none', 'StrictModes no', 'UsePAM no'];
  writeFileSync(config, `${[...fixed, ...keys, ...lines].join('\n')}\n`);
  if (process.getuid?.() === 0) mkdirSync(rootFolder, { recursive: true });
  const effective = execFileSync(programs.sshd, ['-T', '-f', config], { encoding: 'utf8' });
  const child: ChildProcess = spawn(programs.sshd, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  onCloseAll(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    rmSync(folder, { recursive: true, force: true });
  });
  await untilListening(child);
  const listOf = (key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(effective)?.[1]?.split(',') ?? [];
  return {
    port,
    hostKeys,
    kexalgorithms: listOf('kexalgorithms'),
    ciphers: listOf('ciphers'),
    macs: listOf('macs'),
    hostkeyalgorithms: listOf('hostkeyalgorithms'),
  };
}

async function untilListening(child: ChildProcess): Promise<void> {
  let log = '';
  for await (const chunk of child.stderr ?? []) {
    log += chunk;
    if (log.includes('Server listening')) break;
  }
  if (!log.includes('Server listening')) throw new Error(log);
}

async function seenAt(port: number): Promise<SshObservation> {
  const { outcome } = await observeSsh(permitted(), port, { now: fixedNow, timeoutMs: 5000 });
  if (!outcome.seen) throw new Error(outcome.reason);
  return outcome.data;
}

const weak = [
  'KexAlgorithms diffie-hellman-group1-sha1,diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,curve25519-sha256',
  'Ciphers 3des-cbc,aes128-cbc,aes256-ctr',
  'MACs hmac-md5,hmac-md5-96,hmac-sha1-96,hmac-sha2-256',
  'HostKeyAlgorithms ssh-rsa,ssh-ed25519',
];

for (const [name, lines] of [
  ['as it comes', []],
  ['with old algorithms', weak],
] as const) {
  itWithOpenSsh(`OpenSSH ${name}`, async (programs) => {
    const { port, ...settings } = await startOpenSsh(programs, lines);
    const seen = await seenAt(port);
    expect(seen.protocol).toBe('2.0');
    expect(seen.software).toMatch(/^OpenSSH_/);
    expect(seen.algorithms?.keyExchange.filter((each) => !/^(?:ext-info-s|kex-strict-s-v00@openssh.com)$/.test(each))).toEqual(
      settings.kexalgorithms,
    );
    expect(seen.algorithms?.encryptionClientToServer).toEqual(settings.ciphers);
    expect(seen.algorithms?.encryptionServerToClient).toEqual(settings.ciphers);
    expect(seen.algorithms?.macClientToServer).toEqual(settings.macs);
    expect(seen.algorithms?.macServerToClient).toEqual(settings.macs);
    const hostKeys = seen.algorithms?.serverHostKey ?? [];
    expect(hostKeys.length).toBeGreaterThan(1);
    // The setting names everything that would do; offered is what there is a key for.
    expect(settings.hostkeyalgorithms.filter((each) => hostKeys.includes(each)).toSorted()).toEqual(hostKeys.toSorted());
  });
}

itWithOpenSsh('OpenSSH shows the keys it was given, and the shortest group it is willing to use', async (programs) => {
  const { port, hostKeys, kexalgorithms } = await startOpenSsh(programs, []);
  const { outcome } = await observeSsh(permitted(), port, { now: fixedNow, timeoutMs: 5000, details: true });
  const exchange = outcome.seen ? outcome.data.exchange : undefined;
  const fingerprints = exchange?.hostKeys.map(({ key }) => (key.settled ? `SHA256:${key.value.fingerprint}` : key.reason));
  expect(fingerprints?.toSorted()).toEqual(hostKeys.toSorted());
  expect(exchange?.hostKeys.map(({ key }) => (key.settled ? key.value.bits : null))).toEqual([3072, 256, 256]);
  const negotiates = kexalgorithms.some((name) => name.startsWith('diffie-hellman-group-exchange'));
  if (negotiates) expect(exchange?.groupBits).toMatchObject({ settled: true, value: expect.any(Number) });
  else expect(exchange).not.toHaveProperty('groupBits');
});
