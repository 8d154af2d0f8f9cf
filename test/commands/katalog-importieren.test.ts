/** A Kommune's own conditions: read from files, recorded, shown beside the shipped catalogue, taken back. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWorkbook } from '../../src/exchange/spreadsheet.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { row, workbook } from '../exchange/hostile-workbook.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

type Imported = CommandJson['katalog importieren'];
type Frameworks = CommandJson['rahmenwerk liste'];

let folder: string;
let env: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-import-'));
  env = { BURGWARD_DB: join(folder, 'burgward.db'), BURGWARD_PERSON: 'Ines Sorbe' };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const frameworks = async (...args: string[]) => runJson<Frameworks>('rahmenwerk liste', args, { env });
const kdn = async (...args: string[]) => (await frameworks(...args)).find(({ id }) => id === 'kdn');

const conditions = [
  ['id', 'ref', 'pflicht', 'art', 'controls', 'gilt bei uns', 'nachweis'],
  ['A-1', 'Anlage 3 Nr. 1', 'Der Übergang ist zeitnah zu dokumentieren.', 'MUSS', 'KDN-01.01, KDN-01.02', 'ja', 'Netzplan'],
  ['A-2', 'Anlage 3 Nr. 2', 'Störungen sind der Leitstelle zu melden.', 'Soll', 'KDN-01.10', '', ''],
  ['A-3', 'Anlage 3 Nr. 3', 'Funkstrecken brauchen eine Genehmigung.', 'MUSS-WENN', '', 'nein', ''],
];
const csv = conditions.map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\r\n');

describe('own conditions of the network', () => {
  it('from a workbook stand in place of the starter set, with a banner, and are evaluated', async () => {
    const columns = (conditions[0] ?? []).map((header) => ({ header, width: 20 }));
    const book = file('bedingungen.xlsx', await writeWorkbook([{ name: 'Tabelle1', columns, rows: conditions.slice(1) }], ''));
    const shipped = await kdn();
    const result = await runJson<Imported>('katalog importieren', [book, '--ersetzt', 'kdn', '--ab', '2026-11-01'], { env });
    expect(result).toMatchObject({
      id: 'kdn',
      gueltigAb: '2026-11-01',
      vorher: null,
      rahmenwerke: [{ id: 'kdn', punkte: 3, ersetzt: 'kdn' }],
    });

    const own = await kdn();
    expect(own).toMatchObject({ punkte: 3, herausgeber: 'Eigene Bedingungen' });
    expect(own?.hinweis).toContain('Eigene Bedingungen aus „bedingungen.xlsx“, gültig ab 01.11.2026');
    expect(await kdn('--stand', '2026-10-31')).toEqual(shipped);

    await runJson('kommune anlegen', ['beispielhain', '--name', 'Gemeinde Beispielhain'], { env });
    await runJson('erhebung antworten', ['KDN-01.10', '--kommune', 'beispielhain', '--status', 'ja'], { env });
    const { punkte } = await runJson<CommandJson['rahmenwerk auswerten']>(
      'rahmenwerk auswerten',
      ['kdn', '--kommune', 'beispielhain'],
      { env },
    );
    expect(punkte.map(({ id, art, status }) => [id, art, status])).toEqual([
      ['A-1', 'MUSS', 'offen'],
      ['A-2', 'SOLL', 'erfuellt'],
      ['A-3', 'MUSS-WENN', 'nichtAnwendbar'],
    ]);
    const control = await runJson<CommandJson['katalog zeigen']>('katalog zeigen', ['KDN-01.10'], { env });
    expect(control.pflichten).toContainEqual(expect.objectContaining({ rahmenwerk: 'kdn', id: 'A-2', ref: 'Anlage 3 Nr. 2' }));
  });

  it('from a CSV file, also in the encoding of old spreadsheets; read twice they are recorded once', async () => {
    const path = file('bedingungen.csv', Buffer.from(csv, 'latin1'));
    const first = await runJson<Imported>('katalog importieren', [path, '--ersetzt', 'kdn'], { env });
    const second = await runJson<Imported>('katalog importieren', [path, '--ersetzt', 'kdn'], { env });
    expect(second).toMatchObject({ vorher: first.pruefsumme, pruefsumme: first.pruefsumme });
    file('bedingungen.csv', csv.replace('Leitstelle', 'Leitwarte'));
    const third = await runJson<Imported>('katalog importieren', [path, '--ersetzt', 'kdn'], { env });
    expect(third.vorher).toBe(first.pruefsumme);
    const entries = await runJson<CommandJson['protokoll zeigen']>('protokoll zeigen', [], { env });
    expect(entries.map(({ kette, vorgang, person }) => [kette, vorgang, person])).toEqual([
      ['_system', 'katalog.importieren', 'Ines Sorbe'],
      ['_system', 'katalog.importieren', 'Ines Sorbe'],
    ]);
    expect((await runCli(['protokoll', 'pruefen'], { env })).exitCode).toBe(0);
  });

  it('an exported starter set, changed and read again, is accepted and keeps what a table cannot say', async () => {
    const before = await kdn();
    const { dateien } = await runJson<CommandJson['katalog exportieren']>(
      'katalog exportieren',
      ['--format', 'csv', '--ausgabe', folder],
      { env },
    );
    const table = dateien.find(({ pfad }) => pfad.endsWith('-rahmenwerke.csv'))?.pfad ?? '';
    const { rahmenwerke } = await runJson<Imported>('katalog importieren', [table, '--ersetzt', 'kdn'], { env });
    expect(rahmenwerke[0]?.punkte).toBe(before?.punkte);
    await runJson('kommune anlegen', ['beispielhain', '--name', 'Gemeinde Beispielhain'], { env });
    const { punkte } = await runJson<CommandJson['rahmenwerk auswerten']>(
      'rahmenwerk auswerten',
      ['kdn', '--kommune', 'beispielhain'],
      { env },
    );
    expect(punkte.find(({ id }) => id === 'K-L8')?.begruendung).toContain('Zu klären');
  });

  it('taken back, the starter set holds again; earlier days still show them', async () => {
    const path = file('bedingungen.csv', csv);
    await runJson('katalog importieren', [path, '--ersetzt', 'kdn', '--ab', '2026-01-01'], { env });
    await runJson('katalog zuruecknehmen', ['kdn'], { env });
    expect((await kdn())?.punkte).toBeGreaterThan(30);
    const again = await runCli(['katalog', 'zuruecknehmen', 'kdn'], { env });
    expect(again.exitCode).toBe(3);
    expect(again.stderr).toContain('Es ist nichts eingelesen');
  });
});

describe('a catalogue of one’s own', () => {
  const minimal = fileURLToPath(new URL('../catalogue/minimal', import.meta.url));
  const baustein = `id: EIG-01
title: Hausregeln
topic: backup
purpose: Was hier zusätzlich gilt.
zielobjekt_types: [informationsverbund]
controls:
  - id: EIG-01.01
    title: Bandwechsel freitags
    obligation: MUSS
    level: basis
    requirement: Der Bauhof MUSS das Sicherungsband jeden Freitag wechseln.
    question: Wechselt der Bauhof das Sicherungsband jeden Freitag?
    rationale: Das Band liegt sonst über das Wochenende im Gerät.
    consequence: Ein Brand am Wochenende nähme auch die Sicherung mit.
    help: Im Wochenplan eintragen.
    evidence: [Wochenplan]
    role: it-betrieb
    schutzziele: [verfuegbarkeit]
    effort: 0
    effect: 1
    threats: [G 0.1]
    review_after: P1Y
    since: "2026.1"
`;
  function ownFolder(): string {
    const own = join(folder, 'eigen');
    mkdirSync(join(own, 'bausteine'), { recursive: true });
    writeFileSync(
      join(own, 'catalogue.yaml'),
      'id: eigen\ntitle: Eigener Katalog\nedition: "2026.1"\nlicence: eigen\nsources_used: [Dienstanweisung]\n',
    );
    writeFileSync(join(own, 'bausteine/EIG-01-hausregeln.yaml'), baustein);
    return own;
  }

  it('is judged beside the shipped one, read, listed, found and answered', async () => {
    const own = ownFolder();
    expect((await runJson<CommandJson['katalog pruefen']>('katalog pruefen', [own])).probleme).toEqual([]);
    expect(await runJson<Imported>('katalog importieren', [own], { env })).toMatchObject({
      id: 'eigen',
      bausteine: 1,
      controls: 1,
    });
    const listed = await runJson<CommandJson['katalog liste']>('katalog liste', ['--baustein', 'EIG-01'], { env });
    expect(listed.map(({ id }) => id)).toEqual(['EIG-01.01']);
    const found = await runJson<CommandJson['katalog suchen']>('katalog suchen', ['Bandwechsel'], { env });
    expect(found.map(({ id }) => id)).toEqual(['EIG-01.01']);
    await runJson('kommune anlegen', ['beispielhain', '--name', 'Gemeinde Beispielhain'], { env });
    await runJson('erhebung antworten', ['EIG-01.01', '--kommune', 'beispielhain', '--status', 'ja'], { env });
  });

  it.each<[string, string, string, string]>([
    ['an id of the shipped catalogue', 'id: EIG-01.01', 'id: BAK-01.01', 'BAK-01.01 gibt es im mitgelieferten Katalog schon'],
    ['a topic nobody knows', 'topic: backup', 'topic: wetter', '„wetter“'],
    ['a role nobody knows', 'role: it-betrieb', 'role: hausmeister', '„hausmeister“'],
    ['two modal verbs', 'jeden Freitag wechseln', 'jeden Freitag wechseln und DARF es lagern', 'Modalverb'],
  ])('with %s it is refused, file and line are named', async (_name, from, to, words) => {
    const own = ownFolder();
    writeFileSync(join(own, 'bausteine/EIG-01-hausregeln.yaml'), baustein.replace(from, to));
    const checked = await runCli(['katalog', 'pruefen', own]);
    expect(checked.exitCode).toBe(3);
    expect(checked.stdout).toContain(words);
    const refused = await runCli(['katalog', 'importieren', own], { env });
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toMatch(/EIG-01-hausregeln\.yaml, Zeile \d+/);
  });

  it('a whole other catalogue is no supplement', async () => {
    const own = join(folder, 'minimal');
    cpSync(minimal, own, { recursive: true });
    const refused = await runCli(['katalog', 'importieren', own], { env });
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('WEB-01.01 gibt es im mitgelieferten Katalog schon');
  });
});

describe('what is refused', () => {
  const formula = [row(1, ['id', 'pflicht', 'controls']), row(2, ['A-1', 'Melden.', '<c r="C2"><f>"KDN-01.10"</f></c>'])].join(
    '',
  );
  const yaml = (head: string) =>
    `${head}title: Eigene\npublisher: Wir\nedition: "1"\nitems:\n  - { id: A-1, ref: Nr. 1, kind: MUSS, duty: Melden., short: Melden, confidence: [V], answered_by: { control: KDN-01.10 } }\n`;

  const bomb = `a: &a [1, 1]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*a, *a]`).join('\n')}\n`;

  it.each<[string, string, string[], string | Uint8Array, string]>([
    ['a file that unfolds', 'eigen.yaml', [], bomb, 'Verweise mit & und *'],
    ['a file of 50 MB', 'eigen.yaml', [], `# ${'x'.repeat(50 * 1024 * 1024)}\n`, 'größer als 1 MB'],
    ['a table of 50 MB', 'a.csv', ['--kennung', 'eigen'], 'id;pflicht;controls\n'.repeat(2_700_000), 'größer als 10 MB'],
    ['a table without end', 'a.csv', ['--kennung', 'eigen'], `${'id;pflicht;controls\n'.repeat(20_000)}`, '10.000 Zeilen'],
    ['a workbook that unpacks without end', 'a.xlsx', ['--kennung', 'eigen'], workbook(Buffer.alloc(90e6, ' ')), 'viel zu groß'],
    ['a formula without a value', 'a.xlsx', ['--kennung', 'eigen'], workbook(formula), 'a.xlsx, Zeile 2'],
    ['an id that is a path', 'eigen.yaml', [], yaml('id: ../../eigen\n'), 'Erwartet eine Kennung'],
    ['a Kennung that is a path', 'a.csv', ['--kennung', '../eigen'], csv, 'Erwartet eine Kennung'],
    ['a row id that is a path', 'a.csv', ['--kennung', 'eigen'], csv.replace('A-1', '../A'), 'Erwartet eine Kennung wie S-12'],
    ['the id of a shipped framework', 'eigen.yaml', [], yaml('id: kdn\n'), 'replaces: kdn'],
    [
      'another framework in its place',
      'eigen.yaml',
      [],
      yaml('id: saechsisichg\nreplaces: saechsisichg\n'),
      'Ersetzen lässt sich nur kdn',
    ],
    ['another id than the replaced', 'eigen.yaml', [], yaml('id: netz\nreplaces: kdn\n'), 'dieselbe Kennung'],
    ['a table without saying what it is', 'a.csv', [], csv, '--kennung'],
    ['a table without a column', 'a.csv', ['--kennung', 'eigen'], csv.replace('"controls"', '"bemerkung"'), 'Spalten controls'],
    ['a row that nothing answers', 'a.csv', ['--kennung', 'eigen'], csv.replace('KDN-01.10', ''), 'a.csv, Zeile 3'],
    [
      'a control that does not exist',
      'a.csv',
      ['--kennung', 'eigen'],
      csv.replace('KDN-01.10', 'KDN-99.99'),
      '„KDN-99.99“ gibt es nicht',
    ],
    ['a kind that does not exist', 'a.csv', ['--kennung', 'eigen'], csv.replace('Soll', 'Vielleicht'), 'gefunden „VIELLEICHT“'],
    ['a workbook that is none', 'a.xlsx', ['--kennung', 'eigen'], csv, 'keine lesbare Excel-Datei'],
    ['quotes that do not match', 'a.csv', ['--kennung', 'eigen'], 'id;pflicht;controls\nA;"B;C\n', 'Anführungszeichen'],
    ['another kind of file', 'a.docx', [], 'x', '.yaml, .xlsx oder .csv'],
  ])('%s', async (_name, name, args, content, words) => {
    const result = await runCli(['katalog', 'importieren', file(name, content), ...args], { env });
    expect(result.stderr).toContain(words);
    expect(result.exitCode).toBe(3);
    expect(await frameworks()).toHaveLength((await runJson<Frameworks>('rahmenwerk liste', [])).length);
  });

  it('what is no file of its own: a folder named like a table, a link, a device', async () => {
    mkdirSync(join(folder, 'ordner.csv'));
    symlinkSync(file('echt.yaml', yaml('id: hausregeln\n')), join(folder, 'link.yaml'));
    symlinkSync('/dev/zero', join(folder, 'endlos.csv'));
    for (const [name, words] of [
      ['ordner.csv', 'liegt kein Katalog'],
      ['link.yaml', 'Verknüpfungen werden nicht gelesen'],
      ['endlos.csv', 'ist keine Datei'],
    ] as const) {
      const result = await runCli(['katalog', 'importieren', join(folder, name), '--kennung', 'eigen'], { env });
      expect([name, result.exitCode, result.stderr]).toEqual([name, 3, expect.stringContaining(words)]);
    }
    expect((await frameworks()).some(({ id }) => id === 'hausregeln')).toBe(false);
  });

  it('a table is not checked beforehand, and the hint says so', async () => {
    const result = await runCli(['katalog', 'pruefen', file('a.csv', csv)]);
    expect([result.exitCode, result.stderr]).toEqual([
      3,
      expect.stringContaining('Tabellen liest „burgward katalog importieren“'),
    ]);
  });

  it('what is not there', async () => {
    expect((await runCli(['katalog', 'importieren', join(folder, 'fehlt.xlsx')], { env })).exitCode).toBe(3);
  });

  it('a framework of its own stands beside the shipped ones', async () => {
    await runJson('katalog importieren', [file('eigen.yaml', yaml('id: hausregeln\n'))], { env });
    expect((await frameworks()).find(({ id }) => id === 'hausregeln')).toMatchObject({ punkte: 1 });
  });
});
