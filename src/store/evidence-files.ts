/**
 * Files of evidence, beside the database: named after their SHA-256, so that nothing from outside decides about a path.
 * A file is never changed; the same content is kept once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { type Store, translateError } from './open.ts';

/** Larger files are no evidence but an archive; a link names where they lie. In bytes. */
export const maxEvidenceBytes = 200 * 1024 * 1024;

/** Folder of the files: `burgward.db.nachweise` beside `burgward.db`. */
export function evidenceFolder(store: Pick<Store, 'location'>): string {
  return `${store.location}.nachweise`;
}

export function evidencePath(store: Pick<Store, 'location'>, sha256: string): string {
  return join(evidenceFolder(store), sha256.slice(0, 2), sha256);
}

/**
 * Copies a file in and returns what it contains. It appears under its name whole or not at all.
 * @throws NotFoundError, InvalidDataError for a folder, an empty or too large file; EnvironmentError
 */
export async function storeEvidenceFile(store: Store, source: string): Promise<{ sha256: string; bytes: number }> {
  const found = await stat(source).catch(() => null);
  if (found === null) throw new NotFoundError(`Eine Datei ${source} gibt es nicht.`, 'Den Pfad prüfen.');
  if (!found.isFile())
    throw new InvalidDataError(`${source} ist keine Datei.`, 'Eine einzelne Datei angeben; mehrere vorher in ein ZIP packen.');
  if (found.size === 0) throw new InvalidDataError(`${source} ist leer.`, 'Die richtige Datei angeben.');
  if (found.size > maxEvidenceBytes) {
    throw new InvalidDataError(
      `${source} ist größer als ${maxEvidenceBytes / 1024 / 1024} MB.`,
      'Mit --verweis angeben, wo die Datei liegt, statt sie zu kopieren.',
    );
  }
  const folder = evidenceFolder(store);
  const part = join(folder, `${randomBytes(8).toString('hex')}.teil`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const content = await copyHashing(source, part);
    const target = evidencePath(store, content.sha256);
    await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
    await rename(part, target);
    await chmod(target, 0o400);
    return content;
  } catch (error) {
    await rm(part, { force: true });
    throw translateError(error, folder);
  }
}

async function copyHashing(source: string, target: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    createReadStream(source),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { sha256: hash.digest('hex'), bytes };
}

/** SHA-256 of a stored file; null when it is not there, empty when a link, pipe or folder stands in its place. */
export async function hashEvidenceFile(store: Pick<Store, 'location'>, sha256: string): Promise<string | null> {
  const path = evidencePath(store, sha256);
  const found = await lstat(path).catch(() => null);
  if (found === null) return null;
  // A link leads out of the store, and a pipe would never end.
  if (!found.isFile()) return '';
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Names of all files in the folder, relative to it, sorted. */
export async function listEvidenceFiles(store: Store): Promise<string[]> {
  const entries = await readdir(evidenceFolder(store), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(evidenceFolder(store).length + 1))
    .sort();
}
