/** Zielobjekte, Schutzbedarf and Modellierung: the register in a real database, most of it without a process of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TableError } from '../../src/errors.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { selectProtokoll, verifyChain } from '../../src/store/protokoll.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { evaluateKommune } from '../../src/usecases/evaluate-kommune.ts';
import { exportZielobjekte, importZielobjekte } from '../../src/usecases/import-zielobjekte.ts';
import { acceptProposals, decideModellierung, listModellierung, proposeModellierung } from '../../src/usecases/modellierung.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { listSchutzbedarf, recordSchutzbedarf } from '../../src/usecases/schutzbedarf.ts';
import {
  changeZielobjekt,
  createZielobjekt,
  linkZielobjekte,
  listZielobjekte,
  removeZielobjekt,
  unlinkZielobjekte,
} from '../../src/usecases/zielobjekte.ts';
import { useVorlage } from '../../src/usecases/zielobjekte-vorlage.ts';
import { showZielobjekt } from '../../src/usecases/zielobjekte-zeigen.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';
import { expectSchema, runJson } from './schema.ts';

const kommune = 'beispielhain';
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-zielobjekt-'));
  store = await openStore(join(folder, 'b.db'));
  await createKommune(
    await on('2026-01-10'),
    { slug: kommune, name: 'Gemeinde Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null },
    { schultraeger: 'nein' },
  );
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As on that day; `asOf` looks back from it. */
const on = (today: string, asOf?: string) => contextOn(store, today, asOf);
const create = async (day: string, kuerzel: string, typ: string, more: object = {}) =>
  createZielobjekt(await on(day), { kommune, kuerzel, typ, name: `Name ${kuerzel}`, ...more });
const link = async (day: string, von: string, ...nach: string[]) => linkZielobjekte(await on(day), { kommune, von, nach });
const codes = async (day: string, asOf?: string) =>
  (await listZielobjekte(await on(day, asOf), kommune)).map(({ kuerzel }) => kuerzel);

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const entries = () => selectProtokoll(store, kommune, '9999-12-31');

describe('the register', () => {
  it('shows every past day as it was', async () => {
    await create('2026-02-01', 'SV1', 'server', { anzahl: 2, plattform: 'Linux', standort: 'Rathaus' });
    await changeZielobjekt(await on('2026-03-01'), {
      kommune,
      kuerzel: 'sv1',
      wieder: false,
      given: { standort: '', anzahl: 3 },
    });
    const [, early] = await listZielobjekte(await on('2026-06-01', '2026-02-15'), kommune);
    const [, late] = await listZielobjekte(await on('2026-06-01'), kommune);
    expect(early).toMatchObject({ kuerzel: 'SV1', anzahl: 2, standort: 'Rathaus', plattform: 'Linux' });
    expect(late).toMatchObject({ kuerzel: 'SV1', anzahl: 3, standort: null, plattform: 'Linux' });
    expect(await codes('2026-06-01', '2026-01-31')).toEqual(['VERBUND']);
    const before = (await entries()).length;
    await changeZielobjekt(await on('2026-03-02'), { kommune, kuerzel: 'SV1', wieder: false, given: { anzahl: 3 } });
    expect((await entries()).length, 'no change, no entry').toBe(before);
  });

  it('a removed one is no longer asked about; its answers stay, and it can come back', async () => {
    await create('2026-02-01', 'WEB1', 'webserver');
    await recordAssessment(await on('2026-02-02'), {
      kommune,
      control: 'WEB-01.03',
      zielobjekt: 'WEB1',
      status: 'nein',
      source: 'einzelantwort',
    });
    const state = async (day: string, asOf?: string) =>
      (await evaluateKommune(await on(day, asOf), kommune)).evaluation.controls.get('WEB-01.03')?.answers;
    await removeZielobjekt(await on('2026-05-10'), { kommune, kuerzel: 'WEB1', am: '2026-05-01' });
    expect(await codes('2026-05-10')).toEqual(['VERBUND']);
    expect(await codes('2026-05-10', '2026-04-30')).toEqual(['VERBUND', 'WEB1']);
    expect(await state('2026-05-10')).toMatchObject([{ zielobjekt: { kuerzel: 'VERBUND' }, state: 'offen' }]);
    const late = recordAssessment(await on('2026-05-11'), {
      kommune,
      control: 'WEB-01.03',
      zielobjekt: 'WEB1',
      status: 'ja',
      source: 'einzelantwort',
    });
    await expect(late).rejects.toThrow('WEB1');
    await expect(create('2026-05-11', 'WEB1', 'webserver')).rejects.toThrow('entfernt');
    const shown = await showZielobjekt(await on('2026-05-11'), kommune, 'web1');
    expect(shown).toMatchObject({ vorhanden: false, entferntAm: '2026-05-01' });

    await changeZielobjekt(await on('2026-06-01'), { kommune, kuerzel: 'WEB1', wieder: true, given: {} });
    expect(await state('2026-06-01')).toMatchObject([{ zielobjekt: { kuerzel: 'WEB1' }, state: 'nein' }]);
    expect(await codes('2026-06-02', '2026-05-20')).toEqual(['VERBUND']);
  });

  it('codes may be typed in small letters; a range of addresses is called one', async () => {
    await create('2026-02-01', 'sv1', 'server');
    await expect(create('2026-02-01', 'SV1', 'server')).rejects.toThrow('gibt es in beispielhain schon');
    await expect(create('2026-02-01', 'SV2', 'server', { adressen: ['10.0.0.0/8'] })).rejects.toThrow('ist ein Bereich');
    const path = file('klein.csv', 'Kürzel;Typ;Name;Braucht\nsv1;server;Neuer Name;ra1\nra1;raum;Technikraum;\n');
    const read = await importZielobjekte(await on('2026-02-02'), { kommune, path, probe: false });
    expect([read.neu.map(({ kuerzel }) => kuerzel), read.geaendert.map(({ kuerzel }) => kuerzel)]).toEqual([['RA1'], ['SV1']]);
    expect(await codes('2026-02-02')).toEqual(['VERBUND', 'RA1', 'SV1']);
  });

  it('an answer that would count nowhere is refused, and where it belongs is said', async () => {
    await create('2026-02-01', 'SV1', 'server');
    await create('2026-02-01', 'WEB1', 'webserver');
    const record = async (control: string, zielobjekt: string) =>
      recordAssessment(await on('2026-02-02'), { kommune, control, zielobjekt, status: 'nein', source: 'einzelantwort' });
    await expect(record('SRV-01.01', 'SV1')).rejects.toMatchObject({ hint: expect.stringContaining('--zielobjekt weglassen') });
    await expect(record('WEB-01.03', 'SV1')).rejects.toMatchObject({ hint: 'Gefragt wird für WEB1.' });
    await record('WEB-01.03', 'WEB1');
    await record('WEB-01.03', 'VERBUND');
    const { answers } = (await evaluateKommune(await on('2026-02-02'), kommune)).input;
    expect(answers.map(({ zielobjekt }) => zielobjekt).sort()).toEqual(['VERBUND', 'WEB1']);
  });

  it('a removal planned ahead takes effect on its day; one before the last change is refused', async () => {
    await create('2026-02-01', 'SV1', 'server');
    const early = removeZielobjekt(await on('2026-02-10'), { kommune, kuerzel: 'SV1', am: '2026-01-20' });
    await expect(early).rejects.toThrow('01.02.2026');
    await removeZielobjekt(await on('2026-02-10'), { kommune, kuerzel: 'SV1', am: '2026-03-01' });
    await changeZielobjekt(await on('2026-02-11'), { kommune, kuerzel: 'SV1', wieder: false, given: { zweck: 'Altsystem' } });
    expect(await codes('2026-02-28')).toContain('SV1');
    expect(await codes('2026-03-01')).not.toContain('SV1');
    await expect(removeZielobjekt(await on('2026-02-10'), { kommune, kuerzel: 'VERBUND', am: '2026-03-01' })).rejects.toThrow(
      'Informationsverbund',
    );
  });

  it('links go one way, close no circle, and end on the day they are cut', async () => {
    for (const [kuerzel, typ] of [
      ['P1', 'geschaeftsprozess'],
      ['A1', 'anwendung'],
      ['A2', 'anwendung'],
      ['S1', 'server'],
    ] as const)
      await create('2026-02-01', kuerzel, typ);
    expect(await link('2026-02-02', 'p1', 'a1')).toMatchObject({ kuerzel: 'P1', braucht: ['A1'], geaendert: 1 });
    expect(await link('2026-02-02', 'P1', 'A1')).toMatchObject({ geaendert: 0 });
    await link('2026-02-02', 'A1', 'A2', 'S1');
    await expect(link('2026-02-03', 'S1', 'P1')).rejects.toThrow('Die Richtung ist Prozess');
    await expect(link('2026-02-03', 'A2', 'A1')).rejects.toThrow('A2 → A1 → A2');
    await expect(link('2026-02-03', 'A1', 'A9')).rejects.toThrow('A9');
    await expect(
      changeZielobjekt(await on('2026-02-03'), { kommune, kuerzel: 'S1', wieder: false, given: { typ: 'geschaeftsprozess' } }),
    ).rejects.toThrow('Die Richtung');
    await unlinkZielobjekte(await on('2026-03-01'), { kommune, von: 'A1', nach: ['S1'] });
    const needs = async (asOf: string) =>
      (await showZielobjekt(await on('2026-04-01', asOf), kommune, 'A1')).brauchtZielobjekte.map(({ kuerzel }) => kuerzel);
    expect(await needs('2026-02-28')).toEqual(['A2', 'S1']);
    expect(await needs('2026-03-01')).toEqual(['A2']);
    expect((await showZielobjekt(await on('2026-04-01'), kommune, 'A1')).gebrauchtVon).toEqual([
      { kuerzel: 'P1', name: 'Name P1', typ: 'geschaeftsprozess' },
    ]);
    await expect(unlinkZielobjekte(await on('2026-03-02'), { kommune, von: 'A1', nach: ['S1'] })).rejects.toThrow(
      'nichts zu trennen',
    );
    // A circle through something removed would close when it comes back.
    await removeZielobjekt(await on('2026-04-01'), { kommune, kuerzel: 'A1', am: '2026-04-01' });
    await create('2026-04-01', 'A3', 'anwendung');
    await expect(link('2026-04-02', 'A2', 'A1')).rejects.toThrow('entfernt');
  });
});

describe('lists', () => {
  it('tell every problem and change nothing', async () => {
    const path = file(
      'schlecht.csv',
      'Kürzel;Typ;Name;Anzahl;Adressen;Braucht\nX1;raumschiff;;zwei;10.0.0.*;NIX\nX1;server;A;;;\nx_2;server;B;;;\nSV1;server;Neu;;;R1\nR1;raum;Keller;;;SV1\n;server;ohne;;;\nA1;anwendung;A;;;A2\nA2;anwendung;B;;;A1\nVERBUND;server;;;;\n',
    );
    const before = (await entries()).length;
    const error = await importZielobjekte(await on('2026-02-01'), { kommune, path, probe: false }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TableError);
    const told = (error as TableError).problems.map(({ row, column, text }) => `${row} ${column}: ${text}`);
    for (const wanted of [
      /^2 Typ: .*raumschiff/,
      /^2 Name: fehlt/,
      /^2 Anzahl: .*zwei/,
      /^2 Adressen: /,
      /^2 Braucht: .*NIX/,
      /^3 Kürzel: X1 steht schon in Zeile 2/,
      /^4 Kürzel: .*X_2/,
      /^6 Braucht: .*Richtung/,
      /^7 Kürzel: fehlt/,
      /^9 Braucht: .*A2 → A1 → A2/,
      /^10 Typ: VERBUND/,
    ])
      expect(
        told.filter((line) => wanted.test(line)),
        String(wanted),
      ).toHaveLength(1);
    expect(told).toHaveLength(11);
    expect([await codes('2026-02-01'), (await entries()).length]).toEqual([['VERBUND'], before]);
    const foreign = file('fremd.csv', 'Kürzel;Farbe\nX1;blau\n');
    await expect(importZielobjekte(await on('2026-02-01'), { kommune, path: foreign, probe: false })).rejects.toThrow('Farbe');
  });

  it('what is written reads in again without a change, in CSV and XLSX, hostile text included', async () => {
    await useVorlage(await on('2026-02-01'), { kommune, vorlage: 'gemeinde', probe: false });
    const text = '=HYPERLINK("http://example.org";"x"), "Zeile"; mit\nUmbruch';
    await create('2026-02-01', 'SV9', 'server', {
      name: text,
      zweck: '-5',
      plattform: "+49 'a'",
      anzahl: 7,
      adressen: ['sv9.beispielhain.de:443', '2001:db8::9', '192.0.2.9'],
    });
    await link('2026-02-01', 'SV9', 'RA-SERVER');
    const register = await listZielobjekte(await on('2026-02-01'), kommune);
    for (const format of ['csv', 'xlsx'] as const) {
      const { dateien, zielobjekte } = await exportZielobjekte(await on('2026-02-01'), kommune, format, folder);
      const path = dateien[0]?.pfad ?? '';
      expect(zielobjekte).toBe(register.length);
      if (format === 'csv') expect(readFileSync(path, 'utf8')).not.toMatch(/(?:^|;)"?[=+-]/m);
      expect(await importZielobjekte(await on('2026-02-02'), { kommune, path, probe: false })).toMatchObject({
        neu: [],
        geaendert: [],
        unveraendert: register.length,
      });
      await createKommune(
        await on('2026-02-01'),
        { slug: `neu-${format}`, name: 'Gemeinde Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null },
        {},
      );
      await importZielobjekte(await on('2026-02-02'), { kommune: `neu-${format}`, path, probe: false });
      const copy = await listZielobjekte(await on('2026-02-02'), `neu-${format}`);
      expect(copy.map((each) => ({ ...each, kommune }))).toEqual(register);
    }
  });

  it('a missing column leaves what there is, an empty cell empties it; --probe only shows', async () => {
    await create('2026-02-01', 'SV1', 'server', { zweck: 'Dateien', standort: 'Rathaus' });
    await create('2026-02-01', 'R1', 'raum');
    await link('2026-02-01', 'SV1', 'R1');
    const some = file('teil.csv', 'Kuerzel,Zweck,Verantwortlich\nSV1,,Jan Krause\n');
    const preview = await importZielobjekte(await on('2026-03-01'), { kommune, path: some, probe: true });
    expect(preview.geaendert).toEqual([
      {
        kuerzel: 'SV1',
        felder: [
          { feld: 'Zweck', vorher: 'Dateien', nachher: null },
          { feld: 'Verantwortlich', vorher: null, nachher: 'Jan Krause' },
        ],
      },
    ]);
    expect((await listZielobjekte(await on('2026-03-01'), kommune, 'server'))[0]?.zweck).toBe('Dateien');
    await importZielobjekte(await on('2026-03-01'), { kommune, path: some, probe: false });
    expect((await listZielobjekte(await on('2026-03-01'), kommune, 'server'))[0]).toMatchObject({
      zweck: null,
      standort: 'Rathaus',
      verantwortlich: 'Jan Krause',
      braucht: ['R1'],
    });
    const cut = file('trennen.csv', 'Kürzel;Braucht\nSV1;\n');
    expect(await importZielobjekte(await on('2026-03-02'), { kommune, path: cut, probe: false })).toMatchObject({
      geaendert: [{ kuerzel: 'SV1', felder: [{ feld: 'Braucht', vorher: 'R1', nachher: null }] }],
    });
    expect((await listZielobjekte(await on('2026-03-02'), kommune, 'server'))[0]?.braucht).toEqual([]);
  });

  it('a ready set adds what is missing and leaves alone what is there', async () => {
    await create('2026-02-01', 'SV-FACH', 'drucker', { name: 'Ganz etwas anderes' });
    const probe = await useVorlage(await on('2026-02-02'), { kommune, vorlage: 'gemeinde', probe: true });
    expect(await codes('2026-02-02')).toHaveLength(2);
    const done = await useVorlage(await on('2026-02-02'), { kommune, vorlage: 'gemeinde', probe: false });
    expect(done).toEqual({ ...probe, probe: false });
    expect(done).toMatchObject({ vorhanden: ['SV-FACH'], ausgelassen: expect.arrayContaining(['NE-SCHULE', 'PR-SCHULEN']) });
    const shown = await showZielobjekt(await on('2026-02-02'), kommune, 'SV-FACH');
    expect(shown).toMatchObject({ typ: 'drucker', name: 'Ganz etwas anderes', brauchtZielobjekte: [] });
    const way = await showZielobjekt(await on('2026-02-02'), kommune, 'RA-SERVER');
    expect(way.gebrauchtVon.map(({ kuerzel }) => kuerzel)).toContain('SV-DATEI');
    expect(await useVorlage(await on('2026-02-03'), { kommune, vorlage: 'gemeinde', probe: false })).toMatchObject({
      neu: [],
      beziehungen: 0,
    });
    await expect(useVorlage(await on('2026-02-03'), { kommune, vorlage: 'grossstadt', probe: false })).rejects.toThrow(
      'grossstadt',
    );
  });
});

describe('Schutzbedarf and Modellierung', () => {
  it('is decided with a reason, inherited, and kept for every past day', async () => {
    for (const [kuerzel, typ] of [
      ['P1', 'geschaeftsprozess'],
      ['A1', 'anwendung'],
      ['S1', 'server'],
    ] as const)
      await create('2026-02-01', kuerzel, typ);
    await link('2026-02-01', 'P1', 'A1');
    await link('2026-02-01', 'A1', 'S1');
    const decide = async (
      day: string,
      kuerzel: string,
      stufe: 'normal' | 'hoch' | null,
      art: 'festgelegt' | 'verteilung' = 'festgelegt',
      grund = 'Ausfall über einen Tag hinnehmbar',
    ) => recordSchutzbedarf(await on(day), { kommune, kuerzel, ziele: ['verfuegbarkeit'], stufe, art, grund });
    const level = async (day: string, kuerzel: string, asOf?: string) =>
      (await listSchutzbedarf(await on(day, asOf), kommune)).find(
        (each) => each.kuerzel === kuerzel && each.schutzziel === 'verfuegbarkeit',
      );
    await expect(decide('2026-02-02', 'P1', 'hoch', 'festgelegt', ' ')).rejects.toThrow('Begründung');
    await expect(decide('2026-02-02', 'VERBUND', 'hoch')).rejects.toThrow('Informationsverbund');
    await expect(decide('2026-02-02', 'P1', null)).rejects.toThrow('keine eigene Festlegung');
    await decide('2026-02-02', 'P1', 'hoch');
    expect(await level('2026-02-02', 'S1')).toMatchObject({ stufe: 'hoch', geerbtVon: ['A1'], ursprung: ['P1'], eigen: null });
    await expect(decide('2026-02-03', 'S1', 'normal')).rejects.toThrow('liegt darunter');
    await decide('2026-02-03', 'S1', 'normal', 'verteilung', 'Zweiter Server übernimmt');
    expect(await level('2026-02-03', 'S1')).toMatchObject({
      stufe: 'normal',
      abweichung: 'verteilung',
      grund: 'Zweiter Server übernimmt',
    });
    await decide('2026-03-01', 'S1', null);
    expect(await level('2026-03-01', 'S1')).toMatchObject({ stufe: 'hoch', eigen: null });
    expect(await level('2026-03-01', 'S1', '2026-02-20')).toMatchObject({ stufe: 'normal' });
    expect(await level('2026-03-01', 'S1', '2026-02-01')).toMatchObject({ stufe: null });
    expect((await showZielobjekt(await on('2026-03-01'), kommune, 'S1')).schutzbedarf).toHaveLength(3);
  });

  it('proposes by type and platform, wants a reason for every no, and hides nothing undecided', async () => {
    await create('2026-02-01', 'CL1', 'client', { plattform: 'Windows 11', anzahl: 24 });
    await create('2026-02-01', 'S1', 'server');
    const proposal = async (id: string) =>
      (await proposeModellierung(await on('2026-02-01'), kommune)).vorschlaege.find(({ baustein }) => baustein === id);
    expect(await proposal('SYS.2.2.3')).toMatchObject({ vorschlag: 'ja', zielobjekte: ['CL1'], reihenfolge: 'R2' });
    expect(await proposal('SYS.2.3'), 'another platform is named').toBeUndefined();
    expect(await proposal('SYS.1.3'), 'the platform of S1 is not known').toMatchObject({
      vorschlag: 'pruefen',
      zielobjekte: ['S1'],
    });
    expect(await proposal('SYS.4.1'), 'no printer').toBeUndefined();
    expect(await proposal('SUL-01'), 'schultraeger=nein').toBeUndefined();
    expect(await proposal('KFZ-01')).toMatchObject({ vorschlag: 'pruefen', grund: expect.stringContaining('Kfz-Zulassung') });
    expect(await proposal('SRV-01')).toMatchObject({ vorschlag: 'ja', zielobjekte: ['VERBUND', 'S1'] });

    const counts = async (day: string, asOf?: string) => {
      const { n, verwendet, nichtVerwendet, nichtEntschieden, bausteine } = await listModellierung(await on(day, asOf), kommune, {
        katalog: 'kompendium',
      });
      expect([bausteine.length, verwendet + nichtVerwendet + nichtEntschieden]).toEqual([n, n]);
      return { n, verwendet, nichtVerwendet, nichtEntschieden };
    };
    expect(await counts('2026-02-01')).toEqual({ n: 111, verwendet: 0, nichtVerwendet: 0, nichtEntschieden: 111 });
    const decide = async (bausteine: string[], verwendet: 'ja' | 'nein', begruendung?: string) =>
      decideModellierung(await on('2026-02-02'), { kommune, bausteine, verwendet, begruendung });
    await expect(decide(['IND.1'], 'nein')).rejects.toThrow('Begründung');
    await expect(decide(['SYS.9.9'], 'ja')).rejects.toThrow('SYS.9.9');
    await decide(['ind.1', 'IND.2.1'], 'nein', 'Keine Anlagen mit Steuerungstechnik');
    const both = await decide(['SYS.2.2.3'], 'ja');
    expect(both.entscheidungen.map(({ baustein }) => baustein)).toEqual(['SYS.2.2.3', 'SYS.2.1']);
    await expect(decide(['SYS.2.1'], 'nein', 'kein Bedarf')).rejects.toThrow('SYS.2.2.3');
    expect(await counts('2026-02-02')).toEqual({ n: 111, verwendet: 2, nichtVerwendet: 2, nichtEntschieden: 107 });
    expect(await counts('2026-02-02', '2026-02-01')).toMatchObject({ nichtEntschieden: 111 });

    const request = { kommune, alsoNo: true, katalog: 'kompendium' as const };
    const preview = await acceptProposals(await on('2026-02-03'), { ...request, probe: true });
    const taken = await acceptProposals(await on('2026-02-03'), { ...request, probe: false });
    expect(taken.entscheidungen).toEqual(preview.entscheidungen);
    expect(taken.entscheidungen.filter(({ verwendet, begruendung }) => verwendet === 'nein' && begruendung === null)).toEqual([]);
    expect((await counts('2026-02-03')).nichtEntschieden).toBe(taken.offen);
    expect(taken.offen).toBeGreaterThan(0);
  });

  it('what a refused general Baustein stands behind stays open, and the preview says what will be done', async () => {
    await create('2026-02-01', 'CL1', 'client', { plattform: 'Windows 11' });
    const decide = { kommune, bausteine: ['SYS.2.1'], verwendet: 'nein' as const, begruendung: 'Rechner gehören dem Landkreis' };
    await decideModellierung(await on('2026-02-02'), decide);
    const request = { kommune, alsoNo: false, katalog: 'kompendium' as const };
    const preview = await acceptProposals(await on('2026-02-03'), { ...request, probe: true });
    const taken = await acceptProposals(await on('2026-02-03'), { ...request, probe: false });
    expect({ ...preview, probe: false }).toEqual(taken);
    const { bausteine, nichtEntschieden } = await listModellierung(await on('2026-02-03'), kommune, { katalog: 'kompendium' });
    expect(nichtEntschieden).toBe(taken.offen);
    const verwendet = (id: string) => bausteine.find(({ baustein }) => baustein === id)?.verwendet;
    expect([verwendet('SYS.2.1'), verwendet('SYS.2.2.3'), verwendet('ISMS.1')]).toEqual(['nein', null, 'ja']);
  });

  it('lists for a risk analysis what no Baustein is used for and what needs more protection', async () => {
    await create('2026-02-01', 'TK1', 'telefonanlage');
    await create('2026-02-01', 'P1', 'geschaeftsprozess');
    const risks = async () =>
      (await listModellierung(await on('2026-02-02'), kommune)).risikoanalyse.map(
        ({ kuerzel, anlass }) => `${kuerzel} ${anlass}`,
      );
    expect(await risks()).toEqual([]);
    await decideModellierung(await on('2026-02-02'), {
      kommune,
      bausteine: ['NET.4.1', 'NET.4.2', 'NET.4.3'],
      verwendet: 'nein',
      begruendung: 'Selbst gebaute Anlage',
    });
    await recordSchutzbedarf(await on('2026-02-02'), {
      kommune,
      kuerzel: 'P1',
      ziele: ['integritaet'],
      stufe: 'sehr-hoch',
      art: 'festgelegt',
      grund: 'Beurkundung',
    });
    expect(await risks()).toEqual(['P1 schutzbedarf', 'TK1 kein-baustein']);
  });

  it('every change stands in the chain, which stays whole', async () => {
    await create('2026-02-01', 'A1', 'anwendung');
    await create('2026-02-01', 'S1', 'server');
    await link('2026-02-01', 'A1', 'S1');
    await recordSchutzbedarf(await on('2026-02-02'), {
      kommune,
      kuerzel: 'A1',
      ziele: ['integritaet', 'vertraulichkeit'],
      stufe: 'hoch',
      art: 'festgelegt',
      grund: 'Register',
    });
    await decideModellierung(await on('2026-02-02'), { kommune, bausteine: ['SRV-01'], verwendet: 'ja' });
    await removeZielobjekt(await on('2026-02-03'), { kommune, kuerzel: 'S1', am: '2026-02-03' });
    const actions = (await entries()).map(({ action }) => action);
    expect(actions.slice(1)).toEqual([
      'zielobjekt.anlegen',
      'zielobjekt.anlegen',
      'zielobjekt.verbinden',
      'zielobjekt.schutzbedarf',
      'modellierung.setzen',
      'zielobjekt.entfernen',
    ]);
    expect((await verifyChain(store, kommune, null)).problems).toEqual([]);
  });
});

describe('the commands', () => {
  it('give what their schemas promise', async () => {
    const check = (name: string, value: unknown) => expectSchema(name.replaceAll(' ', '-'), value);
    const context = await on('2026-02-01');
    check('zielobjekt anlegen', await create('2026-02-01', 'SV1', 'server', { anzahl: 2 }));
    check('zielobjekt vorlage', await useVorlage(context, { kommune, vorlage: 'gemeinde', probe: false }));
    check('zielobjekt verbinden', await link('2026-02-01', 'SV1', 'RA-SERVER'));
    check('zielobjekt trennen', await unlinkZielobjekte(context, { kommune, von: 'SV1', nach: ['RA-SERVER'] }));
    check(
      'zielobjekt aendern',
      await changeZielobjekt(context, { kommune, kuerzel: 'SV1', wieder: false, given: { zweck: 'Test' } }),
    );
    const written = await exportZielobjekte(context, kommune, 'csv', folder);
    check('zielobjekt exportieren', written);
    const path = file('neu.csv', 'Kürzel;Typ;Name\nSV1;server;Anders\nSV2;Server;Neu\n');
    check('zielobjekt importieren', await importZielobjekte(context, { kommune, path, probe: false }));
    const ziele = ['integritaet' as const];
    const value = { kommune, kuerzel: 'PR-MELDE', ziele, stufe: 'hoch' as const, art: 'festgelegt' as const, grund: 'Register' };
    check('zielobjekt schutzbedarf', await recordSchutzbedarf(context, value));
    check('zielobjekt schutzbedarf-liste', await listSchutzbedarf(context, kommune));
    check('zielobjekt zeigen', await showZielobjekt(context, kommune, 'AN-MELDE'));
    check('zielobjekt entfernen', await removeZielobjekt(context, { kommune, kuerzel: 'SV2', am: '2026-02-01' }));
    check('modellierung vorschlagen', await proposeModellierung(context, kommune));
    check(
      'modellierung setzen',
      await decideModellierung(context, { kommune, bausteine: ['IND.1'], verwendet: 'nein', begruendung: 'Keine Anlagen' }),
    );
    check('modellierung uebernehmen', await acceptProposals(context, { kommune, alsoNo: true, probe: false }));
    check('modellierung liste', await listModellierung(context, kommune));
  });

  it('print it for people, and refuse in German', async () => {
    const env = { BURGWARD_DB: join(folder, 'b.db'), BURGWARD_KOMMUNE: kommune, BURGWARD_PERSON: 'Ines Sorbe' };
    await create('2026-02-01', 'WEB1', 'webserver');
    await create('2026-02-01', 'SV1', 'server', { plattform: 'Linux' });
    await link('2026-02-01', 'WEB1', 'SV1');
    const need = ['--ziel', 'verfuegbarkeit', '--stufe', 'hoch', '--grund', 'Wahlabend'];
    expect(await runJson('zielobjekt schutzbedarf', ['WEB1', ...need], { env })).toHaveLength(3);
    await runJson('modellierung setzen', ['SYS.1.3', '--verwendet', 'ja'], { env });
    const shown = await runCli(['zielobjekt', 'zeigen', 'SV1'], { env });
    expect(shown.stdout).toMatch(/Verfügbarkeit +hoch +geerbt hoch von WEB1/);
    expect(shown.stdout).toMatch(/SYS\.1\.3 .*● verwendet/);
    const noReason = await runCli(['modellierung', 'setzen', 'IND.1', '--verwendet', 'nein', '--json'], { env });
    expect(noReason.exitCode).toBe(3);
    expectSchema('fehler', noReason.json());
    const circle = await runCli(['zielobjekt', 'verbinden', 'SV1', '--braucht', 'WEB1'], { env });
    expect([circle.exitCode, circle.stderr]).toEqual([3, expect.stringContaining('SV1 → WEB1 → SV1')]);
    const unconfirmed = await runCli(['zielobjekt', 'entfernen', 'SV1', '--am', '2026-11-22'], { env });
    expect([unconfirmed.exitCode, unconfirmed.stderr]).toEqual([2, expect.stringContaining('--ja')]);
  }, 180_000);
});
