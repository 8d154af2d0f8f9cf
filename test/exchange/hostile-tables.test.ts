/** Tables that mean harm or were meant for something else: refused in a sentence, quickly, without filling the memory. */
import { expect, it } from 'vitest';
import { ForeignFileError, InvalidDataError } from '../../src/errors.ts';
import { readCsv } from '../../src/exchange/csv.ts';
import { maxRows } from '../../src/exchange/sheet.ts';
import { readFirstSheet } from '../../src/exchange/spreadsheet.ts';
import { row, workbook } from './hostile-workbook.ts';

const header = row(1, ['id', 'pflicht', 'controls']);
const megabytes = 1024 * 1024;

it('reads what it is built from', async () => {
  const bytes = workbook(header + row(2, ['A-1', 'Melden.', 'KDN-01.10']));
  expect(await readFirstSheet(bytes, 'a.xlsx')).toEqual([
    ['id', 'pflicht', 'controls'],
    ['A-1', 'Melden.', 'KDN-01.10'],
  ]);
});

it.each<[string, number | undefined]>([
  ['says how large it gets', undefined],
  ['lies about how large it gets', 1000],
])('a workbook that unpacks to hundreds of megabytes and %s is refused before it is read', async (_name, claimedBytes) => {
  const blanks = Buffer.alloc(300 * megabytes, ' ');
  const bytes = workbook(blanks, claimedBytes === undefined ? {} : { claimedBytes });
  expect(bytes.length).toBeLessThan(megabytes);
  const before = process.memoryUsage().rss;
  await expect(readFirstSheet(bytes, 'a.xlsx')).rejects.toThrow(/a\.xlsx würde entpackt viel zu groß/);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * megabytes);
});

it('a single cell in the far corner does not make a sheet of billions of cells', async () => {
  const corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
  const started = performance.now();
  const rows = await readFirstSheet(workbook(header + corner), 'a.xlsx').catch((error: unknown) => error);
  expect(performance.now() - started).toBeLessThan(5000);
  if (rows instanceof Error) expect(rows).toBeInstanceOf(ForeignFileError);
  else expect(rows).toEqual([['id', 'pflicht', 'controls']]);
});

it('more rows than anybody fills in are refused, in a workbook and in a CSV file', async () => {
  const filled = (count: number) => Array.from({ length: count }, (_, index) => row(index + 2, ['A', 'B', 'C'])).join('');
  expect(await readFirstSheet(workbook(header + filled(maxRows)), 'a.xlsx')).toHaveLength(maxRows + 1);
  await expect(readFirstSheet(workbook(header + filled(maxRows + 1)), 'a.xlsx')).rejects.toThrow(InvalidDataError);
  const csv = (count: number) => Buffer.from(`id;pflicht;controls\n${'A;B;C\n'.repeat(count)}`);
  expect(readCsv(csv(maxRows), 'a.csv')).toHaveLength(maxRows + 1);
  expect(() => readCsv(csv(maxRows + 1), 'a.csv')).toThrow(/a\.csv hat mehr als 10\.000 Zeilen/);
  expect(() => readCsv(csv(1_500_000), 'a.csv')).toThrow(InvalidDataError);
});

it('a formula counts with its stored value, one without a value is empty, and none is carried on', async () => {
  const cells = [
    'A-1',
    '<c r="B2" t="str"><f>HYPERLINK("http://example.org","Melden")</f><v>Melden.</v></c>',
    '<c r="C2"><f>A1</f></c>',
  ];
  const rows = await readFirstSheet(workbook(header + row(2, cells)), 'a.xlsx');
  expect(rows[1]?.slice(0, 2)).toEqual(['A-1', 'Melden.']);
  expect(rows[1]?.[2] ?? '').toBe('');
});

it('entities are not unfolded', async () => {
  const doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  const rows = await readFirstSheet(workbook(`${doctype}${header}${row(2, ['A-1', '&b;', 'x'])}`), 'a.xlsx').catch(() => []);
  expect(rows.flat().join()).not.toContain('aaaaaaaaaa');
});

it.each([
  ['nothing', ''],
  ['half a workbook', workbook(header).subarray(0, 400)],
  ['an archive of something else', 'PK\u0003\u0004 kein Verzeichnis'],
])('%s is no workbook', async (_name, bytes) => {
  await expect(readFirstSheet(Buffer.from(bytes), 'a.xlsx')).rejects.toThrow(ForeignFileError);
});
