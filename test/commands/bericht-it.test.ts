/** The reports for those who do the work, from a real database: network checks, plan of measures, Grundschutz check. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judge } from '../../src/checks/judge.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { readFirstSheet } from '../../src/exchange/spreadsheet.ts';
import type { NetzpruefungData } from '../../src/report/kinds/netzpruefung/data.ts';
import { reportDataSchema } from '../../src/report/report-schema.ts';
import { insertNetzlauf } from '../../src/store/netzlaeufe.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { recordingOf } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { createReport } from '../../src/usecases/create-report.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { importEntries } from '../../src/usecases/register-tables.ts';
import { addEntry } from '../../src/usecases/registers.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { contextOn } from './context-on.ts';

const day = '2026-11-20';
const kommune = 'beispielhain';
const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-bericht-it-'));
  store = await openStore(join(folder, 'b.db'));
  const body = { slug: kommune, name: 'Beispielhain', art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
  await createKommune(await on(), body, {});
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = () => contextOn(store, day);

async function written(art: string, format: string): Promise<Buffer> {
  const request = { kommune, art, formate: [format], ausgabe: folder, fassung: 'intern' as const, reportsFolder };
  const { dateien } = await createReport(await on(), request);
  return readFileSync(dateien[0]?.pfad ?? '');
}

async function networkReport(): Promise<NetzpruefungData> {
  return JSON.parse((await written('netzpruefung', 'json')).toString('utf8')) as NetzpruefungData;
}

/** One recorded observation per check and outcome, each on an address of its own. */
function recordedObservations(): Observation[] {
  const checks = fileURLToPath(new URL('../checks', import.meta.url));
  const folders = readdirSync(checks, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name }) => {
    const cases = readdirSync(join(checks, name)).map((file) => join(checks, name, file));
    return ['not-met', 'phase-out', 'undetermined'].flatMap(
      (outcome) => cases.find((file) => file.endsWith(`.${outcome}.json`)) ?? [],
    );
  });
  return files.map((file, index) => {
    const { observation } = JSON.parse(readFileSync(file, 'utf8')) as { observation: Observation };
    const address = `198.51.100.${index % 254}`;
    return { ...observation, target: { ...observation.target, name: null, address }, at: '2026-11-19T09:00:00.000Z' };
  });
}

async function recordRun(): Promise<number> {
  const context = await on();
  const observations = recordedObservations();
  const findings = judge(observations, context.catalogue, [], day);
  const run = {
    kommune,
    freigaben: [],
    begonnen: '2026-11-19T09:00:00.000Z',
    beendet: '2026-11-19T10:00:00.000Z',
    werkzeug: 'nmap 7.93',
    nmapFehlt: false,
    vollstaendig: true,
    hinweise: [],
    argv: [],
    namen: [],
  };
  await insertNetzlauf(store, run, observations, findings, '2026-11-19', recordingOf(context));
  return findings.length;
}

describe('the report on the network checks', () => {
  it('stays readable when every check of the catalogue found something', async () => {
    const findings = await recordRun();
    expect(findings).toBeGreaterThan(300);
    const data = await networkReport();
    expect(reportDataSchema.safeParse(data).error).toBeUndefined();
    expect(data.aufgaben).toHaveLength(5);
    expect(data.abhilfen.length).toBeGreaterThan(60);
    expect(data.nichtAngesehen.liste.length).toBeLessThan(data.summe.nichtAngesehen);
    expect(data.inOrdnung.length).toBeLessThan(data.summe.inOrdnung);
    expect(data.abhilfen.every(({ text }) => text.length > 20)).toBe(true);
  });

  it('finds the reason in the words of every check, instead of repeating its sentence', async () => {
    await recordRun();
    const { nichtAngesehen } = await networkReport();
    expect(nichtAngesehen.liste.filter(({ grund }) => /ließ(en)? sich nicht \w+en \(/.test(grund))).toEqual([]);
    expect(nichtAngesehen.liste.every(({ grund }) => grund !== '')).toBe(true);
  });

  it('keeps its fingerprint until something it shows changes', async () => {
    await recordRun();
    const before = (await networkReport()).kopf.fingerabdruck;
    expect((await networkReport()).kopf.fingerabdruck).toBe(before);
    await addEntry(await on(), massnahme, { kommune, typed: { titel: 'Alte Versionen abschalten' } });
    expect((await networkReport()).kopf.fingerabdruck).not.toBe(before);
  });
});

describe('the plan of measures as a workbook', () => {
  it('comes back through „massnahme importieren“ without a change, formulas and all', async () => {
    const add = async (typed: Record<string, string | string[]>) => addEntry(await on(), massnahme, { kommune, typed });
    await add({
      titel: '=HYPERLINK("http://example.invalid")',
      wirkung: '1',
      faellig: '2026-12-01',
      'kosten-jaehrlich': '960.5',
    });
    await add({ titel: 'Zuerst\nund dann', wirkung: '3', 'haengt-ab-von': ['MN1'] });
    await add({ titel: 'Fertig', status: 'erledigt', 'erledigt-am': '2026-11-01' });
    await add({
      titel: 'Später',
      status: 'zurueckgestellt',
      entscheidung: 'Erst 2027',
      'entschieden-am': '2026-11-02',
      wiedervorlage: '2027-03-01',
    });
    const bytes = await written('realisierungsplan', 'xlsx');
    const [, ...rows] = await readFirstSheet(bytes, 'plan.xlsx');
    expect(rows.map(([id]) => id)).toEqual(['MN2', 'MN1', 'MN4']);
    expect(rows[1]?.[1]).toBe('=HYPERLINK("http://example.invalid")');
    const path = join(folder, `${kommune}-realisierungsplan-${day}.xlsx`);
    expect(await importEntries(await on(), massnahme, { kommune, path, probe: false })).toMatchObject({
      neu: [],
      geaendert: [],
      unveraendert: 3,
    });
  });
});

describe('the Grundschutz check as a workbook', () => {
  it('has one row per Zielobjekt and requirement', async () => {
    for (const kuerzel of ['WEB1', 'WEB2'])
      await createZielobjekt(await on(), { kommune, kuerzel, typ: 'webserver', name: kuerzel, adressen: [] });
    await recordAssessment(await on(), {
      kommune,
      control: 'WEB-01.03',
      status: 'nein',
      source: 'einzelantwort',
      begruendung: '=1+1',
    });
    const [header, ...rows] = await readFirstSheet(await written('grundschutz-check', 'xlsx'), 'check.xlsx');
    const at = (name: string) => header?.indexOf(name) ?? -1;
    const own = rows.filter((row) => row[at('Anforderung')] === 'WEB-01.03');
    expect(own.map((row) => row[at('Zielobjekt')])).toEqual(['WEB1', 'WEB2']);
    expect(own[0]?.[at('Stand')]).toBe('nicht umgesetzt');
    expect(own[0]?.[at('Begründung')]).toContain('=1+1');
  });
});

it.each([
  ['netzpruefung', ['html', 'pdf', 'md', 'json']],
  ['realisierungsplan', ['html', 'pdf', 'md', 'json', 'xlsx']],
  ['grundschutz-check', ['html', 'pdf', 'md', 'json', 'xlsx']],
])('%s is written for a Kommune without any record, and twice the same', async (art, formats) => {
  for (const format of formats) {
    const first = await written(art, format);
    expect(first.length).toBeGreaterThan(500);
    expect((await written(art, format)).equals(first), format).toBe(true);
  }
});
