/** Reads the answers to a warning that came back. What a file is decides its content, not its name; every unreadable place is named. */
import {
  type AffectedAnswer,
  affectedAnswers,
  type FixedAnswer,
  fixedAnswers,
  type WarningAnswer,
  warningAnswerProblems,
} from '../domain/warning-answer.ts';
import { ForeignFileError } from '../errors.ts';
import { csvRows } from './packet-csv.ts';
import { type Fields, parseAnswers, textOf } from './packet-json.ts';
import { returnKind, textOfReturn } from './packet-return.ts';
import { shortened } from './packet-rows.ts';
import { cleanAnswer, dayOfSerial, dayOfText, folded, maxNameCharacters, maxTextCharacters } from './packet-values.ts';
import { checkRowCount, columnLetters, readWorkbook, type SheetCell, type SheetRow } from './packet-workbook.ts';
import { affectedWords, type ReturnedWarning, type WarningReturn, warningHeaders } from './warning-document.ts';

type Field = keyof typeof warningHeaders;
/** What is read of each answer, wherever it stands. */
type Said = Exclude<Field, 'kommune' | 'produkt' | 'inhalt' | 'zielobjekte'>;

/** A value as it was found; the sheet's number of a day is told apart from text. */
interface Found {
  text: string;
  isSerial: boolean;
}

const answerKind = 'burgward-warnung';
const answerVersion = 1;

/** @throws ForeignFileError when it cannot be read at all, or has nothing to do with a warning */
export function readWarningReturn(bytes: Uint8Array, file: string): WarningReturn {
  const kind = returnKind(bytes, file);
  if (kind === 'answers') return readAnswers(parseAnswers(textOfReturn(bytes), file), file);
  const { sheets, uses1904 } =
    kind === 'workbook' ? readWorkbook(bytes, file) : { sheets: [{ name: null, rows: csvRows(bytes, file) }], uses1904: false };
  const tables = sheets.flatMap((sheet) => readTable(sheet, { uses1904, isCsv: kind === 'table' }) ?? []);
  if (tables.length === 0)
    throw new ForeignFileError(
      `${file} enthält keine Antworten auf eine Warnung: Eine Tabelle mit den Spalten „${warningHeaders.betroffen}“ und „${warningHeaders.mark}“ fehlt.`,
      'Die Datei angeben, die „burgward warnung paket“ geschrieben hat und die ausgefüllt wurde.',
    );
  return { answers: tables.flatMap(({ answers }) => answers), problems: tables.flatMap(({ problems }) => problems) };
}

/** @returns null when the sheet has no such columns */
function readTable(
  { name, rows }: { name: string | null; rows: readonly SheetRow[] },
  { uses1904, isCsv }: { uses1904: boolean; isCsv: boolean },
): WarningReturn | null {
  const header = findHeader(rows);
  if (header === null) return null;
  const answers: ReturnedWarning[] = [];
  const problems: { place: string; text: string }[] = [];
  for (const { number, cells } of rows.slice(header.index + 1)) {
    const place = name === null ? `Zeile ${number}` : `Blatt „${name}“, Zeile ${number}`;
    const report = (field: Said, text: string) =>
      problems.push({
        place: `${place}, Spalte ${columnLetters(header.columns.get(field) ?? 0)} „${warningHeaders[field]}“`,
        text,
      });
    const found = (field: Said): Found | null => {
      const cell = cells.get(header.columns.get(field) ?? -1) ?? null;
      if (cell === null || cleanAnswer(cell.text) === '') {
        if (cell?.kind === 'formula') report(field, formulaText);
        return null;
      }
      if (isFormula(cell, isCsv)) {
        report(field, formulaText);
        return null;
      }
      if (cell.kind === 'error') {
        report(field, `Hier steht der Fehlerwert ${cell.text}; erwartet wird Text.`);
        return null;
      }
      return { text: cleanAnswer(cell.text), isSerial: cell.kind === 'number' };
    };
    if ([...header.columns.values()].every((column) => !cells.has(column))) continue;
    answers.push(readAnswer(place, found, report, uses1904));
  }
  return { answers, problems };
}

const formulaText = 'Hier steht eine Formel. Formeln werden nicht gelesen; erwartet wird Text.';

function isFormula({ kind, text }: SheetCell, isCsv: boolean): boolean {
  return kind === 'formula' || (isCsv && text.startsWith('='));
}

function findHeader(rows: readonly SheetRow[]): { index: number; columns: ReadonlyMap<Field, number> } | null {
  for (const [index, { cells }] of rows.slice(0, 50).entries()) {
    const columns = new Map<Field, number>();
    for (const [column, { text }] of cells) {
      const field = (Object.keys(warningHeaders) as Field[]).find((each) => folded(warningHeaders[each]) === folded(text));
      if (field !== undefined && !columns.has(field)) columns.set(field, column);
    }
    if (columns.has('betroffen') && columns.has('mark')) return { index, columns };
  }
  return null;
}

function readAnswers(content: Fields, file: string): WarningReturn {
  const answers: unknown = content['antworten'];
  if (content['art'] !== answerKind || !Array.isArray(answers))
    throw new ForeignFileError(
      `${file} enthält keine Antworten auf eine Warnung.`,
      'Gelesen wird die Datei, die „Antworten speichern“ im Formular anlegt. Pakete liest „burgward paket einlesen“.',
    );
  if (content['fassung'] !== answerVersion)
    throw new ForeignFileError(
      `${file} stammt aus einer anderen Fassung des Formulars.`,
      'burgward aktualisieren oder die Warnung neu verschicken: burgward warnung paket.',
    );
  checkRowCount(answers, file);
  const problems: { place: string; text: string }[] = [];
  const names: Readonly<Partial<Record<Said, string>>> = { mark: 'kennzeichen', person: 'gesagtVon', day: 'gesagtAm' };
  return {
    answers: answers.map((answer: unknown, index) => {
      const own: Fields = typeof answer === 'object' && answer !== null ? { ...answer } : {};
      const place = `Antwort ${index + 1}`;
      const report = (field: Said, text: string) => problems.push({ place: `${place}, Feld „${warningHeaders[field]}“`, text });
      const found = (field: Said): Found | null => {
        const from = field === 'person' || field === 'day' ? content : own;
        const value = from[names[field] ?? field];
        if (value !== undefined && value !== null && typeof value !== 'string') report(field, 'Hier steht kein Text.');
        const text = textOf(from, names[field] ?? field);
        return text === null ? null : { text, isSerial: false };
      };
      return readAnswer(place, found, report, false);
    }),
    problems,
  };
}

function readAnswer(
  place: string,
  found: (field: Said) => Found | null,
  report: (field: Said, text: string) => void,
  uses1904: boolean,
): ReturnedWarning {
  const text = (field: Said, most: number): string | null => {
    const value = found(field);
    if (value !== null && value.text.length > most)
      report(field, `Der Text hat ${value.text.length} Zeichen; erlaubt sind ${most}.`);
    return value?.text ?? null;
  };
  const day = (field: Said): string | null => {
    const value = found(field);
    if (value === null) return null;
    const read = value.isSerial ? dayOfSerial(value.text, uses1904) : dayOfText(value.text);
    if (read === null) report(field, `„${shortened(value.text)}“ ist kein Tag, den es gibt; erwartet zum Beispiel 31.12.2026.`);
    return read;
  };
  const word = <T extends string>(field: Said, meaning: (text: string) => T | null, expected: readonly string[]): T | null => {
    const value = found(field);
    if (value === null) return null;
    const read = meaning(value.text);
    if (read === null) report(field, `„${shortened(value.text)}“ steht nicht zur Wahl; erwartet ${expected.join(', ')}.`);
    return read;
  };
  const answer: WarningAnswer = {
    betroffen: word('betroffen', affectedOf, Object.values(affectedWords)),
    behoben: word('behoben', fixedOf, fixedAnswers),
    behobenAm: day('behobenAm'),
    bis: day('bis'),
    bemerkung: text('bemerkung', maxTextCharacters),
  };
  for (const { field, text: problem } of warningAnswerProblems(answer)) report(field, problem);
  return {
    ...answer,
    place,
    mark: text('mark', maxNameCharacters) ?? '',
    person: text('person', maxNameCharacters),
    day: day('day'),
  };
}

const unknownWords: ReadonlySet<string> = new Set(['weiss ich nicht', 'weiss nicht', 'unbekannt', 'offen', '?']);

function affectedOf(text: string): AffectedAnswer | null {
  const word = wordOf(text);
  if (unknownWords.has(word)) return 'unbekannt';
  return affectedAnswers.find((each) => each === word || each.charAt(0) === word) ?? null;
}

function fixedOf(text: string): FixedAnswer | null {
  const word = wordOf(text);
  return fixedAnswers.find((each) => each === word || each.charAt(0) === word) ?? null;
}

/** Without the quotation marks and full stops that typing brings. */
function wordOf(text: string): string {
  return folded(text).replace(/^[„“”"']+|[„“”"'.!]+$/g, '');
}
