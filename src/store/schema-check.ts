/** Holds the schema of a database against the one this program makes: a dropped trigger or a replaced view is tampering too. */
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { runMigrations } from './migrate.ts';
import type { Store } from './open.ts';
import type { Database } from './schema.ts';

interface SchemaEntry {
  type: 'table' | 'index' | 'trigger' | 'view';
  name: string;
  sql: string;
}

const germanTypes = { table: 'Tabelle', index: 'Index', trigger: 'Schutzregel', view: 'Sicht' } as const;

/** One German sentence per table, index, trigger or view that is missing, altered or additional. */
export async function selectSchemaProblems(store: Store): Promise<string[]> {
  const fresh = new Kysely<Database>({ dialect: new SqliteDialect({ database: new BetterSqlite3(':memory:') }) });
  await runMigrations(fresh, 0, () => undefined);
  const [expected, present] = [await selectSchema(fresh), await selectSchema(store.db)];
  await fresh.destroy();
  const missing = [...expected.values()].filter(({ name }) => !present.has(name)).map((entry) => `${label(entry)} fehlt.`);
  const altered = [...present.values()].flatMap((entry) => {
    const original = expected.get(entry.name);
    if (original === undefined) return [`${label(entry)} gehört nicht zu burgward.`];
    return original.sql === entry.sql ? [] : [`${label(entry)} wurde verändert.`];
  });
  return [...missing, ...altered];
}

function label({ type, name }: SchemaEntry): string {
  return `${germanTypes[type]} ${name}`;
}

async function selectSchema(db: Kysely<Database>): Promise<Map<string, SchemaEntry>> {
  const { rows } =
    await sql<SchemaEntry>`select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by name`.execute(
      db,
    );
  return new Map(rows.map((row) => [row.name, row]));
}
