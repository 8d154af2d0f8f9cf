/** Registers as tables: written so that people can fill them in, and read back without loss. */
import { basename } from 'node:path';
import { readInstant, timeZone } from '../domain/calendar.ts';
import { dueItemsOf, dueUntil } from '../domain/due.ts';
import {
  type EntryProblem,
  type EntryValues,
  isSettled,
  type RegisterDefinition,
  type RegisterEntry,
  type RegisterField,
  readEntry,
  trueFrom,
} from '../domain/register.ts';
import { InvalidDataError, TableError, type TableProblem } from '../errors.ts';
import { writeCsv } from '../exchange/csv.ts';
import type { Sheet } from '../exchange/sheet.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import { dayOfCell, readRows, shapeTable, type TableRow, type TableShape } from '../exchange/table.ts';
import { selectGruppen, selectKommune, selectKommunen } from '../store/kommunen.ts';
import { type EntryToWrite, insertEntries, selectEntries } from '../store/register-entries.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import { incidentDue } from './incident-due.ts';
import type { RegisterJson } from './json-schemas.ts';
import { readTableFile } from './read-table-file.ts';
import { surroundingsOf } from './register-surroundings.ts';
import { checkAround, checkIsMeant, circleProblems, type TypedEntry } from './registers.ts';
import { writeFiles } from './write-files.ts';

export interface RegisterExport {
  kommune: string;
  /** `ics` only where something in the register can fall due. */
  format: 'xlsx' | 'csv' | 'json' | 'ics';
  folder: string;
  /** Settled entries too. */
  all: boolean;
}

const idColumn = { header: 'Nr.', width: 8 };
/** A table tells whose it is, whatever its file is called. */
const kommuneColumn = { header: 'Kommune', width: 16 };

/** Writes the entries of one Kommune into a file; the same entries give the same bytes. */
export async function exportEntries(
  context: Context,
  definition: RegisterDefinition,
  { kommune, format, folder, all }: RegisterExport,
): Promise<RegisterJson['exportieren']> {
  const at = stateAt(context);
  await selectKommune(context.store, kommune, at);
  const entries = (await selectEntries(context.store, at, { kommune, register: definition.id })).filter(
    ({ removed, values }) => removed === null && (all || !isSettled(definition, values)),
  );
  const bytes =
    format === 'ics'
      ? await calendarOfEntries(context, definition, kommune, entries)
      : await bytesOf(definition, entries, format);
  return {
    dateien: await writeFiles(folder, [{ name: `${definition.id}-${kommune}-${context.asOf}.${format}`, format, bytes }]),
  };
}

async function bytesOf(
  definition: RegisterDefinition,
  entries: readonly RegisterEntry[],
  format: Exclude<RegisterExport['format'], 'ics'>,
): Promise<Uint8Array> {
  if (format === 'xlsx') return writeWorkbook([sheetOf(definition, entries)], definition.many);
  const text =
    format === 'csv'
      ? writeCsv(sheetOf(definition, entries))
      : `${JSON.stringify(
          entries.map(({ id, values }) => ({ id, ...values })),
          null,
          2,
        )}\n`;
  return new TextEncoder().encode(text);
}

/** Every day on which something is to be done, however far ahead; what is over and not done stays in it. */
async function calendarOfEntries(
  context: Context,
  definition: RegisterDefinition,
  kommune: string,
  entries: readonly RegisterEntry[],
): Promise<Uint8Array> {
  const { calendarOf } = await import('./export-due.ts');
  const surroundings = await surroundingsOf(context, kommune, stateAt(context));
  const periods = definition.hasPeriods === true ? await incidentDue(context, kommune, stateAt(context)) : [];
  const items = [...entries.flatMap((entry) => dueItemsOf(definition, entry, surroundings)), ...periods];
  const punkte = dueUntil(items, '9999-12-31').map(({ day, kind, id, text, who, which = null }) => ({
    tag: day,
    art: kind,
    kommune,
    id,
    text,
    wer: who,
    regel: which,
  }));
  return calendarOf({ punkte, stand: context.asOf }, definition.many);
}

/** The table people fill in; `importEntries` reads it back. */
export function sheetOf({ many, fields }: RegisterDefinition, entries: readonly RegisterEntry[]): Sheet {
  return {
    name: many.slice(0, 31),
    columns: [idColumn, ...fields.map(({ label, kind }) => ({ header: label, width: kind === 'text' ? 36 : 16 })), kommuneColumn],
    rows: entries.map(({ id, kommune, values }) => [id, ...fields.map((field) => cellOf(field, values[field.id])), kommune]),
  };
}

function cellOf({ kind }: RegisterField, value: EntryValues[string] | undefined): string | number | null {
  if (value === undefined) return null;
  if (kind === 'instant' && typeof value === 'string') return localMoment(value);
  return typeof value === 'string' || typeof value === 'number' ? value : value.join('; ');
}

/** Saxon time as it is typed; where that would not give the same instant back, as in the hour that occurs twice, the instant itself. */
function localMoment(instant: string): string {
  const local = new Date(instant).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return readInstant(local) === instant ? local : instant;
}

/**
 * Reads a table back in: rows with a number change their entry, rows without make a new one. All of it or nothing is recorded.
 * @throws TableError with everything that is wrong
 */
export async function importEntries(
  context: Context,
  definition: RegisterDefinition,
  { kommune, path, probe }: { kommune: string; path: string; probe: boolean },
): Promise<RegisterJson['importieren']> {
  const at = stateNow(context);
  await selectKommune(context.store, kommune, at);
  const file = basename(path);
  const table = shapeTable(await readRows(await readTableFile(path, definition.many), file), file, shapeOf(definition));
  const owners = new Set(table.rows.flatMap(({ cells }) => cells['kommune']?.toLowerCase() ?? []));
  const foreign = [...owners].find((owner) => owner !== kommune);
  if (foreign !== undefined) throw foreignTable(file, foreign, kommune);
  const counting = (await selectEntries(context.store, at, { kommune, register: definition.id })).filter(
    ({ removed }) => removed === null,
  );
  const surroundings = await surroundingsOf(context, kommune, at);
  const check = checkAround(context, definition, kommune);
  const existing = new Map(counting.map((entry) => [entry.id, entry]));
  const problems: TableProblem[] = [];
  const seen = new Set<string>();
  const writes: EntryToWrite[] = [];
  const read: { before: RegisterEntry; values: EntryValues; tell: (problem: EntryProblem) => void }[] = [];
  const known = new Map(counting.map(({ id, values }) => [keyOf(definition, values), id]));
  const present: RegisterJson['importieren']['vorhanden'] = [];
  let unchanged = 0;
  for (const row of table.rows) {
    const id = row.cells['nr']?.toUpperCase() ?? null;
    const problem = (text: string, column: string | null) => problems.push({ file, row: row.row, column, text });
    const before = id === null ? null : existing.get(id);
    if (before === undefined) {
      problem(`${id} gibt es in ${kommune} nicht; für Neues das Feld leer lassen.`, idColumn.header);
      continue;
    }
    if (id !== null && seen.has(id)) problem(`${id} steht zweimal in der Datei.`, idColumn.header);
    if (id !== null) seen.add(id);
    const typed = typedOf(definition, row, table.columns);
    const { values, problems: wrong } = readEntry(definition, typed, before?.values ?? null, surroundings);
    const tell = ({ field, text }: EntryProblem) =>
      problem(text, definition.fields.find((each) => each.id === field)?.label ?? null);
    for (const each of wrong.length > 0 ? wrong : await check(values, before)) tell(each);
    if (before !== null) read.push({ before, values, tell });
    const key = before === null ? keyOf(definition, values) : null;
    const held = key === null ? undefined : known.get(key);
    if (held !== undefined) {
      present.push({ zeile: row.row, nr: held === '' ? null : held });
      continue;
    }
    if (key !== null) known.set(key, '');
    if (before !== null && isSame(values, before.values)) unchanged += 1;
    else {
      const validFrom = before === null ? trueFrom(definition, values, context.today) : context.today;
      writes.push({ id, values, removed: null, validFrom });
    }
  }
  // Against the whole file: rows can close a circle that none of them closes alone, or open one that stood before.
  const after = new Map(
    [...counting, ...read.map(({ before, values }) => ({ ...before, values }))].map(({ id, values }) => [id, values]),
  );
  for (const { before, tell } of read) for (const each of circleProblems(definition, before, after)) tell(each);
  if (writes.some(({ id }) => id === null)) await checkIsMeant(context, definition, kommune);
  // Tables written before the column was there, or without it, tell whose they are by their name alone.
  const named = owners.size > 0 || read.length === 0 ? null : await otherKommuneOf(context, definition, kommune, file);
  if (named !== null) throw foreignTable(file, named, kommune);
  if (problems.length > 0) throw new TableError(problems);
  const of = { kommune, register: definition.id, prefix: definition.prefix, verb: 'importieren' };
  const ids =
    probe || writes.length === 0
      ? writes.map(({ id }) => id ?? 'neu')
      : await insertEntries(context.store, of, writes, recordingOf(context));
  return {
    kommune,
    probe,
    neu: ids.filter((_, index) => writes[index]?.id === null),
    geaendert: ids.filter((_, index) => writes[index]?.id !== null),
    unveraendert: unchanged,
    vorhanden: present,
  };
}

/** What an entry is known by; null where its register does not say. */
function keyOf({ sameBy }: RegisterDefinition, values: EntryValues): string | null {
  if (sameBy === undefined) return null;
  const plain = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  return JSON.stringify(
    sameBy.map((field) => {
      const value = values[field];
      return typeof value === 'object' ? value.toSorted() : plain(String(value ?? ''));
    }),
  );
}

/** Numbers begin anew in every Kommune: read in next door, a table would change entries that have nothing to do with it. */
function foreignTable(file: string, foreign: string, kommune: string): InvalidDataError {
  return new InvalidDataError(
    `${file} ist eine Ausgabe von ${foreign}; in ${kommune} haben die Nummern andere Einträge.`,
    `Mit --kommune ${foreign} einlesen. Soll es ${kommune} bekommen: die Spalten „${idColumn.header}“ und „${kommuneColumn.header}“ leeren, dann entstehen neue Einträge.`,
  );
}

/** The Kommune for which `exportEntries` wrote a file of that name, if it is another one; null else. */
async function otherKommuneOf(
  context: Context,
  { id }: RegisterDefinition,
  kommune: string,
  file: string,
): Promise<string | null> {
  const rest = file.startsWith(`${id}-`) ? file.slice(id.length + 1) : '';
  const [, slug] = /^(.+)-\d{4}-\d{2}-\d{2}\b/.exec(rest) ?? [];
  if (slug === undefined || slug === kommune) return null;
  const at = stateNow(context);
  const bodies = [...(await selectKommunen(context.store, at)), ...(await selectGruppen(context.store, at))];
  return bodies.some((each) => each.slug === slug) ? slug : null;
}

function shapeOf({ fields }: RegisterDefinition): TableShape {
  const columns = Object.fromEntries(fields.map(({ id, label }) => [id, [label, id]]));
  const required = fields.flatMap(({ id, required: isRequired }) => (isRequired === true ? [id] : []));
  return { columns: { nr: ['Nr.', 'Nr'], ...columns, kommune: [kommuneColumn.header] }, required };
}

/** Columns of the file that are empty in a row clear the field; columns the file does not have leave it alone. */
function typedOf({ fields }: RegisterDefinition, { cells }: TableRow, columns: readonly string[]): TypedEntry {
  const present = fields.filter(({ id }) => columns.includes(id));
  return Object.fromEntries(present.map((field) => [field.id, textOf(field, cells[field.id] ?? '')]));
}

function textOf({ kind }: RegisterField, cell: string): string | readonly string[] {
  if (kind === 'day') return dayOfCell(cell) ?? cell;
  if (kind === 'texts' || kind === 'controls' || kind === 'zielobjekte' || kind === 'entries')
    return cell.split(';').map((part) => part.trim());
  return cell;
}

function isSame(a: EntryValues, b: EntryValues): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...fields].every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));
}
