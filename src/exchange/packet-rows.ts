/** From the cells of a table that came back to its answers; every place that cannot be read is named, none is guessed. */

import { answerProblems } from './packet-answer.ts';
import { headers, type ReturnedRow, type ReturnProblem, statusWords } from './packet-document.ts';
import {
  cleanAnswer,
  dayOfSerial,
  dayOfText,
  folded,
  grundOf,
  maxNameCharacters,
  maxTextCharacters,
  statusOf,
} from './packet-values.ts';
import { columnLetters, type SheetCell, type SheetRow } from './packet-workbook.ts';

export interface ReturnedTable {
  /** Null for a file that is one table. */
  sheet: string | null;
  rows: readonly SheetRow[];
  uses1904: boolean;
  /** Whether text that begins with „=“ is a formula: in CSV files nothing else tells it. */
  formulasAreText: boolean;
}

export interface ReadTable {
  rows: ReturnedRow[];
  /** Marks found, each with the place it stands. */
  marks: { mark: string; place: string }[];
  problems: ReturnProblem[];
}

type Field = keyof typeof headers;
type Columns = ReadonlyMap<Field, number>;

const neededFields: readonly Field[] = ['key', 'status', 'mark'];
/** Columns people fill in, whose cells must be readable. */
const readFields: readonly Field[] = [
  'key',
  'status',
  'grund',
  'begruendung',
  'verantwortlich',
  'bis',
  'notiz',
  'person',
  'day',
  'mark',
];

/** The row with the column headers and where each column is, or null when this table is none of answers. */
function findHeader(rows: readonly SheetRow[]): { index: number; columns: Columns } | null {
  for (const [index, { cells }] of rows.slice(0, 50).entries()) {
    const columns = new Map<Field, number>();
    for (const [column, { text }] of cells) {
      const field = (Object.keys(headers) as Field[]).find((each) => folded(headers[each]) === folded(text));
      if (field !== undefined && !columns.has(field)) columns.set(field, column);
    }
    if (columns.has('key') && columns.has('status')) return { index, columns };
  }
  return null;
}

/** @returns null when the table has no column of answers */
export function readReturnedTable(table: ReturnedTable): ReadTable | null {
  const header = findHeader(table.rows);
  if (header === null) return null;
  const result: ReadTable = { rows: [], marks: [], problems: [] };
  const missing = neededFields.filter((field) => !header.columns.has(field));
  if (missing.length > 0) {
    const names = missing.map((field) => `„${headers[field]}“`).join(' und ');
    const place = placeOf(table, table.rows[header.index]?.number ?? 1);
    result.problems.push({ place, text: `Die Spalte ${names} fehlt; erwartet wird die Tabelle, wie sie verschickt wurde.` });
    return result;
  }
  for (const row of table.rows.slice(header.index + 1)) readRow(row, header.columns, table, result);
  return result;
}

function placeOf({ sheet }: ReturnedTable, number: number): string {
  return sheet === null ? `Zeile ${number}` : `Blatt „${sheet}“, Zeile ${number}`;
}

function readRow(row: SheetRow, columns: Columns, table: ReturnedTable, result: ReadTable): void {
  const place = placeOf(table, row.number);
  const cell = (field: Field): SheetCell | null => {
    const column = columns.get(field);
    return (column === undefined ? undefined : row.cells.get(column)) ?? null;
  };
  if (readFields.every((field) => cell(field) === null || cell(field)?.text.trim() === '')) return;
  const report = (field: Field, text: string) => result.problems.push({ place: columnPlace(place, field, columns, table), text });
  for (const field of readFields) {
    const found = cell(field);
    if (found === null) continue;
    if (found.kind === 'formula' || (table.formulasAreText && found.text.startsWith('=')))
      report(field, 'Hier steht eine Formel. Formeln werden nicht gelesen; erwartet wird Text.');
    else if (found.kind === 'error') report(field, `Hier steht der Fehlerwert ${found.text}; erwartet wird Text.`);
  }
  /** Null: empty. Undefined: unreadable, and reported. */
  const word = <T>(field: Field, meaning: (text: string) => T | undefined, expected: string): T | null | undefined => {
    const found = cell(field);
    if (found === null || found.text.trim() === '') return found?.kind === 'formula' ? undefined : null;
    if (found.kind === 'formula' || found.kind === 'error') return undefined;
    const known = meaning(found.text);
    const isReported = table.formulasAreText && found.text.startsWith('=');
    if (known === undefined && !isReported)
      report(field, `„${shortened(found.text)}“ steht nicht zur Wahl; erwartet ${expected}.`);
    return known;
  };
  const text = (field: Field, max: number): string | null => {
    const clean = cleanAnswer(cell(field)?.text ?? '');
    if (clean.length > max) report(field, `Der Text hat ${clean.length} Zeichen; erlaubt sind ${max}.`);
    return clean === '' ? null : clean;
  };
  const day = (field: Field): string | null => {
    const found = cell(field);
    if (found === null || found.text.trim() === '' || found.kind === 'formula' || found.kind === 'error') return null;
    const parsed = found.kind === 'number' ? dayOfSerial(found.text, table.uses1904) : dayOfText(found.text);
    if (parsed === null) report(field, `„${shortened(found.text)}“ ist kein Tag, den es gibt; erwartet zum Beispiel 31.12.2026.`);
    return parsed;
  };
  const answer = {
    status: word('status', statusOf, Object.values(statusWords).join(', ')),
    grund: word('grund', grundOf, '„trifft bei uns nicht zu“ oder „Ersatzmaßnahme“'),
    begruendung: text('begruendung', maxTextCharacters),
    verantwortlich: text('verantwortlich', maxNameCharacters),
    bis: day('bis'),
  };
  const { status = null, grund = null } = answer;
  if (answer.status !== undefined && answer.grund !== undefined) {
    for (const { field, text: problem } of answerProblems({ ...answer, status, grund })) report(field, problem);
  }
  result.marks.push({ mark: cleanAnswer(cell('mark')?.text ?? ''), place: columnPlace(place, 'mark', columns, table) });
  result.rows.push({
    ...answer,
    place,
    key: cleanAnswer(cell('key')?.text ?? '').toUpperCase(),
    status,
    grund,
    notiz: text('notiz', maxTextCharacters),
    person: text('person', maxNameCharacters),
    day: day('day'),
  });
}

function columnPlace(place: string, field: Field, columns: Columns, { sheet }: ReturnedTable): string {
  const column = columns.get(field);
  const letters = sheet === null || column === undefined ? '' : ` ${columnLetters(column)}`;
  return `${place}, Spalte${letters} „${headers[field]}“`;
}

/** What a message quotes of a cell. */
export function shortened(text: string): string {
  const line = cleanAnswer(text).replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
