/**
 * The append-only record. Every change writes one entry in its own transaction: who, when, what, and a hash over a salted
 * digest of the payload, a digest of the rows and the predecessor's hash. Payload and salt can be erased: the chain and
 * the rows still verify.
 */
import { createHash, type Hash, randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { canonicalJson } from '../domain/canonical-json.ts';
import { digestAfter, selectRedigests, selectReplacements } from './loeschungen.ts';
import { type Store, translateError } from './open.ts';
import { type Database, type ProtokollTable, type RecordedTable, type RecordedTables, recordedTables } from './schema.ts';
import { parseStored } from './stored-json.ts';

/** The chain for what belongs to no Kommune. */
export const systemChain = '_system';

const genesis = '0'.repeat(64);

/** When and by whom something is recorded. */
export interface Recording {
  /** Instant, ISO 8601 UTC with milliseconds. */
  at: string;
  by: string;
}

type Own<T extends RecordedTable> = Omit<RecordedTables[T], 'row_id' | 'chain' | 'entry' | 'recorded_at' | 'recorded_by'>;

/** What a row of a table says; columns that may be empty may be left out. */
export type Values<T extends RecordedTable> = {
  [C in keyof Own<T> as null extends Own<T>[C] ? never : C]: Own<T>[C];
} & { [C in keyof Own<T> as null extends Own<T>[C] ? C : never]?: Own<T>[C] };

/** Adds rows inside a recorded change, and reads the state the change is based on. */
export interface Writer {
  readonly db: Transaction<Database>;
  /** Number of the entry this change becomes in its chain. */
  readonly entry: number;
  insert<T extends RecordedTable>(table: T, values: Values<T>): Promise<void>;
  /** Adds many rows to one table, in this order, several times faster than one by one. */
  insertAll<T extends RecordedTable>(table: T, rows: readonly Values<T>[]): Promise<void>;
  /** Notes in the chain of the system that a chain begins, so that losing it whole is noticed. */
  noteNewChain(): Promise<void>;
}

/** What can be erased: words about people. */
interface Payload {
  person: string;
  summary: string;
}

/** Number of rows and SHA-256 over their canonical JSON, per table. */
type RowDigests = Record<string, { rows: number; digest: string }>;

/** Action of the entry in the system's chain that names a new chain. */
const newChainAction = 'kette.beginnen';

/** Several recorded changes, of one or many chains, in one transaction: all of them are recorded or none. */
export async function recordTogether<R>(store: Store, changes: (store: Store) => Promise<R>): Promise<R> {
  try {
    return await store.db.transaction().execute((db) => changes({ ...store, db }));
  } catch (error) {
    throw translateError(error, store.location);
  }
}

/** Several reads of one and the same state, whatever others write meanwhile. */
export async function readTogether<R>(store: Store, reads: (store: Store) => Promise<R>): Promise<R> {
  if (store.db.isTransaction) return reads(store);
  return store.db.connection().execute(async (db) => {
    await sql`begin deferred`.execute(db);
    try {
      return await reads({ ...store, db });
    } finally {
      await sql`rollback`.execute(db);
    }
  });
}

/**
 * Runs a change in one immediate transaction with its Protokoll entry. A change that inserts nothing writes no entry.
 * @param summary says what was changed, in German, without free text of others
 */
export async function recordChange<R>(
  store: Store,
  chain: string,
  action: string,
  summary: string,
  recording: Recording,
  change: (writer: Writer) => Promise<R>,
): Promise<R> {
  try {
    return await inTransaction(store, async (db) => {
      const tip = await selectTip(db, chain);
      const entry = (tip?.seq ?? 0) + 1;
      const digests = new Map<RecordedTable, RowDigest>();
      const digestOf = (table: RecordedTable) => {
        const digest = digests.get(table) ?? new RowDigest();
        digests.set(table, digest);
        return digest;
      };
      const recorded = { chain, entry, recorded_at: recording.at, recorded_by: recording.by };
      const insert = async <T extends RecordedTable>(table: T, values: Values<T>) => {
        const row = wellFormedRow({ ...values, ...recorded });
        await db
          .insertInto(table)
          .values(row as never)
          .execute();
        digestOf(table).add(canonicalRow(row));
      };
      const insertAll = async <T extends RecordedTable>(table: T, rows: readonly Values<T>[]) => {
        if (rows.length > 0) insertRows(store, table, rows, recorded, digestOf(table));
      };
      const noteNewChain = async () => {
        const system = await selectTip(db, systemChain);
        const about = { chain: systemChain, seq: (system?.seq ?? 0) + 1, previous: system?.hash ?? genesis };
        await insertEntry(db, { ...about, action: newChainAction, subject: chain, recording, summary, digests: new Map() });
      };
      const result = await change({ db, entry, insert, insertAll, noteNewChain });
      if (digests.size > 0)
        await insertEntry(db, {
          chain,
          seq: entry,
          action,
          subject: null,
          previous: tip?.hash ?? genesis,
          recording,
          summary,
          digests,
        });
      return result;
    });
  } catch (error) {
    throw translateError(error, store.location);
  }
}

/** The one that is open, or a new one. */
async function inTransaction<R>(store: Store, work: (db: Transaction<Database>) => Promise<R>): Promise<R> {
  return store.db.isTransaction ? work(store.db as Transaction<Database>) : store.db.transaction().execute(work);
}

/**
 * One prepared statement for all rows. Key order and absent columns are settled once for the table instead of row by row, so
 * that the text to hash is that of `canonicalRow`, made by the engine itself.
 */
function insertRows(store: Store, table: RecordedTable, rows: readonly object[], recorded: object, digest: RowDigest): void {
  const columns = columnsOf(rows, recorded).sort();
  const names = columns.map((column) => `"${column}"`).join(', ');
  const places = columns.map(() => '?').join(', ');
  store.runForEach(`insert into "${table}" (${names}) values (${places})`, valuesToInsert(columns, rows, recorded, digest));
}

function* valuesToInsert(columns: readonly string[], rows: readonly object[], recorded: object, digest: RowDigest) {
  for (const row of rows) {
    const known = { ...row, ...recorded } as Record<string, unknown>;
    const sorted: Record<string, unknown> = {};
    const values: unknown[] = [];
    for (const column of columns) {
      const value = wellFormed(known[column] ?? null);
      values.push(value);
      if (value !== null) sorted[column] = hashedValue(value);
    }
    digest.add(JSON.stringify(sorted));
    yield values;
  }
}

function columnsOf(rows: readonly object[], recorded: object): string[] {
  const columns = new Set(Object.keys(recorded));
  for (const row of rows) for (const column in row) columns.add(column);
  return [...columns];
}

/** SHA-256 over rows joined by line feeds, without keeping them all. */
class RowDigest {
  readonly #hash: Hash = createHash('sha256');
  #waiting: string[] = [];
  #rows = 0;

  add(row: string): void {
    this.#waiting.push(row);
    this.#rows += 1;
    if (this.#waiting.length === rowsPerUpdate) this.#flush();
  }

  finish(): { rows: number; digest: string } {
    this.#flush();
    return { rows: this.#rows, digest: this.#hash.digest('hex') };
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const isFirst = this.#rows === this.#waiting.length;
    this.#hash.update(`${isFirst ? '' : '\n'}${this.#waiting.join('\n')}`, 'utf8');
    this.#waiting = [];
  }
}

/** Few calls into the hash, little memory. */
const rowsPerUpdate = 256;

interface NewEntry {
  chain: string;
  seq: number;
  action: string;
  /** Name of the chain an entry of the system is about. */
  subject: string | null;
  previous: string;
  recording: Recording;
  summary: string;
  digests: ReadonlyMap<RecordedTable, RowDigest>;
}

async function insertEntry(db: Transaction<Database>, entry: NewEntry): Promise<void> {
  const digests: RowDigests = Object.fromEntries([...entry.digests].map(([table, digest]) => [table, digest.finish()]));
  const payload = canonicalJson({ person: entry.recording.by, summary: entry.summary } satisfies Payload);
  const salt = randomBytes(16).toString('hex');
  const row = {
    chain: entry.chain,
    seq: entry.seq,
    recorded_at: entry.recording.at,
    action: entry.action,
    subject: entry.subject,
    row_digests: canonicalJson(digests),
    previous: entry.previous,
    digest: sha256(salt + payload),
  };
  await db
    .insertInto('protokoll')
    .values({ ...row, hash: entryHash(row), payload, salt })
    .execute();
}

function entryHash(row: Omit<ProtokollTable, 'hash' | 'payload' | 'salt'>): string {
  const { chain, seq, recorded_at, action, subject, row_digests, digest, previous } = row;
  return sha256(canonicalJson({ chain, seq, recorded_at, action, subject, row_digests, digest, previous }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** A row without its number and without empty columns: what is hashed. */
export function canonicalRow(row: object): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(row)
        .filter(([column, value]) => column !== 'row_id' && value !== null && value !== undefined)
        .map(([column, value]) => [column, hashedValue(value)]),
    ),
  );
}

/** Half a character would come back from the database as another one, and the row would look changed. */
function wellFormed(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

function wellFormedRow(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, wellFormed(value)]));
}

/** Bytes stand in the text that is hashed with their own SHA-256. */
function hashedValue(value: unknown): unknown {
  return value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value;
}

/** Over rows as `canonicalRow` writes them, in the order of their numbers. */
export function digestRows(rows: readonly string[]): string {
  return sha256(rows.join('\n'));
}

async function selectTip(db: Kysely<Database>, chain: string) {
  return db
    .selectFrom('protokoll')
    .select(['seq', 'hash'])
    .where('chain', '=', chain)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Hash of the newest entry recorded before an instant, null for an empty chain. Printed on every report. */
export async function selectChainHash(store: Store, chain: string, before: string): Promise<string | null> {
  const row = await store.db
    .selectFrom('protokoll')
    .select('hash')
    .where('chain', '=', chain)
    .where('recorded_at', '<', before)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.hash ?? null;
}

/** When the entry with this hash was recorded, ISO 8601 UTC; null when the chain has none. */
export async function selectInstantOf(store: Store, chain: string, hash: string): Promise<string | null> {
  const entries = store.db.selectFrom('protokoll').select('recorded_at').where('chain', '=', chain);
  return (await entries.where('hash', '=', hash).executeTakeFirst())?.recorded_at ?? null;
}

export interface ProtokollEntry {
  chain: string;
  seq: number;
  recordedAt: string;
  action: string;
  /** Null when erased and nothing took its place. */
  person: string | null;
  summary: string | null;
  hash: string;
}

/** Entries of one chain, oldest first. */
export async function selectProtokoll(store: Store, chain: string, before: string): Promise<ProtokollEntry[]> {
  const rows = await store.db
    .selectFrom('protokoll')
    .selectAll()
    .where('chain', '=', chain)
    .where('recorded_at', '<', before)
    .orderBy('seq')
    .execute();
  const replacements = await selectReplacements(store, chain);
  return rows.map((row) => {
    const words = row.payload ?? replacements.get(row.seq) ?? null;
    const payload = words === null ? null : parseStored<Payload>(words);
    return {
      chain: row.chain,
      seq: row.seq,
      recordedAt: row.recorded_at,
      action: row.action,
      person: payload?.person ?? null,
      summary: payload?.summary ?? null,
      hash: row.hash,
    };
  });
}

/** Whether any chain has an entry with this hash. */
export async function selectHashExists(store: Store, hash: string): Promise<boolean> {
  return (await store.db.selectFrom('protokoll').select('seq').where('hash', '=', hash).executeTakeFirst()) !== undefined;
}

export async function selectChains(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom('protokoll').select('chain').distinct().orderBy('chain').execute();
  return rows.map((row) => row.chain);
}

export interface ChainProblem {
  chain: string;
  /** Entry the problem belongs to, null when there is none. */
  seq: number | null;
  text: string;
}

export interface ChainCheck {
  chain: string;
  entries: number;
  /** Entries whose words were erased; the chain holds and their rows are still checked. */
  erased: number[];
  hash: string | null;
  problems: ChainProblem[];
}

/**
 * Recomputes a chain and holds every table against it: finds any row altered, removed or inserted without its entry.
 * @param against a hash printed earlier; it has to be in the chain, else the chain was recomputed or cut
 */
export async function verifyChain(store: Store, chain: string, against: string | null): Promise<ChainCheck> {
  const entries = await store.db.selectFrom('protokoll').selectAll().where('chain', '=', chain).orderBy('seq').execute();
  const problems: ChainProblem[] = [];
  const report = (seq: number | null, text: string) => problems.push({ chain, seq, text });
  let previous = genesis;
  let expectedSeq = 1;
  const expected = new Map<string, { rows: number; digest: string }>();
  const erased: number[] = [];
  for (const entry of entries) {
    if (entry.seq !== expectedSeq)
      report(
        entry.seq,
        expectedSeq === entry.seq - 1
          ? `Eintrag ${expectedSeq} fehlt.`
          : `Die Einträge ${expectedSeq} bis ${entry.seq - 1} fehlen.`,
      );
    if (entry.previous !== previous) report(entry.seq, 'Der Eintrag schließt nicht an seinen Vorgänger an.');
    if (entryHash(entry) !== entry.hash) report(entry.seq, 'Der Eintrag wurde verändert (Prüfsumme stimmt nicht).');
    if (entry.payload === null || entry.salt === null) erased.push(entry.seq);
    else if (sha256(entry.salt + entry.payload) !== entry.digest) report(entry.seq, 'Der Inhalt des Eintrags wurde verändert.');
    for (const [table, sum] of Object.entries(readRowDigests(entry.row_digests))) expected.set(`${entry.seq} ${table}`, sum);
    previous = entry.hash;
    expectedSeq = entry.seq + 1;
  }
  const redigests = await selectRedigests(store.db, chain);
  for (const table of recordedTables) {
    const byEntry = await selectRowsByEntry(store, table, chain);
    const order = [...byEntry.keys()];
    if (order.some((seq, index) => index > 0 && seq < (order[index - 1] ?? 0)))
      report(null, `Tabelle ${table}: Die Reihenfolge der Zeilen wurde verändert.`);
    for (const [seq, rows] of byEntry) {
      const sum = expected.get(`${seq} ${table}`);
      expected.delete(`${seq} ${table}`);
      if (sum === undefined) report(seq, `Tabelle ${table}: ${countRows(rows.length)} ohne Protokolleintrag eingefügt.`);
      else if (rows.length !== sum.rows)
        report(seq, `Tabelle ${table}: ${countRows(rows.length)} statt ${sum.rows}; es wurde eingefügt oder entfernt.`);
      else if (digestRows(rows) !== digestAfter(sum.digest, seq, redigests.get(`${seq} ${table}`) ?? []))
        report(seq, `Tabelle ${table}: Eine Zeile wurde verändert.`);
    }
  }
  for (const [key, sum] of expected) {
    const [seq, table] = key.split(' ');
    report(Number(seq), `Tabelle ${table}: ${countRows(sum.rows)} entfernt.`);
  }
  if (against !== null && !entries.some((entry) => entry.hash === against)) {
    report(null, 'Die angegebene Prüfsumme kommt in der Kette nicht vor: Das Protokoll wurde neu berechnet oder gekürzt.');
  }
  problems.sort((a, b) => (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER));
  return { chain, entries: entries.length, erased, hash: entries.at(-1)?.hash ?? null, problems };
}

/** Unreadable ones belong to an entry that was changed, and that is said already. */
function readRowDigests(text: string): RowDigests {
  try {
    return JSON.parse(text) as RowDigests;
  } catch {
    return {};
  }
}

function countRows(count: number): string {
  return count === 1 ? '1 Zeile' : `${count} Zeilen`;
}

async function selectRowsByEntry(store: Store, table: RecordedTable, chain: string): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ entry: number }>`select * from ${sql.table(table)} where chain = ${chain} order by row_id`.execute(
    store.db,
  );
  const byEntry = new Map<number, string[]>();
  for (const row of rows) {
    const known = byEntry.get(row.entry);
    if (known === undefined) byEntry.set(row.entry, [canonicalRow(row)]);
    else known.push(canonicalRow(row));
  }
  return byEntry;
}

/** Chains that were begun once, by what the chain of the system says. */
export async function selectBegunChains(store: Store): Promise<string[]> {
  const rows = await store.db
    .selectFrom('protokoll')
    .select('subject')
    .where('chain', '=', systemChain)
    .where('action', '=', newChainAction)
    .execute();
  return rows.flatMap(({ subject }) => subject ?? []);
}

/** Chains that rows name although the Protokoll does not know them: rows somebody put in by hand. */
export async function selectOrphanChains(store: Store): Promise<string[]> {
  const orphans = new Set<string>();
  for (const table of recordedTables) {
    const { rows } = await sql<{
      chain: string;
    }>`select distinct chain from ${sql.table(table)} where chain not in (select chain from protokoll)`.execute(store.db);
    for (const row of rows) orphans.add(row.chain);
  }
  return [...orphans].sort();
}
