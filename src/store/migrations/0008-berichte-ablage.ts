import type { Kysely } from 'kysely';
import { createVersionedTables, runOn, type VersionedTables } from './versioned-tables.ts';

const needed = (column: string) => `${column} TEXT NOT NULL CHECK (trim(${column}) <> '')`;
const optional = (column: string) => `${column} TEXT CHECK (${column} IS NULL OR trim(${column}) <> '')`;
const isHash = (column: string) => `length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'`;
const hash = (column: string) => `${column} TEXT NOT NULL CHECK (${isHash(column)})`;

const tables: VersionedTables = {
  bericht_ablage: {
    key: 'kommune, id',
    columns: `kommune TEXT NOT NULL, id TEXT NOT NULL CHECK (id <> ''), ${needed('art')},
      fassung TEXT NOT NULL CHECK (fassung IN ('intern', 'rat', 'oeffentlich')), ${optional('variante')}, ${optional('eintrag')},
      stand TEXT NOT NULL CHECK (stand GLOB '????-??-??'), ${hash('fingerabdruck')},
      protokoll TEXT CHECK (protokoll IS NULL OR (${isHash('protokoll')})), ${needed('programm')}, ${needed('katalog_edition')},
      ${hash('katalog_hash')}, ${optional('empfaenger')}`,
  },
  bericht_datei: {
    key: 'kommune, bericht, format',
    columns: `kommune TEXT NOT NULL, bericht TEXT NOT NULL CHECK (bericht <> ''), ${needed('format')}, ${needed('name')},
      ${hash('sha256')}, bytes INTEGER NOT NULL CHECK (bytes > 0), gzip BLOB NOT NULL`,
  },
};

/** Reports as they were issued, with their files byte for byte, so that what somebody holds in hands can be compared years later. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = runOn(db);
  await createVersionedTables(db, tables);
  await run('CREATE INDEX bericht_datei_sha256 ON bericht_datei (sha256)');
}
