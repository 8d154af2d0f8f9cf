import { type Kysely, sql } from 'kysely';

/** Which rows of the connection conditions hold for a Kommune, and where they stand in its contract. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`CREATE TABLE rahmenwerk_zeilen (
    row_id      INTEGER PRIMARY KEY,
    chain       TEXT NOT NULL,
    entry       INTEGER NOT NULL,
    recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
    recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
    valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??'),
    kommune TEXT NOT NULL, rahmenwerk TEXT NOT NULL, punkt TEXT NOT NULL,
    gilt TEXT NOT NULL CHECK (gilt IN ('ja', 'nein', 'unbekannt')),
    fundstelle TEXT CHECK (fundstelle IS NULL OR trim(fundstelle) <> ''),
    grund TEXT,
    CHECK (gilt <> 'nein' OR trim(coalesce(grund, '')) <> ''),
    FOREIGN KEY (chain, entry) REFERENCES protokoll (chain, seq) DEFERRABLE INITIALLY DEFERRED
  ) STRICT`);
  await run('CREATE INDEX rahmenwerk_zeilen_entry ON rahmenwerk_zeilen (chain, entry)');
  await run(
    'CREATE INDEX rahmenwerk_zeilen_version ON rahmenwerk_zeilen (kommune, rahmenwerk, punkt, valid_from DESC, entry DESC, row_id DESC)',
  );
  for (const change of ['UPDATE', 'DELETE']) {
    await run(`CREATE TRIGGER rahmenwerk_zeilen_no_${change.toLowerCase()} BEFORE ${change} ON rahmenwerk_zeilen
      BEGIN SELECT RAISE(ABORT, 'rahmenwerk_zeilen: rows are versioned, never changed or removed'); END`);
  }
  await run(`CREATE VIEW rahmenwerk_zeilen_aktuell AS SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY kommune, rahmenwerk, punkt ORDER BY valid_from DESC, entry DESC, row_id DESC) AS version
    FROM rahmenwerk_zeilen
  ) AS versions WHERE version = 1`);
}
