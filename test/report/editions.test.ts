import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { coverage, readFonts, toWoff } from '../../src/report/fonts.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import { type ReportKindId, reportKinds } from '../../src/report/report-input.ts';
import { renderedFormats } from '../../src/report/report-kind.ts';
import { beispielhainInput, variants } from './fixture.ts';
import { render, renderAgain, renderText } from './render.ts';
import { program, run, writeTemporary } from './tools.ts';

const names = Object.keys(variants);
const unseenParts = [
  'Nicht gesehen: was nicht freigegeben ist oder im Haus liegt',
  '120 Punkte ließen sich nicht feststellen.',
  'offene Dienste nur zum Teil, weil ein Prüfprogramm fehlte.',
];
const hasChart = (art: ReportKindId) => {
  const data = buildReportData(beispielhainInput(art));
  const placed = definitionOf(data.art).placeables(data);
  return ['diagramm', 'balken', 'verlauf'].some((kind) => kind in placed);
};
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('every edition', () => {
  it.each(reportKinds.flatMap((art) => renderedFormats.map((format) => [art, format] as const)))(
    'of %s as %s is the same twice',
    async (art, format) => {
      expect(sha(await renderAgain(art, format))).toBe(sha(await render(art, format)));
    },
  );

  it.each(reportKinds)('of %s in Markdown is the one on record', async (art) => {
    await expect(await renderText(art, 'md')).toMatchFileSnapshot(`golden/${art}.md`);
  });
});

describe('the PDF', () => {
  it.each(names)('of the mayor’s page fits one sheet: %s', async (name) => {
    const pdftotext = program('Eine Seite für die Leitung', ['pdftotext']);
    if (pdftotext === null) return;
    const file = writeTemporary('leitung.pdf', await render('leitung', 'pdf', name));
    const first = run(pdftotext, ['-f', '1', '-l', '1', file, '-']);
    const second = run(pdftotext, ['-f', '2', '-l', '2', file, '-']);
    for (const part of [
      'Wo wir stehen',
      'Was jetzt zu entscheiden ist',
      'Lage nach Themen',
      'Gesetzliches Minimum',
      'Netzprüfung',
      'Widersprüche',
      'Unterschrift Leitung',
      'Seite 1 von',
    ]) {
      expect(first).toContain(part);
    }
    expect(first).not.toContain('Anhang\n');
    expect(second.trimStart()).toMatch(/^Nicht öffentlich\s+Anhang\n/);
    const words = [
      ...run(pdftotext, ['-bbox', '-f', '1', '-l', '1', file, '-']).matchAll(
        /<word xMin="[\d.]+" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g,
      ),
    ];
    const signature = Math.max(...words.filter((word) => word[4] === 'Unterschrift').map((word) => Number(word[3])));
    const foot = Math.min(...words.filter((word) => word[4] === 'Seite').map((word) => Number(word[1])));
    const pointsPerMm = 72 / 25.4;
    expect(signature).toBeLessThan(foot);
    expect(signature).toBeLessThanOrEqual(280 * pointsPerMm);
    expect(Math.max(...words.map((word) => Number(word[2])))).toBeLessThanOrEqual(192.5 * pointsPerMm);
  });

  it.each(names)('of the emergency card is one sheet: %s', async (name) => {
    const [pdfinfo, pdftotext] = ['pdfinfo', 'pdftotext'].map((tool) => program('Eine Seite Notfallkarte', [tool]));
    if (pdfinfo == null || pdftotext == null) return;
    const file = writeTemporary('notfallkarte.pdf', await render('notfallkarte', 'pdf', name));
    expect(run(pdfinfo, [file])).toMatch(/Pages:\s+1\n/);
    const text = run(pdftotext, [file, '-']);
    for (const part of [
      'Die erste Stunde',
      'Wen anrufen',
      '03521 12345',
      'Bis wann melden',
      '24 Stunden',
      'Verträge der Dienstleister',
    ])
      expect(text).toContain(part);
  });

  it('of the mayor’s page says in full what was not seen, however much is concerned', async () => {
    const pdftotext = program('Nicht Gesehenes auf Seite eins', ['pdftotext']);
    if (pdftotext === null) return;
    const file = writeTemporary('leitung.pdf', await render('leitung', 'pdf', 'viel nicht gesehen'));
    // One column at a time; hyphenated words are put together again.
    const text = run(pdftotext, ['-f', '1', '-l', '1', file, '-'])
      .replace(/[-\u00ad]\n/g, '')
      .replace(/\s+/g, ' ');
    for (const part of unseenParts) expect(text).toContain(part);
  });

  it.each(reportKinds)('of %s is tagged, German, titled, searchable and has its fonts inside', async (art) => {
    const [pdfinfo, pdffonts, pdftotext, qpdf] = ['pdfinfo', 'pdffonts', 'pdftotext', 'qpdf'].map((name) =>
      program('Prüfung der PDF', [name]),
    );
    if (pdfinfo == null || pdffonts == null || pdftotext == null || qpdf == null) return;
    const file = writeTemporary(`${art}.pdf`, await render(art, 'pdf'));
    const info = run(pdfinfo, [file]);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/Title:\s+\S/);
    const fonts = run(pdffonts, [file])
      .split('\n')
      .slice(2)
      .filter((line) => line !== '');
    expect(fonts.length).toBeGreaterThan(0);
    for (const line of fonts) expect(line).toMatch(/SourceSans3.*\s+yes\s+yes\s+yes\s+\d+\s+0$/);
    expect(run(pdftotext, [file, '-'])).toContain('Beispielhain');
    run(qpdf, ['--check', file]);
    const objects = run(qpdf, ['--json', file]);
    expect(objects).toMatch(/"\/Lang": "u:de/);
    expect(objects).toMatch(/"\/DisplayDocTitle": true/);
    const structure = JSON.parse(objects) as { qpdf: [unknown, Record<string, { value?: { '/S'?: string; '/Alt'?: string } }>] };
    const elements = Object.values(structure.qpdf[1]).map((object) => object.value ?? {});
    const figures = elements.filter((element) => element['/S'] === '/Figure');
    // The card, letters and forms have words and tables only.
    expect(figures.length > 0).toBe(hasChart(art));
    expect(figures.every((figure) => (figure['/Alt'] ?? '').length > 3)).toBe(true);
    expect(elements.some((element) => element['/S'] === '/TH')).toBe(true);
  });

  it('is written for every kind even if texts hold characters the font lacks', async () => {
    for (const art of reportKinds) expect((await render(art, 'pdf', 'feindlicher Text')).length).toBeGreaterThan(10_000);
  });
});

describe('hostile text', () => {
  it('stays text in HTML', async () => {
    for (const art of reportKinds) {
      const html = await renderText(art, 'html', 'feindlicher Text');
      expect(html).not.toMatch(/<script|<img|<a |<iframe|<link/i);
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(html.match(/<h1>/g)).toHaveLength(art === 'leitung' ? 2 : 1);
      expect(html).not.toContain('\u202e');
    }
  });

  it('stays text in Markdown', async () => {
    const markdown = await renderText('leitung', 'md', 'feindlicher Text');
    expect(markdown).not.toMatch(/(^|[^\\])<script/);
    expect(markdown).not.toMatch(/[^\\]\[Link\]\(/);
    expect(markdown).toContain('\\{\\{ kopf.titel \\}\\}');
    expect(markdown.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(2);
  });

  it('is not evaluated by the PDF engine', async () => {
    const pdftotext = program('Feindlicher Text in der PDF', ['pdftotext']);
    if (pdftotext === null) return;
    const text = run(pdftotext, [writeTemporary('x.pdf', await render('saechsisichg', 'pdf', 'feindlicher Text')), '-']).replace(
      /\s+/g,
      '',
    );
    expect(text).toContain('#read("/etc/passwd")');
    expect(text).not.toContain('root:x:0:0');
    expect(text).toContain('{{kopf.titel}}');
  });
});

describe('the HTML', () => {
  it('asks the network for nothing and needs no script', async () => {
    for (const art of reportKinds) {
      const html = await renderText(art, 'html');
      expect(html).toMatch(/^<!doctype html>\n<html lang="de">/);
      expect(html).not.toMatch(/<script|src="http|href="|url\((?!data:font\/woff;base64,)/);
      expect(html.length).toBeLessThan(800_000);
    }
  });
});

describe('the font', () => {
  it('covers German and the names of neighbours, and is packed for the web without loss of its head', async () => {
    const [regular] = await readFonts();
    if (regular === undefined) throw new Error('no font');
    const covers = coverage(regular.bytes);
    for (const character of 'äöüßÄÖÜ„“‚‘–…°§☐↑→↓ŠčłńóžĚ')
      expect(`${character} ${covers(character.codePointAt(0) ?? 0)}`).toBe(`${character} true`);
    expect(covers(0x1f600)).toBe(false);
    const woff = toWoff(regular.bytes);
    expect(woff.toString('latin1', 0, 4)).toBe('wOFF');
    expect(woff.readUInt32BE(8)).toBe(woff.length);
    expect(woff.length).toBeLessThan(regular.bytes.length * 0.65);
  });
});
