/** What a Kommune adds: what it may not hold is named instead of being left out, and a whole edition is not taken for an addition. */
import { mkdirSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { lintSupplement } from '../../src/catalogue/supplement.ts';
import { changedCatalogue } from './changed-catalogue.ts';

const framework = `id: tierpark
title: Satzung
publisher: Beispielhain
edition: "1"
items:
  - { id: T-1, ref: § 1, kind: MUSS, duty: Kassen stehen getrennt., short: Kassen, confidence: [V], answered_by: { control: WEB-01.01 } }
`;
const meta = 'id: eigen\ntitle: Eigenes\nedition: "2026.1"\nlicence: eigen\nsources_used: [Satzung]\n';

test('profiles, tables, checks and a vocabulary are refused by name, not left out in silence', async () => {
  using base = changedCatalogue();
  using own = changedCatalogue();
  for (const folder of ['bausteine', 'frameworks']) rmSync(own.at(folder), { recursive: true });
  mkdirSync(own.at('frameworks'));
  own.write('catalogue.yaml', meta);
  own.write('frameworks/tierpark.yaml', framework);
  const { probleme } = await lintSupplement(own.folder, await loadCatalogue(base.folder));
  const refused = probleme.filter(({ text }) => /lassen sich nicht ergänzen|Wortlisten/.test(text)).map(({ file }) => file);
  expect(refused).toEqual([
    'checks/tls-protocol-version.yaml',
    'profiles/basis.yaml',
    'tables/exposed-services.yaml',
    'vocabulary.yaml',
  ]);
  for (const kind of ['checks', 'profiles', 'tables', 'vocabulary.yaml']) rmSync(own.at(kind), { recursive: true });
  expect((await lintSupplement(own.folder, await loadCatalogue(base.folder))).probleme).toEqual([]);
  rmSync(own.at('frameworks'), { recursive: true });
  const { probleme: empty } = await lintSupplement(own.folder, await loadCatalogue(base.folder));
  expect(empty.map(({ text }) => text)).toEqual(['Die Ergänzung enthält weder Baustein noch Rahmenwerk.']);
});

test('an edition of the shipped catalogue without its vocabulary gets one sentence, not one per id', async () => {
  using base = changedCatalogue();
  using copy = changedCatalogue();
  rmSync(copy.at('vocabulary.yaml'));
  const { probleme } = await lintSupplement(copy.folder, await loadCatalogue(base.folder));
  expect(probleme).toEqual([
    { file: 'catalogue.yaml', line: 1, field: 'id', text: expect.stringContaining('So heißt der mitgelieferte Katalog') },
  ]);
});
