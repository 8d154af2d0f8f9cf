/** All papers of an occasion in one folder. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordState } from '../../bench/state-data.ts';
import { InvalidDataError, NotFoundError, TableError, UsageError } from '../../src/errors.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { checkReport, readReportFile } from '../../src/usecases/check-report.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createReports } from '../../src/usecases/create-reports.ts';
import { createReportFolder, type FolderRequest, readOccasions } from '../../src/usecases/report-folders.ts';
import { contextOn } from './context-on.ts';

const day = '2026-11-20';
const kommune = 'kommune-001';
const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));
let folder: string;
let store: Store;
let context: Context;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-mappe-'));
  store = await openStore(join(folder, 'b.db'));
  context = await contextOn(store, day);
  await recordState(store, context.catalogue, 1, 7);
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const fresh = () => mkdtempSync(join(folder, 'aus-'));
const make = (anlass: string, more: Partial<FolderRequest> = {}) =>
  createReportFolder(context, { kommune, anlass, formate: ['md'], ausgabe: fresh(), reportsFolder, probe: false, ...more });

describe('bericht mappe', { timeout: 60_000 }, () => {
  it('writes the papers numbered, with a page on top that lists them', async () => {
    const ausgabe = fresh();
    const { papiere, dateien } = await make('jahresgespraech', { ausgabe, formate: ['md', 'html'] });
    const names = readdirSync(ausgabe).toSorted();
    expect(names.filter((name) => name.endsWith('.md'))).toEqual([
      `00-${kommune}-mappe-jahresgespraech-${day}.md`,
      `01-${kommune}-leitung-${day}.md`,
      `02-${kommune}-jahresvergleich-${day}.md`,
      `03-${kommune}-realisierungsplan-${day}.md`,
    ]);
    expect(names).toHaveLength(8);
    expect(dateien).toHaveLength(8);
    const page = readFileSync(join(ausgabe, `00-${kommune}-mappe-jahresgespraech-${day}.md`), 'utf8');
    expect(page).toContain('# Mappe: Jahresgespräch mit der Leitung');
    for (const { titel } of papiere) expect(page).toContain(titel);
    expect(page).toContain('Nicht öffentlich');
  });

  it('holds the same bytes as each paper made alone', async () => {
    const { dateien } = await make('jahresgespraech');
    const alone = await createReports(context, {
      ...{ kommune, arten: ['jahresvergleich'], formate: ['md'], ausgabe: fresh(), fassung: 'intern' as const },
      ...{ reportsFolder, ablage: null },
    });
    expect(dateien.map(({ sha256 }) => sha256)).toContain(alone.dateien[0]?.sha256);
  });

  it('takes for each paper the edition of the occasion, or one for all and says what is then missing', async () => {
    const council = await make('ratssitzung', { probe: true });
    expect(new Set(council.papiere.map(({ fassung }) => fassung))).toEqual(new Set(['rat']));
    const everybody = await make('jahresgespraech', { fassung: 'oeffentlich' });
    expect(everybody.papiere.map(({ bericht }) => bericht)).toEqual(['jahresvergleich']);
    expect(everybody.ausgelassen.map(({ grund }) => grund)).toEqual(Array(2).fill('gibt es nicht in der Fassung „oeffentlich“'));
    const page = readFileSync(everybody.dateien[0]?.pfad ?? '', 'utf8');
    expect(page).toContain('Was nicht dabei ist');
    expect(page.startsWith('Öffentlich')).toBe(true);
    await expect(make('pruefung', { fassung: 'oeffentlich' })).rejects.toThrow('So bliebe die Mappe leer');
  });

  it('writes nothing with --probe, and nothing when one of the papers cannot be made', async () => {
    const ausgabe = fresh();
    expect((await make('pruefung', { ausgabe, probe: true, formate: ['pdf', 'xlsx'] })).papiere).toHaveLength(5);
    await expect(make('vorfall', { ausgabe, eintrag: 'V9' })).rejects.toThrow(NotFoundError);
    expect(readdirSync(ausgabe)).toEqual([]);
  });

  it('refuses an unknown occasion, an unknown format and an entry too many or too few', async () => {
    await expect(make('fest')).rejects.toThrow(NotFoundError);
    await expect(make('haushalt', { formate: ['odt'] })).rejects.toThrow(InvalidDataError);
    await expect(make('haushalt', { eintrag: 'M1' })).rejects.toThrow(UsageError);
    await expect(make('vorfall')).rejects.toThrow(/Eintrag/);
  });

  it('has a page on top that is not taken for a report that can be checked again', async () => {
    const { dateien } = await make('haushalt');
    const page = await readReportFile(dateien[0]?.pfad ?? '');
    expect((await checkReport(context, page, reportsFolder)).ergebnis).toBe('nicht-vergleichbar');
    const paper = await readReportFile(dateien[1]?.pfad ?? '');
    expect((await checkReport(context, paper, reportsFolder)).ergebnis).toBe('stimmt-ueberein');
  });
});

describe('mappen.yaml', () => {
  it('names only reports, editions and variants there are', async () => {
    const occasions = await readOccasions(reportsFolder);
    expect(occasions.map(({ id }) => id)).toEqual([
      ...['jahresgespraech', 'haushalt', 'ratssitzung', 'pruefung', 'audit', 'amtswechsel', 'vorfall'],
    ]);
  });

  it.each([
    ['{ report: leitung }', '{ report: leistung }'],
    ['report: ratsanfrage, edition: rat', 'report: notfallkarte, edition: rat'],
    ['{ report: kdn }', '{ report: kdn, variant: kurz }'],
    ['title: Wechsel im Amt', 'titel: Wechsel im Amt'],
  ])('names the line where %j became %j', async (from, to) => {
    const own = fresh();
    cpSync(join(reportsFolder, 'mappen.yaml'), join(own, 'mappen.yaml'));
    const text = readFileSync(join(own, 'mappen.yaml'), 'utf8');
    const line = text.slice(0, text.indexOf(from)).split('\n').length;
    writeFileSync(join(own, 'mappen.yaml'), text.replace(from, to));
    const error = await readOccasions(own).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TableError);
    const rows = (error as TableError).problems.map(({ row }) => row);
    expect(rows.some((row) => row !== null && Math.abs(row - line) <= 1)).toBe(true);
  });
});
