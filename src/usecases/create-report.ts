import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { buildReportData } from '../report/build-report-data.ts';
import { definitionOf } from '../report/kinds/index.ts';
import type { PdfKind } from '../report/pdf-engine.ts';
import { renderReport } from '../report/render-report.ts';
import type { HeadData, ReportData } from '../report/report-data.ts';
import { findReport, listReports as listReportFolder, type ReportFormat, type ReportKind } from '../report/report-folder.ts';
import { type ReportEdition, type ReportInput, type ReportKindId, reportKinds } from '../report/report-input.ts';
import { isRenderedFormat } from '../report/report-kind.ts';
import { type RecordedLetterhead, selectLetterhead } from '../store/briefkoepfe.ts';
import { chainOf } from '../store/kommunen.ts';
import { selectChainHash } from '../store/protokoll.ts';
import { saxonHolidays } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import {
  compareWith,
  type EarlierRound,
  evaluateEarlierRound,
  evaluateKommune,
  type KommuneEvaluation,
} from './evaluate-kommune.ts';
import { selectLastReport } from './filed-reports.ts';
import { incidentPeriods } from './incident-state.ts';
import type { CommandJson } from './json-schemas.ts';
import { gatherEntry } from './report-entry.ts';
import { gatherRecords } from './report-records.ts';
import { writeReportWorkbook } from './report-workbook.ts';
import { type FileToWrite, writeFiles } from './write-files.ts';

export interface ReportRequest {
  kommune: string;
  art: string;
  formate: readonly string[];
  ausgabe: string;
  fassung: ReportEdition;
  /** One of several versions of the report. */
  variante?: string | undefined;
  /** Number of the entry the report is about. */
  eintrag?: string | undefined;
  /** Folder of the templates. */
  reportsFolder: string;
  /** Undefined: the best kind of PDF this system can write. */
  pdfKind?: PdfKind | undefined;
}

export async function listReports(reportsFolder: string): Promise<CommandJson['bericht liste']> {
  const kinds = await listReportFolder(reportsFolder);
  return kinds.map(({ id, title, audience, summary, formats }) => ({
    art: id,
    titel: title,
    fuer: audience,
    inhalt: summary,
    formate: [...formats],
  }));
}

/** What all reports of a Kommune on a day are made from; gathered once for several of them. */
export interface ReportBasis {
  current: KommuneEvaluation;
  earlier: EarlierRound | null;
  letterhead: RecordedLetterhead | null;
  /** Hash of the Protokoll a report was made with, where it is made again; else that of the day. */
  chainHash?: string | null;
}

export async function gatherBasis(context: Context, kommune: string): Promise<ReportBasis> {
  const current = await evaluateKommune(context, kommune);
  const earlier = await evaluateEarlierRound(context, kommune, current);
  return { current, earlier, letterhead: await selectLetterhead(context.store, kommune, stateAt(context)) };
}

/** A report in every format asked for, not yet written. */
export interface RenderedReport {
  input: ReportInput;
  kopf: HeadData;
  files: (FileToWrite & { format: ReportFormat })[];
}

/**
 * Builds a report once and writes it in every format asked for. All formats are rendered before the first file is written.
 * @throws InvalidDataError, NotFoundError, EnvironmentError when the folder cannot be written
 */
export async function createReport(context: Context, request: ReportRequest): Promise<CommandJson['bericht erstellen']> {
  const { files } = await renderReportFiles(context, request);
  return { dateien: await writeFiles(request.ausgabe, files) };
}

/** A report whose data are built and whose files are still to be made. */
export interface PreparedReport {
  input: ReportInput;
  data: ReportData;
  /** Of the files, without the format. */
  name: string;
  formats: ReportFormat[];
  letterhead: RecordedLetterhead | null;
}

/** @param basis where several reports are made of it; else it is gathered here */
export async function prepareReport(context: Context, request: ReportRequest, basis?: ReportBasis): Promise<PreparedReport> {
  const { art, formats } = await checkReportRequest(request);
  const gathered = basis ?? (await gatherBasis(context, request.kommune));
  const input = await gatherInput(context, request, art, gathered);
  const name = fileName(input, request.kommune);
  return { input, data: buildReportData(input), name, formats, letterhead: gathered.letterhead };
}

/** @param basis where several reports are made of it; else it is gathered here */
export async function renderReportFiles(context: Context, request: ReportRequest, basis?: ReportBasis): Promise<RenderedReport> {
  const prepared = await prepareReport(context, request, basis);
  const { input, name } = prepared;
  const files: RenderedReport['files'] = [];
  for (const format of prepared.formats) {
    const bytes = await renderFormat(prepared, format, request);
    files.push({ name: `${name}.${format}`, format, bytes });
  }
  return { input, kopf: prepared.data.kopf, files };
}

async function renderFormat(
  { data, input, letterhead }: PreparedReport,
  format: ReportFormat,
  { reportsFolder, pdfKind }: ReportRequest,
): Promise<Uint8Array> {
  if (!isRenderedFormat(format)) return writeReportWorkbook(data, input);
  return renderReport(data, format, { reportsFolder, letterhead, pdfKind });
}

/** What would not be seen otherwise is named: another version of the report, its entry, an edition for others. */
function fileName({ art, variante, eintrag, paket, fassung, asOf }: ReportInput, kommune: string): string {
  const isUsual = variante === (definitionOf(art).variants?.[0] ?? null);
  const parts = [
    ...(isUsual ? [] : [variante]),
    (eintrag ?? paket)?.id.toLowerCase(),
    ...(fassung === 'intern' ? [] : [fassung]),
  ];
  return [kommune, art, ...parts.filter((part) => part != null), asOf].join('-');
}

/** @throws NotFoundError for a report, InvalidDataError for a format there is not, or a report that is not about one Kommune */
export async function checkReportRequest(
  request: Pick<ReportRequest, 'reportsFolder' | 'art' | 'formate'>,
): Promise<{ art: ReportKindId; formats: ReportFormat[] }> {
  const kind = await findKind(request.reportsFolder, request.art);
  const art = reportKinds.find((id) => id === kind.id);
  if (art === undefined) {
    throw new InvalidDataError(
      `Der Bericht „${kind.id}“ gilt vielen Kommunen, nicht einer.`,
      `Allein und ohne „--kommune“ aufrufen: burgward bericht erstellen ${kind.id}`,
    );
  }
  return { art, formats: [...new Set(request.formate.map((format) => checkFormat(kind, format)))] };
}

/** Whether there is one for each Kommune; the others are about many together. */
export function isAboutOneKommune(art: string): boolean {
  return reportKinds.some((id) => id === art);
}

/** @throws NotFoundError for a report, InvalidDataError for a format there is not */
export async function checkFormats(reportsFolder: string, art: string, formate: readonly string[]): Promise<ReportFormat[]> {
  const kind = await findKind(reportsFolder, art);
  return [...new Set(formate.map((format) => checkFormat(kind, format)))];
}

async function findKind(reportsFolder: string, art: string): Promise<ReportKind> {
  const kind = await findReport(reportsFolder, art);
  if (kind !== null) return kind;
  const kinds = await listReportFolder(reportsFolder);
  throw new NotFoundError(`Einen Bericht „${art}“ gibt es nicht.`, `Vorhanden sind: ${kinds.map((k) => k.id).join(', ')}.`);
}

function checkFormat(kind: ReportKind, wanted: string): ReportFormat {
  const format = kind.formats.find((f) => f === wanted.trim());
  if (format !== undefined) return format;
  throw new InvalidDataError(
    `Den Bericht „${kind.id}“ gibt es nicht als „${wanted.trim()}“.`,
    `Möglich sind: ${kind.formats.join(', ')}.`,
  );
}

async function gatherInput(
  context: Context,
  request: ReportRequest,
  art: ReportKindId,
  { current, earlier, letterhead, chainHash }: ReportBasis,
): Promise<ReportInput> {
  const definition = definitionOf(art);
  const last = current.netzlaeufe.at(-1);
  const records = await gatherRecords(context, definition.wants, current);
  const letzterBericht = definition.wants.lastReport === true ? await selectLastReport(context, request.kommune, art) : undefined;
  const variante = checkVariant(definition.variants ?? [], request.variante ?? null, art);
  const entry = await gatherEntry(context, request, definition);
  const scan = last === undefined ? null : { tool: last.werkzeug, at: last.beendet, nmapMissing: last.nmapFehlt };
  return {
    art,
    evaluation: compareWith(context, current.evaluation, earlier),
    earlier,
    catalogue: context.catalogue,
    kommune: current.input.kommune,
    merkmale: current.input.merkmale,
    rollen: current.input.rollen,
    asOf: context.asOf,
    erhebung: current.erhebung,
    fingerprint: fingerprintOf(context, current, {
      art,
      fassung: request.fassung,
      variante,
      ...entry,
      earlier: earlier?.label ?? null,
      letzterBericht: letzterBericht === undefined ? null : letzterBericht.nr,
      ...records,
      // Without one it is left out, so that reports of others keep their fingerprint.
      ...(letterhead === null ? {} : { briefkopf: letterhead.sha256 }),
    }),
    chainHash:
      chainHash === undefined
        ? await selectChainHash(context.store, chainOf(request.kommune), stateAt(context).before)
        : chainHash,
    programVersion: context.programVersion,
    fassung: request.fassung,
    fristen: incidentPeriods(context.catalogue),
    feiertage: saxonHolidays(context.catalogue),
    scan,
    variante,
    ...entry,
    letzterBericht,
    ...records,
  };
}

function checkVariant(variants: readonly string[], wanted: string | null, art: string): string | null {
  if (wanted === null) return variants[0] ?? null;
  if (variants.includes(wanted)) return wanted;
  throw new InvalidDataError(
    `Den Bericht „${art}“ gibt es nicht als Variante „${wanted}“.`,
    variants.length === 0 ? '„--variante“ weglassen.' : `Möglich sind: ${variants.join(', ')}.`,
  );
}

/** SHA-256 over everything this report is made from, so that storing it or another Kommune's answer does not change it. */
function fingerprintOf(
  context: Context,
  { input, erhebung, netzlaeufe, localRows }: KommuneEvaluation,
  more: Readonly<Record<string, unknown>>,
): string {
  const { asOf, kommune, merkmale, rollen, zielobjekte, answers, findings, profile } = input;
  const { id, edition, hash } = context.catalogue;
  const content = {
    asOf,
    catalogue: { id, edition, hash },
    kommune,
    merkmale,
    rollen,
    zielobjekte,
    answers,
    findings,
    profile: profile.id,
    erhebung,
    lauf: netzlaeufe.at(-1) ?? null,
    zeilen: localRows,
    ...more,
  };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}
