import { rm } from 'node:fs/promises';
import { ExpectedError } from '../errors.ts';
import { openBackup } from '../exchange/backup-archive.ts';
import { isEncrypted } from '../exchange/backup-encryption.ts';
import { translateError } from '../store/open.ts';
import { listBackupFiles, syncFolder } from './backup-file.ts';

export interface Rotation {
  /** Backups beyond those kept, oldest first. */
  surplus: string[];
  /** Called as ours are, but left alone. */
  foreign: { pfad: string; grund: string }[];
}

/**
 * Which backups of a database are more than wanted. A file counts only when it can be read as a backup of this database; an encrypted
 * one says no more than that it is encrypted.
 * @param newest the one just made, which is never surplus
 */
export async function planRotation(
  folder: string,
  keep: number,
  kennung: string | null,
  newest: string | null,
): Promise<Rotation> {
  const own: string[] = [];
  const foreign: Rotation['foreign'] = [];
  for (const pfad of await listBackupFiles(folder)) {
    const grund = pfad === newest ? null : await reasonToLeave(pfad, kennung, false);
    if (grund === null) own.push(pfad);
    else foreign.push({ pfad, grund });
  }
  const others = own.filter((pfad) => pfad !== newest);
  return { surplus: others.slice(newest === null ? keep : keep - 1).reverse(), foreign };
}

/** Removes them, after reading each one whole: a damaged file is a question, not rubbish. */
export async function rotate(folder: string, keep: number, kennung: string | null, newest: string): Promise<Rotation> {
  const plan = await planRotation(folder, keep, kennung, newest);
  const removed: Rotation = { surplus: [], foreign: plan.foreign };
  for (const pfad of plan.surplus) {
    const grund = await reasonToLeave(pfad, kennung, true);
    if (grund !== null) {
      removed.foreign.push({ pfad, grund });
      continue;
    }
    await rm(pfad).catch((error) => {
      throw translateError(error, pfad);
    });
    removed.surplus.push(pfad);
  }
  await syncFolder(folder);
  return removed;
}

async function reasonToLeave(path: string, kennung: string | null, checkSeal: boolean): Promise<string | null> {
  try {
    if (await isEncrypted(path)) return null;
    const archive = await openBackup(path, { checkSeal });
    archive.close();
    return archive.manifest.kennung === kennung ? null : 'Sicherung einer anderen Datenbank';
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw translateError(error, path);
    return error.message;
  }
}
