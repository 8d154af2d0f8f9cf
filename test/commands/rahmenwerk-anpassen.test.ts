/** Rows of the connection conditions: whether they hold here and where the contract has them, recorded, weighed and reported. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { reportDataSchema } from '../../src/report/report-schema.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

type Adjusted = CommandJson['rahmenwerk anpassen'];
type Evaluated = CommandJson['rahmenwerk auswerten'];

const kommune = ['--kommune', 'beispielhain'];
let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-zeilen-'));
  env = { BURGWARD_DB: join(folder, 'burgward.db'), BURGWARD_PERSON: 'Ines Sorbe' };
  const named = ['beispielhain', '--name', 'Gemeinde Beispielhain', '--merkmal', 'kdn_angeschlossen=ja'];
  await runJson('kommune anlegen', named, { env });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const adjust = (item: string, ...args: string[]) =>
  runJson<Adjusted>('rahmenwerk anpassen', ['kdn', item, ...kommune, ...args], { env });
const refused = (...args: string[]) => runCli(['rahmenwerk', 'anpassen', ...args], { env });
const evaluated = async (...args: string[]) => runJson<Evaluated>('rahmenwerk auswerten', ['kdn', ...kommune, ...args], { env });
const row = async (id: string, ...args: string[]) => (await evaluated(...args)).punkte.find((each) => each.id === id);

it('a row that does not hold is nicht anwendbar, with the reason; the others stay as they are', async () => {
  const before = await evaluated();
  expect(before.punkte.every(({ giltBeiUns, fundstelle }) => giltBeiUns === null && fundstelle === null)).toBe(true);
  const reason = 'Keine Funkstrecke vorhanden.';
  expect(await adjust('k-07', '--gilt', 'nein', '--grund', reason, '--fundstelle', 'Anlage 2 Nr. 4')).toMatchObject({
    id: 'K-07',
    giltBeiUns: 'nein',
    grund: reason,
    fundstelle: 'Anlage 2 Nr. 4',
  });
  await adjust('K-08', '--gilt', 'ja', '--fundstelle', 'Anlage 3 Nr. 1');
  await adjust('K-09', '--gilt', 'unbekannt');

  const after = await evaluated();
  expect(after.punkte.find(({ id }) => id === 'K-07')).toMatchObject({
    status: 'nichtAnwendbar',
    begruendung: `Gilt bei uns nicht: ${reason}`,
    giltBeiUns: 'nein',
    fundstelle: 'Anlage 2 Nr. 4',
  });
  expect(after.ergebnis.nichtAnwendbar).toBe(before.ergebnis.nichtAnwendbar + 1);
  for (const id of ['K-08', 'K-09', 'K-10']) {
    const [old, now] = [before, after].map(({ punkte }) => punkte.find((each) => each.id === id));
    expect([now?.status, now?.begruendung], id).toEqual([old?.status, old?.begruendung]);
  }
  const printed = await runCli(['rahmenwerk', 'auswerten', 'kdn', ...kommune], { env });
  expect(printed.stdout).toMatch(/Gilt bei uns +Fundstelle im Vertrag/);
  expect(printed.stdout).toMatch(/K-08.*ja +Anlage 3 Nr\. 1/);
});

it('what is left out stays; another answer drops the reason; an empty Fundstelle takes it back', async () => {
  await adjust('K-07', '--fundstelle', 'Anlage 2 Nr. 4');
  expect(await adjust('K-07', '--gilt', 'nein', '--grund', 'Kein Funk.')).toMatchObject({ fundstelle: 'Anlage 2 Nr. 4' });
  expect(await adjust('K-07', '--fundstelle', 'Anlage 2 Nr. 5')).toMatchObject({ giltBeiUns: 'nein', grund: 'Kein Funk.' });
  expect(await adjust('K-07', '--gilt', 'ja')).toMatchObject({ grund: null, fundstelle: 'Anlage 2 Nr. 5' });
  expect(await adjust('K-07', '--fundstelle', ' ')).toMatchObject({ giltBeiUns: 'ja', fundstelle: null });
});

it('earlier days show what held then, and every step stands in the Protokoll', async () => {
  await adjust('K-07', '--gilt', 'nein', '--grund', 'Kein Funk.', '--ab', '2026-01-01');
  const { stdout } = await runCli(['rahmenwerk', 'auswerten', 'kdn', ...kommune, '--stand', '2025-12-31'], { env });
  expect(stdout).not.toContain('Kein Funk.');
  const entries = await runJson<CommandJson['protokoll zeigen']>('protokoll zeigen', kommune, { env });
  expect(entries.at(-1)).toMatchObject({
    vorgang: 'rahmenwerk.anpassen',
    person: 'Ines Sorbe',
    inhalt: 'kdn K-07: gilt bei uns nein',
  });
  expect((await runCli(['protokoll', 'pruefen'], { env })).exitCode).toBe(0);
});

it('„ja“ settles whether the row holds, but does not outweigh a Merkmal that says no', async () => {
  await runJson('kommune aendern', ['beispielhain', '--merkmal', 'kdn_angeschlossen=unbekannt'], { env });
  expect((await row('K-07'))?.begruendung).toContain('Zu klären');
  await adjust('K-07', '--gilt', 'ja');
  expect((await row('K-07'))?.begruendung).not.toContain('Zu klären');
  await runJson('kommune aendern', ['beispielhain', '--merkmal', 'kdn_angeschlossen=nein'], { env });
  expect(await row('K-07')).toMatchObject({
    status: 'nichtAnwendbar',
    begruendung: expect.stringContaining('beides ist zu klären'),
  });
});

it.each<[string, string[], number, string]>([
  ['a „nein“ without reason', ['kdn', 'K-07', ...kommune, '--gilt', 'nein'], 3, 'der Grund zu nennen'],
  ['a „nein“ with an empty reason', ['kdn', 'K-07', ...kommune, '--gilt', 'nein', '--grund', ' '], 3, 'der Grund zu nennen'],
  ['a reason without „nein“', ['kdn', 'K-07', ...kommune, '--gilt', 'ja', '--grund', 'x'], 3, 'gehört zu „nein“'],
  ['nothing to record', ['kdn', 'K-07', ...kommune], 3, '--fundstelle'],
  ['a row that does not exist', ['kdn', 'K-99', ...kommune, '--gilt', 'ja'], 3, 'K-01, K-02'],
  ['a duty of the law', ['saechsisichg', 'S-01', ...kommune, '--gilt', 'ja'], 3, 'Merkmalen'],
  ['another word', ['kdn', 'K-07', ...kommune, '--gilt', 'vielleicht'], 2, 'unbekannt'],
  ['a body that is not recorded', ['kdn', 'K-07', '--kommune', 'anderswo', '--gilt', 'ja'], 3, 'anderswo'],
  ['a day to come', ['kdn', 'K-07', ...kommune, '--gilt', 'ja', '--ab', '2999-01-01'], 3, 'Zukunft'],
])('%s is refused', async (_name, args, exitCode, words) => {
  const result = await refused(...args);
  expect([result.exitCode, result.stderr]).toEqual([exitCode, expect.stringContaining(words)]);
  expect((await row('K-07'))?.giltBeiUns).toBeNull();
});

it('a day before what is already recorded is refused, so that nothing is recorded without effect', async () => {
  await adjust('K-07', '--gilt', 'ja', '--ab', '2026-03-01');
  const result = await refused('kdn', 'K-07', ...kommune, '--fundstelle', 'x', '--ab', '2026-02-01');
  expect([result.exitCode, result.stderr]).toEqual([3, expect.stringContaining('01.03.2026')]);
});

it('the report shows both per row, in every format, and another Kommune sees nothing of it', async () => {
  await runJson('kommune anlegen', ['anderswo', '--name', 'Gemeinde Anderswo', '--merkmal', 'kdn_angeschlossen=ja'], { env });
  await adjust('K-07', '--gilt', 'nein', '--grund', 'Keine Funkstrecke vorhanden.', '--fundstelle', 'Anlage 2 Nr. 4');
  const written = async (slug: string) => {
    const args = ['kdn', '--kommune', slug, '--format', 'json,md,html', '--ausgabe', folder];
    const { dateien } = await runJson<CommandJson['bericht erstellen']>('bericht erstellen', args, { env });
    return Object.fromEntries(dateien.map(({ format, pfad }) => [format, readFileSync(pfad, 'utf8')]));
  };
  const own = await written('beispielhain');
  const data = reportDataSchema.parse(JSON.parse(own['json'] ?? ''));
  if (data.art !== 'kdn') throw new Error('wrong kind');
  expect(data.zeilen.find(({ id }) => id === 'K-07')).toMatchObject({ giltBeiUns: 'nein', fundstelle: 'Anlage 2 Nr. 4' });
  expect(data.zeilen.find(({ id }) => id === 'K-08')).toMatchObject({ giltBeiUns: '', fundstelle: '' });
  expect(data.analogText).toContain('wo sie leer sind, ist dazu noch nichts eingetragen');
  for (const format of ['md', 'html']) {
    expect(own[format], format).toContain('Gilt bei uns nicht: Keine Funkstrecke vorhanden.');
    expect(own[format], format).toContain('Anlage 2 Nr. 4');
  }
  const others = await written('anderswo');
  expect(others['md']).not.toContain('Anlage 2 Nr. 4');
  expect(others['md']).toContain('für Angaben zum eigenen Vertrag frei');
});

it('an imported table says it too, and what is recorded afterwards goes before it', async () => {
  const table = join(folder, 'bedingungen.csv');
  writeFileSync(
    table,
    [
      'id;ref;pflicht;art;controls;Gilt bei uns;Fundstelle im Anschlussvertrag',
      'A-1;KDN-Merkblatt;Der Übergang ist zu dokumentieren.;MUSS;KDN-01.01;ja;Anlage 3 Nr. 1',
      'A-2;KDN-Merkblatt;Funkstrecken brauchen eine Genehmigung.;MUSS;;Nein;Anlage 3 Nr. 2',
      'A-3;KDN-Merkblatt;Störungen sind zu melden.;MUSS;KDN-01.10;;',
    ].join('\r\n'),
  );
  await runJson('katalog importieren', [table, '--ersetzt', 'kdn', '--ab', '2026-01-01'], { env });
  const told = async () =>
    (await evaluated()).punkte.map(({ id, status, giltBeiUns, fundstelle }) => [id, status, giltBeiUns, fundstelle]);
  expect(await told()).toEqual([
    ['A-1', 'offen', 'ja', 'Anlage 3 Nr. 1'],
    ['A-2', 'nichtAnwendbar', 'nein', 'Anlage 3 Nr. 2'],
    ['A-3', 'offen', null, null],
  ]);
  await adjust('A-2', '--gilt', 'ja');
  await adjust('A-3', '--gilt', 'nein', '--grund', 'Meldet der Dienstleister.');
  expect(await told()).toEqual([
    ['A-1', 'offen', 'ja', 'Anlage 3 Nr. 1'],
    ['A-2', 'offen', 'ja', 'Anlage 3 Nr. 2'],
    ['A-3', 'nichtAnwendbar', 'nein', null],
  ]);
});

it('a table with another word for whether a row holds is refused with its line', async () => {
  const table = join(folder, 'bedingungen.csv');
  writeFileSync(table, 'id;pflicht;art;controls;gilt bei uns\nA-1;Melden.;MUSS;KDN-01.10;vielleicht\n');
  const result = await runCli(['katalog', 'importieren', table, '--ersetzt', 'kdn'], { env });
  expect([result.exitCode, result.stderr]).toEqual([3, expect.stringMatching(/bedingungen\.csv, Zeile 2.*vielleicht/)]);
});
