/** What commands print with: tables, marks, colour. Everything here cleans its text first. */
import { styleText } from 'node:util';
import { cleanLine, cleanText } from './clean-text.ts';

export { counted, groupedDigits } from '../domain/german-numbers.ts';
export { cleanLine, cleanText };

/** Shapes that read without colour and in print. */
export const statusMarks = { good: '●', partly: '◐', bad: '▲', unknown: '◇', none: '–' } as const;

export type StatusMark = keyof typeof statusMarks;

type Style = Parameters<typeof styleText>[0];

const markStyles: Record<StatusMark, Style> = { good: 'green', partly: 'yellow', bad: 'red', unknown: 'cyan', none: 'dim' };

/** Colours text if standard output is a terminal and NO_COLOR is not set. */
export function styled(style: Style, text: string, stream: NodeJS.WritableStream = process.stdout): string {
  // NO_COLOR counts whatever its value, see no-color.org; Node alone would let FORCE_COLOR win.
  if (process.env['NO_COLOR']) return text;
  return styleText(style, text, { stream: stream as NodeJS.WriteStream, validateStream: true });
}

const wordMarks: Readonly<Record<string, StatusMark>> = {
  ja: 'good',
  erfuellt: 'good',
  met: 'good',
  teilweise: 'partly',
  'phase-out': 'partly',
  nein: 'bad',
  nichtErfuellt: 'bad',
  'not-met': 'bad',
  offen: 'unknown',
  zuBestaetigen: 'unknown',
  undetermined: 'unknown',
  entbehrlich: 'none',
  nichtAnwendbar: 'none',
};

const germanWords: Readonly<Record<string, string>> = {
  erfuellt: 'erfüllt',
  nichtErfuellt: 'nicht erfüllt',
  nichtAnwendbar: 'nicht anwendbar',
  zuBestaetigen: 'zu bestätigen',
  met: 'in Ordnung',
  'not-met': 'nicht in Ordnung',
  'phase-out': 'auslaufend',
  undetermined: 'unbestimmt',
};

/** A status value with its shape and German word: `nichtErfuellt` → „▲ nicht erfüllt“. */
export function statusWord(status: string): string {
  const mark = wordMarks[status] ?? 'unknown';
  return markedWord(mark, germanWords[status] ?? status);
}

/** Any word behind one of the shapes: `markedWord('good', 'vorhanden')` → „● vorhanden“. */
export function markedWord(mark: StatusMark, word: string): string {
  return `${styled(markStyles[mark], statusMarks[mark])} ${cleanLine(word)}`;
}

/** Columns a text takes on a terminal: marks that combine take none, East Asian and emoji two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of cleanText(text)) {
    if (/\p{M}/u.test(character)) continue;
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(
      character,
    )
      ? 2
      : 1;
  }
  return width;
}

export interface Column<Row> {
  header: string;
  value: (row: Row) => string | number | null | undefined;
  align?: 'left' | 'right';
  /** Puts a mark before the cell or colours it; gets the cleaned, padded text. */
  style?: (cell: string, row: Row) => string;
}

/** Below this a column is not made narrower, in characters. */
const narrowestColumn = 12;
const columnGap = '  ';

/**
 * Rows in aligned columns. On a terminal the widest columns are wrapped at words until the table fits; piped, every row is one line.
 * @param width characters to fit into; default: the terminal, endless when piped
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number = outputWidth()): string {
  const cells = rows.map((row) => columns.map((column) => cleanLine(String(column.value(row) ?? '–'))));
  const headers = columns.map((column) => cleanLine(column.header));
  const widths = fitWidths(
    headers.map((header, index) => Math.max(displayWidth(header), ...cells.map((line) => displayWidth(line[index] ?? '')))),
    width,
  );
  const headerLines = tableLines(headers, widths, columns).map((line) => styled('bold', line));
  const bodyLines = cells.flatMap((line, rowIndex) => tableLines(line, widths, columns, rows[rowIndex]));
  return [...headerLines, ...bodyLines].join('\n');
}

/** Characters per line of standard output; endless when piped, so that one row stays one line. Some terminals say 0. */
export function outputWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY;
}

function fitWidths(wanted: readonly number[], available: number): number[] {
  const widths = [...wanted];
  const gaps = columnGap.length * (widths.length - 1);
  const total = () => widths.reduce((sum, width) => sum + width, gaps);
  while (total() > available) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (current <= narrowestColumn) break;
    widths[widest] = Math.max(narrowestColumn, current - (total() - available), secondWidest(widths, widest));
    if (widths[widest] === current) widths[widest] = current - 1;
  }
  return widths;
}

function secondWidest(widths: readonly number[], widest: number): number {
  return Math.max(0, ...widths.filter((_, index) => index !== widest));
}

function tableLines<Row>(
  cells: readonly string[],
  widths: readonly number[],
  columns: readonly Column<Row>[],
  row?: Row,
): string[] {
  const wrapped = cells.map((cell, index) => wrapLine(cell, widths[index] ?? 0));
  const height = Math.max(1, ...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, lineIndex) =>
    wrapped
      .map((lines, index) => {
        const column = columns[index];
        const padded = pad(lines[lineIndex] ?? '', widths[index] ?? 0, column?.align ?? 'left');
        return row !== undefined && column?.style ? column.style(padded, row) : padded;
      })
      .join(columnGap)
      .trimEnd(),
  );
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

/** Breaks one line at blanks; a word longer than the width is cut. */
export function wrapLine(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => cutWord(part, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
  }
  return line === '' ? lines : [...lines, line];
}

function cutWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (displayWidth(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece].filter((part) => part !== '');
}

/** Wraps every line of a text and indents it. */
export function paragraph(text: string, indent = 0, width: number = outputWidth()): string {
  const blanks = ' '.repeat(indent);
  return cleanText(text)
    .split('\n')
    .flatMap((line) => wrapLine(line.trimEnd(), width - indent))
    .map((line) => (line === '' ? '' : blanks + line))
    .join('\n');
}

/** Key and value below each other, the values aligned: for `zeigen` commands. */
export function keyValues(
  pairs: readonly (readonly [string, string | number | null | undefined])[],
  width: number = outputWidth(),
): string {
  const keyWidth = Math.max(0, ...pairs.map(([key]) => displayWidth(key)));
  return pairs
    .map(([key, value]) => {
      const [first = '', ...rest] = cleanText(String(value ?? '–'))
        .split('\n')
        .flatMap((line) => wrapLine(line, width - keyWidth - columnGap.length));
      const indent = ' '.repeat(keyWidth + columnGap.length);
      return [
        `${styled('bold', pad(cleanLine(key), keyWidth, 'left'))}${columnGap}${first}`,
        ...rest.map((line) => indent + line),
      ].join('\n');
    })
    .join('\n');
}
