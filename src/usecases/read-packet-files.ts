import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Assessment } from '../domain/assessment.ts';
import { dayOf, formatDay } from '../domain/calendar.ts';
import { formatKey, formatMark, isAnsweredSince, type PacketQuestion, parseMark, sameContent } from '../domain/packet.ts';
import { EnvironmentError, ExpectedError, ForeignFileError, InvalidDataError, NotFoundError } from '../errors.ts';
import type { PacketReturn, ReturnedRow } from '../exchange/packet-document.ts';
import { maxReturnBytes, readPacketReturn } from '../exchange/packet-return.ts';
import { markOf, type Paket, type PaketRuecklauf } from '../store/pakete.ts';

/** A file that belongs to a packet of this Kommune, its rows matched with the questions. */
export interface ReadFile {
  name: string;
  sha256: string;
  paket: Paket;
  stand: 'neu' | 'schonEingelesen' | 'leer';
  /** As the file or the command says it. */
  person: string | null;
  day: string | null;
  rows: readonly { row: ReturnedRow; question: PacketQuestion }[];
  personOf(row: ReturnedRow): string;
  dayOf(row: ReturnedRow): string;
}

/** Collects what is wrong in all files, so that it can be said at once. */
export interface ProblemList {
  add(file: string, place: string, text: string): void;
  /** Result of `attempt`, or null after noting its expected error. */
  collect<R>(file: string, place: string, attempt: () => R): R | null;
  addError(file: string, error: unknown): void;
  /** @throws the only error as it was, else InvalidDataError with every line */
  throwIfAny(): void;
}

/** More lines help nobody. */
const maxLines = 100;

export function problemList(): ProblemList {
  const lines: string[] = [];
  const errors: ExpectedError[] = [];
  const add: ProblemList['add'] = (file, place, text) =>
    lines.push(`${[file, place].filter((part) => part !== '').join(', ')}: ${text}`);
  return {
    add,
    collect(file, place, attempt) {
      try {
        return attempt();
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error;
        add(file, place, error.message);
        return null;
      }
    },
    addError(file, error) {
      if (!(error instanceof ExpectedError)) throw error;
      errors.push(error);
      lines.push(error.message.includes(file) ? error.message : `${file}: ${error.message}`);
    },
    throwIfAny() {
      const [only] = errors;
      if (only !== undefined && lines.length === 1) throw only;
      if (lines.length === 0) return;
      const shown = lines.length > maxLines ? [...lines.slice(0, maxLines), `… und ${lines.length - maxLines} weitere.`] : lines;
      throw new InvalidDataError(
        `${lines.length === 1 ? 'Eine Stelle lässt' : `${lines.length} Stellen lassen`} sich nicht einlesen; es wurde nichts geändert:\n${shown.join('\n')}`,
        'Die genannten Stellen in der Datei berichtigen oder berichtigen lassen und noch einmal einlesen.',
      );
    },
  };
}

/** Reads every file; size is looked at before content. */
export async function readFiles(paths: readonly string[], problems: ProblemList): Promise<PacketReturn[]> {
  const returns: PacketReturn[] = [];
  for (const path of paths) {
    const name = basename(path);
    try {
      returns.push(readPacketReturn(await readReturned(path, name), name));
    } catch (error) {
      problems.addError(name, error);
    }
  }
  return returns;
}

/** A file that came back; what is far too large for one is not read. @throws NotFoundError, ForeignFileError, EnvironmentError */
export async function readReturned(path: string, name: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new NotFoundError(`${path} gibt es nicht.`, 'Den Pfad prüfen.');
  if (!found.isFile()) throw new NotFoundError(`${path} ist keine Datei.`, 'Die Dateien einzeln angeben.');
  if (found.size > maxReturnBytes) {
    const megabytes = Math.round(found.size / 1024 / 1024);
    throw new ForeignFileError(
      `${name} ist mit ${megabytes} MB viel zu groß für ein Paket; gelesen werden bis ${maxReturnBytes / 1024 / 1024} MB.`,
      'Die Datei angeben, die als Paket verschickt und ausgefüllt wurde.',
    );
  }
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new EnvironmentError(`${path} lässt sich nicht lesen (${error.code ?? 'unbekannt'}).`, 'Rechte prüfen.');
  });
}

interface Known {
  slug: string;
  pakete: readonly Paket[];
  ruecklaeufe: readonly PaketRuecklauf[];
  /** Own answers that hold, by key of the question. */
  answers: ReadonlyMap<string, Assessment>;
  /** What packets brought and was not taken back. */
  returned: readonly (Parameters<typeof sameContent>[0] & { paket: string; key: string })[];
}

interface SaidBy {
  gesagtVon?: string | undefined;
  konflikt?: 'hier' | 'paket' | undefined;
  am?: string | undefined;
  today: string;
}

/** Holds every file against the packet it says it belongs to. */
export function checkReturns(returns: readonly PacketReturn[], known: Known, said: SaidBy, problems: ProblemList): ReadFile[] {
  const seen = new Set<string>();
  return returns.flatMap((returned): ReadFile[] => {
    const paket = paketOf(returned, known, problems);
    if (paket === null) return [];
    const isKnown = known.ruecklaeufe.some(({ paket: id, sha256 }) => id === paket.id && sha256 === returned.sha256);
    const file = readFileOf(returned, paket, said);
    const isReadAlready = { ...file, stand: 'schonEingelesen', rows: [] } as const;
    if (seen.has(returned.sha256)) return [isReadAlready];
    seen.add(returned.sha256);
    if (paket.stand === 'zurueckgezogen') {
      problems.add(
        returned.file,
        '',
        `Das Paket ${paket.id} wurde zurückgezogen; Antworten darauf werden nicht mehr eingelesen.`,
      );
      return [];
    }
    for (const { place, text } of returned.problems) problems.add(returned.file, place, text);
    const matched = matchedRows(returned, paket, problems);
    const rows = isKnown ? matched.filter((each) => !isSettled(each, paket, known, said.konflikt)) : matched;
    if (isKnown && !rows.some(({ row }) => isAnswer(row))) return [isReadAlready];
    const isEmpty = rows.every(({ row }) => !saysAnything(row));
    if (!isEmpty) checkSignature(returned, rows, paket, said, problems);
    return [{ ...file, stand: isEmpty ? 'leer' : 'neu', rows }];
  });
}

function isAnswer({ status }: ReturnedRow): boolean {
  return status !== null && status !== 'offen';
}

/**
 * Whether an answer of a file that was read before needs no second look: it is on record, or it was decided against then. What was
 * taken back meanwhile can be read again, and who changes his mind says so with the rule `paket`.
 */
function isSettled(
  { row, question }: ReadFile['rows'][number],
  paket: Paket,
  { answers, returned }: Known,
  konflikt: SaidBy['konflikt'],
): boolean {
  const { status } = row;
  if (status === null || status === 'offen') return false;
  const key = formatKey(question);
  if (returned.some((each) => each.paket === paket.id && each.key === key && sameContent(each, { ...row, status }))) return true;
  const here = answers.get(key);
  return konflikt !== 'paket' && here !== undefined && isAnsweredSince(question, here);
}

/** An answer, or a remark without one. */
export function saysAnything({ status, notiz }: ReturnedRow): boolean {
  return status !== null || notiz !== null;
}

function readFileOf({ file, sha256, person, day }: PacketReturn, paket: Paket, said: SaidBy): Omit<ReadFile, 'stand' | 'rows'> {
  const name = said.gesagtVon ?? person;
  const date = said.am ?? day;
  return {
    name: file,
    sha256,
    paket,
    person: name,
    day: date,
    // A missing name was noted as a problem before.
    personOf: (row) => said.gesagtVon ?? row.person ?? person ?? 'unbekannt',
    dayOf: (row) => said.am ?? row.day ?? day ?? said.today,
  };
}

function paketOf({ file, mark: text }: PacketReturn, { slug, pakete }: Known, problems: ProblemList): Paket | null {
  const mark = parseMark(text);
  if (mark === null) {
    problems.add(
      file,
      '',
      'Das Kennzeichen des Pakets fehlt oder wurde verändert; erwartet zum Beispiel beispielhain/P3/…. Bei Tabellen steht es in der Spalte „Paket“: aus der verschickten Datei wieder einsetzen.',
    );
    return null;
  }
  if (mark.kommune !== slug) {
    problems.add(file, '', `Das Paket gehört zu „${mark.kommune}“, nicht zu „${slug}“; mit --kommune ${mark.kommune} einlesen.`);
    return null;
  }
  const paket = pakete.find(({ id }) => id === mark.paket);
  if (paket === undefined || formatMark(markOf(paket)) !== formatMark(mark)) {
    problems.add(file, '', `Das Paket ${mark.paket} wurde nicht mit dieser Datenbank erstellt.`);
    return null;
  }
  return paket;
}

function matchedRows({ file, rows, problems: found }: PacketReturn, paket: Paket, problems: ProblemList): ReadFile['rows'] {
  const questions = new Map(paket.fragen.map((question) => [formatKey(question), question]));
  const places = new Map<string, string>();
  const matched: { row: ReturnedRow; question: PacketQuestion }[] = [];
  for (const row of rows) {
    const question = questions.get(row.key);
    const earlier = places.get(row.key);
    if (question === undefined) {
      const quoted =
        row.key === '' ? 'Die Kennung der Frage fehlt' : `Die Frage „${row.key.slice(0, 60)}“ gehört nicht zu Paket ${paket.id}`;
      problems.add(file, row.place, `${quoted}; erwartet eine der ${questions.size} Fragen, wie sie verschickt wurden.`);
    } else if (earlier !== undefined) {
      problems.add(file, row.place, `Die Frage ${row.key} steht schon in ${earlier}; erwartet wird jede Frage einmal.`);
    } else {
      places.set(row.key, row.place);
      matched.push({ row, question });
    }
  }
  const missing = [...questions.keys()].filter((key) => !places.has(key));
  // Where a column is missing no row was read, and that was said.
  if (missing.length > 0 && !(rows.length === 0 && found.length > 0)) {
    const listed = `${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}`;
    problems.add(
      file,
      '',
      `Von ${questions.size} Fragen ${missing.length === 1 ? 'fehlt eine' : `fehlen ${missing.length}`} (${listed}): abgeschnitten oder Zeilen gelöscht.`,
    );
  }
  return matched;
}

function checkSignature(
  { file, person, day }: PacketReturn,
  rows: ReadFile['rows'],
  paket: Paket,
  { gesagtVon, am, today }: SaidBy,
  problems: ProblemList,
): void {
  const answered = rows.filter(({ row }) => saysAnything(row));
  if (gesagtVon === undefined && person === null && answered.some(({ row }) => row.person === null))
    problems.add(file, '', 'Der Name fehlt: Wer hat geantwortet? In der Datei eintragen oder mit --gesagt-von angeben.');
  const sent = dayOf(paket.erstellt);
  const check = (value: string | null, place: string) => {
    if (value === null) return;
    if (value > today)
      problems.add(file, place, `Das Datum ${formatDay(value)} liegt in der Zukunft; erwartet ein Tag bis heute.`);
    else if (value < sent)
      problems.add(
        file,
        place,
        `Das Datum ${formatDay(value)} liegt vor dem Versand am ${formatDay(sent)}; berichtigen oder mit --am angeben.`,
      );
  };
  if (am !== undefined) {
    check(am, '--am');
    return;
  }
  check(day, 'Datum');
  for (const { row } of answered) if (row.day !== day) check(row.day, `${row.place}, Datum`);
}
