import { type Kysely, sql } from 'kysely';
import * as grundstein from './migrations/0001-grundstein.ts';
import * as katalogZusatz from './migrations/0002-katalog-zusatz.ts';
import * as rahmenwerkZeilen from './migrations/0003-rahmenwerk-zeilen.ts';
import * as erhebungImAlltag from './migrations/0004-erhebung-im-alltag.ts';
import * as netzergebnisse from './migrations/0005-netzergebnisse.ts';
import * as register from './migrations/0006-register.ts';
import * as zeitplan from './migrations/0007-zeitplan.ts';
import * as berichteAblage from './migrations/0008-berichte-ablage.ts';
import * as briefkopf from './migrations/0009-briefkopf.ts';
import * as nachrichten from './migrations/0010-nachrichten.ts';
import * as loeschungen from './migrations/0011-loeschungen.ts';
import type { Database } from './schema.ts';

/** Every released migration in order; the number of a migration is its place, counted from 1. */
const migrations: readonly { up(db: Kysely<unknown>): Promise<void> }[] = [
  grundstein,
  katalogZusatz,
  rahmenwerkZeilen,
  erhebungImAlltag,
  netzergebnisse,
  register,
  zeitplan,
  berichteAblage,
  briefkopf,
  nachrichten,
  loeschungen,
];

/**
 * Runs the migrations after `version` in one transaction. Another process may have been faster: the version is read
 * again inside.
 * @param stamp marks the file as ours and up to date, inside the same transaction
 */
export async function runMigrations(db: Kysely<Database>, version: number, stamp: () => void): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const current = await sql<{ user_version: number }>`pragma user_version`.execute(transaction);
    const from = current.rows[0]?.user_version ?? version;
    for (const migration of migrations.slice(from)) await migration.up(transaction as unknown as Kysely<unknown>);
    stamp();
  });
}
