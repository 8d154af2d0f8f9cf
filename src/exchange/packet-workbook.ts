/**
 * Reads the cells of a workbook (XLSX, ECMA-376 part 1, chapter 18) from outside: text, numbers, and where a formula stands. Nothing
 * is evaluated, nothing outside the file is touched; a document type or deep nesting is refused.
 */
import { SaxesParser } from 'saxes';
import { ForeignFileError } from '../errors.ts';
import { type Archive, openArchive } from './packet-archive.ts';

export interface WorkbookSheet {
  name: string;
  rows: readonly SheetRow[];
}

export interface SheetRow {
  /** As the program shows it, from 1. */
  number: number;
  /** By column, from 0; empty cells are missing. */
  cells: ReadonlyMap<number, SheetCell>;
}

export interface SheetCell {
  kind: 'text' | 'number' | 'formula' | 'error';
  text: string;
}

/** Days from here are the numbers of dates: 1899-12-30, or 1904-01-01 in workbooks of the old date system of the Macintosh. */
export interface Workbook {
  sheets: readonly WorkbookSheet[];
  uses1904: boolean;
}

/** A packet has 25 questions; whoever writes comments below still stays far under it. */
const maxRows = 5000;
const maxSheets = 20;
const maxDepth = 40;
/** Longest text a cell can hold in the programs people use (Excel specification). */
const maxCellCharacters = 32_767;
const maxColumn = 200;

/** @throws ForeignFileError when it is no workbook, has macros, is damaged, or hides more than it shows */
export function readWorkbook(bytes: Uint8Array, file: string): Workbook {
  const archive = openArchive(bytes, file);
  refuseOtherKinds(archive, file);
  const workbook = readPart(archive, 'xl/workbook.xml', file);
  const relations = readPart(archive, 'xl/_rels/workbook.xml.rels', file);
  if (workbook === null || relations === null) throw noWorkbook(file);
  const targets = readTargets(relations, file);
  const { sheets, uses1904 } = readSheetList(workbook, file);
  const strings = readSharedStrings(archive, file);
  return {
    uses1904,
    sheets: sheets.slice(0, maxSheets).flatMap(({ name, relation }) => {
      const part = readPart(archive, targets.get(relation) ?? '', file);
      return part === null ? [] : [{ name, rows: readRows(part, strings, file) }];
    }),
  };
}

function refuseOtherKinds({ names, read }: Archive, file: string): void {
  const types = read('[Content_Types].xml')?.toString('utf8') ?? '';
  if (names.some((name) => /vbaproject\.bin$/i.test(name)) || types.includes('macroEnabled')) {
    throw new ForeignFileError(
      `${file} enthält Makros und wird nicht gelesen.`,
      'In Excel oder LibreOffice als „Excel-Arbeitsmappe (XLSX)“ ohne Makros speichern.',
    );
  }
  if (names.includes('content.xml') && !names.includes('xl/workbook.xml')) {
    throw new ForeignFileError(`${file} ist eine OpenDocument-Datei.`, 'In LibreOffice als „Excel 2007–365 (.xlsx)“ speichern.');
  }
}

function noWorkbook(file: string): ForeignFileError {
  return new ForeignFileError(
    `${file} ist keine Excel-Arbeitsmappe (XLSX).`,
    'In Excel oder LibreOffice öffnen und als XLSX speichern.',
  );
}

function readPart(archive: Archive, name: string, file: string): string | null {
  const content = archive.read(name);
  if (content === null) return null;
  if (content[0] === 0xff && content[1] === 0xfe) return content.toString('utf16le');
  const text = content.toString('utf8');
  if (text.includes('\0')) throw noWorkbook(file);
  return text;
}

interface Handlers {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

/** Names come without prefix; some programs write `x:row` for `row`. */
function parseXml(source: string, file: string, handlers: Handlers): void {
  const parser = new SaxesParser();
  let depth = 0;
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('doctype', () => {
    throw new ForeignFileError(
      `${file} enthält eine Dokumenttyp-Angabe, die in Tabellen nichts zu suchen hat.`,
      'Nicht öffnen; nachfragen, woher die Datei stammt.',
    );
  });
  parser.on('error', () => {
    throw new ForeignFileError(
      `${file} ist beschädigt: Ein Teil ist kein gültiges XML.`,
      'Die Datei noch einmal schicken lassen.',
    );
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > maxDepth) throw noWorkbook(file);
    handlers.open?.(local(name), attributes);
  });
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    handlers.close?.(local(name));
  });
  parser.write(source).close();
}

function readTargets(source: string, file: string): Map<string, string> {
  const targets = new Map<string, string>();
  parseXml(source, file, {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External') return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`);
    },
  });
  return targets;
}

function readSheetList(source: string, file: string) {
  const sheets: { name: string; relation: string }[] = [];
  let uses1904 = false;
  parseXml(source, file, {
    open(name, attributes) {
      if (name === 'workbookPr') uses1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      if (relation !== undefined) sheets.push({ name: attributes['name'] ?? '', relation });
    },
  });
  return { sheets, uses1904 };
}

function readSharedStrings(archive: Archive, file: string): string[] {
  const name = archive.names.find((each) => each.toLowerCase() === 'xl/sharedstrings.xml');
  const source = name === undefined ? null : readPart(archive, name, file);
  const strings: string[] = [];
  if (source === null) return strings;
  let text = '';
  let inText = false;
  let inReading = false;
  parseXml(source, file, {
    open(tag) {
      if (tag === 'si') text = '';
      // Reading aid of East Asian text, no part of it.
      if (tag === 'rPh') inReading = true;
      inText = tag === 't' && !inReading;
    },
    text(part) {
      if (inText && text.length <= maxCellCharacters) text += part;
    },
    close(tag) {
      if (tag === 't') inText = false;
      if (tag === 'rPh') inReading = false;
      if (tag === 'si') strings.push(unescaped(text));
    },
  });
  return strings;
}

/** Control characters stand as `_x000D_` in a workbook (ECMA-376 part 1, 22.9.2.19). */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function readRows(source: string, strings: readonly string[], file: string): SheetRow[] {
  const rows: SheetRow[] = [];
  let number = 0;
  let column = -1;
  let cells = new Map<number, SheetCell>();
  let type = 'n';
  let text = '';
  let hasFormula = false;
  let inValue = false;
  parseXml(source, file, {
    open(tag, attributes) {
      if (tag === 'row') {
        number = Number(attributes['r'] ?? number + 1);
        column = -1;
        cells = new Map();
      } else if (tag === 'c') {
        column = columnOf(attributes['r']) ?? column + 1;
        type = attributes['t'] ?? 'n';
        text = '';
        hasFormula = false;
      } else if (tag === 'f') {
        hasFormula = true;
      } else if (tag === 'v' || tag === 't') {
        inValue = true;
      }
    },
    text(part) {
      if (inValue && text.length <= maxCellCharacters) text += part;
    },
    close(tag) {
      if (tag === 'v' || tag === 't') inValue = false;
      if (tag === 'c' && column <= maxColumn) {
        const cell = toCell(type, text, hasFormula, strings);
        if (cell !== null) cells.set(column, cell);
      }
      if (tag !== 'row' || cells.size === 0) return;
      rows.push({ number, cells });
      if (rows.length > maxRows) throw tooManyRows(file);
    },
  });
  return rows;
}

export function tooManyRows(file: string): ForeignFileError {
  return new ForeignFileError(
    `${file} hat mehr als ${maxRows.toLocaleString('de-DE')} Zeilen; ein Paket hat höchstens 25 Fragen.`,
    'Die Datei angeben, die als Paket verschickt wurde. Ganze Listen liest „burgward erhebung importieren“.',
  );
}

/** Rows of any table that comes back are held against the same limit. @throws ForeignFileError */
export function checkRowCount(rows: readonly unknown[], file: string): void {
  if (rows.length > maxRows) throw tooManyRows(file);
}

function toCell(type: string, text: string, hasFormula: boolean, strings: readonly string[]): SheetCell | null {
  if (hasFormula) return { kind: 'formula', text };
  if (text === '') return null;
  if (type === 's') {
    const shared = strings[Number(text)] ?? '';
    return shared === '' ? null : { kind: 'text', text: shared };
  }
  if (type === 'e') return { kind: 'error', text };
  if (type === 'b') return { kind: 'text', text: text === '1' ? 'WAHR' : 'FALSCH' };
  if (type === 'n') return { kind: 'number', text };
  return { kind: 'text', text: unescaped(text) };
}

/** „BC12“ → 54 */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** 0 → A, 26 → AA */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}
