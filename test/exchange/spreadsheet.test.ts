import { readXlsx } from 'hucre/xlsx';
import { expect, it } from 'vitest';
import { ForeignFileError } from '../../src/errors.ts';
import { writeCsv } from '../../src/exchange/csv.ts';
import type { Sheet } from '../../src/exchange/sheet.ts';
import { readFirstSheet, writeWorkbook } from '../../src/exchange/spreadsheet.ts';

const sheet: Sheet = {
  name: 'Prüfung',
  columns: [
    { header: 'Name', width: 20 },
    { header: 'Wert', width: 10 },
  ],
  rows: [
    ['=HYPERLINK("http://example.org";"hier")', 1],
    ['+49 351 1', null],
    ['@SUMME(A1)', -5],
    ['zwei\nZeilen; mit "Anführung"\u0007', 0],
  ],
};

it('a workbook keeps text as text, freezes and filters its header', async () => {
  const bytes = await writeWorkbook([sheet], 'Titel');
  const book = await readXlsx(bytes, { readStyles: true });
  const [read] = book.sheets;
  expect(read?.name).toBe('Prüfung');
  expect(read?.rows).toEqual([
    ['Name', 'Wert'],
    ['=HYPERLINK("http://example.org";"hier")', 1],
    ['+49 351 1', null],
    ['@SUMME(A1)', -5],
    ['zwei\nZeilen; mit "Anführung"', 0],
  ]);
  expect([...(read?.cells?.values() ?? [])].some((cell) => cell.formula !== undefined)).toBe(false);
  expect(read?.freezePane).toMatchObject({ rows: 1 });
  expect(read?.autoFilter?.range).toBe('A1:B5');
});

it('the same content gives the same bytes, whatever the clock says', async () => {
  const first = await writeWorkbook([sheet], 'Titel');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(Buffer.from(await writeWorkbook([sheet], 'Titel')).equals(Buffer.from(first))).toBe(true);
});

it('a wide sheet filters all of its columns', async () => {
  const columns = Array.from({ length: 28 }, (_, index) => ({ header: `Spalte ${index}`, width: 5 }));
  const { sheets } = await readXlsx(await writeWorkbook([{ name: 'Breit', columns, rows: [] }], ''));
  expect(sheets[0]?.autoFilter?.range).toBe('A1:AB1');
});

it('a CSV file opens in a German spreadsheet and runs no formula', () => {
  const text = writeCsv(sheet);
  expect(text.startsWith('\ufeffName;Wert\r\n')).toBe(true);
  expect(text).toContain(`"'=HYPERLINK(""http://example.org"";""hier"")";1\r\n`);
  expect(text).toContain(`'+49 351 1;\r\n`);
  expect(text).toContain(`'@SUMME(A1);`);
});

it('reads the first sheet as text and refuses what is no workbook', async () => {
  const bytes = await writeWorkbook([sheet], '');
  expect((await readFirstSheet(bytes, 'a.xlsx'))[1]).toEqual(['=HYPERLINK("http://example.org";"hier")', '1']);
  await expect(readFirstSheet(new TextEncoder().encode('kein Zip'), 'a.xlsx')).rejects.toThrow(ForeignFileError);
});
