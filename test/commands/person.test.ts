/** What is recorded about a person can be shown, and taken out so that the record still verifies and nothing of it is left in the file. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nameMatcher } from '../../src/domain/person-name.ts';
import { namesPeople, reachedBy } from '../../src/domain/personal-fields.ts';
import { registers } from '../../src/domain/registers/index.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { recordChange } from '../../src/store/protokoll.ts';
import { selectSchemaProblems } from '../../src/store/schema-check.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { closeErhebung, verifyErhebung } from '../../src/usecases/erhebungen.ts';
import { addEvidence } from '../../src/usecases/evidence.ts';
import { grantFreigabe } from '../../src/usecases/freigaben.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { takeNote } from '../../src/usecases/notes.ts';
import { erasePerson, previewErasure } from '../../src/usecases/person-erasure.ts';
import { disclosePerson } from '../../src/usecases/personal-data.ts';
import { showProtokoll, verifyProtokoll } from '../../src/usecases/protokoll.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { addEntry, changeEntry, listEntries } from '../../src/usecases/registers.ts';
import { assignRole, endRole } from '../../src/usecases/rollen.ts';
import { rounds, seed, timeLimitMs } from '../campaign.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const day = '2026-04-01';
const jana = 'Jana Muster';
const grund = 'Antrag vom 30. März';

let folder: string;
let database: string;
let store: Store;
let context: Context;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-person-'));
  database = join(folder, 'burgward.db');
  store = await openStore(database);
  context = await contextOn(store, day);
  for (const slug of ['beispielhain', 'musterau']) {
    const kommune = { slug, name: `Stadt ${slug}`, art: 'stadt', ags: null, einwohner: 4200, landkreis: null };
    await createKommune(context, kommune, {});
  }
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const register = (id: string) => {
  const found = registers.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

const entry = (values: Record<string, string>) => ({
  kommune: 'beispielhain',
  typed: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, [value]])),
});

/** Jana in everything an officer writes people into, and in words of others. */
async function recordJana(): Promise<void> {
  const byJana = { ...context, person: 'jmuster' };
  await assignRole(context, {
    kommune: 'beispielhain',
    rolle: 'bfis',
    person: jana,
    ab: '2025-01-01',
    bestellt: null,
    gemeldet: null,
  });
  await endRole(context, 'beispielhain', 'R1', '2026-03-31');
  const answer = { kommune: 'beispielhain', control: 'BAK-01.05', source: 'einzelantwort' } as const;
  await recordAssessment(byJana, { ...answer, status: 'nein', verantwortlich: jana, gesagtVon: jana, bis: '2026-12-31' });
  await recordAssessment(context, { ...answer, status: 'teilweise', begruendung: 'Laut Jana Muster fehlt der Test.' });
  await addEntry(
    context,
    register('kontakt'),
    entry({ stelle: 'bfis', name: jana, telefon: '03521 12345', mail: 'jm@beispielhain.example' }),
  );
  await changeEntry(context, register('kontakt'), { ...entry({ hinweis: 'vormittags' }), id: 'KO1' });
  await addEntry(context, register('massnahme'), entry({ titel: 'Sicherung testen', verantwortlich: 'jana  muster (IT)' }));
  await takeNote(context, { text: 'Jana Musters Vertretung klären', kommune: 'musterau' });
  await grantFreigabe(context, {
    kommune: 'musterau',
    ziele: ['192.0.2.7'],
    von: day,
    bis: day,
    durch: jana,
    blickwinkel: 'internet',
    kdnInformiert: false,
  });
  writeFileSync(join(folder, 'Bestellung Jana Muster.pdf'), 'Bestellung');
  await addEvidence(context, {
    file: join(folder, 'Bestellung Jana Muster.pdf'),
    titel: 'Bestellung',
    datum: day,
    kommunen: ['beispielhain'],
    controls: ['BAK-01.05'],
  });
  await closeErhebung(context, 'beispielhain', { unterzeichnetVon: jana });
}

const order = (more = {}) => ({ person: jana, kennungen: ['jmuster'], grund, mitFreitext: false, ...more });

const valid = async () => {
  const { inOrdnung, ketten } = await verifyProtokoll(context, undefined, undefined);
  return { inOrdnung, probleme: ketten.flatMap(({ probleme }) => probleme) };
};

/** Bytes of the database and its log, as a text to search in. */
const fileText = () =>
  [database, `${database}-wal`].map((path) => (existsSync(path) ? readFileSync(path).toString('utf8') : '')).join('\n');

describe('person auskunft', () => {
  it('finds the person in every place and nobody else, and writes a page with its mark', async () => {
    await recordJana();
    await takeNote(context, { text: 'Jana Muster-Meier und Tatjana Muster anrufen', kommune: 'musterau' });
    const result = await disclosePerson(context, order(), join(folder, 'aus'));
    commandSchemas['person auskunft']?.parse(result);
    const places = result.angaben.map(({ kommune, bereich, feld, art }) => `${kommune} ${bereich} ${feld} ${art}`);
    expect(new Set(places)).toEqual(
      new Set([
        'beispielhain Rollen Person person',
        'beispielhain Antworten Verantwortlich person',
        'beispielhain Antworten Gesagt von person',
        'beispielhain Antworten Begründung freitext',
        'beispielhain Register Name person',
        'beispielhain Register Telefon person',
        'beispielhain Register E-Mail person',
        'beispielhain Register Verantwortlich person',
        'beispielhain Erhebungen Unterzeichnet von person',
        'musterau Notizen Text freitext',
        'musterau Freigaben Erteilt von person',
        'null Nachweise Dateiname freitext',
      ]),
    );
    expect(result.angaben.find(({ feld }) => feld === 'Name')).toMatchObject({ eintrag: 'kontakt KO1', fassungen: 2 });
    expect(result.erfasst).toContainEqual({ kommune: 'beispielhain', bereich: 'Antworten', anzahl: 1, von: day, bis: day });
    const [page, json] = result.dateien.map(({ pfad }) => pfad);
    expect(readFileSync(page ?? '', 'utf8')).toMatch(/Nicht öffentlich[\s\S]*Laut Jana Muster fehlt/);
    expect(JSON.parse(readFileSync(json ?? '', 'utf8'))).toMatchObject({ vertraulichkeit: 'Nicht öffentlich', person: jana });
    expect(statSync(page ?? '').mode & 0o077).toBe(0);
  });
});

describe('person loeschen', () => {
  it('takes the person out of every field, and the record says when and why and still verifies', async () => {
    await recordJana();
    const before = await verifyProtokoll(context, undefined, undefined);
    expect(before.inOrdnung).toBe(true);
    const preview = await previewErasure(context, order());
    commandSchemas['person loeschen']?.parse(preview);
    expect(fileText()).toContain('03521 12345');
    const result = await erasePerson(context, order());
    commandSchemas['person loeschen']?.parse(result);
    expect(result).toMatchObject({ probe: false, ketten: preview.ketten, bereinigt: true });
    expect(result.bezeichnung).toMatch(/^Person [0-9a-f]{4}$/);
    expect(await valid()).toEqual({ inOrdnung: true, probleme: [] });
    expect(await selectSchemaProblems(store)).toEqual([]);
    const { ketten } = await verifyProtokoll(context, undefined, undefined);
    const ours = ketten.find(({ kette }) => kette === 'beispielhain');
    expect(ours?.loeschungen).toMatchObject([{ bezeichnung: result.bezeichnung, grund, mitFreitext: false }]);
    for (const { kette, pruefsumme } of before.ketten)
      expect((await verifyProtokoll(context, kette === '_system' ? undefined : kette, pruefsumme ?? '')).inOrdnung).toBe(true);
    const left = await disclosePerson(context, order(), null);
    expect(left.angaben.map(({ bereich, art }) => `${bereich} ${art}`)).toEqual(
      expect.arrayContaining(['Antworten freitext', 'Notizen freitext', 'Nachweise freitext']),
    );
    expect(left.angaben.filter(({ art }) => art === 'person')).toEqual([]);
    expect(left.erfasst).toEqual([]);
    expect(fileText()).not.toMatch(/jmuster|03521 12345|jm@beispielhain/);
    const { entries } = await listEntries(context, register('kontakt'), { kommune: 'beispielhain', all: false, where: {} });
    expect(entries[0]?.angaben).toMatchObject({ name: result.bezeichnung, hinweis: 'vormittags' });
    const said = await showProtokoll(context, 'beispielhain');
    expect(said.find(({ vorgang }) => vorgang === 'person.loeschen')).toMatchObject({ person: 'Ines Sorbe' });
    expect(said.map(({ person }) => person)).toContain(result.bezeichnung);
    expect(said.every(({ inhalt }) => inhalt !== null)).toBe(true);
  });

  it('with --mit-freitext nothing of the name is left in the file, and the signed round is explained', async () => {
    await recordJana();
    expect(await verifyErhebung(context, 'beispielhain', 'E1')).toMatchObject({ ergebnis: 'stimmt' });
    await erasePerson(context, order({ mitFreitext: true }));
    expect(fileText().toLowerCase()).not.toMatch(/jana\s+muster|jmuster/);
    expect(await disclosePerson(context, order(), null)).toMatchObject({ angaben: [], erfasst: [] });
    const round = await verifyErhebung(context, 'beispielhain', 'E1');
    expect(round).toMatchObject({ ergebnis: 'stimmt', text: expect.stringContaining('gelöscht') });
    expect(round.berechnet).not.toBe(round.pruefsumme);
    expect(await valid()).toEqual({ inOrdnung: true, probleme: [] });
  });

  it('who erased can be erased later, and a name that is gone leaves everything as it is', async () => {
    await recordJana();
    await erasePerson(context, order({ mitFreitext: true }));
    const other = { ...context, person: 'Jan Krause' };
    await erasePerson(other, { person: 'Ines Sorbe', kennungen: [], grund, mitFreitext: true });
    expect(await valid()).toEqual({ inOrdnung: true, probleme: [] });
    expect(fileText()).not.toContain('Ines Sorbe');
    const again = await erasePerson(other, order());
    expect(again).toMatchObject({ bezeichnung: null, ketten: [], bereinigt: true });
    expect(await valid()).toEqual({ inOrdnung: true, probleme: [] });
  });

  it('does not hide a change: neither one before nor one after goes unseen', async () => {
    await recordJana();
    await erasePerson(context, order());
    const tamper = (statement: string) => {
      const handle = new BetterSqlite3(database);
      const { sql } = handle.prepare("select sql from sqlite_schema where name = 'assessment_no_update'").get() as {
        sql: string;
      };
      handle.exec(`drop trigger assessment_no_update; ${statement}; ${sql}`);
      handle.close();
    };
    tamper("update assessment set status = 'ja' where verantwortlich is not null");
    expect((await valid()).probleme).toMatchObject([{ text: 'Tabelle assessment: Eine Zeile wurde verändert.' }]);
    await expect(erasePerson({ ...context, person: 'Jan Krause' }, { ...order(), person: 'Ines Sorbe' })).rejects.toThrow(
      'stimmt nicht mit der Datenbank überein',
    );
    expect(fileText()).toContain('Ines Sorbe');
  });

  it.each([
    ['who acts', { person: 'Ines Sorbe' }, 'sich selbst löschen'],
    ['a reason with the name', { grund: 'Jana Muster will es' }, 'Der Grund nennt die Person'],
    ['no reason', { grund: ' ' }, 'Es fehlt der Grund'],
    ['two letters', { person: 'JM' }, 'zu kurz'],
  ])('refuses %s', async (_, change, message) => {
    await expect(erasePerson(context, order(change))).rejects.toThrow(message);
  });

  it('refuses whoever still holds a role', async () => {
    await assignRole(context, { kommune: 'musterau', rolle: 'bfis', person: jana, ab: day, bestellt: null, gemeldet: null });
    await expect(previewErasure(context, order())).rejects.toThrow('hat in musterau noch die Rolle bfis');
  });

  it('on the command line asks, shows, and removes only with --ja', { timeout: 240_000 }, async () => {
    await recordJana();
    await store.close();
    const run = (...args: string[]) => runCli(['person', ...args, '--datenbank', database, '--person', 'Ines Sorbe']);
    const refused = await run('loeschen', jana, '--grund', grund);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--ja') });
    const done = await run('loeschen', jana, '--kennung', 'jmuster', '--grund', grund, '--ja');
    expect(done).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/„Person [0-9a-f]{4}“/) });
    expect(done.stderr).toContain('Sicherungen');
    const proved = await runCli(['protokoll', 'pruefen', '--datenbank', database]);
    expect(proved).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/Löschung [0-9a-f]{4} am .*Grund: Antrag vom 30. März/),
    });
    store = await openStore(database);
  });

  it('holds for random histories and removals in any order', { timeout: timeLimitMs(120_000) }, async () => {
    const people = ['Jana Muster', 'Jan Krause', 'Olga d’Or', 'Ünal Öz', 'R.* (x)'];
    const person = fc.constantFrom(...people);
    const change = fc.record({
      chain: fc.constantFrom('beispielhain', 'musterau'),
      by: person,
      text: fc.tuple(fc.string({ maxLength: 20 }), person).map(([text, name]) => `${text} ${name}: ${text}`),
      named: person,
      phone: fc.integer({ min: 100_000, max: 999_999 }),
      rows: fc.integer({ min: 1, max: 3 }),
    });
    const step = fc.oneof(
      { weight: 4, arbitrary: change },
      { weight: 1, arbitrary: fc.record({ erase: person, mitFreitext: fc.boolean() }) },
    );
    let minute = 0;
    const history = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async (steps) => {
      const erased = new Map<string, boolean>();
      for (const one of steps) {
        if ('erase' in one) {
          await erasePerson(
            { ...context, person: 'Datenschutz' },
            { person: one.erase, kennungen: [], grund, mitFreitext: one.mitFreitext },
          );
          erased.set(one.erase, one.mitFreitext);
          expect(await valid()).toEqual({ inOrdnung: true, probleme: [] });
          const left = await disclosePerson(context, { person: one.erase, kennungen: [] }, null);
          expect(left.erfasst).toEqual([]);
          expect(left.angaben.filter(({ art }) => one.mitFreitext || art === 'person')).toEqual([]);
          if (one.mitFreitext) expect(fileText()).not.toContain(one.erase);
          continue;
        }
        minute += 1;
        const at = new Date(Date.UTC(2026, 3, 1, 13) + minute * 60_000).toISOString();
        await recordChange(store, one.chain, 'massnahme.anlegen', `von ${one.by}`, { at, by: one.by }, async (writer) => {
          for (let row = 0; row < one.rows; row += 1) {
            const shared = { kommune: one.chain, valid_from: day };
            await writer.insert('notiz', { ...shared, id: `M${minute}-${row}`, text: one.text, stand: 'offen' });
            const angaben = JSON.stringify({
              stelle: 'it',
              name: one.named,
              telefon: String(one.phone),
              zahl: 4.5,
              liste: [one.text],
            });
            await writer.insert('register_eintrag', { ...shared, register: 'kontakt', id: `KO${minute}-${row}`, angaben });
          }
        });
      }
      expect(await valid()).toEqual({ inOrdnung: true, probleme: [] });
    });
    await fc.assert(history, { numRuns: rounds(12), seed });
  });
});

describe('names', () => {
  const matcher = nameMatcher(['Jana Muster', 'jmuster']);
  it.each([
    ['Jana Muster', 'X'],
    ['JANA  MUSTER, IT', 'X, IT'],
    ['Jana Musters Büro', 'X Büro'],
    ['jmuster@beispielhain.example', 'X@beispielhain.example'],
    ['Tatjana Muster', null],
    ['Jana Mustermann', null],
    ['Jana Muster-Meier', null],
    ['Anna-Jana Muster', null],
  ])('%s', (text, replaced) => {
    expect(matcher.mentions(text)).toBe(replaced !== null);
    expect(matcher.replace(text, 'X')).toBe(replaced ?? text);
  });

  it('found however an umlaut is composed, and a name full of signs is no pattern', () => {
    expect(nameMatcher(['Jörg Größer']).mentions('Jo\u0308rg Gro\u0308ßer')).toBe(true);
    expect(nameMatcher(['a.*b']).mentions('axxb')).toBe(false);
  });
});

it('every field of a register that asks for people is known as such', () => {
  const asking = /^(wer |Name der )(?!warum)/;
  for (const { id, fields } of registers) {
    for (const field of fields) {
      if (field.kind !== 'text' || !asking.test(field.help) || field.help.includes('was entschieden')) continue;
      if (field.id === 'datenschutz-ohne-meldung') continue;
      expect(namesPeople(id, field.id), `${id} ${field.id}`).toBe(true);
      for (const reach of reachedBy(id, field.id)) expect(fields.find((each) => each.id === reach)?.required).toBeUndefined();
    }
  }
});
