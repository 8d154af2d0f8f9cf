import { type Kysely, sql } from 'kysely';

const recorded = `
  row_id      INTEGER PRIMARY KEY,
  chain       TEXT NOT NULL,
  entry       INTEGER NOT NULL,
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??')`;

const reference = 'FOREIGN KEY (chain, entry) REFERENCES protokoll (chain, seq) DEFERRABLE INITIALLY DEFERRED';

const needed = (column: string) => `${column} TEXT NOT NULL CHECK (trim(${column}) <> '')`;
const optional = (column: string) => `${column} TEXT CHECK (${column} IS NULL OR trim(${column}) <> '')`;
const isHash = (column: string) => `length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'`;
const hash = (column: string) => `${column} TEXT NOT NULL CHECK (${isHash(column)})`;

/** Columns per table, and what makes two rows versions of the same thing. */
const tables: Record<string, { columns: string; key: string }> = {
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
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const [name, { columns, key }] of Object.entries(tables)) {
    await run(`CREATE TABLE ${name} (${recorded}, ${columns}, ${reference}) STRICT`);
    await run(`CREATE INDEX ${name}_entry ON ${name} (chain, entry)`);
    await run(`CREATE INDEX ${name}_version ON ${name} (${key}, valid_from DESC, entry DESC, row_id DESC)`);
    for (const change of ['UPDATE', 'DELETE']) {
      await run(`CREATE TRIGGER ${name}_no_${change.toLowerCase()} BEFORE ${change} ON ${name}
        BEGIN SELECT RAISE(ABORT, '${name}: rows are versioned, never changed or removed'); END`);
    }
    await run(`CREATE VIEW ${name}_aktuell AS SELECT * FROM (
      SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY valid_from DESC, entry DESC, row_id DESC) AS version FROM ${name}
    ) AS versions WHERE version = 1`);
  }
  await run('CREATE INDEX bericht_datei_sha256 ON bericht_datei (sha256)');
}
