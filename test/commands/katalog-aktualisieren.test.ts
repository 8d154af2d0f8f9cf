/** A newer edition of the catalogue: what happens to answers, first shown, then recorded. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue, Control } from '../../src/domain/catalogue.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { adoptCatalogue } from '../../src/usecases/adopt-catalogue.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { diagnose } from '../../src/usecases/diagnose.ts';
import { beginErhebung, closeErhebung } from '../../src/usecases/erhebungen.ts';
import { evaluateKommune } from '../../src/usecases/evaluate-kommune.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { confirmAnswers } from '../../src/usecases/set-answers.ts';
import { undoAnswers } from '../../src/usecases/undo-answers.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';
import { expectSchema } from './schema.ts';

let folder: string;
let database: string;
let store: Store;
/** Three questions of the profile `sofort`: one stays, one is reworded, one is retired. A fourth is new. */
let kept: string;
let reworded: string;
let retired: string;
let added: string;
let next: Catalogue;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-ausgabe-'));
  store = await openStore(join(folder, 'vorlage.db'));
  const context = await contextOn(store, '2026-02-02');
  const { catalogue } = context;
  const profile = catalogue.profiles.find(({ id }) => id === 'sofort');
  [kept = '', reworded = '', retired = '', added = ''] = profile?.controls ?? [];
  next = nextEdition(catalogue);
  for (const slug of ['beispielhain', 'musterau']) {
    const kommune = { slug, name: slug, art: 'gemeinde' as const, ags: null, einwohner: null, landkreis: null };
    await createKommune(context, kommune, {});
  }
  await beginErhebung(context, 'beispielhain', 'sofort', 'Erste');
  for (const control of [kept, reworded, retired]) {
    const answer = { status: 'ja', gesagtVon: 'Jan Krause', source: 'einzelantwort' } as const;
    await recordAssessment(context, { kommune: 'beispielhain', control, ...answer });
  }
  await store.close();
});
beforeEach(async () => {
  database = join(folder, `${randomUUID()}.db`);
  copyFileSync(join(folder, 'vorlage.db'), database);
  store = await openStore(database);
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function nextEdition(catalogue: Catalogue): Catalogue {
  const changes: Record<string, Partial<Control>> = {
    [reworded]: { question: 'Ganz anders gefragt?' },
    [retired]: { retired: { in: '2026.10', reason: 'Geht in einer anderen Frage auf.', replacedBy: kept } },
    [added]: { since: '2026.10' },
  };
  return {
    ...catalogue,
    edition: '2026.10',
    hash: 'e'.repeat(64),
    controls: catalogue.controls.map((control) => ({ ...control, ...changes[control.id] })),
    profiles: catalogue.profiles.map((profile) => ({
      ...profile,
      controls: profile.controls.filter((id) => id !== retired),
    })),
  };
}

/** As called on that day with the newer program. */
const updated = async (day: string): Promise<Context> => ({ ...(await contextOn(store, day)), catalogue: next });

const adopt = async (day: string, request: Partial<Parameters<typeof adoptCatalogue>[1]> = {}) => {
  const result = await adoptCatalogue(await updated(day), { probe: false, ...request });
  expectSchema('katalog-aktualisieren', result);
  return result;
};
const stateOf = async (context: Context, control: string) =>
  (await evaluateKommune(context, 'beispielhain')).evaluation.controls.get(control)?.state;

describe('katalog aktualisieren', () => {
  it('shows per Kommune what stays, what is to be confirmed, what is new and what only the history keeps', async () => {
    const { kommunen } = await adopt('2026-06-01', { probe: true });
    expect(kommunen.map(({ kommune, antworten }) => [kommune, antworten.n])).toEqual([
      ['beispielhain', 3],
      ['musterau', 0],
    ]);
    expect(kommunen[0]).toMatchObject({
      profil: 'sofort',
      bisher: ['2026.1'],
      antworten: { n: 3, bleiben: 1, ohneWortlaut: 0, zuBestaetigen: 1, schonZuBestaetigen: 0, zurueckgezogen: 1 },
      neu: [{ control: added }],
      umformuliert: [{ control: reworded, status: 'ja', schonZuBestaetigen: false }],
      zurueckgezogen: [{ control: retired, ersetztDurch: kept, grund: 'Geht in einer anderen Frage auf.' }],
      eintrag: null,
    });
    expect(await stateOf(await updated('2026-06-01'), reworded)).toBe('ja');
  });

  it('records it: from then on the reworded one is to be confirmed, and nothing before that day changes', async () => {
    const { kommunen } = await adopt('2026-06-01');
    expect(kommunen[0]).toMatchObject({ erhebung: 'E1', eintrag: expect.any(Number) as number });
    expect(kommunen[1]).toMatchObject({ erhebung: null, eintrag: null });
    expect(await stateOf(await updated('2026-06-01'), reworded)).toBe('zuBestaetigen');
    expect(await stateOf(await updated('2026-06-01'), kept)).toBe('ja');
    expect(await stateOf({ ...(await updated('2026-06-01')), asOf: '2026-05-31' }, reworded)).toBe('ja');
    const { evaluation } = await evaluateKommune(await updated('2026-06-01'), 'beispielhain');
    const answer = evaluation.controls.get(reworded)?.answers[0]?.answer;
    expect(answer).toMatchObject({ saidBy: 'Jan Krause', validFrom: '2026-02-02', catalogueEdition: '2026.1' });
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
  });

  it('a second time finds nothing left to record', async () => {
    await adopt('2026-06-01');
    const { kommunen } = await adopt('2026-06-02');
    expect(kommunen[0]).toMatchObject({ antworten: { zuBestaetigen: 0, schonZuBestaetigen: 1 }, eintrag: null });
  });

  it('is not confirmed in bulk, because the question is another; a new answer settles it', async () => {
    await adopt('2026-06-01');
    const context = await updated('2026-06-03');
    const filter = { kommune: 'beispielhain', filter: [`control=${reworded}`], probe: true };
    const { ausgelassen } = await confirmAnswers(context, filter);
    expect(ausgelassen.map(({ grund }) => grund)).toEqual(['Frage seitdem anders gefasst']);
    await recordAssessment(context, { kommune: 'beispielhain', control: reworded, status: 'nein', source: 'einzelantwort' });
    const { kommunen } = await adopt('2026-06-04');
    expect(kommunen[0]?.umformuliert).toEqual([]);
    expect(kommunen[0]?.bisher).toEqual(['2026.1', '2026.10']);
  });

  it('can be taken back', async () => {
    const { kommunen } = await adopt('2026-06-01');
    const entry = kommunen[0]?.eintrag ?? 0;
    await undoAnswers(await updated('2026-06-02'), { kommune: 'beispielhain', entry, probe: false });
    expect(await stateOf(await updated('2026-06-02'), reworded)).toBe('ja');
  });

  it('begins a new round with the same profile where none is open', async () => {
    await closeErhebung(await contextOn(store, '2026-03-01'), 'beispielhain');
    const { kommunen } = await adopt('2026-06-01', { kommune: 'beispielhain' });
    expect(kommunen).toHaveLength(1);
    expect(kommunen[0]).toMatchObject({ erhebung: 'E2' });
    const { erhebung } = await evaluateKommune(await updated('2026-06-01'), 'beispielhain');
    expect(erhebung).toMatchObject({ id: 'E2', profil: 'sofort', begonnen: '2026-06-01' });
  });

  it('says nothing is to be recorded while the edition is the same', async () => {
    const { kommunen } = await adoptCatalogue(await contextOn(store, '2026-06-01'), { probe: false });
    expect(kommunen[0]).toMatchObject({ antworten: { n: 3, bleiben: 3 }, neu: [], eintrag: null });
  });
});

describe('an edition that is not installed yet', () => {
  const fileOf = (name: string, catalogue: Catalogue) => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(catalogue));
    return file;
  };
  const installed = () => contextOn(store, '2026-06-01');

  it('is looked at, not adopted', async () => {
    const neu = fileOf('katalog-2026.10.json', next);
    const result = await adoptCatalogue(await installed(), { neu, probe: true });
    expectSchema('katalog-aktualisieren', result);
    const live = next.controls.filter((control) => control.retired === undefined).length;
    expect(result.controls).toEqual({ unveraendert: live - 1, umformuliert: 1, neu: 0, zurueckgezogen: 1 });
    expect(result.kommunen[0]?.antworten.zuBestaetigen).toBe(1);
    await expect(adoptCatalogue(await installed(), { neu, probe: false })).rejects.toThrow('nur mit --probe');
  });

  it('of another catalogue is refused', async () => {
    const neu = fileOf('fremd.json', { ...next, id: 'anderer' });
    await expect(adoptCatalogue(await installed(), { neu, probe: true })).rejects.toThrow('ist der Katalog anderer');
  });

  it('is told in words on the command line', async () => {
    const neu = fileOf('katalog.json', next);
    const { exitCode, stdout, stderr } = await runCli(['katalog', 'aktualisieren', neu, '--probe'], {
      env: { BURGWARD_DB: database },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Ausgabe 2026.10\n');
    expect(stdout).toContain('1 anders gefasst, 0 neu, 1 zurückgezogen');
    expect(stdout).toContain(`anders gefasst: ${reworded}`);
    expect(stderr).toContain('Von heute an zu bestätigen: 1 Antwort. Nichts wurde erfasst.');
  });
});

it('diagnose counts what was reworded, and says what to do, until it is taken over', async () => {
  const look = (catalogue: Catalogue) =>
    diagnose({
      programVersion: '0',
      datenbank: database,
      now: new Date('2026-11-20T12:00:00.000Z'),
      loadCatalogue: async () => catalogue,
    });
  const { catalogue: before } = await contextOn(store, '2026-11-20');
  expect((await look(before)).umformuliert).toBe(0);
  const found = await look(next);
  expect(found.umformuliert).toBe(1);
  expect(found.hinweise.join(' ')).toContain('burgward katalog aktualisieren --probe');
  await adopt('2026-11-20');
  expect(await look(next)).toMatchObject({
    umformuliert: 0,
    hinweise: expect.not.arrayContaining([expect.stringContaining('anders gefasst')]),
  });
});
