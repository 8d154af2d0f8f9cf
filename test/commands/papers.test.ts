/** Papers an officer prints, signs or hands over: templates of documents, the sheet for a visit, the bundle for an audit. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begehung } from '../../src/domain/registers/begehung.ts';
import { registers } from '../../src/domain/registers/index.ts';
import { readCsv } from '../../src/exchange/csv.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { bundleForAudit } from '../../src/usecases/audit-bundle.ts';
import { auditPapers } from '../../src/usecases/audit-papers.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { type DocumentTemplate, writeDocumentTemplate } from '../../src/usecases/document-templates.ts';
import { addEvidence } from '../../src/usecases/evidence.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { measureSources, measuresFromEntry } from '../../src/usecases/measures-from-entries.ts';
import { addEntry, changeEntry, type TypedEntry } from '../../src/usecases/registers.ts';
import { assignRole } from '../../src/usecases/rollen.ts';
import { writeVisitProtocol } from '../../src/usecases/visit-protocol.ts';
import { writeVisitSheet } from '../../src/usecases/visit-sheet.ts';
import { browserArguments, browserNames, program } from '../report/tools.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

let folder: string;
let database: string;
let store: Store;
const today = '2026-11-20';
const hostile = '=HYPERLINK("http://x")</td><script>alert(1)</script> ../../etc';
const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));
const templatesFolder = join(reportsFolder, 'dokumente');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-papiere-'));
  database = join(folder, 'b.db');
  store = await openStore(database);
  const first = await contextOn(store, '2026-01-02');
  const facts = { art: 'stadt', ags: null, einwohner: null, landkreis: null };
  await createKommune(
    first,
    { slug: 'beispielhain', name: 'Stadt Beispielhain', ...facts },
    { kdn_angeschlossen: 'ja', wertet_protokolldaten_aus: 'nein' },
  );
  await createKommune(first, { slug: 'musterau', name: `Stadt ${hostile}`, ...facts }, { kdn_angeschlossen: 'nein' });
  const role = { kommune: 'beispielhain', ab: '2024-03-01', gemeldet: null };
  await assignRole(first, { ...role, rolle: 'leitung', person: 'Petra Vogel', bestellt: null });
  await assignRole(first, { ...role, rolle: 'bfis', person: 'Mara Lindner', bestellt: '2024-03-01' });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = (day = today, asOf = day) => contextOn(store, day, asOf);
const outside = (name: string) => join(folder, name);

async function add(id: string, typed: TypedEntry, kommune = 'beispielhain') {
  const definition = registers.find((each) => each.id === id);
  if (definition === undefined) throw new Error(`no register ${id}`);
  return addEntry(await on(), definition, { kommune, typed });
}

const unzip = (file: string, name: string) => execFileSync('unzip', ['-p', file, name]);
const namesIn = (file: string) => execFileSync('unzip', ['-Z1', file], { encoding: 'utf8' }).trim().split('\n');
const pathOf = ({ dateien }: { dateien: readonly { pfad: string }[] }) => dateien[0]?.pfad ?? '';

describe('a document template', () => {
  const write = async (template: DocumentTemplate, kommune = 'beispielhain') =>
    writeDocumentTemplate(await on(), { template, kommune, folder: outside('dokumente'), templatesFolder });
  const textOf = (file: string) =>
    unzip(file, 'word/document.xml')
      .toString('utf8')
      .replace(/<\/w:p>/g, '\n')
      .replace(/<w:instrText[^>]*>[^<]*|<[^>]+>/g, '')
      .replaceAll('\u00a0', ' ');

  it('is the policy with names, dates and marks, and says what is missing', async () => {
    const result = await write('leitlinie');
    commandSchemas['dokument vorlage']?.parse(result);
    const text = textOf(pathOf(result));
    expect(text).toContain('Petra Vogel trägt die Verantwortung');
    expect(text).toContain('Mara Lindner, bestellt am 01.03.2024');
    expect(text).toContain('[Name der Vertretung]');
    expect(text).toContain('(§ 4 Abs. 4 SächsISichG°)');
    expect(text).toContain('Vorfälle an angeschlossenen Systemen meldet sie dem SAX.CERT');
    expect(result.luecken).toContain('Name der Vertretung');
    expect(unzip(pathOf(result), 'word/footer1.xml').toString()).toMatch(/NUMPAGES[\s\S]*>2<\/w:t>/);
  });

  it('shows no paragraph of the Act without its mark', async () => {
    for (const template of ['leitlinie', 'notfallhandbuch'] as const) {
      const source = readFileSync(join(templatesFolder, `${template}.md`), 'utf8');
      expect([...source.matchAll(/SächsISichG(?!°)/g)], template).toEqual([]);
      expect([...source.matchAll(/DSGVO(?![°:])/g)], template).toEqual([]);
    }
  });

  it('is the frame of a handbook with contacts, deadlines with their marks, and contents', async () => {
    await add('kontakt', {
      stelle: 'dienstleister',
      name: 'Technik <b>& Netz',
      telefon: '0351 99887',
      'telefon-nachts': '0170 1' + '2345',
    });
    await add('termin', {
      titel: 'Übung',
      art: 'notfalluebung',
      am: '2026-10-13',
      'erledigt-am': '2026-10-14',
      ergebnis: 'zwei Stunden',
    });
    const text = textOf(pathOf(await write('notfallhandbuch')));
    expect(text).toMatch(/1\. Die erste Stunde\s*2/);
    expect(text).toContain('Technik &lt;b&gt;&amp; Netz');
    expect(text).toContain('0170 12345');
    expect(text).toContain('(S: aus zweiter Hand)');
    expect(text).toContain('Letzte Notfallübung: 14.10.2026; Ergebnis: zwei Stunden');
    expect(text).toContain('5.5 Ausfall des KDN');
  });

  it('leaves out what a Kommune does not have, keeps a hostile name as text, and a safe file name', async () => {
    const result = await write('notfallhandbuch', 'musterau');
    const text = textOf(pathOf(result));
    expect(text).not.toContain('Ausfall des KDN');
    expect(text).not.toContain('Betreiber des KDN');
    expect(text).toContain('Stadt =HYPERLINK(&quot;http://x&quot;)&lt;/td&gt;&lt;script&gt;');
    expect(pathOf(result)).toBe(join(outside('dokumente'), `notfallhandbuch-musterau-${today}.docx`));
  });

  it('is the same to the byte, and says how it was on an earlier day', async () => {
    const [first, second] = [await write('leitlinie'), await write('leitlinie')];
    expect(second.dateien).toEqual(first.dateien);
    const earlier = { template: 'leitlinie' as const, kommune: 'beispielhain', folder: outside('frueher'), templatesFolder };
    const { luecken } = await writeDocumentTemplate(await on(today, '2026-02-01'), earlier);
    expect(luecken).toContain('Name oder Dienstleister');
    await expect(writeDocumentTemplate(await on(), { ...earlier, kommune: 'gibtsnicht' })).rejects.toThrow('gibtsnicht');
  });
});

describe('the sheet for a visit', () => {
  const write = async (room: string, kommune = 'beispielhain') =>
    writeVisitSheet(await on(), { kommune, room, folder: outside('boegen') });

  it('asks about controls the catalogue has, in every kind of room', async () => {
    const { catalogue } = await on();
    const table = catalogue.tables['begehungsfragen'] as {
      rooms: { id: string; title: string; questions: { text: string; controls: string[] }[] }[];
      general: { questions: { text: string; controls: string[] }[] };
    };
    const known = new Set(catalogue.controls.flatMap(({ id, retired }) => (retired === undefined ? [id] : [])));
    const asked = [...table.rooms.flatMap(({ questions }) => questions), ...table.general.questions];
    expect(asked.flatMap(({ controls }) => controls).filter((id) => !known.has(id))).toEqual([]);
    expect(asked.filter(({ text }) => !/[?)]$/.test(text))).toEqual([]);
    const server = table.rooms.find(({ id }) => id === 'serverraum');
    expect(server?.questions.length).toBe(20);
    for (const { title, id } of table.rooms) expect((await write(title)).art, title).toBe(id);
  });

  it.each([
    ['Serverraum EG', 'serverraum'],
    ['Verteilerschrank Flur', 'verteiler'],
    ['BÜRGERBÜRO', 'publikum'],
    ['Bauamt', 'buero'],
    ['Rathaus Hauptstraße', 'gebaeude'],
    ['Baracke', 'allgemein'],
  ])('knows what kind of room „%s“ is', async (room, art) => {
    expect((await write(room)).art).toBe(art);
  });

  it('shows what stood out the last time, and keeps hostile names as text', async () => {
    await add('begehung', { ort: 'serverraum', am: '2026-06-03', feststellungen: ['Kartons <i>im Raum'] });
    const html = readFileSync(pathOf(await write('Serverraum')), 'utf8');
    expect(html).toContain('Zuletzt begangen am 03.06.2026');
    expect(html).toContain('Kartons &lt;i&gt;im Raum');
    const result = await write(`Saal ${hostile}`, 'musterau');
    commandSchemas['begehung bogen']?.parse(result);
    expect(readFileSync(pathOf(result), 'utf8')).not.toContain('<script');
    expect(pathOf(result)).toMatch(/\/boegen\/begehung-musterau-saal-hyperlink-[a-z0-9-]+\.html$/);
  });

  it.each([['  '], ['x'.repeat(81)]])('refuses a room named %j', async (room) => {
    await expect(write(room)).rejects.toThrow(/Raum/);
  });

  it('prints on at most two pages of A4, the general one on one', async () => {
    const executablePath = program('Druck des Bogens', browserNames);
    if (executablePath === null) return;
    const browser = await chromium.launch({ executablePath, args: browserArguments });
    try {
      const page = await browser.newPage();
      for (const [room, most] of [
        ['Serverraum', 2],
        ['Rathaus', 1],
        ['Baracke', 1],
      ] as const) {
        await page.setContent(readFileSync(pathOf(await write(room)), 'utf8'));
        const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
        expect([...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length, room).toBeLessThanOrEqual(most);
        expect(pdf, room).toMatch(/\/MediaBox\s*\[0 0 59[45]/);
      }
    } finally {
      await browser.close();
    }
  }, 60_000);
});

describe('the record of a visit', () => {
  const write = async (id: string, format: 'html' | 'docx' = 'html', kommune = 'beispielhain') =>
    writeVisitProtocol(await on(), { kommune, id, format, folder: outside('protokolle') });

  it('holds what was found, what became of it, and room to sign', async () => {
    const { id } = await add('begehung', {
      ort: 'Serverraum',
      am: '2026-11-19',
      teilnehmende: ['Mara Lindner', 'Jan Krause'],
      feststellungen: ['Kartons im Raum', 'Tür stand <b>offen'],
      naechste: '2027-11-19',
    });
    const typed = { verantwortlich: 'Jan Krause', faellig: '2026-12-31' };
    const wish = { kommune: 'beispielhain', id, which: [2], typed, probe: false };
    const { massnahmen } = await measuresFromEntry(await on(), measureSources.begehung, wish);
    const result = await write(id);
    commandSchemas['begehung protokoll']?.parse(result);
    expect(result.feststellungen).toMatchObject([
      { massnahme: null },
      { massnahme: { id: massnahmen[0]?.id, faellig: '2026-12-31' } },
    ]);
    const html = readFileSync(pathOf(result), 'utf8');
    for (const text of [
      'Mara Lindner, Jan Krause',
      'Tür stand &lt;b&gt;offen',
      `${massnahmen[0]?.id}, Jan Krause, bis 31.12.2026`,
      'keine eingetragen',
      'Unterschrift: verantwortlich für den Raum',
      '19.11.2027',
    ])
      expect(html).toContain(text);
    expect(html).not.toContain('Unterzeichnet</dt>');
    expect(readFileSync(pathOf(await write(id)))).toEqual(readFileSync(pathOf(result)));

    const word = unzip(pathOf(await write(id, 'docx')), 'word/document.xml').toString();
    expect(word).toContain('Kartons im Raum');
    expect(word).toContain('Unterschrift: begangen durch');
    expect(word).not.toContain('<b>offen');

    const signed = { 'unterzeichnet-von': 'Petra Vogel', 'unterzeichnet-am': '2026-11-20' };
    await changeEntry(await on(), begehung, { kommune: 'beispielhain', id, typed: signed });
    expect(readFileSync(pathOf(await write(id)), 'utf8')).toContain('<dd>20.11.2026 von Petra Vogel</dd>');
  });

  it('keeps hostile names as text and a safe file name, and says when nothing was found', async () => {
    const { id } = await add('begehung', { ort: hostile, am: '2026-11-19' }, 'musterau');
    const path = pathOf(await write(id, 'html', 'musterau'));
    expect(path).toMatch(/\/protokolle\/begehungsprotokoll-musterau-BG1-hyperlink-[a-z0-9-]+\.html$/);
    const html = readFileSync(path, 'utf8');
    expect(html).not.toContain('<script');
    expect(html).toContain('Es wurde nichts festgestellt.');
    await expect(write('BG77')).rejects.toMatchObject({ exitCode: 3 });
  });
});

describe('the bundle for an audit', () => {
  const bundle = async (kommune = 'beispielhain', name = 'pruefung') =>
    bundleForAudit(await on(), { kommune, folder: outside(name), reportsFolder });

  it('asks only for what there is: controls, duties, registers with their fields, roles, Merkmale', async () => {
    const { catalogue } = await on();
    const controls = new Set(catalogue.controls.map(({ id }) => id));
    const duties = new Set(catalogue.frameworks.find(({ id }) => id === 'saechsisichg')?.items.map(({ id }) => id));
    const merkmale = new Set(catalogue.vocabulary.merkmale.map(({ id }) => id));
    const roles = new Set(catalogue.vocabulary.roles.map(({ id }) => id));
    for (const paper of auditPapers(catalogue)) {
      expect(
        paper.duties.filter((id) => !duties.has(id)),
        paper.id,
      ).toEqual([]);
      expect(paper.merkmal === undefined || merkmale.has(paper.merkmal), paper.id).toBe(true);
      for (const part of paper.parts) {
        if ('evidence' in part)
          expect(
            part.evidence.filter((id) => !controls.has(id)),
            paper.id,
          ).toEqual([]);
        if ('role' in part) expect(roles.has(part.role), paper.id).toBe(true);
        if (!('register' in part)) continue;
        const fields = new Map(registers.find(({ id }) => id === part.register)?.fields.map((field) => [field.id, field]));
        const named = [
          ...(part.needs === undefined ? [] : [part.needs]),
          ...(part.where === undefined ? [] : [part.where.field]),
        ];
        expect(
          named.filter((id) => !fields.has(id)),
          paper.id,
        ).toEqual([]);
        const choices = fields.get(part.where?.field ?? '')?.choices ?? [];
        expect(
          (part.where?.is ?? []).filter((choice) => !choices.includes(choice)),
          paper.id,
        ).toEqual([]);
      }
    }
  });

  it('says per paper what is missing and what makes it, and leaves out what is not needed', async () => {
    const result = await bundle('beispielhain', 'vorher');
    commandSchemas['pruefung buendeln']?.parse(result);
    const paper = (nr: string) => result.unterlagen.find((each) => each.nr === nr);
    expect(paper('01')).toMatchObject({ stand: 'unvollstaendig', dateien: ['01-bestellungen/rollen.csv'] });
    expect(paper('01')?.fehlt.map(({ was }) => was)).not.toContain('Tag der Bestellung der BfIS');
    expect(paper('02')?.fehlt[0]).toEqual({
      was: 'Tag der Mitteilung der BfIS',
      befehl: 'burgward rolle aendern bfis --kommune beispielhain --gemeldet JJJJ-MM-TT',
    });
    expect(paper('12')).toMatchObject({ stand: 'nicht-noetig', dateien: [] });
    const page = unzip(pathOf(result), '00-WAS-FEHLT.html').toString('utf8');
    expect(page).toContain('burgward rolle aendern bfis --kommune beispielhain --gemeldet JJJJ-MM-TT');
    expect(namesIn(pathOf(result))[0]).toBe('00-WAS-FEHLT.html');
  });

  it('holds files of evidence once, in the order of the papers, with sums that add up', async () => {
    const file = join(folder, 'leitlinie <1>.pdf');
    writeFileSync(file, 'signiert');
    const day = { kommunen: ['beispielhain'], datum: '2026-01-05' };
    await addEvidence(await on(), {
      ...day,
      file,
      titel: hostile,
      controls: ['MAN-01.02', 'CLI-01.02'],
      gueltigBis: '2026-06-30',
    });
    await addEvidence(await on(), { ...day, link: '=1+1', titel: 'Schließrunde', controls: ['HAU-01.05'] });
    const dokument = { titel: hostile, art: 'leitlinie', 'unterzeichnet-von': 'Petra Vogel', 'unterzeichnet-am': '2026-01-05' };
    await add('dokument', dokument);
    const result = await bundle();
    const zip = pathOf(result);
    const names = namesIn(zip);
    expect(names.filter((name) => name.endsWith('.pdf'))).toEqual([expect.stringMatching(/^03-leitlinie\/N1-[^/]+\.pdf$/)]);
    expect(names.filter((name) => name.includes('..') || name.startsWith('/'))).toEqual([]);
    expect(result.unterlagen[2]?.fehlt).toEqual([
      { was: `Nachweis N1 „${hostile}“: am 30.06.2026 abgelaufen.`, befehl: 'burgward nachweis zeigen N1' },
    ]);
    const list = readCsv(unzip(zip, '03-leitlinie/dokument-leitlinie.csv'), 'x.csv');
    expect(list[1]?.[2]).toBe(`'${hostile}`);
    expect(unzip(zip, '00-WAS-FEHLT.html').toString('utf8')).not.toContain('<script');
    const other = names.find((name) => name.endsWith('weitere-nachweise/fundstellen.csv')) ?? '';
    expect(readCsv(unzip(zip, other), 'x.csv')[1]).toEqual(['N2', 'Schließrunde', '2026-01-05', "'=1+1"]);
    const unpacked = outside('entpackt');
    execFileSync('unzip', ['-q', zip, '-d', unpacked]);
    execFileSync('sha256sum', ['--check', '--quiet', '00-PRUEFSUMMEN.txt'], { cwd: unpacked });
  });

  it('is the same to the byte', async () => {
    const [first, second] = [await bundle('beispielhain', 'a'), await bundle('beispielhain', 'b')];
    expect(second.dateien[0]?.sha256).toBe(first.dateien[0]?.sha256);
  });

  it('keeps a hostile Kommune as text and evidence of papers that are not needed', async () => {
    await addEvidence(await on(), {
      kommunen: ['musterau'],
      link: 'Akte',
      datum: '2026-01-05',
      titel: 'Vertrag',
      controls: ['KDN-01.11'],
    });
    const result = await bundle('musterau');
    expect(unzip(pathOf(result), '00-WAS-FEHLT.html').toString('utf8')).not.toContain('<script');
    expect(result.unterlagen.at(-1)).toMatchObject({ titel: 'Weitere Nachweise', stand: 'vorhanden' });
    expect(result.unterlagen.find(({ nr }) => nr === '12')?.fehlt[0]?.befehl).toContain(
      '--merkmal wertet_protokolldaten_aus=ja|nein',
    );
  });
});

describe('the commands', () => {
  const env = () => ({ BURGWARD_DB: database, BURGWARD_KOMMUNE: 'beispielhain' });

  it('write their files and print where they are', async () => {
    for (const command of [
      ['dokument', 'vorlage', 'leitlinie'],
      ['begehung', 'bogen', '--raum', 'Serverraum'],
      ['begehung', 'protokoll', 'BG1'],
      ['pruefung', 'buendeln'],
    ]) {
      const { stdout, stderr, exitCode } = await runCli([...command, '--ausgabe', outside('cli')], { env: env() });
      expect(exitCode, stderr).toBe(0);
      const path = stdout.trim().split('\n').at(-1) ?? '';
      expect(readFileSync(path).length, command.join(' ')).toBeGreaterThan(1000);
    }
    const json = await runCli(['dokument', 'vorlage', 'notfallhandbuch', '--ausgabe', outside('cli'), '--json'], { env: env() });
    expect(json.json<{ vorlage: string }>().vorlage).toBe('notfallhandbuch');
    const measure = await runCli(['massnahme', 'aus-begehung', 'BG1', '--feststellung', '1', '--probe'], { env: env() });
    expect([measure.exitCode, measure.stdout]).toEqual([0, expect.stringContaining('Kartons <i>im Raum')]);
    const unknown = await runCli(['dokument', 'vorlage', 'gedicht'], { env: env() });
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('leitlinie');
  }, 120_000);
});
