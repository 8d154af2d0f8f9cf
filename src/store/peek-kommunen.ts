/** A short look into the database for a shell that completes a word: nothing is created, migrated or locked. */
import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';

/** Short names of all recorded Kommunen and groups; none where there is no database, or none that can be read. */
export function peekSlugs(location: string): string[] {
  if (!existsSync(location)) return [];
  let handle: BetterSqlite3.Database | undefined;
  try {
    handle = new BetterSqlite3(location, { readonly: true });
    const rows = handle.prepare('select distinct slug from kommune order by slug').all() as { slug: string }[];
    return rows.map(({ slug }) => slug);
  } catch (error) {
    // Who presses Tab wants no message; the command itself will say what is wrong.
    if (error instanceof BetterSqlite3.SqliteError) return [];
    throw error;
  } finally {
    handle?.close();
  }
}
