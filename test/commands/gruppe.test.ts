/** Groups, and Kommunen whose administration another one carries out: what is said once holds for many, and says where it is from. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorJson } from '../../src/cli/report-error.ts';
import type { Umsetzungsstatus } from '../../src/domain/assessment.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { adjustFrameworkRow } from '../../src/usecases/adjust-framework-row.ts';
import { changeKommune } from '../../src/usecases/change-kommune.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { selectAnswers } from '../../src/usecases/current-answers.ts';
import { evaluateFrameworkFor } from '../../src/usecases/evaluate-framework.ts';
import { evaluateKommune } from '../../src/usecases/evaluate-kommune.ts';
import { grantFreigabe, listFreigaben, withdrawFreigabe } from '../../src/usecases/freigaben.ts';
import { changeGruppe, createGruppe, listGruppen, showGruppe } from '../../src/usecases/gruppen.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { prepareChecks } from '../../src/usecases/run-checks.ts';
import { listKommunen, showKommune } from '../../src/usecases/show-kommune.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';
import { checkedJson, runJson } from './schema.ts';

let folder: string;
let database: string;
let store: Store;

const day = '2026-04-01';

// One database with the Kommunen; every test gets a copy.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-gruppe-'));
  store = await openStore(join(folder, 'vorlage.db'));
  const context = await contextOn(store, '2026-01-02');
  for (const slug of ['beispielhain', 'musterstadt', 'neudorf'])
    await createKommune(
      context,
      { slug, name: `Stadt ${slug}`, art: 'stadt', ags: null, einwohner: null, landkreis: null },
      { kdn_angeschlossen: 'ja' },
    );
  await createGruppe(context, { slug: 'kisa', name: 'Kunden der KISA', mitglieder: ['beispielhain', 'musterstadt'] });
  await store.close();
});
beforeEach(async () => {
  database = join(folder, `${randomUUID()}.db`);
  copyFileSync(join(folder, 'vorlage.db'), database);
  store = await openStore(database);
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function answer(kommune: string, control: string, status: Umsetzungsstatus, today = day): Promise<void> {
  await recordAssessment(await contextOn(store, today), { kommune, control, status, source: 'einzelantwort' });
}

async function question(control: string, slug: string, today = day, asOf?: string) {
  const { evaluation } = await evaluateKommune(await contextOn(store, today, asOf), slug);
  const found = evaluation.controls.get(control);
  return { state: found?.state, reason: found?.reason };
}

describe('answers of a group', () => {
  it('hold for its members, a local one deviates, and both are seen', async () => {
    await answer('kisa', 'BAK-01.01', 'ja');
    await answer('musterstadt', 'BAK-01.01', 'nein');
    expect(await question('BAK-01.01', 'beispielhain')).toEqual({
      state: 'ja',
      reason: 'Umgesetzt, nach Angabe von Ines Sorbe vom 01.04.2026 (Gruppe Kunden der KISA).',
    });
    const local = await question('BAK-01.01', 'musterstadt');
    expect(local.state).toBe('nein');
    expect(local.reason).toContain('Abweichend davon „ja“: Gruppe Kunden der KISA.');
    expect((await question('BAK-01.01', 'neudorf')).state).toBe('offen');
    expect(await showGruppe(await contextOn(store, day), 'kisa')).toMatchObject({
      antworten: 1,
      mitglieder: [
        { slug: 'beispielhain', abweichend: [] },
        { slug: 'musterstadt', abweichend: ['BAK-01.01'] },
      ],
    });
  });

  it('age like others', async () => {
    await answer('kisa', 'BAK-01.01', 'ja');
    expect(await question('BAK-01.01', 'beispielhain', '2029-04-01')).toMatchObject({
      state: 'zuBestaetigen',
      reason: expect.stringContaining('(Gruppe Kunden der KISA)'),
    });
  });

  it('come and go with membership, and --stand shows the membership of the day', async () => {
    await answer('kisa', 'BAK-01.01', 'ja');
    await changeGruppe(await contextOn(store, '2026-06-01'), 'kisa', { mitglieder: ['neudorf'], ohne: ['beispielhain'] });
    expect((await question('BAK-01.01', 'neudorf', '2026-06-01')).state).toBe('ja');
    expect((await question('BAK-01.01', 'beispielhain', '2026-06-01')).state).toBe('offen');
    expect((await question('BAK-01.01', 'beispielhain', '2026-06-01', '2026-05-31')).state).toBe('ja');
    expect((await question('BAK-01.01', 'neudorf', '2026-06-01', '2026-05-31')).state).toBe('offen');
    expect(await listGruppen(await contextOn(store, '2026-06-01'))).toEqual([
      { slug: 'kisa', name: 'Kunden der KISA', mitglieder: ['musterstadt', 'neudorf'] },
    ]);
    expect((await verifyChain(store, 'kisa', null)).problems).toEqual([]);
  });

  it('without inheritance, an answer is read as it is', async () => {
    await answer('neudorf', 'BAK-01.01', 'ja');
    const at = { day, before: '2026-04-02T00:00:00.000Z' };
    expect(await selectAnswers(await contextOn(store, day), 'neudorf', at)).toMatchObject([
      { control: 'BAK-01.01', origin: null },
    ]);
  });
});

describe('what else members have', () => {
  it('rows of the connection conditions, unless they have their own', async () => {
    const context = await contextOn(store, day);
    await adjustFrameworkRow(context, {
      kommune: 'kisa',
      rahmenwerk: 'kdn',
      punkt: 'K-07',
      gilt: 'nein',
      grund: 'Regelt die KISA.',
    });
    const row = async (slug: string) => (await evaluateFrameworkFor(context, slug, 'kdn')).punkte.find(({ id }) => id === 'K-07');
    expect(await row('beispielhain')).toMatchObject({
      status: 'nichtAnwendbar',
      giltBeiUns: 'nein',
      begruendung: expect.stringContaining('Regelt die KISA, nach Angabe der Gruppe Kunden der KISA'),
    });
    expect(await row('neudorf')).toMatchObject({ giltBeiUns: null });
    await adjustFrameworkRow(context, { kommune: 'beispielhain', rahmenwerk: 'kdn', punkt: 'K-07', gilt: 'ja' });
    expect(await row('beispielhain')).toMatchObject({ giltBeiUns: 'ja' });
    expect(await row('musterstadt')).toMatchObject({ giltBeiUns: 'nein' });
  });

  it('Freigaben, with the group they are from, to be withdrawn only there', async () => {
    const context = await contextOn(store, day);
    const wanted = {
      ziele: ['127.0.0.1'],
      von: day,
      bis: '2026-12-31',
      durch: 'Jana Muster',
      ports: '80',
      blickwinkel: 'host',
    } as const;
    await grantFreigabe(context, { ...wanted, kommune: 'kisa' });
    await grantFreigabe(context, { ...wanted, kommune: 'beispielhain', ports: '443' });
    expect(await listFreigaben(context, 'beispielhain')).toMatchObject([
      { id: 'F1', kommune: 'beispielhain', ausGruppe: null },
      { id: 'kisa/F1', kommune: 'kisa', ausGruppe: 'kisa' },
    ]);
    expect(await listFreigaben(context, 'kisa')).toMatchObject([{ id: 'F1', ausGruppe: null }]);
    const request = { ziele: [], checks: [], profil: 'leicht', fortsetzen: false, nurNmap: false } as const;
    expect((await prepareChecks(context, { ...request, kommune: 'musterstadt' })).footprint).toMatchObject({
      freigabe: 'kisa/F1',
      ports: 1,
    });
    expect((await prepareChecks(context, { ...request, kommune: 'beispielhain' })).footprint).toMatchObject({
      freigabe: 'F1, kisa/F1',
      ports: 2,
    });
    await expect(prepareChecks(context, { ...request, kommune: 'neudorf' })).rejects.toMatchObject({ exitCode: 5 });
    const attempt = withdrawFreigabe(context, 'beispielhain', 'kisa/F1');
    await expect(attempt).rejects.toMatchObject({ exitCode: 3, hint: 'burgward freigabe widerrufen F1 --kommune kisa' });
    await withdrawFreigabe(context, 'kisa', 'F1');
    await expect(prepareChecks(context, { ...request, kommune: 'musterstadt' })).rejects.toMatchObject({ exitCode: 5 });
  });
});

describe('administration by another Kommune', () => {
  const administer = async (slug: string, by: string | null, today = day) =>
    changeKommune(await contextOn(store, today), slug, {}, {}, by);

  it('passes on what it said itself, over one step, until it ends', async () => {
    expect(await administer('neudorf', 'musterstadt')).toMatchObject({ verwaltetDurch: 'musterstadt' });
    await answer('kisa', 'BAK-01.01', 'ja');
    await answer('musterstadt', 'BAK-01.02', 'ja');
    expect(await question('BAK-01.02', 'neudorf')).toMatchObject({
      state: 'ja',
      reason: expect.stringContaining('(Verwaltung durch Stadt musterstadt)'),
    });
    expect((await question('BAK-01.01', 'musterstadt')).state).toBe('ja');
    expect((await question('BAK-01.01', 'neudorf')).state).toBe('offen');
    expect(await administer('neudorf', null, '2026-06-01')).toMatchObject({ verwaltetDurch: null });
    expect((await question('BAK-01.02', 'neudorf', '2026-06-01')).state).toBe('offen');
    expect((await question('BAK-01.02', 'neudorf', '2026-06-01', '2026-05-31')).state).toBe('ja');
  });

  it('goes before a group', async () => {
    await administer('beispielhain', 'neudorf');
    await answer('kisa', 'BAK-01.01', 'nein');
    await answer('neudorf', 'BAK-01.01', 'ja');
    const { state, reason } = await question('BAK-01.01', 'beispielhain');
    expect(state).toBe('ja');
    expect(reason).toContain('Abweichend davon „nein“: Gruppe Kunden der KISA.');
  });

  it('another one takes the place of the first', async () => {
    await administer('neudorf', 'musterstadt');
    expect(await administer('neudorf', 'beispielhain')).toMatchObject({ verwaltetDurch: 'beispielhain' });
  });

  it.each<[string, string, string | null, RegExp]>([
    ['itself', 'neudorf', 'neudorf', /sich selbst/],
    ['in a circle', 'musterstadt', 'neudorf', /im Kreis/],
    ['over two steps upwards', 'beispielhain', 'neudorf', /nur über eine Stufe/],
    ['over two steps downwards', 'musterstadt', 'beispielhain', /führt selbst die Verwaltung von neudorf/],
    ['by a group', 'beispielhain', 'kisa', /ist eine Gruppe/],
    ['of a group', 'kisa', 'beispielhain', /ist eine Gruppe/],
    ['by nobody there is', 'beispielhain', 'nirgendwo', /nirgendwo/],
    ['ended where there is none', 'beispielhain', null, /keine andere Verwaltung/],
  ])('is refused %s', async (_name, slug, by, message) => {
    await administer('neudorf', 'musterstadt');
    const before = (await store.db.selectFrom('protokoll').selectAll().execute()).length;
    await expect(administer(slug, by)).rejects.toThrow(message);
    expect(await store.db.selectFrom('protokoll').selectAll().execute()).toHaveLength(before);
  });
});

describe('a group is no Kommune', () => {
  it('stands in no list of Kommunen', async () => {
    const context = await contextOn(store, day);
    expect((await listKommunen(context)).map(({ slug }) => slug)).toEqual(['beispielhain', 'musterstadt', 'neudorf']);
    expect(await showKommune(context, 'beispielhain')).toMatchObject({ gruppen: ['kisa'] });
  });

  it.each<[string, string, readonly string[], RegExp]>([
    ['a group as member', 'neu', ['kisa'], /ist selbst eine Gruppe/],
    ['itself as member', 'neu', ['neu'], /sich selbst/],
    ['a member nobody knows', 'neu', ['beispielhain', 'nirgendwo'], /nirgendwo/],
    ['the slug of a Kommune', 'neudorf', ['beispielhain'], /gibt es schon/],
  ])('is not made with %s', async (_name, slug, mitglieder, message) => {
    await expect(createGruppe(await contextOn(store, day), { slug, name: 'Neu', mitglieder })).rejects.toThrow(message);
    expect(await listGruppen(await contextOn(store, day))).toHaveLength(1);
  });

  it.each<[string, string, Parameters<typeof changeGruppe>[2], RegExp]>([
    ['nothing to change', 'kisa', { mitglieder: ['beispielhain'], ohne: [] }, /nichts ändern/],
    ['a stranger to leave', 'kisa', { mitglieder: [], ohne: ['neudorf'] }, /kein Mitglied/],
    ['one who joins and leaves', 'kisa', { mitglieder: ['neudorf'], ohne: ['neudorf'] }, /mit --mitglied und mit --ohne/],
    ['a blank name', 'kisa', { name: ' ', mitglieder: [], ohne: [] }, /Name/],
    ['a Kommune', 'neudorf', { mitglieder: ['beispielhain'], ohne: [] }, /keine Gruppe/],
    ['a group nobody knows', 'kiss', { mitglieder: ['beispielhain'], ohne: [] }, /Erfasst sind: kisa|kiss/],
  ])('is not changed with %s', async (_name, slug, change, message) => {
    await expect(changeGruppe(await contextOn(store, day), slug, change)).rejects.toThrow(message);
  });
});

describe('from the command line', () => {
  const env = () => ({ BURGWARD_DB: database, BURGWARD_PERSON: 'Ines Sorbe' });

  it('makes, changes, lists and shows', async () => {
    const args = ['landkreis', '--name', 'Alle im Landkreis', '--mitglied', 'beispielhain', '--mitglied', 'neudorf'];
    await runJson('gruppe anlegen', args, { env: env() });
    await runJson('gruppe aendern', ['landkreis', '--ohne', 'neudorf', '--name', 'Landkreis'], { env: env() });
    await runJson('gruppe zeigen', ['landkreis'], { env: env() });
    const gruppen = await runJson<CommandJson['gruppe liste']>('gruppe liste', [], { env: env() });
    expect(gruppen.map(({ slug, mitglieder }) => [slug, mitglieder.join()])).toEqual([
      ['kisa', 'beispielhain,musterstadt'],
      ['landkreis', 'beispielhain'],
    ]);
    const aendern = ['neudorf', '--verwaltet-durch', 'musterstadt'];
    await runJson('kommune aendern', aendern, { env: env() });
    expect((await runCli(['kommune', 'zeigen', 'neudorf'], { env: env() })).stdout).toMatch(/Verwaltung durch\s+musterstadt/);
    await runJson('kommune aendern', ['neudorf', '--verwaltet-durch', 'niemand'], { env: env() });
  }, 120_000);

  it('says what is wrong, with and without --json', async () => {
    const args = ['gruppe', 'anlegen', 'neu', '--name', 'Neu', '--mitglied', 'kisa'];
    expect(await runCli(args, { env: env() })).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringContaining('ist selbst eine Gruppe'),
    });
    const result = await runCli([...args, '--json'], { env: env() });
    expect(result.exitCode).toBe(3);
    expect(checkedJson<ErrorJson>('fehler', result).error.hint).toContain('beispielhain, musterstadt');
  }, 60_000);
});
