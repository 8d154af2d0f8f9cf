/** The real daemons and the tools to compare with: which are missing, and installing them without starting anything. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface LabPackage {
  name: string;
  program: string;
  services: readonly string[];
}

/** Debian and Ubuntu package, a program that proves it is there (with a slash: at this place), and the services it would start. */
const packages: readonly LabPackage[] = [
  { name: 'nginx-light', program: 'nginx', services: ['nginx'] },
  { name: 'openssh-server', program: 'sshd', services: ['ssh'] },
  { name: 'postfix', program: '/usr/lib/postfix/sbin/master', services: ['postfix'] },
  { name: 'dovecot-imapd', program: '/usr/lib/dovecot/imap', services: ['dovecot'] },
  { name: 'dovecot-pop3d', program: '/usr/lib/dovecot/pop3', services: [] },
  { name: 'bind9', program: 'named', services: ['named'] },
  { name: 'bind9-utils', program: 'dnssec-signzone', services: [] },
  { name: 'bind9-dnsutils', program: 'delv', services: [] },
  { name: 'samba', program: 'smbd', services: ['smbd', 'nmbd', 'samba-ad-dc'] },
  { name: 'smbclient', program: 'smbclient', services: [] },
  { name: 'snmpd', program: 'snmpd', services: ['snmpd'] },
  { name: 'redis-server', program: 'redis-server', services: ['redis-server'] },
  { name: 'postgresql', program: 'pg_lsclusters', services: ['postgresql'] },
  { name: 'slapd', program: 'slapd', services: ['slapd'] },
  { name: 'vsftpd', program: 'vsftpd', services: ['vsftpd'] },
  { name: 'dnsmasq-base', program: 'dnsmasq', services: [] },
  { name: 'libnss3-tools', program: 'selfserv', services: [] },
  { name: 'gnutls-bin', program: 'gnutls-serv', services: [] },
  { name: 'openssl', program: 'openssl', services: [] },
  { name: 'testssl.sh', program: 'testssl', services: [] },
  { name: 'sslscan', program: 'sslscan', services: [] },
  { name: 'ssh-audit', program: 'ssh-audit', services: [] },
  { name: 'nmap', program: 'nmap', services: [] },
  { name: 'nftables', program: 'nft', services: [] },
  { name: 'iproute2', program: 'ip', services: [] },
  { name: 'util-linux', program: 'unshare', services: [] },
  { name: 'unzip', program: 'unzip', services: [] },
];

const policyFile = '/usr/sbin/policy-rc.d';
const keptPolicyFile = '/usr/sbin/policy-rc.d.before-burgward-lab';
const policyMark = '# burgward: no service starts while the test lab is installed';

/** Names of the packages that are missing. */
export function missingPackages(): string[] {
  return packages.filter(({ program }) => !isInstalled(program)).map(({ name }) => name);
}

function isInstalled(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/bin'];
  const candidates = program.startsWith('/') ? [program] : folders.map((folder) => join(folder, program));
  return candidates.some(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function canInstall(): boolean {
  return process.getuid?.() === 0 && isInstalled('apt-get');
}

/**
 * Installs packages. A policy-rc.d refuses every start of a service meanwhile and is taken away again, also after a failure and after
 * an interruption in an earlier run.
 * @returns what went wrong, as text; null when all went well
 */
export function installPackages(names: readonly string[]): string | null {
  forbidStarts();
  try {
    const update = apt(['update']);
    const install = apt(['install', '-y', '--no-install-recommends', ...names]);
    if (install.status !== 0) return `${update.stderr}${install.stdout}${install.stderr}`;
    keepDisabled(names);
    return null;
  } finally {
    allowStartsAgain();
  }
}

function apt(args: readonly string[]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=60', ...args], {
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function forbidStarts(): void {
  if (existsSync(policyFile) && !isOurs()) renameSync(policyFile, keptPolicyFile);
  writeFileSync(policyFile, `#!/bin/sh\n${policyMark}\nexit 101\n`, { mode: 0o755 });
}

function allowStartsAgain(): void {
  if (isOurs()) rmSync(policyFile);
  if (existsSync(keptPolicyFile)) renameSync(keptPolicyFile, policyFile);
}

function isOurs(): boolean {
  return existsSync(policyFile) && readFileSync(policyFile, 'utf8').includes(policyMark);
}

/** On a machine that only tests, nothing of this should start at the next boot either. */
function keepDisabled(names: readonly string[]): void {
  if (!existsSync('/run/systemd/system')) return;
  const services = packages.filter(({ name }) => names.includes(name)).flatMap((each) => each.services);
  for (const service of services) spawnSync('systemctl', ['disable', service], { stdio: 'ignore' });
}
