/** Rounds over time: compared, taken over, signed by a second person, closed, verified; and every answer's history. */
import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorJson } from '../../src/cli/report-error.ts';
import { addDuration } from '../../src/domain/calendar.ts';
import { canonicalJson } from '../../src/domain/canonical-json.ts';
import type { Catalogue, Control } from '../../src/domain/catalogue.ts';
import { insertErhebungClosed } from '../../src/store/assessments.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { compareRounds } from '../../src/usecases/compare-rounds.ts';
import type { Context } from '../../src/usecases/context.ts';
import { type CountersignRequest, countersign } from '../../src/usecases/countersign.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { beginErhebung, closeErhebung, listErhebungen, verifyErhebung } from '../../src/usecases/erhebungen.ts';
import { answerHistory } from '../../src/usecases/erhebungen-history.ts';
import { assignStatement, grantStatement } from '../../src/usecases/erklaerungen.ts';
import { compareWith, evaluateEarlierRound, evaluateKommune } from '../../src/usecases/evaluate-kommune.ts';
import { createGruppe } from '../../src/usecases/gruppen.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { overviewOf } from '../../src/usecases/overview.ts';
import { type NewAnswer, recordAssessment } from '../../src/usecases/record-assessment.ts';
import { confirmAnswers } from '../../src/usecases/set-answers.ts';
import { showStatus, showStatusWithDisputes } from '../../src/usecases/show-status.ts';
import { takeOverAnswers } from '../../src/usecases/take-over-answers.ts';
import { undoAnswers } from '../../src/usecases/undo-answers.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';
import { checkedJson, expectSchema } from './schema.ts';

const slug = 'beispielhain';
let folder: string;
let database: string;
let store: Store;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-zeit-'));
  store = await openStore(join(folder, 'vorlage.db'));
  const context = await contextOn(store, '2025-01-02');
  await createKommune(context, { slug, name: 'Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null }, {});
  await store.close();
});
beforeEach(async () => {
  database = join(folder, `${randomUUID()}.db`);
  copyFileSync(join(folder, 'vorlage.db'), database);
  store = await openStore(database);
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As called on that day by Ines Sorbe, with the shipped catalogue. */
const on = (day: string, changes: Partial<Context> = {}): Promise<Context> =>
  contextOn(store, day, changes.asOf).then((context) => ({ ...context, ...changes }));

const say = async (day: string, control: string, status: NewAnswer['status'], more: Partial<NewAnswer> = {}) => {
  const reason = status === 'entbehrlich' ? ({ grund: 'nicht-relevant', begruendung: 'gibt es hier nicht' } as const) : {};
  return recordAssessment(await on(day), {
    kommune: slug,
    control,
    status,
    gesagtVon: 'Jan Krause',
    source: 'einzelantwort',
    ...reason,
    ...more,
  });
};

const compare = async (context: Context, from?: string, to?: string) => {
  const result = await compareRounds(context, slug, from, to);
  expectSchema('erhebung-vergleichen', result);
  return result;
};
const changeOf = ({ aenderungen }: CommandJson['erhebung vergleichen'], control: string) =>
  aenderungen.find((change) => change.control === control);

/** The first questions of the profile `sofort`. */
async function questions(count: number): Promise<[string, string, string, ...string[]]> {
  const { catalogue } = await on('2025-03-01');
  return catalogue.profiles.find(({ id }) => id === 'sofort')?.controls.slice(0, count) as [string, string, string];
}

/** The shipped catalogue with some controls changed, as a newer edition. */
async function editionWith(changes: Readonly<Record<string, Partial<Control>>>): Promise<Catalogue> {
  const { catalogue } = await on('2025-03-01');
  return {
    ...catalogue,
    edition: '2026.2',
    hash: 'e'.repeat(64),
    controls: catalogue.controls.map((control) => ({ ...control, ...changes[control.id] })),
    profiles: catalogue.profiles.map((profile) => ({
      ...profile,
      controls: profile.controls.filter((id) => changes[id]?.retired === undefined),
    })),
  };
}

async function closedRound(answers: readonly (readonly [string, NewAnswer['status']])[]) {
  await beginErhebung(await on('2025-03-01'), slug, 'sofort', 'Erste');
  for (const [control, status] of answers) await say('2025-03-02', control, status);
  return closeErhebung(await on('2025-03-03'), slug);
}

describe('erhebung vergleichen', () => {
  it('tells real changes from age, and never adds them up', async () => {
    const [better, worse, aged, first, same] = (await questions(5)) as [string, string, string, string, string];
    await closedRound([
      [better, 'nein'],
      [worse, 'ja'],
      [aged, 'ja'],
      [same, 'ja'],
    ]);
    await beginErhebung(await on('2025-03-10'), slug, 'sofort', 'Zweite');
    await say('2025-06-01', better, 'ja', { begruendung: 'Band liegt jetzt im Bauhof' });
    await say('2025-06-01', worse, 'teilweise');
    await say('2025-06-01', first, 'ja', { gueltigAb: '2025-05-20' });
    await say('2026-02-01', same, 'ja', { nachweis: 'Prüfprotokoll' });

    const result = await compare(await on('2030-01-01', { asOf: '2026-03-02' }));
    expect(result).toMatchObject({
      von: { angabe: 'E1', erhebung: 'E1', stand: '2025-03-03', profil: 'sofort', katalog: { edition: '2026.1' } },
      bis: { angabe: 'heute', erhebung: 'E2', stand: '2026-03-02' },
      verglichen: 30,
      unbekanntVorher: 26,
      inhalt: { besser: 1, schlechter: 1, neu: 1, weggefallen: 0, beanstandet: 0, umgestuft: 0 },
      quelle: { herkunft: 0, beleg: 1, gegengezeichnet: 0, bestaetigt: 0 },
    });
    expect(changeOf(result, better)).toMatchObject({
      art: 'besser',
      vorher: 'nein',
      nachher: 'ja',
      gesagtVon: 'Jan Krause',
      gesagtAm: '2025-06-01',
      satz: 'Vorher „nein“, jetzt „ja“, gesagt von Jan Krause am 01.06.2025: Band liegt jetzt im Bauhof.',
    });
    expect(changeOf(result, worse)).toMatchObject({ art: 'schlechter', vorher: 'ja', nachher: 'teilweise' });
    expect(changeOf(result, first)?.satz).toBe(
      'Erstmals beantwortet: „ja“, gesagt von Jan Krause am 20.05.2025, nachgetragen am 01.06.2025.',
    );
    const later = await compare(await on('2027-06-01'), '2025-03-03', 'heute');
    expect(changeOf(later, aged)).toMatchObject({ art: 'gealtert', vorher: 'ja', nachher: 'zuBestaetigen' });
    expect(later.inhalt).toMatchObject({ besser: 0, schlechter: 1 });
    const groups = [later.inhalt, later.katalogUndMethode, later.alter, later.quelle];
    const total = groups.flatMap((group) => Object.values(group)).reduce((a, b) => a + b, 0);
    expect(total + later.unveraendert).toBe(later.verglichen);
  });

  it('a trend comes from answers, never from what is not known', async () => {
    const [one, two, three] = await questions(3);
    await closedRound([
      [one, 'ja'],
      [two, 'nein'],
    ]);
    const topicOf = async (id: string) => (await on('2025-03-01')).catalogue.controls.find((c) => c.id === id)?.topic;
    const trendOf = async (day: string, id: string) => {
      const topic = await topicOf(id);
      return (await compare(await on(day), 'E1')).themen.find(({ thema }) => thema === topic);
    };
    // Everything has aged: nothing is known, and nothing got worse.
    expect(await trendOf('2029-01-01', one)).toMatchObject({ entwicklung: null, besser: 0, schlechter: 0, verglichen: 0 });
    await say('2025-04-01', three, 'nein');
    expect(await trendOf('2025-04-02', one)).toMatchObject({ schlechter: 0 });
    await say('2025-04-03', two, 'ja');
    expect(await trendOf('2025-04-04', two)).toMatchObject({ entwicklung: 'besser', besser: 1 });

    // Reports say the same.
    const context = await on('2025-04-06');
    const current = await evaluateKommune(context, slug);
    const earlier = await evaluateEarlierRound(context, slug, current);
    const reported = compareWith(context, current.evaluation, earlier);
    const compared = await compare(context, 'E1');
    for (const { topic, trend } of reported.topics) {
      const told = compared.themen.find(({ thema }) => thema === topic.id);
      if (told !== undefined) expect([topic.id, trend]).toEqual([topic.id, told.entwicklung]);
    }
  });

  it('puts what a newer catalogue did apart: new, retired, reworded', async () => {
    const [fresh, retired, reworded, doubtful] = (await questions(4)) as [string, string, string, string];
    await closedRound([
      [retired, 'ja'],
      [reworded, 'ja'],
      [doubtful, 'nein'],
    ]);
    const catalogue = await editionWith({
      [fresh]: { since: '2026.2' },
      [retired]: { retired: { in: '2026.2', reason: 'Aufgegangen in einer anderen.', replacedBy: fresh } },
      [reworded]: { question: 'Anders gefragt?' },
      [doubtful]: { question: 'Auch anders gefragt?' },
    });
    const later = await on('2025-09-01', { catalogue });
    await recordAssessment(later, { kommune: slug, control: doubtful, status: 'ja', source: 'einzelantwort' });
    const result = await compare(later, '2025-03-02', 'heute');
    expect(result.katalogUndMethode).toMatchObject({ neuImKatalog: 1, zurueckgezogen: 1, wortlaut: 2 });
    expect(result.inhalt.besser).toBe(0);
    expect(changeOf(result, fresh)).toMatchObject({ art: 'neuImKatalog', vorher: null, nachher: 'offen' });
    expect(changeOf(result, retired)?.satz).toBe(
      `Mit Ausgabe 2026.2 zurückgezogen (zuletzt „ja“): Aufgegangen in einer anderen. An seine Stelle tritt ${fresh}.`,
    );
    expect(changeOf(result, reworded)).toMatchObject({ art: 'wortlaut', wortlaut: 'geaendert', vorher: 'ja', nachher: 'ja' });
    expect(changeOf(result, doubtful)?.satz).toContain('ob sich wirklich etwas geändert hat, lässt sich daraus nicht sagen');
    // Against the closed round, whose catalogue is on record, it is the same.
    expect((await compare(later, 'E1')).katalogUndMethode).toMatchObject({ zurueckgezogen: 1, wortlaut: 2 });
  });

  it('says when the wording of an old answer was not recorded', async () => {
    const [one] = await questions(3);
    await closedRound([[one, 'nein']]);
    await store.close();
    const handle = new BetterSqlite3(database);
    handle.exec('DROP TRIGGER assessment_no_update; UPDATE assessment SET control_hash = NULL');
    handle.exec('DROP TRIGGER erhebung_no_update; UPDATE erhebung SET abschluss = NULL');
    handle.close();
    store = await openStore(database);
    await say('2025-09-01', one, 'ja');
    const result = await compare(await on('2025-09-02'), 'E1');
    expect(result.wortlautNichtFestgehalten).toBe(1);
    expect(changeOf(result, one)).toMatchObject({ art: 'besser', wortlaut: 'nichtFestgehalten' });
  });

  it('another profile is no progress', async () => {
    const [one] = await questions(3);
    await closedRound([[one, 'ja']]);
    await beginErhebung(await on('2025-04-01'), slug, 'einstieg', 'Zweite');
    const result = await compare(await on('2025-04-02'), 'E1', 'E2');
    expect(result.katalogUndMethode.profil).toBeGreaterThan(10);
    expect(Object.values(result.inhalt).every((count) => count === 0)).toBe(true);
    const extra = result.aenderungen.find(({ art, vorher }) => art === 'profil' && vorher === null);
    expect(extra?.satz).toBe('Gefragt erst mit dem Profil „einstieg“ (vorher „sofort“); noch ohne Antwort.');
  });

  it('tells an own answer from an inherited one, and a withdrawn one from progress', async () => {
    const [one, two] = await questions(3);
    await beginErhebung(await on('2025-03-01'), slug, 'sofort', 'Erste');
    await grantStatement(await on('2025-03-02'), {
      dienstleister: 'KISA',
      titel: 'Betrieb',
      vom: '2025-03-02',
      gueltigBis: '2026-12-31',
      controls: [`${one}=ja`],
      probe: false,
    });
    await assignStatement(await on('2025-03-02'), 'E1', { kommunen: [slug], gruppen: [], probe: false, vertrag: 'RV 1' });
    await say('2025-03-02', two, 'ja');
    await closeErhebung(await on('2025-03-03'), slug);
    await say('2025-04-01', one, 'ja');
    const result = await compare(await on('2025-04-02'));
    expect(changeOf(result, one)).toMatchObject({ art: 'herkunft', vorher: 'ja', nachher: 'ja' });
    expect(changeOf(result, one)?.satz).toContain('jetzt eigene Antwort statt geerbt (Erklärung von KISA');
    expect(await verifyErhebung(await on('2025-04-02'), slug, 'E1')).toMatchObject({ ergebnis: 'stimmt' });
  });

  it.each([
    ['E9', undefined, 'Eine Erhebung „E9“ gibt es in beispielhain nicht.'],
    ['2025-13-01', undefined, 'Stand „2025-13-01“: Diesen Tag gibt es nicht.'],
    ['heute', '2025-01-03', '„heute“ liegt nach „2025-01-03“.'],
    ['2031-01-01', undefined, 'Der 01.01.2031 liegt nach dem betrachteten Tag, dem 01.04.2025.'],
    [undefined, undefined, 'In beispielhain ist noch keine Erhebung abgeschlossen.'],
  ])('%s %s is refused', async (from, to, message) => {
    await expect(compareRounds(await on('2025-04-01'), slug, from, to)).rejects.toThrow(message);
  });
});

describe('erhebung uebernehmen', () => {
  it('copies the last round to be confirmed, with a true reason, and one step takes it back', async () => {
    const [one, two, three] = await questions(3);
    await closedRound([
      [one, 'ja'],
      [two, 'nein'],
      [three, 'ja'],
    ]);
    await say('2025-06-01', three, 'teilweise');
    const probe = await takeOverAnswers(await on('2025-06-02'), { kommune: slug, probe: true });
    expect(probe).toMatchObject({ aus: 'E1', eintrag: null, probe: true });
    expect((await showStatus(await on('2025-06-02'), slug)).gesamt.zuBestaetigen).toBe(0);

    const done = await takeOverAnswers(await on('2025-06-02'), { kommune: slug, probe: false });
    expectSchema('erhebung-uebernehmen', done);
    expect(
      done.uebernommen.map(({ control, status, gesagtVon, gueltigAb, wortlaut }) => [
        control,
        status,
        gesagtVon,
        gueltigAb,
        wortlaut,
      ]),
    ).toEqual([one, two].sort().map((id) => [id, id === one ? 'ja' : 'nein', 'Jan Krause', '2025-03-02', 'gleich']));
    expect(done.ausgelassen).toMatchObject([{ control: three, grund: 'in der laufenden Erhebung schon beantwortet' }]);
    const { evaluation } = await evaluateKommune(await on('2025-06-03'), slug);
    expect(evaluation.controls.get(one)).toMatchObject({
      state: 'zuBestaetigen',
      reason:
        'Die Antwort „ja“ ist zu bestätigen: Sie stammt vom 02.03.2025 und wurde am 02.06.2025 aus einer früheren Erhebung übernommen.',
    });
    expect(changeOf(await compare(await on('2025-06-03')), one)).toMatchObject({ art: 'uebernommen' });
    // A second time there is nothing left to do.
    expect(await takeOverAnswers(await on('2025-06-03'), { kommune: slug, probe: false })).toMatchObject({
      uebernommen: [],
      eintrag: null,
    });

    const confirmed = await confirmAnswers(await on('2025-06-04'), { kommune: slug, filter: [`control=${one}`], probe: false });
    expect(confirmed.aenderungen).toHaveLength(1);
    expect(changeOf(await compare(await on('2025-06-05')), one)).toMatchObject({ art: 'bestaetigt', nachher: 'ja' });

    await undoAnswers(await on('2025-06-06'), { kommune: slug, entry: done.eintrag ?? 0, probe: false });
    const after = await evaluateKommune(await on('2025-06-06'), slug);
    expect([one, two].map((id) => after.evaluation.controls.get(id)?.state)).toEqual(['ja', 'nein']);
    expect((await verifyChain(store, slug, null)).problems).toEqual([]);
  });

  it('begins the new round over the wanted profile and leaves out what needs no second look', async () => {
    const [covered, retired, reworded, taken] = (await questions(4)) as [string, string, string, string];
    await closedRound([
      [covered, 'ja'],
      [retired, 'ja'],
      [reworded, 'ja'],
      [taken, 'ja'],
    ]);
    await grantStatement(await on('2025-04-01'), {
      dienstleister: 'KISA',
      titel: 'Betrieb',
      vom: '2025-04-01',
      gueltigBis: '2026-12-31',
      controls: [`${covered}=ja`],
      probe: false,
    });
    await assignStatement(await on('2025-04-01'), 'E1', { kommunen: [slug], gruppen: [], probe: false, vertrag: 'RV 1' });
    const catalogue = await editionWith({
      [retired]: { retired: { in: '2026.2', reason: 'Doppelt.', replacedBy: taken } },
      [reworded]: { question: 'Anders gefragt?' },
    });
    const done = await takeOverAnswers(await on('2025-06-02', { catalogue }), {
      kommune: slug,
      profil: 'einstieg',
      probe: false,
    });
    expect(done).toMatchObject({ erhebung: 'E2', profil: 'einstieg' });
    const why = Object.fromEntries(done.ausgelassen.map(({ control, grund }) => [control, grund]));
    expect(why[covered]).toContain('gedeckt durch Erklärung von KISA');
    expect(why[retired]).toBe(`mit Ausgabe 2026.2 zurückgezogen; an seine Stelle tritt ${taken}`);
    expect(done.uebernommen.find(({ control }) => control === reworded)?.wortlaut).toBe('geaendert');
    await expect(takeOverAnswers(await on('2025-06-03'), { kommune: slug, profil: 'basis', probe: false })).rejects.toThrow(
      'hat das Profil „einstieg“, nicht „basis“',
    );
    await expect(takeOverAnswers(await on('2025-06-03'), { kommune: slug, aus: 'E2', probe: false })).rejects.toThrow(
      'läuft noch',
    );
  });
});

const signing = (changes: Partial<CountersignRequest>): CountersignRequest => ({
  kommune: slug,
  controls: [],
  filter: [],
  result: 'bestaetigt',
  probe: false,
  ...changes,
});
const jana = { person: 'Jana Muster' };

describe('erhebung gegenzeichnen', () => {
  it('a second person confirms just this answer', async () => {
    const [one] = await questions(3);
    await say('2025-03-02', one, 'ja');
    const signed = await countersign(await on('2025-03-03', jana), signing({ controls: [one.toLowerCase()] }));
    expectSchema('erhebung-gegenzeichnen', signed);
    expect(signed).toMatchObject({
      person: 'Jana Muster',
      gezeichnet: [{ control: one, status: 'ja', gesagtVon: 'Jan Krause' }],
    });
    const reason = async (day: string) => (await evaluateKommune(await on(day), slug)).evaluation.controls.get(one)?.reason;
    expect(await reason('2025-03-03')).toContain('Gegengezeichnet von Jana Muster am 03.03.2025.');
    expect(await reason('2025-03-02')).not.toContain('Gegengezeichnet');
    await say('2025-03-04', one, 'ja');
    expect(await reason('2025-03-04')).not.toContain('Gegengezeichnet');
    await undoAnswers(await on('2025-03-05'), { kommune: slug, probe: false });
    expect(await reason('2025-03-05')).toContain('Gegengezeichnet');
  });

  it.each([
    ['who said it', '  jan   KRAUSE ', 'jan KRAUSE hat die Antwort selbst gegeben'],
    ['who recorded it', 'ines sorbe', 'ines sorbe hat die Antwort selbst erfasst'],
  ])('not %s', async (_who, person, sentence) => {
    const [one] = await questions(3);
    await say('2025-03-02', one, 'ja');
    const attempt = countersign(await on('2025-03-03', { person }), signing({ controls: [one] }));
    await expect(attempt).rejects.toThrow(sentence.split(' hat ')[1]);
  });

  it('a dispute needs a remark, and what is disputed no longer counts as fulfilled anywhere', async () => {
    const [one, two, three] = await questions(3);
    await say('2025-03-02', one, 'ja');
    await say('2025-03-02', two, 'entbehrlich');
    await say('2025-03-02', three, 'nein');
    const dispute = signing({ controls: [one, two, three], result: 'beanstandet' });
    await expect(countersign(await on('2025-03-03', jana), dispute)).rejects.toThrow('braucht eine Anmerkung');
    await countersign(await on('2025-03-03', jana), { ...dispute, remark: 'Die letzte Übung war 2023' });
    const { evaluation } = await evaluateKommune(await on('2025-03-03'), slug);
    expect([one, two, three].map((id) => evaluation.controls.get(id)?.state)).toEqual(['zuBestaetigen', 'zuBestaetigen', 'nein']);
    expect(evaluation.controls.get(one)?.reason).toBe(
      'Die Antwort „ja“ ist zu bestätigen, weil sie beanstandet ist. Beanstandet von Jana Muster am 03.03.2025: Die letzte Übung war 2023.',
    );
    const { disputes } = await showStatusWithDisputes(await on('2025-03-03'), slug);
    expect(disputes).toHaveLength(3);
    const overview = await overviewOf(await on('2025-03-03'), { sortierung: 'name', profil: 'sofort' });
    expect(overview.kommunen[0]?.gesamt).toMatchObject({ ja: 0, entbehrlich: 0, zuBestaetigen: 2, nein: 1 });
    const compared = await compare(await on('2025-03-03'), '2025-03-02', 'heute');
    expect(compared.inhalt).toMatchObject({ beanstandet: 3, schlechter: 0 });
    expect((await showStatus(await on('2025-03-03', { asOf: '2025-03-02' }), slug)).gesamt.ja).toBe(1);
    // Confirming many at once, or taking over, does not wash a dispute away.
    const bulk = await confirmAnswers(await on('2025-03-03'), { kommune: slug, filter: [`control=${one}`], probe: false });
    expect(bulk).toMatchObject({ aenderungen: [], ausgelassen: [{ control: one, grund: 'beanstandet; einzeln neu antworten' }] });
    await closeErhebung(await on('2025-03-03'), slug);
    const copied = await takeOverAnswers(await on('2025-03-04'), { kommune: slug, profil: 'sofort', probe: true });
    expect(
      copied.ausgelassen
        .filter(({ grund }) => grund.startsWith('beanstandet'))
        .map(({ control }) => control)
        .sort(),
    ).toEqual([one, two].sort());
    // Settled: the same person signs after all.
    await countersign(await on('2025-03-04', jana), signing({ controls: [one] }));
    expect((await evaluateKommune(await on('2025-03-04'), slug)).evaluation.controls.get(one)?.state).toBe('ja');
  });

  it('by filter what cannot be signed is left out, each with its reason', async () => {
    const [one, two, three] = await questions(3);
    await say('2025-03-02', one, 'ja');
    await say('2025-03-02', two, 'ja', { gesagtVon: 'Jana Muster' });
    const filter = [`control=${one},${two},${three}`];
    const probe = await countersign(await on('2025-03-03', jana), signing({ filter, probe: true }));
    expect(probe.eintrag).toBeNull();
    const signed = await countersign(await on('2025-03-03', jana), signing({ filter }));
    expect(signed.gezeichnet.map(({ control }) => control)).toEqual([one]);
    expect(Object.fromEntries(signed.ausgelassen.map(({ control, grund }) => [control, grund]))).toEqual({
      [two]: 'Jana Muster hat die Antwort selbst gegeben',
      [three]: 'noch keine Antwort',
    });
    const again = await countersign(await on('2025-03-04', jana), signing({ filter }));
    expect(again.ausgelassen.find(({ control }) => control === one)?.grund).toBe('schon gegengezeichnet von Jana Muster');
    const late = await countersign(await on('2029-03-04', { person: 'Uwe Beispiel' }), signing({ filter: [`control=${one}`] }));
    expect(late.ausgelassen[0]?.grund).toContain('zuerst neu antworten');
  });

  it('an inherited answer is signed where it was given, and the members see it', async () => {
    const [one] = await questions(3);
    await createGruppe(await on('2025-03-01'), { slug: 'kisa-kunden', name: 'KISA-Kunden', mitglieder: [slug] });
    await recordAssessment(await on('2025-03-02'), {
      kommune: 'kisa-kunden',
      control: one,
      status: 'ja',
      gesagtVon: 'Jan Krause',
      source: 'einzelantwort',
    });
    await expect(countersign(await on('2025-03-03', jana), signing({ controls: [one] }))).rejects.toThrow(
      'geerbt (Gruppe KISA-Kunden)',
    );
    await countersign(await on('2025-03-03', jana), {
      ...signing({ controls: [one], result: 'beanstandet', remark: 'nicht bei allen' }),
      kommune: 'kisa-kunden',
    });
    expect((await evaluateKommune(await on('2025-03-04'), slug)).evaluation.controls.get(one)?.state).toBe('zuBestaetigen');
  });
});

describe('erhebung abschliessen und pruefen', () => {
  it('freezes a signed state that can be recomputed, whatever happens afterwards', async () => {
    const [one, two, three] = await questions(3);
    await beginErhebung(await on('2025-03-01'), slug, 'sofort', 'Erste');
    await say('2025-03-02', one, 'ja');
    await say('2025-03-02', two, 'ja');
    await countersign(await on('2025-03-02', jana), signing({ controls: [one], result: 'beanstandet', remark: 'unklar' }));
    const signature = { unterzeichnetVon: 'Jana Muster', rolle: 'leitung' };
    const closed = await closeErhebung(await on('2025-03-03'), slug, signature);
    expectSchema('erhebung-abschliessen', closed);
    expect(closed).toMatchObject({ ...signature, beanstandet: 1, stand: { n: 30, ja: 1, offen: 28, zuBestaetigen: 1 } });

    const verify = async (day: string, changes: Partial<Context> = {}) => {
      const check = await verifyErhebung(await on(day, changes), slug, 'e1');
      expectSchema('erhebung-pruefen', check);
      return check.ergebnis;
    };
    expect(await verify('2025-03-03')).toBe('stimmt');
    await say('2025-03-04', one, 'nein', { gueltigAb: '2025-03-01' });
    await say('2025-03-04', three, 'ja', { gueltigAb: '2025-03-02' });
    await undoAnswers(await on('2025-03-05'), { kommune: slug, entry: 3, probe: false });
    await countersign(await on('2025-03-06', jana), signing({ controls: [two] }));
    expect(await verify('2026-03-04')).toBe('stimmt');
    // Another program with another catalogue comes to the same.
    const catalogue = await editionWith({
      [one]: { retired: { in: '2026.2', reason: 'Doppelt.' } },
      [two]: { reviewAfter: 'P2Y' },
    });
    expect(await verify('2026-03-04', { catalogue })).toBe('stimmt');
    expect(await listErhebungen(await on('2026-03-04', { catalogue }), slug)).toMatchObject([
      { id: 'E1', abgeschlossen: '2025-03-03', katalog: '2026.1', stand: { n: 30, offen: 28 }, unterzeichnetVon: 'Jana Muster' },
      { id: 'E2', abgeschlossen: null, pruefsumme: null },
    ]);
    expectSchema('erhebung-liste', await listErhebungen(await on('2026-03-04'), slug));
    expect(await listErhebungen(await on('2026-03-04', { asOf: '2025-03-02' }), slug)).toMatchObject([
      { id: 'E1', abgeschlossen: null, pruefsumme: null },
    ]);
    await expect(verifyErhebung(await on('2026-03-04'), slug, 'E2')).rejects.toThrow('nicht abgeschlossen');
  });

  it.each([
    ['an answer', "DROP TRIGGER assessment_no_update; UPDATE assessment SET status = 'ja'"],
    ['who said it', "DROP TRIGGER assessment_no_update; UPDATE assessment SET said_by = 'Uwe'"],
    ['a second signature', "DROP TRIGGER gegenzeichnung_no_update; UPDATE gegenzeichnung SET person = 'Uwe'"],
    [
      'the list of questions',
      "DROP TRIGGER erhebung_no_update; UPDATE erhebung SET abschluss = json_remove(abschluss, '$.fragen[0]') WHERE abschluss IS NOT NULL",
    ],
    [
      'the catalogue',
      "DROP TRIGGER erhebung_no_update; UPDATE erhebung SET abschluss = json_set(abschluss, '$.katalog.edition', '2025.9') WHERE abschluss IS NOT NULL",
    ],
    [
      'the day',
      "DROP TRIGGER erhebung_no_update; UPDATE erhebung SET abgeschlossen = '2025-03-09' WHERE abgeschlossen IS NOT NULL",
    ],
  ])('notices when %s was altered', async (_what, statement) => {
    const [one] = await questions(3);
    await beginErhebung(await on('2025-03-01'), slug, 'sofort', 'Erste');
    await say('2025-03-02', one, 'nein');
    await countersign(await on('2025-03-02', jana), signing({ controls: [one] }));
    await closeErhebung(await on('2025-03-03'), slug);
    await store.close();
    const handle = new BetterSqlite3(database);
    handle.exec(statement);
    handle.close();
    store = await openStore(database);
    expect(await verifyErhebung(await on('2025-03-10'), slug, 'E1')).toMatchObject({ ergebnis: 'stimmtNicht' });
  });

  it('a round closed before schema 4 is recomputed its own way, or said to be beyond it', async () => {
    const [one, two] = await questions(3);
    await beginErhebung(await on('2025-03-01'), slug, 'sofort', 'Erste');
    await say('2025-03-02', one, 'nein');
    await say('2025-03-02', two, 'ja');
    const { catalogue } = await on('2025-03-01');
    const frozen = [
      [one, 'nein', '2025-03-02'],
      [two, 'ja', '2025-03-02'],
    ].map(([control = '', status, day = '']) => ({
      kommune: slug,
      zielobjekt: 'VERBUND',
      control,
      catalogueId: catalogue.id,
      catalogueEdition: catalogue.edition,
      erhebung: 'E1',
      status,
      grund: null,
      begruendung: null,
      nachweis: null,
      verantwortlich: null,
      bis: null,
      saidBy: 'Jan Krause',
      source: 'einzelantwort',
      validFrom: day,
      reviewDue: addDuration(day, catalogue.controls.find(({ id }) => id === control)?.reviewAfter ?? ''),
      recordedAt: `${day}T12:00:00.000Z`,
    }));
    const open = {
      id: 'E1',
      kommune: slug,
      name: 'Erste',
      profil: 'sofort',
      begonnen: '2025-03-01',
      abgeschlossen: null,
      fingerprint: null,
    };
    const fingerprint = createHash('sha256').update(canonicalJson({ open, frozen })).digest('hex');
    const closed = { ...open, abgeschlossen: '2025-03-03', fingerprint };
    await insertErhebungClosed(store, closed, { at: '2025-03-03T12:00:00.000Z', by: 'Ines Sorbe' });
    await say('2025-03-04', one, 'ja');
    const check = await verifyErhebung(await on('2025-03-05'), slug, 'E1');
    expect(check).toMatchObject({ verfahren: 1, ergebnis: 'stimmt', katalog: null });
    const other = { ...catalogue, profiles: catalogue.profiles.map((profile) => ({ ...profile, controls: [one] })) };
    expect(await verifyErhebung(await on('2025-03-05', { catalogue: other }), slug, 'E1')).toMatchObject({
      ergebnis: 'nichtPruefbar',
      text: expect.stringContaining('protokoll pruefen'),
    });
  });

  it.each([
    [{ rolle: 'leitung' }, 'Wer unterzeichnet, fehlt.'],
    [{ unterzeichnetVon: '  ' }, 'Wer unterzeichnet, fehlt.'],
    [{ unterzeichnetVon: 'Jana Muster', rolle: 'koenig' }, 'Eine Rolle „koenig“ gibt es nicht.'],
  ])('%j is refused and nothing is closed', async (signature, message) => {
    await beginErhebung(await on('2025-03-01'), slug, 'sofort', 'Erste');
    await expect(closeErhebung(await on('2025-03-03'), slug, signature)).rejects.toThrow(message);
    expect((await listErhebungen(await on('2025-03-03'), slug))[0]?.abgeschlossen).toBeNull();
  });
});

describe('erhebung verlauf', () => {
  it('shows every answer with both days, taken back and signed ones included', async () => {
    const [one] = await questions(3);
    await say('2025-03-02', one, 'ja', { gueltigAb: '2025-02-01' });
    await say('2025-04-01', one, 'nein', { begruendung: 'Ausfall' });
    await countersign(await on('2025-04-02', jana), signing({ controls: [one] }));
    await undoAnswers(await on('2025-04-03'), { kommune: slug, probe: false });
    const history = await answerHistory(await on('2025-04-04'), slug, one, undefined);
    expectSchema('erhebung-verlauf', history);
    expect(history.heute).toMatchObject([{ zielobjekt: 'VERBUND', zustand: 'ja' }]);
    expect(history.antworten).toMatchObject([
      { status: 'ja', gueltigAb: '2025-02-01', nachgetragen: true, gesagtVon: 'Jan Krause', erfasstVon: 'Ines Sorbe' },
      {
        status: 'nein',
        nachgetragen: false,
        begruendung: 'Ausfall',
        zurueckgenommenVon: 'Ines Sorbe',
        gegenzeichnungen: [{ ergebnis: 'bestaetigt', person: 'Jana Muster', am: '2025-04-02' }],
      },
    ]);
    const before = await answerHistory(await on('2025-04-04', { asOf: '2025-04-01' }), slug, one, 'verbund');
    expect(
      before.antworten.map(({ zurueckgenommenAm, gegenzeichnungen }) => [zurueckgenommenAm, gegenzeichnungen.length]),
    ).toEqual([
      [null, 0],
      [null, 0],
    ]);
    await expect(answerHistory(await on('2025-04-04'), slug, one, 'WEB9')).rejects.toThrow('Ein Zielobjekt „WEB9“');
  });
});

describe('on the command line', () => {
  const cli = (...args: string[]) =>
    runCli(args, { env: { BURGWARD_DB: database, BURGWARD_KOMMUNE: slug, BURGWARD_PERSON: 'Ines Sorbe' } });

  it('a round from the first answer to the comparison', async () => {
    const [one, two] = await questions(3);
    await closedRound([[one, 'nein']]);
    await say('2026-01-05', one, 'ja');
    await say('2026-01-05', two, 'ja', { begruendung: '=cmd\u001b[31m|rot' });
    const text = await cli('erhebung', 'vergleichen', 'E1', '2026-01-06');
    expect(text.stderr).toBe('');
    expect(text.stdout).toContain('### Besser geworden (1 von 30)');
    expect(text.stdout).toContain('## Entwicklung je Thema');
    expect(text.stdout.replace(/\s+/g, ' ')).toContain(
      '0 von 30 Fragen (0 %) mit „ja“ beantwortet, 1 mit „teilweise“ oder „nein“, 29 ohne gültige Antwort',
    );
    expect(text.stdout).not.toContain('\u001b');
    for (const line of text.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    checkedJson('erhebung vergleichen', await cli('erhebung', 'vergleichen', 'E1', '--json'));

    const dispute = ['erhebung', 'gegenzeichnen', one, two, '--person', 'Jana Muster', '--beanstanden'];
    const refused = await cli(...dispute, '--json');
    expect(refused.exitCode).toBe(3);
    expect(refused.json<ErrorJson>().error).toMatchObject({
      code: 'UNGUELTIG',
      message: 'Eine Beanstandung braucht eine Anmerkung.',
    });
    const own = await cli('erhebung', 'gegenzeichnen', one, '--person', 'jan krause');
    expect([own.exitCode, own.stderr]).toEqual([3, expect.stringContaining('jan krause hat die Antwort selbst gegeben')]);
    const listed = await cli('erhebung', 'liste');
    expect(listed.stdout).toMatch(/E1 +Erste +sofort +01\.03\.2025 +03\.03\.2025 +1 von 30/);
    expect((await cli('erhebung', 'verlauf', one)).stdout).toContain('„nein“, gesagt von Jan Krause, erfasst am 02.03.2025');
    const verified = await cli('erhebung', 'pruefen', 'E1');
    expect([verified.exitCode, verified.stdout]).toEqual([0, expect.stringContaining('● stimmt')]);
  }, 60_000);
});
