/** Many Kommunen at a glance: the numbers are those of the evaluation of each, and they arrive whole in every form. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOn, randomFrom, recordState, stateAnswers } from '../../bench/state-data.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { Gap } from '../../src/domain/evaluation.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { RegisterDefinition } from '../../src/domain/register.ts';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { ressource } from '../../src/domain/registers/ressource.ts';
import { vorfall } from '../../src/domain/registers/vorfall.ts';
import { overviewHtml } from '../../src/exchange/overview-html.ts';
import { overviewSheets } from '../../src/exchange/overview-sheets.ts';
import { writeWorkbook } from '../../src/exchange/spreadsheet.ts';
import { insertKommune } from '../../src/store/kommunen.ts';
import { insertNetzlauf } from '../../src/store/netzlaeufe.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { recordChange } from '../../src/store/protokoll.ts';
import { evaluateKommune } from '../../src/usecases/evaluate-kommune.ts';
import { type OverviewRequest, overviewOf } from '../../src/usecases/overview.ts';
import { recordAssessments } from '../../src/usecases/record-assessment.ts';
import { addEntry, type TypedEntry } from '../../src/usecases/registers.ts';
import { runCli } from '../run-cli.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';
import { runJson } from './schema.ts';

type Overview = Awaited<ReturnType<typeof overviewOf>>;

const day = '2026-11-20';

let folder: string;
let path: string;
let store: Store;
let catalogue: Catalogue;

const by = (on: string) => ({ at: `${on}T10:00:00.000Z`, by: 'Ines Sorbe' });

function notMet(address: string, zielobjekt: string): Finding {
  return {
    check: 'tls-protocol-version',
    target: { name: null, address, port: 443 },
    vantage: 'internet',
    zielobjekt,
    declared: true,
    result: 'not-met',
    severity: 'hoch',
    text: 'Zusätzlich angeboten wird TLS 1.0.',
    seenAt: '2026-11-10T10:00:00.000Z',
  };
}

/** Twelve Kommunen with two rounds each; some have what makes counting harder. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-uebersicht-'));
  path = join(folder, 'burgward.db');
  store = await openStore(path);
  catalogue = await shippedCatalogue();
  await recordState(store, catalogue, 12, 7);
  const random = randomFrom(99);
  const context = contextOn(store, catalogue, '2026-11-02');
  // Two web servers of their own, one of them answered differently.
  await recordChange(store, 'kommune-002', 'zielobjekt.anlegen', 'Server', by('2026-11-02'), async (writer) => {
    for (const kuerzel of ['WEB1', 'WEB2'])
      await writer.insert('zielobjekt', {
        kommune: 'kommune-002',
        kuerzel,
        typ: 'webserver',
        name: kuerzel,
        adressen: '[]',
        valid_from: '2026-11-02',
      });
  });
  const own = stateAnswers('kommune-002', catalogue, '2026-11-02', 1, random).filter(({ control }) => control.startsWith('WEB'));
  await recordAssessments(
    context,
    'kommune-002',
    own.map((answer) => ({ ...answer, zielobjekt: 'WEB1' })),
  );
  // A group whose answers a member without any of its own in this topic inherits, and a provider's statement.
  const gruppe = { slug: 'kisa-kunden', name: 'KISA-Kunden', art: 'gruppe', ags: null, einwohner: null, landkreis: null };
  await insertKommune(store, gruppe, {}, '2026-01-01', by('2026-11-02'));
  await recordAssessments(context, gruppe.slug, stateAnswers(gruppe.slug, catalogue, '2026-11-02', 1, random));
  await recordChange(store, 'kommune-003', 'gruppe.beitreten', 'Beitritt', by('2026-11-02'), (writer) =>
    writer.insert('herkunft', { kommune: 'kommune-003', von: gruppe.slug, art: 'gruppe', gilt: 1, valid_from: '2026-11-02' }),
  );
  const aussagen = catalogue.controls.map(({ id }) => ({ control: id, status: 'ja', begruendung: null }));
  await recordChange(store, '_system', 'erklaerung.erteilen', 'Erklärung', by('2026-11-02'), (writer) =>
    writer.insert('erklaerung', {
      id: 'E1',
      dienstleister: 'Beispiel-Rechenzentrum',
      titel: 'Betrieb',
      vom: '2026-01-01',
      gueltig_bis: '2026-11-15',
      aussagen: JSON.stringify(aussagen),
      valid_from: '2026-01-01',
    }),
  );
  await recordChange(store, 'kommune-004', 'erklaerung.zuordnen', 'Erklärung E1', by('2026-11-02'), (writer) =>
    writer.insert('erklaerung_zuordnung', { kommune: 'kommune-004', erklaerung: 'E1', gilt: 1, valid_from: '2026-11-02' }),
  );
  // Findings that stand against answers, also against those of a Kommune with Zielobjekte.
  for (const [kommune, zielobjekt] of [
    ['kommune-002', 'WEB2'],
    ['kommune-005', 'VERBUND'],
  ] as const) {
    const run = {
      kommune,
      freigaben: ['F1'],
      begonnen: '2026-11-10T09:00:00.000Z',
      beendet: '2026-11-10T10:00:00.000Z',
      werkzeug: 'nmap 7.93',
      nmapFehlt: false,
      vollstaendig: true,
      hinweise: [],
      argv: [],
      namen: [],
    };
    await recordAssessments(context, kommune, [
      { kommune, control: 'WEB-01.03', status: 'ja', source: 'interview', gueltigAb: '2026-11-02' },
    ]);
    await insertNetzlauf(store, run, [], [notMet('192.0.2.7', zielobjekt)], '2026-11-10', by('2026-11-10'));
  }
  // The second round of one was taken back.
  const entry = await store.db
    .selectFrom('assessment')
    .select((e) => e.fn.max('entry').as('entry'))
    .where('kommune', '=', 'kommune-006')
    .executeTakeFirstOrThrow();
  await recordChange(store, 'kommune-006', 'erhebung.rueckgaengig', 'Rücknahme', by('2026-11-03'), (writer) =>
    writer.insert('ruecknahme', { kommune: 'kommune-006', eintrag: Number(entry.entry), valid_from: '2026-11-03' }),
  );
  // One without anything, and two that have only what others say.
  for (const slug of ['leerdorf', 'gruppendorf', 'rechenzentrumsdorf']) {
    const body = { slug, name: slug, art: 'gemeinde', ags: null, einwohner: null, landkreis: 'bautzen' };
    await insertKommune(store, body, {}, '2026-11-01', by('2026-11-02'));
  }
  await recordChange(store, 'gruppendorf', 'gruppe.beitreten', 'Beitritt', by('2026-11-02'), (writer) =>
    writer.insert('herkunft', { kommune: 'gruppendorf', von: gruppe.slug, art: 'gruppe', gilt: 1, valid_from: '2026-11-02' }),
  );
  const assigned = { kommune: 'rechenzentrumsdorf', erklaerung: 'E1', gilt: 1, valid_from: '2026-11-02' };
  await recordChange(store, 'rechenzentrumsdorf', 'erklaerung.zuordnen', 'Erklärung E1', by('2026-11-02'), (writer) =>
    writer.insert('erklaerung_zuordnung', assigned),
  );
}, 60_000);

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const overview = (request: Partial<OverviewRequest> = {}, asOf = day): Promise<Overview> =>
  overviewOf({ ...contextOn(store, catalogue, '2026-11-22'), asOf }, { sortierung: 'name', ...request });

/** What was recorded here, not with the group or the provider: only there can anybody close it. */
function isOwn({ evaluation: { answers, state } }: Gap): boolean {
  return answers.find((each) => each.state === state)?.answer?.origin === null;
}

describe('the numbers of every Kommune', () => {
  it.each(['2025-11-20', '2026-10-20', day])('are those of its evaluation on %s', async (asOf) => {
    const { kommunen } = await overview({}, asOf);
    expect(kommunen.length).toBeGreaterThanOrEqual(12);
    for (const row of kommunen) {
      const context = { ...contextOn(store, catalogue, '2026-11-22'), asOf };
      const { evaluation } = await evaluateKommune(context, row.kommune);
      const { gaps } = evaluation;
      const minimum = (evaluation.duties.get('saechsisichg') ?? []).filter(({ item }) => item.legalMinimum);
      const kinds = evaluation.contradictions.map(({ kind }) => kind);
      expect(row, row.kommune).toMatchObject({
        profil: evaluation.profile.id,
        gesamt: evaluation.total,
        widersprueche: kinds.filter((kind) => kind === 'contradiction').length,
        hinweise: kinds.filter((kind) => kind === 'hint').length,
        luecken: {
          n: gaps.length,
          ueberfaellig: gaps.filter((gap) => isOwn(gap) && gap.bis !== null && gap.bis < asOf).length,
          ohneTermin: gaps.filter((gap) => isOwn(gap) && (gap.bis === null || gap.verantwortlich === null)).length,
        },
      });
      expect(row.minimum.punkte, row.kommune).toEqual(
        minimum.map(({ item, status }) => ({ id: item.id, art: item.kind, status })),
      );
    }
  });

  it('see what is inherited, contradicted, taken back and not there at all', async () => {
    const rows = new Map((await overview()).kommunen.map((row) => [row.kommune, row]));
    const questions = catalogue.profiles.find(({ id }) => id === 'einstieg')?.controls.length;
    expect(rows.get('gruppendorf')).toMatchObject({ antworten: { n: questions, uebernommen: questions }, gesamt: { offen: 0 } });
    // The statement has lapsed meanwhile.
    expect(rows.get('rechenzentrumsdorf')).toMatchObject({
      antworten: { n: questions, uebernommen: questions },
      gesamt: { offen: 0, zuBestaetigen: questions, ja: 0 },
    });
    expect(rows.get('kommune-005')?.widersprueche).toBe(1);
    expect(rows.get('kommune-006')?.alter.medianTage).toBeGreaterThan(365);
    expect(rows.get('leerdorf')).toMatchObject({
      erhebung: null,
      antworten: { n: 0 },
      alter: { medianTage: null, aeltesteTage: null },
    });
    expect(rows.has('kisa-kunden')).toBe(false);
  });

  it('over one profile have the same questions everywhere and sum up', async () => {
    const { kommunen, summe } = await overview({ profil: 'sofort' });
    expect(new Set(kommunen.map(({ gesamt }) => gesamt.n))).toEqual(
      new Set([catalogue.profiles.find(({ id }) => id === 'sofort')?.controls.length]),
    );
    expect(summe.gesamt.n).toBe((kommunen[0]?.gesamt.n ?? 0) * kommunen.length);
    for (const state of ['ja', 'nein', 'offen', 'zuBestaetigen'] as const) {
      expect(summe.gesamt[state]).toBe(kommunen.reduce((sum, { gesamt }) => sum + gesamt[state], 0));
    }
    expect(summe.ohneErhebung).toBe(3);
  });
});

describe('the registers', () => {
  const kommune = 'kommune-007';
  const add = (definition: RegisterDefinition, typed: TypedEntry, on = '2026-06-01') =>
    addEntry(contextOn(store, catalogue, on), definition, { kommune, typed });

  beforeAll(async () => {
    await add(massnahme, { titel: 'Zu spät', faellig: '2026-09-30' });
    await add(massnahme, { titel: 'Heute der letzte Tag', faellig: day });
    await add(massnahme, { titel: 'Ohne Termin' });
    await add(massnahme, { titel: 'Fertig', status: 'erledigt', faellig: '2026-01-31', 'erledigt-am': '2026-02-01' });
    const putOff = { status: 'zurueckgestellt', entscheidung: 'Haushalt', 'entschieden-am': '2026-06-01' };
    await add(massnahme, { titel: 'Zurückgestellt', ...putOff, faellig: '2026-06-30', wiedervorlage: '2027-06-30' });
    await add(massnahme, { titel: 'Vorlage vorbei', ...putOff, wiedervorlage: '2026-10-31' });
    const known = { kenntnis: '2026-05-02 09:00', art: 'erheblicher-vorfall', schaden: 'ja' };
    await add(vorfall, { titel: 'Offen', ...known });
    await add(vorfall, { titel: 'Zu', ...known, status: 'abgeschlossen', ende: '2026-05-03 09:00' });
    await add(ressource, { jahr: '2026', 'stunden-geplant': '48', 'stunden-verbraucht': '10,5' });
    await add(ressource, { jahr: '2026', am: '2026-05-30', 'stunden-verbraucht': '1,75' });
    await add(ressource, { jahr: '2025', 'stunden-geplant': '24' });
  });

  it('are counted as they stood on the day, nothing recorded is not nought', async () => {
    const { kommunen, summe } = await overview();
    const counted = {
      massnahmen: { offen: 3, ueberfaellig: 1, ohneTermin: 1 },
      vorfaelle: { offen: 1, erheblich: 1 },
      stunden: { jahr: 2026, geplant: 48, verbraucht: 12.25 },
    };
    expect(kommunen.find((row) => row.kommune === kommune)).toMatchObject(counted);
    expect(summe).toMatchObject(counted);
    const nothing = { massnahmen: { offen: 0 }, vorfaelle: { offen: 0 }, stunden: { geplant: null, verbraucht: null } };
    expect(kommunen.find((row) => row.kommune === 'leerdorf')).toMatchObject(nothing);
    expect((await overview({}, '2025-12-31')).summe).toMatchObject({ ...nothing, stunden: { jahr: 2025, geplant: null } });
  });

  it('stand in the workbook and on the page', async () => {
    const data = await overview();
    const [numbers] = overviewSheets(data);
    const row = numbers?.rows.find(([slug]) => slug === kommune);
    const cell = (header: string) => row?.[numbers?.columns.findIndex((column) => column.header === header) ?? -1];
    expect([cell('Maßnahmen: überfällig'), cell('Vorfälle: erheblich'), cell('Stunden im Jahr: verbraucht')]).toEqual([
      1, 1, 12.25,
    ]);
    expect(overviewHtml(data)).toContain('<td>48</td><td>12,25</td>');
  });
});

describe('choosing and sorting', () => {
  it.each([
    [{ landkreis: 'bautzen' }, (row: Overview['kommunen'][number]) => row.landkreis === 'bautzen'],
    [{ art: 'stadt' }, (row: Overview['kommunen'][number]) => row.art === 'stadt'],
    [{ groesse: 'klein' }, (row: Overview['kommunen'][number]) => (row.einwohner ?? 10_000) < 10_000],
  ] as const)('%o', async (request, fits) => {
    const { kommunen, ohneEinwohnerzahl } = await overview(request);
    expect(kommunen.map(({ kommune }) => kommune)).toEqual(
      (await overview()).kommunen.filter(fits).map(({ kommune }) => kommune),
    );
    expect(kommunen.length).toBeGreaterThan(0);
    expect(ohneEinwohnerzahl).toBe('groesse' in request ? 3 : 0);
  });

  it('puts at the top where most is overdue', async () => {
    const numbers = (await overview({ sortierung: 'ueberfaellig' })).kommunen.map(({ luecken }) => luecken.ueberfaellig);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(numbers[0]).toBeGreaterThan(0);
  });

  it('shows a group when groups are asked for', async () => {
    expect((await overview({ art: 'gruppe' })).kommunen.map(({ kommune }) => kommune)).toEqual(['kisa-kunden']);
  });

  it.each([{ landkreis: 'bayern' }, { art: 'dorf' }, { profil: 'alles' }])(
    'refuses %o, naming what there is',
    async (request) => {
      await expect(overview(request)).rejects.toThrow(/gibt es nicht/);
    },
  );
});

describe('as a file', () => {
  const hostile = '=HYPERLINK("http://beispiel.test")<script>alert(1)</script>';

  const withHostileName = async () => {
    const data = await overview();
    const [first, ...others] = data.kommunen;
    if (first === undefined) throw new Error('no Kommune');
    return { ...data, kommunen: [{ ...first, name: hostile }, ...others] };
  };

  it('the workbook has no formula, a row per Kommune and each row of the minimum with its kind', async () => {
    const data = await withHostileName();
    const [numbers, minimum, notes] = overviewSheets(data);
    expect(numbers?.rows).toHaveLength(data.kommunen.length + 1);
    expect(minimum?.columns.map(({ header }) => header).find((header) => header.startsWith('S-10'))).toContain('(SOLL');
    expect(notes?.rows[0]).toEqual(['Stand', '20.11.2026']);
    const { readFirstSheet } = await import('../../src/exchange/spreadsheet.ts');
    const bytes = await writeWorkbook(overviewSheets(data), 'Übersicht');
    const cells = await readFirstSheet(bytes, 'uebersicht.xlsx');
    expect(cells[1]?.[1]).toBe(hostile);
    const { readXlsx } = await import('hucre/xlsx');
    const { sheets } = await readXlsx(bytes);
    const formulas = sheets
      .flatMap(({ cells: styled }) => [...(styled?.values() ?? [])])
      .filter((cell) => cell.formula !== undefined);
    expect(formulas).toEqual([]);
  });

  it('the page escapes what comes from outside, loads nothing and has no script', async () => {
    const page = overviewHtml(await withHostileName());
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toMatch(/<script|<link|<img|url\(|@import|javascript:/);
    expect(page).toContain('<html lang="de">');
    expect(page.match(/<th scope="row">/g)?.length).toBeGreaterThan(24);
  });

  it('names no person', async () => {
    const page = overviewHtml(await overview());
    for (const person of ['Ines Sorbe', 'Jan Krause', 'Anna Beispiel']) expect(page).not.toContain(person);
  });
});

describe('the command', () => {
  const env = () => ({ BURGWARD_DB: path, BURGWARD_PERSON: 'Ines Sorbe' });

  it('prints what its schema says and writes the file it names', async () => {
    const result = await runJson<Overview & { dateien: { pfad: string }[] }>(
      'uebersicht',
      ['--stand', day, '--format', 'html', '--ausgabe', folder],
      { env: env() },
    );
    expect(result.kommunen).toHaveLength(15);
    const [file] = result.dateien;
    expect(file?.pfad).toMatch(/uebersicht-2026-11-20\.html$/);
    expect(readFileSync(file?.pfad ?? '', 'utf8')).toContain('Stand 20.11.2026');
  });

  it('shows a table of 80 columns with sums and what is unknown', async () => {
    const { stdout, exitCode } = await runCli(['uebersicht', '--stand', day], { env: env() });
    expect(exitCode).toBe(0);
    const rows = stdout.split('\n').filter((line) => line.startsWith('Kommune 0'));
    expect(rows).toHaveLength(13);
    expect(Math.max(...rows.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^Kommune 007 +3 +1 +1 +1 +1 +12,25\/48$/m);
    expect(stdout).toContain('3 offene Maßnahmen, 1 überfällig');
    expect(stdout).toMatch(/15 Kommunen, 3 ohne Erhebung: .* Fragen aktuell beantwortet, .* offen, .* zu bestätigen\./);
  });

  it('says what is wrong with a filter, also as JSON', async () => {
    const refused = await runCli(['uebersicht', '--landkreis', 'bayern', '--json'], { env: env() });
    expect(refused.exitCode).toBe(3);
    expect(refused.json<{ error: { code: string } }>().error.code).toBe('UNBEKANNT');
  });
});
