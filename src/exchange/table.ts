/** Tables people fill in, CSV or XLSX, as rows by column name. */
import { ForeignFileError, TableError } from '../errors.ts';
import { readCsv } from './csv.ts';
import { readFirstSheet } from './spreadsheet.ts';

/** One filled row. */
export interface TableRow {
  /** Number of the row in the file, counted from 1 with the header. */
  row: number;
  /** Trimmed text by column as the caller names it; empty cells are left out. */
  cells: Readonly<Record<string, string>>;
}

export interface Table {
  file: string;
  /** Columns that occur, as the caller names them. */
  columns: readonly string[];
  rows: readonly TableRow[];
}

export interface TableShape {
  /** Columns that may occur: name for the caller, then every header that stands for it (compared without case and blanks). */
  columns: Readonly<Record<string, readonly string[]>>;
  required: readonly string[];
  /** Row of the header, counted from 1. */
  headerRow?: number;
}

/** Larger tables are refused before they are unpacked. */
export const maxTableBytes = 10 * 1024 * 1024;

/** Rows of a CSV or XLSX file, by the ending of its name. */
export async function readRows(bytes: Uint8Array, name: string): Promise<string[][]> {
  const ending = name.toLowerCase().split('.').at(-1);
  if (ending === 'xlsx') return readFirstSheet(bytes, name);
  if (ending === 'csv') return readCsv(bytes, name);
  throw new ForeignFileError(
    `${name} lässt sich nicht einlesen: Gelesen werden Tabellen, die auf .xlsx oder .csv enden.`,
    'In Excel oder LibreOffice als XLSX oder CSV speichern (nicht als XLSM oder XLS).',
  );
}

/**
 * @throws TableError for a missing, doubled or unknown column: what is not understood is not silently left out
 */
export function shapeTable(rows: readonly (readonly string[])[], file: string, shape: TableShape): Table {
  const headerRow = shape.headerRow ?? 1;
  const headers = (rows[headerRow - 1] ?? []).map((header) => header.trim());
  const names = headers.map((header) => columnNamed(header, shape));
  const known = Object.values(shape.columns).map(([header = '']) => header);
  const problems = headers.flatMap((header, index) => {
    const name = names[index];
    if (header === '') return [];
    if (name === undefined) return [`gehört nicht hierher. Möglich sind: ${known.join(', ')}.`].map((text) => ({ header, text }));
    return names.indexOf(name) < index ? [{ header, text: 'kommt zweimal vor.' }] : [];
  });
  const missing = shape.required.filter((name) => !names.includes(name)).map((name) => shape.columns[name]?.[0] ?? name);
  const all = [
    ...problems.map(({ header, text }) => ({ file, row: headerRow, column: header, text })),
    ...missing.map((header) => ({ file, row: headerRow, column: header, text: 'fehlt.' })),
  ];
  if (all.length > 0) throw new TableError(all);
  const columns = names.filter((name) => name !== undefined);
  return { file, columns, rows: rows.flatMap((cells, index) => filledRow(cells, index + 1, headerRow, names)) };
}

function columnNamed(header: string, { columns }: TableShape): string | undefined {
  const wanted = plain(header);
  return Object.entries(columns).find(([, headers]) => headers.some((each) => plain(each) === wanted))?.[0];
}

function plain(header: string): string {
  return header
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}

function filledRow(cells: readonly string[], row: number, headerRow: number, names: readonly (string | undefined)[]): TableRow[] {
  if (row <= headerRow) return [];
  const filled = cells.flatMap((cell, index) => {
    const name = names[index];
    const text = withoutGuard(cell.trim());
    return name === undefined || text === '' ? [] : [[name, text] as const];
  });
  return filled.length === 0 ? [] : [{ row, cells: Object.fromEntries(filled) }];
}

/** Exports put an apostrophe before text that would begin a formula; coming back it is taken off again. */
function withoutGuard(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

const dayForms = [
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:T.*)?$/,
  /^(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>\d{4})$/,
];

/** A day written 2026-03-31, 31.03.2026 or 31.3.2026 as YYYY-MM-DD; null for anything else. Whether it exists is not looked at. */
export function dayOfCell(text: string): string | null {
  for (const form of dayForms) {
    const parts = form.exec(text)?.groups;
    if (parts !== undefined) return `${parts['year']}-${parts['month']?.padStart(2, '0')}-${parts['day']?.padStart(2, '0')}`;
  }
  return null;
}
