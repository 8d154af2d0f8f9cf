/** Frameworks that map the requirements of another catalogue: what is accepted, how it is loaded, and what is refused. */
import { expect, test } from 'vitest';
import { lintCatalogue, loadCatalogue } from '../../src/catalogue/load.ts';
import { changedCatalogue, saechsisichg, webBaustein } from './changed-catalogue.ts';

const file = 'frameworks/it-grundschutz-2023.yaml';
const mapping = `id: it-grundschutz-2023
type: mapping
title: IT-Grundschutz-Kompendium
publisher: BSI
edition: Edition 2023
default_kind: EMPF
default_confidence: [V23, S]
generations:
  - { id: alt, title: Edition 2022, until: "2023-01" }
  - { id: neu, title: Edition 2023, from: "2023-02-01" }
items:
  - { id: APP.3.2.A1, ref: APP.3.2.A1, short: Sichere Konfiguration eines Webservers, level: basis, mapped: { controls: [WEB-01.01, WEB-01.02], relation: intersects-with } }
  - id: IND.1.A1
    ref: IND.1.A1
    short: Einbindung in die Sicherheitsorganisation
    level: standard
    kind: KANN
    confidence: [H]
    generations: [neu]
    note: Früher anders gezählt.
    deadline: einmal im Jahr
    excused: Prozesstechnik gehört nicht zur üblichen Verwaltung.
`;

function mappingCatalogue() {
  const catalogue = changedCatalogue();
  catalogue.write(file, mapping);
  return catalogue;
}

test('kind and confidence may stand once, and the title stands for the duty', async () => {
  using catalogue = mappingCatalogue();
  const framework = (await loadCatalogue(catalogue.folder)).frameworks.find(({ id }) => id === 'it-grundschutz-2023');
  expect(framework).toMatchObject({ type: 'mapping', generations: [{ id: 'alt', until: '2023-01' }, { id: 'neu' }] });
  expect(framework).not.toHaveProperty('default_kind');
  expect(framework?.items).toEqual([
    {
      id: 'APP.3.2.A1',
      ref: 'APP.3.2.A1',
      kind: 'EMPF',
      duty: 'Sichere Konfiguration eines Webservers',
      short: 'Sichere Konfiguration eines Webservers',
      confidence: ['V23', 'S'],
      level: 'basis',
      mapped: { controls: ['WEB-01.01', 'WEB-01.02'], relation: 'intersects-with' },
      analogous: false,
      legalMinimum: false,
    },
    expect.objectContaining({
      kind: 'KANN',
      confidence: ['H'],
      generations: ['neu'],
      note: 'Früher anders gezählt.',
      deadline: 'einmal im Jahr',
    }),
  ]);
});

test('without a type a framework holds duties', async () => {
  using catalogue = changedCatalogue();
  expect((await loadCatalogue(catalogue.folder)).frameworks.map(({ type }) => type)).toEqual(['duties']);
});

test.for<[string, string, string, string, RegExp]>([
  [
    'mapped and excused',
    'excused: Pro',
    'mapped: { controls: [WEB-01.01], relation: equal-to }\n    excused: Pro',
    'items.1.excused',
    /genau eines.*mapped und excused/,
  ],
  [
    'neither',
    '    excused: Prozesstechnik gehört nicht zur üblichen Verwaltung.\n',
    '',
    'items.1',
    /gefunden keines \(IND\.1\.A1\)/,
  ],
  ['unknown control', 'WEB-01.02]', 'WEB-01.77]', 'items.0.mapped.controls.1', /„WEB-01\.77“ gibt es nicht/],
  ['control twice', 'WEB-01.02]', 'WEB-01.01]', 'items.0.mapped.controls.1', /zweimal/],
  ['no control', '[WEB-01.01, WEB-01.02]', '[]', 'items.0.mapped.controls', /Liste ist leer/],
  ['unknown relation', 'intersects-with', 'ungefaehr', 'items.0.mapped.relation', /intersects-with, gefunden „ungefaehr“/],
  ['unknown level', 'level: basis', 'level: hoch', 'items.0.level', /basis, standard oder erhoeht/],
  ['level of a law', 'type: mapping', 'type: duties', 'items.0.level', /nur in Rahmenwerken mit type: mapping/],
  ['duty missing in a law', 'type: mapping', 'type: duties', 'items.0.duty', /fehlt/],
  ['no title', ', short: Sichere Konfiguration eines Webservers', '', 'items.0.short', /APP\.3\.2\.A1/],
  ['no kind at all', 'default_kind: EMPF\n', '', 'items.0.kind', /APP\.3\.2\.A1/],
  ['unknown generation', 'generations: [neu]', 'generations: [kuenftig]', 'items.1.generations.0', /vorhanden: alt, neu/],
  ['generation twice', 'id: neu, title', 'id: alt, title', 'generations.1.id', /gibt es schon/],
  ['generation with a date that is none', '"2023-02-01"', 'Februar', 'generations.1.from', /Jahr, Monat oder Tag/],
])('refused: %s', async ([, from, to, field, text]) => {
  using catalogue = mappingCatalogue();
  catalogue.replace(file, from, to);
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toContainEqual({ file, line: expect.any(Number), field, text: expect.stringMatching(text) });
});

test('a retired control stands for no requirement', async () => {
  using catalogue = mappingCatalogue();
  catalogue.replace(webBaustein, 'review_after: P1Y', 'retired: { in: "2026.1", reason: Entfallen }\n    review_after: P1Y');
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toContainEqual(
    expect.objectContaining({ file, field: 'items.0.mapped.controls.0', text: 'Die Anforderung WEB-01.01 ist zurückgezogen.' }),
  );
});

test('the title of a requirement is quoted with its jargon; what we write ourselves is not, and umlauts are written in both', async () => {
  using catalogue = mappingCatalogue();
  catalogue.replace(file, 'short: Einbindung in', 'short: Compliance und Monitoring für');
  expect((await lintCatalogue(catalogue.folder)).probleme).toEqual([]);
  catalogue.replace(file, 'note: Früher', 'note: Teil der Compliance, früher');
  catalogue.replace(file, 'Monitoring für', 'Monitoring fuer');
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme.map(({ field, text }) => [field, text])).toEqual([
    ['items.1.short', '„fuer“ mit Umlaut oder ß schreiben.'],
    ['items.1.note', expect.stringContaining('„Compliance“: auf Deutsch schreiben')],
  ]);
});

test('a title in a table of our own is ours', async () => {
  const table =
    'source: BSI\nedition: "2023"\nverified: true\nentries:\n  - { id: ORP.5, title: Compliance Management, when: immer }\n';
  using catalogue = changedCatalogue();
  catalogue.write('tables/bausteine.yaml', table);
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toEqual([expect.objectContaining({ file: 'tables/bausteine.yaml', field: 'entries.0.title' })]);
});

test('in a law the short form is ours and written without jargon', async () => {
  using catalogue = changedCatalogue();
  catalogue.replace(saechsisichg, 'short: ', 'short: Compliance und ');
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toEqual([expect.objectContaining({ file: saechsisichg, field: 'items.0.short' })]);
});
