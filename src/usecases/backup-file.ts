import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { timeZone } from '../domain/calendar.ts';
import { EnvironmentError, NotFoundError } from '../errors.ts';
import { makeFolder } from '../store/folder.ts';
import { translateError } from '../store/open.ts';
import type { WrittenFile } from './write-files.ts';

const namePattern = /^burgward-sicherung-(\d{4}-\d{2}-\d{2}-\d{4})(?:-([2-9]|[1-9]\d))?\.zip(?:\.age)?$/;

/** Told before each step of `total`, so that somebody who waits sees why. */
export type OnStep = (done: number, total: number, text: string) => void;

/** Backups that may be begun within one minute. */
const maxPerMinute = 99;

/** What a killed run left behind is removed after this time, when it can no longer be at work. */
const leftoverAfterMs = 24 * 60 * 60 * 1000;

/** `2026-11-22-0930`, Saxon time. */
export function backupStamp(now: Date): string {
  return now.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).replace(' ', '-').replace(':', '');
}

/** Where `sicherung` looks and writes without `--ausgabe`. */
export function defaultBackupFolder(database: string): string {
  return join(dirname(resolve(database)), 'sicherungen');
}

/** Files in a folder that are called as ours are, newest first. Links are none of ours. */
export async function listBackupFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw translateError(error, folder);
  });
  return entries
    .filter((entry) => entry.isFile() && namePattern.test(entry.name))
    .map(({ name }) => name)
    .sort((a, b) => sortKey(b).localeCompare(sortKey(a), 'en'))
    .map((name) => join(resolve(folder), name));
}

/** The second of a minute counts as later, although `-2.zip` sorts before `.zip`. */
function sortKey(name: string): string {
  const [, stamp = '', number = '1'] = namePattern.exec(name) ?? [];
  return `${stamp}-${number.padStart(2, '0')} ${name}`;
}

/**
 * Writes beside and renames: under its name the file appears whole, on the disk, or not at all. Nothing is overwritten.
 * @throws EnvironmentError when there is no room or the folder cannot be written
 */
export async function writeBackupFile(
  folder: string,
  stamp: string,
  extension: 'zip' | 'zip.age',
  content: Readable,
  signal: AbortSignal | undefined,
): Promise<WrittenFile> {
  const target = resolve(folder);
  let part: string | null = null;
  try {
    makeFolder(target);
    await removeLeftovers(target, (name) => name.endsWith('.teil') && namePattern.test(name.slice(0, -'.teil'.length)));
    const place = await reservePlace(target, stamp, extension);
    part = place.part;
    const { sha256, bytes } = await writeHashing(content, part, signal);
    if ((await hashFile(part)) !== sha256) {
      throw new EnvironmentError(
        `${place.path} ließ sich nicht richtig schreiben: Was gelesen wird, ist nicht, was geschrieben wurde.`,
        'Einen anderen Datenträger verwenden; die Datei wurde wieder entfernt.',
      );
    }
    await rename(part, place.path);
    await syncFolder(target);
    return { format: extension, pfad: place.path, sha256, bytes };
  } catch (error) {
    content.destroy();
    if (part !== null) await rm(part, { force: true }).catch(() => undefined);
    throw translateError(error, target);
  }
}

/** The unfinished file belongs to this process alone, so two of them never take the same name. */
async function reservePlace(folder: string, stamp: string, extension: string): Promise<{ path: string; part: string }> {
  for (let number = 1; number <= maxPerMinute; number += 1) {
    const path = join(folder, `burgward-sicherung-${stamp}${number === 1 ? '' : `-${number}`}.${extension}`);
    const part = `${path}.teil`;
    const file = await open(part, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return null;
      throw error;
    });
    if (file === null) continue;
    await file.close();
    if ((await lstat(path).catch(() => null)) === null) return { path, part };
    await rm(part);
  }
  throw new EnvironmentError(
    `In ${folder} liegen schon ${maxPerMinute} Sicherungen dieser Minute.`,
    'Eine Minute warten und noch einmal aufrufen.',
  );
}

async function writeHashing(content: Readable, path: string, signal: AbortSignal | undefined) {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  const sink = createWriteStream(path, { flags: 'w', mode: 0o600, flush: true });
  await pipeline(content, counted, sink, signal === undefined ? {} : { signal });
  return { sha256: hash.digest('hex'), bytes };
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Makes a rename survive a power cut. Not every system can do this to a folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}

/** Removes what runs that were killed a day ago or earlier left in a folder. */
export async function removeLeftovers(folder: string, isLeftover: (name: string) => boolean): Promise<void> {
  for (const name of (await readdir(folder).catch(() => [])).filter(isLeftover)) {
    const found = await lstat(join(folder, name)).catch(() => null);
    if (found === null || Date.now() - found.mtimeMs < leftoverAfterMs) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** @throws NotFoundError when it is no file */
export async function demandFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile()) return;
  throw new NotFoundError(
    found === null ? `Eine Datei ${path} gibt es nicht.` : `${path} ist keine Datei.`,
    'Den Pfad prüfen; „burgward sicherung liste“ zeigt die Sicherungen eines Ordners.',
  );
}

/**
 * Asks before unpacking whether there is room, so that a bomb or a small disk is met with a sentence.
 * @throws EnvironmentError when there is not
 */
export async function demandRoom(folder: string, bytes: number, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bytes <= bavail * bsize) return;
  throw new EnvironmentError(
    `Um ${basename(what)} auszupacken, fehlt Platz: gebraucht werden ${inMegabytes(bytes)}, frei sind in ${folder} ${inMegabytes(bavail * bsize)}.`,
    'Platz schaffen; beim Prüfen lässt sich mit der Variablen TMPDIR ein anderer Ordner angeben.',
  );
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}
