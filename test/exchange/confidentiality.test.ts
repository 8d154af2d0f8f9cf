/** What leaves the house says that it is not for everybody, in the place its format has for it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { writeCalendar } from '../../src/exchange/calendar-file.ts';
import { packetHtml } from '../../src/exchange/packet-html.ts';
import { packetXlsx } from '../../src/exchange/packet-xlsx.ts';
import { pageHtml } from '../../src/exchange/page-html.ts';
import { pageMarkdown } from '../../src/exchange/page-markdown.ts';
import { sarifLog } from '../../src/exchange/sarif.ts';
import { writeWorkbook } from '../../src/exchange/spreadsheet.ts';
import { warningHtml } from '../../src/exchange/warning-html.ts';
import { packet } from './packet-files.ts';

const mark = 'Nicht öffentlich';
const page = { title: 'Übergabe', subtitle: 'Stand 22.11.2026', sections: [] };
const sheet = { name: 'Liste', columns: [{ header: 'Was', width: 20 }], rows: [['Sicherung']] };
const findings = {
  kommune: 'beispielhain',
  stand: '2026-11-22',
  programmVersion: '0',
  katalog: { id: 'burgward', edition: '2026.1' },
  lauf: null,
  befunde: [],
  checks: [],
};
const warning = {
  ...{ mark: 'beispielhain/WA1/0123456789abcdef', kommune: 'Beispielhain', produkt: 'Mailserver', kennung: null, inhalt: null },
  ...{ zielobjekte: [], gefragt: '2026-11-20', zurueck: '2026-11-24', absender: 'Ines Sorbe' },
};
const entry = { uid: 'a', day: '2026-12-01', summary: 'Nachweis prüfen', description: '' };

describe('the mark stands in', () => {
  it.each<[string, string, string]>([
    ['pages', pageHtml(page), `<p class="vermerk">${mark}</p>`],
    ['printed pages', pageHtml(page), `@top-right { content: "${mark}"`],
    ['pages as Markdown', pageMarkdown(page), `${mark}\n\n# Übergabe`],
    ['packets to fill in', packetHtml(packet, 'antwort.json'), `Fragen zur Informationssicherheit · ${mark}`],
    ['questions about a warning', warningHtml(warning, 'antwort.json'), `drei Fragen · ${mark}`],
    ['SARIF', sarifLog(findings), `"vertraulichkeit": "${mark}"`],
    ['calendars', writeCalendar('fällig', [entry], '2026-11-22'), `X-WR-CALDESC:${mark}`],
    ['every entry of a calendar', writeCalendar('fällig', [entry], '2026-11-22'), 'CLASS:CONFIDENTIAL'],
  ])('%s', (_, text, where) => {
    expect(text).toContain(where);
  });

  it.each<[string, () => Promise<Uint8Array>]>([
    ['tables', () => writeWorkbook([sheet], 'Liste')],
    ['packets', () => packetXlsx(packet)],
  ])('the properties of workbooks: %s', async (_, write) => {
    const { properties } = await readXlsx(await write());
    expect(properties?.category).toBe(mark);
  });

  it('the head of every printed sheet, and not in the catalogue, which is for everybody', async () => {
    const [marked, open] = [await writeWorkbook([sheet], 'x'), await writeWorkbook([sheet], 'x', { confidentiality: null })];
    expect((await readXlsx(marked)).sheets[0]?.headerFooter?.oddHeader).toBe(`&R&B${mark}`);
    expect((await readXlsx(open)).properties?.category).toBeUndefined();
  });
});

it('no file that begins a page or workbook of its own forgets it', () => {
  const folder = fileURLToPath(new URL('../../src/exchange', import.meta.url));
  const makers = readdirSync(folder)
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    .filter(({ text }) => /<!doctype html>|formHead\(|writeXlsx\(|= ical\(|version: '2\.1\.0'/.test(text))
    // The head of forms, which the forms complete.
    .filter(({ name }) => name !== 'form-page.ts');
  expect(makers.length).toBeGreaterThan(6);
  expect(makers.filter(({ text }) => !/notPublic|nicht öffentlich/.test(text)).map(({ name }) => name)).toEqual([]);
});
