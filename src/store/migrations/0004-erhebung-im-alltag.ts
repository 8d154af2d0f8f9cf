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
const needed = (column: string) => `${column} TEXT NOT NULL CHECK (trim(${column}) <> '')`;
const flag = (column: string) => `${column} INTEGER NOT NULL CHECK (${column} IN (0, 1))`;
const json = (column: string) => `${column} TEXT NOT NULL CHECK (json_valid(${column}))`;
const sha256 = (column: string) =>
  `${column} TEXT CHECK (${column} IS NULL OR (length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'))`;

/** Columns per table, and what makes two rows versions of the same thing. */
const tables: Record<string, { columns: string; key: string }> = {
  ruecknahme: {
    key: 'kommune, eintrag',
    columns: `kommune TEXT NOT NULL, eintrag INTEGER NOT NULL CHECK (eintrag >= 1)`,
  },
  gegenzeichnung: {
    key: 'kommune, zielobjekt, control, eintrag',
    columns: `kommune TEXT NOT NULL, zielobjekt TEXT NOT NULL, control TEXT NOT NULL, eintrag INTEGER NOT NULL,
      ergebnis TEXT NOT NULL CHECK (ergebnis IN ('bestaetigt', 'beanstandet')), ${needed('person')}, anmerkung TEXT,
      CHECK (ergebnis <> 'beanstandet' OR trim(coalesce(anmerkung, '')) <> '')`,
  },
  paket: {
    key: 'kommune, id',
    columns: `id TEXT NOT NULL, kommune TEXT NOT NULL, titel TEXT NOT NULL, empfaenger TEXT, erstellt TEXT NOT NULL, ${day('faellig')},
      stand TEXT NOT NULL CHECK (stand IN ('offen', 'eingelesen', 'zurueckgezogen')), ${json('fragen')}`,
  },
  paket_ruecklauf: {
    key: 'kommune, paket, sha256',
    columns: `kommune TEXT NOT NULL, paket TEXT NOT NULL, datei TEXT NOT NULL, ${sha256('sha256')}, ${needed('gesagt_von')},
      ${day('gesagt_am')}, antworten INTEGER NOT NULL CHECK (antworten >= 0)`,
  },
  erklaerung: {
    key: 'id',
    columns: `id TEXT NOT NULL, ${needed('dienstleister')}, ${needed('titel')}, vom TEXT NOT NULL, ${day('gueltig_bis')}, dokument TEXT,
      ${json('aussagen')}, ${day('widerrufen_am')}, widerruf_grund TEXT, CHECK (gueltig_bis IS NULL OR vom <= gueltig_bis)`,
  },
  erklaerung_zuordnung: {
    key: 'kommune, erklaerung',
    columns: `kommune TEXT NOT NULL, erklaerung TEXT NOT NULL, vertrag TEXT, ${day('vertrag_bis')}, avv TEXT, ${flag('gilt')}`,
  },
  herkunft: {
    key: 'kommune, von',
    columns: `kommune TEXT NOT NULL, von TEXT NOT NULL, art TEXT NOT NULL CHECK (art IN ('gruppe', 'verwaltung')), ${flag('gilt')},
      CHECK (kommune <> von)`,
  },
  nachweis: {
    key: 'id',
    columns: `id TEXT NOT NULL, fassung INTEGER NOT NULL CHECK (fassung >= 1), ${needed('titel')},
      art TEXT NOT NULL CHECK (art IN ('datei', 'verweis')), dateiname TEXT, verweis TEXT, ${sha256('sha256')},
      bytes INTEGER CHECK (bytes IS NULL OR bytes >= 0), datum TEXT NOT NULL CHECK (datum GLOB '????-??-??'), ${day('gueltig_bis')},
      ${flag('zurueckgezogen')}, CHECK ((art = 'datei') = (sha256 IS NOT NULL AND dateiname IS NOT NULL AND bytes IS NOT NULL)),
      CHECK ((art = 'verweis') = (verweis IS NOT NULL))`,
  },
  nachweis_bezug: {
    key: 'kommune, nachweis, zielobjekt, control',
    columns: `kommune TEXT NOT NULL, nachweis TEXT NOT NULL, zielobjekt TEXT NOT NULL, control TEXT NOT NULL, ${flag('gilt')}`,
  },
  zielobjekt_beziehung: {
    key: 'kommune, von, nach',
    columns: `kommune TEXT NOT NULL, von TEXT NOT NULL, nach TEXT NOT NULL, ${flag('gilt')}, CHECK (von <> nach)`,
  },
  schutzbedarf: {
    key: 'kommune, zielobjekt, schutzziel',
    columns: `kommune TEXT NOT NULL, zielobjekt TEXT NOT NULL,
      schutzziel TEXT NOT NULL CHECK (schutzziel IN ('vertraulichkeit', 'integritaet', 'verfuegbarkeit')),
      stufe TEXT CHECK (stufe IS NULL OR stufe IN ('normal', 'hoch', 'sehr-hoch')),
      art TEXT NOT NULL CHECK (art IN ('festgelegt', 'kumulation', 'verteilung')), ${needed('begruendung')}`,
  },
  modellierung: {
    key: 'kommune, baustein',
    columns: `kommune TEXT NOT NULL, baustein TEXT NOT NULL, verwendet TEXT NOT NULL CHECK (verwendet IN ('ja', 'nein')), begruendung TEXT,
      CHECK (verwendet = 'ja' OR trim(coalesce(begruendung, '')) <> '')`,
  },
  notiz: {
    key: 'kommune, id',
    columns: `id TEXT NOT NULL, kommune TEXT NOT NULL, ${needed('text')}, ${day('faellig')},
      stand TEXT NOT NULL CHECK (stand IN ('offen', 'erledigt')), ergebnis TEXT`,
  },
};

/** The answer table again, with what interviews, packets, lists and later rounds need. Old rows keep their digests: new columns are empty. */
const assessmentColumns = `kommune TEXT NOT NULL, zielobjekt TEXT NOT NULL, control TEXT NOT NULL, catalogue_id TEXT NOT NULL,
  catalogue_edition TEXT NOT NULL, erhebung TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('ja', 'teilweise', 'nein', 'entbehrlich')),
  grund TEXT CHECK (grund IS NULL OR grund IN ('nicht-relevant', 'ersatzmassnahme')),
  begruendung TEXT, nachweis TEXT, verantwortlich TEXT, ${day('bis')}, said_by TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('einzelantwort', 'interview', 'paket', 'erklaerung', 'pruefung', 'sammel', 'bestaetigung', 'import', 'uebernahme')),
  review_due TEXT NOT NULL CHECK (review_due GLOB '????-??-??'),
  notiz TEXT, paket TEXT, control_hash TEXT,
  CHECK (status <> 'entbehrlich' OR (trim(coalesce(begruendung, '')) <> '' AND grund IS NOT NULL))`;

const assessmentOld = `row_id, chain, entry, recorded_at, recorded_by, valid_from, kommune, zielobjekt, control, catalogue_id, catalogue_edition,
  erhebung, status, grund, begruendung, nachweis, verantwortlich, bis, said_by, source, review_due`;

const zielobjektColumns = [
  'zweck TEXT',
  'anzahl INTEGER',
  'plattform TEXT',
  'standort TEXT',
  'verantwortlich TEXT',
  'benutzer TEXT',
  'entfernt_am TEXT',
];

/** Everyday assessment: undo, second signature, packets, statements, groups, evidence, target objects, notes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  const protect = async (name: string) => {
    await run(`CREATE INDEX ${name}_entry ON ${name} (chain, entry)`);
    for (const change of ['UPDATE', 'DELETE']) {
      await run(`CREATE TRIGGER ${name}_no_${change.toLowerCase()} BEFORE ${change} ON ${name}
        BEGIN SELECT RAISE(ABORT, '${name}: rows are versioned, never changed or removed'); END`);
    }
  };
  const version = async (name: string, key: string, condition = '') => {
    await run(`CREATE INDEX ${name}_version ON ${name} (${key}, valid_from DESC, entry DESC, row_id DESC)`);
    await run(`CREATE VIEW ${name}_aktuell AS SELECT * FROM (
      SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY valid_from DESC, entry DESC, row_id DESC) AS version FROM ${name}${condition}
    ) AS versions WHERE version = 1`);
  };
  for (const [name, { columns, key }] of Object.entries(tables)) {
    await run(`CREATE TABLE ${name} (${recorded}, ${columns}, ${reference}) STRICT`);
    await protect(name);
    await version(name, key);
  }
  await run('ALTER TABLE erhebung ADD COLUMN abschluss TEXT CHECK (abschluss IS NULL OR json_valid(abschluss))');
  for (const column of zielobjektColumns) await run(`ALTER TABLE zielobjekt ADD COLUMN ${column}`);
  await run('DROP VIEW assessment_aktuell');
  await run(`CREATE TABLE assessment_4 (${recorded}, ${assessmentColumns}, ${reference}) STRICT`);
  await run(`INSERT INTO assessment_4 (${assessmentOld}) SELECT ${assessmentOld} FROM assessment`);
  await run('DROP TABLE assessment');
  await run('ALTER TABLE assessment_4 RENAME TO assessment');
  await protect('assessment');
  await version(
    'assessment',
    'kommune, zielobjekt, control',
    ' WHERE NOT EXISTS (SELECT 1 FROM ruecknahme WHERE ruecknahme.kommune = assessment.kommune AND ruecknahme.eintrag = assessment.entry)',
  );
}
