/** Measures: made from gaps and findings, ranked with a reason, summed by year, and there and back as a table. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { grantFreigabe } from '../../src/usecases/freigaben.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { budgetOf, measureFromFinding, rankMeasures, suggestMeasures } from '../../src/usecases/measures.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { exportEntries, importEntries } from '../../src/usecases/register-tables.ts';
import { addEntry, changeEntry, listEntries, removeEntry, showEntry } from '../../src/usecases/registers.ts';
import { prepareChecks, runChecks } from '../../src/usecases/run-checks.ts';
import { closeAll, listen } from '../collect/loopback.ts';
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
