/** What a town hall's folder holds, in a form that can be compared, and what is wrong with it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { readZip } from '../../src/report/zip.ts';

/**
 * A database in one word: how many rows every table has, and what was done in every chain in which order. Times, salts and hashes differ
 * from run to run; that rows and chain belong together is proved by „protokoll pruefen“.
 */
export function signatureOf(database: string): string {
  if (!existsSync(database)) return 'keine Datenbank';
  const handle = new BetterSqlite3(database);
  try {
    const tables = handle
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
      .pluck()
      .all() as string[];
    if (tables.length === 0) return 'leer';
    const counts = tables.map((table) => `${table}=${handle.prepare(`select count(*) from "${table}"`).pluck().get()}`);
    const actions = handle
      .prepare("select chain || ' ' || seq || ' ' || action from protokoll order by chain, seq")
      .pluck()
      .all();
    return `${counts.join(' ')} ${createHash('sha256').update(actions.join('\n')).digest('hex').slice(0, 12)}`;
  } finally {
    handle.close();
  }
}

/** Paths of all files below a folder, relative to it. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Files people would take for finished although they are not. What is called `.teil` says itself that it is none. */
export async function halfFiles(folder: string, names: readonly string[]): Promise<string[]> {
  const half: string[] = [];
  for (const name of names)
    if (!(await isWhole(join(folder, name)))) half.push(`${name} (${statSync(join(folder, name)).size} Byte)`);
  return half;
}

const endings: Readonly<Record<string, RegExp>> = {
  html: /<\/html>\s*$/,
  pdf: /%%EOF\s*$/,
  ics: /END:VCALENDAR\s*$/,
  md: /\n$/,
  csv: /\n$/,
  txt: /\n$/,
  prom: /\n$/,
};

async function isWhole(path: string): Promise<boolean> {
  const format = path.split('.').at(-1) ?? '';
  const bytes = readFileSync(path);
  if (format === 'json') return isJson(bytes.toString('utf8'));
  if (format === 'zip' || format === 'docx' || format === 'xlsx') return isArchive(bytes);
  return endings[format]?.test(bytes.subarray(-4096).toString('latin1')) ?? true;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function isArchive(bytes: Buffer): Promise<boolean> {
  try {
    return (await readZip(bytes, () => true)).length > 0;
  } catch {
    return false;
  }
}

/** One page as it stands in the write-ahead log. */
export interface Frame {
  /** Where it begins and ends in the file. */
  begin: number;
  end: number;
  page: number;
  /** Ends a transaction. */
  isCommit: boolean;
}

/** The frames of a write-ahead log that count, as the format of SQLite describes them (https://sqlite.org/fileformat2.html#walformat). */
export function framesOf(log: Buffer): Frame[] {
  const frames: Frame[] = [];
  const frameBytes = 24 + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  for (let begin = 32; begin + frameBytes <= log.length; begin += frameBytes) {
    if (!log.subarray(begin + 8, begin + 16).equals(salts)) break;
    frames.push({
      begin,
      end: begin + frameBytes,
      page: log.readUInt32BE(begin),
      isCommit: log.readUInt32BE(begin + 4) !== 0,
    });
  }
  return frames;
}
