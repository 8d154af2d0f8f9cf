/** A short look into the database for commands that only look at the catalogue: nothing is created, migrated or locked. */
import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { CatalogueSupplement } from '../domain/catalogue-supplement.ts';
import { parseStored } from './stored-json.ts';
import type { StateAt } from './versions.ts';

/** An imported supplement with the hash of its content. */
export interface StoredSupplement {
  supplement: CatalogueSupplement;
  hash: string;
}

/**
 * A file that is missing, or older than the table, holds none.
 * @param at asked only when there is something to look at
 * @throws EnvironmentError, ForeignFileError when the file is there and cannot be read
 */
export async function peekSupplements(location: string, at: () => Promise<StateAt>): Promise<StoredSupplement[]> {
  if (!existsSync(location)) return [];
  try {
    const handle = new BetterSqlite3(location, { readonly: true });
    try {
      return hasSupplements(handle) ? selectCurrent(handle, await at()) : [];
    } finally {
      handle.close();
    }
  } catch (error) {
    const { translateError } = await import('./open.ts');
    throw translateError(error, location);
  }
}

function hasSupplements(handle: BetterSqlite3.Database): boolean {
  const table = handle.prepare("select 1 from sqlite_schema where type = 'table' and name = 'katalog_zusatz'").get();
  return table !== undefined && handle.prepare('select 1 from katalog_zusatz limit 1').get() !== undefined;
}

function selectCurrent(handle: BetterSqlite3.Database, { before, day }: StateAt): StoredSupplement[] {
  const rows = handle
    .prepare(
      `select inhalt, hash from (
         select *, row_number() over (partition by id order by valid_from desc, entry desc, row_id desc) as version
         from katalog_zusatz where recorded_at < ? and valid_from <= ?
       ) where version = 1 and stand = 'gilt' order by id`,
    )
    .all(before, day) as { inhalt: string; hash: string }[];
  return rows.map(({ inhalt, hash }) => ({ supplement: parseStored<CatalogueSupplement>(inhalt), hash }));
}
