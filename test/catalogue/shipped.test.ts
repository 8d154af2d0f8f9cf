import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { beforeAll, expect, test } from 'vitest';
import { lintCatalogue, loadCatalogue } from '../../src/catalogue/load.ts';
import { knownChecks } from '../../src/checks/registry.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { periodOfItem } from '../../src/domain/framework-item.ts';
import { searchControls } from '../../src/usecases/search-controls.ts';
import { hashOf, readHashes, shinglesOf } from './shingles.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const controlsFolder = path.join(root, 'controls');
/** Hashes of what the BSI published as OSCAL, made by scripts/bsi-shingles.mjs: the comparison needs no other data. */
const bsiHashes = new Set(readHashes(readFileSync(new URL('bsi-shingles.bin', import.meta.url))));

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

test('every duty of the Act with a last day is one of the legal minimum, from which the region counts what is overdue', () => {
  const timed = itemsOf('saechsisichg').filter((item) => periodOfItem(item) !== undefined);
  expect(timed.map(({ id, legalMinimum }) => [id, legalMinimum])).toEqual([['S-12', true]]);
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

test('a condition counts as another network’s only where its mark says so; what we propose stands apart', () => {
  const items = itemsOf('kdn');
  expect(items.filter(({ analogous }) => analogous)).toEqual(items.filter(({ confidence }) => confidence.includes('A')));
  const proposed = items.filter(({ confidence }) => confidence.every((mark) => mark === 'H'));
  expect(proposed.map(({ id }) => id)).toEqual(['K-19', 'K-21', 'K-22', 'K-23', 'K-27', 'K-28']);
  expect(proposed.filter(({ ref }) => !ref.startsWith('Eigener Vorschlag'))).toEqual([]);
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
  expect(takenFrom(bsiHashes, ownTexts(catalogue))).toEqual([]);
});

test('the comparison has something to compare with, and notices a sentence that was taken over', () => {
  expect(bsiHashes.size).toBeGreaterThan(80_000);
  expect(ownTexts(catalogue).flatMap(({ text }) => shinglesOf(text)).length).toBeGreaterThan(20_000);
  const theirs = 'Die Institution hat einen Plan, wie sie nach einem Brand im Rathaus weiterarbeitet.';
  const hashes = new Set(shinglesOf(theirs).map(hashOf));
  const [first, ...others] = catalogue.controls;
  if (first === undefined) throw new Error('no control');
  const copied = `Wir wissen: ${theirs.replace('Plan,', 'PLAN –')}`;
  const changed = { ...catalogue, controls: [{ ...first, help: copied }, ...others] };
  expect(takenFrom(hashes, ownTexts(changed))).toContain(`${first.id}: die institution hat einen plan wie sie nach`);
  expect(takenFrom(hashes, ownTexts(catalogue))).toEqual([]);
});

test('the JSON schemas for editors accept every shipped file and refuse a field of another name', () => {
  const ajv = new Ajv2020({ strict: false });
  const files = readdirSync(controlsFolder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  expect(files.length).toBeGreaterThan(60);
  for (const file of files) {
    const schema = path.join(root, 'docs/json', `katalogdatei-${schemaNameOf(file)}.schema.json`);
    // Tables the program does not read itself have no shape of their own.
    if (!existsSync(schema)) {
      expect(file).toMatch(/^tables\//);
      continue;
    }
    const validate = ajv.getSchema(schema) ?? ajv.compile({ ...JSON.parse(readFileSync(schema, 'utf8')), $id: schema });
    const content = load(readFileSync(path.join(controlsFolder, file), 'utf8')) as object;
    expect(validate(content), `${file}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    expect(validate({ ...content, unbekannt: 1 }), file).toBe(false);
    expect(validate(Object.fromEntries(Object.entries(content).slice(1))), file).toBe(false);
  }
});

test('every shipped file with a schema tells editors where it is', () => {
  const files = readdirSync(controlsFolder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  for (const file of files) {
    const schema = path.join(root, 'docs/json', `katalogdatei-${schemaNameOf(file)}.schema.json`);
    if (!existsSync(schema)) continue;
    const [first] = readFileSync(path.join(controlsFolder, file), 'utf8').split('\n');
    const named = /^# yaml-language-server: \$schema=(.+)$/.exec(first ?? '')?.[1] ?? '';
    expect(path.resolve(path.dirname(path.join(controlsFolder, file)), named), file).toBe(schema);
  }
});

function itemsOf(framework: string) {
  return catalogue.frameworks.find(({ id }) => id === framework)?.items ?? [];
}

/** `S-01` … `S-41` */
function numbered(prefix: string, count: number, digits = 2): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(digits, '0')}`);
}

const kindOfFolder: Readonly<Record<string, string>> = {
  bausteine: 'baustein',
  checks: 'check',
  frameworks: 'framework',
  profiles: 'profile',
};

/** `bausteine/X.yaml` → `baustein`, `tables/x.yaml` → `table-x`, `catalogue.yaml` → `catalogue` */
function schemaNameOf(file: string): string {
  const [folder, name] = file.split('/');
  if (name === undefined) return path.basename(file, '.yaml');
  return folder === 'tables' ? `table-${path.basename(name, '.yaml')}` : (kindOfFolder[folder ?? ''] ?? '');
}

interface OwnText {
  where: string;
  text: string;
}

/** What we wrote ourselves; the titles of other catalogues are quoted and left out. */
function ownTexts({ controls, bausteine, checks, frameworks, vocabulary }: Catalogue): OwnText[] {
  const at = (where: string, texts: readonly (string | undefined)[]) =>
    texts.flatMap((text) => (text === undefined ? [] : [{ where, text }]));
  return [
    ...controls.flatMap(({ id, title, requirement, question, rationale, help, consequence, evidence }) =>
      at(id, [title, requirement, question, rationale, help, consequence, ...evidence]),
    ),
    ...bausteine.flatMap(({ id, title, purpose }) => at(id, [title, purpose])),
    ...checks.flatMap(({ id, title, question, remedy, footprint, messages }) =>
      at(id, [title, question, remedy, footprint, messages.met, messages.notMet, messages.phaseOut, messages.undetermined]),
    ),
    ...frameworks.flatMap(({ id, type, items }) =>
      items.flatMap((item) =>
        at(`${id} ${item.id}`, [
          ...(type === 'mapping' ? [] : [item.duty, item.short]),
          item.excused,
          item.notDemanded,
          item.evidence,
          item.note,
        ]),
      ),
    ),
    ...vocabulary.topics.flatMap(({ id, definition }) => at(id, [definition])),
    ...vocabulary.roles.flatMap(({ id, definition }) => at(id, [definition])),
    ...vocabulary.merkmale.flatMap(({ id, definition, question }) => at(id, [definition, question])),
  ];
}

function takenFrom(hashes: ReadonlySet<string>, texts: readonly OwnText[]): string[] {
  return texts.flatMap(({ where, text }) =>
    shinglesOf(text)
      .filter((shingle) => hashes.has(hashOf(shingle)))
      .map((shingle) => `${where}: ${shingle}`),
  );
}
