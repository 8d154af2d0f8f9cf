import { basename } from 'node:path';
import { needsOf } from '../domain/zielobjekte.ts';
import { ExpectedError, TableError, type TableProblem } from '../errors.ts';
import { writeCsv } from '../exchange/csv.ts';
import type { Sheet } from '../exchange/sheet.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import { readRows, shapeTable, type Table, type TableRow } from '../exchange/table.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertRegisterChange, selectRegister } from '../store/zielobjekte.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { readTableFile } from './read-table-file.ts';
import { writeFiles } from './write-files.ts';
import { readRegister } from './zielobjekte.ts';
import {
  checkFields,
  checkKuerzel,
  fieldTitles,
  type GivenFields,
  textFields,
  type ZielobjektFields,
} from './zielobjekte-felder.ts';
import { planRegister, type RegisterPlan, type WantedZielobjekt } from './zielobjekte-plan.ts';

/** Columns of the list, in this order: our name, header, width. */
const columns = [
  { name: 'kuerzel', headers: ['Kürzel', 'Kuerzel'], width: 16 },
  { name: 'typ', headers: [fieldTitles.typ], width: 18 },
  { name: 'name', headers: [fieldTitles.name], width: 36 },
  { name: 'adressen', headers: [fieldTitles.adressen, 'Adresse'], width: 30 },
  { name: 'zweck', headers: [fieldTitles.zweck], width: 40 },
  { name: 'anzahl', headers: [fieldTitles.anzahl], width: 8 },
  { name: 'plattform', headers: [fieldTitles.plattform], width: 24 },
  { name: 'standort', headers: [fieldTitles.standort], width: 24 },
  { name: 'verantwortlich', headers: [fieldTitles.verantwortlich], width: 24 },
  { name: 'benutzer', headers: [fieldTitles.benutzer], width: 24 },
  { name: 'braucht', headers: ['Braucht'], width: 30 },
] as const;

const headerOf = (name: string): string => columns.find((column) => column.name === name)?.headers[0] ?? name;

export interface ImportZielobjekteRequest {
  kommune: string;
  /** XLSX or CSV. */
  path: string;
  probe: boolean;
}

/**
 * Reads a list of Zielobjekte. All rows are checked first; with one problem nothing is recorded. Columns that are missing and
 * Zielobjekte that are not listed stay as they are.
 * @throws TableError with file, row and column of every problem; NotFoundError, ForeignFileError
 */
export async function importZielobjekte(
  context: Context,
  request: ImportZielobjekteRequest,
): Promise<CommandJson['zielobjekt importieren']> {
  const at = stateNow(context);
  const kommune = await selectKommune(context.store, request.kommune, at);
  const file = basename(request.path);
  const rows = await readRows(await readTableFile(request.path, 'Zielobjekten'), file);
  const shape = { columns: Object.fromEntries(columns.map(({ name, headers }) => [name, headers])), required: ['kuerzel'] };
  const table = shapeTable(rows, file, shape);
  const problems: TableProblem[] = [];
  const report = (row: number, column: string | null, text: string) =>
    problems.push({ file, row, column: column === null ? null : headerOf(column), text });
  const wanted = wantedOf(context, table, report);
  const told = problems.length;
  const plan = (register: Parameters<typeof planRegister>[1]) => {
    problems.length = told;
    const planned = planRegister(kommune.slug, register, wanted, context.today, report);
    if (problems.length > 0) throw new TableError(problems.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)));
    return planned;
  };
  const preview = plan(await selectRegister(context.store, kommune.slug, at));
  const summary = `Zielobjekte aus einer Liste: ${preview.neu.length} neu, ${preview.geaendert.length} geändert`;
  const words = { slug: kommune.slug, at, action: 'zielobjekt.importieren', summary };
  const isWritten = !request.probe && preview.neu.length + preview.geaendert.length > 0;
  const done = isWritten
    ? await insertRegisterChange(context.store, words, recordingOf(context), ({ register }) => plan(register))
    : preview;
  return { kommune: kommune.slug, datei: file, probe: request.probe, ...planJson(done) };
}

export function planJson({ neu, geaendert, unveraendert, zielobjekte }: RegisterPlan) {
  return {
    neu: neu.map((kuerzel) => {
      const found = zielobjekte.find((each) => each.kuerzel === kuerzel);
      return { kuerzel, typ: found?.typ ?? '', name: found?.name ?? '' };
    }),
    geaendert,
    unveraendert,
  };
}

type Report = (row: number, column: string | null, text: string) => void;

/** Rows as they are meant, with every problem of a cell told. */
function wantedOf(context: Context, table: Table, report: Report): WantedZielobjekt[] {
  const first = new Map<string, number>();
  return table.rows.flatMap((row) => {
    const kuerzel = row.cells['kuerzel']?.toUpperCase();
    if (kuerzel === undefined) {
      report(row.row, 'kuerzel', 'fehlt.');
      return [];
    }
    attempt(() => checkKuerzel(kuerzel), row.row, 'kuerzel', report);
    const earlier = first.get(kuerzel);
    if (earlier !== undefined) report(row.row, 'kuerzel', `${kuerzel} steht schon in Zeile ${earlier}.`);
    else first.set(kuerzel, row.row);
    const faulty = new Set<string>();
    const reportCell: Report = (line, column, text) => {
      if (column !== null) faulty.add(column);
      report(line, column, text);
    };
    const fields = fieldsOf(context, kuerzel, row, table, reportCell);
    return { row: row.row, kuerzel, fields, faulty, braucht: linksOf(row, table) };
  });
}

/** An empty cell empties the field, a missing column leaves it. */
function fieldsOf(
  { catalogue }: Context,
  kuerzel: string,
  row: TableRow,
  { columns: present }: Table,
  report: Report,
): Partial<ZielobjektFields> {
  const { cells } = row;
  const check = (column: string, given: GivenFields) =>
    attempt(() => checkFields(catalogue, kuerzel, given), row.row, column, report) ?? {};
  const texts = textFields.filter((name) => present.includes(name)).map((name) => check(name, { [name]: cells[name] ?? null }));
  const { typ, name, anzahl, adressen } = cells;
  if (anzahl !== undefined && !/^\d{1,9}$/.test(anzahl)) report(row.row, 'anzahl', `„${anzahl}“ ist keine ganze Zahl.`);
  const isNumber = anzahl === undefined || /^\d{1,9}$/.test(anzahl);
  return Object.assign(
    {},
    typ === undefined ? {} : check('typ', { typ }),
    name === undefined ? {} : check('name', { name }),
    present.includes('adressen') ? check('adressen', { adressen: adressen?.split(/[,;\s]+/) ?? [] }) : {},
    present.includes('anzahl') && isNumber ? check('anzahl', { anzahl: anzahl === undefined ? null : Number(anzahl) }) : {},
    ...texts,
  );
}

function linksOf({ cells }: TableRow, { columns: present }: Table): string[] | undefined {
  if (!present.includes('braucht')) return undefined;
  return (cells['braucht'] ?? '')
    .split(/[,;\s]+/)
    .filter((code) => code !== '')
    .map((code) => code.toUpperCase());
}

function attempt<R>(check: () => R, row: number, column: string, report: Report): R | undefined {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    report(row, column, `${error.message} ${error.hint}`);
    return undefined;
  }
}

export const zielobjektFormats = ['xlsx', 'csv'] as const;
export type ZielobjektFormat = (typeof zielobjektFormats)[number];

/** Writes the Zielobjekte of the context's day; `zielobjekt importieren` reads the file again. */
export async function exportZielobjekte(
  context: Context,
  slug: string,
  format: ZielobjektFormat,
  folder: string,
): Promise<CommandJson['zielobjekt exportieren']> {
  const kommune = await selectKommune(context.store, slug, stateAt(context));
  const { zielobjekte, beziehungen } = await readRegister(context, slug);
  const sheet: Sheet = {
    name: 'Zielobjekte',
    columns: columns.map(({ headers: [header], width }) => ({ header, width })),
    rows: zielobjekte.map((each) =>
      columns.map(({ name }) => {
        if (name === 'braucht') return needsOf(beziehungen, each.kuerzel).join(', ');
        return name === 'adressen' ? each.adressen.join(', ') : each[name];
      }),
    ),
  };
  const bytes =
    format === 'csv' ? new TextEncoder().encode(writeCsv(sheet)) : await writeWorkbook([sheet], `Zielobjekte ${kommune.name}`);
  const file = { format, name: `zielobjekte-${kommune.slug}-${context.asOf}.${format}`, bytes };
  return { zielobjekte: zielobjekte.length, dateien: await writeFiles(folder, [file]) };
}
