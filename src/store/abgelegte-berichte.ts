/** Issued reports with their files, compressed; the hash is over the bytes as they were issued. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { FiledFile, FiledReport } from '../domain/filed-report.ts';
import { ForeignFileError } from '../errors.ts';
import { byNumber, chainOf, nextId } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange } from './protokoll.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

export type ReportToFile = Omit<FiledReport, 'id' | 'abgelegtAm' | 'abgelegtUm' | 'abgelegtVon' | 'dateien'>;

export interface FileToFile {
  format: string;
  name: string;
  bytes: Uint8Array;
}

/** Files a report with all its files in one change. @returns its number and files */
export async function insertFiledReport(
  store: Store,
  report: ReportToFile,
  files: readonly FileToFile[],
  day: string,
  recording: Recording,
): Promise<FiledReport> {
  const { kommune, katalogEdition, katalogHash, ...said } = report;
  const summary = `Bericht ${report.art} abgelegt: ${files.length === 1 ? '1 Datei' : `${files.length} Dateien`}`;
  return recordChange(store, chainOf(kommune), 'bericht.ablegen', summary, recording, async (writer) => {
    const id = await nextId(writer, 'bericht_ablage', kommune, 'B');
    const shared = { kommune, valid_from: day };
    await writer.insert('bericht_ablage', {
      ...shared,
      ...said,
      id,
      katalog_edition: katalogEdition,
      katalog_hash: katalogHash,
    });
    const dateien = files.map(({ format, name, bytes }) => ({ format, name, sha256: sha256(bytes), bytes: bytes.length }));
    await writer.insertAll(
      'bericht_datei',
      dateien.map((datei, index) => ({
        ...shared,
        bericht: id,
        ...datei,
        gzip: gzipSync(files[index]?.bytes ?? new Uint8Array()),
      })),
    );
    return { ...report, id, abgelegtAm: day, abgelegtUm: recording.at, abgelegtVon: recording.by, dateien };
  });
}

/** Reports filed by a day, of one Kommune or of all, in the order of their filing. */
export async function selectFiledReports(store: Store, at: StateAt, kommune?: string): Promise<FiledReport[]> {
  const reports = await selectState(store.db, 'bericht_ablage', at, kommune === undefined ? {} : { kommune });
  if (reports.length === 0) return [];
  let query = store.db
    .selectFrom('bericht_datei')
    .select(['kommune', 'bericht', 'format', 'name', 'sha256', 'bytes'])
    .where('recorded_at', '<', at.before);
  if (kommune !== undefined) query = query.where('kommune', '=', kommune);
  const files = Map.groupBy(await query.orderBy('row_id').execute(), (row) => `${row.kommune} ${row.bericht}`);
  return reports
    .map((row) => toReport(row, files.get(`${row.kommune} ${row.id}`) ?? []))
    .sort((a, b) => (a.kommune === b.kommune ? byNumber(a, b) : a.kommune < b.kommune ? -1 : 1));
}

function toReport(row: StateRow<'bericht_ablage'>, files: readonly FiledFile[]): FiledReport {
  return {
    id: row.id,
    kommune: row.kommune,
    art: row.art,
    fassung: row.fassung,
    variante: row.variante,
    eintrag: row.eintrag,
    stand: row.stand,
    fingerabdruck: row.fingerabdruck,
    protokoll: row.protokoll,
    programm: row.programm,
    katalogEdition: row.katalog_edition,
    katalogHash: row.katalog_hash,
    empfaenger: row.empfaenger,
    abgelegtAm: row.valid_from,
    abgelegtUm: row.recorded_at,
    abgelegtVon: row.recorded_by,
    dateien: files.map(({ format, name, sha256: hash, bytes }) => ({ format, name, sha256: hash, bytes })),
  };
}

/**
 * The bytes of a file as they were issued.
 * @throws ForeignFileError when they are not those any more
 */
export async function selectFiledBytes(store: Store, kommune: string, bericht: string, format: string): Promise<Uint8Array> {
  const row = await store.db
    .selectFrom('bericht_datei')
    .select(['gzip', 'sha256', 'bytes', 'name'])
    .where('kommune', '=', kommune)
    .where('bericht', '=', bericht)
    .where('format', '=', format)
    .orderBy('row_id', 'desc')
    .executeTakeFirst();
  const bytes = row === undefined ? null : gunzip(row.gzip, row.bytes);
  if (row !== undefined && bytes !== null && sha256(bytes) === row.sha256) return bytes;
  throw new ForeignFileError(
    `Die abgelegte Datei ${row?.name ?? `${bericht} (${format})`} ist beschädigt oder wurde verändert.`,
    'Mit „burgward protokoll pruefen“ ansehen, was betroffen ist, und die letzte Sicherung verwenden.',
  );
}

/** Null when it is no gzip, or holds more than it should. */
function gunzip(packed: Uint8Array, bytes: number): Buffer | null {
  try {
    return gunzipSync(packed, { maxOutputLength: bytes });
  } catch {
    return null;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
