/** The only file that knows the library for workbooks (XLSX). */
import { type CellStyle, type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx';
import { ForeignFileError } from '../errors.ts';
import { notPublic } from './confidentiality.ts';
import { openArchive } from './packet-archive.ts';
import { type Cell, maxRows, type Sheet, tooManyRows } from './sheet.ts';

/** Files carry no date of their own, so that the same content gives the same bytes. */
const noDate = new Date(Date.UTC(1980, 0, 1));

const headerStyle: CellStyle = { font: { bold: true }, alignment: { vertical: 'top', wrapText: true } };
const bodyStyle: CellStyle = { alignment: { vertical: 'top', wrapText: true } };

/**
 * A workbook with frozen, filterable headers. Text stays text, also where it begins like a formula.
 * @param title shown in the properties of the file
 * @param options.keywords likewise
 * @param options.confidentiality in the properties and at the head of every printed page; null: for everybody
 */
export async function writeWorkbook(
  sheets: readonly Sheet[],
  title: string,
  { keywords, confidentiality = notPublic }: { keywords?: string; confidentiality?: string | null } = {},
): Promise<Uint8Array> {
  return writeXlsx({
    properties: {
      title,
      ...(confidentiality === null ? {} : { category: confidentiality }),
      creator: 'burgward',
      created: noDate,
      modified: noDate,
      ...(keywords === undefined ? {} : { keywords }),
    },
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      columns: sheet.columns.map(({ width }) => ({ width, style: bodyStyle })),
      rows: [sheet.columns.map(({ header }) => header), ...sheet.rows.map((row) => row.map(cellValue))],
      cells: new Map(sheet.columns.map((_, column) => [`0,${column}`, { style: headerStyle }])),
      freezePane: { rows: 1 },
      ...(confidentiality === null ? {} : { headerFooter: { oddHeader: `&R&B${confidentiality}` } }),
      autoFilter: { range: `A1:${columnLetters(sheet.columns.length)}${sheet.rows.length + 1}` },
    })),
  });
}

/** Control characters have no place in a sheet; a line break has. */
function cellValue(value: Cell): CellValue {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return typeof value === 'string' ? value.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '') : value;
}

/** 1 → A, 27 → AA */
function columnLetters(count: number): string {
  const rest = Math.floor((count - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((count - 1) % 26));
}

/** Columns that are looked at, A to CV; the bounding box of a sheet may be billions of cells. */
const widestColumn = columnLetters(100);

/**
 * The first sheet as text, row by row; formulas count with the value they had when the file was saved.
 * @throws ForeignFileError when the bytes are no workbook, or one that unpacks without end; InvalidDataError when there are too many
 * rows
 */
export async function readFirstSheet(bytes: Uint8Array, name: string): Promise<string[][]> {
  if (!isZip(bytes)) throw notAWorkbook(name);
  unpackOnce(bytes, name);
  const rows = await readRows(bytes).catch(() => {
    throw notAWorkbook(name);
  });
  if (rows.length > maxRows + 1) throw tooManyRows(name);
  return rows.map((row) => row.map(textOf));
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** The library would unpack two gigabytes; what does not pass here it never gets to see. */
function unpackOnce(bytes: Uint8Array, name: string): void {
  const archive = openArchive(bytes, name);
  for (const entry of archive.names) archive.read(entry);
}

async function readRows(bytes: Uint8Array): Promise<CellValue[][]> {
  const { sheets } = await readXlsx(bytes, { sheets: [0], range: `A1:${widestColumn}${maxRows + 2}` });
  return sheets[0]?.rows ?? [];
}

function notAWorkbook(name: string): ForeignFileError {
  return new ForeignFileError(
    `${name} ist keine lesbare Excel-Datei (XLSX).`,
    'In Excel oder LibreOffice öffnen und als XLSX speichern.',
  );
}

/** Days come as dates at midnight UTC. */
function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}
