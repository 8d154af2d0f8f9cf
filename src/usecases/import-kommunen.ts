import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkAgs } from '../domain/ags.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Kommune, Merkmale, ThreeValued } from '../domain/kommune.ts';
import { ExpectedError, InvalidDataError, NotFoundError, TableError, type TableProblem } from '../errors.ts';
import { maxTableBytes, readRows, shapeTable, type Table, type TableRow, type TableShape } from '../exchange/table.ts';
import { insertKommune, insertKommuneChange, selectGruppen, selectKommunen, selectMerkmale } from '../store/kommunen.ts';
import { recordTogether } from '../store/protokoll.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { landkreisSlugs, maxSlugLength, slugOf } from './create-kommune.ts';
import type { CommandJson } from './json-schemas.ts';
import { checkMerkmale, parseMerkmale } from './merkmale.ts';

export interface ImportKommunenRequest {
  /** XLSX or CSV. */
  path: string;
  probe: boolean;
  /** Whether Kommunen that are recorded already take over what the file says otherwise. */
  update: boolean;
}

type Imported = CommandJson['kommune importieren'];

/** What a row says; fields that are empty say nothing. */
interface KommuneRow {
  row: number;
  slug: string;
  given: Partial<Omit<Kommune, 'slug'>>;
  merkmale: Merkmale;
}

/** A row against what is recorded. */
interface ComparedRow extends KommuneRow {
  current: Kommune | null;
  fields: Imported['geaendert'][number]['felder'];
}

type Report = (column: string | null, text: string) => void;

/**
 * Records many Kommunen from one list, in one transaction. Everything is checked first; with one problem nothing is recorded.
 * Every new Kommune has its own chain. A Kommune is known by its Kurzname, else by its official key.
 * @throws TableError with row and column of every problem; NotFoundError, ForeignFileError
 */
export async function importKommunen(context: Context, request: ImportKommunenRequest): Promise<Imported> {
  const { catalogue } = context;
  const { table, ignored } = await readTable(request.path, catalogue);
  const problems: TableProblem[] = [];
  const reportAt =
    (row: number): Report =>
    (column, text) =>
      problems.push({ file: table.file, row, column, text });
  const known = await knownKommunen(context);
  const rows = table.rows.map((row) => kommuneRow(row, catalogue, known, reportAt(row.row)));
  const read = rows.filter((row) => row !== null);
  reportDoubled(read, reportAt);
  reportForeignKeys(read, known, reportAt);
  reportUnknownLandkreise(read, context, known, reportAt);
  if (table.rows.length === 0)
    problems.push({ file: table.file, row: null, column: null, text: 'Es steht keine Kommune darin.' });
  if (problems.length > 0) throw new TableError(problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)));
  const compared: ComparedRow[] = [];
  for (const row of read) compared.push(await compare(context, row, known));
  if (!request.probe) await record(context, compared, request.update);
  return importedJson(table, ignored, compared, request);
}

async function readTable(path: string, catalogue: Catalogue): Promise<{ table: Table; ignored: string[] }> {
  const file = basename(path);
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw new NotFoundError(`Eine Datei ${path} gibt es nicht.`, 'Den Pfad prüfen.');
  if (found.size > maxTableBytes) {
    throw new InvalidDataError(
      `${file} ist größer als ${maxTableBytes / 1024 / 1024} MB.`,
      'Nur das Blatt mit den Kommunen als eigene Datei speichern.',
    );
  }
  const rows = await readRows(await readFile(path), file);
  const shape = shapeFor(catalogue);
  const { kept, ignored } = knownColumns(rows, shape);
  return { table: shapeTable(kept, file, shape), ignored };
}

/** Headers as people and official lists write them. Merkmale may have a column each. */
function shapeFor({ vocabulary }: Catalogue): TableShape {
  const merkmale = vocabulary.merkmale.map(({ id, title }) => [merkmalColumn(id), [id, title]] as const);
  return {
    columns: {
      slug: ['slug', 'kurzname'],
      name: ['name', 'gemeindename', 'gemeinde', 'kommune', 'bezeichnung'],
      art: ['art', 'gemeindeart'],
      ags: ['ags', 'gemeindeschlüssel', 'amtlicher gemeindeschlüssel'],
      einwohner: ['einwohner', 'einwohnerzahl', 'bevölkerung', 'bevölkerung insgesamt'],
      landkreis: ['landkreis', 'kreis'],
      merkmale: ['merkmale'],
      ...Object.fromEntries(merkmale),
    },
    required: ['name'],
  };
}

const merkmalColumn = (id: string) => `merkmal ${id}`;

/** Official lists have more columns than are needed; they are left out and named. */
function knownColumns(rows: readonly (readonly string[])[], { columns }: TableShape): { kept: string[][]; ignored: string[] } {
  const plain = (text: string) =>
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[\s_-]+/g, '');
  const wanted = new Set(Object.values(columns).flatMap((headers) => headers.map(plain)));
  const headers = rows[0] ?? [];
  const isWanted = headers.map((header) => wanted.has(plain(header)));
  return {
    kept: rows.map((cells) => cells.filter((_, index) => isWanted[index])),
    ignored: headers.filter((header, index) => !isWanted[index] && header.trim() !== '').map((header) => header.trim()),
  };
}

interface Known {
  bySlug: ReadonlyMap<string, Kommune>;
  byAgs: ReadonlyMap<string, Kommune>;
  groups: ReadonlySet<string>;
}

async function knownKommunen(context: Context): Promise<Known> {
  const kommunen = await selectKommunen(context.store, stateNow(context));
  const groups = await selectGruppen(context.store, stateNow(context));
  return {
    bySlug: new Map(kommunen.map((kommune) => [kommune.slug, kommune])),
    byAgs: new Map(kommunen.flatMap((kommune) => (kommune.ags === null ? [] : [[kommune.ags, kommune]]))),
    groups: new Set(groups.map(({ slug }) => slug)),
  };
}

/** What a row says, checked field by field; null when it names no Kommune. */
function kommuneRow({ row, cells }: TableRow, catalogue: Catalogue, known: Known, report: Report): KommuneRow | null {
  const { name } = cells;
  if (name === undefined) {
    report('name', 'fehlt.');
    return null;
  }
  const ags = cells['ags']?.replace(/\s/g, '');
  const slug = cells['slug'] ?? known.byAgs.get(ags ?? '')?.slug ?? slugOfName(name);
  checkSlug(slug, cells['slug'] !== undefined, known, report);
  const art = cells['art']?.toLowerCase() ?? known.bySlug.get(slug)?.art ?? kindOf(name, ags);
  const isKind = succeeds('art', report, () =>
    findById(catalogue.vocabulary.kommuneKinds, art, 'Eine Art', 'Mögliche Arten sind'),
  );
  if (ags !== undefined && isKind) succeeds('ags', report, () => checkAgs(ags, art, catalogue.vocabulary.districts));
  const einwohner = inhabitantsOf(cells['einwohner'], report);
  const landkreis = landkreisOf(cells['landkreis'], art, ags, catalogue);
  return {
    row,
    slug,
    merkmale: merkmaleOf(cells, catalogue, report),
    given: withoutUndefined({ name, art, ags, einwohner, landkreis }),
  };
}

/** „Stadt Beispielhain“ and „Beispielhain, Stadt“ → beispielhain */
function slugOfName(name: string): string {
  const bare = name.replace(/,.*$/, '').replace(/^(große kreisstadt|gemeinde|stadt|landkreis)\s+/i, '');
  return slugOf(bare).replace(/^-|-$/g, '');
}

const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

function checkSlug(slug: string, isGiven: boolean, { groups }: Known, report: Report): void {
  const column = isGiven ? 'slug' : 'name';
  if (!slugPattern.test(slug)) {
    const hint = isGiven ? '' : ' In einer Spalte „slug“ einen angeben.';
    report(column, `„${slug}“ ist kein Kurzname: nur Kleinbuchstaben a–z, Ziffern und Bindestriche.${hint}`);
  }
  if (slug.length > maxSlugLength) report(column, `Der Kurzname „${slug}“ hat mehr als ${maxSlugLength} Zeichen.`);
  if (groups.has(slug)) report(column, `„${slug}“ ist schon der Kurzname einer Gruppe.`);
}

/** Where the list does not say it: the key of a Landkreis has five digits, official lists write „…, Stadt“. */
function kindOf(name: string, ags: string | undefined): string {
  if (ags?.length === 5) return 'landkreis';
  return /(^|,\s*)(große kreis|kreisfreie )?stadt\b/i.test(name) ? 'stadt' : 'gemeinde';
}

const maxInhabitants = 10_000_000;

/** 4200, 4.200 or 4 200. */
function inhabitantsOf(text: string | undefined, report: Report): number | undefined {
  if (text === undefined) return undefined;
  const plain = /^\d{1,3}([. \u00a0\u202f]\d{3})+$/.test(text) ? text.replace(/\D/g, '') : text;
  const number = Number(plain);
  if (/^\d+$/.test(plain) && number <= maxInhabitants) return number;
  report('einwohner', `„${text}“ ist keine Einwohnerzahl. Erwartet wird eine ganze Zahl, zum Beispiel 4200.`);
  return undefined;
}

/** By name or Kurzname; without one by the official key, whose first five digits name the district. */
function landkreisOf(
  text: string | undefined,
  art: string,
  ags: string | undefined,
  { vocabulary }: Catalogue,
): string | undefined {
  if (text !== undefined) return slugOfName(text);
  if (art === 'landkreis') return undefined;
  const district = vocabulary.districts.find(({ key, kind }) => kind === 'Landkreis' && ags?.startsWith(key));
  return district === undefined ? undefined : slugOf(district.name);
}

function merkmaleOf(cells: TableRow['cells'], catalogue: Catalogue, report: Report): Merkmale {
  const merkmale: Record<string, ThreeValued> = {};
  const listed = cells['merkmale']?.split(/[,;\s]+/).filter((text) => text !== '') ?? [];
  succeeds('merkmale', report, () => {
    const parsed = parseMerkmale(listed);
    checkMerkmale(catalogue, parsed);
    Object.assign(merkmale, parsed);
  });
  for (const { id } of catalogue.vocabulary.merkmale) {
    const text = cells[merkmalColumn(id)]?.toLowerCase();
    if (text === undefined) continue;
    if (text === 'ja' || text === 'nein' || text === 'unbekannt') merkmale[id] = text;
    else report(id, `„${text}“ gibt es nicht. Erwartet: ja, nein, unbekannt.`);
  }
  return merkmale;
}

function succeeds(column: string, report: Report, check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    report(column, `${error.message} ${error.hint}`);
    return false;
  }
}

function withoutUndefined(given: Record<string, string | number | undefined>): KommuneRow['given'] {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function reportDoubled(rows: readonly KommuneRow[], reportAt: (row: number) => Report): void {
  for (const field of ['slug', 'ags'] as const) {
    const first = new Map<string, number>();
    for (const { row, slug, given } of rows) {
      const value = field === 'slug' ? slug : given.ags;
      if (value == null) continue;
      const earlier = first.get(value);
      if (earlier === undefined) first.set(value, row);
      else reportAt(row)(field, `„${value}“ steht schon in Zeile ${earlier}.`);
    }
  }
}

/** One key, one Kommune. */
function reportForeignKeys(rows: readonly KommuneRow[], { byAgs }: Known, reportAt: (row: number) => Report): void {
  for (const { row, slug, given } of rows) {
    const holder = byAgs.get(given.ags ?? '');
    if (holder !== undefined && holder.slug !== slug) {
      reportAt(row)('ags', `${given.ags} ist schon der Schlüssel von ${holder.slug}.`);
    }
  }
}

function reportUnknownLandkreise(
  rows: readonly KommuneRow[],
  { catalogue }: Context,
  { bySlug }: Known,
  reportAt: (row: number) => Report,
): void {
  const recorded = [...bySlug.values()].filter(({ art }) => art === 'landkreis').map(({ slug }) => slug);
  const listed = rows.filter(({ given }) => given.art === 'landkreis').map(({ slug }) => slug);
  const known = new Set([...landkreisSlugs(catalogue), ...recorded, ...listed]);
  for (const { row, given } of rows) {
    if (given.landkreis != null && !known.has(given.landkreis)) {
      reportAt(row)('landkreis', `„${given.landkreis}“ gibt es nicht. Möglich sind: ${[...known].join(', ')}.`);
    }
  }
}

async function compare(context: Context, row: KommuneRow, { bySlug }: Known): Promise<ComparedRow> {
  const current = bySlug.get(row.slug) ?? null;
  if (current === null) return { ...row, current, fields: [] };
  const merkmale = await selectMerkmale(context.store, row.slug, stateNow(context));
  const said = [
    ...Object.entries(row.given).map(([field, after]) => ({ field, before: current[field as keyof Kommune], after })),
    ...Object.entries(row.merkmale).map(([field, after]) => ({ field, before: merkmale[field] ?? 'unbekannt', after })),
  ];
  const fields = said
    .filter(({ before, after }) => before !== after)
    .map(({ field, before, after }) => ({
      feld: field,
      vorher: before === null ? null : String(before),
      nachher: String(after),
    }));
  return { ...row, current, fields };
}

/** All or nothing: a list read in by half would have to be sorted out by hand. */
async function record(context: Context, rows: readonly ComparedRow[], update: boolean): Promise<void> {
  const recording = recordingOf(context);
  await recordTogether(context.store, async (store) => {
    for (const { slug, given, merkmale, current, fields } of rows) {
      if (current === null) {
        const empty = { name: slug, art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
        await insertKommune(store, { ...empty, ...given, slug }, merkmale, context.today, recording);
      } else if (update && fields.length > 0) {
        await insertKommuneChange(store, { ...current, ...given }, merkmale, context.today, recording);
      }
    }
  });
}

function importedJson(
  { file }: Table,
  ignored: string[],
  rows: readonly ComparedRow[],
  { probe, update }: ImportKommunenRequest,
): Imported {
  return {
    datei: file,
    probe,
    neu: rows
      .filter(({ current }) => current === null)
      .map(({ row, slug, given }) => ({ zeile: row, slug, name: given.name ?? slug })),
    geaendert: rows
      .filter(({ fields }) => fields.length > 0)
      .map(({ row, slug, fields }) => ({ zeile: row, slug, felder: fields, uebernommen: update && !probe })),
    unveraendert: rows.filter(({ current, fields }) => current !== null && fields.length === 0).length,
    nichtGelesen: ignored,
  };
}
