import { chmod, lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AlreadyExistsError, InvalidDataError } from '../errors.ts';
import { type BackupManifest, databaseName } from '../exchange/backup-manifest.ts';
import { settleDatabase } from '../store/backup.ts';
import { makeFolder } from '../store/folder.ts';
import { schemaVersion, translateError } from '../store/open.ts';
import { backupStamp, demandFile, removeLeftovers, syncFolder } from './backup-file.ts';
import { examineBackup, type OpenRequest } from './backup-verify.ts';
import type { CommandJson } from './json-schemas.ts';

type Restored = CommandJson['sicherung einspielen'];

export interface RestoreRequest extends OpenRequest {
  datenbank: string;
  overwrite: boolean;
  /** Restores although content is not as it should be, for example when there is no better backup. */
  despiteProblems: boolean;
  probe: boolean;
  now: Date;
}

/** What belongs to a database, by the end of its name. */
const parts = ['', '-wal', '-shm', '.nachweise'] as const;

/** Which of the files of a database exist at a place. */
export async function occupiedPlace(database: string): Promise<string[]> {
  const paths = parts.map((part) => resolve(database) + part);
  const found = await Promise.all(paths.map((path) => lstat(path).catch(() => null)));
  return paths.filter((_, index) => found[index] !== null);
}

/**
 * Unpacks and proves a backup beside its place and moves it there last. What stood there is kept beside, under a name of its own.
 * @throws AlreadyExistsError when something stands there and it may not be replaced
 * @throws ForeignFileError, InvalidDataError when the backup is damaged; EnvironmentError when the database is in use or there is no room
 */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const database = resolve(request.datenbank);
  await demandFile(request.file);
  const occupied = await occupiedPlace(database);
  if (occupied.length > 0 && !request.overwrite) {
    throw new AlreadyExistsError(
      `${occupied[0]} gibt es schon; es wurde nichts überschrieben.`,
      'Mit --datenbank einen leeren Ort angeben, oder mit --ueberschreiben ersetzen: Die alte Datenbank bleibt dann daneben liegen.',
    );
  }
  const [parent, name] = [dirname(database), `${basename(database)}.einspielen-`];
  const scratch = await makeScratch(parent, name);
  try {
    const { manifest, problems } = await examineBackup(request, scratch, { keepEvidence: true });
    if (problems.length > 0 && !request.despiteProblems) throw faulty(request.file, problems);
    const kept = request.probe ? [] : await putInPlace(scratch, database, occupied, request.now);
    return result(request, database, manifest, problems, request.probe ? occupied : kept);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makeScratch(parent: string, name: string): Promise<string> {
  try {
    makeFolder(parent);
    await removeLeftovers(parent, (each) => each.startsWith(name));
    return await mkdtemp(join(parent, name));
  } catch (error) {
    throw translateError(error, parent);
  }
}

function faulty(file: string, problems: readonly string[]): InvalidDataError {
  const shown = problems.slice(0, 10);
  return new InvalidDataError(
    `${file} wurde nicht eingespielt; ihr Inhalt hat Mängel:\n${shown.join('\n')}${problems.length > shown.length ? `\n… und ${problems.length - shown.length} weitere` : ''}`,
    'Eine ältere Sicherung verwenden. Gibt es keine bessere, spielt --trotz-maengeln sie ein.',
  );
}

/** @returns where the former files are now */
async function putInPlace(scratch: string, database: string, occupied: readonly string[], now: Date): Promise<string[]> {
  await protectEvidence(join(scratch, `${databaseName}.nachweise`));
  if (occupied.includes(database)) settleDatabase(database);
  const moved: [from: string, to: string][] = [];
  try {
    const keptName = await freeName(`${database}.vor-einspielen-${backupStamp(now)}`);
    // Settling removed the log, and a place may have changed while the backup was proved.
    for (const path of await occupiedPlace(database)) await move(path, keptName + path.slice(database.length), moved);
    const kept = moved.map(([, to]) => to);
    // The database comes last: with it everything is there.
    for (const part of ['.nachweise', ''] as const) {
      const from = join(scratch, databaseName + part);
      if ((await lstat(from).catch(() => null)) !== null) await move(from, database + part, moved);
    }
    await syncFolder(dirname(database));
    return kept;
  } catch (error) {
    for (const [from, to] of moved.reverse()) await rename(to, from).catch(() => undefined);
    throw translateError(error, database);
  }
}

async function move(from: string, to: string, moved: [string, string][]): Promise<void> {
  await rename(from, to);
  moved.push([from, to]);
}

async function freeName(wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if ((await occupiedPlace(name)).length === 0) return name;
  }
}

/** As the store keeps them: nobody changes a piece of evidence by mistake. */
async function protectEvidence(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o400);
}

function result(
  { file, probe }: RestoreRequest,
  database: string,
  manifest: BackupManifest,
  maengel: string[],
  former: string[],
): Restored {
  return {
    probe,
    datei: resolve(file),
    datenbank: database,
    erstellt: manifest.erstellt,
    programm: manifest.programm,
    schema: manifest.schema,
    wirdErneuert: manifest.schema < schemaVersion,
    ketten: manifest.ketten,
    nachweise: manifest.dateien.length - 1,
    vorher: former,
    maengel,
  };
}
