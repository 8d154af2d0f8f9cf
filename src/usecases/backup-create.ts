import { mkdtemp, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { dayOf, formatDay } from '../domain/calendar.ts';
import type { ArchiveEntry } from '../exchange/archive.ts';
import { sealedArchive } from '../exchange/backup-archive.ts';
import { type BackupLock, checkRecipients, encrypted } from '../exchange/backup-encryption.ts';
import {
  type BackupManifest,
  backupFormat,
  backupVersion,
  checksumsName,
  checksumsText,
  databaseName,
  evidenceEntryName,
  manifestName,
  readMeName,
  readMeText,
} from '../exchange/backup-manifest.ts';
import { copyDatabase, type DatabaseFacts, demandDatabase, describeDatabase, selectDatabaseProblems } from '../store/backup.ts';
import { evidencePath, hashEvidenceFile } from '../store/evidence-files.ts';
import { translateError } from '../store/open.ts';
import { backupStamp, defaultBackupFolder, hashFile, type OnStep, removeLeftovers, writeBackupFile } from './backup-file.ts';
import { planRotation, type Rotation, rotate } from './backup-rotation.ts';
import type { CommandJson } from './json-schemas.ts';

export type { BackupLock } from '../exchange/backup-encryption.ts';

/** Copy, prove, look at the evidence, write. */
const steps = 4;

type Created = CommandJson['sicherung erstellen'];

export interface BackupRequest {
  datenbank: string;
  /** Null: beside the database. */
  folder: string | null;
  lock: BackupLock | null;
  /** How many backups of this database stay in the folder; null: all. */
  keep: number | null;
  probe: boolean;
  programVersion: string;
  now: Date;
  signal?: AbortSignal;
  onStep?: OnStep;
}

/**
 * Backs up a database with its evidence while others go on working: copies, proves the copy, packs, and reads back what was written.
 * What is wrong with the original is listed in the result and in the backup; then nothing older is removed.
 * @throws NotFoundError, ForeignFileError, InvalidDataError, EnvironmentError
 */
export async function createBackup(request: BackupRequest): Promise<Created> {
  const database = resolve(request.datenbank);
  const folder = resolve(request.folder ?? defaultBackupFolder(database));
  if (request.lock?.kind === 'empfaenger') await checkRecipients(request.lock.empfaenger);
  return withCopy(database, request, async (copy) => {
    const step = request.onStep ?? (() => undefined);
    const facts = describeDatabase(copy);
    step(1, steps, 'Kopie wird geprüft');
    const problems = await selectDatabaseProblems(copy);
    request.signal?.throwIfAborted();
    step(2, steps, 'Nachweise werden geprüft');
    const content = await collectContent(database, copy, facts, problems, request);
    const result = {
      probe: request.probe,
      verschluesselt: request.lock?.kind ?? 'nein',
      schema: facts.schema,
      ketten: facts.ketten.length,
      eintraege: facts.ketten.reduce((sum, { eintraege }) => sum + eintraege, 0),
      nachweise: content.manifest.dateien.length - 1,
      maengel: content.manifest.maengel,
    } as const;
    if (request.probe) {
      const rotation = await planned(request, folder, facts, result.maengel.length > 0);
      return { ...result, ordner: folder, datei: null, geloescht: rotation.surplus, belassen: rotation.foreign };
    }
    step(3, steps, 'Sicherung wird geschrieben');
    const archive = sealedArchive(content.entries);
    const extension = request.lock === null ? 'zip' : 'zip.age';
    const stream = request.lock === null ? archive : await encrypted(archive, request.lock);
    const datei = await writeBackupFile(folder, backupStamp(request.now), extension, stream, request.signal);
    if (request.keep === null || result.maengel.length > 0)
      return { ...result, ordner: folder, datei, geloescht: [], belassen: [] };
    const rotated = await rotate(folder, request.keep, facts.kennung, datei.pfad);
    return { ...result, ordner: folder, datei, geloescht: rotated.surplus, belassen: rotated.foreign };
  });
}

/** What rotation would do once the new backup is there. */
async function planned(request: BackupRequest, folder: string, facts: DatabaseFacts, hasProblems: boolean): Promise<Rotation> {
  if (request.keep === null || hasProblems) return { surplus: [], foreign: [] };
  return planRotation(folder, request.keep - 1, facts.kennung, null);
}

/** The copy lies beside the database for the time of `use`: where its content is in clear anyway, and never at a foreign target. */
async function withCopy<R>(database: string, request: BackupRequest, use: (copy: string) => Promise<R>): Promise<R> {
  const [parent, name] = [dirname(database), `${basename(database)}.sicherung-`];
  demandDatabase(database);
  await removeLeftovers(parent, (each) => each.startsWith(name));
  const folder = await mkdtemp(join(parent, name)).catch((error) => {
    throw translateError(error, parent);
  });
  try {
    request.onStep?.(0, steps, 'Datenbank wird kopiert');
    const copy = join(folder, databaseName);
    copyDatabase(database, copy);
    return await use(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Content {
  manifest: BackupManifest;
  entries: ArchiveEntry[];
}

async function collectContent(
  database: string,
  copy: string,
  facts: DatabaseFacts,
  problems: readonly string[],
  { programVersion, now, signal }: BackupRequest,
): Promise<Content> {
  const dateien = [{ name: databaseName, bytes: (await stat(copy)).size, sha256: await hashFile(copy) }];
  const entries: ArchiveEntry[] = [{ name: databaseName, path: copy }];
  const maengel = [...problems];
  const place = { location: database };
  for (const sha256 of facts.nachweise) {
    signal?.throwIfAborted();
    const found = await hashEvidenceFile(place, sha256);
    if (found !== sha256) {
      maengel.push(`Nachweis ${sha256}: ${found === null ? 'Die Datei fehlt.' : 'Die Datei wurde verändert.'}`);
      continue;
    }
    const [name, path] = [evidenceEntryName(sha256), evidencePath(place, sha256)];
    dateien.push({ name, bytes: (await stat(path)).size, sha256 });
    entries.push({ name, path });
  }
  const manifest: BackupManifest = {
    format: backupFormat,
    fassung: backupVersion,
    programm: programVersion,
    schema: facts.schema,
    erstellt: now.toISOString(),
    kennung: facts.kennung,
    ketten: facts.ketten,
    maengel,
    dateien,
  };
  const frame = [
    { name: manifestName, bytes: encode(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: readMeName, bytes: encode(readMeText(manifest, formatDay(dayOf(manifest.erstellt)))) },
    { name: checksumsName, bytes: encode(checksumsText(manifest)) },
  ];
  return { manifest, entries: [...frame, ...entries] };
}

const encode = (text: string) => new TextEncoder().encode(text);
