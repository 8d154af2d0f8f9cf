/** The only way into the database: migrate, foreign keys on, WAL, busy timeout, immediate transactions. */
import { chmodSync, closeSync, copyFileSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, type Driver, Kysely, SqliteDialect, SqliteDriver } from 'kysely';
import { EnvironmentError, ForeignFileError } from '../errors.ts';
import { makeFolder } from './folder.ts';
import type { Database } from './schema.ts';

/** Number of the newest migration this program knows; stands in `PRAGMA user_version`. */
export const schemaVersion = 11;

/** „BWRD“: tells our files from other SQLite files. */
const applicationId = 0x42575244;

const busyTimeoutMs = 5000;

export interface Store {
  readonly db: Kysely<Database>;
  /** Absolute path of the file. */
  readonly location: string;
  /** Runs a statement, prepared once, for every row of values on the one connection: inside a transaction that is open, as part of it. */
  runForEach(statement: string, rows: Iterable<readonly unknown[]>): void;
  close(): Promise<void>;
}

/**
 * Opens the database, creates it if it is missing, and brings an older schema up to date after copying the file beside.
 * @throws ForeignFileError when the file is no database of ours, damaged, or from a newer program
 * @throws EnvironmentError when it cannot be opened, is locked or read-only
 */
export async function openStore(location: string): Promise<Store> {
  if (/^postgres(ql)?:/.test(location)) {
    throw new EnvironmentError(
      'PostgreSQL wird von dieser Version noch nicht unterstützt.',
      'Mit --datenbank den Pfad einer SQLite-Datei angeben.',
    );
  }
  const path = resolve(location);
  const isNew = !existsSync(path);
  if (isNew) createFile(path);
  else checkFile(path);
  try {
    return await openFile(path);
  } catch (error) {
    throw translateError(error, path);
  }
}

async function openFile(path: string): Promise<Store> {
  const handle = new BetterSqlite3(path, { timeout: busyTimeoutMs });
  try {
    const version = checkOwnership(handle, path);
    handle.pragma('journal_mode = WAL');
    handle.pragma('synchronous = FULL');
    handle.pragma('foreign_keys = ON');
    const db = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(handle, path) });
    if (version < schemaVersion) await migrate(db, handle, path, version);
    const runForEach: Store['runForEach'] = (statement, rows) => {
      const prepared = handle.prepare(statement);
      for (const row of rows) prepared.run(row);
    };
    return { db, location: path, runForEach, close: () => db.destroy() };
  } catch (error) {
    handle.close();
    throw error;
  }
}

/** Returns the schema version of the file, 0 for an empty one. */
function checkOwnership(handle: BetterSqlite3.Database, path: string): number {
  const version = Number(handle.pragma('user_version', { simple: true }));
  const application = Number(handle.pragma('application_id', { simple: true }));
  const isEmpty = handle.prepare('select count(*) as n from sqlite_schema').get() as { n: number };
  if (isEmpty.n === 0) return 0;
  if (application !== applicationId) {
    throw new ForeignFileError(
      `${path} ist eine SQLite-Datei, aber keine Datenbank von burgward.`,
      'Mit --datenbank eine andere Datei angeben.',
    );
  }
  if (version > schemaVersion) {
    throw new ForeignFileError(
      `${path} wurde mit einer neueren Version von burgward angelegt (Schema ${version}, bekannt ist ${schemaVersion}).`,
      'Bitte burgward aktualisieren; an der Datei wurde nichts geändert.',
    );
  }
  return version;
}

async function migrate(db: Kysely<Database>, handle: BetterSqlite3.Database, path: string, version: number): Promise<void> {
  const { runMigrations } = await import('./migrate.ts');
  if (version > 0) {
    handle.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(path, `${path}.schema-${version}.kopie`);
  }
  await runMigrations(db, version, () => {
    handle.pragma(`application_id = ${applicationId}`);
    handle.pragma(`user_version = ${schemaVersion}`);
  });
}

function createFile(path: string): void {
  try {
    makeFolder(dirname(path));
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    throw translateError(error, path);
  }
}

/**
 * A file shorter than its header promises was cut off; SQLite itself would notice only when it meets a missing page. Unless a log lies
 * beside it: then writing it back was interrupted, by a full disk for example, and SQLite finishes that when it opens the file.
 */
function checkFile(path: string): void {
  const { size } = statSync(path);
  if (size === 0) return;
  const header = Buffer.alloc(100);
  try {
    const file = openSync(path, 'r');
    readSync(file, header, 0, 100, 0);
    closeSync(file);
  } catch (error) {
    throw translateError(error, path);
  }
  if (header.toString('latin1', 0, 15) !== 'SQLite format 3') {
    throw new ForeignFileError(
      `${path} ist keine Datenbank von burgward.`,
      'Mit --datenbank eine andere Datei angeben oder den Dateinamen prüfen.',
    );
  }
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  const pages = header.readUInt32BE(28);
  if (size < pages * pageSize && !hasLog(path)) {
    throw new ForeignFileError(
      `${path} ist unvollständig: ${size} von ${pages * pageSize} Byte sind vorhanden.`,
      'Die letzte Sicherung verwenden; an der Datei wurde nichts geändert.',
    );
  }
}

function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** SQLite and file system errors the user can act on, in German; anything else is passed through. */
export function translateError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new EnvironmentError(
      `${path} ist gerade von einem anderen Programm gesperrt.`,
      'Kurz warten und den Befehl wiederholen; offene Programme schließen.',
    );
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return new EnvironmentError(`${path} ist schreibgeschützt.`, 'Schreibrechte für Datei und Ordner prüfen.');
  }
  if (code === 'SQLITE_NOTADB') {
    return new ForeignFileError(`${path} ist keine Datenbank von burgward.`, 'Mit --datenbank eine andere Datei angeben.');
  }
  if (code.startsWith('SQLITE_CORRUPT') || (code === 'SQLITE_ERROR' && /no such (table|column)/.test(String(error)))) {
    return new ForeignFileError(
      `${path} ist beschädigt oder wurde von außen verändert.`,
      'Die letzte Sicherung verwenden; die beschädigte Datei aufheben.',
    );
  }
  // A limit on the size of files, as for a quota, comes as a failed write instead of a full disk.
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_WRITE' || code === 'ENOSPC' || code === 'EFBIG') {
    return new EnvironmentError(
      `Für ${path} ist kein Platz mehr auf dem Datenträger.`,
      'Platz schaffen und den Befehl wiederholen; geschrieben wurde nichts.',
    );
  }
  if (
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_IOERR') ||
    ['EACCES', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST'].includes(code)
  ) {
    return new EnvironmentError(
      `${path} lässt sich nicht öffnen oder beschreiben.`,
      'Pfad, Ordner und Rechte prüfen oder mit --datenbank einen anderen Ort angeben.',
    );
  }
  return error;
}

/** kysely begins deferred; two writers would then fail despite the timeout. */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #handle: BetterSqlite3.Database;
  readonly #path: string;

  constructor(handle: BetterSqlite3.Database, path: string) {
    super({ database: handle });
    this.#handle = handle;
    this.#path = path;
  }

  /** Reads and writes alike: what SQLite refuses is said in German, whichever statement met it first. */
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => connection.executeQuery(query).catch((error) => Promise.reject(translateError(error, this.#path))),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    } as DatabaseConnection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** SQLite has ended the transaction itself when the disk is full; asking again would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#handle.inTransaction) await super.rollbackTransaction(connection);
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #handle: BetterSqlite3.Database;
  readonly #path: string;

  constructor(handle: BetterSqlite3.Database, path: string) {
    super({ database: handle });
    this.#handle = handle;
    this.#path = path;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#handle, this.#path);
  }
}
