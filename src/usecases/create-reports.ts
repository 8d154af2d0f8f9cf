/** Several reports of a Kommune in one go: its state is weighed once, all are rendered before the first file is written. */
import { recordTogether } from '../store/protokoll.ts';
import type { Context } from './context.ts';
import { gatherBasis, type RenderedReport, type ReportRequest, renderReportFiles } from './create-report.ts';
import { fileReport } from './filed-reports.ts';
import type { CommandJson } from './json-schemas.ts';
import { writeFiles } from './write-files.ts';

export interface ReportsRequest extends Omit<ReportRequest, 'art'> {
  arten: readonly string[];
  /** Keep what is written as issued, for whom; null: do not. */
  ablage: { empfaenger: string | null } | null;
}

/**
 * Files are written before they are filed: a full disk leaves nothing filed that nobody has, and asking again does both anew.
 * @throws InvalidDataError, NotFoundError, EnvironmentError when the folder cannot be written
 */
export async function createReports(context: Context, request: ReportsRequest): Promise<CommandJson['bericht erstellen']> {
  const basis = await gatherBasis(context, request.kommune);
  const reports: RenderedReport[] = [];
  for (const art of new Set(request.arten.map((each) => each.trim())))
    reports.push(await renderReportFiles(context, { ...request, art }, basis));
  const dateien = await writeFiles(
    request.ausgabe,
    reports.flatMap(({ files }) => files),
  );
  const { ablage } = request;
  if (ablage === null) return { dateien };
  const filed = await recordTogether(context.store, async (store) => {
    const numbers: { nr: string; art: string }[] = [];
    for (const report of reports) {
      const { id, art } = await fileReport({ ...context, store }, { ...report, empfaenger: ablage.empfaenger });
      numbers.push({ nr: id, art });
    }
    return numbers;
  });
  return { dateien, abgelegt: filed };
}
