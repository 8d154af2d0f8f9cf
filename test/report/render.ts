import { join } from 'node:path';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportKindId } from '../../src/report/report-input.ts';
import type { RenderedFormat } from '../../src/report/report-kind.ts';
import { variants } from './fixture.ts';

export const reportsFolder = join(import.meta.dirname, '../../reports');

const rendered = new Map<string, Promise<Uint8Array>>();

/** Rendered once per test file. */
export function render(art: ReportKindId, format: RenderedFormat, variant = 'beispielhain'): Promise<Uint8Array> {
  const key = `${art} ${format} ${variant}`;
  const known = rendered.get(key) ?? renderAgain(art, format, variant);
  rendered.set(key, known);
  return known;
}

export async function renderAgain(art: ReportKindId, format: RenderedFormat, variant = 'beispielhain'): Promise<Uint8Array> {
  const make = variants[variant];
  if (make === undefined) throw new Error(`no variant ${variant}`);
  return await renderReport(buildReportData(make(art)), format, { reportsFolder });
}

export async function renderText(art: ReportKindId, format: RenderedFormat, variant = 'beispielhain'): Promise<string> {
  return Buffer.from(await render(art, format, variant)).toString('utf8');
}
