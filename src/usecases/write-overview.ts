import type { OverviewData } from './overview.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

/** Writes the overview as one file whose name says the day. @throws EnvironmentError when the folder cannot be written */
export async function writeOverview(overview: OverviewData, format: 'xlsx' | 'html', folder: string): Promise<WrittenFile[]> {
  const name = `uebersicht-${overview.stand}.${format}`;
  return writeFiles(folder, [{ name, format, bytes: await (format === 'xlsx' ? workbook(overview) : page(overview)) }]);
}

async function workbook(overview: OverviewData): Promise<Uint8Array> {
  const [{ overviewSheets }, { writeWorkbook }] = await Promise.all([
    import('../exchange/overview-sheets.ts'),
    import('../exchange/spreadsheet.ts'),
  ]);
  return writeWorkbook(overviewSheets(overview), 'Übersicht der Kommunen');
}

async function page(overview: OverviewData): Promise<Uint8Array> {
  const { overviewHtml } = await import('../exchange/overview-html.ts');
  return new TextEncoder().encode(overviewHtml(overview));
}
