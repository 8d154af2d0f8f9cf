/** Letters keep to DIN 5008, form B, on paper; arms stand where they belong and push nothing off the sheet. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/report/blocks.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { lookOf, withLetterhead } from '../../src/report/look.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { readZip } from '../../src/report/zip.ts';
import { beispielhainInput, variants } from './fixture.ts';
import { letterheadWith } from './letterhead-with.ts';
import { reportsFolder } from './render.ts';
import { browserArguments, browserNames, program, run, writeTemporary } from './tools.ts';

const pointsPerMm = 72 / 25.4;
const head = buildReportData(beispielhainInput('kdn')).kopf;

const paragraph = (text: string): Block => ({ kind: 'paragraph', content: [{ kind: 'text', text }] });
const letter: Block[] = [
  {
    kind: 'group',
    name: 'brief',
    children: [
      {
        kind: 'briefkopf',
        absender: ['Verwaltung'],
        ruecksendezeile: 'Verwaltung · Irgendwo',
        anschrift: ['Anschriftzeile', 'Zweite', 'Dritte', 'Vierte', 'Fünfte', 'Letztezeile'],
        info: [
          { label: 'Datum', value: '30.11.2026' },
          { label: 'Zeichen', value: 'IS-3' },
        ],
        betreff: 'Betreffzeile',
      },
      paragraph('Guten Tag'),
      ...Array.from({ length: 60 }, (_, index) => paragraph(`Absatz ${index}`)),
    ],
  },
];

interface Place {
  page: number;
  left: number;
  top: number;
  bottom: number;
}

/** Where a word first stands, in millimetres from the upper left corner of its sheet. */
function placeOf(pdf: Uint8Array, wanted: string): Place {
  const pages = run('pdftotext', ['-bbox', writeTemporary('brief.pdf', pdf), '-'])
    .split('<page ')
    .slice(1);
  for (const [index, page] of pages.entries()) {
    const found = new RegExp(`<word xMin="([\\d.]+)" yMin="([\\d.]+)" xMax="[\\d.]+" yMax="([\\d.]+)">${wanted}<`).exec(page);
    if (found === null) continue;
    const [left = 0, top = 0, bottom = 0] = found.slice(1).map((value) => Number(value) / pointsPerMm);
    return { page: index + 1, left, top, bottom };
  }
  throw new Error(`„${wanted}“ is not on paper`);
}

function isFormB(pdf: Uint8Array): void {
  const [first, last, subject, date] = ['Anschriftzeile', 'Letztezeile', 'Betreffzeile', '30.11.2026'].map((word) =>
    placeOf(pdf, word),
  );
  if (first === undefined || last === undefined || subject === undefined || date === undefined)
    throw new Error('words are missing');
  expect(first.left).toBeCloseTo(25, 0);
  // The zone of the address: 45 mm + 17,7 mm to 90 mm from the upper edge; the box of a word is 1 mm taller than the word.
  expect(first.top).toBeGreaterThanOrEqual(61.6);
  expect(last.bottom).toBeLessThanOrEqual(90.6);
  expect(date.left).toBeGreaterThanOrEqual(125);
  expect(date.top).toBeGreaterThanOrEqual(49);
  expect(subject.left).toBeCloseTo(25, 0);
  expect(subject.top).toBeGreaterThanOrEqual(96);
  expect(subject.top).toBeLessThanOrEqual(103);
}

describe('a letter', () => {
  it.each([false, true])('on paper has the measures of form B, with a letterhead: %s', async (own) => {
    if (program('Brief auf Papier', ['pdftotext']) === null) return;
    const letterhead = own ? await letterheadWith(80, 100) : null;
    const look = lookOf(letterhead, 'Beispielhain');
    const options = { look, kind: undefined };
    const pdf = await renderPdf(head, withLetterhead(letter, letterhead), join(reportsFolder, 'layout', 'layout.typ'), options);
    isFormB(pdf);
    // The second sheet keeps the margins of the letter.
    expect(placeOf(pdf, '59').page).toBeGreaterThan(1);
    if (own) expect(placeOf(pdf, 'Sprechzeiten').top).toBeGreaterThan(265);
    expect(() => placeOf(pdf, own ? 'Verwaltung' : 'Sprechzeiten')).toThrow(/not on paper/);
  });

  it('with endless lines keeps them in their zones', async () => {
    if (program('Brief auf Papier', ['pdftotext']) === null) return;
    const [group] = letter;
    const [written] = group?.kind === 'group' ? group.children : [];
    if (written?.kind !== 'briefkopf') throw new Error('the letter begins with its head');
    const endless = 'Verwaltungsgemeinschaft mit sehr langem Namen '.repeat(6);
    const anschrift = ['Anschriftzeile', ...Array.from({ length: 9 }, () => endless)];
    const hard = {
      ...written,
      absender: [endless, endless],
      ruecksendezeile: endless,
      anschrift,
      info: [{ label: 'Datum', value: endless }],
    };
    const blocks = withLetterhead([{ kind: 'group', name: 'brief', children: [hard] }], null);
    const options = { look: lookOf(null, 'Beispielhain'), kind: undefined };
    const pdf = await renderPdf(head, blocks, join(reportsFolder, 'layout', 'layout.typ'), options);
    expect(placeOf(pdf, 'Anschriftzeile').top).toBeGreaterThanOrEqual(61.6);
    expect(placeOf(pdf, 'Betreffzeile').top).toBeLessThanOrEqual(103);
    expect(
      blocks[0]?.kind === 'group' && blocks[0].children[0]?.kind === 'briefkopf' ? blocks[0].children[0].anschrift : [],
    ).toHaveLength(6);
  });

  it('printed from the browser has them too', { timeout: 120_000 }, async () => {
    const executablePath = program('Brief aus dem Browser', browserNames);
    if (executablePath === null || program('Brief aus dem Browser', ['pdftotext']) === null) return;
    const letterhead = await letterheadWith(80, 100);
    const look = lookOf(letterhead, 'Beispielhain');
    const html = await renderHtml(head, withLetterhead(letter, letterhead), join(reportsFolder, 'layout', 'layout.css'), look);
    const browser = await chromium.launch({ executablePath, args: browserArguments });
    try {
      const page = await browser.newPage();
      await page.goto(`file://${writeTemporary('brief.html', Buffer.from(html))}`);
      isFormB(await page.pdf({ preferCSSPageSize: true }));
    } finally {
      await browser.close();
    }
  });

  it('as a Word document has the sender, the arms with their words and the foot of the letterhead', async () => {
    const letterhead = await letterheadWith(80, 100);
    const { renderDocx } = await import('../../src/report/render-docx.ts');
    const parts = await readZip(
      await renderDocx(head, withLetterhead(letter, letterhead), lookOf(letterhead, 'Beispielhain')),
      () => true,
    );
    const text = (name: RegExp) =>
      parts
        .filter((part) => name.test(part.name))
        .map(({ bytes }) => Buffer.from(bytes).toString('utf8'))
        .join();
    expect(text(/document\.xml$/)).toContain('Gemeinde Beispielhain');
    expect(text(/document\.xml$/)).toContain('Wappen: Beispielhain');
    expect(text(/footer\d\.xml$/)).toContain('Sprechzeiten nach Vereinbarung');
    expect(text(/styles\.xml$/)).toContain('7A1F3D');
    expect(parts.some(({ name }) => /word\/media\/.*\.svg$/.test(name))).toBe(true);
  });
});

describe('the mayor’s page with arms', () => {
  it.each(
    (['beispielhain', 'lange Namen', 'viele Themen'] as const).flatMap((name) => [
      [name, 30, 100],
      [name, 390, 100],
    ]),
  )('stays one sheet: %s, arms %s to %s', async (name, width, height) => {
    const pdftotext = program('Eine Seite mit Wappen', ['pdftotext']);
    if (pdftotext === null) return;
    const data = buildReportData(variants[name]?.('leitung') ?? beispielhainInput('leitung'));
    const letterhead = await letterheadWith(Number(width), Number(height));
    const pdf = await renderReport(data, 'pdf', { reportsFolder, letterhead });
    const file = writeTemporary('leitung.pdf', pdf);
    expect(run(pdftotext, ['-f', '1', '-l', '1', file, '-'])).toContain('Unterschrift Leitung');
    expect(run(pdftotext, ['-f', '2', '-l', '2', file, '-']).trimStart()).toMatch(/^Nicht öffentlich\s+Anhang\n/);
  });
});
