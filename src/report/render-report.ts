/** From data and template to bytes. The heavy libraries are loaded here, when they are needed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Letterhead } from '../domain/letterhead.ts';
import { InvalidDataError } from '../errors.ts';
import type { Block } from './blocks.ts';
import { lookOf, withLetterhead } from './look.ts';
import type { PdfKind } from './pdf-engine.ts';
import type { AnyReportData, HeadData } from './report-data.ts';
import { findReport, listReports } from './report-folder.ts';
import { type RenderedFormat, reportFormats } from './report-kind.ts';

export interface RenderOptions {
  /** The folder reports/ with templates and layout. */
  reportsFolder: string;
  /** A template to use instead of the shipped one, with the name messages call it by. */
  template?: { file: string; source: string } | undefined;
  /** The letterhead of the Kommune, with templates of its own. */
  letterhead?: Letterhead | null | undefined;
  /** PDF only: the standard it keeps to. Undefined: the best this system can write. */
  pdfKind?: PdfKind | undefined;
}

/**
 * @returns the finished file; the same data give the same bytes
 * @throws InvalidDataError for a kind or format that does not exist, TemplateError (an ExpectedError) for a template that
 * names what is not there, EnvironmentError when no PDF engine is installed
 */
export async function renderReport(data: AnyReportData, format: RenderedFormat, options: RenderOptions): Promise<Uint8Array> {
  await refuseUnknown(data.art, format, options.reportsFolder);
  if (format === 'json') return Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
  return renderBlocks(data.kopf, await buildBlocks(data, options), format, options);
}

/** Blocks that are finished, for what is made without a template. */
export async function renderBlocks(
  head: HeadData,
  finished: Block[],
  format: Exclude<RenderedFormat, 'json'>,
  { reportsFolder, letterhead: given, pdfKind }: Omit<RenderOptions, 'template'>,
): Promise<Uint8Array> {
  const letterhead = given ?? null;
  const blocks = withLetterhead(finished, letterhead);
  const look = lookOf(letterhead, head.kommune);
  switch (format) {
    case 'md':
      return Buffer.from((await import('./render-markdown.ts')).renderMarkdown(head, blocks));
    case 'html':
      return Buffer.from(
        await (await import('./render-html.ts')).renderHtml(head, blocks, join(reportsFolder, 'layout', 'layout.css'), look),
      );
    case 'docx':
      return await (await import('./render-docx.ts')).renderDocx(head, blocks, look);
    case 'pdf':
      return await (await import('./render-pdf.ts')).renderPdf(head, blocks, join(reportsFolder, 'layout', 'layout.typ'), {
        look,
        kind: pdfKind,
      });
  }
}

async function refuseUnknown(art: string, format: string, folder: string): Promise<void> {
  const kind = await findReport(folder, art);
  if (kind === null) {
    const ids = (await listReports(folder)).map(({ id }) => id);
    throw new InvalidDataError(`Einen Bericht „${art}“ gibt es nicht.`, `Vorhanden: ${ids.join(', ') || 'keiner'}.`);
  }
  if ((kind.formats as string[]).includes(format)) return;
  const exists = (reportFormats as readonly string[]).includes(format) ? 'kein Format dieses Berichts' : 'kein Berichtsformat';
  throw new InvalidDataError(`„${format}“ ist ${exists}.`, `Vorhanden für „${art}“: ${kind.formats.join(', ')}.`);
}

async function buildBlocks(data: AnyReportData, { reportsFolder, template: given, letterhead }: RenderOptions): Promise<Block[]> {
  const [{ fillTemplate }, { checkContainers, parseBlocks }, { partsOf }] = await Promise.all([
    import('./fill-template.ts'),
    import('./parse-blocks.ts'),
    import('./kinds/index.ts'),
  ]);
  // A template of one's own may say anything, so it is for the house only.
  const own = data.kopf.fassung === 'intern' ? letterhead?.templates[data.art] : undefined;
  const template = given ?? (own === undefined ? undefined : { file: `Vorlage ${data.art}.md des Briefkopfs`, source: own });
  const file = template?.file ?? join('reports', data.art, 'vorlage.md');
  const source = template?.source ?? (await readFile(join(reportsFolder, data.art, 'vorlage.md'), 'utf8'));
  const placeables = partsOf(data.art).placeables(data);
  checkContainers(source, placeables, file);
  return parseBlocks(fillTemplate(source, data, file), placeables, file);
}
