import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportKindId } from '../../src/report/report-input.ts';
import type { RenderedFormat } from '../../src/report/report-kind.ts';
import { renderedFolder } from '../temporary-folder.ts';
import { variants } from './fixture.ts';

export const reportsFolder = join(import.meta.dirname, '../../reports');

const rendered = new Map<string, Promise<Uint8Array>>();

/** Rendered once per run, also where several processes share it. */
export function render(art: ReportKindId, format: RenderedFormat, variant = 'beispielhain'): Promise<Uint8Array> {
  const key = `${art} ${format} ${variant}`;
  const known = rendered.get(key) ?? renderOrRead(key, art, format, variant);
  rendered.set(key, known);
  return known;
}

async function renderOrRead(key: string, art: ReportKindId, format: RenderedFormat, variant: string): Promise<Uint8Array> {
  const folder = renderedFolder();
  if (folder === null) return await renderAgain(art, format, variant);
  const file = join(folder, key);
  if (existsSync(file)) return readFileSync(file);
  const bytes = await renderAgain(art, format, variant);
  mkdirSync(folder, { recursive: true });
  // Under its name only when it is whole: another process may look for it.
  writeFileSync(`${file}.${process.pid}`, bytes);
  renameSync(`${file}.${process.pid}`, file);
  return bytes;
}

export async function renderAgain(art: ReportKindId, format: RenderedFormat, variant = 'beispielhain'): Promise<Uint8Array> {
  const make = variants[variant];
  if (make === undefined) throw new Error(`no variant ${variant}`);
  return await renderReport(buildReportData(make(art)), format, { reportsFolder });
}

export async function renderText(art: ReportKindId, format: RenderedFormat, variant = 'beispielhain'): Promise<string> {
  return Buffer.from(await render(art, format, variant)).toString('utf8');
}
