/** What registers tell beside what they refuse: long periods, signatures that do not count, what is there already, duties that stay. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RegisterDefinition } from '../../src/domain/register.ts';
import { dokument } from '../../src/domain/registers/dokument.ts';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { ressource } from '../../src/domain/registers/ressource.ts';
import { risiko } from '../../src/domain/registers/risiko.ts';
import { verzicht } from '../../src/domain/registers/verzicht.ts';
import { vorfall } from '../../src/domain/registers/vorfall.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { evaluateKommune } from '../../src/usecases/evaluate-kommune.ts';
import { addEvidence } from '../../src/usecases/evidence.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { exportEntries, importEntries } from '../../src/usecases/register-tables.ts';
import { addEntry, changeEntry, listEntries, showEntry, type TypedEntry } from '../../src/usecases/registers.ts';
import { assignRole } from '../../src/usecases/rollen.ts';
import { contextOn } from './context-on.ts';

const kommune = 'beispielhain';
const today = '2026-11-20';
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-einzelheiten-'));
  store = await openStore(join(folder, 'b.db'));
  const first = await on('2026-01-02');
  const facts = { art: 'stadt', ags: null, einwohner: null, landkreis: null };
  for (const slug of [kommune, 'musterau']) await createKommune(first, { slug, name: `Stadt ${slug}`, ...facts }, {});
  const head = { kommune, rolle: 'leitung', person: 'Petra Vogel', ab: '2019-08-01', bestellt: null, gemeldet: null };
  await assignRole(first, head);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = (day = today) => contextOn(store, day);
const add = async (definition: RegisterDefinition, typed: TypedEntry, of = kommune) =>
  addEntry(await on(), definition, { kommune: of, typed });

describe('what is to last long', () => {
  const accepted = {
    titel: 'Ausfall',
    behandlung: 'akzeptieren',
    begruendung: 'selten',
    'akzeptiert-von': 'Petra Vogel',
    'akzeptiert-am': '2026-11-10',
  };

  it('is recorded and said, where it is recorded, listed and shown', async () => {
    const entry = await add(risiko, { ...accepted, 'akzeptiert-bis': '2099-12-31' });
    const text = expect.stringContaining('gilt länger als zwei Jahre, bis zum 31.12.2099');
    expect(entry).toMatchObject({ hinweise: [text], verstoesse: [] });
    const { entries } = await listEntries(await on(), risiko, { kommune, all: false, where: {} });
    expect(entries[0]?.hinweise).toEqual([text]);
    expect((await showEntry(await on(), risiko, kommune, 'RK1')).eintrag.hinweise).toEqual([text]);
    expect((await add(risiko, { ...accepted, 'akzeptiert-bis': '2028-11-10' })).hinweise).toEqual([]);
  });

  it('also where a system is to be switched off, or a risk put off', async () => {
    const decided = { 'entschieden-von': 'Petra Vogel', 'entschieden-am': '2026-11-10' };
    expect((await add(verzicht, { titel: 'Fax', ...decided, 'abgeschaltet-bis': '2099-01-01' })).hinweise).toHaveLength(1);
    const postponed = { behandlung: 'zurueckgestellt', begruendung: 'x', 'zurueckgestellt-bis': '2099-01-01' };
    expect((await add(risiko, { titel: 'Brand', ...postponed })).hinweise).toHaveLength(1);
  });
});

describe('a measure that is put off', () => {
  const postponed = { status: 'zurueckgestellt', entscheidung: 'Rat', 'entschieden-am': '2026-01-10' };

  it('comes back on a day ahead; once that has gone by, the rest can still be changed', async () => {
    await expect(add(massnahme, { titel: 'A', ...postponed, wiedervorlage: '2026-11-19' })).rejects.toThrow('ist schon vorbei');
    await add(massnahme, { titel: 'A', ...postponed, wiedervorlage: '2026-11-21' });
    const later = await on('2026-12-01');
    const change = (typed: TypedEntry) => changeEntry(later, massnahme, { kommune, id: 'MN1', typed });
    expect((await change({ verantwortlich: 'Jan Krause' })).angaben['verantwortlich']).toBe('Jan Krause');
    await expect(change({ wiedervorlage: '2026-11-30' })).rejects.toThrow('ist schon vorbei');
  });
});

describe('a Leitlinie signed by somebody else than the head', () => {
  it('is recorded, shown as not counting, and named in the reason of the duty beside the answer', async () => {
    const signed = { titel: 'Leitlinie', art: 'leitlinie', 'unterzeichnet-von': 'Max Beyer', 'unterzeichnet-am': '2026-03-02' };
    const { verstoesse } = await add(dokument, signed);
    expect(verstoesse.join()).toContain('Max Beyer ist für diesen Tag nicht als Leitung eingetragen.');
    expect(verstoesse.join()).toContain('Am 02.03.2026 war das: Petra Vogel.');
    const duty = async () => {
      const { evaluation } = await evaluateKommune(await on(), kommune);
      return evaluation.duties.get('saechsisichg')?.find(({ item }) => item.id === 'S-06');
    };
    const why = 'DK1. Die Unterschrift zählt nicht';
    expect(await duty()).toMatchObject({ status: 'offen', reason: expect.stringContaining(why) });
    await recordAssessment(await on(), { kommune, control: 'MAN-01.01', status: 'nein', source: 'einzelantwort' });
    expect((await duty())?.reason).toContain(why);
    expect((await duty())?.reason).not.toContain('Max Beyer');
    await changeEntry(await on(), dokument, { kommune, id: 'DK1', typed: { 'unterzeichnet-von': 'Petra Vogel' } });
    expect((await duty())?.reason).not.toContain(why);
  });
});

describe('a table read in', () => {
  const read = async (path: string, { of = kommune, probe = false } = {}) =>
    importEntries(await on(), massnahme, { kommune: of, path, probe });

  it('twice makes no measure twice, neither for the same requirement nor within the file', async () => {
    const path = join(folder, 'liste.csv');
    writeFileSync(
      path,
      'Titel;Anforderungen;Status\nBackup prüfen;BAK-01.02;offen\n backup  Prüfen ;bak-01.02;geplant\nBackup prüfen;;offen\n',
    );
    expect(await read(path)).toMatchObject({ neu: ['MN1', 'MN2'], vorhanden: [{ zeile: 3, nr: null }] });
    for (const probe of [true, false])
      expect(await read(path, { probe })).toMatchObject({
        neu: [],
        vorhanden: [
          { zeile: 2, nr: 'MN1' },
          { zeile: 3, nr: 'MN1' },
          { zeile: 4, nr: 'MN2' },
        ],
      });
  });

  it('belongs to its Kommune whatever the file is called', async () => {
    await add(massnahme, { titel: 'Unsere' });
    await add(massnahme, { titel: 'Ihre' }, 'musterau');
    for (const format of ['csv', 'xlsx'] as const) {
      const { dateien } = await exportEntries(await on(), massnahme, { kommune, format, folder, all: true });
      const renamed = join(folder, `massnahme-musterau-2026-11-20.${format}`);
      renameSync(dateien[0]?.pfad ?? '', renamed);
      await expect(read(renamed, { of: 'musterau' })).rejects.toThrow('ist eine Ausgabe von beispielhain');
      expect(await read(renamed)).toMatchObject({ unveraendert: 1 });
    }
  });
});

it('a single service counts in the year of its day', async () => {
  const hours = { jahr: '2026', 'stunden-verbraucht': '3' };
  await expect(add(ressource, { ...hours, am: '2025-12-30' })).rejects.toThrow('vom 30.12.2025 liegt nicht im Jahr 2026');
  expect((await add(ressource, { ...hours, am: '2026-01-02' })).id).toBe('RS1');
});

it('periods of incidents go into a calendar file', async () => {
  await add(vorfall, { titel: 'Verschlüsselt', kenntnis: '2026-11-20 08:00', stoerung: 'ja', art: 'erheblicher-vorfall' });
  const { dateien } = await exportEntries(await on(), vorfall, { kommune, format: 'ics', folder, all: false });
  const text = readFileSync(dateien[0]?.pfad ?? '', 'utf8').replaceAll('\r\n ', '');
  expect(text).toContain('DTSTART;VALUE=DATE:20261121');
  expect(text).toMatch(/SUMMARY:beispielhain: Erste Meldung/);
});

it('a new revision without an end is told beside the end of the one before', async () => {
  const request = { link: 'Akte 1', titel: 'Protokoll', datum: '2026-03-12', kommunen: [], controls: [] };
  await addEvidence(await on(), { ...request, gueltigBis: '2026-12-31' });
  const { gueltigBis, fassungen } = await addEvidence(await on(), { ...request, replaces: 'N1' });
  expect([gueltigBis, fassungen.map((each) => each.gueltigBis).toSorted()]).toEqual([null, ['2026-12-31', null]]);
});
