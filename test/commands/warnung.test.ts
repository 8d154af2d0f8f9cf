/** The three questions of a warning: sent, filled in with every program, read in, and what remains. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { warnung } from '../../src/domain/registers/warnung.ts';
import { readCsv } from '../../src/exchange/csv.ts';
import { warningHeaders } from '../../src/exchange/warning-document.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { listDue } from '../../src/usecases/due.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { type ReadWarningRequest, readWarnings } from '../../src/usecases/read-warning-packet.ts';
import { addEntry, changeEntry, listEntries, removeEntry, showEntry, type TypedEntry } from '../../src/usecases/registers.ts';
import { sendWarning, showWarningState, type WarningPacketRequest } from '../../src/usecases/warning-packet.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { archive, workbookParts } from '../exchange/packet-files.ts';
import { browserArguments, browserNames, program } from '../report/tools.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const asked = '2026-11-20';
const later = '2026-11-24';
const hostile = '=HYPERLINK("http://x")<script>document.title=1</script>';
let folder: string;
let database: string;
let store: Store;
/** Of the entry in Beispielhain. */
let id: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-warnung-'));
  database = join(folder, 'b.db');
  store = await openStore(database);
  const first = await on('2026-01-02');
  for (const slug of ['beispielhain', 'musterau', 'probstdorf']) {
    const body = { slug, name: `Stadt ${slug}`, art: 'stadt', ags: null, einwohner: null, landkreis: null };
    await createKommune(first, body, {});
  }
  await createZielobjekt(first, {
    kommune: 'musterau',
    kuerzel: 'SV1',
    typ: 'server',
    name: 'Postserver',
    plattform: 'Microsoft Exchange 2019',
    adressen: [],
    zweck: undefined,
    anzahl: undefined,
    standort: undefined,
    verantwortlich: undefined,
    benutzer: undefined,
  });
  const warning = { produkt: 'Exchange Server 2019', kennung: 'CVE-2026-1', eingang: '2026-11-19', inhalt: 'Aktualisieren' };
  id = (await addEntry(await on(asked), warnung, { kommune: 'beispielhain', typed: warning })).id;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = (day = later, asOf = day) => contextOn(store, day, asOf);
const send = async (more: Partial<WarningPacketRequest> = {}, day = asked) =>
  sendWarning(await on(day), {
    kommune: 'beispielhain',
    id,
    an: [],
    alle: false,
    zurueck: '2026-11-27',
    formate: ['html'],
    gemeinsam: false,
    ordner: join(folder, 'aus'),
    ...more,
  });
const read = async (dateien: readonly string[], more: Partial<ReadWarningRequest> = {}, day = later) =>
  readWarnings(await on(day), { dateien, probe: false, ersetzen: false, ...more });
const state = async (day = later) => showWarningState(await on(day), { kommune: 'beispielhain', id });
const stateOf = async (kommune: string) => (await state()).kommunen.find((each) => each.kommune === kommune);
const entryOf = async (kommune: string) => (await listEntries(await on(), warnung, { kommune, all: true, where: {} })).entries[0];
const versions = async (kommune: string) => (await showEntry(await on(), warnung, kommune, 'W1')).verlauf.length;

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const markIn = (html: string) => /data-kennzeichen="([^"]+)"/.exec(html)?.[1] ?? '';
const markOf = async (kommune: string) => {
  const { dateien } = await send({ an: [kommune] });
  return markIn(readFileSync(dateien[0]?.pfad ?? '', 'utf8'));
};

interface Answer {
  betroffen?: unknown;
  behoben?: unknown;
  behobenAm?: unknown;
  bis?: unknown;
  bemerkung?: unknown;
}

const answers = (kennzeichen: string, answer: Answer, head: Record<string, unknown> = {}) =>
  JSON.stringify({
    art: 'burgward-warnung',
    fassung: 1,
    gesagtVon: 'Jan Krause',
    gesagtAm: '2026-11-23',
    antworten: [{ kennzeichen, betroffen: '', behoben: '', behobenAm: '', bis: '', bemerkung: '', ...answer }],
    ...head,
  });

describe('sending', () => {
  it('asks where it is entered or fits, records that, and faellig knows who has not answered', async () => {
    const sent = await send();
    commandSchemas['warnung paket']?.parse(sent);
    expect(sent.kommunen).toEqual([
      { kommune: 'beispielhain', eintrag: 'W1' },
      { kommune: 'musterau', eintrag: 'W1' },
    ]);
    expect(sent.dateien.map(({ pfad }) => basename(pfad))).toEqual(['warnung-beispielhain-W1.html', 'warnung-musterau-W1.html']);
    const html = readFileSync(sent.dateien[1]?.pfad ?? '', 'utf8');
    expect(html).toContain('Stadt musterau: Exchange Server 2019');
    expect(html).toContain('SV1 Postserver');
    expect(html).toContain('27.11.2026');
    expect(await entryOf('musterau')).toMatchObject({
      angaben: { zustand: 'pruefen', 'gefragt-am': asked, 'antwort-bis': '2026-11-27', zielobjekte: ['SV1'] },
    });
    const due = await listDue(await on(), { days: 7 });
    expect(due.punkte.filter(({ text }) => text.startsWith('Antwort auf die Warnung fehlt'))).toMatchObject([
      { kommune: 'beispielhain', tag: '2026-11-27', ueberfaellig: false },
      { kommune: 'musterau', tag: '2026-11-27' },
    ]);
    expect(await state('2026-11-28')).toMatchObject({
      gefragt: 2,
      beantwortet: 0,
      bleibt: { unbeantwortet: 2, unklar: 0, zuBeheben: 0 },
      kommunen: [{ ueberfaellig: true }, { ueberfaellig: true }],
    });
  });

  it('asks all or those named, writes the same bytes again, and leaves out who has nothing left to do', async () => {
    const first = await send({ alle: true, formate: ['xlsx', 'csv'], gemeinsam: true });
    expect(first.kommunen).toHaveLength(3);
    const bytes = first.dateien.map(({ sha256 }) => sha256);
    const again = await send({ alle: true, formate: ['xlsx', 'csv'], gemeinsam: true });
    expect(again.dateien.map(({ sha256 }) => sha256)).toEqual(bytes);
    const typed = { zustand: 'nicht-betroffen' };
    await changeEntry(await on(), warnung, { kommune: 'probstdorf', id: 'W1', typed });
    expect(await send({ alle: true }, later)).toMatchObject({ schonGeklaert: ['probstdorf'] });
    expect((await send({ an: ['musterau'] }, later)).kommunen).toEqual([{ kommune: 'musterau', eintrag: 'W1' }]);
  });

  it.each<[Partial<WarningPacketRequest>, RegExp]>([
    [{ zurueck: '2026-11-19' }, /schon vorbei/],
    [{ an: ['dresden'] }, /„dresden“ gibt es nicht/],
    [{ id: 'W9' }, /W9/],
    [{ gemeinsam: true }, /nur je Kommune/],
    [{ ordner: '/proc/nirgends' }, /nicht schreiben/],
  ])('refuses %j and records nothing', async (more, text) => {
    await expect(send(more)).rejects.toThrow(text);
    expect(await entryOf('musterau')).toBeUndefined();
    expect((await entryOf('beispielhain'))?.angaben['gefragt-am']).toBeUndefined();
  });

  it('keeps hostile text as text in every format', async () => {
    const typed = { produkt: `Exchange ${hostile}`, inhalt: hostile };
    await changeEntry(await on(asked), warnung, { kommune: 'beispielhain', id, typed });
    const { dateien } = await send({ an: ['beispielhain'], formate: ['html', 'xlsx', 'csv'] });
    const [html = '', xlsx = '', csv = ''] = dateien.map(({ pfad }) => pfad);
    expect(readFileSync(html, 'utf8')).not.toContain('<script>document');
    const { sheets } = await readXlsx(readFileSync(xlsx));
    expect([...(sheets[0]?.cells?.values() ?? [])].filter((cell) => cell.formula !== undefined)).toEqual([]);
    const [, row] = readCsv(readFileSync(csv), 'w.csv');
    expect(row?.filter((cell) => cell.startsWith('='))).toEqual([]);
  });
});

describe('reading in', () => {
  const columns = Object.keys(warningHeaders);

  it.each<[string, Answer, TypedEntry, string]>([
    ['not affected', { betroffen: 'nein' }, { zustand: 'nicht-betroffen' }, 'nicht-betroffen'],
    [
      'affected, with a day',
      { betroffen: 'ja', behoben: 'nein', bis: '2026-12-04', bemerkung: 'Wartungsfenster' },
      { zustand: 'betroffen', faellig: '2026-12-04', bemerkung: 'Wartungsfenster' },
      'betroffen',
    ],
    [
      'closed before the warning came',
      { betroffen: 'ja', behoben: 'ja', behobenAm: '2026-11-18' },
      { zustand: 'behoben', 'behoben-am': '2026-11-18' },
      'behoben',
    ],
    ['does not know', { betroffen: 'unbekannt', bemerkung: 'Dienstleister fragen' }, { zustand: 'pruefen' }, 'unklar'],
  ])('an answer of the form: %s', async (_name, answer, expected, stand) => {
    const mark = await markOf('musterau');
    const path = write('antwort.json', answers(mark, answer));
    const probe = await read([path], { probe: true });
    expect(probe.antworten).toMatchObject([{ kommune: 'musterau', vorher: 'offen', nachher: stand }]);
    expect(await versions('musterau')).toBe(1);
    commandSchemas['warnung einlesen']?.parse(await read([path]));
    expect((await entryOf('musterau'))?.angaben).toMatchObject({
      ...expected,
      'antwort-von': 'Jan Krause',
      'geantwortet-am': '2026-11-23',
    });
    expect(await stateOf('musterau')).toMatchObject({ stand, antwortVon: 'Jan Krause' });
    commandSchemas['warnung stand']?.parse(await state());
    // The same once more changes nothing.
    expect(await read([path])).toMatchObject({ antworten: [], unveraendert: 1 });
    expect(await versions('musterau')).toBe(2);
  });

  it('a table for all, filled in with a spreadsheet: days as numbers, words as people write them, empty rows left alone', async () => {
    const { dateien } = await send({ alle: true, formate: ['xlsx'], gemeinsam: true });
    const { sheets } = await readXlsx(readFileSync(dateien[0]?.pfad ?? ''));
    const rows = sheets[0]?.rows ?? [];
    const put = (row: number, field: keyof typeof warningHeaders, value: string | number) => {
      const cells = rows[row];
      if (cells !== undefined) cells[columns.indexOf(field)] = value;
    };
    put(1, 'betroffen', ' Ja. ');
    put(1, 'behoben', 'j');
    // 23 November 2026
    put(1, 'behobenAm', 46349);
    put(2, 'betroffen', 'weiß ich nicht');
    for (const row of [1, 2]) put(row, 'person', 'Dienstleister');
    const path = write('zurueck.xlsx', await writeXlsx({ sheets: [{ name: 'Warnung', rows }] }));
    const result = await read([path]);
    expect(result.antworten.map(({ kommune, nachher }) => [kommune, nachher])).toEqual([
      ['beispielhain', 'behoben'],
      ['musterau', 'unklar'],
    ]);
    expect((await entryOf('beispielhain'))?.angaben['behoben-am']).toBe('2026-11-23');
    expect((await state()).bleibt).toEqual({ unbeantwortet: 1, unklar: 1, zuBeheben: 0 });
    const due = await listDue(await on(), { kommune: 'musterau', days: 7 });
    expect(due.punkte.find(({ art }) => art === 'warnung')?.text).toContain('Dienstleister weiß es nicht');
  });

  it('a CSV file, written back by Excel on Windows', async () => {
    const { dateien } = await send({ alle: true, formate: ['csv'], gemeinsam: true });
    const rows = readCsv(readFileSync(dateien[0]?.pfad ?? ''), 'w.csv');
    const [, first] = rows;
    for (const [field, value] of Object.entries({ betroffen: 'nein', person: 'Jörg Müller', day: '23.11.2026' }))
      if (first !== undefined) first[columns.indexOf(field)] = value;
    const path = write('zurueck.csv', Buffer.from(rows.map((row) => row.join(';')).join('\r\n'), 'latin1'));
    expect((await read([path])).antworten).toMatchObject([{ kommune: 'beispielhain', antwortVon: 'Jörg Müller' }]);
  });

  it('what is recorded already stays, unless the file is to count', async () => {
    const mark = await markOf('musterau');
    await read([write('erste.json', answers(mark, { betroffen: 'nein' }))]);
    const other = write('zweite.json', answers(mark, { betroffen: 'ja', bis: '2026-12-04' }, { gesagtVon: 'Mara Lindner' }));
    await expect(read([other])).rejects.toThrow(/musterau steht schon auf „nicht-betroffen“ \(Jan Krause, 23\.11\.2026\)/);
    expect((await stateOf('musterau'))?.stand).toBe('nicht-betroffen');
    await read([other], { ersetzen: true });
    expect(await stateOf('musterau')).toMatchObject({ stand: 'betroffen', antwortVon: 'Mara Lindner', faellig: '2026-12-04' });
  });

  it('who is affected can be asked again, and says when it is closed', async () => {
    const mark = await markOf('musterau');
    await read([write('erste.json', answers(mark, { betroffen: 'ja', bis: '2026-12-04' }))]);
    expect((await send({ alle: true }, later)).schonGeklaert).toEqual(['musterau']);
    await send({ an: ['musterau'], zurueck: '2026-12-07' }, later);
    const due = await listDue(await on(), { kommune: 'musterau', days: 30 });
    expect(due.punkte.map(({ tag, text }) => [tag, text])).toEqual([
      ['2026-12-04', 'Lücke schließen: Exchange Server 2019'],
      ['2026-12-07', 'Antwort auf die Warnung fehlt: Exchange Server 2019'],
    ]);
    const fixed = { betroffen: 'ja', behoben: 'ja', behobenAm: '2026-11-24' };
    await read([write('dann.json', answers(mark, fixed, { gesagtAm: later }))]);
    expect(await stateOf('musterau')).toMatchObject({ stand: 'behoben', ueberfaellig: false });
    expect((await listDue(await on(), { kommune: 'musterau', days: 30 })).punkte).toEqual([]);
  });

  it.each<[string, (mark: string) => string, RegExp]>([
    ['no name', (mark) => answers(mark, { betroffen: 'nein' }, { gesagtVon: '' }), /Der Name fehlt/],
    ['a day ahead', (mark) => answers(mark, { betroffen: 'nein' }, { gesagtAm: '2026-11-25' }), /liegt in der Zukunft/],
    ['answered before it was asked', (mark) => answers(mark, { betroffen: 'nein' }, { gesagtAm: '2026-11-19' }), /vor der Frage/],
    ['closed without a day', (mark) => answers(mark, { betroffen: 'ja', behoben: 'ja' }), /der Tag, seit dem/],
    [
      'closed in the future',
      (mark) => answers(mark, { betroffen: 'ja', behoben: 'ja', behobenAm: '2026-12-24' }),
      /liegt in der Zukunft/,
    ],
    ['not affected and closed', (mark) => answers(mark, { betroffen: 'nein', behoben: 'nein' }), /nichts zu beheben/],
    ['a word of its own', (mark) => answers(mark, { betroffen: 'vielleicht' }), /„vielleicht“ steht nicht zur Wahl/],
    ['a number for a text', (mark) => answers(mark, { betroffen: 7 }), /kein Text/],
    ['a remark without an answer', (mark) => answers(mark, { bemerkung: 'x' }), /Die erste Antwort fehlt/],
    ['a day there is not', (mark) => answers(mark, { betroffen: 'ja', bis: '2026-02-30' }), /kein Tag, den es gibt/],
    ['a text without end', (mark) => answers(mark, { betroffen: 'nein', bemerkung: 'x'.repeat(5000) }), /erlaubt sind 4000/],
    [
      'another Kommune',
      (mark) => answers(mark.replace('musterau', 'beispielhain'), { betroffen: 'nein' }),
      /nicht mit dieser Datenbank/,
    ],
    [
      'a mark of another database',
      (mark) => answers(`${mark.slice(0, -4)}0000`, { betroffen: 'nein' }),
      /nicht mit dieser Datenbank/,
    ],
    ['no mark', () => answers('', { betroffen: 'nein' }), /Das Kennzeichen fehlt/],
    [
      'another kind of file',
      () => JSON.stringify({ art: 'burgward-antwort', antworten: [] }),
      /keine Antworten auf eine Warnung/,
    ],
    ['a newer form', (mark) => answers(mark, {}, { fassung: 2 }), /anderen Fassung/],
    ['cut short', (mark) => answers(mark, { betroffen: 'nein' }).slice(0, 80), /beschädigt oder abgeschnitten/],
    ['nested without end', () => `${'['.repeat(5000)}${']'.repeat(5000)}`, /zu tief verschachtelt/],
    ['the form itself', () => '<!doctype html>', /das Formular selbst/],
    ['nothing', () => '', /ist leer/],
    ['a list of something else', () => 'Name;Ort\nJan;Beispielhain\n', /keine Antworten auf eine Warnung/],
    ['a formula', (mark) => `Betroffen?;Kennzeichen;Beantwortet von\n=1+1;${mark};Jan\n`, /Formel/],
  ])('%s: refused in German, nothing is recorded', async (_name, content, text) => {
    const mark = await markOf('musterau');
    const path = write('antwort.txt', content(mark));
    await expect(read([path])).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(text) });
    expect(await versions('musterau')).toBe(1);
  });

  it('says everything wrong in all files at once, and takes none of them', async () => {
    const good = write('gut.json', answers(await markOf('musterau'), { betroffen: 'nein' }));
    const bad = write('schlecht.json', answers(await markOf('beispielhain'), { betroffen: 'jein' }));
    const sheet = '<worksheet><sheetData><row r="1"><c t="str"><v>Rechnung</v></c></row></sheetData></worksheet>';
    const foreign = write('fremd.xlsx', archive(workbookParts(sheet)));
    const refused = expect(read([good, bad, foreign, join(folder, 'fehlt.json')])).rejects;
    await refused.toThrow(/schlecht\.json, Antwort 1, Feld „Betroffen\?“: „jein“.*fremd\.xlsx.*fehlt\.json/s);
    expect(await versions('musterau')).toBe(1);
  });

  it('two files that disagree, and a warning taken out meanwhile, are no answer', async () => {
    const mark = await markOf('musterau');
    const [one, two] = [{ betroffen: 'nein' }, { betroffen: 'ja' }].map((answer, index) =>
      write(`${index}.json`, answers(mark, answer)),
    );
    await expect(read([one ?? '', two ?? ''])).rejects.toThrow(/antwortet auch in 0\.json, aber anders/);
    await removeEntry(await on(), warnung, { kommune: 'musterau', id: 'W1', reason: 'doppelt' });
    await expect(read([one ?? ''])).rejects.toThrow(/wurde entfernt: doppelt/);
  });
});

it('the form works in a browser, asks nobody else, and saves what reads in', async () => {
  const executablePath = program('Formular der Warnung im Browser', browserNames);
  if (executablePath === null) return;
  const { dateien } = await send({ an: ['musterau'] });
  const browser = await chromium.launch({ executablePath, args: browserArguments });
  try {
    const page = await browser.newPage();
    const [requests, failures]: [string[], string[]] = [[], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => failures.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && failures.push(message.text()));
    await page.goto(`file://${dateien[0]?.pfad}`);
    await page.getByRole('button', { name: 'Antworten speichern' }).click();
    await expect.poll(() => page.locator('#meldung').textContent()).toContain('Angaben fehlen noch');
    await page.getByLabel('Ihr Name').fill('Jan Krause');
    await page.getByLabel('Datum').fill(asked);
    expect(await page.locator('#frage-behoben').isVisible()).toBe(false);
    await page.getByRole('radiogroup', { name: 'Betroffen' }).getByLabel('ja', { exact: true }).check();
    await page.getByRole('radiogroup', { name: 'Behoben' }).getByLabel('nein', { exact: true }).check();
    await page.getByLabel('Geschlossen bis').fill('2026-12-04');
    await page.getByLabel('Bemerkung').fill('</script> & "Umlaute: äöü"');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Antworten speichern' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('antwort-warnung-musterau-W1.json');
    const path = join(folder, 'aus-dem-browser.json');
    await download.saveAs(path);
    expect((await read([path])).antworten).toMatchObject([{ kommune: 'musterau', nachher: 'betroffen', faellig: '2026-12-04' }]);
    expect((await entryOf('musterau'))?.angaben['bemerkung']).toBe('</script> & "Umlaute: äöü"');
    expect(failures).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:'))).toEqual([]);
  } finally {
    await browser.close();
  }
}, 60_000);

it('the real commands ask, read and show', async () => {
  const env = { BURGWARD_DB: database, BURGWARD_KOMMUNE: 'beispielhain', BURGWARD_PERSON: 'Ines Sorbe' };
  const out = join(folder, 'cli');
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  const sent = await runCli(['warnung', 'paket', id, '--an', 'musterau', '--zurueck-bis', until, '--ausgabe', out], { env });
  expect(sent.exitCode, sent.stderr).toBe(0);
  const mark = markIn(readFileSync(sent.stdout.trim(), 'utf8'));
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
  const path = write('cli.json', answers(mark, { betroffen: 'nein' }, { gesagtAm: today }));
  const result = await runCli(['warnung', 'einlesen', path], { env });
  expect([result.exitCode, result.stdout]).toEqual([0, expect.stringContaining('nicht betroffen')]);
  const again = await runCli(['warnung', 'einlesen', path, '--json'], { env });
  expect(commandSchemas['warnung einlesen']?.parse(again.json())).toMatchObject({ probe: false, unveraendert: 1 });
  const shown = await runCli(['warnung', 'stand', id], { env });
  expect(shown.stderr + shown.stdout).toContain('1 von 1 gefragten haben geantwortet');
}, 120_000);
