import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EnvironmentError } from '../errors.ts';
import { makeFolder } from '../store/folder.ts';

export interface FileToWrite {
  name: string;
  format: string;
  bytes: Uint8Array;
}

/** Nobody but the owner reads what is written, until they hand it on. */
const fileMode = 0o600;

/** A file as the commands report it. */
export interface WrittenFile {
  format: string;
  pfad: string;
  sha256: string;
  bytes: number;
}

/**
 * Writes files into a folder, which is made if it is missing. Each appears whole or not at all.
 * @throws EnvironmentError when the folder cannot be written
 */
export async function writeFiles(folder: string, files: readonly FileToWrite[]): Promise<WrittenFile[]> {
  const target = resolve(folder);
  const written: WrittenFile[] = [];
  for (const { name, format, bytes } of files) {
    const pfad = join(target, name);
    await writeWhole(target, pfad, (part) => writeFile(part, bytes, { mode: fileMode }));
    written.push({ format, pfad, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
  }
  return written;
}

/** The same for one file that is too large to be held in memory. */
export async function writeStreamedFile(folder: string, name: string, format: string, content: Readable): Promise<WrittenFile> {
  const target = resolve(folder);
  const pfad = join(target, name);
  const hash = createHash('sha256');
  let bytes = 0;
  async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await writeWhole(target, pfad, (part) => pipeline(content, counted, createWriteStream(part, { mode: fileMode })));
  return { format, pfad, sha256: hash.digest('hex'), bytes };
}

/** Makes sure that files can be written into a folder, for whoever records something before. @throws EnvironmentError */
export async function prepareFolder(folder: string): Promise<void> {
  const target = resolve(folder);
  const probe = join(target, '.burgward-probe');
  await writeWhole(target, probe, (part) => writeFile(part, '', { mode: fileMode }));
  await rm(probe, { force: true });
}

/** Writes beside and renames, so that no half file is left. */
async function writeWhole(folder: string, path: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${path}.teil`;
  try {
    makeFolder(folder);
    await write(part);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EACCES', 'ENOENT', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOSPC', 'ENAMETOOLONG'].includes(code))
      throw error;
    const what =
      code === 'ENOSPC' ? 'Auf dem Datenträger ist kein Platz mehr' : `In den Ordner ${folder} lässt sich nicht schreiben`;
    throw new EnvironmentError(`${what}.`, 'Mit --ausgabe einen anderen Ordner angeben oder die Rechte prüfen.');
  }
}
