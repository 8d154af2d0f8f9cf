/** Jobs and runs are rows like all others: versioned, part of the record, never changed; an older database gets the tables. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Job, JobRun } from '../../src/domain/scheduled-job.ts';
import { openStore } from '../../src/store/open.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { selectSchemaProblems } from '../../src/store/schema-check.ts';
import { insertJob, insertJobVersion, insertRun, selectJobs, selectLastRun, selectRuns } from '../../src/store/zeitplan.ts';
import { takeLock } from '../../src/store/zeitplan-lock.ts';

const later = { day: '2026-12-31', before: '2027-01-01T00:00:00.000Z' };
const recording = { at: '2026-11-22T10:00:00.000Z', by: 'Zeitplan (Z1)' };
const job: Omit<Job, 'id'> = {
  art: 'netz-bewerten',
  optionen: { regelwerk: null },
  kommune: 'beispielhain',
  landkreis: null,
  wann: 'täglich 6:00',
  streuungMinuten: 0,
  verpasst: 'nachholen',
  wiederholungen: 2,
  aktiv: true,
  seit: '2026-11-22T10:00:00.000Z',
  entfernt: null,
};

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-zeitplan-store-'));
  path = join(folder, 'burgward.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a database of schema 4 gets them, and a change by hand is noticed', async () => {
  const old = new BetterSqlite3(path);
  old.exec(readFileSync(new URL('fixtures/schema-4.sql', import.meta.url), 'utf8'));
  old.close();
  const store = await openStore(path);
  expect(await selectSchemaProblems(store)).toEqual([]);
  const planned = await insertJob(store, job, '2026-11-22', recording);
  await insertJobVersion(store, { ...planned, wann: 'täglich 7:00' }, 'aendern', '2026-11-22', recording);
  expect(await selectJobs(store, later)).toEqual([{ ...job, id: 'Z1', wann: 'täglich 7:00' }]);
  const begun: JobRun = {
    auftrag: 'Z1',
    nr: 1,
    geplant: '2026-11-23T06:00:00.000Z',
    versuch: 1,
    begonnen: '2026-11-23T06:00:01.000Z',
    beendet: null,
    stand: 'laeuft',
    verpasst: 0,
    code: null,
    text: null,
    ergebnis: null,
  };
  await insertRun(store, planned, begun, '2026-11-23', recording);
  expect(await selectLastRun(store, 'Z1')).toEqual(begun);
  const ended = { ...begun, beendet: '2026-11-23T06:00:09.000Z', stand: 'fertig' as const, code: 0, ergebnis: { kommunen: [] } };
  await insertRun(store, planned, ended, '2026-11-23', recording);
  expect(await selectRuns(store, 'Z1', 10, later.before)).toEqual([ended]);
  expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
  await store.close();

  const handle = new BetterSqlite3(path);
  expect(() => handle.exec("update zeitplan_auftrag set wann = 'nie'")).toThrow(/never changed/);
  expect(() => handle.exec('delete from zeitplan_lauf')).toThrow(/never changed/);
  handle.exec("drop trigger zeitplan_lauf_no_update; update zeitplan_lauf set stand = 'gescheitert' where stand = 'fertig'");
  handle.close();
  const reopened = await openStore(path);
  const { problems } = await verifyChain(reopened, 'beispielhain', null);
  expect(problems.map(({ text }) => text).join()).toContain('zeitplan_lauf');
  await reopened.close();
});

it('one lock, one holder', () => {
  const place = { location: path };
  const unlock = takeLock(place, 'Z1');
  expect(unlock).not.toBeNull();
  expect(takeLock(place, 'Z1')).toBeNull();
  const other = takeLock(place, 'Z2');
  expect(other).not.toBeNull();
  unlock?.();
  other?.();
  const again = takeLock(place, 'Z1');
  expect(again).not.toBeNull();
  again?.();
});
