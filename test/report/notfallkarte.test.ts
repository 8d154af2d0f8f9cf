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

const usualName = 'Störungsannahme der Firma Muster';
/** A name as the register takes it, with what has to be known at night. */
const longName = 'Systemhaus Muster Informationstechnik GmbH & Co. KG, Rufbereitschaft für Kommunen, Kundennummer';

function cardInput(count: number, name = usualName): ReportInput {
  const input = beispielhainInput('notfallkarte');
  const [period] = input.fristen;
  const [pattern] = input.register['kontakt'] ?? [];
  const contacts = Array.from({ length: count }, (_, index): RegisterEntry => {
    if (pattern === undefined) throw new Error('the fixture has a contact');
    const values = {
      stelle: offices[index] ?? 'andere',
      name: `${name} ${index + 1}`,
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

describe.each([
  [0, usualName],
  [12, usualName],
  [40, usualName],
  [14, longName],
])('with %s contacts called %s', (count, name) => {
  const data = buildReportData(cardInput(count, name));

  it('every office has a line, those recorded with their numbers', () => {
    if (data.art !== 'notfallkarte') throw new Error('wrong kind');
    expect(data.kontakte.length).toBeGreaterThanOrEqual(9);
    expect(data.kontakte.length).toBeLessThanOrEqual(14);
    if (count === 12) {
      expect(data.kontakte).toHaveLength(12);
      expect(data.kontaktHinweis).toBe('');
      expect(data.kontakte[5]).toMatchObject({ stelle: 'SAX.CERT', tag: '03521 12105', nacht: '0170 12105' });
    }
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

function card(change: Partial<ReportInput> = {}, register?: readonly RegisterEntry[]) {
  const input = cardInput(0);
  const kontakt = register ?? input.register['kontakt'] ?? [];
  const data = buildReportData({ ...input, ...change, register: { ...input.register, kontakt } });
  if (data.art !== 'notfallkarte') throw new Error('wrong kind');
  const line = (stelle: string) => data.kontakte.find((each) => each.stelle.startsWith(stelle));
  return { data, line };
}

describe('what to do about a number nobody recorded', () => {
  it('stands below the contacts, in the words of „vorfall sofort“', async () => {
    const text = String(await renderReport(card().data, 'md', { reportsFolder }));
    expect(text).toContain('Bei 9 Stellen ist keine Nummer erfasst: nachsehen und eintragen. Wo die Nummern stehen: IT-Betrieb,');
    expect(text).toContain(
      ' · SAX.CERT: unter cert.sachsen.de/vorfallsmeldungen.html · Betreiber des KDN: im Anschlussvertrag · ',
    );
    expect(text).toContain(' · Polizei: Notruf 110; sonst die Nummer des Reviers eintragen · ');
  });

  it('is not said where there is a number', () => {
    const contacts = cardInput(12).register['kontakt'] ?? [];
    const { data } = card(
      {},
      contacts.map((each) =>
        each.values['stelle'] === 'polizei' ? { ...each, values: { stelle: 'polizei', name: 'Revier' } } : each,
      ),
    );
    expect(data.kontaktHinweis).toBe(
      'Bei 1 Stelle ist keine Nummer erfasst: nachsehen und eintragen. Wo die Nummer steht: Polizei: Notruf 110; sonst die Nummer des Reviers eintragen.',
    );
  });
});

describe('whoever stands in for the BfIS', () => {
  const { rollen } = cardInput(0);
  const [bfis] = rollen.filter(({ rolle }) => rolle === 'bfis');
  if (bfis === undefined) throw new Error('the fixture has a BfIS');
  const appointed = { rollen: [...rollen, { ...bfis, id: 'r9', rolle: 'bfis-vertretung', person: 'Ralf Beispiel' }] };
  const [first] = cardInput(1).register['kontakt'] ?? [];
  if (first === undefined) throw new Error('the fixture has a contact');
  const contact = (stelle: string, name: string): RegisterEntry => ({
    ...first,
    values: { stelle, name, telefon: '03521 4711' },
  });

  it('is the one appointed, with or without a number of the BfIS', () => {
    expect(card(appointed).line('Informationssicherheit')).toMatchObject({ name: 'Jan Muster', vertretung: 'Ralf Beispiel' });
    const { line } = card(appointed, [contact('bfis', 'Jan Muster')]);
    expect(line('Informationssicherheit')).toMatchObject({ tag: '03521 4711', vertretung: 'Ralf Beispiel' });
  });

  it('is nobody where nobody is appointed, and never the deputy again', () => {
    expect(card().line('Informationssicherheit')?.vertretung).toBe('');
    const { line } = card(appointed, [contact('bfis-vertretung', 'Ralf Beispiel')]);
    expect(line('Informationssicherheit')).toMatchObject({ name: 'Ralf Beispiel', vertretung: '–' });
  });
});

it('a long name is cut only where many of them would not fit on one sheet', () => {
  const contacts = (count: number) => [...(cardInput(count, longName).register['kontakt'] ?? [])];
  expect(card({}, contacts(1)).line('IT-Betrieb')?.name).toBe(`${longName} 1`);
  expect(card({}, contacts(14)).line('IT-Betrieb')?.name).toBe(`${longName.slice(0, 47)}…`);
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
