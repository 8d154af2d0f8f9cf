/** One list over everything that carries a day; notes; and the bundle for whoever comes next. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { listDue } from '../../src/usecases/due.ts';
import { assignStatement, endAssignment, grantStatement, withdrawStatement } from '../../src/usecases/erklaerungen.ts';
import { addEvidence } from '../../src/usecases/evidence.ts';
import { writeDue } from '../../src/usecases/export-due.ts';
import { handOver } from '../../src/usecases/hand-over.ts';
import { finishNote, listNotes, takeNote } from '../../src/usecases/notes.ts';
import { type NewAnswer, recordAssessment } from '../../src/usecases/record-assessment.ts';
import { assignRole, completeRole, endRole, listRoles, otherHolders } from '../../src/usecases/rollen.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

let folder: string;
let store: Store;
const day = '2026-04-01';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-faellig-'));
  store = await openStore(join(folder, 'b.db'));
  const context = await contextOn(store, '2026-01-02');
  for (const slug of ['beispielhain', 'musterau'])
    await createKommune(
      context,
      { slug, name: `Stadt ${slug}`, art: 'stadt', ags: null, einwohner: null, landkreis: null },
      { kdn_angeschlossen: 'ja' },
    );
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const today = (asOf?: string): Promise<Context> => contextOn(store, day, asOf);
const answer = async (answer: Partial<NewAnswer> & { control: string }) =>
  recordAssessment(await today(), { kommune: 'beispielhain', status: 'nein', source: 'einzelantwort', ...answer });

describe('faellig', () => {
  beforeAll(async () => {
    await answer({ control: 'BAK-01.02', verantwortlich: 'Jan Krause', bis: '2026-03-20' });
    await answer({ control: 'BAK-01.03' });
    await answer({ control: 'ADM-01.01', status: 'ja', gueltigAb: '2025-04-10' });
    await answer({ control: 'ADM-01.02', status: 'ja', gueltigAb: '2025-04-12' });
    await assignRole(await today(), {
      kommune: 'musterau',
      rolle: 'bfis',
      person: 'Mara Lindner',
      ab: '2026-03-15',
      bestellt: '2026-03-15',
      gemeldet: null,
    });
    const evidence = {
      titel: 'Zertifikat',
      datum: '2025-04-05',
      gueltigBis: '2026-04-05',
      link: 'E-Akte 1',
      controls: ['BAK-01.05'],
    };
    await addEvidence(await today(), { ...evidence, kommunen: ['beispielhain', 'musterau'] });
    await takeNote(await today(), { text: ' Netzplan\n anfordern ', kommune: 'musterau', faellig: '2026-04-03' });
    await takeNote(await today(), { text: 'Rahmenvertrag ansprechen', faellig: '2026-04-30' });
  });

  it('lists what is late or due, earliest first, over all Kommunen, and counts what has no date', async () => {
    const { punkte, ohneTermin, bis } = await listDue(await today(), { days: 14 });
    expect(bis).toBe('2026-04-15');
    expect(ohneTermin).toBe(1);
    expect(punkte.map(({ tag, kommune, art, id, ueberfaellig }) => [tag, kommune, art, id, ueberfaellig])).toEqual([
      ['2026-03-20', 'beispielhain', 'luecke', 'BAK-01.02', true],
      ['2026-04-03', 'musterau', 'notiz', 'M1', false],
      ['2026-04-05', 'beispielhain', 'nachweis', 'N1', false],
      ['2026-04-05', 'musterau', 'nachweis', 'N1', false],
      ['2026-04-10', 'beispielhain', 'bestaetigung', 'it-administration', false],
      ['2026-04-15', 'musterau', 'pflicht', 'S-12', false],
    ]);
    expect(punkte.find(({ art }) => art === 'bestaetigung')?.text).toContain('2 Antworten bestätigen');
    expect(punkte.find(({ art }) => art === 'pflicht')?.text).toContain('°');
  });

  it('a duty leaves the list when the notice is recorded; the day before it stood there', async () => {
    await completeRole(await today(), 'musterau', 'bfis', { gemeldet: '2026-03-30' });
    const kinds = async (asOf?: string) =>
      (await listDue(await today(asOf), { kommune: 'musterau', days: 14 })).punkte.map(({ art }) => art);
    expect(await kinds()).not.toContain('pflicht');
    expect(await kinds('2026-03-31')).not.toContain('notiz');
  });

  it('a notice given too late is not owed any more', async () => {
    const kommune = { slug: 'spaetau', name: 'Stadt Spätau', art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
    await createKommune(await contextOn(store, '2026-01-02'), kommune, {});
    const then = await contextOn(store, '2026-01-05');
    const role = { kommune: 'spaetau', rolle: 'bfis', person: 'Nora Falk', ab: '2026-01-05', bestellt: '2026-01-05' };
    await assignRole(then, { ...role, gemeldet: null });
    await assignRole(then, { ...role, rolle: 'bfis-vertretung', person: 'Uwe Hain', gemeldet: '2026-01-05' });
    const duties = async () => (await listDue(await today(), { kommune: 'spaetau', days: 14 })).punkte.map(({ art }) => art);
    expect(await duties()).toEqual(['pflicht']);
    await completeRole(await today(), 'spaetau', 'bfis', { gemeldet: '2026-03-30' });
    expect(await duties()).toEqual([]);
  });

  it('a note about one Kommune stays out of the list of another', async () => {
    const own = await listDue(await today(), { kommune: 'beispielhain', days: 60 });
    expect(own.punkte.filter(({ art }) => art === 'notiz')).toEqual([]);
    expect((await listDue(await today(), { days: 60 })).punkte.filter(({ art }) => art === 'notiz')).toHaveLength(2);
  });

  it('writes a calendar whose entries a newer file replaces, with the same bytes for the same list', async () => {
    const due = await listDue(await today(), { days: 30 });
    const [file] = await writeDue(due, 'ics', folder);
    const text = readFileSync(file?.pfad ?? '', 'utf8');
    expect(text).toContain('UID:beispielhain-luecke-bak-01-02@burgward');
    expect(text).toContain('DTSTART;VALUE=DATE:20260320');
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    const [again] = await writeDue(due, 'ics', folder);
    expect(again?.sha256).toBe(file?.sha256);
  });

  it('a note that would break the calendar is written as text', async () => {
    await takeNote(await today(), { text: 'END:VCALENDAR; a,b\\n "x"', faellig: '2026-04-02' });
    const [file] = await writeDue(await listDue(await today(), { days: 30 }), 'ics', folder);
    const text = readFileSync(file?.pfad ?? '', 'utf8');
    expect(text.match(/^END:VCALENDAR/gm)).toHaveLength(1);
    expect(text).toContain('SUMMARY:END:VCALENDAR\\; a\\,b');
  });
});

describe('notes', () => {
  it('of more than a few lines are refused: the list of notes has one line for each', async () => {
    await expect(takeNote(await today(), { text: 'a'.repeat(501) })).rejects.toThrow('501 Zeichen; erlaubt sind 500');
  });

  it('are one line, and done ones leave the list', async () => {
    const [first] = await listNotes(await today(), { kommune: 'musterau' });
    expect(first).toMatchObject({ text: 'Netzplan anfordern', erledigt: false });
    await finishNote(await today(), 'm1', 'liegt vor');
    expect(await listNotes(await today(), { kommune: 'musterau' })).toEqual([]);
    expect(await listNotes(await today(), { kommune: 'musterau', all: true })).toMatchObject([
      { erledigt: true, ergebnis: 'liegt vor' },
    ]);
    await expect(finishNote(await today(), 'M1', undefined)).rejects.toThrow('schon erledigt');
    await expect(finishNote(await today(), 'M99', undefined)).rejects.toThrow('M99');
    await expect(takeNote(await today(), { text: ' \n ' })).rejects.toThrow('leer');
  });
});

describe('roles of many Kommunen', () => {
  it('one person is found over all of them', async () => {
    await assignRole(await today(), {
      kommune: 'beispielhain',
      rolle: 'bfis',
      person: 'Mara Lindner',
      ab: '2026-03-01',
      bestellt: null,
      gemeldet: null,
    });
    const found = await listRoles(await today(), { person: 'lindner' });
    expect(found.map(({ kommune, rolle }) => [kommune, rolle])).toEqual([
      ['beispielhain', 'bfis'],
      ['musterau', 'bfis'],
    ]);
    await expect(completeRole(await today(), 'beispielhain', 'bfis', { gemeldet: '2026-03-05' })).rejects.toThrow(
      'ohne Bestellung',
    );
    await expect(completeRole(await today(), 'beispielhain', 'bfis', {})).rejects.toThrow('was zu ergänzen ist');
  });
});

describe('uebergabe erstellen', () => {
  it('bundles everything open: a page, the same as JSON, and answers that read in again', async () => {
    await takeNote(await today(), { text: '<script>alert(1)</script>', kommune: 'beispielhain' });
    const { dateien } = await handOver(await today(), ['beispielhain', 'musterau'], 'Jana Muster', folder);
    const zip = dateien[0]?.pfad ?? '';
    execFileSync('python3', ['-m', 'zipfile', '-e', zip, join(folder, 'aus')]);
    const read = (name: string) => readFileSync(join(folder, 'aus', name), 'utf8');
    const page = read('beispielhain/uebergabe.html');
    expect(page).toContain('für Jana Muster');
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).not.toContain('<script');
    expect(page).toContain('Widersprüche zwischen Antwort und Netzprüfung</h2>\n<p>Keine.</p>');
    const state = JSON.parse(read('beispielhain/uebergabe.json'));
    expect(state.luecken.map(({ control, bis }: { control: string; bis: string | null }) => [control, bis])).toContainEqual([
      'BAK-01.03',
      null,
    ]);
    expect(state.zuBestaetigen).toEqual([]);
    expect(read('musterau/antworten.csv')).toMatch(/^\ufeffAnforderung;/);
    const again = await handOver(await today(), ['beispielhain', 'musterau'], 'Jana Muster', folder);
    expect(again.dateien[0]?.sha256).toBe(dateien[0]?.sha256);
  });

  it('asks for a Kommune', async () => {
    expect(await runCli(['uebergabe', 'erstellen', '--datenbank', join(folder, 'b.db')])).toMatchObject({ exitCode: 2 });
  });
});

describe('statements in faellig', () => {
  it('withdrawn, list what rested on them per Kommune, until somebody answers it or the statement is taken off', async () => {
    const kommunen = ['beispielhain', 'musterau'];
    const { id } = await grantStatement(await today(), {
      dienstleister: 'KISA',
      titel: 'Betrieb',
      vom: '2026-01-02',
      gueltigBis: '2026-12-31',
      controls: ['NTZ-01.02=ja', 'NTZ-01.05=ja'],
      probe: false,
    });
    await assignStatement(await today(), id ?? '', { kommunen, gruppen: [], probe: false });
    const listed = async () =>
      (await listDue(await today(), { days: 14 })).punkte
        .filter(({ art }) => art === 'erklaerung')
        .map(({ tag, kommune, text }) => [tag, kommune, text]);
    expect(await listed()).toEqual([]);
    await withdrawStatement(await today(), id ?? '', '2026-03-20', 'Vorfall');
    const line = 'Erklärung von KISA gilt nicht mehr: 2 Antworten bestätigen';
    expect(await listed()).toEqual([
      ['2026-03-20', 'beispielhain', line],
      ['2026-03-20', 'musterau', line],
    ]);
    await answer({ control: 'NTZ-01.02', status: 'ja' });
    await endAssignment(await today(), id ?? '', { kommunen: ['musterau'], gruppen: [], probe: false });
    expect(await listed()).toEqual([['2026-03-20', 'beispielhain', 'Erklärung von KISA gilt nicht mehr: 1 Antwort bestätigen']]);
  });
});

describe('roles', () => {
  it('end once more on another day while the end lies ahead, and by their number also after it; who else holds the role is told', async () => {
    const given = { kommune: 'beispielhain', rolle: 'dsb', ab: '2026-03-01', bestellt: null, gemeldet: null };
    const first = await assignRole(await today(), { ...given, person: ' Ines\n\u001b[31m Sorbe ' });
    expect(first.person).toBe('Ines [31m Sorbe');
    await endRole(await today(), 'beispielhain', 'dsb', '2026-06-30');
    expect(await endRole(await today(), 'beispielhain', 'dsb', '2026-05-31')).toMatchObject({ bis: '2026-05-31' });
    const second = await assignRole(await today(), { ...given, person: 'Mara Lindner', ab: '2026-05-01' });
    expect(await otherHolders(await today(), second)).toEqual([`Ines [31m Sorbe (${first.id})`]);
    await endRole(await today(), 'beispielhain', first.id, '2026-03-31');
    expect(await otherHolders(await today(), second)).toEqual([]);
    expect(await endRole(await today(), 'beispielhain', first.id, '2026-04-30')).toMatchObject({ bis: '2026-04-30' });
    await expect(endRole(await today(), 'beispielhain', first.id, '2026-04-30')).rejects.toThrow('endet schon');
  });
});
