/** Comma-separated files as German spreadsheets expect them: semicolon, UTF-8 with mark, CRLF. */
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { ForeignFileError } from '../errors.ts';
import { maxRows, type Sheet, tooManyRows } from './sheet.ts';

/** Text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function writeCsv({ columns, rows }: Sheet): string {
  return stringify([columns.map(({ header }) => header), ...rows.map((row) => [...row])], {
    delimiter: ';',
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    // The library quotes only its own CRLF; spreadsheets begin a row, and thereby a formula, at any line break.
    quoted_match: /[\r\n]/,
    // A German spreadsheet takes 4.5 for the fourth of May.
    cast: { number: (value) => String(value).replace('.', ',') },
  });
}

/**
 * Rows of a comma-separated file, whichever separator it uses. Spreadsheets on Windows still write Windows-1252, so what is
 * no UTF-8 is read as that.
 * @throws ForeignFileError when quotes do not match; InvalidDataError when there are too many rows
 */
export function readCsv(bytes: Uint8Array, name: string): string[][] {
  const text = decode(bytes);
  const [firstLine = ''] = text.split('\n', 1);
  const delimiter = [';', '\t', ','].find((each) => firstLine.includes(each)) ?? ';';
  try {
    const rows: string[][] = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: false,
      to: maxRows + 2,
    });
    if (rows.length > maxRows + 1) throw tooManyRows(name);
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ForeignFileError(
      `${name} ist keine lesbare CSV-Datei (Zeile ${String(error['lines'] ?? '?')}).`,
      'Anführungszeichen prüfen oder die Tabelle als XLSX speichern.',
    );
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
