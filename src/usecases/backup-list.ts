import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExpectedError } from '../errors.ts';
import { openBackup } from '../exchange/backup-archive.ts';
import { isEncrypted } from '../exchange/backup-encryption.ts';
import { translateError } from '../store/open.ts';
import { defaultBackupFolder, listBackupFiles } from './backup-file.ts';
import type { CommandJson } from './json-schemas.ts';

type Listed = CommandJson['sicherung liste'];

/** The backups of a folder, newest first, by what they say about themselves; „pruefen“ proves it. */
export async function listBackups(datenbank: string, folder: string | null): Promise<Listed> {
  const place = resolve(folder ?? defaultBackupFolder(datenbank));
  const sicherungen: Listed['sicherungen'] = [];
  for (const pfad of await listBackupFiles(place)) sicherungen.push(await describe(pfad));
  return { ordner: place, sicherungen };
}

async function describe(pfad: string): Promise<Listed['sicherungen'][number]> {
  const unknown = { pfad, bytes: 0, erstellt: null, programm: null, schema: null, nachweise: null, maengel: null };
  try {
    const bytes = (await stat(pfad)).size;
    if (await isEncrypted(pfad)) return { ...unknown, bytes, zustand: 'verschluesselt', problem: null };
    try {
      const { manifest, close } = await openBackup(pfad, { checkSeal: false });
      close();
      const { erstellt, programm, schema, dateien, maengel } = manifest;
      const nachweise = dateien.length - 1;
      return { pfad, bytes, zustand: 'lesbar', erstellt, programm, schema, nachweise, maengel: maengel.length, problem: null };
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      return { ...unknown, bytes, zustand: 'beschaedigt', problem: error.message };
    }
  } catch (error) {
    const translated = translateError(error, pfad);
    if (!(translated instanceof ExpectedError)) throw translated;
    return { ...unknown, zustand: 'beschaedigt', problem: translated.message };
  }
}
