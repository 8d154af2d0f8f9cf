/** Reports as they were issued: filed with their files, listed, and handed out again byte for byte. */
import { basename } from 'node:path';
import type { FiledReport } from '../domain/filed-report.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import type { LastReport, ReportInput, ReportKindId } from '../report/report-input.ts';
import { insertFiledReport, selectFiledBytes, selectFiledReports } from '../store/abgelegte-berichte.ts';
import { selectKommune } from '../store/kommunen.ts';
import { type Context, contextAfter, recordingOf, stateAt } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';
import { type FileToWrite, type WrittenFile, writeFiles } from './write-files.ts';

type FiledJson = CommandJson['bericht abgelegt'][number];

/** Longest name of a recipient, in characters. */
const maxRecipient = 200;

/** @throws InvalidDataError for a recipient that is none */
export function checkRecipient(recipient: string | undefined): string | null {
  if (recipient === undefined) return null;
  const name = recipient.replace(/\s+/g, ' ').trim();
  if (name !== '' && name.length <= maxRecipient) return name;
  throw new InvalidDataError(
    name === '' ? 'Der Empfänger ist leer.' : `Der Empfänger ist länger als ${maxRecipient} Zeichen.`,
    'Mit --empfaenger kurz sagen, wer den Bericht bekommt, zum Beispiel „Bürgermeisterin“.',
  );
}

/** Files a report as it is handed out. */
export async function fileReport(
  context: Context,
  { input, files, empfaenger }: { input: ReportInput; files: readonly FileToWrite[]; empfaenger: string | null },
): Promise<FiledReport> {
  const report = {
    kommune: input.kommune.slug,
    art: input.art,
    fassung: input.fassung,
    variante: input.variante,
    eintrag: input.eintrag?.id ?? null,
    stand: input.asOf,
    fingerabdruck: input.fingerprint,
    protokoll: input.chainHash,
    programm: input.programVersion,
    katalogEdition: input.catalogue.edition,
    katalogHash: input.catalogue.hash,
    empfaenger,
  };
  return insertFiledReport(context.store, report, files, context.today, recordingOf(context));
}

/** Everything filed by the day of the context. */
export async function listFiledReports(context: Context, kommune?: string): Promise<FiledJson[]> {
  if (kommune !== undefined) await selectKommune(context.store, kommune, stateAt(context));
  return (await selectFiledReports(context.store, stateAt(context), kommune)).map(filedJson);
}

/** @throws NotFoundError naming what is filed */
export async function showFiledReport(context: Context, kommune: string, nr: string): Promise<FiledJson> {
  return filedJson(await findFiledReport(context, kommune, nr));
}

async function findFiledReport(context: Context, kommune: string, nr: string): Promise<FiledReport> {
  await selectKommune(context.store, kommune, stateAt(context));
  const reports = await selectFiledReports(context.store, stateAt(context), kommune);
  const report = reports.find(({ id }) => id === nr.toUpperCase());
  if (report !== undefined) return report;
  throw new NotFoundError(
    `Einen abgelegten Bericht „${nr}“ gibt es in ${kommune} nicht.`,
    reports.length === 0
      ? 'Abgelegt wird mit „burgward bericht erstellen … --ablegen“.'
      : `Abgelegt sind: ${reports
          .slice(-20)
          .map(({ id }) => id)
          .join(', ')}.`,
  );
}

/** Writes the files of an issued report again, with the bytes they had. */
export async function handOutFiledReport(
  context: Context,
  { kommune, nr, ausgabe }: { kommune: string; nr: string; ausgabe: string },
): Promise<{ dateien: WrittenFile[] }> {
  const report = await findFiledReport(context, kommune, nr);
  const files: FileToWrite[] = [];
  for (const { format, name } of report.dateien)
    files.push({ format, name: basename(name), bytes: await selectFiledBytes(context.store, kommune, report.id, format) });
  return { dateien: await writeFiles(ausgabe, files) };
}

export function filedJson(report: FiledReport): FiledJson {
  const { id, katalogEdition, katalogHash, dateien, ...said } = report;
  return {
    nr: id,
    ...said,
    katalog: { edition: katalogEdition, hash: katalogHash },
    dateien: dateien.map((datei) => ({ ...datei })),
  };
}

/**
 * The report of a kind that was filed last before the context's day, with the state it was made from. One filed on the day itself does
 * not count: filing a report must not change what it says.
 */
export async function selectLastReport(context: Context, kommune: string, art: ReportKindId): Promise<LastReport | undefined> {
  const filed = await selectFiledReports(context.store, stateAt(context), kommune);
  const last = filed.filter((each) => each.art === art && each.abgelegtAm < context.asOf && each.stand < context.asOf).at(-1);
  if (last === undefined) return undefined;
  const then = { ...context, asOf: last.stand };
  const { id, stand, abgelegtAm, abgelegtUm } = last;
  const { evaluation } = await evaluateKommune(stand === abgelegtAm ? contextAfter(then, abgelegtUm) : then, kommune);
  return { nr: id, stand, abgelegtAm, evaluation };
}
