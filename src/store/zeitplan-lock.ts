/**
 * Locks that end with the process that holds them, however it ends: the operating system lets go of a locked file, while a file that
 * merely lies there would have to be judged by its age. The lock of a small SQLite file is such a lock, on every system.
 */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { makeFolder } from './folder.ts';
import { type Store, translateError } from './open.ts';

/** Beside the database: what the schedule keeps there is worth nothing without it. */
export function scheduleFolder({ location }: Pick<Store, 'location'>): string {
  return `${location}-zeitplan`;
}

/**
 * Takes the lock of a job, or of the service.
 * @returns the function that lets go of it; null when somebody else holds it
 * @throws EnvironmentError when the folder beside the database cannot be written
 */
export function takeLock(store: Pick<Store, 'location'>, name: string): (() => void) | null {
  const path = join(scheduleFolder(store), `${name}.sperre`);
  let handle: BetterSqlite3.Database | null = null;
  try {
    makeFolder(scheduleFolder(store));
    handle = new BetterSqlite3(path, { timeout: 0 });
    handle.exec('begin exclusive');
    const held = handle;
    return () => held.close();
  } catch (error) {
    handle?.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw translateError(error, path);
  }
}
