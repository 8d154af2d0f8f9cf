/** Risks: what may not be accepted, where an analysis is proposed, and the matrix on a day. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { risiko } from '../../src/domain/registers/risiko.ts';
import { mostProposals } from '../../src/domain/risk-proposal.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { changeKommune } from '../../src/usecases/change-kommune.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { listDue } from '../../src/usecases/due.ts';
import { handOver } from '../../src/usecases/hand-over.ts';
import { decideModellierung, proposeModellierung } from '../../src/usecases/modellierung.ts';
import { showProtokoll } from '../../src/usecases/protokoll.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { importEntries } from '../../src/usecases/register-tables.ts';
import { addEntry, changeEntry, listEntries, type TypedEntry } from '../../src/usecases/registers.ts';
import { riskSchemas } from '../../src/usecases/risk-json.ts';
import { loadMatrix, resetMatrix, writeMatrixTemplate } from '../../src/usecases/risk-matrix.ts';
import { suggestRisks } from '../../src/usecases/risk-proposals.ts';
import { rateRisk, showMatrix } from '../../src/usecases/risks.ts';
import { assignRole } from '../../src/usecases/rollen.ts';
import { recordSchutzbedarf } from '../../src/usecases/schutzbedarf.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const today = '2026-11-20';
const kommune = 'beispielhain';
/** Level standard and asked for by no law; level basis; level standard, asked for by a law under a condition. */
const [free, basis, legal] = ['SRV-01.06', 'BAK-01.01', 'VOR-02.07'];
const legalHolds = { anordnung_erhalten: 'ja', kdn_angeschlossen: 'ja' } as const;
let folder: string;
let database: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-risiko-'));
  database = join(folder, 'b.db');
  store = await openStore(database);
  const first = await on('2026-01-02');
  const body = { slug: kommune, name: 'Beispielhain', art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
  await createKommune(first, body, { wertet_protokolldaten_aus: 'nein' });
  const head = { rolle: 'leitung', person: 'Petra Vogel', ab: '2019-08-01', bestellt: null, gemeldet: null };
  await assignRole(first, { kommune, ...head });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = (day = today, asOf = day) => contextOn(store, day, asOf);
const add = async (typed: TypedEntry, day = today) => addEntry(await on(day), risiko, { kommune, typed });
const matrix = async (asOf = today) => showMatrix(await on(today, asOf), kommune);
const count = async () => (await listEntries(await on(), risiko, { kommune, all: true, where: {} })).entries.length;
const accepted: TypedEntry = {
  titel: 'Ausfall des Fachservers',
  haeufigkeit: '2',
  schaden: '3',
  behandlung: 'akzeptieren',
  'akzeptiert-von': 'Petra Vogel',
  'akzeptiert-am': '2026-05-04',
  'akzeptiert-bis': '2026-12-31',
  begruendung: 'Ersatzgerät im Nachbarort',
};

describe('acceptance', () => {
  it('is a matter of the head where nothing demands otherwise', async () => {
    expect(await add({ ...accepted, controls: [free] })).toMatchObject({ id: 'RK1' });
    expect(await add(accepted)).toMatchObject({ id: 'RK2' });
    await expect(add({ ...accepted, 'akzeptiert-von': 'Max Beyer' })).rejects.toMatchObject({ exitCode: 3 });
  });

  it('is allowed while it is not known whether the MUSS-WENN holds here, or known that it does not', async () => {
    expect(await add({ ...accepted, controls: [legal] })).toMatchObject({ id: 'RK1' });
    await changeKommune(await on(), kommune, {}, { ...legalHolds, kdn_angeschlossen: 'nein' });
    expect(await add({ ...accepted, controls: [legal] })).toMatchObject({ id: 'RK2' });
    await changeKommune(await on(), kommune, {}, legalHolds);
    expect((await matrix()).risiken.map(({ stand }) => stand)).toEqual(['offen', 'offen']);
  });

  it.each([
    [[basis], /BAK-01\.01 \(Basis/],
    [[free, legal], /VOR-02\.07 \(gesetzlich \(S-20\)\)/],
  ])('is refused for %j, with what is possible instead', async (controls, text) => {
    await changeKommune(await on(), kommune, {}, legalHolds);
    const refused = expect(add({ ...accepted, controls })).rejects;
    await refused.toMatchObject({ exitCode: 3, message: expect.stringMatching(text) });
    await expect(add({ ...accepted, controls })).rejects.toThrow(/„zurückgestellt bis … mit Begründung“/);
    await expect(add({ ...accepted, controls })).rejects.not.toThrow(/SRV-01\.06/);
    expect(await count()).toBe(0);
    const putOff = { behandlung: 'zurueckgestellt', 'zurueckgestellt-bis': '2027-03-31', begruendung: 'Haushalt 2027' };
    expect(await add({ titel: 'x', controls, ...putOff })).toMatchObject({ id: 'RK1' });
  });

  it('is refused when a requirement comes later, by hand and from a table, with its row', async () => {
    await changeKommune(await on(), kommune, {}, legalHolds);
    await add({ ...accepted, controls: [free] });
    const change = { kommune, id: 'RK1', typed: { controls: [free, basis] } };
    await expect(changeEntry(await on(), risiko, change)).rejects.toThrow(/BAK-01\.01/);
    const path = join(folder, 'risiken.csv');
    writeFileSync(path, `Nr.;Titel;Anforderungen\n;Neues Risiko;${free}\nRK1;Ausfall des Fachservers;${legal}\n`);
    const imported = importEntries(await on(), risiko, { kommune, path, probe: false });
    await expect(imported).rejects.toMatchObject({
      exitCode: 3,
      problems: [{ row: 3, column: 'Behandlung', text: expect.stringContaining(legal) }],
    });
    expect(await count()).toBe(1);
  });

  it('may end although it would be refused today', async () => {
    await add({ ...accepted, controls: [free] });
    const gone = { controls: [basis], 'entfallen-am': '2026-11-02' };
    expect(await changeEntry(await on(), risiko, { kommune, id: 'RK1', typed: gone })).toMatchObject({ id: 'RK1' });
  });

  it('counts as open from the day after its last, and is due', async () => {
    await add({ ...accepted, 'akzeptiert-bis': '2026-11-15' }, '2026-05-04');
    expect((await matrix('2026-11-15')).anzahl).toMatchObject({ akzeptiert: 1, offen: 0 });
    const after = await matrix('2026-11-16');
    expect(after.anzahl).toMatchObject({ akzeptiert: 0, offen: 1 });
    expect(after.risiken[0]?.begruendung).toBe('Die Akzeptanz ist abgelaufen (15.11.2026).');
    const { punkte } = await listDue(await on(), { kommune, days: 0 });
    expect(punkte.filter(({ art }) => art === 'risiko')).toMatchObject([{ id: 'RK1', ueberfaellig: true }]);
  });
});

describe('a matrix of its own', () => {
  const own = (changes: (text: string) => string = (text) => text) => {
    const text = `source: Stadt Beispielhain, Beschluss vom 02.11.2026
edition: "2026"
confidence: [V]
frequency:
  - { step: 1, title: selten, meaning: alle zehn Jahre }
  - { step: 2, title: manchmal, meaning: jedes Jahr }
  - { step: 3, title: oft, meaning: jeden Monat }
  - { step: 4, title: ständig, meaning: jede Woche }
  - { step: 5, title: immer, meaning: jeden Tag }
damage:
  - { step: 1, title: klein, meaning: unter 1000 Euro }
  - { step: 2, title: groß, meaning: darüber }
classes:
  - { id: gruen, title: grün, meaning: hinnehmen }
  - { id: rot, title: rot, meaning: behandeln }
line: rot
rows:
  - { damage: 2, classes: [gruen, rot, rot, rot, rot] }
  - { damage: 1, classes: [gruen, gruen, gruen, gruen, rot] }
`;
    const path = join(folder, 'eigene.yaml');
    writeFileSync(path, changes(text));
    return path;
  };
  const load = async (path: string, day = today) => loadMatrix(await on(day), kommune, path);

  it('holds from its day on, for ratings, rules and the look back, and is taken back', async () => {
    await add({ titel: 'Ausfall', haeufigkeit: '1', schaden: '3' }, '2026-11-02');
    await load(own(), '2026-11-10');
    const shown = await matrix();
    expect(shown.matrix).toMatchObject({ eigeneSeit: '2026-11-10', grenze: 'rot', quelle: expect.stringContaining('Beschluss') });
    expect(shown.zellen).toHaveLength(10);
    // The step is gone: said, not guessed.
    expect(shown.risiken[0]).toMatchObject({ jetzt: null, hinweise: [expect.stringContaining('die Stufe 3 gibt es')] });
    const rated = await rateRisk(await on(), { kommune, id: 'RK1', phase: 'vorher', haeufigkeit: 'immer', schaden: 'klein' });
    expect(rated.risiko).toMatchObject({ jetzt: { klasse: 'rot', text: 'rot (immer, klein)' }, ueberGrenze: true });
    await expect(add({ titel: 'x', haeufigkeit: '6' })).rejects.toThrow(/sie geht bis 5/);
    await expect(add({ titel: 'x', schaden: '3' })).rejects.toThrow(/sie geht bis 2/);
    const before = await matrix('2026-11-09');
    expect(before.matrix.eigeneSeit).toBeNull();
    expect(before.risiken[0]?.jetzt?.klasse).toBe('mittel');

    await resetMatrix(await on(), kommune);
    expect((await matrix()).matrix).toMatchObject({ eigeneSeit: null, grenze: 'mittel' });
    await expect(resetMatrix(await on(), kommune)).rejects.toThrow(/keine eigene Risikomatrix/);
    const actions = (await showProtokoll(await on(), kommune)).map(({ vorgang }) => vorgang);
    expect(actions.filter((action) => action.startsWith('risikomatrix'))).toEqual([
      'risikomatrix.laden',
      'risikomatrix.zuruecksetzen',
    ]);
  });

  it('goes with the hand-over as a file that reads in again', async () => {
    await load(own(), '2026-11-10');
    const { dateien } = await handOver(await on(), [kommune], null, join(folder, 'uebergabe'));
    const read = (name: string) => execFileSync('unzip', ['-p', dateien[0]?.pfad ?? '', `${kommune}/${name}`]).toString();
    expect(read('uebergabe.html')).toContain('Eigene Matrix seit dem 10.11.2026');
    expect(JSON.parse(read('uebergabe.json'))).toMatchObject({ risikomatrix: { eigeneSeit: '2026-11-10' } });
    await resetMatrix(await on(), kommune);
    const path = join(folder, 'uebergeben.yaml');
    writeFileSync(path, read('risikomatrix.yaml'));
    await load(path);
    expect((await matrix()).matrix).toMatchObject({ eigeneSeit: today, grenze: 'rot' });
  });

  it('is nothing anybody else sees', async () => {
    await load(own());
    expect((await listDue(await on(), { days: 3650 })).punkte).toEqual([]);
    const body = { slug: 'musterau', name: 'Musterau', art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
    await createKommune(await on(), body, {});
    expect((await showMatrix(await on(), 'musterau')).matrix.eigeneSeit).toBeNull();
  });

  it('the one in force comes out as a file that goes in again', async () => {
    const [file] = await writeMatrixTemplate(await on(), kommune, folder);
    await load(file?.pfad ?? '');
    const shown = await matrix();
    const { zellen } = await showMatrix(await on('2026-11-19'), kommune);
    expect(shown.zellen).toEqual(zellen);
    expect(shown.matrix.eigeneSeit).toBe(today);
    await expect(load(file?.pfad ?? '')).rejects.toThrow(/gilt schon/);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'an unknown field',
      (text) => text.replace('line: rot', 'line: rot\nfarbe: blau'),
      /eigene\.yaml, Zeile 17, farbe: Dieses Feld gibt es hier nicht/,
    ],
    ['a class that is none', (text) => text.replace('line: rot', 'line: gelb'), /Zeile 16, line: Die Klasse gelb gibt es nicht/],
    [
      'a row too short',
      (text) => text.replace('[gruen, rot, rot, rot, rot]', '[gruen, rot]'),
      /Zeile 18, rows\.0\.classes: Erwartet je Stufe/,
    ],
    ['more frequency, lesser class', (text) => text.replace('[gruen, rot, rot', '[rot, gruen, rot'), /nicht kleiner werden/],
    [
      'a gap in the steps',
      (text) => text.replace('step: 2, title: groß', 'step: 3, title: groß'),
      /gezählt wird ab 1 ohne Lücke/,
    ],
    ['seven steps', (text) => text.replace('step: 5', 'step: 7'), /höchstens 6/],
    ['one step', (text) => text.replace(/ {2}- \{ step: 2, title: groß.*\n/, ''), /mindestens 2/],
    ['a key twice', (text) => text.replace('line: rot', 'line: rot\nline: gruen'), /Zeile 17/],
    ['no YAML', () => 'a: [', /Zeile/],
    ['nothing', () => '', /leer/],
    ['a bomb of aliases', () => 'a: &a [x, x]\nb: [*a, *a]\n', /Risikomatrix ist ungültig/],
    ['too much', () => 'x'.repeat(200_000), /zu groß/],
  ])('with %s is refused with its line, and the old one stays', async (_name, changes, text) => {
    await expect(load(own(changes))).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(text) });
    expect((await matrix()).matrix.eigeneSeit).toBeNull();
  });

  it('without a file is refused', async () => {
    await expect(load(join(folder, 'fehlt.yaml'))).rejects.toThrow(/gibt es nicht/);
    await expect(load(folder)).rejects.toThrow(/keine Datei/);
  });
});

describe('the matrix', () => {
  it('counts per cell before and after, on any day, and shows measures with their state', async () => {
    expect((await matrix()).anzahl).toMatchObject({ n: 0 });
    const measure = { titel: 'Zweiter Server', faellig: '2026-10-31' };
    await addEntry(await on('2026-09-01'), massnahme, { kommune, typed: measure });
    await add({ titel: 'Ausfall', behandlung: 'vermindern', massnahmen: ['MN1'] }, '2026-09-01');
    await add({ titel: 'Kleinkram', haeufigkeit: '1', schaden: '1' }, '2026-09-01');
    await add({ titel: 'Unbewertet' }, '2026-09-01');
    const rate = async (day: string, phase: 'vorher' | 'geplant' | 'danach', haeufigkeit: string, schaden: string) =>
      rateRisk(await on(day), { kommune, id: 'rk1', phase, haeufigkeit, schaden });
    expect((await rate('2026-09-01', 'vorher', 'häufig', 'existenzbedrohend')).risiko.jetzt).toMatchObject({
      klasse: 'sehr-hoch',
      text: 'sehr hoch (häufig, existenzbedrohend)',
    });
    expect((await rate('2026-09-02', 'geplant', '1', '4')).risiko.jetzt).toMatchObject({ klasse: 'sehr-hoch' });
    const rated = await rate('2026-11-01', 'danach', 'selten', 'beträchtlich');
    expect(rated.risiko).toMatchObject({ jetzt: { klasse: 'mittel' }, ueberGrenze: true });
    expect(rated.risiko.hinweise).toEqual(['„Danach“ ist bewertet, aber noch nicht umgesetzt: MN1.']);
    riskSchemas['risiko bewerten'].parse(rated);

    const shown = await matrix();
    riskSchemas['risiko matrix'].parse({ ...shown, dateien: [] });
    expect(shown.zellen).toHaveLength(16);
    const cell = (result: typeof shown, haeufigkeit: number, schaden: number) =>
      result.zellen.find((each) => each.haeufigkeit === haeufigkeit && each.schaden === schaden);
    expect(cell(shown, 3, 4)).toMatchObject({ klasse: 'sehr-hoch', vorher: 1, geplant: 0, danach: 0, jetzt: 0 });
    expect(cell(shown, 1, 3)).toMatchObject({ klasse: 'mittel', vorher: 0, danach: 1, jetzt: 1 });
    expect(cell(shown, 1, 1)).toMatchObject({ ueberGrenze: false, vorher: 1, jetzt: 1 });
    expect(shown.anzahl).toEqual({
      n: 3,
      offen: 2,
      inBehandlung: 1,
      akzeptiert: 0,
      zurueckgestellt: 0,
      nichtBewertet: 1,
      ueberGrenze: 1,
    });
    expect(shown.risiken.map(({ id }) => id)).toEqual(['RK1', 'RK2', 'RK3']);
    expect(shown.risiken[0]?.massnahmen).toMatchObject([{ id: 'MN1', status: 'offen', ueberfaellig: true }]);

    const earlier = await matrix('2026-10-15');
    expect(cell(earlier, 3, 4)).toMatchObject({ vorher: 1, danach: 0, jetzt: 1 });
    expect(earlier.risiken[0]?.massnahmen).toMatchObject([{ ueberfaellig: false }]);
    expect((await matrix('2026-08-31')).anzahl.n).toBe(0);
  });

  it('refuses a step it does not have, and records nothing', async () => {
    await add({ titel: 'Ausfall' });
    const wrong = { kommune, id: 'RK1', phase: 'vorher', haeufigkeit: 'immer', schaden: '2' } as const;
    await expect(rateRisk(await on(), wrong)).rejects.toMatchObject({
      exitCode: 3,
      hint: expect.stringContaining('1 selten (höchstens einmal in fünf Jahren)'),
    });
    expect((await matrix()).anzahl.nichtBewertet).toBe(1);
  });

  it('an own one with fewer steps binds entries too', async () => {
    const context = await on();
    const shipped = context.catalogue.tables['risikomatrix'] as { damage: object[]; rows: object[] };
    const small = { ...shipped, damage: shipped.damage.slice(0, 3), rows: shipped.rows.slice(1) };
    const own = { ...context, catalogue: { ...context.catalogue, tables: { ...context.catalogue.tables, risikomatrix: small } } };
    const change = { kommune, typed: { titel: 'x', schaden: '4' } };
    await expect(addEntry(own, risiko, change)).rejects.toThrow('4 gibt es in der Risikomatrix nicht; sie geht bis 3.');
  });
});

describe('proposals', () => {
  const windows = { plattform: 'Windows Server 2022' };
  const make = async (kuerzel: string, typ: string, more = {}) =>
    createZielobjekt(await on('2026-02-02'), { kommune, kuerzel, typ, name: `Name ${kuerzel}`, ...more });
  const need = async (kuerzel: string, stufe: 'normal' | 'hoch') =>
    recordSchutzbedarf(await on('2026-02-02'), {
      kommune,
      kuerzel,
      ziele: ['vertraulichkeit', 'integritaet', 'verfuegbarkeit'],
      stufe,
      art: 'festgelegt',
      grund: 'so entschieden',
    });
  const suggest = async (more = {}) =>
    suggestRisks(await on(), { kommune, ungewoehnlich: [], zielobjekte: [], probe: true, ...more });

  it('come only where they are needed, and say why not elsewhere', async () => {
    expect((await suggest()).begruendungen).toEqual([expect.stringMatching(/^Zielobjekte sind noch nicht erfasst/)]);
    for (const code of ['SV-HOCH', 'SV-NORM', 'SV-OFFEN']) await make(code, 'server', windows);
    await need('SV-HOCH', 'hoch');
    await need('SV-NORM', 'normal');
    const proposal = await suggest();
    riskSchemas['risiko vorschlagen'].parse(proposal);
    expect(proposal.gruppen.map(({ zielobjekte }) => zielobjekte.map(({ kuerzel }) => kuerzel))).toEqual([['SV-HOCH']]);
    expect(proposal).toMatchObject({ probe: true, unklar: ['SV-OFFEN'], nichtNoetig: ['SV-NORM'] });
    expect(proposal.begruendungen.join('\n')).toMatch(/solange der Schutzbedarf nicht festgelegt ist.*: SV-OFFEN\./);
    expect(proposal.begruendungen.join('\n')).toMatch(/weil der Schutzbedarf normal ist, ein Baustein passt .*: SV-NORM\./);
    const [group] = proposal.gruppen;
    expect(group?.risiken.length).toBe(mostProposals);
    expect(group?.weitere).toBeGreaterThan(0);
    expect(await count()).toBe(0);
  });

  it('look at alike Zielobjekte together, put gaps first, and name them as requirements', async () => {
    for (const code of ['SV-1', 'SV-2']) {
      await make(code, 'server', windows);
      await need(code, 'hoch');
    }
    const gap = { kommune, control: 'SRV-01.02', status: 'nein', begruendung: 'fehlt', source: 'einzelantwort' } as const;
    await recordAssessment(await on(), gap);
    const [group, ...others] = (await suggest()).gruppen;
    expect(others).toEqual([]);
    expect(group?.risiken[0]).toMatchObject({ zielobjekte: ['SV-1', 'SV-2'], controls: ['SRV-01.02'] });
    expect(group?.risiken[0]?.grund).toMatch(
      /^1 von \d+ Anforderungen dagegen ist nicht oder nur zum Teil erfüllt: SRV-01\.02\.$/,
    );

    const made = await suggest({ probe: false });
    const first = made.gruppen[0]?.risiken[0];
    expect(first).toMatchObject({ id: 'RK1', titel: expect.stringMatching(/^SV-1, SV-2: /) });
    const { entries } = await listEntries(await on(), risiko, { kommune, all: true, where: {} });
    expect(entries).toHaveLength(mostProposals);
    expect(entries[0]?.angaben).toMatchObject({
      anlass: 'schutzbedarf',
      gefaehrdung: first?.gefaehrdung,
      controls: ['SRV-01.02'],
    });
    expect((await suggest({ probe: false })).gruppen).toMatchObject([{ risiken: [], schonErfasst: mostProposals }]);
  });

  it('unusual operation is said once and kept', async () => {
    await make('SV-NORM', 'server', windows);
    await need('SV-NORM', 'normal');
    expect((await suggest()).gruppen).toEqual([]);
    const marked = await suggest({ ungewoehnlich: ['sv-norm'], probe: false });
    expect(marked.gruppen[0]?.anlaesse).toEqual([
      { anlass: 'ungewoehnlicher-betrieb', text: 'Ungewöhnlicher Betrieb, so angegeben.' },
    ]);
    expect((await suggest()).gruppen).toMatchObject([{ schonErfasst: mostProposals }]);
    for (const wrong of [{ ungewoehnlich: ['GIBT-ES-NICHT'] }, { zielobjekte: ['VERBUND'] }])
      await expect(suggest(wrong)).rejects.toMatchObject({ exitCode: 3 });
  });

  it('come where no Baustein of the Kompendium is used for it', async () => {
    await make('ARCHIV', 'anwendung');
    await need('ARCHIV', 'normal');
    expect((await suggest()).gruppen).toEqual([]);
    const { vorschlaege } = await proposeModellierung(await on(), kommune, { katalog: 'kompendium' });
    const bausteine = vorschlaege.filter(({ zielobjekte }) => zielobjekte.includes('ARCHIV')).map(({ baustein }) => baustein);
    await decideModellierung(await on(), { kommune, bausteine, verwendet: 'nein', begruendung: 'Eigenbau ohne Hersteller' });
    const [group] = (await suggest()).gruppen;
    expect(group?.anlaesse.map(({ anlass }) => anlass)).toEqual(['kein-baustein']);
    expect(group?.risiken.length).toBe(mostProposals);
  });

  it('where none of our Bausteine tells, name what strikes such a Zielobjekt directly', async () => {
    await make('MELDEWESEN', 'geschaeftsprozess');
    const [group] = (await suggest({ ungewoehnlich: ['MELDEWESEN'] })).gruppen;
    expect(group?.risiken).toHaveLength(mostProposals);
    expect(group?.risiken[0]).toMatchObject({ controls: [], grund: expect.stringMatching(/^Trifft Zielobjekte dieser Art/) });
  });
});

it('the real commands print it, ask before recording, and look back only where they read', async () => {
  await createZielobjekt(await on('2026-02-02'), { kommune, kuerzel: 'SV-1', typ: 'server', name: 'Fachserver' });
  const run = (...args: string[]) => runCli(args, { env: { BURGWARD_DB: database, BURGWARD_KOMMUNE: kommune } });
  const proposal = ['risiko', 'vorschlagen', '--ungewoehnlich', 'SV-1'];
  expect(await run(...proposal)).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('Ungewöhnlicher Betrieb'),
    stderr: expect.stringContaining('--ja'),
  });
  expect(await run(...proposal, '--ja')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Angelegt: RK1, RK2,') });
  const rating = ['risiko', 'bewerten', 'RK1', '--haeufigkeit', '4', '--schaden', '3'];
  expect(await run(...rating)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('sehr hoch (sehr häufig,') });
  const { stdout, exitCode } = await run('risiko', 'matrix');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/beträchtlich +▲ mittel +▲ mittel +▲ hoch +▲ sehr hoch: 1/);
  expect(stdout).toContain(`${mostProposals} Risiken: ${mostProposals} offen`);
  const back = await run('risiko', 'matrix', '--stand', '2026-01-03', '--json');
  expect(riskSchemas['risiko matrix'].parse(back.json()).anzahl.n).toBe(0);
}, 120_000);

it('the real command loads a matrix, shows it, and takes it back', async () => {
  const run = (...args: string[]) => runCli(args, { env: { BURGWARD_DB: database, BURGWARD_KOMMUNE: kommune } });
  const written = await run('risiko', 'matrix', '--vorlage', folder);
  const path = written.stdout.trim();
  writeFileSync(path, readFileSync(path, 'utf8').replace('line: mittel', 'line: hoch'));
  const loaded = await run('risiko', 'matrix', '--datei', path);
  expect([loaded.exitCode, loaded.stdout + loaded.stderr]).toEqual([0, expect.stringContaining('Eigene Matrix seit')]);
  expect(loaded.stdout).toContain('ab „hoch“');
  expect((await run('risiko', 'matrix', '--zuruecksetzen', '--stand', today)).exitCode).toBe(2);
  expect((await run('risiko', 'matrix', '--zuruecksetzen')).stdout).toContain('ab „mittel“');
  riskSchemas['risiko vorschlagen'].parse((await run('risiko', 'vorschlagen', '--json')).json());
}, 120_000);
