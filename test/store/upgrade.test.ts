/** A database of an earlier release is brought up to date: nothing is lost, a copy stays beside it, the record still verifies. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { selectAssessments } from '../../src/store/assessments.ts';
import { selectFreigaben } from '../../src/store/freigaben.ts';
import { insertSupplement, selectSupplements } from '../../src/store/katalog-zusatz.ts';
import { selectKommune, selectRollen } from '../../src/store/kommunen.ts';
import { openStore, schemaVersion } from '../../src/store/open.ts';
import { peekSupplements } from '../../src/store/peek-supplements.ts';
import { verifyChain } from '../../src/store/protokoll.ts';

const later = { day: '2026-12-31', before: '2027-01-01T00:00:00.000Z' };

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-upgrade-'));
  path = join(folder, 'burgward.db');
  const handle = new BetterSqlite3(path);
  handle.exec(readFileSync(new URL('fixtures/schema-1.sql', import.meta.url), 'utf8'));
  handle.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a database of schema 1 keeps everything and gets the new table', async () => {
  const store = await openStore(path);
  expect(await selectKommune(store, 'beispielhain', later)).toMatchObject({ name: 'Gemeinde Beispielhain' });
  expect(await selectRollen(store, 'beispielhain', later)).toMatchObject([{ rolle: 'bfis', person: 'Jan Krause' }]);
  const answers = await selectAssessments(store, 'beispielhain', later);
  expect(answers.map(({ control, status }) => [control, status])).toEqual(
    expect.arrayContaining([
      ['BAK-01.02', 'teilweise'],
      ['KDN-01.10', 'nein'],
    ]),
  );
  expect(await selectFreigaben(store, 'beispielhain', later)).toMatchObject([{ id: 'F1' }]);
  expect(await verifyChain(store, 'beispielhain', null)).toMatchObject({
    entries: 6,
    problems: [],
    hash: '4ad283a5f354d7d399d84a6ea034aa329c2c4cbeec2a273abbabb74b1b8a4f53',
  });
  expect(await selectSupplements(store, later)).toEqual([]);
  await store.close();

  const version = (file: string) => new BetterSqlite3(file, { readonly: true }).pragma('user_version', { simple: true });
  expect(version(path)).toBe(schemaVersion);
  expect(version(`${path}.schema-1.kopie`)).toBe(1);
});

it('opening it a second time changes nothing more', async () => {
  await (await openStore(path)).close();
  rmSync(`${path}.schema-1.kopie`);
  await (await openStore(path)).close();
  expect(existsSync(`${path}.schema-1.kopie`)).toBe(false);
});

it('a look at the catalogue alone does not migrate', async () => {
  expect(await peekSupplements(path, async () => later)).toEqual([]);
  expect(new BetterSqlite3(path, { readonly: true }).pragma('user_version', { simple: true })).toBe(1);
});

it('the new table refuses changes, and its rows are part of the record', async () => {
  const store = await openStore(path);
  const supplement = { id: 'hausregeln', title: 'Hausregeln', bausteine: [], controls: [], frameworks: [] };
  const recording = { at: '2026-11-22T10:00:00.000Z', by: 'Ines Sorbe' };
  await insertSupplement(store, { supplement, source: 'regeln.csv', hash: 'a'.repeat(64), validFrom: '2026-11-22' }, recording);
  expect(await verifyChain(store, '_system', null)).toMatchObject({ entries: 2, problems: [] });
  await store.close();
  const handle = new BetterSqlite3(path);
  expect(() => handle.exec("update katalog_zusatz set titel = 'x'")).toThrow(/never changed/);
  expect(() => handle.exec('delete from katalog_zusatz')).toThrow(/never changed/);
  handle.exec("drop trigger katalog_zusatz_no_update; update katalog_zusatz set titel = 'x'");
  handle.close();
  const reopened = await openStore(path);
  const { problems } = await verifyChain(reopened, '_system', null);
  expect(problems.map(({ text }) => text).join()).toContain('katalog_zusatz');
  await reopened.close();
});
