/** What the change log says of the catalogue is true of the catalogue that lies beside it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shippedCatalogue } from '../shipped-catalogue.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const catalogue = await shippedCatalogue();
const { version } = JSON.parse(read('package.json')) as { version: string };
const releases = read('CHANGELOG.md').split(/^## /m).slice(1);

/** The text below `### Programm` or `### Katalog` of a release, without the heading. */
function listOf(release: string, heading: 'Programm' | 'Katalog'): string {
  return release.split(/^### /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

test('the newest release is this one and tells of program and catalogue apart', () => {
  const [newest = ''] = releases;
  expect(newest.split('\n', 1)[0]).toContain(version);
  expect(listOf(newest, 'Programm')).toContain('* ');
  expect(listOf(newest, 'Katalog')).toContain('* ');
});

test('the edition of the catalogue is the newest the change log names', () => {
  const named = releases.flatMap((release) => /Ausgabe (\d{4}\.\d+)/.exec(listOf(release, 'Katalog'))?.[1] ?? []);
  expect(named[0]).toBe(catalogue.edition);
});

test('every edition a control came with or was retired in is told', () => {
  const editions = new Set(catalogue.controls.flatMap(({ since, retired }) => [since, ...(retired ? [retired.in] : [])]));
  const told = releases.map((release) => listOf(release, 'Katalog')).join('\n');
  expect([...editions].filter((edition) => !told.includes(`Ausgabe ${edition}`))).toEqual([]);
});

test('the numbers of the edition are counted, not remembered', () => {
  const live = catalogue.controls.filter(({ retired }) => retired === undefined);
  const level = (wanted: string) => live.filter((control) => control.level === wanted).length;
  const sentence = `${catalogue.bausteine.length} Bausteine mit ${live.length} Controls: ${level('basis')} der Stufe basis, ${level('standard')} standard, ${level('erhoeht')} erhöht.`;
  const told = listOf(releases[0] ?? '', 'Katalog').replaceAll(/\s+/g, ' ');
  expect(told).toContain(sentence);
  expect(told).toContain(`${catalogue.checks.length} Netzprüfungen`);
  expect(told).toContain(`${catalogue.frameworks.length} Rahmenwerke`);
  expect(told).toContain(`${catalogue.profiles.length} Profile`);
  for (const { id, controls } of catalogue.profiles) expect(told).toMatch(new RegExp(`\`${id}\` \\(${controls.length}[ )]`));
});

test('the attribution names the edition', () => {
  expect(read('NOTICE')).toContain(`Ausgabe ${catalogue.edition},`);
});
