/** All papers of an occasion in one folder: which they are is data, their state is weighed once, and a page lists them. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { problemsOf } from '../catalogue/schema-issues.ts';
import { parseYaml } from '../catalogue/yaml-document.ts';
import { type FileProblem, InvalidDataError, NotFoundError, TableError, UsageError } from '../errors.ts';
import { type FolderPage, folderBlocks } from '../report/folder-page.ts';
import { definitionOf } from '../report/kinds/index.ts';
import { renderBlocks } from '../report/render-report.ts';
import { editions, type ReportEdition, reportKinds } from '../report/report-input.ts';
import { isRenderedFormat, type RenderedFormat } from '../report/report-kind.ts';
import type { Context } from './context.ts';
import { gatherBasis, listReports, type RenderedReport, renderReportFiles } from './create-report.ts';
import type { CommandJson } from './json-schemas.ts';
import { type FileToWrite, writeFiles } from './write-files.ts';

type Result = CommandJson['bericht mappe'];

const paper = z
  .strictObject({
    report: z.enum(reportKinds),
    edition: z.enum(editions).default('intern'),
    variant: z.string().optional(),
    entry: z.literal(true).optional(),
  })
  .superRefine(({ report, edition, variant }, context) => {
    const definition = definitionOf(report);
    if (!definition.editions.includes(edition))
      context.addIssue({ code: 'custom', path: ['edition'], message: `Vorhanden sind: ${definition.editions.join(', ')}.` });
    if (variant !== undefined && definition.variants?.includes(variant) !== true)
      context.addIssue({ code: 'custom', path: ['variant'], message: 'Diese Variante gibt es bei diesem Bericht nicht.' });
  });

const occasion = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string().min(1),
  summary: z.string().min(1),
  entry: z.string().optional(),
  papers: z.array(paper).min(1),
});

type Occasion = z.infer<typeof occasion>;
type Paper = Occasion['papers'][number];

/** @throws TableError naming every line that does not fit, NotFoundError without the file */
export async function readOccasions(reportsFolder: string): Promise<Occasion[]> {
  const file = join(reportsFolder, 'mappen.yaml');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new NotFoundError(`Die Datei ${file} fehlt.`, 'burgward neu einrichten.');
  const { document, problems } = parseYaml(file, text);
  if (document === null || problems.length > 0) throw folderError(problems);
  const parsed = z.array(occasion).min(1).safeParse(document.value);
  if (!parsed.success) throw folderError(problemsOf(document, parsed.error.issues));
  return parsed.data;
}

function folderError(problems: readonly FileProblem[]): TableError {
  return new TableError(
    problems.map(({ file, line, field, text }) => ({ file, row: line, column: null, text: `${field}: ${text}` })),
    'Die genannten Stellen berichtigen; wie die Datei aussieht, steht in reports/README.md.',
  );
}

export interface FolderRequest {
  kommune: string;
  anlass: string;
  formate: readonly string[];
  ausgabe: string;
  /** For all papers; undefined: the edition each has for the occasion. */
  fassung?: ReportEdition | undefined;
  eintrag?: string | undefined;
  reportsFolder: string;
  /** Only tell what would be written. */
  probe: boolean;
}

interface Planned {
  nr: number;
  paper: Paper;
  titel: string;
  fassung: ReportEdition;
  formate: string[];
}

/**
 * All papers are rendered before the first file is written.
 * @throws InvalidDataError, NotFoundError, UsageError, EnvironmentError when the folder cannot be written
 */
export async function createReportFolder(context: Context, request: FolderRequest): Promise<Result> {
  const chosen = await findOccasion(request);
  const { planned, ausgelassen } = await plan(chosen, request);
  const told: Omit<Result, 'dateien'> = {
    anlass: chosen.id,
    titel: chosen.title,
    papiere: planned.map(({ nr, paper: { report }, titel, fassung, formate }) => ({
      nr,
      bericht: report,
      titel,
      fassung,
      formate,
    })),
    ausgelassen,
  };
  if (request.probe) return { ...told, dateien: [] };
  const basis = await gatherBasis(context, request.kommune);
  const reports: (Planned & RenderedReport)[] = [];
  for (const each of planned) {
    const { report: art, variant: variante, entry } = each.paper;
    const wanted = { ...request, art, variante, fassung: each.fassung, formate: each.formate };
    const one = { ...wanted, eintrag: entry === true ? request.eintrag : undefined };
    reports.push({ ...each, ...(await renderReportFiles(context, one, basis)) });
  }
  const files = reports.flatMap(({ nr, files: own }) => own.map((file) => ({ ...file, name: `${twoDigits(nr)}-${file.name}` })));
  const page = await renderPage(context, request, chosen, { reports, ausgelassen });
  return { ...told, dateien: await writeFiles(request.ausgabe, [...page, ...files]) };
}

const twoDigits = (nr: number) => String(nr).padStart(2, '0');

async function findOccasion({ reportsFolder, anlass, eintrag }: FolderRequest): Promise<Occasion> {
  const occasions = await readOccasions(reportsFolder);
  const found = occasions.find(({ id }) => id === anlass);
  if (found === undefined)
    throw new NotFoundError(
      `Einen Anlass „${anlass}“ gibt es nicht.`,
      `Vorhanden sind: ${occasions.map(({ id }) => id).join(', ')}.`,
    );
  if (found.entry !== undefined && eintrag === undefined)
    throw new UsageError(
      `Zum Anlass „${anlass}“ gehört ein Eintrag; welcher, ist nicht gesagt.`,
      `Die Nummer mit --eintrag nennen; alle zeigt „burgward ${found.entry} liste“.`,
    );
  if (found.entry === undefined && eintrag !== undefined)
    throw new UsageError(`Der Anlass „${anlass}“ gilt keinem einzelnen Eintrag.`, '--eintrag weglassen.');
  return found;
}

/** What does not exist in the wanted edition or in any of the wanted formats is left out, and it is said. */
async function plan({ papers }: Occasion, { reportsFolder, fassung: wanted, formate }: FolderRequest) {
  const kinds = new Map((await listReports(reportsFolder)).map((kind) => [kind.art, kind]));
  const asked = [...new Set(formate.map((each) => each.trim()))];
  const possible = [...new Set([...kinds.values()].flatMap((kind) => kind.formate))];
  const unknown = asked.find((format) => !possible.includes(format));
  if (unknown !== undefined)
    throw new InvalidDataError(`Ein Format „${unknown}“ gibt es nicht.`, `Möglich sind: ${possible.join(', ')}.`);
  const planned: Planned[] = [];
  const ausgelassen: Result['ausgelassen'] = [];
  for (const each of papers) {
    const kind = kinds.get(each.report);
    const fassung = wanted ?? each.edition;
    const own = asked.filter((format) => kind?.formate.includes(format));
    const titel = kind?.titel ?? each.report;
    if (!definitionOf(each.report).editions.includes(fassung))
      ausgelassen.push({ bericht: each.report, titel, grund: `gibt es nicht in der Fassung „${fassung}“` });
    else if (own.length === 0) ausgelassen.push({ bericht: each.report, titel, grund: `gibt es nicht als ${asked.join(', ')}` });
    else planned.push({ nr: planned.length + 1, paper: each, titel, fassung, formate: own });
  }
  if (planned.length > 0) return { planned, ausgelassen };
  throw new InvalidDataError(
    'So bliebe die Mappe leer.',
    ausgelassen.map(({ bericht, grund }) => `„${bericht}“ ${grund}.`).join(' '),
  );
}

interface Finished {
  reports: readonly (Planned & RenderedReport)[];
  ausgelassen: Result['ausgelassen'];
}

/** In every format a page can have; as Markdown where only data are asked for. */
async function renderPage(
  context: Context,
  { kommune, reportsFolder, formate }: FolderRequest,
  { id, title, summary }: Occasion,
  { reports, ausgelassen }: Finished,
): Promise<FileToWrite[]> {
  const strictest = editions.find((edition) => reports.some(({ fassung }) => fassung === edition));
  const kopf = reports.find(({ fassung }) => fassung === strictest)?.kopf;
  if (kopf === undefined) return [];
  const fingerprint = createHash('sha256')
    .update(reports.map(({ input }) => input.fingerprint).join('\n'))
    .digest('hex');
  const page: FolderPage = {
    kopf: {
      ...kopf,
      bericht: `Mappe ${title}`,
      titel: `Mappe: ${title}`,
      fingerabdruck: fingerprint,
      fingerabdruckKurz: fingerprint.slice(0, kopf.fingerabdruckKurz.length),
      kennung: { ...kopf.kennung, art: 'mappe', variante: id, eintrag: null, fingerabdruck: fingerprint },
    },
    zweck: summary,
    papiere: reports.map(({ nr, titel, fassung, files }) => ({
      nr,
      titel,
      fassung,
      dateien: files.map(({ name }) => `${twoDigits(nr)}-${name}`),
    })),
    ausgelassen,
  };
  const wanted = [...new Set(formate.map((each) => each.trim()))];
  const asked = (['html', 'pdf', 'docx', 'md'] as const).filter((format) => wanted.includes(format));
  const formats: readonly Exclude<RenderedFormat, 'json'>[] = asked.length === 0 ? ['md'] : asked;
  const files: FileToWrite[] = [];
  for (const format of formats.filter(isRenderedFormat))
    files.push({
      name: `00-${kommune}-mappe-${id}-${context.asOf}.${format}`,
      format,
      bytes: await renderBlocks(page.kopf, folderBlocks(page), format, { reportsFolder }),
    });
  return files;
}
