/** Statements of providers: recorded once, inherited by many, told apart from own answers, and never better than they are. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorJson } from '../../src/cli/report-error.ts';
import { writeCsv } from '../../src/exchange/csv.ts';
import { writeWorkbook } from '../../src/exchange/spreadsheet.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { selectProtokoll, systemChain, verifyChain } from '../../src/store/protokoll.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { describeInheritance, deviationNote } from '../../src/usecases/current-answers-summary.ts';
import {
  assignStatement,
  endAssignment,
  grantStatement,
  listStatements,
  type NewStatement,
  showStatement,
  withdrawStatement,
} from '../../src/usecases/erklaerungen.ts';
import { evaluateKommune } from '../../src/usecases/evaluate-kommune.ts';
import { createGruppe } from '../../src/usecases/gruppen.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { setAnswers } from '../../src/usecases/set-answers.ts';
import { showStatus } from '../../src/usecases/show-status.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';
import { checkedJson, expectSchema, runJson } from './schema.ts';

let folder: string;
let database: string;
let store: Store;

const day = '2026-04-01';
const kommunen = ['beispielhain', 'musterstadt', 'neudorf'];
const kisa: NewStatement = {
  dienstleister: 'KISA',
  titel: 'Betrieb 2026',
  vom: '2026-03-01',
  gueltigBis: '2027-02-28',
  controls: ['BAK-01.01=ja', 'BAK-01.02=teilweise', 'BAK-01.03=entbehrlich:Die Sicherung liegt ganz bei der KISA'],
  probe: false,
};
const nobody = { kommunen: [], gruppen: [], probe: false };

// One database with the Kommunen; every test gets a copy.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-erklaerung-'));
  store = await openStore(join(folder, 'vorlage.db'));
  const context = await contextOn(store, '2026-01-02');
  for (const slug of kommunen) {
    await createKommune(context, { slug, name: slug, art: 'gemeinde', ags: null, einwohner: null, landkreis: null }, {});
  }
  await store.close();
});
beforeEach(async () => {
  database = join(folder, `${randomUUID()}.db`);
  copyFileSync(join(folder, 'vorlage.db'), database);
  store = await openStore(database);
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** State and reason of one question. */
async function question(control: string, slug: string, today: string, asOf?: string) {
  const { evaluation } = await evaluateKommune(await contextOn(store, today, asOf), slug);
  const found = evaluation.controls.get(control);
  if (found === undefined) throw new Error(control);
  return { state: found.state, reason: found.reason, basis: found.basis };
}

async function assignedStatement(
  changes: Partial<NewStatement> = {},
  contract: object = { vertrag: 'Rahmenvertrag', avv: 'vom 01.02.2024' },
) {
  const context = await contextOn(store, day);
  await grantStatement(context, { ...kisa, ...changes });
  return assignStatement(context, 'E1', { ...nobody, kommunen: ['beispielhain', 'musterstadt'], ...contract });
}

const count = async (table: 'protokoll' | 'erklaerung' | 'erklaerung_zuordnung') =>
  (await store.db.selectFrom(table).selectAll().execute()).length;

describe('inherited answers', () => {
  it('hold in the assigned Kommunen only, with their origin, and the Protokoll holds', async () => {
    await assignedStatement();
    expect(await question('BAK-01.01', 'beispielhain', day)).toEqual({
      state: 'ja',
      basis: 'angegeben',
      reason: 'Umgesetzt, nach Erklärung von KISA vom 01.03.2026 (E1), gültig bis 28.02.2027.',
    });
    expect((await question('BAK-01.02', 'musterstadt', day)).state).toBe('teilweise');
    expect(await question('BAK-01.03', 'musterstadt', day)).toMatchObject({
      state: 'entbehrlich',
      reason: expect.stringContaining('Die Sicherung liegt ganz bei der KISA'),
    });
    expect((await question('BAK-01.01', 'neudorf', day)).state).toBe('offen');
    const { gesamt } = await showStatus(await contextOn(store, day), 'beispielhain');
    expect([gesamt.ja, gesamt.teilweise, gesamt.entbehrlich]).toEqual([1, 1, 1]);
    expect(await describeInheritance(await contextOn(store, day), 'beispielhain')).toEqual([
      'Geerbt: 3 (Erklärung von KISA vom 01.03.2026 (E1), gültig bis 28.02.2027).',
    ]);
    expect(await describeInheritance(await contextOn(store, day), 'neudorf')).toEqual([]);
    expect((await verifyChain(store, '_system', null)).problems).toEqual([]);
  });

  it('give way to an own answer, and both stay visible', async () => {
    await assignedStatement();
    const context = await contextOn(store, day);
    const said = { kommune: 'beispielhain', control: 'BAK-01.01', status: 'nein', source: 'einzelantwort' } as const;
    const recorded = await recordAssessment(context, said);
    expect(await deviationNote(context, recorded)).toContain('Abweichend vom Geerbten „ja“ (Erklärung von KISA');
    const { state, reason } = await question('BAK-01.01', 'beispielhain', day);
    expect(state).toBe('nein');
    expect(reason).toMatch(/^Nicht umgesetzt, nach Angabe von Ines Sorbe .* Abweichend davon „ja“: Erklärung von KISA/);
    expect(await describeInheritance(context, 'beispielhain')).toContain('Abweichend vom Geerbten beantwortet: 1.');
    const shown = await showStatement(context, 'E1');
    expectSchema('erklaerung-zeigen', shown);
    const at = (slug: string) => shown.kommunen.find(({ kommune }) => kommune === slug);
    expect(at('beispielhain')?.abweichend).toEqual([{ control: 'BAK-01.01', antwort: 'nein', erklaert: 'ja' }]);
    expect(at('beispielhain')?.abhaengig.map(({ control }) => control)).toEqual(['BAK-01.02', 'BAK-01.03']);
    expect(at('musterstadt')?.abhaengig).toHaveLength(3);
    expect(await deviationNote(context, await recordAssessment(context, { ...said, status: 'ja' }))).toBeNull();
  });

  it('are named in the preview of a bulk change that would stand before them', async () => {
    await assignedStatement();
    const request = { kommune: 'beispielhain', filter: ['control=BAK-01.01,BAK-01.05'], probe: true };
    const { aenderungen } = await setAnswers(await contextOn(store, day), request, { status: 'ja' });
    expect(aenderungen.map(({ control, geerbtVon }) => [control, geerbtVon])).toEqual([
      ['BAK-01.01', 'Erklärung von KISA vom 01.03.2026 (E1), gültig bis 28.02.2027'],
      ['BAK-01.05', null],
    ]);
  });

  it('that no longer hold are not said to hold until a day to come', async () => {
    await assignedStatement();
    await withdrawStatement(await contextOn(store, day), 'E1', '2026-03-20', 'Vorfall');
    expect(await describeInheritance(await contextOn(store, day), 'beispielhain')).toEqual([
      'Geerbt: 3 (Erklärung von KISA vom 01.03.2026 (E1), gilt nicht mehr), davon 3 zu bestätigen.',
    ]);
  });

  it('without contract and AVV are inherited, but said to be „ohne Vertragsgrundlage“ and never „belegt“', async () => {
    await assignedStatement({ dokument: 'Ordner 3' }, {});
    expect(await question('BAK-01.01', 'beispielhain', day)).toMatchObject({
      state: 'ja',
      basis: 'angegeben',
      reason: expect.stringContaining('ohne Vertragsgrundlage'),
    });
    expect(await listStatements(await contextOn(store, day))).toMatchObject([{ kommunen: 2, ohneVertragsgrundlage: 2 }]);
    await assignStatement(await contextOn(store, day), 'e1', { ...nobody, kommunen: ['beispielhain'], avv: 'vom 01.02.2024' });
    const founded = await question('BAK-01.01', 'beispielhain', day);
    expect(founded).toMatchObject({ state: 'ja', basis: 'belegt' });
    expect(founded.reason).not.toContain('ohne Vertragsgrundlage');
    expect(await listStatements(await contextOn(store, day))).toMatchObject([{ ohneVertragsgrundlage: 1 }]);
  });
});

describe('the end of a statement', () => {
  it.each<[string, string, string | undefined, string, RegExp]>([
    ['on its last day', '2027-02-28', undefined, 'ja', /gültig bis 28\.02\.2027/],
    ['the day after', '2027-03-01', undefined, 'zuBestaetigen', /galt nur bis 28\.02\.2027/],
    ['the day after, looked at for a day before', '2027-03-01', '2027-02-01', 'ja', /gültig bis 28\.02\.2027/],
    ['before it was assigned', '2027-03-01', '2026-03-15', 'offen', /noch keine Antwort/],
  ])('%s', async (_name, today, asOf, state, reason) => {
    await assignedStatement();
    const result = await question('BAK-01.01', 'beispielhain', today, asOf);
    expect(result.state).toBe(state);
    expect(result.reason).toMatch(reason);
  });

  it('once lapsed, every dependant is listed as to be confirmed', async () => {
    await assignedStatement();
    const shown = await showStatement(await contextOn(store, '2027-03-01'), 'E1');
    expect(shown.zustand).toBe('abgelaufen');
    expect(
      shown.kommunen.map(({ kommune, erloschen, abhaengig }) => [
        kommune,
        erloschen !== null,
        abhaengig.map(({ zustand }) => zustand),
      ]),
    ).toEqual([
      ['beispielhain', true, ['zuBestaetigen', 'zuBestaetigen', 'zuBestaetigen']],
      ['musterstadt', true, ['zuBestaetigen', 'zuBestaetigen', 'zuBestaetigen']],
    ]);
  });

  it('withdrawn: from that day on to be confirmed, on the days before as it was', async () => {
    await assignedStatement();
    const withdrawn = await withdrawStatement(
      await contextOn(store, '2026-09-10'),
      'E1',
      '2026-09-01',
      'Vorfall im Rechenzentrum',
    );
    expect(withdrawn).toMatchObject({ zustand: 'widerrufen', widerrufenAm: '2026-09-01' });
    expect(withdrawn.kommunen.flatMap(({ abhaengig }) => abhaengig)).toHaveLength(6);
    expect(await question('BAK-01.01', 'musterstadt', '2026-09-10')).toMatchObject({
      state: 'zuBestaetigen',
      reason: expect.stringContaining('seit dem 01.09.2026 widerrufen: Vorfall im Rechenzentrum.'),
    });
    expect((await question('BAK-01.01', 'musterstadt', '2026-09-10', '2026-08-31')).state).toBe('ja');
    await expect(withdrawStatement(await contextOn(store, '2026-09-11'), 'E1', '2026-09-01', 'x')).rejects.toThrow(
      'schon zum 01.09.2026',
    );
    await expect(
      assignStatement(await contextOn(store, '2026-09-11'), 'E1', { ...nobody, kommunen: ['neudorf'] }),
    ).rejects.toThrow('widerrufen');
  });

  it('the day of a withdrawal is put right as often as needed, earlier or later, and the Protokoll keeps both', async () => {
    await assignedStatement();
    const withdraw = async (today: string, am: string) => withdrawStatement(await contextOn(store, today), 'E1', am, 'Vorfall');
    await withdraw('2026-09-10', '2026-09-05');
    await withdraw('2026-09-11', '2026-09-01');
    await withdraw('2026-09-12', '2026-09-03');
    expect((await showStatement(await contextOn(store, '2026-09-20'), 'E1')).widerrufenAm).toBe('2026-09-03');
    expect(await question('BAK-01.01', 'musterstadt', '2026-09-20')).toMatchObject({
      state: 'zuBestaetigen',
      reason: expect.stringContaining('seit dem 03.09.2026 widerrufen'),
    });
    const told = (await selectProtokoll(store, systemChain, '9999')).filter(({ action }) => action === 'erklaerung.widerrufen');
    expect(told.map(({ summary }) => summary)).toEqual([
      'Erklärung E1 widerrufen',
      'Erklärung E1: Widerruf berichtigt',
      'Erklärung E1: Widerruf berichtigt',
    ]);
  });

  it('announced for a later day, it holds until then', async () => {
    await assignedStatement();
    const announced = await withdrawStatement(await contextOn(store, '2026-09-10'), 'E1', '2026-12-01', 'Vertrag gekündigt');
    expect(announced.zustand).toBe('gueltig');
    expect((await question('BAK-01.01', 'musterstadt', '2026-11-30')).state).toBe('ja');
    expect((await question('BAK-01.01', 'musterstadt', '2026-12-01')).state).toBe('zuBestaetigen');
  });

  it('a contract that ended: only there, and a new contract brings the answers back', async () => {
    await assignedStatement();
    const change = async (today: string, contract: object) =>
      assignStatement(await contextOn(store, today), 'E1', { ...nobody, kommunen: ['beispielhain'], ...contract });
    const changed = await change('2026-05-01', { vertragBis: '2026-06-30' });
    expect(changed.zuordnungen).toMatchObject([{ vertrag: 'Rahmenvertrag', vertragBis: '2026-06-30', avv: 'vom 01.02.2024' }]);
    expect((await question('BAK-01.01', 'beispielhain', '2026-06-30')).state).toBe('ja');
    expect(await question('BAK-01.01', 'beispielhain', '2026-07-01')).toMatchObject({
      state: 'zuBestaetigen',
      reason: expect.stringContaining('endete am 30.06.2026'),
    });
    expect((await question('BAK-01.01', 'musterstadt', '2026-07-01')).state).toBe('ja');
    await change('2026-07-02', { vertrag: 'Vertrag 2026' });
    expect((await question('BAK-01.01', 'beispielhain', '2026-07-02')).state).toBe('ja');
  });

  it('an assignment ended by hand leaves nothing behind, and --stand still shows it', async () => {
    await assignedStatement();
    await endAssignment(await contextOn(store, '2026-06-01'), 'E1', { ...nobody, kommunen: ['beispielhain'] });
    expect((await question('BAK-01.01', 'beispielhain', '2026-06-01')).state).toBe('offen');
    expect((await question('BAK-01.01', 'beispielhain', '2026-06-01', '2026-05-31')).state).toBe('ja');
    expect((await question('BAK-01.01', 'musterstadt', '2026-06-01')).state).toBe('ja');
    const again = endAssignment(await contextOn(store, '2026-06-02'), 'E1', { ...nobody, kommunen: ['beispielhain'] });
    await expect(again).rejects.toMatchObject({ code: 'UNBEKANNT', hint: expect.stringContaining('musterstadt') });
  });
});

it('a group has it for its members of the day; one of them may leave it alone', async () => {
  const context = await contextOn(store, day);
  await createGruppe(context, { slug: 'kisa', name: 'Kunden der KISA', mitglieder: ['beispielhain', 'musterstadt'] });
  await grantStatement(context, kisa);
  await assignStatement(context, 'E1', { ...nobody, gruppen: ['kisa'], vertrag: 'Rahmenvertrag' });
  expect((await question('BAK-01.01', 'beispielhain', day)).state).toBe('ja');
  expect(await listStatements(context)).toMatchObject([{ kommunen: 2 }]);
  await endAssignment(await contextOn(store, '2026-05-01'), 'E1', { ...nobody, kommunen: ['beispielhain'] });
  expect((await question('BAK-01.01', 'beispielhain', '2026-05-01')).state).toBe('offen');
  const shown = await showStatement(await contextOn(store, '2026-05-01'), 'E1');
  expect(shown.zuordnungen).toMatchObject([{ kommune: 'kisa', art: 'gruppe' }]);
  expect(shown.kommunen).toMatchObject([{ kommune: 'musterstadt', ueber: 'kisa' }]);
});

describe('nothing half-written', () => {
  it.each<[string, Partial<NewStatement>, RegExp]>([
    ['no control', { controls: [] }, /zu keiner Anforderung/],
    ['an unknown control', { controls: ['BAK-01.01=ja', 'BAK-99.99=ja'] }, /BAK-99\.99/],
    ['an unknown status', { controls: ['BAK-01.01=jein'] }, /jein/],
    ['no status', { controls: ['BAK-01.01'] }, /ID=STATUS/],
    ['entbehrlich without reason', { controls: ['BAK-01.01=entbehrlich: '] }, /Begründung/],
    ['a control twice', { controls: ['BAK-01.01=ja', 'bak-01.01=nein'] }, /zweimal/],
    ['a day in the future', { vom: '2026-04-02' }, /Zukunft/],
    ['an end before its day', { gueltigBis: '2026-02-28' }, /vor ihrem Tag/],
    ['nobody who says it', { dienstleister: ' ' }, /Dienstleister/],
    ['list and controls', { datei: 'x.csv' }, /nicht zusammen/],
    ['a list that is not there', { controls: [], datei: '/gibt/es/nicht.csv' }, /gibt es nicht/],
  ])('a statement with %s', async (_name, changes, message) => {
    const before = await count('protokoll');
    await expect(grantStatement(await contextOn(store, day), { ...kisa, ...changes })).rejects.toThrow(message);
    expect([await count('protokoll'), await count('erklaerung')]).toEqual([before, 0]);
  });

  it.each<[string, object, RegExp]>([
    ['one unknown Kommune among many', { kommunen: ['beispielhain', 'nirgendwo'] }, /nirgendwo/],
    ['a Kommune as group', { gruppen: ['beispielhain'] }, /keine Gruppe/],
    ['nobody', {}, /für wen/],
    ['an end without contract', { kommunen: ['beispielhain'], vertragBis: '2026-12-31' }, /gehört zu einem Vertrag/],
  ])('an assignment to %s', async (_name, wanted, message) => {
    const context = await contextOn(store, day);
    await grantStatement(context, kisa);
    await expect(assignStatement(context, 'E1', { ...nobody, ...wanted })).rejects.toThrow(message);
    await expect(assignStatement(context, 'E9', { ...nobody, kommunen: ['beispielhain'] })).rejects.toThrow(/E9/);
    expect(await count('erklaerung_zuordnung')).toBe(0);
  });

  it('--probe shows and records nothing', async () => {
    const context = await contextOn(store, day);
    expect(await grantStatement(context, { ...kisa, probe: true })).toMatchObject({ id: null, aussagen: [{}, {}, {}] });
    await grantStatement(context, kisa);
    const shown = await assignStatement(context, 'E1', { ...nobody, kommunen, probe: true });
    expect(shown.zuordnungen).toHaveLength(3);
    expect([await count('erklaerung'), await count('erklaerung_zuordnung')]).toEqual([1, 0]);
  });
});

describe('a list of what is stated', () => {
  const columns = ['control', 'status', 'begruendung'].map((header) => ({ header, width: 20 }));
  const rows = [
    ['BAK-01.01', 'Ja', null],
    ['BAK-01.02', null, 'noch in Klärung'],
    ['BAK-01.03', 'entbehrlich', '=SUMME(A1)'],
  ];
  const sheet = { name: 'Erklärung', columns, rows };

  it.each<[string, () => Promise<Uint8Array> | string]>([
    ['csv', () => writeCsv(sheet)],
    ['xlsx', () => writeWorkbook([sheet], 'Erklärung')],
  ])('%s: rows without status are passed over, text stays text', async (ending, write) => {
    const datei = join(folder, `liste.${ending}`);
    writeFileSync(datei, await write());
    const granted = await grantStatement(await contextOn(store, day), { ...kisa, controls: [], datei });
    expect(granted.aussagen.map(({ control, status, begruendung }) => [control, status, begruendung])).toEqual([
      ['BAK-01.01', 'ja', null],
      ['BAK-01.03', 'entbehrlich', '=SUMME(A1)'],
    ]);
  });

  it('names every problem with its row', async () => {
    const datei = join(folder, 'liste.csv');
    writeFileSync(
      datei,
      'control;status;begruendung\nBAK-01.01;ja;\nBAK-99.99;ja;\nBAK-01.02;vielleicht;\nBAK-01.03;entbehrlich;\nBAK-01.01;nein;\n;ja;\n',
    );
    const failed = await grantStatement(await contextOn(store, day), { ...kisa, controls: [], datei }).catch(
      (error: Error) => error,
    );
    expect(failed).toMatchObject({ code: 'TABELLE' });
    const message = String((failed as Error).message);
    for (const line of ['Zeile 3', 'Zeile 4', 'Zeile 5', 'Zeile 6', 'Zeile 7']) expect(message).toContain(line);
    expect(message).toContain('steht schon in Zeile 2');
    expect(await count('erklaerung')).toBe(0);
  });
});

describe('from the command line', () => {
  it('grants, assigns, shows, withdraws', async () => {
    const env = { BURGWARD_DB: database, BURGWARD_PERSON: 'Ines Sorbe' };
    const given = ['--dienstleister', 'KISA', '--titel', 'Betrieb', '--vom', '2026-03-01', '--gueltig-bis', '2099-12-31'];
    await runJson('erklaerung erteilen', [...given, '--control', 'BAK-01.01=ja', '--control', 'BAK-01.02=nein'], { env });
    await runJson('erklaerung zuordnen', ['E1', '--kommune', 'beispielhain', '--kommune', 'neudorf'], { env });
    const stand = await runCli(['erhebung', 'stand', '--kommune', 'neudorf'], { env });
    expect(stand.stdout).toContain(
      'Geerbt: 2 (Erklärung von KISA vom 01.03.2026 (E1), gültig bis 31.12.2099, ohne Vertragsgrundlage).',
    );
    await runJson('erklaerung aufheben', ['E1', '--kommune', 'neudorf', '--ja'], { env });
    expect(await runJson<CommandJson['erklaerung liste']>('erklaerung liste', [], { env })).toMatchObject([
      { id: 'E1', kommunen: 1 },
    ]);
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
    await runJson('erklaerung widerrufen', ['E1', '--am', today, '--grund', 'Vorfall', '--ja'], { env });
    const { stdout } = await runCli(['erklaerung', 'zeigen', 'E1'], { env });
    expect(stdout).toContain('▲ widerrufen');
    expect(stdout).toContain('2 Antworten beruhen auf der Erklärung, 2 davon zu bestätigen: BAK-01.01, BAK-01.02');
  }, 120_000);

  it('says what is wrong, with and without --json', async () => {
    const env = { BURGWARD_DB: database };
    const args = ['erklaerung', 'zeigen', 'E7'];
    const text = await runCli(args, { env });
    expect(text).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('E7') });
    const result = await runCli([...args, '--json'], { env });
    expect(result.exitCode).toBe(3);
    expect(checkedJson<ErrorJson>('fehler', result).error).toMatchObject({
      code: 'UNBEKANNT',
      hint: expect.stringContaining('erklaerung erteilen'),
    });
    const past = ['erklaerung', 'widerrufen', 'E1', '--am', '2026-09-01', '--grund', 'x', '--ja', '--stand', '2026-09-01'];
    expect(await runCli(past, { env })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--am') });
  }, 60_000);
});
