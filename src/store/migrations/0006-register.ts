import { type Kysely, sql } from 'kysely';

/** One table for the entries of all registers; what they hold is checked against the definition of the register. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`CREATE TABLE register_eintrag (
    row_id      INTEGER PRIMARY KEY,
    chain       TEXT NOT NULL,
    entry       INTEGER NOT NULL,
    recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
    recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
    valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??'),
    kommune TEXT NOT NULL, register TEXT NOT NULL CHECK (register <> ''), id TEXT NOT NULL CHECK (id <> ''),
    angaben TEXT NOT NULL CHECK (json_valid(angaben)), entfernt TEXT CHECK (entfernt IS NULL OR trim(entfernt) <> ''),
    FOREIGN KEY (chain, entry) REFERENCES protokoll (chain, seq) DEFERRABLE INITIALLY DEFERRED
  ) STRICT`);
  await run('CREATE INDEX register_eintrag_entry ON register_eintrag (chain, entry)');
  await run(
    'CREATE INDEX register_eintrag_version ON register_eintrag (kommune, register, id, valid_from DESC, entry DESC, row_id DESC)',
  );
  for (const change of ['UPDATE', 'DELETE']) {
    await run(`CREATE TRIGGER register_eintrag_no_${change.toLowerCase()} BEFORE ${change} ON register_eintrag
      BEGIN SELECT RAISE(ABORT, 'register_eintrag: rows are versioned, never changed or removed'); END`);
  }
  await run(`CREATE VIEW register_eintrag_aktuell AS SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY kommune, register, id ORDER BY valid_from DESC, entry DESC, row_id DESC) AS version
    FROM register_eintrag
  ) AS versions WHERE version = 1`);
}
