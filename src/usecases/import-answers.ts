import { basename } from 'node:path';
import { type Assessment, assessmentSources, entbehrlichGruende, umsetzungsstatus } from '../domain/assessment.ts';
import { informationsverbund } from '../domain/kommune.ts';
import { ExpectedError, TableError, type TableProblem } from '../errors.ts';
import { dayOfCell, readRows, shapeTable, type Table, type TableRow, type TableShape } from '../exchange/table.ts';
import { insertAssessments, type NewAssessment, selectAssessments } from '../store/assessments.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { answerColumns } from './answer-table.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { readTableFile } from './read-table-file.ts';
import { implicitRound, type NewAnswer, prepareAnswer } from './record-assessment.ts';

export interface ImportAnswersRequest {
  kommune: string;
  /** XLSX or CSV. */
  path: string;
  /** YAML file that says how the columns are to be read; without one the columns are those of our own export. */
  mapping?: string | undefined;
  probe: boolean;
}

type Imported = CommandJson['erhebung importieren'];

/** One answer read from a row. */
interface RowAnswer {
  row: number;
  assessment: NewAssessment;
}

/**
 * Reads answers from somebody's list or from our own export. All rows are checked first; with one problem nothing is
 * recorded. A row that says what holds already changes nothing.
 * @throws TableError with file, row and column of every problem; NotFoundError, ForeignFileError
 */
export async function importAnswers(context: Context, request: ImportAnswersRequest): Promise<Imported> {
  const { store } = context;
  const kommune = await selectKommune(store, request.kommune, stateNow(context));
  const zielobjekte = await selectZielobjekte(store, kommune.slug, stateNow(context));
  const mapping = request.mapping === undefined ? null : await readMapping(request.mapping);
  const table = await readTable(request.path, mapping);
  const problems: TableProblem[] = [];
  const skipped: Imported['uebergangen'][number][] = [];
  const read: RowAnswer[] = [];
  for (const row of table.rows) {
    const report = (column: string | null, text: string) => problems.push({ file: table.file, row: row.row, column, text });
    const answers = answersOf(row, mapping, headerOf(mapping), report);
    if (answers === null)
      skipped.push({ zeile: row.row, text: `${row.cells['control'] ?? 'ohne Nummer'}: keine Antwort eingetragen` });
    for (const { readReviewDue, ...answer } of answers ?? []) {
      const prepared = attempt(() => prepareAnswer(context, kommune, zielobjekte, { ...answer, kommune: kommune.slug }), report);
      if (prepared !== null) read.push({ row: row.row, assessment: withEarlierReview(prepared, readReviewDue) });
    }
  }
  problems.push(...foreignRows(table, kommune.slug), ...doubled(read, table.file));
  if (problems.length > 0) throw new TableError(problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)));
  const held = new Map((await selectAssessments(store, kommune.slug, stateNow(context))).map((a) => [keyOf(a), a]));
  const changes = read
    .filter(({ assessment }) => !saysTheSame(held.get(keyOf(assessment)), assessment))
    .map(({ row, assessment }) => ({ row, assessment: withOwnSource(assessment, held.get(keyOf(assessment))) }));
  const words = { action: 'erhebung.importieren', summary: `${changes.length} Antworten aus einer Liste eingelesen` };
  const ifNoneOpen = { ...implicitRound, kommune: kommune.slug, begonnen: context.today };
  const isWritten = !request.probe && changes.length > 0;
  const assessments = changes.map(({ assessment }) => assessment);
  const written = isWritten ? await insertAssessments(store, assessments, ifNoneOpen, recordingOf(context), words) : null;
  return {
    kommune: kommune.slug,
    datei: table.file,
    probe: request.probe,
    eintrag: written?.entry ?? null,
    unveraendert: read.length - changes.length,
    uebergangen: skipped,
    aenderungen: changes.map(({ row, assessment }) => {
      const before = held.get(keyOf(assessment));
      return {
        zeile: row,
        control: assessment.control,
        zielobjekt: assessment.zielobjekt,
        vorher: before?.status ?? null,
        nachher: assessment.status,
        gueltigAb: assessment.validFrom,
        giltHeute: before === undefined || before.validFrom <= assessment.validFrom,
      };
    }),
  };
}

async function readMapping(path: string): Promise<ColumnMapping> {
  const { parseColumnMapping } = await import('./column-mapping.ts');
  return parseColumnMapping(
    await readTableFile(path, 'Antworten').then((bytes) => new TextDecoder().decode(bytes)),
    basename(path),
  );
}

async function readTable(path: string, mapping: ColumnMapping | null): Promise<Table> {
  const file = basename(path);
  const rows = await readRows(await readTableFile(path, 'Antworten'), file);
  if (mapping === null) return shapeTable(rows, file, exportShape);
  const columns = Object.fromEntries(
    Object.entries(mapping.spalten).flatMap(([name, header]) => (header === undefined ? [] : [[name, [header]]])),
  );
  return shapeTable(keepColumns(rows, mapping), file, { columns, required: Object.keys(columns), headerRow: mapping.kopfzeile });
}

/** Somebody's list has columns that are none of our business. */
function keepColumns(rows: readonly (readonly string[])[], mapping: ColumnMapping): string[][] {
  const wanted = new Set(Object.values(mapping.spalten));
  const header = (rows[mapping.kopfzeile - 1] ?? []).map((cell) => cell.trim());
  const kept = header.flatMap((cell, index) => (wanted.has(cell) ? [index] : []));
  return rows.map((cells) => kept.map((index) => cells[index] ?? ''));
}

const exportShape: TableShape = {
  columns: Object.fromEntries(
    answerColumns.map(({ header, field }) => [field ?? `(${header})`, field === 'control' ? [header, 'Control'] : [header]]),
  ),
  required: ['control', 'status'],
};

type Report = (column: string | null, text: string) => void;

type ReadAnswer = Omit<NewAnswer, 'kommune'> & { readReviewDue: string | undefined };

/** Our column names as the file calls them. */
function headerOf(mapping: ColumnMapping | null): (name: string) => string {
  const own = new Map(answerColumns.map(({ field, header }) => [field, header]));
  return (name) => {
    const theirs = mapping?.spalten[snake(name) as keyof ColumnMapping['spalten']];
    return theirs ?? own.get(name) ?? name;
  };
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The answers a row gives, one for each control it stands for; null when it gives none. */
function answersOf(
  row: TableRow,
  mapping: ColumnMapping | null,
  header: (name: string) => string,
  report: Report,
): ReadAnswer[] | null {
  const cell = (name: string) => row.cells[mapping === null ? name : snake(name)];
  const { status, isEmpty } = statusOf(cell('status'), mapping);
  if (isEmpty) return null;
  const number = cell('control');
  if (number === undefined) report(header('control'), 'fehlt.');
  if (status === undefined)
    report(header('status'), `„${cell('status')}“ ist kein Status. Erwartet: ${umsetzungsstatus.join(', ')}.`);
  const day = (name: string) => {
    const text = cell(name);
    const read = text === undefined ? undefined : (dayOfCell(text) ?? null);
    if (read === null) report(header(name), `„${text}“ ist kein Tag. Erwartet: 31.03.2026 oder 2026-03-31.`);
    return read ?? undefined;
  };
  const oneOf = <T extends string>(name: string, values: readonly T[]): T | undefined => {
    const text = cell(name);
    if (text === undefined) return undefined;
    const found = values.find((value) => value === text.toLowerCase());
    if (found === undefined) report(header(name), `„${text}“ gibt es nicht. Erwartet: ${values.join(', ')}.`);
    return found;
  };
  // Lists keep date and name of what is done; with us both belong to a gap only.
  const leftovers = status === 'ja' ? (['bis', 'verantwortlich'] as const).filter((name) => cell(name) !== undefined) : [];
  if (mapping === null)
    for (const name of leftovers) report(header(name), 'gehört nur zu einer Lücke, nicht zu „ja“; das Feld leeren.');
  const kept = leftovers.map((name) => `${header(name)} laut Liste: ${cell(name)}`);
  const isGap = leftovers.length === 0;
  const given = {
    zielobjekt: cell('zielobjekt') ?? mapping?.vorgabe.zielobjekt,
    begruendung: cell('begruendung'),
    notiz: [cell('notiz'), ...(mapping === null ? [] : kept)].filter((part) => part !== undefined).join('; ') || undefined,
    nachweis: cell('nachweis'),
    verantwortlich: isGap ? cell('verantwortlich') : undefined,
    bis: isGap ? day('bis') : undefined,
    gesagtVon: cell('gesagtVon') ?? mapping?.vorgabe.gesagt_von,
    gueltigAb: day('gueltigAb') ?? mapping?.vorgabe.gueltig_ab,
    readReviewDue: day('zuBestaetigenAb'),
    grund: oneOf('grund', entbehrlichGruende) ?? (status === 'entbehrlich' ? mapping?.vorgabe.grund : undefined),
    source: oneOf('quelle', assessmentSources) ?? ('import' as const),
  };
  if (number === undefined || status === undefined) return [];
  return controlsFor(number, mapping).map((control) => ({ ...given, control, status }));
}

function statusOf(text: string | undefined, mapping: ColumnMapping | null) {
  const mapped = Object.entries(mapping?.werte ?? {}).find(
    ([word]) => word.trim().toLowerCase() === (text ?? '').toLowerCase(),
  )?.[1];
  const word = mapped ?? text?.toLowerCase() ?? '';
  return { status: umsetzungsstatus.find((each) => each === word), isEmpty: word === '' || word === 'offen' };
}

function controlsFor(number: string, mapping: ColumnMapping | null): readonly string[] {
  const mapped = mapping?.controls[number];
  if (mapped === undefined) return [number];
  return typeof mapped === 'string' ? [mapped] : mapped;
}

function attempt<R>(prepare: () => R, report: Report): R | null {
  try {
    return prepare();
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    report(null, error.message);
    return null;
  }
}

/** What was due earlier stays due earlier: a list must not make an answer younger than it is. */
function withEarlierReview(assessment: NewAssessment, due: string | undefined): NewAssessment {
  return due !== undefined && due < assessment.reviewDue ? { ...assessment, reviewDue: due } : assessment;
}

/** What was changed in the list comes from the list, not from where the answer before it came; a bulk answer left as it is stays one. */
function withOwnSource(assessment: NewAssessment, held: Assessment | undefined): NewAssessment {
  return held === undefined || held.status === assessment.status ? assessment : { ...assessment, source: 'import' };
}

function keyOf({ zielobjekt, control }: { zielobjekt: string; control: string }): string {
  return `${zielobjekt} ${control}`;
}

/** Our own export says whose answers it holds; a list without that column is taken at the caller's word. */
function foreignRows({ file, rows }: Table, slug: string): TableProblem[] {
  const foreign = rows.find(({ cells }) => cells['kommune'] !== undefined && cells['kommune'] !== slug);
  if (foreign === undefined) return [];
  const text = `Die Antworten gehören zu „${foreign.cells['kommune']}“, nicht zu „${slug}“. Sollen sie trotzdem hier gelten, die Spalte löschen.`;
  return [{ file, row: foreign.row, column: 'Kommune', text }];
}

/** Two rows for one question would leave to chance which holds. */
function doubled(read: readonly RowAnswer[], file: string): TableProblem[] {
  const first = new Map<string, number>();
  return read.flatMap(({ row, assessment }) => {
    const earlier = first.get(keyOf(assessment));
    if (earlier === undefined) first.set(keyOf(assessment), row);
    if (earlier === undefined) return [];
    const where = assessment.zielobjekt === informationsverbund ? '' : ` (${assessment.zielobjekt})`;
    return [{ file, row, column: null, text: `${assessment.control}${where} steht schon in Zeile ${earlier}.` }];
  });
}

const comparedFields = [
  'status',
  'grund',
  'begruendung',
  'notiz',
  'nachweis',
  'verantwortlich',
  'bis',
  'saidBy',
  'validFrom',
  'reviewDue',
] as const;

function saysTheSame(held: Assessment | undefined, read: NewAssessment): boolean {
  return held !== undefined && comparedFields.every((field) => held[field] === read[field]);
}
