import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { RegisterEntry } from '../domain/register.ts';
import { registers } from '../domain/registers/index.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { buildReportData } from '../report/build-report-data.ts';
import { definitionOf } from '../report/kinds/index.ts';
import { renderReport } from '../report/render-report.ts';
import { listReports as listReportFolder, type ReportFormat, type ReportKind } from '../report/report-folder.ts';
import { type ReportEdition, type ReportInput, type ReportKindId, reportKinds } from '../report/report-input.ts';
import { chainOf } from '../store/kommunen.ts';
import { selectChainHash } from '../store/protokoll.ts';
import { type Context, stateAt } from './context.ts';
import { compareWith, evaluateEarlierRound, evaluateKommune, type KommuneEvaluation } from './evaluate-kommune.ts';
import { incidentPeriods } from './incident-state.ts';
import type { CommandJson } from './json-schemas.ts';
import { findEntry as findRegisterEntry } from './registers.ts';
import { gatherRecords } from './report-records.ts';
import { writeReportWorkbook } from './report-workbook.ts';
import { writeFiles } from './write-files.ts';

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

/**
 * Builds a report once and writes it in every format asked for. All formats are rendered before the first file is written.
 * @throws InvalidDataError, NotFoundError, EnvironmentError when the folder cannot be written
 */
export async function createReport(context: Context, request: ReportRequest): Promise<CommandJson['bericht erstellen']> {
  const { art, formats } = await checkRequest(request);
  const input = await gatherInput(context, request, art);
  const data = buildReportData(input);
  const rendered: { format: ReportFormat; bytes: Uint8Array }[] = [];
  for (const format of formats)
    rendered.push({
      format,
      bytes:
        format === 'xlsx'
          ? await writeReportWorkbook(data, input)
          : await renderReport(data, format, { reportsFolder: request.reportsFolder }),
    });
  const files = rendered.map(({ format, bytes }) => ({
    name: `${request.kommune}-${art}-${context.asOf}.${format}`,
    format,
    bytes,
  }));
  return { dateien: await writeFiles(request.ausgabe, files) };
}

async function checkRequest(request: ReportRequest): Promise<{ art: ReportKindId; formats: ReportFormat[] }> {
  const kinds = await listReportFolder(request.reportsFolder);
  const kind = kinds.find((k) => k.id === request.art);
  const art = reportKinds.find((id) => id === request.art);
  if (kind === undefined || art === undefined) {
    throw new NotFoundError(
      `Einen Bericht „${request.art}“ gibt es nicht.`,
      `Vorhanden sind: ${kinds.map((k) => k.id).join(', ')}.`,
    );
  }
  return { art, formats: [...new Set(request.formate.map((format) => checkFormat(kind, format)))] };
}

function checkFormat(kind: ReportKind, wanted: string): ReportFormat {
  const format = kind.formats.find((f) => f === wanted.trim());
  if (format !== undefined) return format;
  throw new InvalidDataError(
    `Den Bericht „${kind.id}“ gibt es nicht als „${wanted.trim()}“.`,
    `Möglich sind: ${kind.formats.join(', ')}.`,
  );
}

async function gatherInput(context: Context, request: ReportRequest, art: ReportKindId): Promise<ReportInput> {
  const definition = definitionOf(art);
  const current = await evaluateKommune(context, request.kommune);
  const earlier = await evaluateEarlierRound(context, request.kommune, current);
  const last = current.netzlaeufe.at(-1);
  const records = await gatherRecords(context, definition.wants, current);
  const variante = checkVariant(definition.variants ?? [], request.variante ?? null, art);
  const eintrag = await findEntry(context, request, definition.entryOf ?? null);
  const scan = last === undefined ? null : { tool: last.werkzeug, at: last.beendet, nmapMissing: last.nmapFehlt };
  return {
    art,
    evaluation: compareWith(current.evaluation, earlier?.evaluation ?? null),
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
      eintrag,
      earlier: earlier?.label ?? null,
      ...records,
    }),
    chainHash: await selectChainHash(context.store, chainOf(request.kommune), stateAt(context).before),
    programVersion: context.programVersion,
    fassung: request.fassung,
    fristen: incidentPeriods(context.catalogue),
    scan,
    variante,
    eintrag,
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

async function findEntry(
  context: Context,
  { kommune, art, eintrag }: ReportRequest,
  register: string | null,
): Promise<RegisterEntry | null> {
  if (register === null) {
    if (eintrag === undefined) return null;
    throw new InvalidDataError(`Der Bericht „${art}“ gilt keinem einzelnen Eintrag.`, '„--eintrag“ weglassen.');
  }
  if (eintrag === undefined) {
    throw new InvalidDataError(
      `Der Bericht „${art}“ gilt einem einzelnen Eintrag; welchem, ist nicht gesagt.`,
      `Die Nummer mit „--eintrag“ nennen; alle zeigt „burgward ${register} liste --kommune ${kommune}“.`,
    );
  }
  const definition = registers.find(({ id }) => id === register);
  if (definition === undefined) throw new Error(`the report ${art} names no register`);
  return await findRegisterEntry(context, definition, kommune, eintrag, stateAt(context));
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
