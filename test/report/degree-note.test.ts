/** The small circle at a paragraph whose wording in force was not read: on paper its explanation never comes before its last mark. */
import { expect, it } from 'vitest';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import { buildRegion } from '../../src/report/kinds/region/build.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { AnyReportData } from '../../src/report/report-data.ts';
import { type ReportEdition, reportKinds } from '../../src/report/report-input.ts';
import { variants } from './fixture.ts';
import { regionInput } from './fixture-region.ts';
import { reportsFolder } from './render.ts';
import { program, run, writeTemporary } from './tools.ts';

const explanation = /Wortlaut[^.;]*\bnicht\b[^.;]*gelesen|° Vor rechtlicher Verwendung prüfen/iu;

/** The words of each page without the line at its head and its foot; divided words are joined. */
function pagesOf(pdftotext: string, bytes: Uint8Array): string[] {
  return run(pdftotext, ['-raw', writeTemporary('bericht.pdf', bytes), '-'])
    .split('\f')
    .slice(0, -1)
    .map((page) =>
      page
        .split('\n')
        .filter((line) => !/ · Stand .* · Katalog |^Seite \d+ von |^(?:Nicht ö|Ö)ffentlich/u.test(line))
        .join('\n')
        .replace(/[-\u00ad]\n(?=\p{Ll})/gu, '')
        .replace(/\s+/g, ' ')
        .trim(),
    );
}

async function expectExplained(data: AnyReportData): Promise<'marked' | 'without'> {
  const pdftotext = program('Erklärung des kleinen Kreises', ['pdftotext']);
  if (pdftotext === null) return 'marked';
  const pages = pagesOf(pdftotext, await renderReport(data, 'pdf', { reportsFolder }));
  const last = pages.findLastIndex((page) => page.includes('°'));
  if (last === -1) return 'without';
  const explained = pages.findLastIndex((page) => explanation.test(page));
  expect(explained, 'page of the explanation, counted from 0').toBeGreaterThanOrEqual(last);
  // Not alone: what it explains, a signature or a table of facts stands beside it.
  expect((pages[explained] ?? '').replace(explanation, '').length).toBeGreaterThan(100);
  return 'marked';
}

const papers = reportKinds.flatMap((art) => definitionOf(art).editions.map((fassung) => ({ art, fassung })));

it.each(papers)('of $art, $fassung', { timeout: 60_000 }, async ({ art, fassung }) => {
  for (const name of ['beispielhain', 'lange Namen']) {
    const input = variants[name]?.(art);
    if (input === undefined) throw new Error(`no variant ${name}`);
    await expectExplained(buildReportData({ ...input, fassung }));
  }
});

it.each(['intern', 'rat', 'oeffentlich'] satisfies ReportEdition[])('of the region, %s', { timeout: 60_000 }, async (fassung) => {
  await expectExplained(buildRegion(regionInput(fassung)));
});

it('is needed in most reports that name the Act', { timeout: 60_000 }, async () => {
  const marked = await Promise.all(
    (['leitung', 'saechsisichg', 'kdn', 'bestellung', 'mitteilung', 'meldung'] as const).map(async (art) =>
      expectExplained(buildReportData((variants['beispielhain'] ?? String)(art) as never)),
    ),
  );
  expect(marked).not.toContain('without');
});
