import type { Kysely } from 'kysely';
import { createVersionedTables, type VersionedTables } from './versioned-tables.ts';

const hash = (column: string) => `${column} TEXT NOT NULL CHECK (length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*')`;
const count = (column: string) => `${column} INTEGER NOT NULL CHECK (${column} >= 0)`;

const tables: VersionedTables = {
  loeschung: {
    key: 'chain, id',
    columns: `id TEXT NOT NULL CHECK (id <> ''), bezeichnung TEXT NOT NULL CHECK (trim(bezeichnung) <> ''),
      grund TEXT NOT NULL CHECK (trim(grund) <> ''), freitext INTEGER NOT NULL CHECK (freitext IN (0, 1)), ${count('zeilen')}, ${count('inhalte')}`,
  },
  loeschung_stelle: {
    key: 'chain, loeschung, tabelle, eintrag',
    columns: `loeschung TEXT NOT NULL CHECK (loeschung <> ''), tabelle TEXT NOT NULL CHECK (tabelle <> ''),
      eintrag INTEGER NOT NULL CHECK (eintrag >= 1), ${hash('alt')}, ${hash('neu')},
      ersatz TEXT CHECK (ersatz IS NULL OR json_valid(ersatz)), CHECK ((tabelle = 'protokoll') = (ersatz IS NOT NULL))`,
  },
  loeschung_abschluss: {
    key: 'kommune, erhebung, loeschung',
    columns: `loeschung TEXT NOT NULL CHECK (loeschung <> ''), kommune TEXT NOT NULL, erhebung TEXT NOT NULL, ${hash('alt')}, ${hash('neu')}`,
  },
};

/**
 * What was removed about a person: that it happened and why, and per entry and table the digest of the rows before and after, so that the
 * record still verifies. Nothing of what was removed stands here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createVersionedTables(db, tables);
}
