import type { Kysely } from 'kysely';
import { createVersionedTables, protectRows, recorded, reference, runOn, type VersionedTables } from './versioned-tables.ts';

const needed = (column: string) => `${column} TEXT NOT NULL CHECK (trim(${column}) <> '')`;
const day = (column: string) => `${column} TEXT CHECK (${column} IS NULL OR ${column} GLOB '????-??-??')`;
const hex = (column: string) => `length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'`;
const vantage = `vantage TEXT NOT NULL CHECK (vantage IN ('internet', 'kdn', 'lan', 'host'))`;
const flag = (column: string) => `${column} INTEGER NOT NULL CHECK (${column} IN (0, 1))`;

const tables: VersionedTables = {
  netzlauf_beleg: {
    key: 'kommune, lauf, nr',
    columns: `kommune TEXT NOT NULL, lauf TEXT NOT NULL, nr INTEGER NOT NULL CHECK (nr >= 1), ${needed('art')}, werkzeug TEXT,
      argv TEXT NOT NULL CHECK (json_valid(argv)), sha256 TEXT NOT NULL CHECK (${hex('sha256')}),
      bytes INTEGER NOT NULL CHECK (bytes >= 0), gzip BLOB`,
  },
  netzlauf_bewertung: {
    key: 'kommune, lauf, nr',
    columns: `kommune TEXT NOT NULL, lauf TEXT NOT NULL, nr INTEGER NOT NULL CHECK (nr >= 1), stand TEXT NOT NULL CHECK (stand GLOB '????-??-??'),
      profil TEXT, katalog_edition TEXT NOT NULL, katalog_hash TEXT NOT NULL`,
  },
  netzbasis: {
    key: 'kommune, name',
    columns: `kommune TEXT NOT NULL, ${needed('name')}, lauf TEXT NOT NULL, ${flag('gilt')}`,
  },
  befund_erklaerung: {
    key: 'kommune, id',
    columns: `id TEXT NOT NULL, kommune TEXT NOT NULL, check_id TEXT NOT NULL, name TEXT, address TEXT NOT NULL, port INTEGER, ${vantage},
      result TEXT NOT NULL CHECK (result IN ('not-met', 'phase-out')),
      severity TEXT NOT NULL CHECK (severity IN ('kritisch', 'hoch', 'mittel', 'niedrig', 'hinweis')),
      ${needed('begruendung')}, ${needed('verantwortlich')}, erklaert_am TEXT NOT NULL CHECK (erklaert_am GLOB '????-??-??'),
      bis TEXT NOT NULL CHECK (bis GLOB '????-??-??'), ${day('aufgehoben_am')}`,
  },
};

const observationOld = 'row_id, chain, entry, recorded_at, recorded_by, valid_from, kommune, lauf, kind, data';

/**
 * What was seen is stored compressed with its hash, beside it what the tools wrote; runs can be judged again, named as a baseline,
 * and findings explained. Details of a Freigabe as JSON.
 *
 * Every added column may be empty and is so in old rows: the digests of the Protokoll leave empty columns out, so those of old rows
 * still hold. A default such as `'{}'` for `freigabe.angaben` would become part of old rows and break them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = runOn(db);
  await createVersionedTables(db, tables);
  await run('ALTER TABLE freigabe ADD COLUMN angaben TEXT CHECK (angaben IS NULL OR json_valid(angaben))');
  await run('ALTER TABLE finding ADD COLUMN bewertung INTEGER CHECK (bewertung IS NULL OR bewertung >= 1)');
  await run(`CREATE TABLE observation_5 (${recorded}, kommune TEXT NOT NULL, lauf TEXT NOT NULL, kind TEXT NOT NULL,
    data TEXT CHECK (data IS NULL OR json_valid(data)), address TEXT,
    vantage TEXT CHECK (vantage IS NULL OR vantage IN ('internet', 'kdn', 'lan', 'host')),
    sha256 TEXT CHECK (sha256 IS NULL OR (${hex('sha256')})), gzip BLOB,
    CHECK ((data IS NULL) = (gzip IS NOT NULL)), CHECK ((gzip IS NULL) = (sha256 IS NULL)), ${reference}) STRICT`);
  await run(`INSERT INTO observation_5 (${observationOld}) SELECT ${observationOld} FROM observation`);
  await run('DROP TABLE observation');
  await run('ALTER TABLE observation_5 RENAME TO observation');
  await protectRows(db, 'observation');
  await run('CREATE INDEX observation_kommune ON observation (kommune, lauf)');
}
