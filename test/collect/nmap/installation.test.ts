import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { NmapMissingError, NmapOutputError, NmapTooOldError } from '../../../src/collect/nmap/errors.ts';
import { findNmap, nmapInstallHint } from '../../../src/collect/nmap/installation.ts';
import { closeAll } from '../loopback.ts';
import { itWithNmap } from '../needs-nmap.ts';
import { fakeNmap } from './fake-nmap.ts';

afterEach(closeAll);

describe('findNmap', () => {
  itWithNmap('finds the installed one with its version and abilities', async (nmap) => {
    expect(nmap.version).toMatch(/^\d+\.\d+$/);
    expect(nmap.capabilities.ipv6).toBe(true);
  });

  it('takes the first in the search path', async () => {
    const fake = fakeNmap('', 'Nmap version 7.99 ( https://nmap.org )');
    const found = await findNmap({ searchPath: `/nicht/vorhanden:${fake.folder}` });
    expect(found).toMatchObject({ path: fake.path, version: '7.99', capabilities: { lua: true, openssl: true, ipv6: true } });
  });

  it('says how to install it when it is missing', async () => {
    const error = await findNmap({ searchPath: '/nicht/vorhanden' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NmapMissingError);
    expect(error).toMatchObject({ exitCode: 4, message: 'nmap wurde auf diesem Rechner nicht gefunden.' });
    expect((error as NmapMissingError).hint).toContain('nmap');
  });

  it('refuses a version before 7.80', async () => {
    const { path } = fakeNmap('', 'Nmap version 7.70 ( https://nmap.org )');
    await expect(findNmap({ path })).rejects.toThrow(NmapTooOldError);
    await expect(findNmap({ path })).rejects.toThrow('nmap 7.70 ist zu alt; nötig ist mindestens 7.80.');
  });

  it('refuses a program that is not nmap', async () => {
    const { path } = fakeNmap('', 'BusyBox v1.36');
    await expect(findNmap({ path })).rejects.toThrow(NmapOutputError);
  });

  it('refuses a file that cannot be started', async () => {
    const path = join(tmpdir(), `burgward-no-program-${process.pid}`);
    writeFileSync(path, '#!/nicht/vorhanden\n', { mode: 0o755 });
    await expect(findNmap({ path })).rejects.toThrow(NmapMissingError);
    rmSync(path);
    await expect(findNmap({ path: tmpdir() })).rejects.toThrow(NmapMissingError);
  });

  it('asks again only after the file has changed', async () => {
    const fake = fakeNmap('');
    const count = `n=$(cat '${fake.folder}/asked' 2>/dev/null || echo 0); echo $((n+1)) > '${fake.folder}/asked'\necho "Nmap version 7.9$n"`;
    writeFileSync(fake.path, `#!/bin/sh\n${count}\n`);
    const versions = [await findNmap(fake), await findNmap(fake)].map(({ version }) => version);
    const { atime, mtimeMs } = statSync(fake.path);
    utimesSync(fake.path, atime, new Date(mtimeMs + 60_000));
    expect(versions).toEqual(['7.90', '7.90']);
    expect((await findNmap(fake)).version).toBe('7.91');
  });
});

it.each([
  ['linux', 'NAME="Debian GNU/Linux"\nID=debian\n', 'apt install nmap'],
  ['linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'apt install nmap'],
  ['linux', 'ID="rhel"\n', 'dnf install nmap'],
  ['linux', 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'zypper install nmap'],
  ['linux', '', 'Paketverwaltung'],
  ['darwin', '', 'brew install nmap'],
  ['win32', '', 'Npcap'],
] as const)('the install hint for %s %j names %s', (platform, osRelease, expected) => {
  expect(nmapInstallHint(platform, osRelease)).toContain(expected);
});
