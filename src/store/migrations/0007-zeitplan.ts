import type { Kysely } from 'kysely';
import { createVersionedTables, type VersionedTables } from './versioned-tables.ts';

const instant = (column: string) => `${column} TEXT NOT NULL CHECK (${column} GLOB '????-??-??T??:??:??.???Z')`;

const tables: VersionedTables = {
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
  await createVersionedTables(db, tables);
}
