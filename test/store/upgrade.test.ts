/** A database of an earlier release is brought up to date: nothing is lost, a copy stays beside it, the record still verifies. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selectAssessments } from '../../src/store/assessments.ts';
import { selectFreigaben } from '../../src/store/freigaben.ts';
import { insertSupplement, selectSupplements } from '../../src/store/katalog-zusatz.ts';
import { selectKommune, selectRollen } from '../../src/store/kommunen.ts';
import { insertDelivery, insertRecipient, selectRecipients } from '../../src/store/nachrichten.ts';
import {
  insertNetzlauf,
  selectBelege,
  selectCurrentFindings,
  selectNetzlaeufe,
  selectObservations,
} from '../../src/store/netzlaeufe.ts';
import { openStore, schemaVersion } from '../../src/store/open.ts';
import { peekSupplements } from '../../src/store/peek-supplements.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { insertLocalRow, selectLocalRows } from '../../src/store/rahmenwerk-zeilen.ts';
import { selectEntries } from '../../src/store/register-entries.ts';
import { selectSchemaProblems } from '../../src/store/schema-check.ts';
import { insertJob, selectJobs } from '../../src/store/zeitplan.ts';

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

describe.each([1, 2, 4, 7])('from schema %i', (version) => {
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

it('a database of schema 7 keeps its registers and its schedule', async () => {
  restore(7);
  const store = await openStore(path);
  expect(await selectEntries(store, later, { kommune: 'beispielhain', register: 'massnahme' })).toMatchObject([
    { id: 'MN1', values: { titel: 'Sicherung auslagern', faellig: '2027-01-31', 'kosten-einmalig': 2400 } },
  ]);
  expect(await selectJobs(store, later)).toMatchObject([{ id: 'Z1', art: 'sicherung' }]);
  await store.close();
});

it('from schema 7 on: the jobs stay number for number, a further kind is possible, and none can be changed', async () => {
  restore(7);
  const rows = () => new BetterSqlite3(path, { readonly: true }).prepare('select * from zeitplan_auftrag order by row_id').all();
  const before = rows();
  const store = await openStore(path);
  expect(rows()).toEqual(before);
  const [old] = await selectJobs(store, later);
  if (old === undefined) throw new Error('no job in the fixture');
  const recording = { at: '2026-11-22T10:00:00.000Z', by: 'Ines Sorbe' };
  const job = await insertJob(store, { ...old, art: 'nachrichten', optionen: {} }, '2026-11-22', recording);
  expect(job.id).toBe('Z2');
  const about = { weg: 'mail' as const, ziel: 'it@beispielhain.example', kommunen: null, arten: ['befunde' as const], tage: 14 };
  const limits = { pauseStunden: 24, hoechstens: 6, tlp: 'amber' as const, seit: recording.at, entfernt: null };
  const recipient = await insertRecipient(store, { ...about, ...limits }, '2026-11-22', recording);
  expect(await selectRecipients(store, later)).toEqual([recipient]);
  const failed = { empfaenger: recipient.id, nr: 1, um: recording.at, stand: 'gescheitert' as const, gemeldet: [], erledigt: [] };
  await insertDelivery(store, { ...failed, sha256: null, fehler: 'zu' }, '2026-11-22', recording);
  await expect(insertDelivery(store, { ...failed, nr: 2, sha256: null, fehler: null }, '2026-11-22', recording)).rejects.toThrow(
    /CHECK/,
  );
  for (const chain of ['_system', 'beispielhain']) expect((await verifyChain(store, chain, null)).problems).toEqual([]);
  await store.close();
  const handle = new BetterSqlite3(path);
  for (const table of ['zeitplan_auftrag', 'nachricht_empfaenger', 'nachricht_zustellung'])
    expect(() => handle.exec(`delete from ${table}`)).toThrow(/never changed/);
  handle.exec("drop trigger nachricht_empfaenger_no_update; update nachricht_empfaenger set ziel = 'fremd@boese.example'");
  handle.close();
  const reopened = await openStore(path);
  expect((await verifyChain(reopened, '_system', null)).problems.map(({ text }) => text).join()).toContain(
    'nachricht_empfaenger',
  );
  await reopened.close();
});

describe('observations of schema 4', () => {
  beforeEach(() => restore(4));

  it('stay readable beside new, compressed ones, and the record holds over both', async () => {
    const store = await openStore(path);
    const old = await selectObservations(store, 'beispielhain', ['L1']);
    expect(old.map(({ observation }) => observation.kind)).toEqual(['port-scan', 'tls']);
    expect(await selectFreigaben(store, 'beispielhain', later)).toMatchObject([
      { id: 'F1', durch: 'Jana Muster, Bürgermeisterin' },
    ]);
    const [run] = await selectNetzlaeufe(store, 'beispielhain', later);
    const [first] = old;
    if (run === undefined || first === undefined) throw new Error('no run in the fixture');

    const at = '2026-11-22T10:00:00.000Z';
    const closed = { ...first.observation, at } as typeof first.observation;
    if (closed.kind === 'port-scan' && closed.outcome.seen)
      closed.outcome = {
        seen: true,
        data: { ...closed.outcome.data, ports: closed.outcome.data.ports.map((p) => ({ ...p, state: 'closed' })) },
      };
    const xml = Buffer.from('<nmaprun/>');
    const hash = createHash('sha256').update(xml).digest('hex');
    const beleg = {
      art: 'nmap-xml',
      werkzeug: 'nmap 7.93',
      argv: ['nmap'],
      sha256: hash,
      bytes: xml.length,
      gzip: gzipSync(xml),
    };
    const tooLarge = { ...beleg, gzip: null };
    await insertNetzlauf(store, run, [closed], [], '2026-11-22', { at, by: 'Ines Sorbe' }, [beleg, tooLarge]);
    const [again] = await selectObservations(store, 'beispielhain', ['L2']);
    expect(again?.observation).toEqual(closed);
    const evidence = await selectBelege(store, 'beispielhain', 'L2', later);
    expect(evidence).toMatchObject([{ sha256: hash, bytes: 10 }, { gzip: null }]);
    expect(gunzipSync(evidence[0]?.gzip ?? xml).toString()).toBe('<nmaprun/>');
    // The old finding about port 443 ends with the scan that found it closed, and was there the day before.
    expect(await selectCurrentFindings(store, 'beispielhain', later)).toEqual([]);
    const before = { day: '2026-11-21', before: '2026-11-21T23:00:00.000Z' };
    expect(await selectCurrentFindings(store, 'beispielhain', before)).toMatchObject([{ check: 'tls-protocol-version' }]);
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
    await store.close();
  });

  it.each([
    ['observation', 'gzip'],
    ['netzlauf_beleg', 'gzip'],
  ])('one byte changed in %s.%s is noticed', async (table, column) => {
    const store = await openStore(path);
    const [run] = await selectNetzlaeufe(store, 'beispielhain', later);
    const [first] = await selectObservations(store, 'beispielhain', ['L1']);
    if (run === undefined || first === undefined) throw new Error('no run in the fixture');
    const bytes = gzipSync('x');
    const beleg = { art: 'nmap-xml', werkzeug: null, argv: [], sha256: 'a'.repeat(64), bytes: 1, gzip: bytes };
    await insertNetzlauf(store, run, [first.observation], [], '2026-11-22', { at: '2026-11-22T10:00:00.000Z', by: 'x' }, [beleg]);
    await store.close();
    const handle = new BetterSqlite3(path);
    expect(() => handle.exec(`update ${table} set ${column} = x'00'`)).toThrow(/never changed/);
    handle.exec(`drop trigger ${table}_no_update; update ${table} set ${column} = x'1f8b' where ${column} is not null`);
    handle.close();
    const reopened = await openStore(path);
    const { problems } = await verifyChain(reopened, 'beispielhain', null);
    expect(problems.map(({ text }) => text).join()).toContain(`Tabelle ${table}: Eine Zeile wurde verändert`);
    if (table === 'observation') await expect(selectObservations(reopened, 'beispielhain', ['L2'])).rejects.toThrow('beschädigt');
    await reopened.close();
  });
});
