/** The emergency card with a full house of contacts stays one sheet, as PDF and printed from the browser. */
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { RegisterEntry } from '../../src/domain/register.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { beispielhainInput } from './fixture.ts';
import { reportsFolder } from './render.ts';
import { browserArguments, browserNames, program, run, writeTemporary } from './tools.ts';

const offices = [
  'it',
  'dienstleister',
  'bfis',
  'bfis-vertretung',
  'leitung',
  'sax-cert',
  'kdn-betreiber',
  'datenschutz',
  'datenschutzaufsicht',
  'polizei',
  'versicherung',
  'haustechnik',
];

function cardInput(count: number): ReportInput {
  const input = beispielhainInput('notfallkarte');
  const [period] = input.fristen;
  const [pattern] = input.register['kontakt'] ?? [];
  const contacts = Array.from({ length: count }, (_, index): RegisterEntry => {
    if (pattern === undefined) throw new Error('the fixture has a contact');
    const values = {
      stelle: offices[index] ?? 'andere',
      name: `Störungsannahme der Firma Muster ${index + 1}`,
      telefon: `03521 12${index + 100}`,
      'telefon-nachts': `0170 12${index + 100}`,
      vertretung: 'Ute Beispiel-Mustermann',
      'telefon-vertretung': '0171 7654321',
    };
    return { ...pattern, id: `KO${index + 1}`, values };
  });
  // As many as the shipped catalogue has.
  const more = ['vorfall-kdn-betreiber', 'vorfall-ausfuehrliche-meldung', 'vorfall-abschlussmeldung'];
  const fristen = period === undefined ? [] : [...input.fristen, ...more.map((id) => ({ ...period, id }))];
  return { ...input, fristen, register: { ...input.register, kontakt: contacts } };
}

describe.each([0, 12, 40])('with %s contacts', (count) => {
  const data = buildReportData(cardInput(count));

  it('every office has a line, those recorded with their numbers', () => {
    if (data.art !== 'notfallkarte') throw new Error('wrong kind');
    expect(data.kontakte.length).toBeGreaterThanOrEqual(9);
    expect(data.kontakte.length).toBeLessThanOrEqual(14);
    if (count === 12) {
      expect(data.kontakte).toHaveLength(12);
      expect(data.kontaktHinweis).toBe('');
      expect(data.kontakte[5]).toMatchObject({ stelle: 'SAX.CERT', tag: '03521 12105', nacht: '0170 12105' });
    }
    if (count === 0) expect(data.kontaktHinweis).toBe('Bei 9 Stellen ist keine Nummer erfasst: nachsehen und eintragen.');
    if (count === 40) expect(data.kontaktHinweis).toBe('26 weitere Kontakte stehen nicht auf dieser Karte.');
  });

  it('is one sheet as PDF', async () => {
    const pdfinfo = program('Eine Seite Notfallkarte', ['pdfinfo']);
    if (pdfinfo === null) return;
    const file = writeTemporary('notfallkarte.pdf', await renderReport(data, 'pdf', { reportsFolder }));
    expect(run(pdfinfo, [file])).toMatch(/Pages:\s+1\n/);
  });

  it('is one sheet printed from the browser', { timeout: 60_000 }, async () => {
    const executablePath = program('Notfallkarte aus dem Browser', browserNames);
    const pdfinfo = program('Notfallkarte aus dem Browser', ['pdfinfo']);
    if (executablePath === null || pdfinfo === null) return;
    const browser = await chromium.launch({ executablePath, args: browserArguments });
    try {
      const page = await browser.newPage();
      await page.goto(`file://${writeTemporary('notfallkarte.html', await renderReport(data, 'html', { reportsFolder }))}`);
      const printed = writeTemporary('gedruckt.pdf', await page.pdf({ preferCSSPageSize: true }));
      expect(run(pdfinfo, [printed])).toMatch(/Pages:\s+1\n/);
    } finally {
      await browser.close();
    }
  });
});

it('a Kommune that is not connected reads that reports are voluntary, and no line for the KDN', () => {
  const input = cardInput(0);
  const merkmale = { kdn_angeschlossen: 'nein', svn_alternative_schnittstelle: 'nein' } as const;
  const data = buildReportData({ ...input, merkmale });
  if (data.art !== 'notfallkarte') throw new Error('wrong kind');
  expect(data.kontakte.map(({ stelle }) => stelle)).not.toContain('Betreiber des KDN');
  expect(data.fristen[0]).toMatchObject({ bis: '24 Stunden', an: 'SAX.CERT', grad: '°', vertrauen: 'S' });
  expect(data.fristen[0]?.gilt).toBe('Bei einem erheblichen Vorfall: freiwillig, da nicht angeschlossen.');
});

it('a Kommune of which nobody knows whether it is connected otherwise is not told that reports are voluntary', async () => {
  const data = buildReportData({ ...cardInput(0), merkmale: { kdn_angeschlossen: 'nein' } });
  if (data.art !== 'notfallkarte') throw new Error('wrong kind');
  expect(data.fristen[0]?.gilt).toBe('Bei einem erheblichen Vorfall: Ob Pflicht, ist nicht bekannt.');
  const text = String(await renderReport(data, 'md', { reportsFolder }));
  expect(text).toContain('° Geltender Wortlaut nicht gelesen');
  expect(text).not.toMatch(/\[(V23|S|M)\\?\]/);
});
