/**
 * Every place a person stands in, and putting something else there. Rows are never changed otherwise; here the rules that refuse it are
 * lifted inside one transaction and put back in it, and the record says what happened.
 */
import { type Kysely, sql } from 'kysely';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { NameMatcher } from '../domain/person-name.ts';
import { EnvironmentError } from '../errors.ts';
import type { Store } from './open.ts';
import { type Place, visitRow } from './person-fields.ts';
import { canonicalRow, digestRows, type Recording, recordChange } from './protokoll.ts';
import { type Database, type RecordedTable, recordedTables, versionKeys } from './schema.ts';
import { parseStored } from './stored-json.ts';

/** A text in which the person is named, in one row. */
export interface Occurrence extends Place {
  table: RecordedTable | 'protokoll';
  /** Chain and entry that recorded it. */
  chain: string;
  entry: number;
  /** Number of the row in its table; of the entry in the Protokoll. */
  row: number;
  /** What the row is about, in its keys: „R2“, „VERBUND BAK-01.02“. */
  about: string;
  recordedAt: string;
}

type Row = Record<string, unknown> & { row_id: number; chain: string; entry: number; recorded_at: string };

/** Rows looked at in one go: they may hold compressed files. */
const rowsPerPage = 500;

/** Every text that names the person, and the numbers and addresses beside it. Files that are no text cannot be searched. */
export async function selectOccurrences(store: Store, matcher: NameMatcher): Promise<Occurrence[]> {
  const found: Occurrence[] = [];
  for (const table of recordedTables) {
    for await (const row of rowsOf(store.db, table)) {
      visitRow(table, row, matcher, (place) => {
        if (place.isReach || matcher.mentions(place.text)) found.push({ ...place, ...origin(table, row) });
        return place.text;
      });
    }
  }
  for (const { chain, seq, recorded_at, action, payload } of await namingEntries(store.db, matcher)) {
    for (const field of ['person', 'summary'] as const) {
      if (!matcher.mentions(payload[field])) continue;
      const place = { kind: 'person' as const, column: 'payload', field, text: payload[field], isReach: false };
      found.push({ ...place, table: 'protokoll', chain, entry: seq, row: seq, about: action, recordedAt: recorded_at });
    }
  }
  return found;
}

function origin(table: RecordedTable, row: Row): Omit<Occurrence, keyof Place> {
  const keys = versionKeys[table].filter((column) => !['kommune', 'chain', 'row_id'].includes(column));
  const about = keys.map((column) => String(row[column])).join(' ');
  return { table, chain: row.chain, entry: row.entry, row: row.row_id, about, recordedAt: row.recorded_at };
}

async function* rowsOf(db: Kysely<Database>, table: RecordedTable): AsyncGenerator<Row> {
  let after = 0;
  for (;;) {
    const { rows } =
      await sql<Row>`select * from ${sql.table(table)} where row_id > ${after} order by row_id limit ${rowsPerPage}`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsPerPage) return;
    after = last.row_id;
  }
}

async function namingEntries(db: Kysely<Database>, matcher: NameMatcher) {
  const entries = await db
    .selectFrom('protokoll')
    .select(['chain', 'seq', 'recorded_at', 'action', 'digest', 'payload'])
    .where('payload', 'is not', null)
    .orderBy('chain')
    .orderBy('seq')
    .execute();
  return entries
    .map((entry) => ({ ...entry, payload: parseStored<{ person: string; summary: string }>(entry.payload ?? '{}') }))
    .filter(({ payload }) => matcher.mentions(payload.person) || matcher.mentions(payload.summary));
}

/** What is put in place of the name, and why. */
export interface ErasureOrder {
  id: string;
  /** „Person 7f3a“. */
  bezeichnung: string;
  grund: string;
  /** Free text is changed too. */
  withText: boolean;
}

/** What changed in one chain. */
export interface ErasedChain {
  chain: string;
  zeilen: number;
  /** Digests per entry and table. */
  stellen: { tabelle: string; eintrag: number; alt: string; neu: string; ersatz: string | null }[];
}

/**
 * Replaces the name wherever people are named, takes numbers and addresses of the person out, and erases the words of the Protokoll that
 * name them. Has to run inside a transaction, and `insertErasure` after it in the same.
 */
export async function replacePerson(store: Store, matcher: NameMatcher, order: ErasureOrder): Promise<ErasedChain[]> {
  const { db } = store;
  const chains = new Map<string, ErasedChain>();
  const of = (chain: string) => {
    const known = chains.get(chain) ?? { chain, zeilen: 0, stellen: [] };
    chains.set(chain, known);
    return known;
  };
  for (const table of recordedTables) {
    const changes = await changedRows(db, table, matcher, order);
    if (changes.length === 0) continue;
    const entries = [...new Map(changes.map(({ row }) => [`${row.entry} ${row.chain}`, row])).values()];
    const before = await Promise.all(entries.map((row) => digestOf(db, table, row)));
    await withoutUpdateRule(db, table, async () => {
      for (const { row, changed } of changes) await updateRow(db, table, row.row_id, changed);
    });
    for (const [index, row] of entries.entries()) {
      const alt = before[index] ?? '';
      of(row.chain).stellen.push({ tabelle: table, eintrag: row.entry, alt, neu: await digestOf(db, table, row), ersatz: null });
    }
    for (const { row } of changes) of(row.chain).zeilen += 1;
  }
  for (const { chain, seq, digest, payload } of await namingEntries(db, matcher)) {
    await db
      .updateTable('protokoll')
      .set({ payload: null, salt: null })
      .where('chain', '=', chain)
      .where('seq', '=', seq)
      .execute();
    const ersatz = canonicalJson({
      person: matcher.replace(payload.person, order.bezeichnung),
      summary: matcher.replace(payload.summary, order.bezeichnung),
    });
    of(chain).stellen.push({ tabelle: 'protokoll', eintrag: seq, alt: digest, neu: digest, ersatz });
  }
  return [...chains.values()].sort((a, b) => (a.chain < b.chain ? -1 : 1));
}

async function changedRows(db: Kysely<Database>, table: RecordedTable, matcher: NameMatcher, order: ErasureOrder) {
  const changes: { row: Pick<Row, 'row_id' | 'chain' | 'entry'>; changed: Record<string, string> }[] = [];
  for await (const row of rowsOf(db, table)) {
    const changed = visitRow(table, row, matcher, ({ kind, text, isReach }) => {
      if (isReach) return null;
      const isTouched = kind === 'person' || (kind === 'freitext' && order.withText);
      return isTouched && matcher.mentions(text) ? matcher.replace(text, order.bezeichnung) : text;
    });
    const { row_id, chain, entry } = row;
    if (Object.keys(changed).length > 0) changes.push({ row: { row_id, chain, entry }, changed });
  }
  return changes;
}

async function digestOf(
  db: Kysely<Database>,
  table: RecordedTable,
  { chain, entry }: Pick<Row, 'chain' | 'entry'>,
): Promise<string> {
  const { rows } =
    await sql<Row>`select * from ${sql.table(table)} where chain = ${chain} and entry = ${entry} order by row_id`.execute(db);
  return digestRows(rows.map(canonicalRow));
}

async function updateRow(
  db: Kysely<Database>,
  table: RecordedTable,
  rowId: number,
  changed: Record<string, string>,
): Promise<void> {
  const assignments = Object.entries(changed).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  await sql`update ${sql.table(table)} set ${sql.join(assignments)} where row_id = ${rowId}`.execute(db);
}

/** The rule comes back word for word, in the same transaction: nobody else ever sees the table without it. */
async function withoutUpdateRule(db: Kysely<Database>, table: RecordedTable, change: () => Promise<void>): Promise<void> {
  const name = `${table}_no_update`;
  const { rows } = await sql<{ sql: string }>`select sql from sqlite_schema where type = 'trigger' and name = ${name}`.execute(
    db,
  );
  const [rule] = rows;
  if (rule === undefined) throw new Error(`${name} is missing`);
  await sql`drop trigger ${sql.ref(name)}`.execute(db);
  await change();
  await sql.raw(rule.sql).execute(db);
}

/** Fingerprint of a closed round before and after. */
export interface Refingerprint {
  kommune: string;
  erhebung: string;
  alt: string;
  neu: string;
}

/** Records in every chain that was touched what was removed, and why. */
export async function insertErasure(
  store: Store,
  order: ErasureOrder,
  erased: readonly ErasedChain[],
  abschluesse: readonly Refingerprint[],
  day: string,
  recording: Recording,
): Promise<void> {
  const { id, bezeichnung, grund, withText } = order;
  const touched = new Set([...erased.map(({ chain }) => chain), ...abschluesse.map(({ kommune }) => kommune)]);
  for (const chain of [...touched].sort()) {
    const { zeilen, stellen } = erased.find((each) => each.chain === chain) ?? { zeilen: 0, stellen: [] };
    const inhalte = stellen.filter(({ tabelle }) => tabelle === 'protokoll').length;
    const summary = `Angaben zu einer Person gelöscht; an ihrer Stelle steht ${bezeichnung}`;
    await recordChange(store, chain, 'person.loeschen', summary, recording, async (writer) => {
      const said = { id, bezeichnung, grund, freitext: withText ? 1 : 0, zeilen, inhalte, valid_from: day };
      await writer.insert('loeschung', said);
      await writer.insertAll(
        'loeschung_stelle',
        stellen.map((stelle) => ({ ...stelle, loeschung: id, valid_from: day })),
      );
      const own = abschluesse.filter(({ kommune }) => kommune === chain);
      await writer.insertAll(
        'loeschung_abschluss',
        own.map((abschluss) => ({ ...abschluss, loeschung: id, valid_from: day })),
      );
    });
  }
}

/** Filed reports of which there is no file that can be searched: `beispielhain B3 (pdf)`. */
export async function selectUnsearchableReports(store: Store): Promise<{ kommune: string; bericht: string; formate: string }[]> {
  const files = await store.db
    .selectFrom('bericht_datei')
    .select(['kommune', 'bericht', 'format'])
    .distinct()
    .orderBy('row_id')
    .execute();
  return [...Map.groupBy(files, ({ kommune, bericht }) => `${kommune} ${bericht}`).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined || own.some(({ format }) => searchable.has(format))) return [];
    return [{ kommune: first.kommune, bericht: first.bericht, formate: own.map(({ format }) => format).join(', ') }];
  });
}

/** Formats of reports that are text. */
const searchable: ReadonlySet<string> = new Set(['html', 'md', 'json', 'csv']);

/** Whether a number of a removal is taken. */
export async function selectErasureExists(store: Store, id: string): Promise<boolean> {
  return (await store.db.selectFrom('loeschung').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/**
 * Writes the file anew without what was removed, and empties its log: until then the old text still stands in unused pages.
 * @returns false when others read in it, so that the log could not be emptied
 * @throws EnvironmentError when there is no room for it or it is locked
 */
export async function compactDatabase(store: Store): Promise<boolean> {
  const emptyLog = async () => {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(store.db);
    return rows[0]?.busy === 0;
  };
  await sql`vacuum`.execute(store.db).catch((error: unknown) => {
    if (!(error instanceof EnvironmentError)) throw error;
    throw new EnvironmentError(
      `Die Angaben sind gelöscht, stehen aber noch in unbenutzten Teilen von ${store.location}: ${error.message}`,
      'Andere Befehle beenden, Platz schaffen und denselben Befehl noch einmal aufrufen.',
    );
  });
  return emptyLog();
}
