/** Many Kommunen from one list: all problems first, all rows or none, nothing changed by accident. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOn } from '../../bench/state-data.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { TableError } from '../../src/errors.ts';
import { writeWorkbook } from '../../src/exchange/spreadsheet.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { selectBegunChains, selectChains, verifyChain } from '../../src/store/protokoll.ts';
import type { Context } from '../../src/usecases/context.ts';
import { importKommunen } from '../../src/usecases/import-kommunen.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { showKommune } from '../../src/usecases/show-kommune.ts';
import { runCli } from '../run-cli.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';
import { runJson } from './schema.ts';

let catalogue: Catalogue;
let folder: string;
let store: Store;
let context: Context;

beforeAll(async () => {
  catalogue = await shippedCatalogue();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-kommunen-'));
  store = await openStore(join(folder, 'burgward.db'));
  context = contextOn(store, catalogue, '2026-11-22');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const read = (path: string, options: { probe?: boolean; update?: boolean } = {}) =>
  importKommunen(context, { path, probe: options.probe ?? false, update: options.update ?? false });

const slugs = async () =>
  (await store.db.selectFrom('kommune').select('slug').distinct().orderBy('slug').execute()).map((k) => k.slug);

/** Problems of a list as „row column text“. */
async function problemsOf(content: string): Promise<string[]> {
  const error = await read(file('kommunen.csv', content)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TableError);
  expect(await slugs()).toEqual([]);
  return (error as TableError).problems.map(({ row, column, text }) => `${row} ${column} ${text}`);
}

/** As such lists come out of a statistics office: mark, quotes, semicolons, thousands with a point, columns nobody asked for. */
const official = [
  '\ufeff"AGS";"Gemeindename";"Fläche in km²";"Einwohner"',
  '"14522998";"Beispielhain, Stadt";"41,20";"12.345"',
  '"14 5 22 997";"Gemeinde Oberbeispiel an der Mulde";"9,10";"980"',
  '"14522";"Mittelsachsen";"2.112,00";"298 000"',
].join('\r\n');

describe('a list', () => {
  it('of official keys is read as it is; slug, kind and Landkreis follow from it', async () => {
    const result = await read(file('verzeichnis.csv', official));
    expect(result.neu.map(({ slug }) => slug)).toEqual(['beispielhain', 'oberbeispiel-an-der-mulde', 'mittelsachsen']);
    expect(result.nichtGelesen).toEqual(['Fläche in km²']);
    expect(await showKommune(context, 'beispielhain')).toMatchObject({
      name: 'Beispielhain, Stadt',
      art: 'stadt',
      ags: '14522998',
      einwohner: 12_345,
      landkreis: 'mittelsachsen',
    });
    expect(await showKommune(context, 'oberbeispiel-an-der-mulde')).toMatchObject({
      ags: '14522997',
      art: 'gemeinde',
      einwohner: 980,
    });
    expect(await showKommune(context, 'mittelsachsen')).toMatchObject({ art: 'landkreis', landkreis: null, einwohner: 298_000 });
  });

  it('from a spreadsheet, with Merkmale in one column or each in its own', async () => {
    const headers = ['Kurzname', 'Name', 'Art', 'Merkmale', 'schultraeger', 'An das KDN angeschlossen'];
    const rows = [
      ['hain', 'Beispielhain', 'Gemeinde', 'zulassungsbehoerde=nein, bietet_onlinedienste=ja', 'ja', 'nein'],
      ['tal', 'Beispieltal', 'Verwaltungsverband', null, null, 'unbekannt'],
    ];
    const sheet = { name: 'Tabelle1', columns: headers.map((header) => ({ header, width: 12 })), rows };
    await read(file('kommunen.xlsx', await writeWorkbook([sheet], '')));
    const { merkmale } = await showKommune(context, 'hain');
    expect(Object.fromEntries(merkmale.map(({ id, wert }) => [id, wert]))).toMatchObject({
      zulassungsbehoerde: 'nein',
      bietet_onlinedienste: 'ja',
      schultraeger: 'ja',
      kdn_angeschlossen: 'nein',
      anordnung_erhalten: 'unbekannt',
    });
    expect((await showKommune(context, 'tal')).art).toBe('verwaltungsverband');
  });

  it('gives every Kommune its own chain, all of them noted and sound', async () => {
    await read(file('verzeichnis.csv', official));
    expect(await selectBegunChains(store)).toEqual(['beispielhain', 'oberbeispiel-an-der-mulde', 'mittelsachsen']);
    for (const chain of await selectChains(store)) expect((await verifyChain(store, chain, null)).problems).toEqual([]);
  });

  it('with --probe says what would happen and writes nothing', async () => {
    const result = await read(file('verzeichnis.csv', official), { probe: true });
    expect(result.neu).toHaveLength(3);
    expect(await slugs()).toEqual([]);
  });
});

describe('Kommunen that are recorded already', () => {
  beforeEach(() => read(file('verzeichnis.csv', official)));

  const changed = official.replace('12.345', '12.001').replace('Gemeinde Oberbeispiel', 'Oberbeispiel');

  it('stay as they are when the list says the same', async () => {
    const result = await read(file('verzeichnis.csv', official));
    expect(result).toMatchObject({ neu: [], geaendert: [], unveraendert: 3 });
    expect((await verifyChain(store, 'beispielhain', null)).entries).toBe(1);
  });

  it('are listed when it says otherwise, and changed only when asked', async () => {
    const listed = await read(file('neu.csv', changed));
    expect(listed.geaendert).toEqual([
      { zeile: 2, slug: 'beispielhain', felder: [{ feld: 'einwohner', vorher: '12345', nachher: '12001' }], uebernommen: false },
      {
        zeile: 3,
        slug: 'oberbeispiel-an-der-mulde',
        felder: [{ feld: 'name', vorher: 'Gemeinde Oberbeispiel an der Mulde', nachher: 'Oberbeispiel an der Mulde' }],
        uebernommen: false,
      },
    ]);
    expect((await showKommune(context, 'beispielhain')).einwohner).toBe(12_345);
    const updated = await read(file('neu.csv', changed), { update: true });
    expect(updated.geaendert.map(({ uebernommen }) => uebernommen)).toEqual([true, true]);
    expect((await showKommune(context, 'beispielhain')).einwohner).toBe(12_001);
    expect((await read(file('neu.csv', changed))).unveraendert).toBe(3);
  });

  it('are known by their key under another name, and empty cells change nothing', async () => {
    const result = await read(file('kurz.csv', 'ags;name;einwohner;landkreis\n14522998;Beispielhain, Stadt;;\n'));
    expect(result).toMatchObject({ neu: [], geaendert: [], unveraendert: 1 });
  });

  it('do not lose their key to somebody else', async () => {
    const path = file('fremd.csv', 'slug;name;ags\nanders;Andersdorf;14522998\n');
    await expect(read(path)).rejects.toThrow('Zeile 2, Spalte „ags“: 14522998 ist schon der Schlüssel von beispielhain.');
  });
});

describe('problems', () => {
  it('are all named with row and column, and nothing is written', async () => {
    const rows = [
      'slug;name;art;ags;einwohner;landkreis;schultraeger;merkmale',
      'gut;Gutdorf;gemeinde;14522996;400;mittelsachsen;ja;',
      'Groß Dorf;Großdorf;gemeinde;;;;;',
      'b;Bdorf;dorf;;;;;',
      'c;Cdorf;gemeinde;123;viele;bayern;vielleicht;gibt_es_nicht=ja',
      'd;;gemeinde;;;;;',
      'gut;Gutdorf;gemeinde;14522996;;;;',
    ];
    const problems = await problemsOf(`${rows.join('\n')}\n`);
    expect(problems.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      '3 slug',
      '4 art',
      '5 ags',
      '5 einwohner',
      '5 merkmale',
      '5 schultraeger',
      '5 landkreis',
      '6 name',
      '7 slug',
      '7 ags',
    ]);
    expect(problems[0]).toContain('„Groß Dorf“ ist kein Kurzname');
    expect(problems[3]).toContain('„viele“ ist keine Einwohnerzahl');
    expect(problems[8]).toContain('steht schon in Zeile 2');
  });

  it.each([
    ['no column with a name', 'slug;ags\na;14522998\n', /name fehlt/],
    ['only a header', 'name;ags\n', /keine Kommune/],
    ['a name no slug can be made of', 'name\n東京\n', /kein Kurzname/],
    ['an endless name', `name\n${'lang'.repeat(30)}\n`, /mehr als 60 Zeichen/],
  ])('%s', async (_, content, text) => {
    expect((await problemsOf(content)).join('\n')).toMatch(text);
  });

  it('ends with 3 and a message, with and without --json', async () => {
    const path = file('falsch.csv', 'name;ags\nBeispielhain;123\n');
    const env = { BURGWARD_DB: join(folder, 'burgward.db') };
    const plain = await runCli(['kommune', 'importieren', path], { env });
    expect(plain.exitCode).toBe(3);
    expect(plain.stderr).toContain('falsch.csv, Zeile 2, Spalte „ags“');
    const json = await runCli(['kommune', 'importieren', path, '--json'], { env });
    expect(json.exitCode).toBe(3);
    expect(json.json()).toMatchObject({ error: { code: 'TABELLE' } });
    expect((await runCli(['kommune', 'importieren', join(folder, 'fehlt.csv')], { env })).exitCode).toBe(3);
  }, 20_000);
});

it('the command says what it did', async () => {
  const env = { BURGWARD_DB: join(folder, 'burgward.db') };
  const path = file('verzeichnis.csv', official);
  const result = await runJson<CommandJson['kommune importieren']>('kommune importieren', [path], { env });
  expect(result).toMatchObject({ datei: 'verzeichnis.csv', probe: false, unveraendert: 0 });
  const again = await runCli(['kommune', 'importieren', path], { env });
  expect(again.stdout).toContain('0 Kommunen angelegt, 0 weichen ab, 3 unverändert.');
  expect(again.stderr).toContain('Nicht gelesen: Fläche in km².');
}, 20_000);
