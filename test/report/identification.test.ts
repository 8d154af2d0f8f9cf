/** What a report says of itself can be read back from every format, and what is no report says nothing. */
import { describe, expect, it } from 'vitest';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { identificationText, pdfKindOf, readIdentification } from '../../src/report/identification.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { reportKinds } from '../../src/report/report-input.ts';
import { renderedFormats, reportFormats } from '../../src/report/report-kind.ts';
import { writeReportWorkbook } from '../../src/usecases/report-workbook.ts';
import { beispielhainInput } from './fixture.ts';
import { render, reportsFolder } from './render.ts';
import { program, run, writeTemporary } from './tools.ts';

describe.each(renderedFormats)('a report as %s', (format) => {
  it.each(reportKinds)('says that it is %s, whose, of which day and from which data', async (art) => {
    const { kennung } = buildReportData(beispielhainInput(art)).kopf;
    expect(kennung).toMatchObject({ art, kommune: 'beispielhain', stand: '2026-11-30', fassung: 'intern' });
    expect(await readIdentification(await render(art, format), format)).toEqual(kennung);
  });

  it('says it also where its texts are hostile', async () => {
    const found = await readIdentification(await render('saechsisichg', format, 'feindlicher Text'), format);
    expect(found).toMatchObject({ art: 'saechsisichg', kommune: 'beispielhain' });
  });
});

it('a workbook says it too', async () => {
  const input = beispielhainInput('grundschutz-check');
  const data = buildReportData(input);
  expect(await readIdentification(await writeReportWorkbook(data, input), 'xlsx')).toEqual(data.kopf.kennung);
});

it('no value can end the comment, the attribute or the element it stands in', async () => {
  const { kennung } = buildReportData(beispielhainInput('kdn')).kopf;
  const hostile = { ...kennung, variante: '--><script>"\'&</x>', eintrag: 'Straße 😀' };
  const text = identificationText(hostile);
  expect(text).not.toMatch(/[<>&']|--|[^ -~]/);
  expect(JSON.parse(text)).toEqual(hostile);
  const data = buildReportData(beispielhainInput('kdn'));
  for (const format of renderedFormats) {
    const changed = { ...data, kopf: { ...data.kopf, kennung: hostile } };
    const bytes = await renderReport(changed, format, { reportsFolder });
    expect({ format, found: await readIdentification(bytes, format) }).toEqual({ format, found: hostile });
  }
});

it.each(reportFormats)('what is no report says nothing, read as %s', async (format) => {
  const html = await render('kdn', 'html');
  const sources = [
    '',
    'null',
    '{}',
    '{"kopf":{"kennung":{"art":1}}}',
    'PK\u0003\u0004',
    '%PDF-1.7',
    '<meta name="burgward" content="{">',
  ];
  for (const source of sources) expect(await readIdentification(Buffer.from(source), format)).toBeNull();
  if (format !== 'html') expect(await readIdentification(html, format)).toBeNull();
});

describe('a PDF for archives', () => {
  it.each(reportKinds)('of %s is PDF/A-2a with tags, language and fonts, and says so', async (art) => {
    const data = buildReportData(beispielhainInput(art));
    const bytes = await renderReport(data, 'pdf', { reportsFolder, pdfKind: 'a-2a' });
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
    expect([pdfKindOf(bytes), pdfKindOf(await render(art, 'pdf'))]).toEqual(['a-2a', 'ua-1']);
    expect(await readIdentification(bytes, 'pdf')).toEqual(data.kopf.kennung);
    const file = writeTemporary(`${art}.pdf`, bytes);
    const [qpdf, pdfinfo] = ['qpdf', 'pdfinfo'].map((name) => program('PDF/A', [name]));
    if (qpdf == null || pdfinfo == null) return;
    run(qpdf, ['--check', file]);
    const objects = run(qpdf, ['--json', file]);
    for (const part of ['"/OutputIntents"', '"/StructTreeRoot"', '"/Lang": "u:de', '"/MarkInfo"'])
      expect(objects).toContain(part);
    expect(run(pdfinfo, [file])).toMatch(/Tagged:\s+yes/);
  });

  it('passes veraPDF', async () => {
    const verapdf = veraPdf();
    if (verapdf === null) return;
    const data = buildReportData(beispielhainInput('leitung'));
    const archive = writeTemporary('a.pdf', await renderReport(data, 'pdf', { reportsFolder, pdfKind: 'a-2a' }));
    expect(run(verapdf, ['--flavour', '2a', '--format', 'text', archive])).toMatch(/^PASS/);
    const accessible = writeTemporary('ua.pdf', await render('leitung', 'pdf'));
    expect(run(verapdf, ['--flavour', 'ua1', '--format', 'text', accessible])).toMatch(/^PASS/);
  });
});

/** Packed for few systems: without it the PDFs are checked by other tools only, and the output says so. */
function veraPdf(): string | null {
  try {
    return run('which', ['verapdf']).trim();
  } catch {
    process.stderr.write('nicht geprüft – PDF/A und PDF/UA mit veraPDF: es ist nicht installiert.\n');
    return null;
  }
}
