import { type Kysely, sql } from 'kysely';

/** What a Kommune adds to the shipped catalogue: own conditions and own Bausteine, versioned like everything else. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`CREATE TABLE katalog_zusatz (
    row_id      INTEGER PRIMARY KEY,
    chain       TEXT NOT NULL,
    entry       INTEGER NOT NULL,
    recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
    recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
    valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??'),
    id TEXT NOT NULL, titel TEXT NOT NULL, quelle TEXT NOT NULL,
    stand TEXT NOT NULL CHECK (stand IN ('gilt', 'zurueckgenommen')),
    hash TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    inhalt TEXT NOT NULL CHECK (json_valid(inhalt)),
    FOREIGN KEY (chain, entry) REFERENCES protokoll (chain, seq) DEFERRABLE INITIALLY DEFERRED
  ) STRICT`);
  await run('CREATE INDEX katalog_zusatz_entry ON katalog_zusatz (chain, entry)');
  await run('CREATE INDEX katalog_zusatz_version ON katalog_zusatz (id, valid_from DESC, entry DESC, row_id DESC)');
  for (const change of ['UPDATE', 'DELETE']) {
    await run(`CREATE TRIGGER katalog_zusatz_no_${change.toLowerCase()} BEFORE ${change} ON katalog_zusatz
      BEGIN SELECT RAISE(ABORT, 'katalog_zusatz: rows are versioned, never changed or removed'); END`);
  }
  await run(`CREATE VIEW katalog_zusatz_aktuell AS SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY id ORDER BY valid_from DESC, entry DESC, row_id DESC) AS version FROM katalog_zusatz
  ) AS versions WHERE version = 1`);
}
