/**
 * Reports of many Kommunen in one go. Data are gathered here, one Kommune after the other, and rendered in threads beside; no more
 * Kommunen are held than threads can take. Each Kommune is finished for itself, so that a stop or a failure costs nothing but itself.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '../domain/canonical-json.ts';
import { type ExitCode, ExpectedError } from '../errors.ts';
import { pdfKindOf, readIdentification } from '../report/identification.ts';
import { type PdfKind, usualPdfKind } from '../report/pdf-engine.ts';
import { type RenderPool, startRenderPool } from '../report/render-pool.ts';
import { isRenderedFormat, type ReportFormat } from '../report/report-kind.ts';
import type { Context } from './context.ts';
import { checkReportRequest, gatherBasis, type PreparedReport, prepareReport } from './create-report.ts';
import type { ReportsRequest } from './create-reports.ts';
import type { CommandJson } from './json-schemas.ts';
import { writeReportWorkbook } from './report-workbook.ts';
import { scopeOf } from './scope.ts';
import { type FileToWrite, type WrittenFile, writeFiles } from './write-files.ts';

type Result = CommandJson['bericht erstellen'];
type Outcome = NonNullable<Result['kommunen']>[number];

export interface ReportsForAllRequest extends Omit<ReportsRequest, 'kommune' | 'ablage' | 'eintrag'> {
  /** Slug of a group or a Landkreis; undefined: all Kommunen. */
  gruppe?: string | undefined;
  /** Leaves out what is there already and was made from the same data. */
  fortsetzen: boolean;
  workerFile: string;
}

export interface ReportsForAllCallbacks {
  signal?: AbortSignal | undefined;
  /** After each Kommune. */
  onDone?(outcome: Outcome, done: number, total: number): void;
}

/** More threads than this only wait for the one that gathers. */
const mostThreads = 4;

/**
 * What goes wrong with one Kommune is told with it and does not stop the others. A stop ends after the Kommunen that were begun.
 * @returns also the exit code of the first that failed, and how many were not begun
 * @throws NotFoundError, InvalidDataError for a report, a format or a group there is not
 */
export async function createReportsForAll(
  context: Context,
  request: ReportsForAllRequest,
  { signal, onDone }: ReportsForAllCallbacks = {},
): Promise<{ result: Result; failed: ExitCode | null; notBegun: number }> {
  const arten = [...new Set(request.arten.map((each) => each.trim()))];
  for (const art of arten) await checkReportRequest({ ...request, art });
  const { kommunen } = await scopeOf(context, request.gruppe);
  const threads = Math.min(mostThreads, availableParallelism());
  const pool = startRenderPool(request.workerFile, threads);
  const done: { outcome: Outcome; files: WrittenFile[]; error: ExpectedError | null }[] = [];
  const waiting = kommunen.map(({ slug }, index) => ({ slug, index }));
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (signal?.aborted === true) {
        waiting.unshift(next);
        return;
      }
      const finished = await reportsOf(context, { ...request, arten, kommune: next.slug }, pool);
      done[next.index] = finished;
      onDone?.(finished.outcome, done.filter(Boolean).length, kommunen.length);
    }
  };
  try {
    // One more than threads: while they render, the next is gathered.
    await Promise.all(Array.from({ length: threads + 1 }, lane));
  } finally {
    await pool.close();
  }
  const finished = done.filter(Boolean);
  return {
    result: { dateien: finished.flatMap(({ files }) => files), kommunen: finished.map(({ outcome }) => outcome) },
    failed: finished.find(({ error }) => error !== null)?.error?.exitCode ?? null,
    notBegun: kommunen.length - finished.length,
  };
}

type OfOne = Omit<ReportsForAllRequest, 'gruppe'> & { kommune: string };

async function reportsOf(context: Context, request: OfOne, pool: RenderPool) {
  const { kommune } = request;
  try {
    const { files, present } = await renderMissing(context, request, pool);
    const written = await writeFiles(request.ausgabe, files);
    return { outcome: { kommune, geschrieben: files.length, vorhanden: present, fehler: null }, files: written, error: null };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { outcome: { kommune, geschrieben: 0, vorhanden: 0, fehler: error.message }, files: [], error };
  }
}

/** All of a Kommune is rendered before its first file is written. */
async function renderMissing(context: Context, request: OfOne, pool: RenderPool) {
  const basis = await gatherBasis(context, request.kommune);
  const files: FileToWrite[] = [];
  let present = 0;
  for (const art of request.arten) {
    const prepared = await prepareReport(context, { ...request, art }, basis);
    for (const format of prepared.formats) {
      const name = `${prepared.name}.${format}`;
      if (request.fortsetzen && (await isThere(join(request.ausgabe, name), prepared, format, request.pdfKind))) {
        present += 1;
        continue;
      }
      files.push({ name, format, bytes: await renderOne(prepared, format, request, pool) });
    }
  }
  return { files, present };
}

async function renderOne(
  { data, input, letterhead }: PreparedReport,
  format: ReportFormat,
  { reportsFolder, pdfKind }: OfOne,
  pool: RenderPool,
): Promise<Uint8Array> {
  if (!isRenderedFormat(format)) return writeReportWorkbook(data, input);
  return pool.render({ data, format, options: { reportsFolder, letterhead, pdfKind } });
}

/** Whether the file says that it was made from the same data by the same program; files appear whole or not at all. */
async function isThere(path: string, { data }: PreparedReport, format: ReportFormat, pdfKind?: PdfKind): Promise<boolean> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null || (format === 'pdf' && pdfKindOf(bytes) !== (pdfKind ?? usualPdfKind()))) return false;
  const said = await readIdentification(bytes, format);
  return said !== null && canonicalJson(said) === canonicalJson(data.kopf.kennung);
}
