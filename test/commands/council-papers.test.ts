/** Papers for the council from a real database: two rounds compared, one measure picked out, editions told apart by their names. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JahresvergleichData } from '../../src/report/kinds/jahresvergleich/data.ts';
import type { LeitungData } from '../../src/report/kinds/leitung/data.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { createReport } from '../../src/usecases/create-report.ts';
import { beginErhebung, closeErhebung } from '../../src/usecases/erhebungen.ts';
import { type NewAnswer, recordAssessment } from '../../src/usecases/record-assessment.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const slug = 'beispielhain';
let folder: string;
let store: Store;
const on = (day: string): Promise<Context> => contextOn(store, day);
const reportsFolder = join(import.meta.dirname, '../../reports');

const say = async (day: string, control: string, status: NewAnswer['status']) =>
  recordAssessment(await on(day), { kommune: slug, control, status, gesagtVon: 'Jan Krause', source: 'einzelantwort' });

async function yearReport(day: string, fassung: 'intern' | 'rat' | 'oeffentlich' = 'intern'): Promise<JahresvergleichData> {
  const request = {
    kommune: slug,
    art: 'jahresvergleich',
    formate: ['json'],
    ausgabe: join(folder, day),
    fassung,
    reportsFolder,
  };
  const { dateien } = await createReport(await on(day), request);
  return JSON.parse(readFileSync(dateien[0]?.pfad ?? '', 'utf8')) as JahresvergleichData;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-rat-'));
  store = await openStore(join(folder, 'burgward.db'));
  const kommune = { slug, name: 'Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
  await createKommune(await on('2025-01-02'), kommune, {});
  await beginErhebung(await on('2025-03-01'), slug, 'sofort', 'Runde 2025');
  for (const [control, status] of [
    ['BAK-01.02', 'nein'],
    ['BAK-01.03', 'ja'],
    ['WEB-01.03', 'teilweise'],
  ] as const)
    await say('2025-03-02', control, status);
  await closeErhebung(await on('2025-03-03'), slug);
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the comparison over the years', () => {
  it('has nothing to compare with while the only round is the current one', async () => {
    const data = await yearReport('2025-03-10');
    expect(data.staende).toHaveLength(1);
    expect(data.zeitraum).toContain('Es gibt noch keine früher abgeschlossene Erhebung');
  });

  it('compares the next round with it, question by question', async () => {
    await beginErhebung(await on('2026-03-01'), slug, 'sofort', 'Runde 2026');
    await say('2026-03-02', 'BAK-01.02', 'ja');
    await say('2026-03-02', 'WEB-01.03', 'nein');
    const data = await yearReport('2026-03-10');
    expect(data.zeitraum).toBe('Verglichen wird der Stand vom 03.03.2025 („Runde 2025“) mit dem Stand vom 10.03.2026.');
    expect(data.staende.map(({ bezeichnung, ja, nein }) => [bezeichnung, ja, nein])).toEqual([
      ['Runde 2025', 1, 1],
      ['heute', 1, 1],
    ]);
    expect(data.aenderungen.echt.map(({ art, anzahl }) => [art, anzahl])).toEqual([
      ['besser', 1],
      ['schlechter', 1],
    ]);
    expect(data.aenderungen.methode.map(({ art }) => art)).toContain('zu bestätigen');
    expect(data.themen.find(({ titel }) => titel === 'Backup')?.trend?.richtung).toBeDefined();
    expect(data.vorbehalte).toEqual([]);
    const council = await yearReport('2026-03-10', 'rat');
    expect(JSON.stringify(council)).not.toContain('Runde 20');
    expect(council.aenderungen).toEqual(data.aenderungen);
    expect((await yearReport('2026-03-10', 'oeffentlich')).themen).toEqual([]);
  });
});

describe('two reports of one day', () => {
  const kommune = 'musterau';
  const report = async <Data>(art: string, day: string): Promise<Data> => {
    const request = { kommune, art, formate: ['json'], ausgabe: join(folder, `${art}-${day}`), reportsFolder };
    const { dateien } = await createReport(await on(day), { ...request, fassung: 'intern' });
    return JSON.parse(readFileSync(dateien[0]?.pfad ?? '', 'utf8')) as Data;
  };
  const answer = async (day: string, control: string, status: NewAnswer['status']) =>
    recordAssessment(await on(day), { kommune, control, status, gesagtVon: 'Jan Krause', source: 'einzelantwort' });

  beforeAll(async () => {
    const facts = { name: 'Musterau', art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
    await createKommune(await on('2025-01-02'), { slug: kommune, ...facts }, {});
    await beginErhebung(await on('2025-03-01'), kommune, 'sofort', 'Runde 2025');
    const { profiles, controls } = (await on('2025-03-02')).catalogue;
    const asked = new Set(profiles.find(({ id }) => id === 'sofort')?.controls);
    // Not asked by the round, but known all the same.
    const beyond = controls.filter(({ id, retired }) => retired === undefined && !asked.has(id)).slice(0, 20);
    for (const { id } of beyond) await answer('2025-03-02', id, 'ja');
    await answer('2025-03-02', 'BAK-01.02', 'nein');
    await closeErhebung(await on('2025-03-03'), kommune);
    await beginErhebung(await on('2025-04-01'), kommune, 'standard', 'Runde 2026');
    for (const { id } of beyond) await answer('2025-04-02', id, 'nein');
    await answer('2025-04-02', 'BAK-01.02', 'ja');
  });

  it('tell the same trends though the profile changed in between, and the head reads that it did', async () => {
    const [head, years] = [
      await report<LeitungData>('leitung', '2025-04-03'),
      await report<JahresvergleichData>('jahresvergleich', '2025-04-03'),
    ];
    const trends = new Map(years.themen.map(({ titel, trend }) => [titel, trend?.richtung ?? null]));
    for (const { titel, trend } of head.themen)
      expect([titel, trend?.richtung ?? null]).toEqual([titel, trends.get(titel) ?? null]);
    expect(head.saetze.veraenderung).toMatch(/ besser: Backup\. Das Profil hat gewechselt, vorher „[^“]+“\. Von /);
    expect(head.saetze.veraenderung).toMatch(
      /Fragen, die beide Male gestellt wurden, ist 1 mit „ja“ beantwortet statt 0; heute werden/,
    );
    expect(head.saetze.veraenderung).not.toContain('schlechter');
    expect(head.frueher?.zahlen.n).toBe(years.staende[0]?.zaehlt);
  });

  it('do not set a total against answers it does not fit', async () => {
    // In the same instant as the closing: what is recorded then counts for the comparison, but was not counted at the closing.
    await answer('2025-03-03', 'BAK-01.03', 'ja');
    const { saetze, vorbehalte } = await report<JahresvergleichData>('jahresvergleich', '2025-04-04');
    expect(saetze.veraenderung).toMatch(/Mit „ja“ beantwortet sind jetzt \d+ von \d+ Fragen\.$/);
    expect(vorbehalte.join(' ')).toContain('Beim Abschluss am 03.03.2025 wurden 0 von ');
  });
});

describe('the paper about one measure', () => {
  it('calls it by the wording written for the council, in both parts', { timeout: 60_000 }, async () => {
    const database = ['--kommune', slug, '--datenbank', join(folder, 'burgward.db')];
    const titel = ['--titel', 'Firewall von Systemhaus Muster tauschen', '--ratstext', 'Netzübergang erneuern'];
    const made = await runCli([
      'massnahme',
      'anlegen',
      ...titel,
      '--mittel',
      'beantragt',
      '--kosten-einmalig',
      '4500',
      ...database,
    ]);
    expect(made).toMatchObject({ exitCode: 0 });
    for (const fassung of ['rat', 'oeffentlich'] as const) {
      const request = { kommune: slug, art: 'beschlussvorlage', formate: ['md'], ausgabe: folder, reportsFolder };
      const { dateien } = await createReport(await on('2026-12-01'), { ...request, fassung, eintrag: 'MN1' });
      expect(dateien[0]?.pfad).toBe(join(folder, `beispielhain-beschlussvorlage-mn1-${fassung}-2026-12-01.md`));
      const text = readFileSync(dateien[0]?.pfad ?? '', 'utf8');
      expect(text).toContain('Netzübergang erneuern');
      expect(text).toContain('4.500 € einmalig');
      expect(text).not.toContain('Systemhaus');
    }
  });
});

describe('what does not exist', () => {
  const request = { kommune: slug, formate: ['md'], reportsFolder };

  it('is an edition a report is not made for', async () => {
    const wanted = createReport(await on('2026-12-01'), { ...request, ausgabe: folder, art: 'netzpruefung', fassung: 'rat' });
    await expect(wanted).rejects.toThrow('Die Fassung „rat“ gibt es für den Bericht „netzpruefung“ nicht.');
  });

  it('is a question nobody asks', async () => {
    const wanted = createReport(await on('2026-12-01'), {
      ...{ ...request, ausgabe: folder, art: 'ratsanfrage', fassung: 'rat' },
      variante: 'wetter',
    });
    await expect(wanted).rejects.toMatchObject({ hint: expect.stringContaining('alle, lage, pflichten, massnahmen, kosten') });
  });
});
