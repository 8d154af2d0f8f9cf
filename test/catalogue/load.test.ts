import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { compileCatalogue } from '../../src/catalogue/compile.ts';
import { readCompiledCatalogue } from '../../src/catalogue/compiled.ts';
import { lintCatalogue, loadCatalogue } from '../../src/catalogue/load.ts';
import { catalogueJsonSchemas } from '../../src/catalogue/schema.ts';
import { CatalogueError, ForeignFileError, InvalidDataError, NotFoundError } from '../../src/errors.ts';
import { changedCatalogue, saechsisichg, tlsCheck, webBaustein } from './changed-catalogue.ts';

test('loads files as the program sees them, with defaults', async () => {
  using minimal = changedCatalogue();
  const catalogue = await loadCatalogue(minimal.folder);

  expect(catalogue).toMatchObject({
    id: 'beispielhain-minimal',
    edition: '2026.1',
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(catalogue.bausteine[0]?.controls).toEqual(['WEB-01.01', 'WEB-01.02']);
  expect(catalogue.controls[1]).toMatchObject({
    baustein: 'WEB-01',
    topic: 'webserver',
    zielobjektTypes: ['webserver'],
    checks: [],
    reviewAfter: 'P2Y',
  });
  expect(catalogue.checks[0]?.messages).toEqual({
    met: 'Angeboten werden nur {offered}.',
    notMet: 'Zusätzlich angeboten wird {rejected}.',
    undetermined: 'Nicht ermittelt ({reason}).',
  });
  const [told, right, stateOnly] = catalogue.frameworks[0]?.items ?? [];
  expect(told).toMatchObject({
    legalMinimum: true,
    analogous: false,
    answeredBy: {
      all: [{ control: 'WEB-01.02' }, { fact: 'rolle.bfis.gemeldet', within: { of: 'rolle.bfis.bestellt', duration: 'P1M' } }],
    },
  });
  expect(right).toMatchObject({ legalMinimum: false, excused: 'Ein Recht und keine Pflicht.' });
  expect(stateOnly).toEqual({
    id: 'S-N3',
    ref: '§ 9',
    kind: 'OHNE',
    duty: 'Richtet sich nur an staatliche Stellen.',
    short: 'Richtet sich nur an staatliche Stellen.',
    confidence: [],
    notDemanded: 'Richtet sich nur an staatliche Stellen.',
    analogous: false,
    legalMinimum: false,
  });
  expect(catalogue.profiles[0]?.controls).toEqual(['WEB-01.01', 'WEB-01.02']);
  expect(catalogue.vocabulary.efforts[0]).toEqual({ effort: 0, daysFrom: 0, daysTo: 0.5, title: 'unter einem halben Tag' });
  expect(catalogue.tables['exposed-services']).toMatchObject({ entries: [{ ports: [23, 2323] }] });
});

test('the hash follows the content, not the order of fields or comments', async () => {
  using minimal = changedCatalogue();
  const { hash } = await loadCatalogue(minimal.folder);
  minimal.replace('catalogue.yaml', 'licence: CC-BY-4.0\n', '');
  minimal.replace('catalogue.yaml', 'title:', '# Kommentar\nlicence: CC-BY-4.0\ntitle:');
  expect((await loadCatalogue(minimal.folder)).hash).toBe(hash);
  minimal.replace(tlsCheck, 'severity: hoch', 'severity: mittel');
  expect((await loadCatalogue(minimal.folder)).hash).not.toBe(hash);
});

test('all problems of all files are reported at once, in order', async () => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, 'effort: 1', 'effort: 9');
  catalogue.replace(webBaustein, 'effect: 2', 'effect: 0');
  catalogue.replace(tlsCheck, 'severity: hoch', 'severity: arg');
  catalogue.write('tables/exposed-services.yaml', 'a: [\n');
  const error = await loadCatalogue(catalogue.folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CatalogueError);
  const { problems, message } = error as CatalogueError;
  expect(problems.map(({ file }) => file)).toEqual([webBaustein, webBaustein, tlsCheck, 'tables/exposed-services.yaml']);
  expect(message).toContain('4 Probleme');
  expect(message).toContain(
    `${webBaustein}, Zeile ${catalogue.lineOf(webBaustein, 'effort: 9')}, controls.0.effort: Der Wert 9 ist zu groß (höchstens 5).`,
  );
});

const bomb = `a: &a [1, 1]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*a, *a]`).join('\n')}\n`;

test.for<[string, string | Buffer, number, RegExp]>([
  ['tab', 'id: basis\ncontrols:\n\t- 1\n', 3, /Tabulator/],
  ['key twice', 'id: basis\ntitle: A\nid: zwei\n', 3, /zweites Mal/],
  ['alias bomb', bomb, 2, /ausschreiben/],
  ['not UTF-8', Buffer.from('id: basis\ntitle: Pr\xfcfung\n', 'latin1'), 2, /UTF-8/],
  ['5 MB', `# ${'x'.repeat(5 * 1024 * 1024)}\n`, 1, /größer als 1 MB/],
  ['empty', '', 1, /leer/],
  ['comment only', '# nichts\n', 1, /leer/],
  ['two documents', '--- { id: basis }\n--- { id: zwei }\n', 1, /ein Dokument/],
  ['open bracket', 'id: basis\ncontrols: [\n', 3, /Klammer|Einrückung/],
  ['open quote', 'id: basis\ntitle: "Basis\nnote: x\n', 3, /Anführungszeichen|Einrückung/],
  ['colon in text', 'id: basis\ntitle: Basis: das Nötigste\n', 2, /Anführungszeichen/],
  ['own type', 'id: !geheim basis\n', 1, /Typangaben/],
  ['null byte', 'id: basis\ntitle: a\u0000b\n', 2, /Steuerzeichen/],
  ['deep nesting', `a: ${'['.repeat(200)}${']'.repeat(200)}\n`, 1, /verschachtelt/],
  ['list instead of fields', '- id: basis\n', 1, /Gruppe von Feldern/],
  ['a word', 'basis\n', 1, /Gruppe von Feldern/],
])('broken file: %s', async ([, content, line, text]) => {
  using catalogue = changedCatalogue();
  catalogue.write('profiles/basis.yaml', content);
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toContainEqual({
    file: 'profiles/basis.yaml',
    line,
    field: expect.any(String),
    text: expect.stringMatching(text),
  });
});

test('field names that JavaScript knows are just unknown fields', async () => {
  using catalogue = changedCatalogue();
  catalogue.replace('profiles/basis.yaml', 'id: basis', '__proto__: { id: basis }\nconstructor: x\nid: basis');
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme.map(({ field, line }) => [field, line])).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ]);
});

test('a symbolic link is refused, as file and as folder', async () => {
  using catalogue = changedCatalogue();
  symlinkSync('/etc/hostname', catalogue.at('profiles/fremd.yaml'));
  renameSync(catalogue.at('tables'), catalogue.at('bausteine-alt'));
  symlinkSync(catalogue.at('bausteine-alt'), catalogue.at('tables'));
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme.filter(({ text }) => /Verknüpfungen/.test(text)).map(({ file }) => file)).toEqual([
    'profiles/fremd.yaml',
    'tables',
  ]);
});

test('misplaced and misnamed files are named', async () => {
  using catalogue = changedCatalogue();
  catalogue.write('README.md', '# gehört dazu');
  catalogue.write('liesmich.yaml', 'id: x');
  catalogue.write('profiles/zwei.yml', 'id: zwei');
  mkdirSync(catalogue.at('profiles/alt'));
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme.map(({ file }) => file)).toEqual(['liesmich.yaml', 'profiles/alt', 'profiles/zwei.yml']);
});

test('a catalogue without vocabulary says so and does not complain about every reference', async () => {
  using catalogue = changedCatalogue();
  rmSync(catalogue.at('vocabulary.yaml'));
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toEqual([{ file: 'vocabulary.yaml', line: 1, field: '(Datei)', text: expect.stringContaining('fehlt') }]);
});

test('without catalogue.yaml the edition is unknown, the rest is still counted', async () => {
  using catalogue = changedCatalogue();
  rmSync(catalogue.at('catalogue.yaml'));
  expect(await lintCatalogue(catalogue.folder)).toMatchObject({
    edition: null,
    controls: 2,
    probleme: [{ file: 'catalogue.yaml' }],
  });
});

test('a folder that does not exist, is a file, or is empty', async () => {
  using catalogue = changedCatalogue();
  const empty = mkdtempSync(path.join(tmpdir(), 'burgward-leer-'));
  await expect(loadCatalogue(catalogue.at('gibt-es-nicht'))).rejects.toThrow(NotFoundError);
  await expect(loadCatalogue(catalogue.at('catalogue.yaml'))).rejects.toThrow(/ist kein Ordner/);
  await expect(lintCatalogue(empty)).rejects.toThrow(InvalidDataError);
  rmSync(empty, { recursive: true });
});

test('the compiled catalogue equals the loaded one', async () => {
  using catalogue = changedCatalogue();
  const compiled = await compileCatalogue(catalogue.folder);
  writeFileSync(catalogue.at('katalog.json'), JSON.stringify(compiled));
  expect(readCompiledCatalogue(catalogue.at('katalog.json'))).toEqual(await loadCatalogue(catalogue.folder));
  expect(() => readCompiledCatalogue(catalogue.at('catalogue.yaml'))).toThrow(ForeignFileError);
  writeFileSync(catalogue.at('katalog.json'), '{"id":"x"}');
  expect(() => readCompiledCatalogue(catalogue.at('katalog.json'))).toThrow(ForeignFileError);
});

test('the JSON schemas for editors accept the files and refuse unknown fields', () => {
  using catalogue = changedCatalogue();
  const schemas = catalogueJsonSchemas();
  const files = {
    catalogue: 'catalogue.yaml',
    vocabulary: 'vocabulary.yaml',
    baustein: webBaustein,
    check: tlsCheck,
    framework: saechsisichg,
    profile: 'profiles/basis.yaml',
  };
  const ajv = new Ajv2020({ strict: false });
  for (const [kind, file] of Object.entries(files)) {
    const validate = ajv.compile(schemas[kind] ?? false);
    const content = load(readFileSync(catalogue.at(file), 'utf8')) as object;
    expect(validate(content), `${kind}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    expect(validate({ ...content, unbekannt: 1 }), kind).toBe(false);
  }
});
