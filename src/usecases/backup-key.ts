import { readFile, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AlreadyExistsError, InvalidDataError, NotFoundError } from '../errors.ts';
import { type BackupKey, makeKeyPair, readIdentities } from '../exchange/backup-encryption.ts';
import { translateError } from '../store/open.ts';
import type { CommandJson } from './json-schemas.ts';

/** Longer than any key file or passphrase. In bytes. */
const maxSecretBytes = 64 * 1024;

/** The first line of a file. @throws NotFoundError, InvalidDataError when it is empty */
export async function readPassphraseFile(path: string): Promise<string> {
  const [line = ''] = (await readSecret(path)).split(/\r?\n/);
  return checkedPassphrase(line, `Die erste Zeile von ${path}`);
}

/** @throws InvalidDataError when it is empty or could not be typed again */
export function checkedPassphrase(text: string, what: string): string {
  if (text.trim() === '') throw new InvalidDataError(`${what} ist leer.`, 'Ein Kennwort aus mehreren Wörtern angeben.');
  return text;
}

/** @throws NotFoundError, InvalidDataError when there is no private key in it */
export async function readKeyFile(path: string): Promise<BackupKey> {
  return { kind: 'schluessel', schluessel: await readIdentities(await readSecret(path), path) };
}

async function readSecret(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new NotFoundError(`Eine Datei ${path} gibt es nicht.`, 'Den Pfad prüfen.');
  if (found.isFile() && found.size > maxSecretBytes) {
    throw new InvalidDataError(`${path} ist zu groß für ein Kennwort oder einen Schlüssel.`, 'Die richtige Datei angeben.');
  }
  return readFile(path, 'utf8').catch((error) => {
    throw translateError(error, path);
  });
}

/**
 * Writes a new private key, readable for its owner only, and says the public one.
 * @throws AlreadyExistsError when the file exists: a key that is lost loses every backup
 */
export async function createKeyFile(path: string, now: Date): Promise<CommandJson['sicherung schluessel']> {
  const { privat, oeffentlich } = await makeKeyPair();
  const text = `# created: ${now.toISOString()}\n# public key: ${oeffentlich}\n${privat}\n`;
  await writeFile(path, text, { flag: 'wx', mode: 0o600, flush: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw translateError(error, path);
    throw new AlreadyExistsError(`${path} gibt es schon; es wurde nichts überschrieben.`, 'Einen anderen Dateinamen angeben.');
  });
  return { datei: resolve(path), oeffentlich };
}
