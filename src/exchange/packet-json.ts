/** The answer file of the HTML form. It comes from outside like every other, so every field is looked at. */
import { umsetzungsstatus } from '../domain/assessment.ts';
import { ForeignFileError } from '../errors.ts';
import { answerProblems } from './packet-answer.ts';
import { headers, type PacketReturn, type ReturnedRow, type ReturnProblem } from './packet-document.ts';
import { shortened } from './packet-rows.ts';
import { cleanAnswer, dayOfText, maxNameCharacters, maxTextCharacters } from './packet-values.ts';
import { checkRowCount } from './packet-workbook.ts';

/** What the file says it is. */
export const answerFileKind = 'burgward-antwort';
export const answerFileVersion = 1;

/** Levels of nesting an answer file has, with room to spare. */
const maxDepth = 10;

/** Fields of an answer file, none of them looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws ForeignFileError when it is cut short, damaged or another file */
export function readAnswerFile(source: string, file: string): Omit<PacketReturn, 'file' | 'sha256'> {
  const content = parseAnswers(source, file);
  if (content['art'] !== answerFileKind || !Array.isArray(content['antworten'])) {
    throw new ForeignFileError(
      `${file} ist keine Antwortdatei zu einem Paket.`,
      'Gelesen wird die Datei, die „Antworten speichern“ im Formular anlegt.',
    );
  }
  if (content['fassung'] !== answerFileVersion) {
    throw new ForeignFileError(
      `${file} stammt aus einer anderen Fassung des Formulars.`,
      'burgward aktualisieren oder das Paket neu erstellen.',
    );
  }
  const answers: unknown[] = content['antworten'];
  checkRowCount(answers, file);
  const problems: ReturnProblem[] = [];
  const rows = answers.map((answer, index) => toRow(answer, index + 1, problems));
  const dayText = textOf(content, 'gesagtAm');
  const day = dayText === null ? null : dayOfText(dayText);
  if (dayText !== null && day === null)
    problems.push({
      place: 'Datum',
      text: `„${shortened(dayText)}“ ist kein Tag, den es gibt; erwartet zum Beispiel 2026-12-31.`,
    });
  const person = textOf(content, 'gesagtVon');
  if (person !== null && person.length > maxNameCharacters)
    problems.push({ place: 'Name', text: `Der Text hat ${person.length} Zeichen; erlaubt sind ${maxNameCharacters}.` });
  return { mark: textOf(content, 'paket') ?? '', person, day, rows, problems };
}

/** @throws ForeignFileError when it is cut short, damaged or nested without end */
export function parseAnswers(source: string, file: string): Fields {
  if (depthOf(source) > maxDepth) {
    throw new ForeignFileError(`${file} ist zu tief verschachtelt für eine Antwortdatei.`, 'Nachfragen, woher die Datei stammt.');
  }
  try {
    const content: unknown = JSON.parse(source);
    if (isFields(content)) return content;
  } catch {
    // said below
  }
  throw new ForeignFileError(
    `${file} ist beschädigt oder abgeschnitten.`,
    'Im Formular noch einmal „Antworten speichern“ drücken und die Datei neu schicken lassen.',
  );
}

/** Deepest nesting of brackets outside of strings. */
function depthOf(source: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let at = 0; at < source.length && deepest <= maxDepth; at += 1) {
    const character = source[at];
    if (inString && character === '\\') at += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && (character === '{' || character === '[')) depth += 1;
    else if (!inString && (character === '}' || character === ']')) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of an answer, cleaned; null where there is none. */
export function textOf(fields: Fields, name: string): string | null {
  const value = fields[name];
  const clean = typeof value === 'string' ? cleanAnswer(value) : '';
  return clean === '' ? null : clean;
}

const fieldHeaders: Readonly<Record<string, string>> = {
  status: headers.status,
  grund: headers.grund,
  begruendung: headers.begruendung,
  verantwortlich: headers.verantwortlich,
  bis: headers.bis,
  notiz: headers.notiz,
};

function toRow(value: unknown, number: number, problems: ReturnProblem[]): ReturnedRow {
  const fields = isFields(value) ? value : {};
  const key = (textOf(fields, 'kennung') ?? '').toUpperCase();
  const place = `Antwort ${number}${key === '' ? '' : ` (${key})`}`;
  const report = (field: string, text: string) =>
    problems.push({ place: `${place}, Feld „${fieldHeaders[field] ?? field}“`, text });
  for (const [field, entry] of Object.entries(fields)) {
    if (field in fieldHeaders && entry !== null && typeof entry !== 'string') report(field, 'Hier steht kein Text.');
  }
  const text = (field: string, max: number) => {
    const found = textOf(fields, field);
    if (found !== null && found.length > max) report(field, `Der Text hat ${found.length} Zeichen; erlaubt sind ${max}.`);
    return found;
  };
  const choice = <T extends string>(field: string, allowed: readonly T[]): T | null | undefined => {
    const found = textOf(fields, field);
    if (found === null) return null;
    const known = allowed.find((each) => each === found);
    if (known === undefined) report(field, `„${shortened(found)}“ steht nicht zur Wahl; erwartet ${allowed.join(', ')}.`);
    return known;
  };
  const bisText = textOf(fields, 'bis');
  const bis = bisText === null ? null : dayOfText(bisText);
  if (bisText !== null && bis === null)
    report('bis', `„${shortened(bisText)}“ ist kein Tag, den es gibt; erwartet zum Beispiel 2026-12-31.`);
  const read = {
    status: choice('status', [...umsetzungsstatus, 'offen'] as const),
    grund: choice('grund', ['nicht-relevant', 'ersatzmassnahme'] as const),
  };
  const { status = null, grund = null } = read;
  const row: ReturnedRow = {
    place,
    key,
    status,
    grund,
    begruendung: text('begruendung', maxTextCharacters),
    verantwortlich: text('verantwortlich', maxNameCharacters),
    bis,
    notiz: text('notiz', maxTextCharacters),
    person: null,
    day: null,
  };
  if (read.status !== undefined && read.grund !== undefined) {
    for (const { field, text: problem } of answerProblems(row)) report(field, problem);
  }
  return row;
}
