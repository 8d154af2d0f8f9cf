/** Measures: made from gaps and findings, ranked with a reason, summed by year, and there and back as a table. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RegisterDefinition } from '../../src/domain/register.ts';
import { begehung } from '../../src/domain/registers/begehung.ts';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { pruefung } from '../../src/domain/registers/pruefung.ts';
import { risiko } from '../../src/domain/registers/risiko.ts';
import { vorfall } from '../../src/domain/registers/vorfall.ts';
import { warnung } from '../../src/domain/registers/warnung.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { listDue } from '../../src/usecases/due.ts';
import { grantFreigabe } from '../../src/usecases/freigaben.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { budgetOf, measureFromFinding, rankMeasures, suggestMeasures } from '../../src/usecases/measures.ts';
import { type MeasuresWish, measureSources, measuresFromEntry } from '../../src/usecases/measures-from-entries.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { exportEntries, importEntries } from '../../src/usecases/register-tables.ts';
import { addEntry, changeEntry, listEntries, removeEntry, showEntry, type TypedEntry } from '../../src/usecases/registers.ts';
import { prepareChecks, runChecks } from '../../src/usecases/run-checks.ts';
import { closeAll, listen } from '../collect/loopback.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const day = '2026-11-20';
const kommune = 'beispielhain';
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-massnahme-'));
  store = await openStore(join(folder, 'b.db'));
  const body = { slug: kommune, name: 'Beispielhain', art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
  await createKommune(await on('2026-09-01'), body, {});
});

afterEach(async () => {
  await closeAll();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = (today = day, asOf = today) => contextOn(store, today, asOf);
const add = async (typed: Record<string, string | string[]>, today = day) =>
  addEntry(await on(today), massnahme, { kommune, typed });
const answer = async (control: string, status: 'ja' | 'nein', more = {}) =>
  recordAssessment(await on(), { kommune, control, status, source: 'einzelantwort', ...more });

describe('what a measure must not be', () => {
  it.each([
    [{}, /Titel fehlt/],
    [{ titel: 'x', 'kosten-einmalig': '-5' }, /zu klein/],
    [{ titel: 'x', status: 'erledigt' }, /--erledigt-am/],
    [{ titel: 'x', status: 'zurueckgestellt' }, /Entscheidung, Tag und Wiedervorlage/],
    [{ titel: 'x', mittel: 'gekuerzt' }, /Entscheidung der Leitung/],
    [{ titel: 'x', status: 'erledigt', 'erledigt-am': '2026-11-21' }, /liegt in der Zukunft/],
    [{ titel: 'x', 'erledigt-am': '2026-11-19' }, /--status erledigt/],
    [{ titel: 'x', mittel: 'gekuerzt', entscheidung: 'Rat', 'entschieden-am': '2026-11-10' }, /--wiedervorlage/],
    [{ titel: 'x', prioritaet: '1' }, /nennt den Grund/],
    [{ titel: 'x', controls: ['GIB-01.01'] }, /GIB-01\.01 gibt es nicht/],
    [{ titel: 'x', zielobjekte: ['NIX'] }, /NIX gibt es nicht/],
    [{ titel: 'x', 'haengt-ab-von': ['MN9'] }, /MN9 gibt es nicht/],
  ])('%j', async (typed, message) => {
    await expect(add(typed as Record<string, string>)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(message),
    });
    expect((await listEntries(await on(), massnahme, { kommune, all: true, where: {} })).entries).toEqual([]);
  });
});

it('what waits for itself is refused, what waits for others says so, and cut money comes back', async () => {
  await add({ titel: 'Zuerst' });
  await add({ titel: 'Dann', 'haengt-ab-von': ['MN1'] });
  await add({ titel: 'Zuletzt', 'haengt-ab-von': ['MN2', 'MN1'] });
  const change = async (id: string, typed: TypedEntry) => changeEntry(await on(), massnahme, { kommune, id, typed });
  await expect(change('MN1', { 'haengt-ab-von': ['MN3'] })).rejects.toMatchObject({
    exitCode: 3,
    message: 'Hängt ab von: Das ist ein Kreis, MN1 → MN3 → MN2 → MN1.',
  });
  const waiting = async () =>
    Object.fromEntries((await rankMeasures(await on(), kommune)).map(({ id, wartetAuf }) => [id, wartetAuf]));
  expect(await waiting()).toEqual({ MN1: [], MN2: ['MN1'], MN3: ['MN2', 'MN1'] });
  await change('MN1', { status: 'erledigt', 'erledigt-am': day });
  expect(await waiting()).toEqual({ MN2: [], MN3: ['MN2'] });

  const cut = { mittel: 'gekuerzt', entscheidung: 'Stadtrat', 'entschieden-am': '2026-11-10', wiedervorlage: '2026-11-25' };
  await change('MN2', cut);
  const due = await listDue(await on(), { kommune, days: 7 });
  expect(due.punkte.map(({ tag, text }) => [tag, text])).toEqual([['2026-11-25', 'Mittel gekürzt, neu entscheiden: Dann']]);
});

it('a table cannot make a circle either, nor does it mind one it takes apart', async () => {
  await add({ titel: 'A' });
  await add({ titel: 'B' });
  const path = join(folder, 'kreis.csv');
  const read = async (rows: string) => {
    writeFileSync(path, `Nr.;Titel;Hängt ab von\n${rows}`);
    return importEntries(await on(), massnahme, { kommune, path, probe: false });
  };
  await expect(read('MN1;A;MN2\nMN2;B;MN1\n')).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('Zeile 2, Spalte „Hängt ab von“: Hängt ab von: Das ist ein Kreis, MN1 → MN2 → MN1.'),
  });
  expect((await showEntry(await on(), massnahme, kommune, 'MN1')).verlauf).toHaveLength(1);
  await read('MN2;B;MN1\n');
  // Turned round in one file: each row alone would be a circle with what is recorded.
  expect((await read('MN1;A;MN2\nMN2;B;\n')).geaendert).toEqual(['MN1', 'MN2']);
});

it('what an entry names may be gone by the time it is closed', async () => {
  await add({ titel: 'A' });
  await add({ titel: 'B', 'haengt-ab-von': ['MN1'] });
  await removeEntry(await on(), massnahme, { kommune, id: 'MN1', reason: 'doppelt' });
  const typed = { status: 'erledigt', 'erledigt-am': day };
  expect((await changeEntry(await on(), massnahme, { kommune, id: 'MN2', typed })).angaben['status']).toBe('erledigt');
});

it('a change that would not come to hold is refused, not lost', async () => {
  await add({ titel: 'A' }, '2026-10-01');
  const change = { kommune, id: 'MN1', typed: { titel: 'B' }, gueltigAb: '2026-09-15' };
  await expect(changeEntry(await on(), massnahme, change)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('seit dem 01.10.2026'),
  });
  expect((await showEntry(await on(), massnahme, kommune, 'MN1')).verlauf).toHaveLength(1);
  expect((await changeEntry(await on(), massnahme, { ...change, gueltigAb: '2026-10-01' })).angaben['titel']).toBe('B');
});

it('a table of another Kommune does not change entries here', async () => {
  const body = { slug: 'musterau', name: 'Musterau', art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
  await createKommune(await on('2026-09-01'), body, {});
  await add({ titel: 'Unsere' });
  await addEntry(await on(), massnahme, { kommune: 'musterau', typed: { titel: 'Ihre' } });
  const { dateien } = await exportEntries(await on(), massnahme, { kommune, format: 'csv', folder, all: true });
  const path = dateien[0]?.pfad ?? '';
  await expect(importEntries(await on(), massnahme, { kommune: 'musterau', path, probe: false })).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('eine Ausgabe von beispielhain'),
  });
  writeFileSync(path, 'Nr.;Titel\n;Auch hier\n');
  expect((await importEntries(await on(), massnahme, { kommune: 'musterau', path, probe: false })).neu).toEqual(['MN2']);
});

it('a line break in a cell begins no row and no formula in a CSV file', async () => {
  await add({ titel: 'A', beschreibung: 'erste\n=1+1' });
  const { dateien } = await exportEntries(await on(), massnahme, { kommune, format: 'csv', folder, all: true });
  expect(readFileSync(dateien[0]?.pfad ?? '', 'utf8')).toContain(';"erste\n=1+1";');
});

it('each day of an entry keeps its own number in the calendar, whichever of them are due', async () => {
  const uids = async () => {
    const { dateien } = await exportEntries(await on(), massnahme, { kommune, format: 'ics', folder, all: true });
    const text = readFileSync(dateien[0]?.pfad ?? '', 'utf8');
    return [...text.matchAll(/UID:(.*)\r[\s\S]*?DTSTART;VALUE=DATE:(\d+)/g)].map(([, uid, start]) => [start, uid]);
  };
  const cut = { mittel: 'gekuerzt', entscheidung: 'Rat', 'entschieden-am': '2026-11-10', wiedervorlage: '2026-11-25' };
  await add({ titel: 'A', faellig: '2026-12-31', ...cut });
  const second = ['20261125', 'beispielhain-massnahme-mn1-wiedervorlage@burgward'];
  expect(await uids()).toEqual([second, ['20261231', 'beispielhain-massnahme-mn1@burgward']]);
  await changeEntry(await on(), massnahme, { kommune, id: 'MN1', typed: { faellig: '' } });
  expect(await uids()).toEqual([second]);
});

it('keeps every version, shows the state of any day, and takes out with a reason', async () => {
  await add({ titel: 'Netzplan erneuern' }, '2026-10-01');
  await changeEntry(await on('2026-11-01'), massnahme, {
    kommune,
    id: 'mn1',
    typed: { status: 'erledigt', 'erledigt-am': '2026-10-30' },
  });
  const state = async (asOf: string) =>
    (await listEntries(await on(day, asOf), massnahme, { kommune, all: true, where: {} })).entries;
  expect(await state('2026-09-30')).toEqual([]);
  expect(await state('2026-10-15')).toMatchObject([{ id: 'MN1', angaben: { status: 'offen' } }]);
  expect(await state(day)).toMatchObject([{ angaben: { status: 'erledigt' } }]);
  expect((await showEntry(await on(), massnahme, kommune, 'MN1')).verlauf).toHaveLength(2);
  await removeEntry(await on(), massnahme, { kommune, id: 'MN1', reason: 'doppelt' });
  expect(await state(day)).toEqual([]);
  await expect(showEntry(await on(), massnahme, kommune, 'MN1')).rejects.toThrow(/entfernt: doppelt/);
});

it('goes out as a table and comes back without loss, formulas and all', async () => {
  await add({
    titel: '=HYPERLINK("http://x")',
    beschreibung: '<script>alert(1)</script>\nzweite Zeile',
    'kosten-einmalig': '1.234,50',
    faellig: '2026-12-01',
  });
  await add({ titel: 'Zweite', 'haengt-ab-von': ['MN1'] });
  for (const format of ['xlsx', 'csv'] as const) {
    const { dateien } = await exportEntries(await on(), massnahme, { kommune, format, folder, all: true });
    const path = dateien[0]?.pfad ?? '';
    expect(await importEntries(await on(), massnahme, { kommune, path, probe: false })).toMatchObject({
      neu: [],
      geaendert: [],
      unveraendert: 2,
    });
  }
  const path = join(folder, 'neu.csv');
  writeFileSync(path, 'Nr.;Titel;Fällig\nMN2;Zweite, umbenannt;24.12.2026\n;Dritte;\n');
  expect(await importEntries(await on(), massnahme, { kommune, path, probe: true })).toMatchObject({
    probe: true,
    geaendert: ['MN2'],
  });
  expect(await importEntries(await on(), massnahme, { kommune, path, probe: false })).toMatchObject({
    neu: ['MN3'],
    geaendert: ['MN2'],
  });
  expect((await showEntry(await on(), massnahme, kommune, 'MN2')).eintrag.angaben).toMatchObject({
    faellig: '2026-12-24',
    'haengt-ab-von': ['MN1'],
  });
  writeFileSync(path, 'Nr.;Titel;Kosten einmalig (Euro)\nMN9;Fremde;\nMN1;;\n;Vierte;-3\n');
  await expect(importEntries(await on(), massnahme, { kommune, path, probe: false })).rejects.toThrow(/3 Probleme/);
  expect(readFileSync(path, 'utf8')).toContain('MN9');
  expect((await listEntries(await on(), massnahme, { kommune, all: true, where: {} })).entries).toHaveLength(3);
});

describe('from gaps', () => {
  it('one measure per topic, nothing twice, and done when the answers say so', async () => {
    await answer('WEB-01.03', 'nein', { begruendung: 'alt', verantwortlich: 'Max Muster', bis: '2026-12-31' });
    await answer('WEB-01.08', 'nein', { begruendung: 'alt', verantwortlich: 'Max Muster', bis: '2026-12-15' });
    await answer('BAK-01.01', 'nein', { begruendung: 'fehlt' });
    const suggested = await suggestMeasures(await on(), kommune, true);
    expect(suggested).toMatchObject({ probe: true, schonErfasst: 0 });
    expect(suggested.massnahmen).toHaveLength(2);
    const made = await suggestMeasures(await on(), kommune, false);
    const web = made.massnahmen.find(({ controls }) => controls.includes('WEB-01.03'));
    expect(web?.titel).toMatch(/2 Lücken schließen$/);
    expect((await showEntry(await on(), massnahme, kommune, web?.id ?? '')).eintrag.angaben).toMatchObject({
      anlass: 'luecke',
      verantwortlich: 'Max Muster',
      faellig: '2026-12-15',
    });
    expect(await suggestMeasures(await on(), kommune, false)).toMatchObject({ massnahmen: [], schonErfasst: 3 });

    for (const control of ['WEB-01.03', 'WEB-01.08']) await answer(control, 'ja');
    const ranked = await rankMeasures(await on(), kommune);
    expect(ranked.find(({ id }) => id === web?.id)?.vielleichtErledigt).toMatch(/„ja“/);
    expect(ranked.find(({ id }) => id !== web?.id)?.vielleichtErledigt).toBeNull();
    commandSchemas['massnahme rangfolge'].parse(ranked);
  });
});

describe('the order', () => {
  it('puts a legal duty first, then effect against effort, and lets a person decide otherwise', async () => {
    await add({ titel: 'Kleinkram', wirkung: '1', aufwand: '5' });
    await add({ titel: 'Viel Wirkung', wirkung: '3', aufwand: '2' });
    await add({ titel: 'Bestellung nachholen', controls: ['MAN-01.02'] });
    await add({ titel: 'Wichtig, sagt die Leitung', wirkung: '1', prioritaet: '1', 'prioritaet-grund': 'Rat fragt nach' });
    const ranked = await rankMeasures(await on(), kommune);
    expect(ranked.map(({ titel, prioritaet }) => [titel, prioritaet])).toEqual([
      expect.arrayContaining([1]),
      expect.arrayContaining([1]),
      ['Viel Wirkung', 2],
      ['Kleinkram', 4],
    ]);
    const reasons = Object.fromEntries(ranked.map(({ titel, begruendung }) => [titel, begruendung]));
    expect(reasons['Bestellung nachholen']).toMatch(/^Dient einer gesetzlichen Pflicht \(S-\d+/);
    expect(reasons['Wichtig, sagt die Leitung']).toBe('Von Hand gesetzt: Rat fragt nach.');
    expect(reasons['Viel Wirkung']).toBe('Starker Schutz; Aufwand 2 Tage (Schätzung).');
  });
});

it('the budget sums what is known and counts what is not', async () => {
  await add({ titel: 'A', haushaltsjahr: '2027', 'kosten-einmalig': '1000', 'kosten-jaehrlich': '200', mittel: 'beantragt' });
  await add({ titel: 'B', haushaltsjahr: '2027', aufwand: '3' });
  await add({ titel: 'C' });
  expect(await budgetOf(await on(), kommune)).toEqual({
    kommune,
    jahre: [
      {
        jahr: 2027,
        massnahmen: 2,
        einmalig: 1000,
        jaehrlich: 200,
        aufwandTage: 3,
        ohneKosten: 1,
        mittel: { beantragt: 1, offen: 1 },
      },
    ],
    ohneJahr: 1,
  });
});

it('the real commands say what their schemas say', async () => {
  await addEntry(await on(), warnung, { kommune, typed: { produkt: 'Exchange' } });
  await addEntry(await on(), vorfall, { kommune, typed: { titel: 'x', kenntnis: '2026-11-18 08:00', lehren: 'Üben' } });
  const run = (...args: string[]) =>
    runCli(['massnahme', ...args, '--kommune', kommune, '--json'], { env: { BURGWARD_DB: join(folder, 'b.db') } });
  const made = (await run('aus-warnung', 'W1')).json();
  expect(commandSchemas['massnahme aus-warnung']?.parse(made)).toMatchObject({ probe: false, massnahmen: [{ id: 'MN1' }] });
  const shown = (await run('aus-vorfall', 'VF1', '--probe')).json();
  expect(commandSchemas['massnahme aus-vorfall']?.parse(shown)).toMatchObject({ probe: true, massnahmen: [{ id: null }] });
  expect((await run('aus-warnung', 'W9')).exitCode).toBe(3);
}, 180_000);

describe('from visits, audits and risks', () => {
  const from = async (register: keyof typeof measureSources, more: Partial<MeasuresWish> = {}) =>
    measuresFromEntry(await on(), measureSources[register], { kommune, id: 'x', which: [], typed: {}, probe: false, ...more });
  const register = async (definition: RegisterDefinition, typed: TypedEntry) =>
    (await addEntry(await on(), definition, { kommune, typed })).id;
  const entriesOf = async (definition: RegisterDefinition) =>
    (await listEntries(await on(), definition, { kommune, all: true, where: {} })).entries;

  it('each finding of a visit becomes a measure once, and the visit names them', async () => {
    const findings = ['Kartons im Raum', 'Tür stand offen'];
    const id = await register(begehung, { ort: 'Serverraum', am: '2026-11-18', feststellungen: findings });
    const probe = await from('begehung', { id, probe: true });
    expect(probe.massnahmen).toEqual(findings.map((titel) => ({ id: null, titel })));
    expect(await entriesOf(massnahme)).toEqual([]);

    const one = await from('begehung', {
      id: id.toLowerCase(),
      which: [2],
      typed: { verantwortlich: 'Jan Krause', faellig: '2026-12-31' },
    });
    expect(one).toMatchObject({ aus: 'BG1', massnahmen: [{ id: 'MN1', titel: 'Tür stand offen' }], schonErfasst: [] });
    commandSchemas['massnahme aus-begehung']?.parse(one);
    expect((await entriesOf(massnahme))[0]?.angaben).toMatchObject({
      anlass: 'begehung',
      herkunft: 'BG1: Tür stand offen',
      beschreibung: 'Festgestellt bei der Begehung am 18.11.2026: Serverraum',
      verantwortlich: 'Jan Krause',
      faellig: '2026-12-31',
      status: 'offen',
    });
    expect(await from('begehung', { id })).toMatchObject({
      massnahmen: [{ id: 'MN2', titel: 'Kartons im Raum' }],
      schonErfasst: [{ id: 'MN1' }],
    });
    expect((await entriesOf(begehung))[0]?.angaben['massnahmen']).toEqual(['MN1', 'MN2']);
    // Once more: nothing new, and no further version of the visit.
    expect((await from('begehung', { id })).massnahmen).toEqual([]);
    expect((await showEntry(await on(), begehung, kommune, id)).verlauf).toHaveLength(3);
  });

  it('an audit and a risk do the same', async () => {
    const audit = await register(pruefung, { titel: 'IT', durch: 'Rechnungsprüfung', feststellungen: ['Kein Notfallhandbuch'] });
    expect((await from('pruefung', { id: audit })).massnahmen).toEqual([{ id: 'MN1', titel: 'Kein Notfallhandbuch' }]);
    const risk = await register(risiko, { titel: 'Ausfall des Servers', gefaehrdung: 'G 0.8', controls: ['SRV-01.06'] });
    expect((await from('risiko', { id: risk })).massnahmen).toEqual([{ id: 'MN2', titel: 'Ausfall des Servers' }]);
    expect((await entriesOf(massnahme)).at(-1)?.angaben).toMatchObject({ anlass: 'risiko', controls: ['SRV-01.06'] });
    expect((await entriesOf(risiko))[0]?.angaben['massnahmen']).toEqual(['MN2']);
  });

  it('a warning becomes one measure, an incident one for each of its lessons', async () => {
    const hole = { produkt: 'Exchange', kennung: 'CVE-2026-1', eingang: '2026-11-18', inhalt: 'Update einspielen' };
    const id = await register(warnung, { ...hole, verantwortlich: 'Jan Krause', faellig: '2026-11-25' });
    const made = await from('warnung', { id, typed: { faellig: '2026-11-24' } });
    commandSchemas['massnahme aus-warnung']?.parse(made);
    expect((await entriesOf(massnahme))[0]?.angaben).toMatchObject({
      titel: 'Lücke schließen: Exchange',
      anlass: 'warnung',
      herkunft: 'W1: Lücke schließen: Exchange',
      beschreibung: 'Aus der Warnung CVE-2026-1 vom 18.11.2026: Update einspielen',
      verantwortlich: 'Jan Krause',
      faellig: '2026-11-24',
    });
    // Worded better meanwhile, it is still the same.
    await changeEntry(await on(), warnung, { kommune, id, typed: { produkt: 'Exchange Server' } });
    expect(await from('warnung', { id })).toMatchObject({ massnahmen: [], schonErfasst: [{ id: 'MN1' }] });
    const closed = await register(warnung, { produkt: 'Fax', zustand: 'nicht-betroffen' });
    await expect(from('warnung', { id: closed })).rejects.toMatchObject({ exitCode: 3 });

    const incident = await register(vorfall, { titel: 'Server weg', kenntnis: '2026-11-18 08:00', massnahmen: 'neu gestartet' });
    await expect(from('vorfall', { id: incident })).rejects.toThrow(/VF1 nennt keine Lehren/);
    const lehren = 'Sicherung getrennt halten\n\nNummern aushängen';
    await changeEntry(await on(), vorfall, { kommune, id: incident, typed: { lehren } });
    expect((await from('vorfall', { id: incident })).massnahmen).toEqual([
      { id: 'MN2', titel: 'Sicherung getrennt halten' },
      { id: 'MN3', titel: 'Nummern aushängen' },
    ]);
    expect((await entriesOf(massnahme)).at(-1)?.angaben).toMatchObject({ anlass: 'vorfall', herkunft: 'VF1: Nummern aushängen' });
    expect((await entriesOf(vorfall))[0]?.angaben['massnahmen']).toBe('neu gestartet');
  });

  it.each<[Partial<MeasuresWish>, RegExp]>([
    [{ id: 'BG1' }, /nennt keine Feststellungen/],
    [{ id: 'BG9' }, /gibt es in beispielhain nicht/],
    [{ id: 'BG2', which: [3] }, /keine Feststellung 3/],
    [{ id: 'BG2', typed: { faellig: '2026-02-30' } }, /kein Tag des Kalenders/],
  ])('refuses %j and records nothing', async (wish, text) => {
    await register(begehung, { ort: 'Archiv', am: '2026-11-18' });
    await register(begehung, { ort: 'Keller', am: '2026-11-18', feststellungen: ['Wasser'] });
    await expect(from('begehung', wish)).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(text) });
    expect(await entriesOf(massnahme)).toEqual([]);
  });
});

it('a finding becomes a measure in one step, once, and a later good check proposes to close it', async () => {
  const server = await listen((socket) => socket.end());
  const period = { von: day, bis: '2026-12-31', durch: 'Jana Muster', blickwinkel: 'host' } as const;
  await grantFreigabe(await on(), { kommune, ziele: ['127.0.0.1'], ports: String(server.port), ...period });
  const request = {
    kommune,
    ziele: [],
    checks: ['undeclared-service'],
    profil: 'leicht',
    fortsetzen: false,
    nurNmap: false,
  } as const;
  const check = async (today: string) => {
    const context = await on(today);
    return runChecks(context, request, await prepareChecks(context, request), { nmap: null, reason: 'nmap fehlt.' });
  };
  await check(day);
  const entry = await measureFromFinding(await on(), { kommune, check: 'undeclared-service', typed: { faellig: '2026-12-01' } });
  expect(entry.angaben).toMatchObject({
    titel: 'Offene, nicht eingetragene Dienste: 127.0.0.1',
    anlass: 'befund',
    herkunft: 'undeclared-service 127.0.0.1',
    faellig: '2026-12-01',
    beschreibung: expect.stringContaining(`${server.port}/tcp`),
  });
  await expect(measureFromFinding(await on(), { kommune, check: 'undeclared-service', typed: {} })).rejects.toThrow(
    /schon die Maßnahme MN1/,
  );
  await expect(measureFromFinding(await on(), { kommune, check: 'http-hsts', typed: {} })).rejects.toMatchObject({ exitCode: 3 });
  expect((await rankMeasures(await on(), kommune))[0]?.vielleichtErledigt).toBeNull();
  await closeAll();
  await check('2026-11-27');
  expect((await rankMeasures(await on('2026-11-27'), kommune))[0]?.vielleichtErledigt).toBe(
    'Die Prüfung vom 27.11.2026 fand es in Ordnung.',
  );
});
