import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, expect, it } from 'vitest';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

type Written = CommandJson['katalog exportieren'];
const folder = mkdtempSync(join(tmpdir(), 'burgward-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function exported(format: string): Promise<Written['dateien']> {
  const { dateien } = await runJson<Written>('katalog exportieren', [
    '--format',
    format,
    '--ausgabe',
    join(folder, 'neu', format),
  ]);
  return dateien;
}

it('the workbook holds every control with German headers, twice the same bytes', async () => {
  const [file] = await exported('xlsx');
  const [again] = await exported('xlsx');
  expect(again?.sha256).toBe(file?.sha256);
  const { sheets } = await readXlsx(readFileSync(file?.pfad ?? ''));
  expect(sheets.map(({ name }) => name)).toEqual(['Katalog', 'Anforderungen', 'Rahmenwerke', 'Profile', 'Netzprüfungen']);
  const controls = sheets.find(({ name }) => name === 'Anforderungen')?.rows ?? [];
  expect(controls[0]).toEqual(expect.arrayContaining(['Nr.', 'Anforderung', 'Frage', 'Zuständig']));
  const listed = await runJson<CommandJson['katalog liste']>('katalog liste', []);
  expect(controls.slice(1).map(([id]) => id)).toEqual(expect.arrayContaining(listed.map(({ id }) => id)));
});

it('the CSV files hold the same tables', async () => {
  const files = await exported('csv');
  expect(files.map(({ pfad }) => basename(pfad).replace(/^.*-(?=[a-z]+\.csv$)/, ''))).toEqual([
    'katalog.csv',
    'anforderungen.csv',
    'rahmenwerke.csv',
    'profile.csv',
    'netzpruefungen.csv',
  ]);
  const controls = files.find(({ pfad }) => pfad.endsWith('-anforderungen.csv'))?.pfad ?? '';
  const rows = parse<Record<string, string>>(readFileSync(controls), { columns: true, bom: true, delimiter: ';' });
  expect(rows.find((row) => row['Nr.'] === 'BAK-01.02')?.['Frage']).toMatch(/\?$/);
});

it('the JSON is the whole catalogue, the Markdown a text with every control', async () => {
  const [json] = await exported('json');
  const catalogue = JSON.parse(readFileSync(json?.pfad ?? '', 'utf8')) as Catalogue;
  const [markdown] = await exported('md');
  const text = readFileSync(markdown?.pfad ?? '', 'utf8');
  expect(catalogue.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(catalogue.controls.filter(({ id }) => !text.includes(`### ${id} `))).toEqual([]);
});

it('prints where the files are; a folder that cannot be written ends with 4', async () => {
  const fine = await runCli(['katalog', 'exportieren', '--format', 'md', '--ausgabe', folder]);
  expect(fine).toMatchObject({ exitCode: 0, stderr: '' });
  expect(fine.stdout.trim()).toMatch(/\.md$/);
  const refused = await runCli(['katalog', 'exportieren', '--ausgabe', join(folder, 'neu', 'md', basename(fine.stdout.trim()))]);
  expect(refused.exitCode).toBe(4);
  expect(refused.stderr).toContain('lässt sich nicht schreiben');
});

it('another format is refused with the formats there are', async () => {
  const result = await runCli(['katalog', 'exportieren', '--format', 'docx']);
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain('xlsx');
});
