/** A database of an earlier release is brought up to date: nothing is lost, a copy stays beside it, the record still verifies. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selectAssessments } from '../../src/store/assessments.ts';
import { selectFreigaben } from '../../src/store/freigaben.ts';
import { insertSupplement, selectSupplements } from '../../src/store/katalog-zusatz.ts';
import { selectKommune, selectRollen } from '../../src/store/kommunen.ts';
import { openStore, schemaVersion } from '../../src/store/open.ts';
import { peekSupplements } from '../../src/store/peek-supplements.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { insertLocalRow, selectLocalRows } from '../../src/store/rahmenwerk-zeilen.ts';
import { selectSchemaProblems } from '../../src/store/schema-check.ts';

const later = { day: '2026-12-31', before: '2027-01-01T00:00:00.000Z' };

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-upgrade-'));
  path = join(folder, 'burgward.db');
  restore(1);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts a database of an earlier schema in place. */
function restore(version: number): void {
  rmSync(path, { force: true });
  const handle = new BetterSqlite3(path);
  handle.exec(readFileSync(new URL(`fixtures/schema-${version}.sql`, import.meta.url), 'utf8'));
  handle.close();
}

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

describe.each([1, 2])('from schema %i', (version) => {
  beforeEach(() => restore(version));

  it('the schema is in the end the one of a new database, and a copy of the old one stays', async () => {
    const store = await openStore(path);
    expect(await selectSchemaProblems(store)).toEqual([]);
    for (const chain of ['_system', 'beispielhain']) expect((await verifyChain(store, chain, null)).problems).toEqual([]);
    await store.close();
    expect(
      new BetterSqlite3(`${path}.schema-${version}.kopie`, { readonly: true }).pragma('user_version', { simple: true }),
    ).toBe(version);
  });

  it('rows of the connection conditions can be recorded, versioned and never changed', async () => {
    const store = await openStore(path);
    expect(await selectLocalRows(store, 'beispielhain', later)).toEqual([]);
    const row = { kommune: 'beispielhain', framework: 'kdn', item: 'K-07', reference: null, validFrom: '2026-11-22' };
    const recording = { at: '2026-11-22T10:00:00.000Z', by: 'Ines Sorbe' };
    await insertLocalRow(store, { ...row, applies: 'ja', reason: null }, recording);
    await insertLocalRow(store, { ...row, applies: 'nein', reason: 'Kein Funk.' }, recording);
    expect(await selectLocalRows(store, 'beispielhain', later)).toEqual([{ ...row, applies: 'nein', reason: 'Kein Funk.' }]);
    expect(await selectLocalRows(store, 'beispielhain', { ...later, day: '2026-11-21' })).toEqual([]);
    await expect(insertLocalRow(store, { ...row, applies: 'nein', reason: null }, recording)).rejects.toThrow(/CHECK/);
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
    await store.close();

    const handle = new BetterSqlite3(path);
    expect(() => handle.exec("update rahmenwerk_zeilen set gilt = 'ja'")).toThrow(/never changed/);
    expect(() => handle.exec('delete from rahmenwerk_zeilen')).toThrow(/never changed/);
    handle.exec("drop trigger rahmenwerk_zeilen_no_update; update rahmenwerk_zeilen set grund = 'x' where gilt = 'nein'");
    handle.close();
    const reopened = await openStore(path);
    const { problems } = await verifyChain(reopened, 'beispielhain', null);
    expect(problems.map(({ text }) => text).join()).toContain('rahmenwerk_zeilen');
    await reopened.close();
  });
});

it('a database of schema 2 keeps the conditions that were read in', async () => {
  restore(2);
  const store = await openStore(path);
  const [own] = await selectSupplements(store, later);
  expect(own).toMatchObject({ source: 'bedingungen.csv', validFrom: '2026-01-15', supplement: { id: 'kdn' } });
  expect(own?.supplement.frameworks[0]?.items.map(({ id }) => id)).toEqual(['A-1', 'A-3']);
  expect(await selectAssessments(store, 'beispielhain', later)).toMatchObject([{ control: 'KDN-01.01', status: 'teilweise' }]);
  await store.close();
});
