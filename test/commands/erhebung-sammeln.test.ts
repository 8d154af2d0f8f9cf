import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWorkbook } from '../../src/exchange/spreadsheet.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-sammeln-'));
  env = { BURGWARD_DB: join(folder, 'b.db'), BURGWARD_KOMMUNE: 'beispielhain', BURGWARD_PERSON: 'Ines Sorbe' };
  await cli('kommune', 'anlegen', 'beispielhain', '--name', 'Stadt Beispielhain');
  await cli('erhebung', 'beginnen', '--profil', 'sofort');
});

afterAll(() => rmSync(folder, { recursive: true }));

async function cli(...args: string[]) {
  const result = await runCli(args, { env });
  expect(result.exitCode, result.stderr).toBe(0);
  return result;
}

const json = <C extends keyof CommandJson>(command: C, ...args: string[]) => runJson<CommandJson[C]>(command, args, { env });
const open = async () => (await json('erhebung stand')).gesamt.offen;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('erhebung setzen, rueckgaengig, bestaetigen', () => {
  it('shows first, sets in one entry, and takes all back in one step', async () => {
    const filter = ['--filter', 'thema=backup', '--filter', 'zustand=offen', '--status', 'nein'];
    const preview = await json('erhebung setzen', ...filter, '--probe');
    expect(preview).toMatchObject({ eintrag: null, aenderungen: [{ vorher: 'offen', nachher: 'nein' }, {}, {}] });
    expect(await open()).toBe(30);
    const unanswered = await runCli(['erhebung', 'setzen', ...filter], { env });
    expect(unanswered).toMatchObject({ exitCode: 2 });
    const done = await json('erhebung setzen', ...filter, '--ja');
    expect(done.aenderungen).toHaveLength(3);
    expect(await open()).toBe(27);
    expect(await json('erhebung setzen', ...filter, '--ja')).toMatchObject({ eintrag: null, aenderungen: [] });
    await json('erhebung antworten', 'BAK-01.02', '--status', 'ja');
    const undone = await json('erhebung rueckgaengig', '--eintrag', String(done.eintrag), '--ja');
    expect(undone.antworten).toContainEqual({
      control: 'BAK-01.02',
      zielobjekt: 'VERBUND',
      status: 'nein',
      galtNoch: false,
      giltWieder: 'ja',
    });
    expect(undone.antworten).toContainEqual({
      control: 'BAK-01.03',
      zielobjekt: 'VERBUND',
      status: 'nein',
      galtNoch: true,
      giltWieder: null,
    });
    expect(await open()).toBe(29);
    const twice = await runCli(['erhebung', 'rueckgaengig', '--eintrag', String(done.eintrag), '--ja'], { env });
    expect(twice.exitCode).toBe(3);
    expect(twice.stderr).toContain('schon zurückgenommen');
    expect(await json('protokoll pruefen')).toMatchObject({ inOrdnung: true });
  });

  it('brings back what held before an undone answer', async () => {
    await json('erhebung antworten', 'SCH-01.01', '--status', 'teilweise', '--gueltig-ab', '2026-11-01');
    await json('erhebung antworten', 'SCH-01.01', '--status', 'ja');
    const undone = await json('erhebung rueckgaengig', '--ja');
    expect(undone.antworten).toEqual([
      { control: 'SCH-01.01', zielobjekt: 'VERBUND', status: 'ja', galtNoch: true, giltWieder: 'teilweise' },
    ]);
  });

  it('confirms old answers by topic, and tells what it leaves out', async () => {
    await json('erhebung antworten', 'ADM-01.01', '--status', 'ja', '--gueltig-ab', '2020-05-01', '--nachweis', 'Liste');
    const stale = await json('erhebung stand');
    expect(stale.gesamt.zuBestaetigen).toBe(1);
    const confirmed = await json(
      'erhebung bestaetigen',
      '--filter',
      'thema=it-administration',
      '--gesagt-von',
      'Jan Krause',
      '--ja',
    );
    expect(confirmed.aenderungen).toMatchObject([{ control: 'ADM-01.01', vorher: 'zuBestaetigen', nachher: 'ja' }]);
    expect((await json('erhebung stand')).gesamt.zuBestaetigen).toBe(0);
    const none = await json(
      'erhebung bestaetigen',
      '--filter',
      'thema=client,it-administration',
      '--filter',
      'zustand=offen',
      '--ja',
    );
    expect(none.aenderungen).toEqual([]);
    expect(none.ausgelassen[0]).toMatchObject({ grund: 'noch keine Antwort' });
  });

  it.each([
    [['--filter', 'farbe=rot'], 'FELD=WERT'],
    [['--filter', 'thema'], 'FELD=WERT'],
    [['--filter', 'thema=gibtsnicht'], 'gibtsnicht'],
    [['--filter', 'control=WEB-99.99'], 'WEB-99.99'],
    [['--filter', 'zustand=vielleicht'], 'vielleicht'],
    [['--filter', 'thema=backup', '--filter', 'thema=netze'], 'zweimal'],
  ])('refuses the filter %j', async (filter, word) => {
    const refused = await runCli(['erhebung', 'setzen', ...filter, '--status', 'ja', '--ja'], { env });
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain(word);
  });
});

it('erhebung stand says how many „ja“ nobody looked at one by one; a change is taken back only once', async () => {
  const { eintrag } = await json('erhebung setzen', '--filter', 'control=SCH-01.01,SCH-01.02', '--status', 'ja', '--ja');
  const { stdout } = await cli('erhebung', 'stand');
  expect(stdout).toMatch(/Gesammelt gesetzt oder bestätigt, nicht einzeln: [2-9] der \d+ „ja“/);
  // The unanswered are no part of those answered with „ja“.
  const { gesamt } = await json('erhebung stand');
  const unknown = gesamt.offen + gesamt.zuBestaetigen;
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    new RegExp(
      `: ${gesamt.ja} von ${gesamt.n - gesamt.entbehrlich} Fragen \\(.*\\) mit „ja“ beantwortet, .*${unknown} ohne gültige Antwort`,
    ),
  );
  expect(stdout).not.toContain('davon nicht bekannt');
  const undo = ['erhebung', 'rueckgaengig', '--eintrag', String(eintrag), '--ja'];
  await cli(...undo);
  const again = await runCli(undo, { env });
  expect(again).toMatchObject({ exitCode: 3, stdout: '' });
  expect(again.stderr).toContain('schon zurückgenommen');
});

describe('erhebung exportieren, importieren', () => {
  it.each(['csv', 'xlsx'] as const)(
    'what was written as %s reads in again without a change, and complete into an empty database',
    async (format) => {
      await json(
        'erhebung antworten',
        'VOR-01.01',
        '--status',
        'entbehrlich',
        '--grund',
        'ersatzmassnahme',
        '--begruendung',
        '=Rufanlage; "rund um die Uhr"\nsiehe Vertrag',
      );
      await json('erhebung antworten', 'VOR-01.02', '--status', 'nein', '--verantwortlich', '+49 351 000', '--bis', '2027-01-31');
      const written = await json('erhebung exportieren', '--format', format, '--ausgabe', folder);
      const pfad = written.dateien[0]?.pfad ?? '';
      const again = await json('erhebung importieren', pfad);
      expect(again).toMatchObject({ eintrag: null, aenderungen: [], unveraendert: written.antworten });
      const other = {
        BURGWARD_DB: join(folder, `leer-${format}.db`),
        BURGWARD_KOMMUNE: 'beispielhain',
        BURGWARD_PERSON: 'Ines Sorbe',
      };
      await runCli(['kommune', 'anlegen', 'beispielhain', '--name', 'Stadt Beispielhain'], { env: other });
      const read = await runJson<CommandJson['erhebung importieren']>('erhebung importieren', [pfad], { env: other });
      expect(read.aenderungen).toHaveLength(written.antworten);
      const copy = await runJson<CommandJson['erhebung exportieren']>(
        'erhebung exportieren',
        ['--format', 'csv', '--ausgabe', join(folder, `kopie-${format}`)],
        { env: other },
      );
      const original = await json('erhebung exportieren', '--format', 'csv', '--ausgabe', join(folder, `original-${format}`));
      expect(content(copy)).toEqual(content(original));
    },
  );

  /** Lines without when and in which round it was recorded. */
  function content({ dateien }: CommandJson['erhebung exportieren']): string[] {
    const text = readFileSync(dateien[0]?.pfad ?? '', 'utf8');
    return text
      .split(/\r\n(?=[A-Z]{3}-)/)
      .map((line) => line.split(';').slice(0, -3).join(';'))
      .sort();
  }

  const list = [
    'Maßnahmenliste 2025;;;',
    ';;;',
    'Nr.;Umsetzung;Bemerkung;Termin;Farbe',
    '4.2;erledigt;läuft;;rot',
    '4.3;in Arbeit;Kopie fehlt;31.12.2026;rot',
    '4.4;–;;;',
  ].join('\r\n');
  const mapping = [
    'kopfzeile: 3',
    'spalten: { control: Nr., status: Umsetzung, begruendung: Bemerkung, bis: Termin }',
    'werte: { erledigt: ja, in Arbeit: teilweise, "–": "" }',
    'controls: { "4.2": NTZ-01.05, "4.3": [ZUG-01.05, PER-01.03], "4.4": PER-01.05 }',
    'vorgabe: { gesagt_von: Liste 2025, gueltig_ab: "2025-06-30" }',
  ].join('\n');

  it("reads somebody's own list by a mapping file", async () => {
    const args = [file('liste.csv', list), '--zuordnung', file('z.yaml', mapping)];
    const preview = await json('erhebung importieren', ...args, '--probe');
    expect(preview).toMatchObject({ eintrag: null, probe: true });
    const read = await json('erhebung importieren', ...args);
    expect(read.aenderungen.map(({ zeile, control, nachher, gueltigAb }) => [zeile, control, nachher, gueltigAb])).toEqual([
      [4, 'NTZ-01.05', 'ja', '2025-06-30'],
      [5, 'ZUG-01.05', 'teilweise', '2025-06-30'],
      [5, 'PER-01.03', 'teilweise', '2025-06-30'],
    ]);
    expect(read.uebergangen).toEqual([{ zeile: 6, text: '4.4: keine Antwort eingetragen' }]);
    expect(await json('erhebung importieren', ...args)).toMatchObject({ aenderungen: [], unveraendert: 3 });
  });

  it('keeps the dates of what is done as a remark, and names their column where the list is our own', async () => {
    const rows = 'Nr;Stand;Termin;Wer\nWEB-01.08;ja;12/2026;Frau Weber\n';
    const zuordnung = file('z3.yaml', 'spalten: { control: Nr, status: Stand, bis: Termin, verantwortlich: Wer }');
    const args = [file('fertig.csv', rows), '--zuordnung', zuordnung];
    expect((await json('erhebung importieren', ...args)).aenderungen).toMatchObject([{ control: 'WEB-01.08', nachher: 'ja' }]);
    expect(await json('erhebung importieren', ...args)).toMatchObject({ aenderungen: [], unveraendert: 1 });
    const { dateien } = await json('erhebung exportieren', '--format', 'csv', '--ausgabe', folder);
    expect(readFileSync(dateien[0]?.pfad ?? '', 'utf8')).toContain('Termin laut Liste: 12/2026; Wer laut Liste: Frau Weber');
    const own = await runCli(['erhebung', 'importieren', file('x.csv', 'Control;Status;Bis\nWEB-01.08;ja;31.12.2026')], { env });
    expect(own).toMatchObject({ exitCode: 3 });
    expect(own.stderr).toContain('x.csv, Zeile 2, Spalte „Bis“: gehört nur zu einer Lücke, nicht zu „ja“');
  });

  it('of another Kommune are refused, and an answer changed in the list is no longer called the packet’s or the interview’s', async () => {
    const { dateien } = await json('erhebung exportieren', '--format', 'csv', '--ausgabe', folder);
    const text = readFileSync(dateien[0]?.pfad ?? '', 'utf8');
    const foreign = await runCli(
      ['erhebung', 'importieren', file('fremd.csv', text.replaceAll(';beispielhain;', ';musterau;'))],
      {
        env,
      },
    );
    expect(foreign).toMatchObject({ exitCode: 3 });
    expect(foreign.stderr).toContain('Spalte „Kommune“: Die Antworten gehören zu „musterau“, nicht zu „beispielhain“');
    const [header = '', ...lines] = text.split(/\r\n(?=[A-Z]{3}-)/);
    const chosen = lines.find((each) => each.includes(';nein;')) ?? '';
    await json('erhebung importieren', file('geaendert.csv', [header, chosen.replace(';nein;', ';teilweise;')].join('\r\n')));
    const after = await json('erhebung exportieren', '--format', 'csv', '--ausgabe', folder);
    const now = readFileSync(after.dateien[0]?.pfad ?? '', 'utf8')
      .split(/\r\n(?=[A-Z]{3}-)/)
      .find((each) => each.startsWith(chosen.slice(0, 9)));
    expect([now?.includes(';teilweise;'), now?.split(';').at(-4)]).toEqual([true, 'import']);
  });

  it('names every problem with its row and column, and records nothing', async () => {
    const before = (await json('erhebung exportieren', '--format', 'csv', '--ausgabe', folder)).antworten;
    const rows = [
      'Control;Zielobjekt;Status;Grund;Begründung;Bis',
      'WEB-99.01;;ja;;;',
      'WEB-01.03;;vielleicht;;;',
      'WEB-01.03;;entbehrlich;;;',
      'WEB-01.04;SERVER9;ja;;;',
      'BAK-01.01;;nein;;;31.02',
      'BAK-01.02;;nein;;;',
      'BAK-01.02;;ja;;;',
    ].join('\n');
    const refused = await runCli(['erhebung', 'importieren', file('falsch.csv', rows)], { env });
    expect(refused.exitCode).toBe(3);
    for (const words of [
      'falsch.csv, Zeile 2: Eine Anforderung „WEB-99.01“',
      'Zeile 3, Spalte „Status“: „vielleicht“ ist kein Status',
      'Zeile 4: „entbehrlich“ braucht eine Begründung',
      'Zeile 5: Ein Zielobjekt „SERVER9“',
      'Zeile 6, Spalte „Bis“: „31.02“ ist kein Tag',
      'Zeile 8: BAK-01.02 steht schon in Zeile 7',
    ])
      expect(refused.stderr).toContain(words);
    expect((await json('erhebung exportieren', '--format', 'csv', '--ausgabe', folder)).antworten).toBe(before);
  });

  it.each([
    ['an unknown column', 'a.csv', 'Control;Status;Farbe\nWEB-01.03;ja;rot', undefined, 'Spalte „Farbe“: gehört nicht hierher'],
    ['a missing column', 'b.csv', 'Control\nWEB-01.03', undefined, 'Spalte „Status“: fehlt'],
    ['a column twice', 'c.csv', 'Control;Status;Status\nWEB-01.03;ja;nein', undefined, 'kommt zweimal vor'],
    ['no table', 'd.xlsm', 'x', undefined, 'XLSM'],
    ['no workbook', 'e.xlsx', 'x', undefined, 'keine lesbare Excel-Datei'],
    ['a mapping with a wrong field', 'f.csv', list, 'spaltn: {}', 'z2.yaml, Zeile 1: spaltn'],
    [
      'a mapping with a wrong word',
      'g.csv',
      list,
      'spalten: { control: Nr., status: Umsetzung }\nwerte: { erledigt: fertig }',
      'z2.yaml, Zeile 2: werte.erledigt',
    ],
    [
      'a mapping to a header that is not there',
      'h.csv',
      list,
      'kopfzeile: 3\nspalten: { control: Nummer, status: Umsetzung }',
      'Spalte „Nummer“: fehlt',
    ],
  ])('refuses %s', async (_what, name, rows, yaml, words) => {
    const zuordnung = yaml === undefined ? [] : ['--zuordnung', file('z2.yaml', yaml)];
    const refused = await runCli(['erhebung', 'importieren', file(name, rows), ...zuordnung, '--json'], { env });
    expect(refused.exitCode).toBe(3);
    expect(refused.json<{ error: { message: string; hint: string } }>().error).toSatisfy(
      ({ message, hint }: { message: string; hint: string }) => `${message} ${hint}`.includes(words),
    );
  });

  it('reads days that a spreadsheet made of them', async () => {
    const sheet = {
      name: 'Tabelle1',
      columns: ['Control', 'Status', 'Gültig ab'].map((header) => ({ header, width: 10 })),
      rows: [['CLI-01.01', 'Ja', '3.4.2026']],
    };
    const read = await json('erhebung importieren', file('tage.xlsx', await writeWorkbook([sheet], 't')));
    expect(read.aenderungen).toMatchObject([{ control: 'CLI-01.01', nachher: 'ja', gueltigAb: '2026-04-03' }]);
  });
});
