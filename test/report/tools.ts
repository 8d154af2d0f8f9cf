/** Outside tools of the report tests. Locally a missing one is named and the test passes; with CI=true it fails. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function findProgram(names: readonly string[]): string | null {
  for (const name of names) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // not this one
    }
  }
  return null;
}

/** Path of the program, or null when it is missing and that is allowed here. */
export function program(purpose: string, names: readonly string[]): string | null {
  const found = findProgram(names);
  if (found !== null) return found;
  const sentence = `${purpose}: ${names.join(' oder ')} ist nicht installiert.`;
  if (process.env['CI'] === 'true') throw new Error(sentence);
  process.stderr.write(`nicht geprüft – ${sentence}\n`);
  return null;
}

export const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function writeTemporary(name: string, bytes: Uint8Array): string {
  const file = join(mkdtempSync(join(tmpdir(), 'burgward-bericht-')), name);
  writeFileSync(file, bytes);
  return file;
}

/** Standard output; warnings of the tool are dropped. */
export function run(path: string, args: readonly string[]): string {
  return execFileSync(path, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 });
}
