import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Assessment } from '../../src/domain/assessment.ts';
import { EnvironmentError, ForeignFileError } from '../../src/errors.ts';
import {
  insertAssessments,
  insertErhebung,
  insertErhebungClosed,
  type NewAssessment,
  selectAssessments,
  selectErhebungen,
} from '../../src/store/assessments.ts';
import {
  insertKommune,
  insertKommuneChange,
  insertRolle,
  insertRolleChange,
  selectKommune,
  selectKommunen,
  selectMerkmale,
  selectRollen,
} from '../../src/store/kommunen.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import {
  selectBegunChains,
  selectChainHash,
  selectOrphanChains,
  selectProtokoll,
  verifyChain,
} from '../../src/store/protokoll.ts';
import { selectSchemaProblems } from '../../src/store/schema-check.ts';

const beispielhain = {
  slug: 'beispielhain',
  name: 'Gemeinde Beispielhain',
  art: 'gemeinde',
  ags: '14522999',
  einwohner: 4200,
  landkreis: null,
};
const today = { day: '2026-11-22', before: '2026-11-22T23:00:00.000Z' };
const by = (at: string) => ({ at, by: 'Ines Sorbe' });

function answer(control: string, status: Assessment['status'], validFrom: string): NewAssessment {
  return {
    kommune: 'beispielhain',
    zielobjekt: 'VERBUND',
    control,
    catalogueId: 'burgward-kommunal',
    catalogueEdition: '2026.1',
    status,
    grund: null,
    begruendung: null,
    nachweis: null,
    verantwortlich: null,
    bis: null,
    saidBy: 'Ines Sorbe',
    source: 'einzelantwort',
    validFrom,
    reviewDue: '2030-01-01',
    notiz: null,
    paket: null,
    controlHash: null,
  };
}

const round = { kommune: 'beispielhain', name: 'laufende Erhebung', profil: 'einstieg', begonnen: '2025-01-01' };

let folder: string;
let path: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-store-'));
  path = join(folder, 'burgward.db');
  store = await openStore(path);
  await insertKommune(store, beispielhain, { kdn_angeschlossen: 'ja' }, '2025-01-10', by('2025-01-10T09:00:00.000Z'));
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs SQL the way somebody with the sqlite3 shell and bad intentions would: triggers dropped first. */
async function tamper(sql: string): Promise<void> {
  await store.close();
  const handle = new BetterSqlite3(path);
  handle.pragma('foreign_keys = OFF');
  const triggers = handle.prepare("select name from sqlite_schema where type = 'trigger'").all() as { name: string }[];
  for (const { name } of triggers) handle.exec(`drop trigger ${name}`);
  handle.exec(sql);
  handle.close();
  store = await openStore(path);
}

describe('state on a day', () => {
  it('shows what was recorded and true by then, and the newest truth today', async () => {
    await insertAssessments(store, [answer('WEB-01.03', 'nein', '2025-02-01')], round, by('2025-02-01T10:00:00.000Z'));
    await insertAssessments(store, [answer('WEB-01.03', 'ja', '2026-03-01')], round, by('2026-03-01T10:00:00.000Z'));
    const status = async (day: string, before: string) =>
      (await selectAssessments(store, 'beispielhain', { day, before })).map((a) => a.status);
    expect(await status('2025-01-31', '2025-01-31T23:00:00.000Z')).toEqual([]);
    expect(await status('2025-12-31', '2025-12-31T23:00:00.000Z')).toEqual(['nein']);
    expect(await status(today.day, today.before)).toEqual(['ja']);
  });

  it('an answer recorded later about an earlier day does not replace a younger truth', async () => {
    await insertAssessments(store, [answer('WEB-01.03', 'ja', '2026-03-01')], round, by('2026-03-01T10:00:00.000Z'));
    await insertAssessments(store, [answer('WEB-01.03', 'nein', '2025-06-01')], round, by('2026-04-01T10:00:00.000Z'));
    expect((await selectAssessments(store, 'beispielhain', today)).map((a) => a.status)).toEqual(['ja']);
  });

  it('keeps old versions of a Kommune and of a role', async () => {
    await insertKommuneChange(
      store,
      { ...beispielhain, einwohner: 4100 },
      { schultraeger: 'ja' },
      '2026-01-01',
      by('2026-01-01T09:00:00.000Z'),
    );
    const bfis = await insertRolle(
      store,
      {
        kommune: 'beispielhain',
        rolle: 'bfis',
        person: 'Ines Sorbe',
        ab: '2024-03-01',
        bis: null,
        bestellt: '2024-03-01',
        gemeldet: null,
      },
      by('2025-01-11T09:00:00.000Z'),
    );
    await insertRolleChange(store, { ...bfis, bis: '2026-06-30' }, 'rolle.beenden', by('2026-06-01T09:00:00.000Z'));
    expect(
      (await selectKommune(store, 'beispielhain', { day: '2025-12-31', before: '2025-12-31T23:00:00.000Z' })).einwohner,
    ).toBe(4200);
    expect((await selectKommune(store, 'beispielhain', today)).einwohner).toBe(4100);
    expect(await selectMerkmale(store, 'beispielhain', today)).toEqual({ kdn_angeschlossen: 'ja', schultraeger: 'ja' });
    expect(
      (await selectRollen(store, 'beispielhain', { day: '2026-01-01', before: '2026-01-01T23:00:00.000Z' }))[0]?.bis,
    ).toBeNull();
    expect((await selectRollen(store, 'beispielhain', today))[0]).toMatchObject({ id: 'R1', bis: '2026-06-30' });
  });

  it('opens a round for the first answer and refuses a second open one', async () => {
    const { erhebung } = await insertAssessments(
      store,
      [answer('WEB-01.03', 'ja', '2025-02-01')],
      round,
      by('2025-02-01T10:00:00.000Z'),
    );
    expect(erhebung).toMatchObject({ id: 'E1', name: 'laufende Erhebung' });
    await expect(insertErhebung(store, { ...round, name: 'Zweite' }, by('2025-03-01T10:00:00.000Z'))).rejects.toThrow(
      'läuft noch',
    );
    await insertErhebungClosed(
      store,
      { ...erhebung, abgeschlossen: '2025-03-01', fingerprint: 'f'.repeat(64) },
      by('2025-03-01T10:00:00.000Z'),
    );
    await insertErhebung(store, { ...round, name: 'Zweite' }, by('2025-03-02T10:00:00.000Z'));
    expect((await selectErhebungen(store, 'beispielhain', today)).map((e) => [e.id, e.abgeschlossen])).toEqual([
      ['E1', '2025-03-01'],
      ['E2', null],
    ]);
  });
});

describe('rows are versioned', () => {
  it.each([
    'update kommune set name = 1',
    'delete from assessment',
    'delete from protokoll',
    "update protokoll set action = 'x'",
  ])('refuses „%s“', async (sql) => {
    await insertAssessments(store, [answer('WEB-01.03', 'ja', '2025-02-01')], round, by('2025-02-01T10:00:00.000Z'));
    const handle = new BetterSqlite3(path);
    expect(() => handle.exec(sql)).toThrow();
    handle.close();
  });

  it('refuses „entbehrlich“ without a reason in the table itself', async () => {
    const dispensable = { ...answer('WEB-01.03', 'entbehrlich', '2025-02-01'), grund: 'nicht-relevant' as const };
    await expect(insertAssessments(store, [dispensable], round, by('2025-02-01T10:00:00.000Z'))).rejects.toThrow(/CHECK/);
    expect(await selectErhebungen(store, 'beispielhain', today)).toEqual([]);
  });
});

describe('Protokoll', () => {
  beforeEach(async () => {
    for (const [index, control] of ['WEB-01.03', 'BAK-01.01', 'NTZ-01.01'].entries()) {
      await insertAssessments(store, [answer(control, 'ja', '2025-02-01')], round, by(`2025-02-0${index + 1}T10:00:00.000Z`));
    }
  });

  it('verifies what was recorded and names who did what', async () => {
    const check = await verifyChain(store, 'beispielhain', null);
    expect(check).toMatchObject({ entries: 4, problems: [] });
    const entries = await selectProtokoll(store, 'beispielhain', today.before);
    expect(entries[0]).toMatchObject({ action: 'kommune.anlegen', person: 'Ines Sorbe' });
    expect(await selectChainHash(store, 'beispielhain', today.before)).toBe(check.hash);
    expect(await selectOrphanChains(store)).toEqual([]);
  });

  it.each([
    ['an altered answer', "update assessment set status = 'nein' where control = 'BAK-01.01'", 'verändert'],
    ['an altered reason', "update assessment set begruendung = 'nachgereicht' where control = 'BAK-01.01'", 'verändert'],
    ['a removed answer', "delete from assessment where control = 'BAK-01.01'", 'entfernt'],
    [
      'an inserted answer',
      "insert into assessment select null, chain, entry, recorded_at, recorded_by, valid_from, kommune, zielobjekt, 'ORG-01.01', catalogue_id, catalogue_edition, erhebung, status, grund, begruendung, nachweis, verantwortlich, bis, said_by, source, review_due, null, null, null from assessment where control = 'BAK-01.01'",
      'eingefügt',
    ],
    ['a removed entry', 'delete from protokoll where seq = 2', 'fehlt'],
    ['an altered entry', "update protokoll set action = 'nichts' where seq = 2", 'verändert'],
    ['an altered payload', "update protokoll set payload = replace(payload, 'Ines', 'Jana') where seq = 2", 'Inhalt'],
    ['an answer moved before its predecessor', 'update assessment set row_id = row_id + 100 where entry = 2', 'Reihenfolge'],
    [
      'an altered answer behind an erased payload',
      "update protokoll set payload = null, salt = null where seq = 3; update assessment set status = 'nein' where entry = 3",
      'verändert',
    ],
    [
      'a removed answer behind an erased payload',
      'update protokoll set payload = null, salt = null where seq = 3; delete from assessment where entry = 3',
      'entfernt',
    ],
    ['an altered row digest', "update protokoll set row_digests = '{}' where seq = 2", 'verändert'],
    ['an altered time', "update protokoll set recorded_at = '2025-02-02T11:00:00.000Z' where seq = 2", 'verändert'],
  ])('finds %s', async (_what, sql, word) => {
    await tamper(sql);
    const { problems } = await verifyChain(store, 'beispielhain', null);
    expect(problems.map((p) => p.text).join(' ')).toContain(word);
  });

  it('finds a cut chain and a recomputed one only against a printed hash', async () => {
    const printed = (await verifyChain(store, 'beispielhain', null)).hash;
    await tamper('delete from assessment where entry = 4; delete from protokoll where seq = 4');
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
    expect((await verifyChain(store, 'beispielhain', printed)).problems[0]?.text).toContain('neu berechnet oder gekürzt');
  });

  it('finds rows in a chain the Protokoll does not know', async () => {
    await tamper(
      "insert into merkmal values (null, 'fremdstadt', 1, '2025-02-02T11:00:00.000Z', 'X', '2025-02-02', 'fremdstadt', 'zulassungsbehoerde', 'ja')",
    );
    expect(await selectOrphanChains(store)).toEqual(['fremdstadt']);
  });

  it('moving a row does not bring back what it superseded', async () => {
    await insertAssessments(store, [answer('WEB-01.03', 'nein', '2025-02-01')], round, by('2025-02-05T10:00:00.000Z'));
    await tamper('update assessment set row_id = 999 where entry = 2');
    const current = await selectAssessments(store, 'beispielhain', today);
    expect(current.find((a) => a.control === 'WEB-01.03')?.status).toBe('nein');
  });

  it.each([
    ['drop trigger assessment_no_update', 'Schutzregel assessment_no_update fehlt.'],
    ['create table beifang (a)', 'Tabelle beifang gehört nicht zu burgward.'],
    [
      "drop view assessment_aktuell; create view assessment_aktuell as select * from assessment where status = 'ja'",
      'Sicht assessment_aktuell wurde verändert.',
    ],
  ])('finds an altered schema: %s', async (change, words) => {
    expect(await selectSchemaProblems(store)).toEqual([]);
    const handle = new BetterSqlite3(path);
    handle.exec(change);
    handle.close();
    expect(await selectSchemaProblems(store)).toEqual([words]);
  });

  it('knows from the system which chains were begun', async () => {
    expect(await selectBegunChains(store)).toEqual(['beispielhain']);
    expect((await verifyChain(store, '_system', null)).problems).toEqual([]);
  });

  it('still verifies when a payload was erased', async () => {
    await store.close();
    const handle = new BetterSqlite3(path);
    handle.exec('update protokoll set payload = null, salt = null where seq = 3');
    handle.close();
    store = await openStore(path);
    expect(await verifyChain(store, 'beispielhain', null)).toMatchObject({ problems: [], erased: [3] });
  });

  it('keeps one chain per Kommune', async () => {
    await insertKommune(
      store,
      { ...beispielhain, slug: 'musterau', ags: '14522998' },
      {},
      '2025-02-05',
      by('2025-02-05T09:00:00.000Z'),
    );
    expect((await verifyChain(store, 'musterau', null)).entries).toBe(1);
    expect((await verifyChain(store, 'beispielhain', null)).entries).toBe(4);
  });
});

describe('two processes writing at once', () => {
  it('lose nothing', async () => {
    const script = `
      import { openStore } from '${join(import.meta.dirname, '../../src/store/open.ts')}';
      import { insertRolle } from '${join(import.meta.dirname, '../../src/store/kommunen.ts')}';
      const store = await openStore(process.argv[1]);
      for (let i = 0; i < 40; i++) await insertRolle(store, { kommune: 'beispielhain', rolle: 'it-leitung', person: process.argv[2] + i, ab: '2025-01-01', bis: null, bestellt: null, gemeldet: null }, { at: new Date().toISOString(), by: 'Test' });
      await store.close();`;
    const run = (name: string) =>
      new Promise<number | null>((done) => {
        spawn(process.execPath, ['--input-type=module-typescript', '-e', script, path, name], { stdio: 'ignore' }).on(
          'close',
          done,
        );
      });
    expect(await Promise.all([run('A'), run('B')])).toEqual([0, 0]);
    const rollen = await selectRollen(store, 'beispielhain', { day: '2099-01-01', before: '2099-01-01T00:00:00.000Z' });
    expect(new Set(rollen.map((r) => r.id)).size).toBe(80);
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
  }, 60_000);
});

describe('files that are not ours', () => {
  const open = async (file: string) => (await openStore(file)).close();

  it('refuses a text file', async () => {
    const file = join(folder, 'liste.db');
    writeFileSync(file, 'Name;Antwort\n'.repeat(100));
    await expect(open(file)).rejects.toThrow(ForeignFileError);
    expect(readFileSync(file, 'utf8')).toContain('Name;Antwort');
  });

  it('refuses a database of another program and one from a newer burgward', async () => {
    const foreign = join(folder, 'fremd.db');
    const handle = new BetterSqlite3(foreign);
    handle.exec('create table t (a)');
    handle.close();
    await expect(open(foreign)).rejects.toThrow('keine Datenbank von burgward');
    await store.close();
    const newer = new BetterSqlite3(path);
    newer.pragma('user_version = 99');
    newer.close();
    await expect(open(path)).rejects.toThrow('neueren Version');
  });

  it('refuses a truncated file and leaves it alone', async () => {
    await store.close();
    const cut = join(folder, 'kurz.db');
    copyFileSync(path, cut);
    truncateSync(cut, statSync(path).size - 5000);
    await expect(open(cut)).rejects.toThrow('unvollständig');
  });

  it('says that a locked database is locked', async () => {
    const holder = new BetterSqlite3(path);
    holder.exec('begin exclusive');
    await expect(
      insertRolle(
        store,
        { kommune: 'beispielhain', rolle: 'bfis', person: 'X', ab: '2025-01-01', bis: null, bestellt: null, gemeldet: null },
        by('2025-02-02T10:00:00.000Z'),
      ),
    ).rejects.toThrow(EnvironmentError);
    holder.exec('rollback');
    holder.close();
  }, 20_000);

  it('creates the file readable for its owner only', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is a plain SQLite file the sqlite3 shell can read', async () => {
    expect(await selectKommunen(store, today)).toHaveLength(1);
    const { stdout, error } = spawnSync('sqlite3', [path, 'select name from kommune_aktuell'], { encoding: 'utf8' });
    if (error !== undefined && process.env['CI'] !== 'true') return console.info('not tested, sqlite3 is not installed');
    expect(stdout.trim()).toBe('Gemeinde Beispielhain');
  });
});
