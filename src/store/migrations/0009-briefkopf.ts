import { type Kysely, sql } from 'kysely';

const columns = `
  row_id      INTEGER PRIMARY KEY,
  chain       TEXT NOT NULL,
  entry       INTEGER NOT NULL,
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??'),
  kommune TEXT NOT NULL,
  stand TEXT NOT NULL CHECK (stand IN ('gilt', 'entfernt')),
  angaben TEXT NOT NULL CHECK (json_valid(angaben)),
  wappen_art TEXT CHECK (wappen_art IN ('svg', 'png')),
  wappen BLOB,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  CHECK ((wappen IS NULL) = (wappen_art IS NULL)),
  FOREIGN KEY (chain, entry) REFERENCES protokoll (chain, seq) DEFERRABLE INITIALLY DEFERRED`;

/** The letterhead of a Kommune with its arms and templates, so that its papers can be made again as they were. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`CREATE TABLE briefkopf (${columns}) STRICT`);
  await run('CREATE INDEX briefkopf_entry ON briefkopf (chain, entry)');
  await run('CREATE INDEX briefkopf_version ON briefkopf (kommune, valid_from DESC, entry DESC, row_id DESC)');
  for (const change of ['UPDATE', 'DELETE']) {
    await run(`CREATE TRIGGER briefkopf_no_${change.toLowerCase()} BEFORE ${change} ON briefkopf
      BEGIN SELECT RAISE(ABORT, 'briefkopf: rows are versioned, never changed or removed'); END`);
  }
  await run(`CREATE VIEW briefkopf_aktuell AS SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY kommune ORDER BY valid_from DESC, entry DESC, row_id DESC) AS version FROM briefkopf
  ) AS versions WHERE version = 1`);
}
