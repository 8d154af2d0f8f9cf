import { type Kysely, sql } from 'kysely';

const recorded = `
  row_id      INTEGER PRIMARY KEY,
  chain       TEXT NOT NULL,
  entry       INTEGER NOT NULL,
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??')`;

const reference = 'FOREIGN KEY (chain, entry) REFERENCES protokoll (chain, seq) DEFERRABLE INITIALLY DEFERRED';

const instant = (column: string) => `${column} TEXT NOT NULL CHECK (${column} GLOB '????-??-??T??:??:??.???Z')`;

/** Columns per table, and what makes two rows versions of the same thing. */
const tables: Record<string, { columns: string; key: string }> = {
  zeitplan_auftrag: {
    key: 'id',
    columns: `id TEXT NOT NULL CHECK (id <> ''), kommune TEXT, landkreis TEXT,
      art TEXT NOT NULL CHECK (art IN ('netz-pruefen', 'netz-bewerten', 'bericht', 'faellig', 'sicherung')),
      optionen TEXT NOT NULL CHECK (json_valid(optionen)), wann TEXT NOT NULL CHECK (trim(wann) <> ''),
      streuung_minuten INTEGER NOT NULL CHECK (streuung_minuten >= 0),
      verpasst TEXT NOT NULL CHECK (verpasst IN ('nachholen', 'auslassen')),
      wiederholungen INTEGER NOT NULL CHECK (wiederholungen >= 0), aktiv INTEGER NOT NULL CHECK (aktiv IN (0, 1)),
      ${instant('seit')}, entfernt TEXT CHECK (entfernt IS NULL OR trim(entfernt) <> ''),
      CHECK (kommune IS NULL OR landkreis IS NULL)`,
  },
  zeitplan_lauf: {
    key: 'auftrag, nr',
    columns: `auftrag TEXT NOT NULL, nr INTEGER NOT NULL CHECK (nr >= 1), ${instant('geplant')},
      versuch INTEGER NOT NULL CHECK (versuch >= 1), ${instant('begonnen')},
      beendet TEXT CHECK (beendet IS NULL OR beendet GLOB '????-??-??T??:??:??.???Z'),
      stand TEXT NOT NULL CHECK (stand IN ('laeuft', 'fertig', 'gescheitert', 'abgebrochen', 'ausgelassen')),
      verpasst INTEGER NOT NULL CHECK (verpasst >= 0), code INTEGER, text TEXT,
      ergebnis TEXT CHECK (ergebnis IS NULL OR json_valid(ergebnis)), CHECK ((stand = 'laeuft') = (beendet IS NULL))`,
  },
};

/** Recurring jobs, and what became of every run: one row when it begins, another when it ends. */
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
}
