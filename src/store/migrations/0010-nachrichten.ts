import type { Kysely } from 'kysely';
import { createVersionedTables, runOn, type VersionedTables } from './versioned-tables.ts';

const instant = (column: string) => `${column} TEXT NOT NULL CHECK (${column} GLOB '????-??-??T??:??:??.???Z')`;
const list = (column: string) => `${column} TEXT NOT NULL CHECK (json_valid(${column}) AND json_type(${column}) = 'array')`;

const tables: VersionedTables = {
  nachricht_empfaenger: {
    key: 'id',
    columns: `id TEXT NOT NULL CHECK (id <> ''), weg TEXT NOT NULL CHECK (weg IN ('mail', 'ordner', 'webhook')),
      ziel TEXT NOT NULL CHECK (trim(ziel) <> ''), kommunen TEXT CHECK (kommunen IS NULL OR json_valid(kommunen)), ${list('arten')},
      tage INTEGER NOT NULL CHECK (tage >= 0), pause_stunden INTEGER NOT NULL CHECK (pause_stunden >= 0),
      hoechstens INTEGER NOT NULL CHECK (hoechstens >= 1), tlp TEXT NOT NULL CHECK (tlp <> ''), ${instant('seit')},
      entfernt TEXT CHECK (entfernt IS NULL OR trim(entfernt) <> '')`,
  },
  nachricht_zustellung: {
    key: 'empfaenger, nr',
    columns: `empfaenger TEXT NOT NULL CHECK (empfaenger <> ''), nr INTEGER NOT NULL CHECK (nr >= 1), ${instant('um')},
      stand TEXT NOT NULL CHECK (stand IN ('gesendet', 'gescheitert', 'aufgeschoben', 'entfallen')), ${list('gemeldet')}, ${list('erledigt')},
      sha256 TEXT CHECK (sha256 IS NULL OR (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*')),
      fehler TEXT CHECK (fehler IS NULL OR trim(fehler) <> ''), CHECK ((stand = 'gesendet') = (sha256 IS NOT NULL)),
      CHECK ((stand = 'gescheitert') = (fehler IS NOT NULL))`,
  },
  zeitplan_auftrag: {
    key: 'id',
    columns: `id TEXT NOT NULL CHECK (id <> ''), kommune TEXT, landkreis TEXT,
      art TEXT NOT NULL CHECK (art IN ('netz-pruefen', 'netz-bewerten', 'bericht', 'faellig', 'sicherung', 'nachrichten')),
      optionen TEXT NOT NULL CHECK (json_valid(optionen)), wann TEXT NOT NULL CHECK (trim(wann) <> ''),
      streuung_minuten INTEGER NOT NULL CHECK (streuung_minuten >= 0),
      verpasst TEXT NOT NULL CHECK (verpasst IN ('nachholen', 'auslassen')),
      wiederholungen INTEGER NOT NULL CHECK (wiederholungen >= 0), aktiv INTEGER NOT NULL CHECK (aktiv IN (0, 1)),
      ${instant('seit')}, entfernt TEXT CHECK (entfernt IS NULL OR trim(entfernt) <> ''),
      CHECK (kommune IS NULL OR landkreis IS NULL)`,
  },
};

/**
 * Who is told what, and what became of every message. The table of the jobs is made anew, for a further kind of job: SQLite cannot change
 * a condition of a table. Its rows stay as they are, number for number, so the record holds over them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = runOn(db);
  await run('DROP VIEW zeitplan_auftrag_aktuell');
  await run('CREATE TEMP TABLE zeitplan_auftrag_alt AS SELECT * FROM zeitplan_auftrag');
  await run('DROP TABLE zeitplan_auftrag');
  await createVersionedTables(db, tables);
  await run('INSERT INTO zeitplan_auftrag SELECT * FROM zeitplan_auftrag_alt ORDER BY row_id');
  await run('DROP TABLE zeitplan_auftrag_alt');
}
