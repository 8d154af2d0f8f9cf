/** The state of a versioned table on a day: what was recorded by then and true by then, newest version each. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Database, type RecordedTable, type RecordedTables, versionKeys } from './schema.ts';

/** As-of date in the form the tables need. */
export interface StateAt {
  /** Calendar day, YYYY-MM-DD: rows true later are left out. */
  day: string;
  /** Instant after that day: rows recorded then or later are left out. */
  before: string;
}

export type StateRow<T extends RecordedTable> = {
  [C in keyof RecordedTables[T]]: C extends 'row_id' ? number : RecordedTables[T][C];
};

/**
 * @param where equality filters, column by column
 * @param condition further SQL, beginning with „and“, for rows that do not count
 */
export async function selectState<T extends RecordedTable>(
  db: Kysely<Database>,
  table: T,
  at: StateAt,
  where: Partial<StateRow<T>> = {},
  condition: RawBuilder<unknown> = sql``,
): Promise<StateRow<T>[]> {
  const keys = sql.join(versionKeys[table].map((column) => sql.ref(column)));
  const filters = Object.entries(where).map(([column, value]) => sql` and ${sql.ref(column)} = ${value}`);
  const { rows } = await sql<StateRow<T>>`
    select * from (
      select *, row_number() over (partition by ${keys} order by valid_from desc, entry desc, row_id desc) as version
      from ${sql.table(table)}
      where recorded_at < ${at.before} and valid_from <= ${at.day}${sql.join(filters, sql``)}${condition}
    ) as versions
    where version = 1 order by row_id`.execute(db);
  return rows;
}
