import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { maxTableBytes } from '../exchange/table.ts';

/**
 * Bytes of a table somebody filled in, refused by its size before it is read.
 * @param content what the sheet holds, in the German dative plural: „Antworten“
 * @throws NotFoundError, InvalidDataError when it is too large
 */
export async function readTableFile(path: string, content: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw new NotFoundError(`Eine Datei ${path} gibt es nicht.`, 'Den Pfad prüfen.');
  if (found.size > maxTableBytes) {
    throw new InvalidDataError(
      `${basename(path)} ist größer als ${maxTableBytes / 1024 / 1024} MB.`,
      `Nur das Blatt mit den ${content} als eigene Datei speichern, ohne Bilder.`,
    );
  }
  return readFile(path);
}
