/** Copies, describes and proves a database file without changing it. Everything a backup needs to know about SQLite is here. */
import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { EnvironmentError, ForeignFileError, NotFoundError } from '../errors.ts';
import { openStore, type Store, schemaVersion, translateError } from './open.ts';
import { selectBegunChains, selectChains, selectOrphanChains, verifyChain } from './protokoll.ts';
import type { Database } from './schema.ts';
import { selectSchemaProblems } from './schema-check.ts';

/** „BWRD“, as open.ts stamps it. */
const applicationId = 0x42575244;

const busyTimeoutMs = 5000;

/** Problems listed per kind; a broken file has thousands. */
const maxProblems = 20;

/** The newest entry of a chain of the Protokoll. */
export interface ChainTip {
  kette: string;
  eintraege: number;
  pruefsumme: string;
}

export interface DatabaseFacts {
  schema: number;
  /** Hash of the oldest entry of the Protokoll: the same for every copy of one database. Null while nothing is recorded. */
  kennung: string | null;
  ketten: ChainTip[];
  /** SHA-256 of every evidence file that was ever recorded, sorted. */
  nachweise: string[];
}

/** @throws NotFoundError when it is no file */
export function demandDatabase(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return;
  throw new NotFoundError(`Eine Datenbank ${path} gibt es nicht.`, 'Den Pfad hinter --datenbank prüfen.');
}

/**
 * Writes a copy as of now into a file that does not exist yet. Others may go on writing: the copy is one state, with everything that
 * was acknowledged before. An older schema stays as it is.
 * @throws NotFoundError, ForeignFileError, EnvironmentError
 */
export function copyDatabase(source: string, target: string): void {
  demandDatabase(source);
  try {
    const handle = new BetterSqlite3(source, { timeout: busyTimeoutMs, fileMustExist: true });
    try {
      readSchema(handle, source);
      handle.prepare('vacuum into ?').run(target);
    } finally {
      handle.close();
    }
  } catch (error) {
    // The disk that is full is that of the copy.
    throw translateError(error, isFull(error) ? target : source);
  }
}

function isFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_WRITE';
}

/** @throws ForeignFileError when the file is no database of ours or of a newer program */
function readSchema(handle: BetterSqlite3.Database, path: string): number {
  if (Number(handle.pragma('application_id', { simple: true })) !== applicationId) {
    throw new ForeignFileError(`${path} ist keine Datenbank von burgward.`, 'Mit --datenbank eine andere Datei angeben.');
  }
  const schema = Number(handle.pragma('user_version', { simple: true }));
  if (schema <= schemaVersion) return schema;
  throw new ForeignFileError(
    `${path} wurde mit einer neueren Version von burgward angelegt (Schema ${schema}, bekannt ist ${schemaVersion}).`,
    'Bitte burgward aktualisieren; an der Datei wurde nichts geändert.',
  );
}

/** @throws ForeignFileError, EnvironmentError */
export function describeDatabase(path: string): DatabaseFacts {
  return reading(path, (handle) => {
    const schema = readSchema(handle, path);
    const first = handle.prepare('select hash from protokoll order by recorded_at, chain, seq limit 1').get() as
      | { hash: string }
      | undefined;
    const ketten = handle
      .prepare(
        'select chain as kette, count(*) as eintraege, (select hash from protokoll newest where newest.chain = protokoll.chain order by seq desc limit 1) as pruefsumme from protokoll group by chain order by chain',
      )
      .all() as ChainTip[];
    return { schema, kennung: first?.hash ?? null, ketten, nachweise: readEvidenceHashes(handle) };
  });
}

/** Before schema 4 there was no evidence. */
function readEvidenceHashes(handle: BetterSqlite3.Database): string[] {
  const table = handle.prepare("select 1 from sqlite_schema where type = 'table' and name = 'nachweis'").get();
  if (table === undefined) return [];
  const rows = handle.prepare('select distinct sha256 from nachweis where sha256 is not null order by sha256').all();
  return (rows as { sha256: string }[]).map(({ sha256 }) => sha256);
}

function reading<R>(path: string, read: (handle: BetterSqlite3.Database) => R): R {
  try {
    const handle = openReadOnly(path);
    try {
      return read(handle);
    } finally {
      handle.close();
    }
  } catch (error) {
    throw translateError(error, path);
  }
}

/** A copy from outside may carry triggers and views of its own: what they call is not trusted. */
function openReadOnly(path: string): BetterSqlite3.Database {
  const handle = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
  handle.pragma('trusted_schema = OFF');
  handle.pragma('cell_size_check = ON');
  return handle;
}

/**
 * Proves a closed database file: pages and indexes, foreign keys, schema, every chain of the Protokoll with all rows. An older schema is
 * brought up to date on a copy beside it, which is removed afterwards.
 * @returns German sentences, empty when all is well
 */
export async function selectDatabaseProblems(path: string): Promise<string[]> {
  const { schema, problems } = reading(path, (handle) => ({
    schema: readSchema(handle, path),
    problems: [...integrityProblems(handle), ...foreignKeyProblems(handle)],
  }));
  if (problems.length > 0) return problems;
  if (schema === schemaVersion) return protokollProblems(readOnlyStore(path));
  const scratch = `${path}.pruefung`;
  try {
    copyFileSync(path, scratch);
    return await protokollProblems(await openStore(scratch));
  } catch (error) {
    throw translateError(error, scratch);
  } finally {
    for (const suffix of ['', '-wal', '-shm', `.schema-${schema}.kopie`]) rmSync(`${scratch}${suffix}`, { force: true });
  }
}

function integrityProblems(handle: BetterSqlite3.Database): string[] {
  const rows = handle.pragma(`integrity_check(${maxProblems})`) as { integrity_check: string }[];
  const texts = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  return texts.length === 0 ? [] : [`Die Datenbankdatei ist beschädigt (${texts.length} Stellen; die erste: ${texts[0]}).`];
}

function foreignKeyProblems(handle: BetterSqlite3.Database): string[] {
  const rows = handle.pragma('foreign_key_check') as { table: string; parent: string }[];
  const pairs = new Set(rows.map(({ table, parent }) => `Tabelle ${table}: Verweise auf ${parent} führen ins Leere.`));
  return [...pairs].slice(0, maxProblems);
}

/** As „protokoll pruefen“ does without a Kommune. */
async function protokollProblems(store: Store): Promise<string[]> {
  try {
    const schema = await selectSchemaProblems(store);
    if (schema.length > 0) return schema;
    const chains = await selectChains(store);
    const problems: string[] = [];
    for (const chain of chains) {
      for (const { seq, text } of (await verifyChain(store, chain, null)).problems)
        problems.push(`Protokoll ${chain}${seq === null ? '' : `, Eintrag ${seq}`}: ${text}`);
    }
    const lost = (await selectBegunChains(store)).filter((begun) => !chains.includes(begun));
    const orphans = await selectOrphanChains(store);
    return [
      ...problems,
      ...lost.map((chain) => `Protokoll ${chain}: Die Kette wurde begonnen, aber ihr Protokoll fehlt.`),
      ...orphans.map((chain) => `Protokoll ${chain}: Es gibt Zeilen zu dieser Kette, aber kein Protokoll.`),
    ];
  } finally {
    await store.close();
  }
}

/** A store in which nothing can be written, not even by a newer schema. */
function readOnlyStore(path: string): Store {
  const handle = openReadOnly(path);
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: handle }) });
  const runForEach = () => {
    throw new Error('opened for reading only');
  };
  return { db, location: path, runForEach, close: () => db.destroy() };
}

/**
 * Makes sure that nobody has the database open, and writes its log back into it, so that the file can be moved. One that is damaged
 * is left as it is.
 * @throws EnvironmentError when it is in use
 */
export function settleDatabase(path: string): void {
  if (!existsSync(path)) return;
  try {
    const handle = new BetterSqlite3(path, { timeout: busyTimeoutMs, fileMustExist: true });
    try {
      // Leaving the log mode is refused while anybody else is connected, even one who only reads.
      if (handle.pragma('journal_mode = DELETE', { simple: true }) !== 'delete') throw inUse(path);
    } finally {
      handle.close();
    }
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) throw inUse(path);
    if (!code.startsWith('SQLITE_')) throw error;
  }
}

function inUse(path: string): EnvironmentError {
  return new EnvironmentError(
    `${path} wird gerade von einem anderen Programm benutzt.`,
    'Alle anderen Befehle beenden und noch einmal aufrufen; geändert wurde nichts.',
  );
}
