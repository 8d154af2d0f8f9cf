/** Reports of many Kommunen: each for itself in one go, and all of them in one report. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordState } from '../../bench/state-data.ts';
import { EnvironmentError, exitCodes, InvalidDataError, NotFoundError } from '../../src/errors.ts';
import type { RegionData } from '../../src/report/kinds/region/data.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { checkReport, readReportFile } from '../../src/usecases/check-report.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createReports } from '../../src/usecases/create-reports.ts';
import { listDue } from '../../src/usecases/due.ts';
import { createGruppe } from '../../src/usecases/gruppen.ts';
import { overviewOf } from '../../src/usecases/overview.ts';
import { createRegionReport } from '../../src/usecases/region-report.ts';
import { createReportsForAll, type ReportsForAllCallbacks } from '../../src/usecases/reports-for-all.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const day = '2026-11-20';
const count = 8;
const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));
const workerFile = fileURLToPath(new URL('../../src/report/render-worker.ts', import.meta.url));

let folder: string;
let store: Store;
let context: Context;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-viele-'));
  store = await openStore(join(folder, 'b.db'));
  context = await contextOn(store, day);
  await recordState(store, context.catalogue, count, 7);
  const mitglieder = Array.from({ length: 5 }, (_, index) => `kommune-00${index + 1}`);
  await createGruppe(context, { slug: 'verbund', name: 'Verbund Mitte', mitglieder });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const fresh = () => mkdtempSync(join(folder, 'aus-'));
const shared = { fassung: 'intern' as const, reportsFolder };

function forAll(
  ausgabe: string,
  more: { formate?: string[]; fortsetzen?: boolean; gruppe?: string; arten?: string[] } = {},
  callbacks: ReportsForAllCallbacks = {},
) {
  const request = { arten: ['leitung'], formate: ['pdf'], fortsetzen: false, ...shared, ausgabe, workerFile, ...more };
  return createReportsForAll(context, request, callbacks);
}

describe('bericht erstellen --alle', { timeout: 60_000 }, () => {
  it('gives each Kommune the same bytes as when it is asked for alone', async () => {
    const ausgabe = fresh();
    const { result, failed, notBegun } = await forAll(ausgabe, { formate: ['pdf', 'md', 'json'] });
    expect([failed, notBegun]).toEqual([null, 0]);
    expect(result.kommunen?.map(({ kommune, geschrieben }) => [kommune, geschrieben])).toEqual(
      Array.from({ length: count }, (_, index) => [`kommune-00${index + 1}`, 3]),
    );
    const alone = await createReports(context, {
      ...{ ...shared, kommune: 'kommune-003', arten: ['leitung'], formate: ['pdf', 'md', 'json'] },
      ...{ ausgabe: fresh(), ablage: null },
    });
    for (const { pfad, sha256 } of alone.dateien)
      expect(result.dateien.find((each) => each.pfad.endsWith(pfad.slice(pfad.lastIndexOf('/'))))?.sha256).toBe(sha256);
  });

  it('tells what went wrong with one and writes the others', async () => {
    const ausgabe = fresh();
    mkdirSync(join(ausgabe, `kommune-004-leitung-${day}.md`));
    const { result, failed } = await forAll(ausgabe, { formate: ['md'] });
    expect(failed).toBe(exitCodes.environment);
    expect(result.dateien).toHaveLength(count - 1);
    const wrong = result.kommunen?.filter(({ fehler }) => fehler !== null);
    expect(wrong?.map(({ kommune }) => kommune)).toEqual(['kommune-004']);
    expect(wrong?.[0]?.fehler).toContain('lässt sich nicht schreiben');
  });

  it('can be stopped and takes up where it was, also where a file is damaged or made from other data', async () => {
    const ausgabe = fresh();
    const formate = ['md'];
    const stop = new AbortController();
    const first = await forAll(ausgabe, { formate }, { signal: stop.signal, onDone: () => stop.abort() });
    expect(first.notBegun).toBeGreaterThan(0);
    expect(readdirSync(ausgabe)).toHaveLength(count - first.notBegun);
    const second = await forAll(ausgabe, { formate, fortsetzen: true });
    expect(second.result.dateien).toHaveLength(first.notBegun);
    const third = await forAll(ausgabe, { formate, fortsetzen: true });
    expect(third.result.dateien).toEqual([]);
    expect(third.result.kommunen?.every(({ vorhanden }) => vorhanden === 1)).toBe(true);
    writeFileSync(join(ausgabe, `kommune-002-leitung-${day}.md`), '# halb');
    copyFileSync(join(ausgabe, `kommune-001-leitung-${day}.md`), join(ausgabe, `kommune-005-leitung-${day}.md`));
    const fourth = await forAll(ausgabe, { formate, fortsetzen: true });
    expect(fourth.result.dateien.map(({ pfad }) => pfad.slice(ausgabe.length + 9, ausgabe.length + 12))).toEqual(['002', '005']);
  });

  it('keeps to a group and refuses what is none', async () => {
    const { result } = await forAll(fresh(), { formate: ['md'], gruppe: 'verbund' });
    expect(result.kommunen).toHaveLength(5);
    await expect(forAll(fresh(), { gruppe: 'gibt-es-nicht' })).rejects.toThrow(NotFoundError);
    await expect(forAll(fresh(), { gruppe: 'kommune-001' })).rejects.toThrow(InvalidDataError);
    await expect(forAll(fresh(), { formate: ['odt'] })).rejects.toThrow(InvalidDataError);
    await expect(forAll(fresh(), { arten: ['region'] })).rejects.toThrow(/vielen Kommunen/);
  });
});

describe('bericht erstellen region', { timeout: 60_000 }, () => {
  const region = async (more: { gruppe?: string; fassung?: 'intern' | 'rat' | 'oeffentlich'; formate?: string[] } = {}) => {
    const { dateien } = await createRegionReport(context, { ...shared, ausgabe: fresh(), formate: ['json'], ...more });
    return dateien.map(({ pfad }) => pfad);
  };
  const read = async (more?: Parameters<typeof region>[0]) =>
    JSON.parse(readFileSync((await region(more))[0] ?? '', 'utf8')) as RegionData;

  it('has the numbers of the overview', async () => {
    const data = await read();
    const { kommunen, summe } = await overviewOf(context, { profil: 'einstieg', sortierung: 'name' });
    expect(data.gruppen.reduce((sum, group) => sum + group.kommunen, 0)).toBe(count);
    expect(data.gruppen.reduce((sum, { ja }) => sum + ja, 0)).toBe(summe.gesamt.ja);
    expect(data.gruppen.reduce((sum, { minimum }) => sum + minimum.erfuellt, 0)).toBe(summe.minimumErfuellt);
    expect(data.pflichten.reduce((sum, { erfuellt }) => sum + erfuellt, 0)).toBe(summe.minimum.erfuellt);
    expect(data.kommunen.map(({ name }) => name).toSorted()).toEqual(kommunen.map(({ name }) => name).toSorted());
    expect(data.luecken[0]?.nein).toBeGreaterThan(0);
  });

  it('counts a duty as overdue where the list of what is due does', async () => {
    const { punkte } = await listDue(context, { days: 0 });
    const listed = punkte.filter(({ art, ueberfaellig }) => art === 'pflicht' && ueberfaellig).map(({ kommune }) => kommune);
    const { spaet } = await read();
    const counted = spaet.filter(({ pflichtenUeberfaellig }) => pflichtenUeberfaellig === 1).map(({ name }) => name);
    expect(listed.length).toBeGreaterThan(0);
    expect(counted.map((name) => name.toLowerCase().replace(' ', '-')).toSorted()).toEqual(listed.toSorted());
  });

  it('keeps to a group, whose name stands only in the internal edition', async () => {
    expect((await read({ gruppe: 'verbund' })).kopf.kommune).toBe('Verbund Mitte');
    expect((await read({ gruppe: 'verbund', fassung: 'rat' })).kopf.kommune).toBe('Gruppe von 5 Kommunen');
    await expect(region({ gruppe: 'kommune-001' })).rejects.toThrow('weder eine Gruppe noch ein Landkreis');
  });

  it('can be checked like any other report', async () => {
    for (const more of [{}, { gruppe: 'verbund', fassung: 'oeffentlich' as const }]) {
      const [path = ''] = await region({ ...more, formate: ['html'] });
      expect((await checkReport(context, await readReportFile(path), reportsFolder)).ergebnis).toBe('stimmt-ueberein');
      writeFileSync(path, readFileSync(path, 'utf8').replace('Antworten', 'Worte'));
      expect((await checkReport(context, await readReportFile(path), reportsFolder)).ergebnis).toBe('datei-veraendert');
    }
  });

  it('is not written into a folder that cannot be', async () => {
    const request = { ...shared, ausgabe: '/dev/null/x', formate: ['md'] };
    await expect(createRegionReport(context, request)).rejects.toThrow(EnvironmentError);
  });
});

describe('the command', { timeout: 60_000 }, () => {
  it.each([
    [['leitung'], 'Es fehlt --kommune'],
    [['leitung', '--alle', '--kommune', 'x'], '--kommune und --alle gehen nicht zusammen'],
    [['leitung', '--kommune', 'x', '--fortsetzen'], '--fortsetzen gilt nur mit --alle'],
    [['leitung', '--alle', '--ablegen'], '--ablegen und --alle'],
    [['region', '--alle'], '--alle und der Bericht „region“'],
    [['region,leitung'], 'nicht mit anderen zusammen'],
  ])('refuses %j', async (args, sentence) => {
    const { exitCode, stderr } = await runCli(['bericht', 'erstellen', ...args]);
    expect([exitCode, stderr.includes(sentence)], stderr).toEqual([exitCodes.usage, true]);
  });
});
