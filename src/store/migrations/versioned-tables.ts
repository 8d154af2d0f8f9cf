/** What tables of versioned rows have in common. Released migrations build on it: it never changes, a new form gets a file of its own. */
import { type Kysely, sql } from 'kysely';

/** Columns per table, and what makes two rows versions of the same thing. */
export type VersionedTables = Readonly<Record<string, { columns: string; key: string }>>;

export const recorded = `
  row_id      INTEGER PRIMARY KEY,
  chain       TEXT NOT NULL,
  entry       INTEGER NOT NULL,
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??')`;

export const reference = 'FOREIGN KEY (chain, entry) REFERENCES protokoll (chain, seq) DEFERRABLE INITIALLY DEFERRED';

export const runOn = (db: Kysely<unknown>) => (statement: string) => sql.raw(statement).execute(db);

/** Rows are found by their entry of the Protokoll, and neither changed nor removed. */
export async function protectRows(db: Kysely<unknown>, name: string): Promise<void> {
  const run = runOn(db);
  await run(`CREATE INDEX ${name}_entry ON ${name} (chain, entry)`);
  for (const change of ['UPDATE', 'DELETE']) {
    await run(`CREATE TRIGGER ${name}_no_${change.toLowerCase()} BEFORE ${change} ON ${name}
        BEGIN SELECT RAISE(ABORT, '${name}: rows are versioned, never changed or removed'); END`);
  }
}

/** Each with a view `…_aktuell` of the version that counts: the newest from which something holds, of these the one recorded last. */
export async function createVersionedTables(db: Kysely<unknown>, tables: VersionedTables): Promise<void> {
  const run = runOn(db);
  for (const [name, { columns, key }] of Object.entries(tables)) {
    await run(`CREATE TABLE ${name} (${recorded}, ${columns}, ${reference}) STRICT`);
    await protectRows(db, name);
    await run(`CREATE INDEX ${name}_version ON ${name} (${key}, valid_from DESC, entry DESC, row_id DESC)`);
    await run(`CREATE VIEW ${name}_aktuell AS SELECT * FROM (
      SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY valid_from DESC, entry DESC, row_id DESC) AS version FROM ${name}
    ) AS versions WHERE version = 1`);
  }
}
