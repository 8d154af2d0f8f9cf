/** Reads a file that came back. What it is decides its content, not its name. */
import { createHash } from 'node:crypto';
import { ForeignFileError } from '../errors.ts';
import { readPacketCsv } from './packet-csv.ts';
import { dayLabel, headers, type PacketReturn, personLabel, type ReturnedRow, type ReturnProblem } from './packet-document.ts';
import { readAnswerFile } from './packet-json.ts';
import { type ReadTable, readReturnedTable } from './packet-rows.ts';
import { cleanAnswer, dayOfSerial, dayOfText, folded, maxNameCharacters } from './packet-values.ts';
import { columnLetters, readWorkbook, type SheetCell, type Workbook } from './packet-workbook.ts';

/** Larger is no packet; checked before a byte is read. */
export const maxReturnBytes = 10 * 1024 * 1024;

/** @throws ForeignFileError when it cannot be read at all; what is wrong inside stands in `problems` */
export function readPacketReturn(bytes: Uint8Array, file: string): PacketReturn {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file, sha256, ...readContent(bytes, file) };
}

type Content = Omit<PacketReturn, 'file' | 'sha256'>;

function readContent(bytes: Uint8Array, file: string): Content {
  const kind = returnKind(bytes, file);
  if (kind === 'workbook') return readXlsx(bytes, file);
  if (kind === 'answers') return readAnswerFile(textOfReturn(bytes), file);
  const table = readPacketCsv(bytes, file);
  if (table === null) throw noPacket(file);
  return contentOf([table], { person: null, day: null, problems: [] });
}

/**
 * What a file that came back is, by its first bytes.
 * @throws ForeignFileError for what is empty, of an old or locked program, or the form instead of the answers
 */
export function returnKind(bytes: Uint8Array, file: string): 'workbook' | 'answers' | 'table' {
  if (bytes.length === 0) throw new ForeignFileError(`${file} ist leer.`, 'Die Datei noch einmal schicken lassen.');
  if (startsWith(bytes, 'PK')) return 'workbook';
  if (startsWith(bytes, '\u00d0\u00cf\u0011\u00e0')) {
    throw new ForeignFileError(
      `${file} ist eine alte Excel-Datei (XLS) oder mit Kennwort verschlüsselt.`,
      'In Excel ohne Kennwort als „Excel-Arbeitsmappe (XLSX)“ speichern.',
    );
  }
  const beginning = new TextDecoder()
    .decode(bytes.subarray(0, 200))
    .replace(/^\ufeff/, '')
    .trimStart();
  if (beginning.startsWith('{') || beginning.startsWith('[')) return 'answers';
  if (beginning.startsWith('<')) {
    throw new ForeignFileError(
      `${file} ist das Formular selbst, nicht die Antworten.`,
      'Zurück kommt die Datei, die „Antworten speichern“ im Formular anlegt: antwort-….json.',
    );
  }
  return 'table';
}

function startsWith(bytes: Uint8Array, beginning: string): boolean {
  return [...beginning].every((character, index) => bytes[index] === character.charCodeAt(0));
}

export function textOfReturn(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes).trim();
}

function noPacket(file: string): ForeignFileError {
  return new ForeignFileError(
    `${file} gehört zu keinem Paket: Eine Tabelle mit den Spalten „${headers.key}“ und „${headers.status}“ fehlt.`,
    'Die Datei angeben, die als Paket verschickt und ausgefüllt wurde.',
  );
}

function readXlsx(bytes: Uint8Array, file: string): Content {
  const workbook = readWorkbook(bytes, file);
  const tables = workbook.sheets
    .map(({ name, rows }) => readReturnedTable({ sheet: name, rows, uses1904: workbook.uses1904, formulasAreText: false }))
    .filter((table) => table !== null);
  if (tables.length === 0) throw noPacket(file);
  return contentOf(tables, readSignature(workbook));
}

type Signature = Pick<PacketReturn, 'person' | 'day'> & { problems: ReturnProblem[] };

function contentOf(tables: readonly ReadTable[], signature: Signature): Content {
  const rows = tables.flatMap((table) => table.rows);
  const marks = tables.flatMap((table) => table.marks);
  const mark = mostFrequent(marks.map((each) => each.mark));
  const foreign = marks.filter((each) => each.mark !== mark);
  return {
    mark,
    person: signature.person ?? firstOf(rows, ({ person }) => person),
    day: signature.day ?? firstOf(rows, ({ day }) => day),
    rows,
    problems: [
      ...tables.flatMap((table) => table.problems),
      ...signature.problems,
      ...foreign.map((each) => markProblem(each, mark)),
    ],
  };
}

function markProblem({ mark: found, place }: { mark: string; place: string }, wanted: string): ReturnProblem {
  if (found === '')
    return {
      place,
      text: `Das Kennzeichen fehlt; erwartet ${wanted}. Die Datei ist abgeschnitten oder die Zeile gehört nicht dazu.`,
    };
  return { place, text: `Die Zeile gehört zu einem anderen Paket („${found.slice(0, 60)}“); erwartet ${wanted}.` };
}

function mostFrequent(texts: readonly string[]): string {
  const counts = Map.groupBy(texts, (text) => text);
  const [first] = [...counts.entries()].sort((a, b) => Number(a[0] === '') - Number(b[0] === '') || b[1].length - a[1].length);
  return first?.[0] ?? '';
}

function firstOf(rows: readonly ReturnedRow[], value: (row: ReturnedRow) => string | null): string | null {
  return rows.map(value).find((each) => each !== null) ?? null;
}

/** Name and date stand beside their labels on the sheet of instructions, wherever that was moved to. */
function readSignature({ sheets, uses1904 }: Workbook): Signature {
  const problems: ReturnProblem[] = [];
  const beside = (label: string): { cell: SheetCell; place: string } | null => {
    for (const { name, rows } of sheets) {
      for (const { number, cells } of rows) {
        const at = [...cells].find(([, { text }]) => folded(text) === folded(label))?.[0];
        const [column, cell] = at === undefined ? [] : ([...cells].find(([each]) => each > at) ?? []);
        if (column === undefined || cell === undefined) continue;
        return { cell, place: `Blatt „${name}“, Zeile ${number}, Spalte ${columnLetters(column)} „${label}“` };
      }
    }
    return null;
  };
  const readable = (label: string) => {
    const found = beside(label);
    if (found === null || (found.cell.kind !== 'formula' && found.cell.kind !== 'error')) return found;
    problems.push({
      place: found.place,
      text: 'Hier steht eine Formel oder ein Fehlerwert; erwartet wird eine eingetippte Angabe.',
    });
    return null;
  };
  const person = readable(personLabel);
  const name = cleanAnswer(person?.cell.text ?? '');
  if (person !== null && name.length > maxNameCharacters)
    problems.push({ place: person.place, text: `Der Text hat ${name.length} Zeichen; erlaubt sind ${maxNameCharacters}.` });
  const dated = readable(dayLabel);
  const day =
    dated === null ? null : dated.cell.kind === 'number' ? dayOfSerial(dated.cell.text, uses1904) : dayOfText(dated.cell.text);
  if (dated !== null && day === null)
    problems.push({
      place: dated.place,
      text: `„${cleanAnswer(dated.cell.text).slice(0, 40)}“ ist kein Tag, den es gibt; erwartet zum Beispiel 31.12.2026.`,
    });
  return { person: name === '' ? null : name, day, problems };
}
