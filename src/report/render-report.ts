/** From data and template to bytes. The heavy libraries are loaded here, when they are needed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidDataError } from '../errors.ts';
import type { Block } from './blocks.ts';
import type { ReportData } from './report-data.ts';
import { listReports } from './report-folder.ts';
import { type RenderedFormat, reportFormats } from './report-kind.ts';

export interface RenderOptions {
  /** The folder reports/ with templates and layout. */
  reportsFolder: string;
  /** A template to use instead of the shipped one, with the name messages call it by. */
  template?: { file: string; source: string } | undefined;
}

/**
 * @returns the finished file; the same data give the same bytes
 * @throws InvalidDataError for a kind or format that does not exist, TemplateError (an ExpectedError) for a template that
 * names what is not there, EnvironmentError when no PDF engine is installed
 */
export async function renderReport(data: ReportData, format: RenderedFormat, options: RenderOptions): Promise<Uint8Array> {
  await refuseUnknown(data.art, format, options.reportsFolder);
  if (format === 'json') return Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
  const blocks = await buildBlocks(data, options);
  switch (format) {
    case 'md':
      return Buffer.from((await import('./render-markdown.ts')).renderMarkdown(data.kopf, blocks));
    case 'html':
      return Buffer.from(
        await (await import('./render-html.ts')).renderHtml(
          data.kopf,
          blocks,
          join(options.reportsFolder, 'layout', 'layout.css'),
        ),
      );
    case 'pdf':
      return await (await import('./render-pdf.ts')).renderPdf(
        data.kopf,
        blocks,
        join(options.reportsFolder, 'layout', 'layout.typ'),
      );
  }
}

async function refuseUnknown(art: string, format: string, folder: string): Promise<void> {
  const kinds = await listReports(folder);
  const kind = kinds.find((candidate) => candidate.id === art);
  if (kind === undefined) {
    throw new InvalidDataError(
      `Einen Bericht „${art}“ gibt es nicht.`,
      `Vorhanden: ${kinds.map((candidate) => candidate.id).join(', ') || 'keiner'}.`,
    );
  }
  if ((kind.formats as string[]).includes(format)) return;
  const exists = (reportFormats as readonly string[]).includes(format) ? 'kein Format dieses Berichts' : 'kein Berichtsformat';
  throw new InvalidDataError(`„${format}“ ist ${exists}.`, `Vorhanden für „${art}“: ${kind.formats.join(', ')}.`);
}

async function buildBlocks(data: ReportData, { reportsFolder, template }: RenderOptions): Promise<Block[]> {
  const [{ fillTemplate }, { checkContainers, parseBlocks }, { definitionOf }] = await Promise.all([
    import('./fill-template.ts'),
    import('./parse-blocks.ts'),
    import('./kinds/index.ts'),
  ]);
  const file = template?.file ?? join('reports', data.art, 'vorlage.md');
  const source = template?.source ?? (await readFile(join(reportsFolder, data.art, 'vorlage.md'), 'utf8'));
  const placeables = definitionOf(data.art).placeables(data);
  checkContainers(source, placeables, file);
  return parseBlocks(fillTemplate(source, data, file), placeables, file);
}
