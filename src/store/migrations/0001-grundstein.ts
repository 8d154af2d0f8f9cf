import { type Kysely, sql } from 'kysely';

const recorded = `
  row_id      INTEGER PRIMARY KEY,
  chain       TEXT NOT NULL,
  entry       INTEGER NOT NULL,
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??.???Z'),
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??')`;

const reference = 'FOREIGN KEY (chain, entry) REFERENCES protokoll (chain, seq) DEFERRABLE INITIALLY DEFERRED';

const day = (column: string) => `${column} TEXT CHECK (${column} IS NULL OR ${column} GLOB '????-??-??')`;

/** Columns per table, and what makes two rows versions of the same thing. */
const tables: Record<string, { columns: string; key: string }> = {
  kommune: {
    key: 'slug',
    columns: `slug TEXT NOT NULL, name TEXT NOT NULL, art TEXT NOT NULL,
      ags TEXT CHECK (ags IS NULL OR ags GLOB '14[0-9][0-9][0-9]' OR ags GLOB '14[0-9][0-9][0-9][0-9][0-9][0-9]'),
      einwohner INTEGER CHECK (einwohner IS NULL OR einwohner >= 0), landkreis TEXT`,
  },
  merkmal: {
    key: 'kommune, merkmal',
    columns: `kommune TEXT NOT NULL, merkmal TEXT NOT NULL, wert TEXT NOT NULL CHECK (wert IN ('ja', 'nein', 'unbekannt'))`,
  },
  rolle: {
    key: 'kommune, id',
    columns: `id TEXT NOT NULL, kommune TEXT NOT NULL, rolle TEXT NOT NULL, person TEXT NOT NULL, ab TEXT NOT NULL,
      ${day('bis')}, ${day('bestellt')}, ${day('gemeldet')}`,
  },
  zielobjekt: {
    key: 'kommune, kuerzel',
    columns: `kommune TEXT NOT NULL, kuerzel TEXT NOT NULL, typ TEXT NOT NULL, name TEXT NOT NULL,
      adressen TEXT NOT NULL CHECK (json_valid(adressen))`,
  },
  erhebung: {
    key: 'kommune, id',
    columns: `id TEXT NOT NULL, kommune TEXT NOT NULL, name TEXT NOT NULL, profil TEXT NOT NULL, begonnen TEXT NOT NULL,
      ${day('abgeschlossen')}, fingerprint TEXT`,
  },
  assessment: {
    key: 'kommune, zielobjekt, control',
    columns: `kommune TEXT NOT NULL, zielobjekt TEXT NOT NULL, control TEXT NOT NULL, catalogue_id TEXT NOT NULL,
      catalogue_edition TEXT NOT NULL, erhebung TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('ja', 'teilweise', 'nein', 'entbehrlich')),
      grund TEXT CHECK (grund IS NULL OR grund IN ('nicht-relevant', 'ersatzmassnahme')),
      begruendung TEXT, nachweis TEXT, verantwortlich TEXT, ${day('bis')}, said_by TEXT NOT NULL,
      source TEXT NOT NULL CHECK (source IN ('einzelantwort', 'interview', 'paket', 'erklaerung', 'pruefung', 'sammel')),
      review_due TEXT NOT NULL CHECK (review_due GLOB '????-??-??'),
      CHECK (status <> 'entbehrlich' OR (trim(coalesce(begruendung, '')) <> '' AND grund IS NOT NULL))`,
  },
  freigabe: {
    key: 'kommune, id',
    columns: `id TEXT NOT NULL, kommune TEXT NOT NULL, ziele TEXT NOT NULL CHECK (json_valid(ziele)), ports TEXT NOT NULL,
      von TEXT NOT NULL, bis TEXT NOT NULL, durch TEXT NOT NULL CHECK (trim(durch) <> ''),
      blickwinkel TEXT NOT NULL CHECK (blickwinkel IN ('internet', 'kdn', 'lan', 'host')),
      kdn_informiert INTEGER NOT NULL CHECK (kdn_informiert IN (0, 1)), ${day('widerrufen_am')}, CHECK (von <= bis)`,
  },
  netzlauf: {
    key: 'kommune, id',
    columns: `id TEXT NOT NULL, kommune TEXT NOT NULL, freigaben TEXT NOT NULL CHECK (json_valid(freigaben)),
      begonnen TEXT NOT NULL, beendet TEXT NOT NULL, angaben TEXT NOT NULL CHECK (json_valid(angaben))`,
  },
  observation: {
    key: 'row_id',
    columns: `kommune TEXT NOT NULL, lauf TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL CHECK (json_valid(data))`,
  },
  finding: {
    key: 'row_id',
    columns: `kommune TEXT NOT NULL, lauf TEXT NOT NULL, check_id TEXT NOT NULL, name TEXT, address TEXT NOT NULL, port INTEGER,
      vantage TEXT NOT NULL CHECK (vantage IN ('internet', 'kdn', 'lan', 'host')), zielobjekt TEXT NOT NULL,
      declared INTEGER NOT NULL CHECK (declared IN (0, 1)),
      result TEXT NOT NULL CHECK (result IN ('met', 'not-met', 'phase-out', 'undetermined')),
      severity TEXT NOT NULL CHECK (severity IN ('kritisch', 'hoch', 'mittel', 'niedrig', 'hinweis')),
      text TEXT NOT NULL, seen_at TEXT NOT NULL`,
  },
};

/** First released schema: versioned rows in all tables, one Protokoll chain per Kommune and one for the system. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`CREATE TABLE protokoll (
    chain TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq >= 1), recorded_at TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT, row_digests TEXT NOT NULL CHECK (json_valid(row_digests)), digest TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, payload TEXT, salt TEXT,
    PRIMARY KEY (chain, seq), CHECK ((payload IS NULL) = (salt IS NULL))
  ) STRICT`);
  await run(`CREATE TRIGGER protokoll_no_delete BEFORE DELETE ON protokoll
    BEGIN SELECT RAISE(ABORT, 'protokoll: rows are never removed'); END`);
  await run(`CREATE TRIGGER protokoll_only_erase BEFORE UPDATE ON protokoll
    WHEN NOT (NEW.payload IS NULL AND NEW.salt IS NULL AND NEW.chain = OLD.chain AND NEW.seq = OLD.seq
      AND NEW.recorded_at = OLD.recorded_at AND NEW.action = OLD.action AND NEW.digest = OLD.digest
      AND NEW.subject IS OLD.subject AND NEW.row_digests = OLD.row_digests
      AND NEW.previous = OLD.previous AND NEW.hash = OLD.hash)
    BEGIN SELECT RAISE(ABORT, 'protokoll: only payload and salt can be erased'); END`);
  for (const [name, { columns, key }] of Object.entries(tables)) {
    await run(`CREATE TABLE ${name} (${recorded}, ${columns}, ${reference}) STRICT`);
    await run(`CREATE INDEX ${name}_entry ON ${name} (chain, entry)`);
    for (const change of ['UPDATE', 'DELETE']) {
      await run(`CREATE TRIGGER ${name}_no_${change.toLowerCase()} BEFORE ${change} ON ${name}
        BEGIN SELECT RAISE(ABORT, '${name}: rows are versioned, never changed or removed'); END`);
    }
    if (key === 'row_id') {
      await run(`CREATE INDEX ${name}_kommune ON ${name} (kommune, lauf)`);
      continue;
    }
    await run(`CREATE INDEX ${name}_version ON ${name} (${key}, valid_from DESC, entry DESC, row_id DESC)`);
    await run(`CREATE VIEW ${name}_aktuell AS SELECT * FROM (
      SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY valid_from DESC, entry DESC, row_id DESC) AS version FROM ${name}
    ) AS versions WHERE version = 1`);
  }
}
