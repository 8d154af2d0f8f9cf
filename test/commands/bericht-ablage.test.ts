/** Reports as issued: filed byte for byte, checked against what they claim, decided upon by the head. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entscheidung } from '../../src/domain/registers/entscheidung.ts';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { ExpectedError } from '../../src/errors.ts';
import type { LeitungData } from '../../src/report/kinds/leitung/data.ts';
import type { RealisierungsplanData } from '../../src/report/kinds/realisierungsplan/data.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { checkReport, readReportFile } from '../../src/usecases/check-report.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { createReports } from '../../src/usecases/create-reports.ts';
import { handOutFiledReport, listFiledReports, showFiledReport } from '../../src/usecases/filed-reports.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { addEntry, changeEntry } from '../../src/usecases/registers.ts';
import { assignRole } from '../../src/usecases/rollen.ts';
import { type CliResult, runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const kommune = 'beispielhain';
const day = '2026-11-20';
const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-ablage-'));
  store = await openStore(join(folder, 'b.db'));
  const body = { slug: kommune, name: 'Beispielhain', art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
  await createKommune(await at('2026-06-01'), body, {});
  const head = { kommune, rolle: 'leitung', person: 'Petra Vogel', ab: '2022-08-01', bestellt: null, gemeldet: null };
  await assignRole(await at('2026-06-01'), head);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (today: string, asOf = today) => contextOn(store, today, asOf);

/** The same day at another hour. */
async function atHour(hour: string): Promise<Context> {
  return { ...(await at(day)), now: () => new Date(`${day}T${hour}:00.000Z`) };
}

async function written(
  context: Context,
  { arten = ['saechsisichg'], formate = ['md'], file = false, empfaenger = null as string | null } = {},
) {
  const request = { kommune, arten, formate, ausgabe: folder, fassung: 'intern' as const, reportsFolder };
  return createReports(context, { ...request, ablage: file ? { empfaenger } : null });
}

async function verdict(context: Context, path: string) {
  const file = await readReportFile(path);
  return checkReport({ ...context, asOf: file.kennung.stand }, file, reportsFolder);
}

const expected = async (promise: Promise<unknown>): Promise<ExpectedError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ExpectedError) return error;
  throw new Error(`expected an error for people, got ${String(error)}`);
};

const answer = (context: Context, control: string, status: 'ja' | 'nein') =>
  recordAssessment(context, { kommune, control, status, source: 'einzelantwort' });

describe('filing', () => {
  it('keeps every file byte for byte, with hash, recipient and an entry of the Protokoll', async () => {
    const formate = ['html', 'pdf', 'md', 'json', 'docx'];
    const { dateien, abgelegt } = await written(await at(day), { formate, file: true, empfaenger: 'Bürgermeisterin' });
    expect(abgelegt).toEqual([{ nr: 'B1', art: 'saechsisichg' }]);
    const shown = await showFiledReport(await at(day), kommune, 'b1');
    expect(shown).toMatchObject({
      nr: 'B1',
      stand: day,
      abgelegtAm: day,
      abgelegtVon: 'Ines Sorbe',
      empfaenger: 'Bürgermeisterin',
    });
    expect(shown.dateien.map(({ sha256 }) => sha256)).toEqual(dateien.map(({ sha256 }) => sha256));

    const again = await handOutFiledReport(await at('2027-03-01'), { kommune, nr: 'B1', ausgabe: join(folder, 'spaeter') });
    for (const [index, { pfad }] of again.dateien.entries())
      expect(readFileSync(pfad).equals(readFileSync(dateien[index]?.pfad ?? '')), pfad).toBe(true);
    expect((await verifyChain(store, kommune, shown.protokoll)).problems).toEqual([]);
  });

  it('files several kinds together or none, and is seen on its day only from then on', async () => {
    const { abgelegt } = await written(await at(day), { arten: ['saechsisichg', 'kdn', 'kdn'], file: true });
    expect(abgelegt?.map(({ nr }) => nr)).toEqual(['B1', 'B2']);
    expect(await listFiledReports(await at('2026-12-01', '2026-11-19'), kommune)).toEqual([]);
    expect(await listFiledReports(await at('2026-12-01'))).toHaveLength(2);
    expect((await expected(showFiledReport(await at(day), kommune, 'B7'))).hint).toBe('Abgelegt sind: B1, B2.');
  });

  it('does not change the fingerprint of the report that is filed', async () => {
    const read = async () => {
      const { dateien } = await written(await at(day), { arten: ['leitung'], formate: ['json'], file: true });
      return (JSON.parse(readFileSync(dateien[0]?.pfad ?? '', 'utf8')) as LeitungData).kopf.fingerabdruck;
    };
    expect(await read()).toBe(await read());
  });

  it('notices a file that was changed in the database', async () => {
    await written(await at(day), { file: true });
    await store.close();
    const handle = new BetterSqlite3(join(folder, 'b.db'));
    expect(() => handle.exec("update bericht_datei set name = 'x'")).toThrow(/never changed/);
    handle.exec('drop trigger bericht_datei_no_update');
    handle.prepare('update bericht_datei set gzip = ?').run(gzipSync('anders'));
    handle.close();
    store = await openStore(join(folder, 'b.db'));
    const error = await expected(handOutFiledReport(await at(day), { kommune, nr: 'B1', ausgabe: folder }));
    expect(error.message).toContain('beschädigt oder wurde verändert');
    expect((await verifyChain(store, kommune, null)).problems.map(({ text }) => text).join()).toContain('bericht_datei');
  });
});

describe('checking a file', () => {
  it('says when and for whom it was filed', async () => {
    const { dateien } = await written(await at(day), { file: true, empfaenger: 'Rechtsaufsicht' });
    const checked = await verdict(await at('2026-12-05'), dateien[0]?.pfad ?? '');
    expect(checked).toMatchObject({ ergebnis: 'abgelegt', abgelegt: [{ nr: 'B1', am: day, empfaenger: 'Rechtsaufsicht' }] });
    expect(checked.text).toBe('Unverändert so, wie sie abgelegt wurde: am 20.11.2026 unter B1, Empfänger: Rechtsaufsicht.');
  });

  it('makes it again from the data, in every format, also years later and after other changes', async () => {
    await answer(await atHour('08:00'), 'BAK-01.02', 'nein');
    const arten = ['realisierungsplan'];
    const { dateien } = await written(await atHour('09:00'), { arten, formate: ['html', 'pdf', 'md', 'json', 'docx', 'xlsx'] });
    await answer(await at('2026-12-02'), 'BAK-01.02', 'ja');
    for (const { pfad } of dateien) expect((await verdict(await at('2028-01-10'), pfad)).ergebnis, pfad).toBe('stimmt-ueberein');
  });

  it('tells data recorded later on the day from a file that was changed', async () => {
    await answer(await atHour('08:00'), 'BAK-01.02', 'nein');
    const { dateien } = await written(await atHour('09:00'));
    const path = dateien[0]?.pfad ?? '';
    await answer(await atHour('10:00'), 'BAK-01.02', 'ja');
    expect(await verdict(await atHour('11:00'), path)).toMatchObject({
      ergebnis: 'daten-geaendert',
      text: expect.stringContaining('Die Datei ist unverändert'),
    });
    writeFileSync(path, readFileSync(path, 'utf8').replace('Beispielhain', 'Musterau'));
    expect((await verdict(await atHour('11:00'), path)).ergebnis).toBe('datei-veraendert');
  });

  it('names a file that was changed, and one of another program, catalogue or database', async () => {
    await answer(await at(day), 'BAK-01.02', 'nein');
    const { dateien } = await written(await at(day), { formate: ['json'] });
    const path = dateien[0]?.pfad ?? '';
    const original = readFileSync(path, 'utf8');
    const changed = (from: RegExp, to: string) => writeFileSync(path, original.replace(from, to));
    changed(/"titel": "[^"]*"/, '"titel": "Alles in Ordnung"');
    expect((await verdict(await at(day), path)).ergebnis).toBe('datei-veraendert');
    changed(/"programm": "0"/, '"programm": "0.0.9"');
    const other = await verdict(await at(day), path);
    expect(other.ergebnis).toBe('nicht-vergleichbar');
    expect(other.text).toContain('anderen Programmversion (0.0.9, jetzt 0)');
    const { hash } = (await at(day)).catalogue;
    writeFileSync(path, original.replaceAll(hash, 'a'.repeat(64)));
    expect((await verdict(await at(day), path)).text).toContain('anderen Katalogausgabe');
    const { protokoll } = (await verdict(await at(day), writtenAgain(path, original))).bericht;
    writeFileSync(path, original.replaceAll(protokoll ?? '', 'b'.repeat(64)));
    expect((await verdict(await at(day), path)).text).toContain('stammt aus einer anderen Datenbank');
    writeFileSync(path, original.replaceAll('"kommune": "beispielhain"', '"kommune": "anderswo"'));
    expect((await expected(verdict(await at(day), path))).message).toContain('anderswo');
  });

  it('is not talked out of it by a forged fingerprint, nor by an edition there is not', async () => {
    await answer(await atHour('08:00'), 'BAK-01.02', 'nein');
    const { dateien } = await written(await atHour('09:00'), { arten: ['leitung'] });
    const path = dateien[0]?.pfad ?? '';
    const original = readFileSync(path, 'utf8');
    const { fingerabdruck } = (await verdict(await atHour('10:00'), path)).bericht;
    const forged = original.replaceAll(fingerabdruck, '0'.repeat(64)).replace('Beispielhain', 'Musterau');
    writeFileSync(path, forged);
    expect(await verdict(await atHour('10:00'), path)).toMatchObject({
      ergebnis: 'datei-veraendert',
      text: expect.stringContaining('hat sich an den Daten nichts geändert'),
    });
    await answer(await atHour('10:30'), 'BAK-01.02', 'ja');
    expect((await verdict(await atHour('11:00'), path)).ergebnis).toBe('daten-geaendert');
    writeFileSync(path, original.replace('"fassung":"intern"', '"fassung":"oeffentlich"'));
    expect(await verdict(await atHour('11:00'), path)).toMatchObject({
      ergebnis: 'nicht-vergleichbar',
      text: expect.stringContaining('Einen solchen Bericht ergeben die Daten nicht'),
    });
  });

  it('says what it cannot read', async () => {
    const path = join(folder, 'datei');
    const cases: [string, Buffer][] = [
      ['leer', Buffer.alloc(0)],
      ['kein Bericht', Buffer.from('{"kopf": {"kennung": null}}')],
      ['kein JSON', Buffer.from('{"kopf": ')],
      ['kaputte PDF', Buffer.from('%PDF-1.7\n<pdf:Keywords>burgward {</pdf:Keywords>')],
      ['kaputtes ZIP', Buffer.from('PK\u0003\u0004 und dann nichts')],
      ['fremdes HTML', Buffer.from(`<!doctype html><meta name="burgward" content="${'x'.repeat(20_000)}">`)],
      ['halbe Kennung', Buffer.from('<!doctype html><meta name="burgward" content="{&quot;art&quot;:&quot;leitung&quot;}">')],
    ];
    for (const [name, bytes] of cases) {
      writeFileSync(path, bytes);
      expect((await expected(readReportFile(path))).message, name).toContain('kein Bericht von burgward');
    }
    expect((await expected(readReportFile(join(folder, 'fehlt.pdf')))).message).toContain('gibt es nicht');
    expect((await expected(readReportFile(folder))).message).toContain('ist keine Datei');
  });

  it('refuses what is larger than any report without reading it', async () => {
    const path = join(folder, 'gross.pdf');
    const { truncateSync } = await import('node:fs');
    writeFileSync(path, '%PDF-1.7');
    truncateSync(path, 1024 ** 3);
    expect((await expected(readReportFile(path))).message).toContain('größer als jeder Bericht (über 64 MB)');
  });
});

describe('decisions of the head', () => {
  const decision = {
    titel: 'Sicherung kommt außer Haus',
    bericht: 'B1',
    ergebnis: 'angenommen',
    'entschieden-am': '2026-11-23',
    'entschieden-von': 'Petra Vogel',
    controls: ['BAK-01.02'],
  };
  const add = async (typed: Record<string, string | string[]>, today = '2026-11-24') =>
    addEntry(await at(today), entscheidung, { kommune, typed: { ...decision, ...typed } });

  it('belong to a filed report, come after it, and are made by the head', async () => {
    expect((await expected(add({}))).message).toBe('Einen abgelegten Bericht B1 gibt es nicht. Abgelegt ist noch keiner.');
    await written(await at(day), { arten: ['leitung'], file: true });
    expect((await expected(add({ 'entschieden-am': '2026-11-19' }))).message).toContain('wurde erst am 20.11.2026 abgelegt');
    expect((await expected(add({ 'entschieden-von': 'Ines Sorbe' }))).message).toContain('Am 23.11.2026 war das: Petra Vogel.');
    expect((await expected(add({ bericht: 'B2' }))).message).toContain('Abgelegt sind: B1.');
    expect((await expected(add({ ergebnis: 'abgelehnt' }))).message).toContain('--anmerkung');
    expect((await expected(add({ ergebnis: 'vertagt' }))).message).toContain('--wiedervorlage');
    expect((await add({ bericht: 'b1' })).id).toBe('EN1');
  });

  it('stand in the next report to the head and in the plan of measures', async () => {
    await answer(await at(day), 'BAK-01.02', 'nein');
    await addEntry(await at(day), massnahme, { kommune, typed: { titel: 'Sicherung außer Haus', controls: ['BAK-01.02'] } });
    await written(await at(day), { arten: ['leitung'], file: true });
    await add({ massnahmen: ['MN1'] });
    await add({ ergebnis: 'vertagt', titel: 'Neuer Serverraum', wiedervorlage: '2027-01-15' });
    const done = { status: 'erledigt', 'erledigt-am': '2026-11-28' };
    await changeEntry(await at('2026-11-28'), massnahme, { kommune, id: 'MN1', typed: done });
    await answer(await at('2026-11-28'), 'BAK-01.02', 'ja');

    const { dateien } = await written(await at('2026-12-01'), { arten: ['leitung', 'realisierungsplan'], formate: ['json'] });
    const [leitung, plan] = dateien.map(({ pfad }) => JSON.parse(readFileSync(pfad, 'utf8'))) as [
      LeitungData,
      RealisierungsplanData,
    ];
    expect(leitung.seitLetztem).toBe(
      'Seit dem letzten Bericht (B1, Stand 20.11.2026): 1 Lücke geschlossen, 0 neu gemeldet, 1 Maßnahme erledigt.',
    );
    expect(leitung.entscheidungen.satz).toBe('2 Entscheidungen festgehalten: 1 angenommen und 1 vertagt.');
    expect(leitung.entscheidungen.liste.map(({ worueber, bericht }) => [worueber, bericht])).toEqual([
      ['Sicherung kommt außer Haus', 'B1'],
      ['Neuer Serverraum', 'B1'],
    ]);
    expect(plan.entscheidungen.map(({ id, ergebnis }) => [id, ergebnis])).toEqual([
      ['EN1', 'angenommen'],
      ['EN2', 'vertagt'],
    ]);
  });
});

describe('a decision against what the law demands', () => {
  it('is recorded, and both the entry and the next report say that the duty stays', async () => {
    await answer(await at(day), 'MAN-01.02', 'nein');
    await written(await at(day), { arten: ['leitung'], file: true });
    const turnedDown = {
      ...{ titel: 'Keine Beauftragten bestellen', bericht: 'B1', ergebnis: 'abgelehnt', anmerkung: 'kein Geld' },
      ...{ 'entschieden-am': '2026-11-23', 'entschieden-von': 'Petra Vogel' },
    };
    const add = async (controls: string[]) =>
      addEntry(await at('2026-11-24'), entscheidung, { kommune, typed: { ...turnedDown, controls } });
    const stays = /^Die gesetzliche(?:n)? Pflicht(?:en)? bleib(?:t|en) bestehen \(S-\d\d/;
    expect((await add(['MAN-01.02'])).hinweise).toEqual([expect.stringMatching(stays)]);
    expect((await add(['MAN-01.03'])).hinweise).toEqual([]);
    const { dateien } = await written(await at('2026-12-01'), { arten: ['leitung'], formate: ['json'] });
    const { entscheidungen } = JSON.parse(readFileSync(dateien[0]?.pfad ?? '', 'utf8')) as LeitungData;
    expect(entscheidungen.liste.map(({ anmerkung }) => anmerkung)).toEqual([
      expect.stringMatching(/^kein Geld; Die gesetzliche/),
      'kein Geld',
    ]);
  });
});

describe('on the command line', () => {
  const run = (...args: string[]): Promise<CliResult> => runCli([...args, '--datenbank', join(folder, 'b.db')], { cwd: folder });

  it('files and lists, checks with an exit code, and wants no recipient without filing', { timeout: 180_000 }, async () => {
    const made = await run('bericht', 'erstellen', 'kdn,notfallkarte', '--kommune', kommune, '--format', 'md', '--ablegen');
    expect(made.stdout).toContain('kdn: abgelegt unter B1\nnotfallkarte: abgelegt unter B2\n');
    expect((await run('bericht', 'abgelegt', '--kommune', kommune)).stdout).toMatch(/B1 +kdn +intern/);
    const path = /^.*kdn.*\.md$/m.exec(made.stdout)?.[0] ?? '';
    const unchanged = await run('bericht', 'pruefen', path);
    expect(unchanged.exitCode, unchanged.stderr).toBe(0);
    writeFileSync(path, readFileSync(path, 'utf8').replace('Beispielhain', 'Musterau'));
    const checked = await run('bericht', 'pruefen', path);
    expect([checked.exitCode, checked.stdout]).toEqual([1, expect.stringContaining('▲ Datei verändert')]);
    const refused = await run('bericht', 'erstellen', 'kdn', '--kommune', kommune, '--empfaenger', 'Rat');
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('--empfaenger gilt nur mit --ablegen.')]);
  });
});

function writtenAgain(path: string, content: string): string {
  writeFileSync(path, content);
  return path;
}
