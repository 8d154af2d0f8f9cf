/** The registers at work: recorded, listed, handed over, read back from tables, due, and as answers to duties. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegisterDefinition } from '../../src/domain/register.ts';
import { registers } from '../../src/domain/registers/index.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { findAffected } from '../../src/usecases/affected.ts';
import { changeKommune } from '../../src/usecases/change-kommune.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { listDue } from '../../src/usecases/due.ts';
import { evaluateFrameworkFor } from '../../src/usecases/evaluate-framework.ts';
import { writeDue } from '../../src/usecases/export-due.ts';
import { createGruppe } from '../../src/usecases/gruppen.ts';
import { handOver } from '../../src/usecases/hand-over.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { countLogDataFigures } from '../../src/usecases/log-data-figures.ts';
import { overviewOf } from '../../src/usecases/overview.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { exportEntries, importEntries } from '../../src/usecases/register-tables.ts';
import { addEntry, changeEntry, listEntries, removeEntry, showEntry, type TypedEntry } from '../../src/usecases/registers.ts';
import { accountOf, writeAccount } from '../../src/usecases/resource-account.ts';
import { assignRole } from '../../src/usecases/rollen.ts';
import { planYear } from '../../src/usecases/year-plan.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

let folder: string;
let database: string;
let store: Store;
const today = '2026-11-20';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-register-'));
  database = join(folder, 'b.db');
  store = await openStore(database);
  const first = await contextOn(store, '2026-01-02');
  const facts = { art: 'stadt', ags: null, einwohner: null, landkreis: null };
  for (const slug of ['beispielhain', 'musterau', 'probstdorf'])
    await createKommune(
      first,
      { slug, name: `Stadt ${slug}`, ...facts },
      { wertet_protokolldaten_aus: slug === 'musterau' ? 'nein' : 'ja' },
    );
  await assignRole(first, {
    kommune: 'beispielhain',
    rolle: 'leitung',
    person: 'Petra Vogel',
    ab: '2019-08-01',
    bestellt: null,
    gemeldet: null,
  });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = (day = today, asOf = day) => contextOn(store, day, asOf);
function definition(id: string): RegisterDefinition {
  const found = registers.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no register ${id}`);
  return found;
}
const add = async (id: string, typed: TypedEntry, { kommune = 'beispielhain', day = today } = {}) =>
  addEntry(await on(day), definition(id), { kommune, typed });
const list = async (id: string, { kommune = 'beispielhain', day = today, all = true } = {}) =>
  (await listEntries(await on(today, day), definition(id), { kommune, all, where: {} })).entries;

describe('a change of technology', () => {
  it('stands there as it was known on a day, with what the law asks before it', async () => {
    const entry = await add('aenderung', { titel: 'Neue Firewall', 'aenderung-am': '2026-03-20' }, { day: '2026-03-02' });
    const change = { kommune: 'beispielhain', id: entry.id, typed: { 'bfis-informiert-am': '2026-03-23', status: 'umgesetzt' } };
    const changed = await changeEntry(await on('2026-03-24'), definition('aenderung'), change);
    expect(changed.verstoesse).toEqual([
      'Die BfIS wurde erst nach der Änderung informiert; das Benehmen fehlt (§ 4 Abs. 4 SächsISichG°).',
    ]);
    expect(await list('aenderung', { day: '2026-03-01' })).toEqual([]);
    expect(await list('aenderung', { day: '2026-03-10' })).toMatchObject([{ angaben: { status: 'geplant' }, verstoesse: [] }]);
    expect(await list('aenderung', { all: false })).toEqual([]);
    const { verlauf } = await showEntry(await on(), definition('aenderung'), 'beispielhain', 'ae1');
    expect(verlauf.map(({ gueltigAb }) => gueltigAb)).toEqual(['2026-03-02', '2026-03-24']);
  });
});

describe('bad input', () => {
  const rejected = (promise: Promise<unknown>, text: string) => expect(promise).rejects.toThrow(text);

  it('is told in German and leaves nothing behind', async () => {
    const before = (await list('risiko')).length;
    const risk = {
      titel: 'Ausfall',
      behandlung: 'akzeptieren',
      'akzeptiert-am': '2026-05-01',
      'akzeptiert-bis': '2027-05-01',
      begruendung: 'x',
    };
    await rejected(add('risiko', { ...risk, 'akzeptiert-von': 'Max Beyer' }), 'Am 01.05.2026 war das: Petra Vogel.');
    await rejected(add('risiko', { ...risk, 'akzeptiert-von': 'Petra Vogel' }, { kommune: 'musterau' }), 'niemand eingetragen');
    await rejected(add('pruefung', { titel: 'x', durch: 'y', massnahmen: ['MN99'] }), 'MN99 gibt es nicht');
    await rejected(add('begehung', { ort: 'Keller', am: '2026-11-31' }), 'kein Tag des Kalenders');
    await rejected(add('kontakt', { stelle: 'it', name: 'x' }, { kommune: 'nirgendwo' }), 'nirgendwo');
    expect(await list('risiko')).toHaveLength(before);
  });

  it('where no log data are evaluated there is nothing to enter', async () => {
    const typed = { titel: 'Firewall', art: 'verfahren', daten: 'protokolldaten', speicherdauer: '30' };
    await rejected(add('protokolldaten', typed, { kommune: 'musterau' }), 'mit nein eingetragen');
    expect((await add('protokolldaten', { ...typed, speicherdauer: '91' })).verstoesse.join()).toContain('höchstens 90 Tage');
  });
});

it('what happened on an earlier day shows both dates', async () => {
  const entry = await add('schulung', { thema: 'Kennwörter', am: '2026-09-15', erreicht: '12', von: '40' });
  expect(entry).toMatchObject({ gueltigAb: '2026-09-15', erfasstAm: '2026-11-20T12:00:00.000Z', nachgetragen: true });
  expect(await list('schulung', { day: '2026-10-01' })).toEqual([]);
});

describe('tables', () => {
  const hostile = [
    '=1+1',
    '@SUM(A1)',
    `'=2+3`,
    '<script>alert(1)</script>',
    'rot \u001b[31mrot',
    'zwei\r\nZeilen',
    '„ä;ß“ "x"',
    '-5',
    '+49',
  ];

  it.each(['xlsx', 'csv'] as const)('%s comes back without loss, whatever stands in it', async (format) => {
    const kommune = `tabelle-${format}`;
    await createKommune(
      await on('2026-01-02'),
      { slug: kommune, name: 'x', art: 'stadt', ags: null, einwohner: null, landkreis: null },
      {},
    );
    for (const text of hostile) {
      await add(
        'begehung',
        { ort: text, am: '2026-11-01', feststellungen: [text, 'zweite'], naechste: '2027-11-01' },
        { kommune },
      );
      await add('ressource', { jahr: '2026', leistung: text, 'stunden-geplant': '1.234,5', 'euro-verbraucht': '0' }, { kommune });
    }
    await add('vorfall', { titel: 'Uhr zurückgestellt', kenntnis: '2026-10-25T01:30:00.000Z' }, { kommune });
    await add('vorfall', { titel: 'Ausfall', kenntnis: '2026-11-19 18:05' }, { kommune });
    for (const id of ['begehung', 'ressource', 'vorfall']) {
      const before = await list(id, { kommune });
      const { dateien } = await exportEntries(await on(), definition(id), {
        kommune,
        format,
        folder: join(folder, format),
        all: true,
      });
      const path = dateien[0]?.pfad ?? '';
      const result = await importEntries(await on(), definition(id), { kommune, path, probe: true });
      expect(result).toMatchObject({ neu: [], geaendert: [], unveraendert: before.length });
    }
    const incidents = readFileSync(join(folder, format, `vorfall-${kommune}-${today}.${format}`));
    if (format === 'csv') expect(incidents.toString()).toContain('2026-11-19 18:05');
  });

  it('every register is written and read again empty and filled', async () => {
    const kommune = 'probstdorf';
    await add('vertrag', { titel: 'Wartung', partner: 'Kommunalrechner', bis: '2027-12-31', kuendigungsfrist: '3' }, { kommune });
    await add('kontakt', { stelle: 'it', name: 'Bereitschaft', 'telefon-nachts': '+49 170 1234567' }, { kommune });
    for (const each of registers) {
      const { dateien } = await exportEntries(await on(), each, {
        kommune,
        format: 'csv',
        folder: join(folder, 'leer'),
        all: true,
      });
      const result = await importEntries(await on(), each, { kommune, path: dateien[0]?.pfad ?? '', probe: false });
      expect([result.neu, result.geaendert]).toEqual([[], []]);
    }
  });

  it('an import that breaks a rule records nothing', async () => {
    const path = join(folder, 'schulung.csv');
    writeFileSync(path, 'Thema;Am;Erreicht;Von\nGut;2026-11-01;3;4\nFalsch;2026-11-01;5;4\n');
    const before = (await list('schulung')).length;
    await expect(
      importEntries(await on(), definition('schulung'), { kommune: 'beispielhain', path, probe: false }),
    ).rejects.toThrow('Erreicht wurden mehr');
    expect(await list('schulung')).toHaveLength(before);
  });
});

describe('what is due', () => {
  it('names every register with whoever has to act, over all Kommunen and as files', async () => {
    await add('termin', { titel: 'Gespräch', am: '2026-11-24', verantwortlich: 'Ines Sorbe' });
    await add('pruefung', {
      titel: 'Kassenprüfung',
      durch: 'Rechnungsprüfung',
      'antwort-bis': '2026-11-18',
      verantwortlich: 'Jan Krause',
    });
    await add(
      'vertrag',
      { titel: 'Fachverfahren', partner: 'K', bis: '2027-02-28', kuendigungsfrist: '3' },
      { kommune: 'musterau' },
    );
    const due = await listDue(await on(), { days: 14 });
    const rows = due.punkte.map(({ tag, art, kommune, wer, ueberfaellig }) => [tag, art, kommune, wer, ueberfaellig]);
    expect(rows).toContainEqual(['2026-11-18', 'pruefung', 'beispielhain', 'Jan Krause', true]);
    expect(rows).toContainEqual(['2026-11-24', 'termin', 'beispielhain', 'Ines Sorbe', false]);
    // 28 November 2026 is a Saturday.
    expect(rows).toContainEqual(['2026-11-27', 'vertrag', 'musterau', null, false]);
    const [file] = await writeDue(due, 'ics', join(folder, 'ics'));
    const calendar = readFileSync(file?.pfad ?? '', 'utf8');
    const ids = [...calendar.matchAll(/^UID:(.*)$/gm)].map(([, uid]) => uid);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(due.punkte.length);
    expect(calendar).toContain('Kassenprüfung');
  });

  it('of one register goes into a calendar of its own, with the numbers of the common one', async () => {
    const kommune = 'musterau';
    const { id } = await add('massnahme', { titel: 'Zweiter Faktor', faellig: '2027-03-31' }, { kommune });
    const calendarOn = async (day: string, name: string, register = 'massnahme') => {
      const wanted = { kommune, format: 'ics', folder: join(folder, name), all: false } as const;
      const { dateien } = await exportEntries(await on(day), definition(register), wanted);
      return readFileSync(dateien[0]?.pfad ?? '', 'utf8');
    };
    const uidsIn = (calendar: string) => [...calendar.matchAll(/^UID:(.*)\r$/gm)].map(([, uid]) => uid);
    const first = await calendarOn(today, 'kalender');
    expect(first).toContain('DTSTART;VALUE=DATE:20270331');
    expect(first).toContain(`SUMMARY:${kommune}: Zweiter Faktor`);
    expect(await calendarOn(today, 'kalender2')).toBe(first);
    const [common] = await writeDue(await listDue(await on(), { kommune, days: 365 }), 'ics', join(folder, 'ics-musterau'));
    const all = uidsIn(readFileSync(common?.pfad ?? '', 'utf8'));
    expect(uidsIn(first)).toEqual([`${kommune}-massnahme-${id.toLowerCase()}@burgward`]);
    expect(all).toEqual(expect.arrayContaining([...uidsIn(first), ...uidsIn(await calendarOn(today, 'v', 'vertrag'))]));

    await changeEntry(await on(), definition('massnahme'), { kommune, id, typed: { faellig: '2027-06-30' } });
    const moved = await calendarOn(today, 'kalender3');
    expect(uidsIn(moved)).toEqual(uidsIn(first));
    expect(moved).toContain('DTSTART;VALUE=DATE:20270630');
    await changeEntry(await on(), definition('massnahme'), { kommune, id, typed: { status: 'verworfen' } });
    expect(uidsIn(await calendarOn(today, 'kalender4'))).toEqual([]);
  });

  it('leaves the list when it is done, and stood there the day before', async () => {
    const { id } = await add('anordnung', { titel: 'Port zu', von: 'sax-cert', faellig: '2026-02-10' }, { day: '2026-02-02' });
    const typed = { 'erledigt-am': '2026-02-09' };
    await changeEntry(await on('2026-02-09'), definition('anordnung'), { kommune: 'beispielhain', id, typed });
    const isDue = async (asOf: string) =>
      (await listDue(await on(today, asOf), { kommune: 'beispielhain', days: 14 })).punkte.some(({ art }) => art === 'anordnung');
    expect([await isDue('2026-02-08'), await isDue('2026-02-09')]).toEqual([true, false]);
  });

  it('a group holds a contract once for its members', async () => {
    await createGruppe(await on('2026-01-02'), { slug: 'gruppe-west', name: 'Westen', mitglieder: ['probstdorf'] });
    await add('vertrag', { titel: 'Rahmenvertrag', partner: 'K', bis: '2026-12-01' }, { kommune: 'gruppe-west' });
    const rows = await list('vertrag', { kommune: 'probstdorf' });
    expect(rows.map(({ kommune, angaben }) => [kommune, angaben['titel']])).toContainEqual(['gruppe-west', 'Rahmenvertrag']);
    const due = async (kommune: string) =>
      (await listDue(await on(), { kommune, days: 30 })).punkte.filter(({ text }) => text.includes('Rahmenvertrag')).length;
    expect([await due('probstdorf'), await due('musterau')]).toEqual([1, 0]);
  });
});

it('the hand-over holds every register, with breaches and what is empty', async () => {
  await add('kontakt', { stelle: 'it', name: '<b>Bereitschaft</b>', telefon: '03521 12345' });
  const { dateien } = await handOver(await on(), ['beispielhain'], null, join(folder, 'uebergabe'));
  const zip = dateien[0]?.pfad ?? '';
  const read = (name: string) => execFileSync('unzip', ['-p', zip, name]).toString();
  const state = JSON.parse(read('beispielhain/uebergabe.json')) as {
    register: { register: string; eintraege: { id: string; verstoesse: string[] }[] }[];
  };
  expect(state.register.map(({ register }) => register)).toEqual(registers.map(({ id }) => id));
  const breaches = state.register.flatMap(({ eintraege }) => eintraege.flatMap(({ verstoesse }) => verstoesse));
  expect(breaches.join()).toContain('91 Tage');
  const page = read('beispielhain/uebergabe.html');
  expect(page).toContain('&lt;b&gt;Bereitschaft');
  expect(page).toContain('<h2>Verzichte</h2>');
});

describe('registers as answers to duties', () => {
  const kommune = 'beispielhain';
  const duty = async (id: string, asOf = today) => {
    const found = (await evaluateFrameworkFor(await on(today, asOf), kommune, 'saechsisichg')).punkte.find(
      (each) => each.id === id,
    );
    return [found?.status, found?.begruendung] as const;
  };

  it('an empty register changes nothing, a signed Leitlinie answers S-06 until somebody else is in office', async () => {
    expect((await duty('S-06'))[0]).toBe('offen');
    const signed = { titel: 'Leitlinie', art: 'leitlinie', 'unterzeichnet-von': 'Petra Vogel', 'unterzeichnet-am': '2026-02-10' };
    await add('dokument', signed, { day: '2026-02-10' });
    expect(await duty('S-06', '2026-02-10')).toEqual([
      'erfuellt',
      expect.stringContaining('Leitlinie unterzeichnet: 10.02.2026.'),
    ]);
    const overview = await overviewOf(await on(today, '2026-02-10'), { sortierung: 'name' });
    const row = overview.kommunen.find((each) => each.kommune === kommune);
    expect(row?.minimum.punkte.find(({ id }) => id === 'S-06')?.status).toBe('erfuellt');
    await assignRole(await on('2026-06-01'), {
      kommune,
      rolle: 'leitung',
      person: 'Jan Krause',
      ab: '2026-06-01',
      bestellt: null,
      gemeldet: null,
    });
    expect((await duty('S-06'))[0]).toBe('offen');
    const due = await listDue(await on(), { kommune, days: 1 });
    expect(due.punkte.find(({ art }) => art === 'dokument')).toMatchObject({
      tag: '2026-06-01',
      text: expect.stringContaining('Neu zu unterzeichnen'),
    });
  });

  it('an entry does not outweigh a no: both are shown, and the duty counts as partly met', async () => {
    for (const control of ['MAN-01.01', 'MAN-01.02'])
      await recordAssessment(await on('2026-02-02'), { kommune, control, status: 'nein', source: 'einzelantwort' });
    expect((await duty('S-06'))[0]).toBe('nichtErfuellt');
    const signed = { titel: 'Leitlinie', art: 'leitlinie', 'unterzeichnet-von': 'Petra Vogel', 'unterzeichnet-am': '2026-02-10' };
    await add('dokument', signed, { day: '2026-02-10' });
    const [status, reason] = await duty('S-06', '2026-02-10');
    expect(status).toBe('teilweise');
    expect(reason).toContain('Die Angaben passen nicht zusammen:');
    expect(reason).toContain('Leitlinie unterzeichnet: 10.02.2026.');
    expect(reason).toContain('MAN-01.01');
  });

  it('figures told to the Land answer S-34 for a year', async () => {
    expect((await duty('S-34'))[0]).toBe('offen');
    await add(
      'protokolldaten',
      { titel: 'Zahlen 2025', art: 'jahreszahlen', jahr: '2025', 'gemeldet-am': '2026-03-01' },
      { day: '2026-03-01' },
    );
    expect((await duty('S-34'))[0]).toBe('erfuellt');
    expect((await duty('S-34', '2026-02-28'))[0]).toBe('offen');
  });
});

describe('incidents as answers to the duty to report', () => {
  const kommune = 'meldedorf';
  const known = '2026-11-16 09:00';
  const duty = async (id: string, asOf = today) => {
    const { punkte } = await evaluateFrameworkFor(await on(today, asOf), kommune, 'saechsisichg');
    const found = punkte.find((each) => each.id === id);
    return [found?.status, found?.begruendung] as const;
  };
  const incident = (typed: TypedEntry) =>
    add(
      'vorfall',
      { titel: 'Dateien verschlüsselt', kenntnis: known, art: 'erheblicher-vorfall', schaden: 'ja', ...typed },
      { kommune },
    );
  const change = async (id: string, typed: TypedEntry) => changeEntry(await on(), definition('vorfall'), { kommune, id, typed });
  const connect = async (value: 'ja' | 'nein') =>
    changeKommune(await on(), kommune, {}, { kdn_angeschlossen: value, svn_alternative_schnittstelle: value });

  beforeAll(async () => {
    const first = await on('2026-01-02');
    const body = { slug: kommune, name: 'Meldedorf', art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
    await createKommune(first, body, { kdn_angeschlossen: 'ja' });
    for (const control of ['VOR-02.01', 'VOR-01.05', 'VOR-02.04'])
      await recordAssessment(first, { kommune, control, status: 'ja', source: 'einzelantwort', nachweis: 'Meldeweg' });
  });

  it('nothing recorded changes nothing; in time, late and missed are told apart, with day and mark', async () => {
    expect((await duty('S-36'))[0]).toBe('erfuellt');
    const { id } = await incident({ saxcert: '2026-11-17 09:00', 'saxcert-ausfuehrlich': '2026-11-19 08:59' });
    expect(await duty('S-36')).toEqual(['erfuellt', expect.stringContaining('Vorfälle gemeldet')]);
    await change(id, { saxcert: '2026-11-17 09:01' });
    expect(await duty('S-36')).toEqual([
      'teilweise',
      `Vorfälle gemeldet: ${id}, Erste Meldung eines erheblichen Sicherheitsvorfalls: Dienstag, 17.11.2026, 09:01 Uhr, fällig war sie bis Dienstag, 17.11.2026, 09:00 Uhr°.`,
    ]);
    expect((await duty('S-16'))[0]).toBe('teilweise');
    await change(id, { saxcert: '' });
    expect(await duty('S-36')).toEqual(['nichtErfuellt', expect.stringMatching(/nicht eingetragen, fällig bis .*°\.$/)]);
    // The day before it was not recorded yet.
    expect((await duty('S-36', '2026-11-15'))[0]).toBe('erfuellt');
  });

  it('the operator of the KDN has to hear of what touches it, before the incident is closed', async () => {
    expect((await duty('S-37'))[0]).toBe('erfuellt');
    const typed = { 'kdn-betroffen': 'ja', saxcert: '2026-11-16 10:00', 'saxcert-ausfuehrlich': '2026-11-16 10:00' };
    const { id } = await incident(typed);
    expect(await duty('S-37')).toEqual(['offen', expect.stringContaining('sofort')]);
    await change(id, { status: 'abgeschlossen', ende: '2026-11-16 12:00' });
    expect((await duty('S-37'))[0]).toBe('nichtErfuellt');
    await change(id, { 'kdn-bfis': '2026-11-16 10:05' });
    expect(await duty('S-37')).toEqual(['erfuellt', expect.stringContaining('KDN-Betreiber informiert')]);
  });

  it('counts where reporting is a duty, for a year', async () => {
    expect((await duty('S-16'))[0]).toBe('nichtErfuellt');
    const [missed] = (await list('vorfall', { kommune })).filter(({ angaben }) => angaben['saxcert'] === undefined);
    await connect('nein');
    expect((await duty('S-16'))[0]).toBe('erfuellt');
    expect((await duty('S-36'))[0]).toBe('nichtAnwendbar');
    await connect('ja');
    await change(missed?.id ?? '', { status: 'abgeschlossen', ende: '2026-11-18 09:00' });
    const later = async (day: string) =>
      (await evaluateFrameworkFor(await on(day), kommune, 'saechsisichg')).punkte.find(({ id }) => id === 'S-36')?.begruendung;
    expect(await later('2027-11-16')).toContain('Vorfälle gemeldet');
    expect(await later('2027-11-17')).not.toContain('Vorfälle gemeldet');
    const { kommunen } = await overviewOf(await on(), { sortierung: 'name' });
    const row = kommunen.find((each) => each.kommune === kommune);
    expect(row?.minimum.punkte.find(({ id }) => id === 'S-36')?.status).toBe('nichtErfuellt');
  });
});

it('the yearly figures are counted from what is recorded', async () => {
  const kommune = 'probstdorf';
  const records: TypedEntry[] = [
    { art: 'verfahren', daten: 'protokolldaten', speicherdauer: '30', beginn: '2024-05-01', 'beendet-am': '2025-01-01' },
    { art: 'verfahren', daten: 'protokolldaten', speicherdauer: '0', beginn: '2025-12-31' },
    { art: 'verfahren', daten: 'protokolldaten' },
    { art: 'vorgang', vorgang: 'uebermittlung', am: '2025-03-01', anzahl: '3' },
    { art: 'vorgang', vorgang: 'uebermittlung', am: '2026-01-01' },
  ];
  for (const record of records) await add('protokolldaten', { titel: 'x', ...record }, { kommune });
  await add('vorfall', { titel: 'x', kenntnis: '2025-12-31 20:00', saxcert: '2026-01-01 00:10' }, { kommune });
  const figures = async (year: number) =>
    Object.fromEntries(
      (await countLogDataFigures(await on(), { kommune, year })).zahlen.map(({ was, anzahl, ohneTag }) => [
        was,
        [anzahl, ohneTag],
      ]),
    );
  expect(await figures(2025)).toMatchObject({
    'Maßnahmen: Verfahren, die im Jahr liefen': [2, 1],
    'davon mit Speicherung': [1, 0],
    Übermittlungen: [3, 0],
    'An SAX.CERT gemeldete Ereignisse und Vorfälle': [0, 0],
  });
  expect(await figures(2026)).toMatchObject({
    'Maßnahmen: Verfahren, die im Jahr liefen': [1, 1],
    Übermittlungen: [1, 0],
    'An SAX.CERT gemeldete Ereignisse und Vorfälle': [1, 0],
  });
});

describe('warnings', () => {
  it('are looked for in all Kommunen and entered where something fits', async () => {
    const zielobjekt = {
      typ: 'server',
      adressen: [],
      zweck: undefined,
      anzahl: undefined,
      standort: undefined,
      verantwortlich: undefined,
      benutzer: undefined,
    };
    const at = await on();
    await createZielobjekt(at, {
      ...zielobjekt,
      kommune: 'musterau',
      kuerzel: 'SV1',
      name: 'Postserver',
      plattform: 'Microsoft Exchange 2019',
    });
    await createZielobjekt(at, {
      ...zielobjekt,
      kommune: 'beispielhain',
      kuerzel: 'SV1',
      name: 'Dateiserver',
      plattform: 'Windows Server 2022',
    });
    const { id } = await add('warnung', {
      produkt: 'Exchange Server 2019',
      kennung: 'CVE-2026-1',
      eingang: '2026-11-19',
      faellig: '2026-11-27',
    });
    const search = { kommune: 'beispielhain', id };
    const seen = await findAffected(at, { ...search, record: false });
    expect(
      seen.kommunen.map(({ kommune, zielobjekte, zustand }) => [kommune, zielobjekte.map(({ passt }) => passt), zustand]),
    ).toEqual([
      ['beispielhain', [], 'pruefen'],
      ['musterau', [['exchange', '2019']], null],
    ]);
    expect(seen.ohneZielobjekte).toContain('probstdorf');
    expect(await list('warnung', { kommune: 'musterau' })).toEqual([]);
    expect((await findAffected(at, { ...search, record: true })).eingetragen).toEqual(['musterau']);
    expect((await findAffected(at, { ...search, record: true })).eingetragen).toEqual([]);
    expect(await list('warnung', { kommune: 'musterau' })).toMatchObject([
      { angaben: { kennung: 'CVE-2026-1', zielobjekte: ['SV1'], zustand: 'pruefen', faellig: '2026-11-27' } },
    ]);
  });
});

describe('hours and money of a year', () => {
  const kommune = 'rechnungsdorf';
  beforeAll(async () => {
    const body = { slug: kommune, name: 'Rechnungsdorf', art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
    await createKommune(await on('2026-01-02'), body, {});
    await add('ressource', { jahr: '2026', 'stunden-geplant': '48', 'euro-geplant': '3000' }, { kommune });
    await add('ressource', { jahr: '2026', 'stunden-verbraucht': '3,5' }, { kommune });
    const service = {
      jahr: '2026',
      person: 'Ines Sorbe',
      leistung: '=Begehung',
      'stunden-verbraucht': '2,25',
      'euro-verbraucht': '180',
    };
    await add('ressource', { ...service, am: '2026-06-03' }, { kommune });
    await add('ressource', { ...service, am: '2026-02-10', leistung: 'Gespräch' }, { kommune });
    await add('ressource', { jahr: '2025', am: '2025-12-01', 'stunden-verbraucht': '9' }, { kommune });
  });

  it('are summed, and single services listed by day', async () => {
    const account = await accountOf(await on(), kommune, 2026);
    commandSchemas['ressource abrechnung']?.parse({ ...account, dateien: [] });
    expect(account.kommunen).toEqual([
      { kommune, stundenGeplant: 48, stundenVerbraucht: 8, euroGeplant: 3000, euroVerbraucht: 360, ohneTag: 1 },
    ]);
    expect(account.posten.map(({ am, leistung, stunden }) => [am, leistung, stunden])).toEqual([
      ['2026-02-10', 'Gespräch', 2.25],
      ['2026-06-03', '=Begehung', 2.25],
    ]);
    expect((await accountOf(await on(), undefined, 2025)).posten).toHaveLength(1);
    expect(await accountOf(await on(), kommune, 2024)).toMatchObject({ kommunen: [], posten: [] });
    await expect(accountOf(await on(), 'nirgends', 2026)).rejects.toMatchObject({ exitCode: 3 });
  });

  it('go out as a table with their sum and without formulas', async () => {
    const [csv] = await writeAccount(await accountOf(await on(), kommune, 2026), 'csv', join(folder, 'abrechnung'));
    expect(csv?.pfad).toMatch(/abrechnung-rechnungsdorf-2026-2026-11-20\.csv$/);
    const text = readFileSync(csv?.pfad ?? '', 'utf8');
    expect(text).toContain("'=Begehung");
    expect(text).toContain('Summe;;;;;;4,5;360');
    const [xlsx] = await writeAccount(await accountOf(await on(), kommune, 2026), 'xlsx', join(folder, 'abrechnung'));
    expect(readFileSync(xlsx?.pfad ?? '').length).toBeGreaterThan(1000);
  });
});

describe('the year plan', () => {
  it('lies on working days, is entered once, and can be taken out', async () => {
    const context = await on();
    const wanted = { kommune: 'musterau', year: 2027, probe: true };
    const preview = await planYear(context, wanted);
    expect(preview.termine).toHaveLength(12);
    expect(await list('termin', { kommune: 'musterau' })).toEqual([]);
    const { termine } = await planYear(context, { ...wanted, probe: false });
    expect(termine.map(({ am }) => new Date(am).getUTCDay()).filter((day) => day === 0 || day === 6)).toEqual([]);
    expect(await planYear(context, { ...wanted, probe: false })).toMatchObject({ termine: [], schonEingetragen: 12 });
    await removeEntry(context, definition('termin'), {
      kommune: 'musterau',
      id: termine[0]?.id ?? '',
      reason: 'brauchen wir nicht',
    });
    expect(await list('termin', { kommune: 'musterau' })).toHaveLength(11);
  });

  it('leaves out what is over and refuses years nobody plans', async () => {
    expect(await planYear(await on(), { kommune: 'probstdorf', year: 2026, probe: true })).toMatchObject({ vorbei: 11 });
    await expect(planYear(await on(), { kommune: 'probstdorf', year: 2025, probe: true })).rejects.toMatchObject({
      hint: 'Möglich sind die Jahre 2026 bis 2031.',
    });
  });
});

describe('the real program', () => {
  const env = { BURGWARD_DB: '', BURGWARD_KOMMUNE: 'beispielhain', BURGWARD_PERSON: 'Ines Sorbe' };
  const run = (...args: string[]) => runCli(args, { env: { ...env, BURGWARD_DB: database } });

  it('refuses with exit 3', async () => {
    const refused = await run(
      'vertrag',
      'anlegen',
      '--titel',
      'x',
      '--partner',
      'y',
      '--von',
      '2027-01-01',
      '--bis',
      '2026-01-01',
    );
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining('endet vor seinem Beginn')]);
  }, 120_000);

  it('lists what breaks the law with its paragraph and mark', async () => {
    const listed = await run('protokolldaten', 'liste');
    expect([listed.exitCode, listed.stderr]).toEqual([
      0,
      expect.stringContaining('höchstens 90 Tage (§ 13 Abs. 2 SächsISichG°)'),
    ]);
  }, 120_000);

  it.each([
    [['termin', 'vorlage', '--jahr', '2027', '--probe'], '10.02.2027'],
    [['warnung', 'betroffen', 'W1'], 'Postserver (exchange, 2019)'],
    [['protokolldaten', 'zahlen', '--jahr', '2026'], 'Übermittlungen'],
    [['faellig', '--tage', '30'], 'Kassenprüfung'],
  ])(
    '%j',
    async (args, text) => {
      const ran = await run(...args);
      expect([ran.exitCode, ran.stdout]).toEqual([0, expect.stringContaining(text)]);
    },
    120_000,
  );
});
