/** A stand-in for broken, old or hostile installations of nmap: a shell script in a temporary folder. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NmapInstallation } from '../../../src/collect/nmap/installation.ts';
import { onCloseAll } from '../loopback.ts';

export interface FakeNmap extends NmapInstallation {
  folder: string;
}

/** `body` is what the script does when it is asked to scan; `$folder` is its own folder, for traces. */
export function fakeNmap(body: string, version = 'Nmap version 7.93 ( https://nmap.org )'): FakeNmap {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-fake-nmap-'));
  onCloseAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'nmap');
  const probe = `for argument in "$@"; do if [ "$argument" = --version ]; then echo '${version}'; echo 'Compiled with: liblua-5.3.6 openssl-3.0.19 ipv6'; exit 0; fi; done`;
  writeFileSync(path, `#!/bin/sh\nfolder='${folder}'\n${probe}\n${body}\n`);
  chmodSync(path, 0o755);
  return { folder, path, version: '7.93', capabilities: { ipv6: true, openssl: true, lua: true, noninteractive: true } };
}

/** A fake that writes this text to standard output and ends with this return code. */
export function fakeNmapWriting(stdout: string, { stderr = '', exitCode = 0 } = {}): FakeNmap {
  const fake = fakeNmap('');
  writeFileSync(join(fake.folder, 'out'), stdout);
  writeFileSync(join(fake.folder, 'err'), stderr);
  writeFileSync(fake.path, `#!/bin/sh\ncat '${fake.folder}/out'\ncat '${fake.folder}/err' >&2\nexit ${exitCode}\n`);
  return fake;
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n';

/** A document with these hosts, as nmap writes it. */
export function nmapXml(hosts: string, finished = '<finished time="1" exit="success"/>'): string {
  return `${head}<nmaprun scanner="nmap" version="7.93">${hosts}<runstats>${finished}<hosts up="1" down="0" total="1"/></runstats></nmaprun>`;
}

/** One host element; every port is closed. */
export function closedHost(address: string, ports: string, count: number): string {
  return `<host><status state="up" reason="user-set"/><address addr="${address}" addrtype="ipv4"/><ports><extraports state="closed" count="${count}"><extrareasons reason="conn-refused" count="${count}" proto="tcp" ports="${ports}"/></extraports></ports></host>`;
}
