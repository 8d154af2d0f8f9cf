import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { lintCatalogue, loadCatalogue } from '../../src/catalogue/load.ts';
import { knownChecks } from '../../src/checks/registry.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { searchControls } from '../../src/usecases/search-controls.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const controlsFolder = path.join(root, 'controls');

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue(controlsFolder, knownChecks);
});

test('the shipped catalogue has no problems', async () => {
  expect((await lintCatalogue(controlsFolder, knownChecks)).probleme).toEqual([]);
});

test('it covers at least 320 requirements over all 19 entry topics', () => {
  expect(catalogue.controls.length).toBeGreaterThanOrEqual(320);
  expect(new Set(catalogue.controls.map(({ topic }) => topic)).size).toBeGreaterThanOrEqual(19);
  expect(catalogue.vocabulary.topics.filter(({ group }) => group === 'einstieg')).toHaveLength(19);
});

test('the profiles of the command line exist, sofort with thirty requirements', () => {
  expect(catalogue.profiles.map(({ id }) => id)).toEqual(expect.arrayContaining(['sofort', 'einstieg', 'basis', 'standard']));
  expect(catalogue.profiles.find(({ id }) => id === 'sofort')?.controls).toHaveLength(30);
});

test('every duty of the Act is there: S-01 to S-41 and the seven points it does not demand', () => {
  const items = itemsOf('saechsisichg');
  expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([...numbered('S-', 41), ...numbered('S-N', 7, 1)]));
  expect(items.filter(({ notDemanded }) => notDemanded !== undefined).map(({ id }) => id)).toEqual(
    expect.arrayContaining(numbered('S-N', 7, 1)),
  );
});

test('the legal minimum of the mayor is S-06 to S-12 and S-35 to S-37', () => {
  const minimum = itemsOf('saechsisichg').filter(({ legalMinimum }) => legalMinimum);
  expect(minimum.map(({ id }) => id).sort()).toEqual([
    'S-06',
    'S-07',
    'S-08',
    'S-09',
    'S-10',
    'S-11',
    'S-12',
    'S-35',
    'S-36',
    'S-37',
  ]);
});

test('the conditions of the KDN are there, K-01 to K-28, with a banner where rows are analogous', () => {
  expect(itemsOf('kdn').map(({ id }) => id)).toEqual(expect.arrayContaining(numbered('K-', 28)));
  const kdn = catalogue.frameworks.find(({ id }) => id === 'kdn');
  expect(kdn?.items.some(({ analogous }) => analogous) && kdn.banner === undefined).toBe(false);
});

test('every group of synonyms leads to a control, whichever of its words is typed', () => {
  const { groups } = catalogue.tables['synonyme'] as { groups: string[][] };
  const words = groups.flat();
  expect(words.length).toBeGreaterThan(100);
  expect(words.filter((word) => searchControls(catalogue, word, {}).length === 0)).toEqual([]);
});

test('every effort class of a control has its band in days', () => {
  const bands = new Set(catalogue.vocabulary.efforts.map(({ effort }) => effort));
  expect(catalogue.controls.filter(({ effort }) => !bands.has(effort))).toEqual([]);
});

test('no eight words in a row are taken from the texts of the BSI', () => {
  const theirs = new Set(comparisonTexts().flatMap(shinglesOf));
  if (theirs.size === 0) console.warn('Wörtliche Übernahmen: geprüft ohne Vergleichsdaten (../shared/data/oscal fehlt).');
  const taken = ownTexts().flatMap(({ where, text }) =>
    shinglesOf(text)
      .filter((shingle) => theirs.has(shingle))
      .map((shingle) => `${where}: ${shingle}`),
  );
  expect(taken).toEqual([]);
});

function itemsOf(framework: string) {
  return catalogue.frameworks.find(({ id }) => id === framework)?.items ?? [];
}

/** `S-01` … `S-41` */
function numbered(prefix: string, count: number, digits = 2): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(digits, '0')}`);
}

function ownTexts(): { where: string; text: string }[] {
  const controls = catalogue.controls.flatMap(({ id, requirement, question, rationale, help, consequence }) =>
    [requirement, question, rationale, help, consequence].map((text) => ({ where: id, text })),
  );
  const bausteine = catalogue.bausteine.map(({ id, purpose }) => ({ where: id, text: purpose }));
  const checks = catalogue.checks.flatMap(({ id, question, remedy }) => [question, remedy].map((text) => ({ where: id, text })));
  return [...controls, ...bausteine, ...checks];
}

/** Published machine-readable texts beside the checkout, where they are at hand. */
function comparisonTexts(): string[] {
  const folder = path.join(root, '../shared/data/oscal');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => proseIn(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))));
}

function proseIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(proseIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (key === 'prose' && typeof each === 'string' ? [each] : proseIn(each)));
}

function shinglesOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, Math.max(0, words.length - 7)).map((_, index) => words.slice(index, index + 8).join(' '));
}
