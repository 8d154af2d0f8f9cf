/** Backups somebody made on purpose: sealed as ours are, but not what they say. Each is refused with a sentence and leaves nothing. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveEntry } from '../../src/exchange/archive.ts';
import { sealedArchive } from '../../src/exchange/backup-archive.ts';
import { type BackupManifest, backupFormat, evidenceEntryName } from '../../src/exchange/backup-manifest.ts';
import { copyDatabase, type DatabaseFacts, describeDatabase } from '../../src/store/backup.ts';
import { restoreBackup } from '../../src/usecases/backup-restore.ts';
import { verifyBackup } from '../../src/usecases/backup-verify.ts';
import { freshDatabase } from '../store/recorded.ts';

let folder: string;
let database: string;
let file: string;
/** What an honest manifest says about the database. */
let facts: DatabaseFacts;
/** Names in the folder before the test: nothing else may remain. */
let before: string[];

beforeAll(async () => {
  ({ folder, path: database } = await freshDatabase());
  file = join(folder, 'fremd.zip');
  const copy = join(folder, 'kopie.db');
  copyDatabase(database, copy);
  facts = describeDatabase(copy);
  rmSync(copy);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  writeFileSync(file, '');
  before = readdirSync(folder).sort();
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const utf8 = (text: string) => new TextEncoder().encode(text);

interface Forgery {
  database?: () => Uint8Array;
  manifest?: Partial<BackupManifest> | ((honest: BackupManifest) => unknown);
  entries?: (honest: ArchiveEntry[]) => ArchiveEntry[];
  /** Changes bytes of the finished archive, which is sealed again afterwards. */
  patch?: (bytes: Buffer) => void;
}

function databaseBytes(change?: (handle: BetterSqlite3.Database) => void): Uint8Array {
  const scratch = mkdtempSync(join(tmpdir(), 'burgward-faelschung-'));
  const copy = join(scratch, 'kopie.db');
  copyDatabase(database, copy);
  const handle = new BetterSqlite3(copy);
  change?.(handle);
  handle.close();
  const bytes = readFileSync(copy);
  rmSync(scratch, { recursive: true });
  return bytes;
}

async function forge({ database: made = () => databaseBytes(), manifest, entries, patch }: Forgery): Promise<void> {
  const bytes = made();
  const { schema, kennung, ketten } = facts;
  const honest: BackupManifest = {
    format: backupFormat,
    fassung: 1,
    programm: '0',
    schema,
    erstellt: '2026-04-01T08:00:00.000Z',
    kennung,
    ketten,
    maengel: [],
    dateien: [{ name: 'burgward.db', bytes: bytes.length, sha256: sha256(bytes) }],
  };
  const claimed = typeof manifest === 'function' ? manifest(honest) : { ...honest, ...manifest };
  const frame: ArchiveEntry[] = [
    { name: 'MANIFEST.json', bytes: utf8(typeof claimed === 'string' ? claimed : JSON.stringify(claimed)) },
    { name: 'LIESMICH.txt', bytes: utf8('') },
    { name: 'PRUEFSUMMEN.txt', bytes: utf8('') },
    { name: 'burgward.db', bytes },
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of sealedArchive(entries?.(frame) ?? frame)) chunks.push(chunk as Buffer);
  const archive = Buffer.concat(chunks);
  patch?.(archive);
  writeFileSync(file, resealed(archive));
}

function resealed(archive: Buffer): Buffer {
  const content = archive.subarray(0, archive.length - 64);
  const sealedBytes = content.subarray(0, content.lastIndexOf('burgward-siegel'));
  return Buffer.concat([content, Buffer.from(sha256(sealedBytes))]);
}

/** Overwrites a name of the same length everywhere in the archive. */
const rename = (from: string, to: string) => (bytes: Buffer) => {
  expect(to).toHaveLength(from.length);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
};

/** Sets the unpacked size the directory gives for an entry. */
const claimSize = (name: string, size: number) => (bytes: Buffer) =>
  bytes.writeUInt32LE(size, bytes.lastIndexOf(name, bytes.lastIndexOf('burgward-siegel')) - 46 + 24);

const grown = (bytes: number) => (honest: BackupManifest) => ({
  ...honest,
  dateien: honest.dateien.map((each) => ({ ...each, bytes })),
});

const extra = (name: string) => (honest: ArchiveEntry[]) => [...honest, { name, bytes: utf8('böse') }];
const hash = 'ab'.repeat(32);

const verify = () => verifyBackup({ file, key: async () => null });
const restore = () =>
  restoreBackup({
    file,
    datenbank: join(folder, 'neu.db'),
    key: async () => null,
    overwrite: false,
    despiteProblems: false,
    probe: false,
    now: new Date(),
  });

describe('a forged backup is refused', () => {
  it.each<[string, Forgery, RegExp]>([
    ['with an entry nobody knows', { entries: extra('start.sh') }, /„start.sh“ gehört nicht dazu/],
    ['with evidence the manifest does not name', { entries: extra(evidenceEntryName(hash)) }, /gehört nicht dazu/],
    [
      'that leads out of its folder',
      { entries: extra('aa/bb/evil.txt'), patch: rename('aa/bb/evil.txt', '../../evil.txt') },
      /beschädigt|gehört nicht dazu/,
    ],
    [
      'with an absolute path',
      { entries: extra('a/etc/evil'), patch: rename('a/etc/evil', '/etc/evil2') },
      /beschädigt|gehört nicht dazu/,
    ],
    [
      'whose manifest names a path of its own',
      { manifest: (m) => ({ ...m, dateien: [...m.dateien, { name: '../evil', bytes: 1, sha256: hash }] }) },
      /MANIFEST.json fehlt oder ist nicht lesbar/,
    ],
    ['with a name twice', { entries: (all) => [...all, ...all.slice(3)] }, /kommt zweimal vor/],
    ['without its database', { entries: (all) => all.slice(0, 3) }, /burgward.db fehlt/],
    ['without its manifest', { entries: (all) => all.slice(1) }, /MANIFEST.json fehlt/],
    ['whose manifest is no JSON', { manifest: () => '{' }, /MANIFEST.json fehlt oder ist nicht lesbar/],
    ['of another format', { manifest: (m) => ({ ...m, format: 'anderes' }) }, /nicht lesbar/],
    ['of a newer format', { manifest: (m) => ({ ...m, fassung: 2, neues: true }) }, /neueren Version/],
    ['of a newer schema', { manifest: { schema: 999 } }, /neueren Version.*Schema 999/],
    [
      'whose database has another hash',
      { manifest: (m) => ({ ...m, dateien: m.dateien.map((d) => ({ ...d, sha256: hash })) }) },
      /Prüfsumme stimmt nicht/,
    ],
    [
      'that would unpack to 4 GB',
      { manifest: grown(0xfffffff0), patch: claimSize('burgward.db', 0xfffffff0) },
      /entpackt viel zu groß/,
    ],
    ['that unpacks to more than it says', { manifest: grown(5000), patch: claimSize('burgward.db', 5000) }, /beschädigt/],
    ['whose database is none', { database: () => utf8('kein SQLite'.repeat(100)) }, /keine Datenbank von burgward/],
    [
      'whose database is of another program',
      { database: () => databaseOf('create table x (y)') },
      /keine Datenbank von burgward/,
    ],
  ])('%s', async (_what, forgery, words) => {
    await forge(forgery);
    await expect(verify()).rejects.toThrow(words);
    await expect(restore()).rejects.toThrow(words);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

function databaseOf(sql: string): Uint8Array {
  const scratch = mkdtempSync(join(tmpdir(), 'burgward-faelschung-'));
  const handle = new BetterSqlite3(join(scratch, 'x.db'));
  handle.exec(sql);
  handle.close();
  const bytes = readFileSync(join(scratch, 'x.db'));
  rmSync(scratch, { recursive: true });
  return bytes;
}

/** As somebody does who wants to change the record: the rule that protects it is put back afterwards. */
function withoutRules(handle: BetterSqlite3.Database, sql: string): void {
  const triggers = handle.prepare("select name, sql from sqlite_schema where type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  handle.pragma('foreign_keys = OFF');
  for (const { name } of triggers) handle.exec(`drop trigger "${name}"`);
  handle.exec(sql);
  for (const trigger of triggers) handle.exec(trigger.sql);
}

const databaseWith = (sql: string) => databaseBytes((handle) => withoutRules(handle, sql));

describe('a backup whose content was changed', () => {
  it.each<[string, Forgery, RegExp]>([
    [
      'a row of the record',
      { database: () => databaseWith("update kommune set name = 'Gemeinde Anderswo'") },
      /Protokoll beispielhain, Eintrag 1: Tabelle kommune: Eine Zeile wurde verändert/,
    ],
    [
      'a whole chain removed',
      { database: () => databaseWith("delete from protokoll where chain = 'beispielhain'") },
      /Protokoll beispielhain/,
    ],
    [
      'an older state with a newer promise',
      { manifest: (m) => ({ ...m, ketten: m.ketten.map((k) => ({ ...k, eintraege: k.eintraege + 1 })) }) },
      /neueste Eintrag ist ein anderer/,
    ],
    [
      'a table of somebody else',
      { database: () => databaseWith('create table fremd (x)') },
      /Tabelle fremd gehört nicht zu burgward/,
    ],
  ])('%s: named by „pruefen“, not restored', async (_what, forgery, words) => {
    await forge(forgery);
    const proved = await verify();
    expect(proved).toMatchObject({ inOrdnung: false, bewiesen: [] });
    expect(proved.maengel.join('\n')).toMatch(words);
    await expect(restore()).rejects.toThrow('hat Mängel');
    expect(existsSync(join(folder, 'neu.db'))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});
