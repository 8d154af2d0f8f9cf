/** Incidents from the first call to the last lesson, as an officer meets them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDuration, dayOf, endOfDay, readInstant } from '../../src/domain/calendar.ts';
import { dueMoment, formatMoment } from '../../src/domain/incident-clock.ts';
import { kontakt } from '../../src/domain/registers/kontakt.ts';
import { vorfall } from '../../src/domain/registers/vorfall.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { listDue } from '../../src/usecases/due.ts';
import { respondAtOnce } from '../../src/usecases/incident-now.ts';
import {
  addIncidentNote,
  classifyIncident,
  showIncidentDeadlines,
  showIncidentTimeline,
} from '../../src/usecases/incident-register.ts';
import { reportIncident } from '../../src/usecases/incident-reporting.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { addEntry, changeEntry, listEntries } from '../../src/usecases/registers.ts';
import { assignRole } from '../../src/usecases/rollen.ts';
import { atTerminal, pythonPath } from '../cli/at-terminal.ts';
import { programPath, runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

let folder: string;
let store: Store;
const connected = 'beispielhain';
const alone = 'musterau';
const notConnected = { kdn_angeschlossen: 'nein', svn_alternative_schnittstelle: 'nein' } as const;

/** Friday 20.11.2026 at a Saxon clock time, or another day. */
async function at(clock: string, day = '2026-11-20'): Promise<Context> {
  const now = readInstant(`${day} ${clock}`) ?? '';
  return { ...(await contextOn(store, day)), now: () => new Date(now) };
}

const five = {
  kommune: connected,
  was: 'Dateien im Fachverfahren verschlüsselt',
  seit: '18:05',
  betroffen: undefined,
  breitetSichAus: undefined,
  kdnBetroffen: undefined,
  personendaten: undefined,
  probe: false,
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-vorfall-'));
  store = await openStore(join(folder, 'b.db'));
  const facts = { art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
  const context = await at('08:00', '2026-01-05');
  await createKommune(context, { slug: connected, name: 'Gemeinde Beispielhain', ...facts }, { kdn_angeschlossen: 'ja' });
  await createKommune(context, { slug: alone, name: 'Gemeinde Musterau', ...facts }, notConnected);
  const head = { rolle: 'leitung', person: 'Jana Muster', ab: '2024-03-01', bestellt: null, gemeldet: null };
  await assignRole(context, { kommune: connected, ...head });
  const typed = { stelle: 'dienstleister', name: 'Systemhaus Muster', telefon: '03521 12345', 'telefon-nachts': '0170 1234567' };
  await addEntry(context, kontakt, { kommune: connected, typed });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('vorfall sofort', () => {
  it('turns five answers into an entry, clock times, calls and a draft', async () => {
    const output = join(folder, 'sofort');
    const answers = { ...five, betroffen: 'verbund, Rechnungswesen', kdnBetroffen: 'nein', personendaten: 'ja', folder: output };
    const result = await respondAtOnce(await at('18:10'), answers);
    expect(commandSchemas['vorfall sofort'].safeParse(result).error).toBeUndefined();
    expect(result.vorfall?.angaben).toMatchObject({
      titel: five.was,
      kenntnis: '2026-11-20T17:05:00.000Z',
      zielobjekte: ['VERBUND'],
      betroffen: 'Rechnungswesen',
      'kdn-betroffen': 'nein',
    });
    const until = new Map(result.fristen.map(({ id, bis, verbindlich }) => [id, `${bis} ${verbindlich}`]));
    expect(until.get('vorfall-erstmeldung')).toBe('Samstag, 21.11.2026, 18:05 Uhr pflicht');
    expect(until.get('vorfall-datenschutz')).toBe('Montag, 23.11.2026, 18:05 Uhr pflicht');
    expect(result.fristen.every(({ grundlage, vertrauen }) => grundlage !== '' && vertrauen.length > 0)).toBe(true);
    expect(result.anrufen.map(({ id }) => id)).not.toContain('kdn');
    expect(result.anrufen[0]).toMatchObject({
      kontakte: [{ name: 'Systemhaus Muster', tag: '03521 12345', nacht: '0170 1234567' }],
      fehlt: null,
    });
    expect(result.anrufen.find(({ id }) => id === 'leitung')).toMatchObject({ person: 'Jana Muster', kontakte: [] });
    expect(result.anrufen.find(({ id }) => id === 'saxcert')?.fehlt).toContain('cert.sachsen.de');
    const lines = result.ersteStunde.tun.length + result.ersteStunde.lassen.length;
    expect(lines).toBeLessThanOrEqual(10);
    expect(result.dateien.map(({ format }) => format)).toEqual(['md', 'html']);
    const [markdown = '', html = ''] = result.dateien.map(({ pfad }) => readFileSync(pfad, 'utf8'));
    expect(markdown).toContain('| Was ist passiert | Dateien im Fachverfahren verschlüsselt |');
    expect(markdown).toContain('| Ursache | noch nicht bekannt |');
    expect(html).toContain('Samstag, 21.11.2026, 18:05 Uhr');
    expect(html).not.toContain('<script');
  });

  it('a rehearsal records and writes nothing', async () => {
    const context = await at('18:10');
    const before = await listEntries(context, vorfall, { kommune: connected, all: true, where: {} });
    const result = await respondAtOnce(context, { ...five, probe: true, folder: join(folder, 'probe') });
    expect(result).toMatchObject({ probe: true, vorfall: null, dateien: [] });
    expect(result.fristen.length).toBeGreaterThan(0);
    expect(await listEntries(context, vorfall, { kommune: connected, all: true, where: {} })).toEqual(before);
  });

  it('where nobody is connected the reports are voluntary', async () => {
    const result = await respondAtOnce(await at('18:10'), { ...five, kommune: alone, folder: join(folder, 'alone') });
    const binding = new Map(result.fristen.map(({ id, verbindlich }) => [id, verbindlich]));
    expect(binding.get('vorfall-erstmeldung')).toBe('freiwillig');
    expect(binding.get('vorfall-datenschutz')).toBe('unbekannt');
    expect(binding.get('vorfall-kdn-betreiber')).toBe('entfaellt');
  });

  it.each([
    ['bald', /kein Zeitpunkt/],
    ['18:11', /liegt in der Zukunft/],
    ['2026-03-29 02:30', /kein Zeitpunkt/],
  ])('known since „%s“ is refused', async (seit, message) => {
    await expect(respondAtOnce(await at('18:10'), { ...five, seit, folder })).rejects.toThrow(message);
  });
});

describe('what follows', () => {
  const of = { kommune: connected, id: 'VF1' };

  it('what is to happen later today has not happened', async () => {
    const later = { titel: 'x', kenntnis: '2026-11-20 23:59' };
    await expect(addEntry(await at('18:05'), vorfall, { kommune: connected, typed: later })).rejects.toMatchObject({
      exitCode: 3,
      message: 'Kenntnis seit: Der Zeitpunkt liegt in der Zukunft; erfasst wird, was schon geschehen ist.',
    });
  });

  it('a contact before the knowledge is refused, and nothing is recorded', async () => {
    const change = { ...of, typed: { saxcert: '2026-11-20 18:04' } };
    await expect(changeEntry(await at('19:00'), vorfall, change)).rejects.toThrow(/liegt vor der Kenntnis/);
    const { fristen } = await showIncidentDeadlines(await at('19:00'), of);
    expect(fristen.find(({ id }) => id === 'vorfall-erstmeldung')).toMatchObject({ stand: 'offen', erledigt: null });
  });

  it('the classification follows the answers; another one needs a reason', async () => {
    const serious = { wirkung: 'ja', stoerung: 'ja', schaden: 'unbekannt', dritte: 'unbekannt' };
    const classified = await classifyIncident(await at('18:30'), { ...of, answers: serious, art: undefined, grund: undefined });
    expect(classified).toMatchObject({ art: 'erheblicher-vorfall', abweichend: false });
    const lower = { ...of, answers: {}, art: 'vorfall', grund: undefined };
    await expect(classifyIncident(await at('18:31'), lower)).rejects.toThrow(/folgt „erheblicher-vorfall“/);
    const reasoned = await classifyIncident(await at('18:32'), { ...lower, grund: 'nur ein Übungsserver' });
    expect(reasoned).toMatchObject({ art: 'vorfall', abweichend: true });
    const back = await classifyIncident(await at('18:33'), { ...of, answers: serious, art: undefined, grund: undefined });
    expect(back.eintrag.angaben['art-grund']).toBeUndefined();
    expect(commandSchemas['vorfall einordnen'].safeParse(back).error).toBeUndefined();
  });

  it('notes keep their own time; a contact stands between them', async () => {
    await addIncidentNote(await at('18:25'), { ...of, text: 'Server vom Netz genommen; Kabel gezogen', am: '18:20' });
    await changeEntry(await at('19:05'), vorfall, { ...of, typed: { saxcert: '2026-11-20 19:00' } });
    await addIncidentNote(await at('08:00', '2026-11-21'), { ...of, text: 'Dienstleister zurückgerufen', am: 'gestern 19:30' });
    const { verlauf } = await showIncidentTimeline(await at('09:00', '2026-11-21'), of);
    expect(verlauf.map(({ text, nachgetragen }) => [text, nachgetragen])).toEqual([
      ['Kenntnis', false],
      ['Server vom Netz genommen; Kabel gezogen', false],
      ['SAX.CERT, erste Meldung', false],
      ['Dienstleister zurückgerufen', true],
    ]);
    await expect(addIncidentNote(await at('18:25'), { ...of, text: 'x', am: '18:26' })).rejects.toThrow(/Zukunft/);
    await expect(addIncidentNote(await at('18:25'), { ...of, text: ' ', am: undefined })).rejects.toThrow(/leer/);
  });

  it('the text for the forms holds what is known and says what is not', async () => {
    const result = await reportIncident(await at('19:10'), { ...of, an: undefined });
    expect(commandSchemas['vorfall melden'].safeParse(result).error).toBeUndefined();
    expect(result.texte.map(({ an }) => an)).toEqual(['saxcert', 'kdn', 'datenschutz']);
    const [saxcert, kdn] = result.texte;
    expect(saxcert?.text).toContain('Art: erheblicher Sicherheitsvorfall');
    expect(saxcert?.text).toContain('Kenntnis seit: Freitag, 20.11.2026, 18:05 Uhr');
    expect(saxcert?.text).toContain('Ursache: noch nicht bekannt');
    expect(kdn?.text).toContain('An SAX.CERT gemeldet: Freitag, 20.11.2026, 19:00 Uhr');
  });

  it('what is due shows open periods, overdue to the minute, and drops what is done', async () => {
    const due = async (clock: string, day: string) =>
      (await listDue(await at(clock, day), { kommune: connected, days: 40 })).punkte
        .filter(({ art }) => art === 'vorfall')
        .map(({ id, tag, ueberfaellig }) => `${id} ${tag} ${ueberfaellig}`);
    expect(await due('18:04', '2026-11-23')).toEqual([
      'VF1 ausfuehrliche-meldung 2026-11-23 false',
      'VF1 datenschutz 2026-11-23 false',
      'VF1 abschlussmeldung 2026-12-21 false',
    ]);
    expect(await due('18:06', '2026-11-23')).toEqual([
      'VF1 ausfuehrliche-meldung 2026-11-23 true',
      'VF1 datenschutz 2026-11-23 true',
      'VF1 abschlussmeldung 2026-12-21 false',
    ]);
    expect((await listDue(await at('18:06', '2026-11-23'), { kommune: alone, days: 40 })).punkte.map(({ id }) => id)).toEqual([
      'VF1 datenschutz',
    ]);
  });

  it('looking back at a day, the end of that day counts', async () => {
    const context = { ...(await at('12:00', '2026-12-30')), asOf: '2026-11-22' };
    expect(endOfDay(context.asOf)).toBe('2026-11-22T23:00:00.000Z');
    const { fristen } = await showIncidentDeadlines(context, of);
    expect(fristen.find(({ id }) => id === 'vorfall-ausfuehrliche-meldung')?.stand).toBe('offen');
  });
});

describe('the real program', () => {
  const today = dayOf(new Date().toISOString());
  const yesterday = addDuration(today, '-P1D');

  async function database(name: string): Promise<Record<string, string>> {
    const path = join(folder, `${name}.db`);
    const env = { BURGWARD_DB: path, BURGWARD_PERSON: 'Ines Sorbe' };
    const own = await openStore(path);
    const facts = { art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
    const context = { ...(await contextOn(own, today)), now: () => new Date() };
    await createKommune(context, { slug: connected, name: 'Gemeinde Beispielhain', ...facts }, { kdn_angeschlossen: 'ja' });
    await own.close();
    return env;
  }

  it('without a terminal says which switches are missing; with them it answers', { timeout: 120_000 }, async () => {
    const env = await database('ohne');
    const args = ['vorfall', 'sofort', '--kommune', connected];
    const refused = await runCli(args, { env });
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--was und --seit') });
    const given = ['--was', 'Übung', '--seit', 'gestern 12:00', '--ausgabe', folder, '--json'];
    const done = await runCli([...args, ...given], { env });
    expect(done.exitCode).toBe(0);
    expect(commandSchemas['vorfall sofort'].safeParse(done.json()).error).toBeUndefined();
    const early = await runCli(['vorfall', 'aendern', 'VF1', '--kommune', connected, '--saxcert', `${yesterday} 11:59`], { env });
    expect(early).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('liegt vor der Kenntnis') });
    const shown = await runCli(['vorfall', 'fristen', 'VF1', '--kommune', connected], { env });
    expect(shown.stdout).toContain('[S]');
    expect(shown.stdout).toContain('noch nicht eingeordnet');
  });

  it('at a terminal asks the five questions line by line', { timeout: 120_000 }, async () => {
    const python = pythonPath('Vorfall am Terminal');
    if (python === null) return;
    const env = await database('terminal');
    const words = [programPath(), 'vorfall', 'sofort', '--kommune', connected, '--ausgabe', folder];
    const enter = '\r';
    const { shown, exitCode } = await atTerminal(
      python,
      words,
      [
        ['1 von 5', enter],
        ['Bitte ein paar Worte', `Alle Dateien heißen anders${enter}`],
        ['2 von 5', `bald${enter}`],
        ['kein Zeitpunkt', `gestern 18:05${enter}`],
        ['3 von 5', `Rechnungswesen${enter}`],
        ['4 von 5', `j${enter}`],
        ['KDN betroffen?', `vielleicht${enter}`],
        ['Bitte j, n oder Enter', enter],
        ['5 von 5', `n${enter}`],
      ],
      env,
    );
    expect({ exitCode, shown }).toMatchObject({ exitCode: 0 });
    const due = dueMoment(readInstant(`${yesterday} 18:05`) ?? '', 'PT24H', null);
    expect(shown).toContain('Erfasst als VF1');
    expect(shown).toContain(due.kind === 'uhrzeit' ? formatMoment(due.instant) : '');
    expect(shown).toContain('Nummer fehlt');
    const wide = shown.split('\n').filter((line) => [...line].length > 80 && !line.includes('/') && !line.includes('burgward '));
    expect(wide).toEqual([]);
    const list = await runCli(['vorfall', 'liste', '--kommune', connected, '--json'], { env });
    expect(list.json()).toMatchObject([{ id: 'VF1', angaben: { 'breitet-sich-aus': 'ja', 'kdn-betroffen': 'unbekannt' } }]);
  });

  it('Ctrl-C at a question records nothing', { timeout: 120_000 }, async () => {
    const python = pythonPath('Abbruch am Terminal');
    if (python === null) return;
    const env = await database('abbruch');
    const words = [programPath(), 'vorfall', 'sofort', '--kommune', connected];
    const { shown, exitCode } = await atTerminal(python, words, [['1 von 5', '\u0003']], env);
    expect({ exitCode, shown }).toMatchObject({ exitCode: 130, shown: expect.stringContaining('Es wurde nichts erfasst') });
    expect((await runCli(['vorfall', 'liste', '--kommune', connected, '--json'], { env })).json()).toEqual([]);
  });
});
