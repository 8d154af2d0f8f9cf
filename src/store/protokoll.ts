/**
 * The append-only record. Every change writes one entry in its own transaction: who, when, what, and a hash over a salted
 * digest of the payload, a digest of the rows and the predecessor's hash. Payload and salt can be erased: the chain and
 * the rows still verify.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { canonicalJson } from '../domain/canonical-json.ts';
import { type Store, translateError } from './open.ts';
import { type Database, type ProtokollTable, type RecordedTable, type RecordedTables, recordedTables } from './schema.ts';

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
    return await store.db.transaction().execute(async (db) => {
      const tip = await selectTip(db, chain);
      const entry = (tip?.seq ?? 0) + 1;
      const rows = new Map<RecordedTable, string[]>();
      const insert = async <T extends RecordedTable>(table: T, values: Values<T>) => {
        const row = { ...values, chain, entry, recorded_at: recording.at, recorded_by: recording.by };
        await db
          .insertInto(table)
          .values(row as never)
          .execute();
        const written = rows.get(table);
        if (written === undefined) rows.set(table, [canonicalRow(row)]);
        else written.push(canonicalRow(row));
      };
      const noteNewChain = async () => {
        const system = await selectTip(db, systemChain);
        const about = { chain: systemChain, seq: (system?.seq ?? 0) + 1, previous: system?.hash ?? genesis };
        await insertEntry(db, { ...about, action: newChainAction, subject: chain, recording, summary, rows: new Map() });
      };
      const result = await change({ db, entry, insert, noteNewChain });
      if (rows.size > 0)
        await insertEntry(db, {
          chain,
          seq: entry,
          action,
          subject: null,
          previous: tip?.hash ?? genesis,
          recording,
          summary,
          rows,
        });
      return result;
    });
  } catch (error) {
    throw translateError(error, store.location);
  }
}

interface NewEntry {
  chain: string;
  seq: number;
  action: string;
  /** Name of the chain an entry of the system is about. */
  subject: string | null;
  previous: string;
  recording: Recording;
  summary: string;
  rows: ReadonlyMap<RecordedTable, readonly string[]>;
}

async function insertEntry(db: Transaction<Database>, entry: NewEntry): Promise<void> {
  const digests: RowDigests = Object.fromEntries(
    [...entry.rows].map(([table, rows]) => [table, { rows: rows.length, digest: digestRows(rows) }]),
  );
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
function canonicalRow(row: object): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(row).filter(([column, value]) => column !== 'row_id' && value !== null && value !== undefined),
    ),
  );
}

function digestRows(rows: readonly string[]): string {
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

export interface ProtokollEntry {
  chain: string;
  seq: number;
  recordedAt: string;
  action: string;
  /** Null when erased. */
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
  return rows.map((row) => {
    const payload = row.payload === null ? null : (JSON.parse(row.payload) as Payload);
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
    for (const [table, sum] of Object.entries(JSON.parse(entry.row_digests) as RowDigests))
      expected.set(`${entry.seq} ${table}`, sum);
    previous = entry.hash;
    expectedSeq = entry.seq + 1;
  }
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
      else if (digestRows(rows) !== sum.digest) report(seq, `Tabelle ${table}: Eine Zeile wurde verändert.`);
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
