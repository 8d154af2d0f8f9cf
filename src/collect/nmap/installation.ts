/** Which nmap is installed and what it can do. */
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { printable } from '../printable.ts';
import { endProcessGroup, startProcess } from './child-process.ts';
import { NmapMissingError, NmapOutputError, NmapTooOldError } from './errors.ts';

/** Before 7.80 the XML could be torn by progress lines and timed-out hosts looked scanned. */
export const oldestNmapVersion = '7.80';

/** From here on the output is known well; older ones work, with gaps. */
const recommendedNmapVersion = '7.93';

/** German; null for a version without known gaps. */
export function versionWarning(version: string): string | null {
  if (!isOlder(version, recommendedNmapVersion)) return null;
  return `nmap ${version} ist alt: Welche Ports geschlossen und welche stumm sind, sagt es nur ungenau. Empfohlen ist ${recommendedNmapVersion} oder neuer.`;
}

export interface NmapInstallation {
  path: string;
  version: string;
  capabilities: {
    ipv6: boolean;
    openssl: boolean;
    lua: boolean;
    /** Knows `--noninteractive`. */
    noninteractive: boolean;
  };
}

export interface FindNmapOptions {
  /** A certain binary instead of the search. */
  path?: string;
  /** Folders to search, separated as in PATH. Default: the environment's PATH. */
  searchPath?: string;
}

const probeTimeoutMs = 10_000;
const maxProbeBytes = 64 * 1024;
const probed = new Map<string, Promise<NmapInstallation>>();

/**
 * Finds nmap and asks it once for version and abilities; the answer is kept as long as the file does not change.
 * @throws NmapMissingError with the install hint for this system, NmapTooOldError, NmapOutputError
 */
export async function findNmap(options: FindNmapOptions = {}): Promise<NmapInstallation> {
  const path = options.path ?? (await searchNmap(options.searchPath ?? process.env['PATH'] ?? ''));
  const changedAt = path === null ? null : await executableSince(path);
  if (path === null || changedAt === null) throw new NmapMissingError(await installHint());
  const key = `${path}\0${changedAt}`;
  const known = probed.get(key) ?? probe(path);
  probed.set(key, known);
  return known.catch((error: unknown) => {
    probed.delete(key);
    throw error;
  });
}

async function searchNmap(searchPath: string): Promise<string | null> {
  const windows = process.platform === 'win32';
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const usual = windows ? ['C:\\Program Files (x86)\\Nmap', 'C:\\Program Files\\Nmap'] : [];
  for (const folder of [...folders, ...usual]) {
    const candidate = join(folder, windows ? 'nmap.exe' : 'nmap');
    if ((await executableSince(candidate)) !== null) return candidate;
  }
  return null;
}

/** Time of the last change, or null when the path is no executable file. */
async function executableSince(path: string): Promise<number | null> {
  try {
    await access(path, constants.X_OK);
    const file = await stat(path);
    return file.isFile() ? file.mtimeMs : null;
  } catch {
    return null;
  }
}

async function probe(path: string): Promise<NmapInstallation> {
  // One call answers both questions: an nmap without --noninteractive stops at that option with an error.
  const withOption = await firstOutput(path, ['--noninteractive', '--version']);
  const noninteractive = !/unrecognized option/i.test(withOption);
  const text = noninteractive ? withOption : await firstOutput(path, ['--version']);
  const version = /^Nmap version (\d+\.\d+)/m.exec(text)?.[1];
  if (version === undefined) throw new NmapOutputError(`keine Versionsangabe von ${path}, sondern „${printable(text, 80)}“`);
  if (isOlder(version, oldestNmapVersion)) throw new NmapTooOldError(version, oldestNmapVersion, await installHint());
  const compiledWith = /^Compiled with: (.*)$/m.exec(text)?.[1] ?? '';
  return {
    path,
    version,
    capabilities: {
      ipv6: /\bipv6\b/.test(compiledWith),
      openssl: /\bopenssl/.test(compiledWith),
      lua: /\bliblua/.test(compiledWith),
      noninteractive,
    },
  };
}

/** nmap counts 7.9 < 7.80 < 7.100 as decimal fractions up to 7.99. */
function isOlder(version: string, than: string): boolean {
  return Number(version) < Number(than);
}

function firstOutput(path: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = startProcess(path, args);
    let text = '';
    const timer = setTimeout(() => endProcessGroup(child), probeTimeoutMs);
    const append = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.length > maxProbeBytes) endProcessGroup(child);
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    child.once('error', () => {
      clearTimeout(timer);
      reject(
        new NmapMissingError(
          'Prüfen, ob die Datei wirklich nmap und ausführbar ist.',
          `nmap unter ${path} lässt sich nicht starten.`,
        ),
      );
    });
    child.once('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

/** How to get nmap on this machine. */
export async function installHint(): Promise<string> {
  const osRelease = process.platform === 'linux' ? await readFile('/etc/os-release', 'utf8').catch(() => '') : '';
  return nmapInstallHint(process.platform, osRelease);
}

/** How to get nmap on this system. `osRelease` is the text of /etc/os-release, empty elsewhere. */
export function nmapInstallHint(platform: NodeJS.Platform, osRelease: string): string {
  const rest = ' Ohne nmap prüft burgward mit eigenen Mitteln.';
  if (platform === 'darwin') return `nmap installieren: brew install nmap.${rest}`;
  if (platform === 'win32') return `nmap mit dem Installationsprogramm von https://nmap.org (samt Npcap) installieren.${rest}`;
  const family = /^ID(?:_LIKE)?=.*$/gm;
  const ids = (osRelease.match(family) ?? []).join(' ');
  if (/debian|ubuntu/.test(ids)) return `nmap installieren: sudo apt install nmap.${rest}`;
  if (/fedora|rhel|centos/.test(ids)) return `nmap installieren: sudo dnf install nmap.${rest}`;
  if (/suse/.test(ids)) return `nmap installieren: sudo zypper install nmap.${rest}`;
  return `nmap mit der Paketverwaltung des Systems installieren.${rest}`;
}
