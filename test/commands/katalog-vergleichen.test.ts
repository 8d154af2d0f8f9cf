import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

type Comparison = CommandJson['katalog vergleichen'];
const folder = mkdtempSync(join(tmpdir(), 'burgward-vergleich-'));
const older = join(folder, 'alt');
const newer = join(folder, 'neu');
let exported = '';

beforeAll(async () => {
  const minimal = fileURLToPath(new URL('../catalogue/minimal', import.meta.url));
  for (const copy of [older, newer]) cpSync(minimal, copy, { recursive: true });
  const baustein = join(newer, 'bausteine/WEB-01-webauftritt.yaml');
  writeFileSync(baustein, readFileSync(baustein, 'utf8').replace('level: standard', 'level: basis'));
  const { dateien } = await runJson<CommandJson['katalog exportieren']>('katalog exportieren', [
    '--format',
    'json',
    '--ausgabe',
    folder,
  ]);
  exported = dateien[0]?.pfad ?? '';
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says in a sentence what changed between two folders', async () => {
  const result = await runCli(['katalog', 'vergleichen', older, newer]);
  expect(result.exitCode).toBe(0);
  expect(result.stdout).toContain('Anforderungen\n  WEB-01.02 „Zuständigkeit“ gehört jetzt zur Stufe basis statt standard.\n');
  expect(result.stderr).toContain('1 Änderung.');
  const json = await runJson<Comparison>('katalog vergleichen', [older, newer]);
  expect(json.gleich).toBe(false);
  expect(json.aenderungen.map(({ art, gegenstand, id }) => [art, gegenstand, id])).toEqual([['stufe', 'control', 'WEB-01.02']]);
});

it('an exported file is compared with the shipped catalogue', async () => {
  const json = await runJson<Comparison>('katalog vergleichen', [exported]);
  expect(json).toMatchObject({ gleich: true, aenderungen: [] });
  expect(json.alt).toEqual(json.neu);
});

it('two catalogues that share nothing are all new and all gone', async () => {
  const { aenderungen } = await runJson<Comparison>('katalog vergleichen', [exported, older]);
  expect(aenderungen.filter(({ art, gegenstand }) => art === 'entfallen' && gegenstand === 'control').length).toBeGreaterThan(
    100,
  );
});

it.each([
  ['what is not there', 'gibt-es-nicht', 'gibt es nicht'],
  ['a file of another kind', 'package.json', 'kein ausgegebener Katalog'],
  ['a file that is no JSON', 'README.md', 'kein ausgegebener Katalog'],
  ['a folder without catalogue', 'docs', 'Katalog ungültig'],
])('%s is refused with 3', async (_name, path, words) => {
  const result = await runCli(['katalog', 'vergleichen', path]);
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toContain(words);
});
