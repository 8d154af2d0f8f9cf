import { describe, expect, it } from 'vitest';
import { answerKey, evaluateControl } from '../../src/domain/answers.ts';
import type { Assessment, SecondSignature } from '../../src/domain/assessment.ts';
import type { Control } from '../../src/domain/catalogue.ts';
import {
  type AnswerChangeKind,
  type ComparedSide,
  compareSides,
  isNewerEdition,
  topicsWithTrend,
  trendsOf,
} from '../../src/domain/comparison.ts';
import { evaluate } from '../../src/domain/evaluation.ts';
import { isSamePerson, signingObstacle } from '../../src/domain/second-signature.ts';
import { answer, control, input, verbund, webserver } from './fixture.ts';

const id = 'BAK-01.01';
const [then, now] = ['2026-10-15', '2026-11-30'];

function side(
  day: string,
  answers: readonly Assessment[],
  changes: Partial<ComparedSide> = {},
  controls = [control(id)],
): ComparedSide {
  const held = new Map(answers.map((a) => [answerKey(a.zielobjekt, a.control), a]));
  return {
    day,
    profile: 'einstieg',
    asked: controls.map((each) => evaluateControl(each, [verbund], held, [], day)),
    vanished: [],
    edition: '2026.1',
    catalogueHash: null,
    ...changes,
  };
}

const question = (before: ComparedSide, after: ComparedSide, wordingNow: (control: Control) => string | null = () => null) =>
  compareSides({ before, after, wordingNow })[0];

/** Said again later: another entry of the Protokoll. */
const again = (status: Assessment['status'], changes: Partial<Assessment> = {}) =>
  answer(id, status, {
    entry: 2,
    validFrom: '2026-11-10',
    recordedAt: '2026-11-10T10:00:00.000Z',
    reviewDue: '2027-11-10',
    ...changes,
  });

const disputed: SecondSignature = { result: 'beanstandet', person: 'Jana Muster', on: '2026-11-20', remark: 'veraltet' };
const signed: SecondSignature = { ...disputed, result: 'bestaetigt', remark: null };
const group = { kind: 'gruppe', slug: 'kisa-kunden', name: 'KISA-Kunden' } as const;

describe('what changed about one question', () => {
  it.each<[string, Assessment | null, Assessment | null, AnswerChangeKind | null]>([
    ['nothing said', null, null, null],
    ['the same answer', answer(id, 'ja'), answer(id, 'ja'), null],
    ['nein → ja', answer(id, 'nein'), again('ja'), 'besser'],
    ['nein → teilweise', answer(id, 'nein'), again('teilweise'), 'besser'],
    ['ja → teilweise', answer(id, 'ja'), again('teilweise'), 'schlechter'],
    ['ja → nein, already due again', answer(id, 'ja'), again('nein', { reviewDue: now }), 'schlechter'],
    ['nein → ja, already due again', answer(id, 'nein'), again('ja', { reviewDue: now }), 'gealtert'],
    ['nein → entbehrlich is no progress', answer(id, 'nein'), again('entbehrlich'), 'umgestuft'],
    ['entbehrlich → ja is no progress', answer(id, 'entbehrlich'), again('ja'), 'umgestuft'],
    ['a first ja is no progress', null, again('ja'), 'neu'],
    ['a first ja, disputed', null, again('ja', { secondSignature: disputed }), 'beanstandet'],
    ['taken back', answer(id, 'ja'), null, 'weggefallen'],
    ['only aged', answer(id, 'ja', { reviewDue: now }), answer(id, 'ja', { reviewDue: now }), 'gealtert'],
    ['carried over', answer(id, 'ja'), again('ja', { source: 'uebernahme', reviewDue: now }), 'uebernommen'],
    ['confirmed', answer(id, 'ja', { reviewDue: then }), again('ja'), 'bestaetigt'],
    ['repeated', answer(id, 'ja'), again('ja'), 'bestaetigt'],
    ['evidence added', answer(id, 'ja'), again('ja', { nachweis: 'Protokoll' }), 'beleg'],
    ['own instead of inherited', answer(id, 'ja', { origin: group }), again('ja'), 'herkunft'],
    ['disputed', answer(id, 'ja'), answer(id, 'ja', { secondSignature: disputed }), 'beanstandet'],
    ['signed', answer(id, 'ja'), answer(id, 'ja', { secondSignature: signed }), 'gegengezeichnet'],
    ['a later nein, disputed, is still worse', answer(id, 'ja'), again('nein', { secondSignature: disputed }), 'schlechter'],
  ])('%s', (_name, before, after, kind) => {
    const sides = [side(then, before ? [before] : []), side(now, after ? [after] : [])] as const;
    expect(question(...sides)?.change).toBe(kind);
  });

  it('says who, when, since when known, and why', () => {
    const recordedLater = again('ja', { recordedAt: '2026-11-12T10:00:00.000Z', begruendung: 'neue Platte' });
    expect(question(side(then, [answer(id, 'nein')]), side(now, [recordedLater]))?.sentence).toBe(
      'Vorher „nein“, jetzt „ja“, gesagt von Jan Krause am 10.11.2026, nachgetragen am 12.11.2026: neue Platte.',
    );
  });

  it.each<[string, string | null, string | null, AnswerChangeKind | null, string]>([
    ['same words', 'a', 'a', 'besser', 'gleich'],
    ['other words', 'a', 'b', 'wortlaut', 'geaendert'],
    ['words not recorded', null, 'b', 'besser', 'nichtFestgehalten'],
  ])('an improvement with %s', (_name, was, is, kind, wording) => {
    const told = question(
      side(then, [answer(id, 'nein', { controlHash: was })]),
      side(now, [again('ja', { controlHash: is })]),
      () => 'b',
    );
    expect(told).toMatchObject({ change: kind, wording });
  });

  it('the same catalogue has the same words, whatever was recorded', () => {
    const same = { catalogueHash: 'c'.repeat(64) };
    const told = question(
      side(then, [answer(id, 'nein')], same),
      side(now, [again('ja', { controlHash: 'b' })], same),
      () => 'b',
    );
    expect(told).toMatchObject({ change: 'besser', wording: 'gleich' });
  });
});

describe('questions asked only once', () => {
  const none = side(then, [], {}, []);
  it.each<[string, ComparedSide, ComparedSide, AnswerChangeKind, string]>([
    ['newer control', none, side(now, [], {}, [control(id, { since: '2026.2' })]), 'neuImKatalog', 'seit Ausgabe 2026.2'],
    ['other profile', none, side(now, [], { profile: 'basis' }), 'profil', 'erst mit dem Profil „basis“ (vorher „einstieg“)'],
    ['profile asks more', none, side(now, []), 'profil', 'fragt jetzt auch danach'],
    ['profile asks less', side(then, []), side(now, [], {}, []), 'profil', 'fragt nicht mehr danach'],
    [
      'retired',
      side(then, [answer(id, 'ja')], {}, [
        control(id, { retired: { in: '2026.2', reason: 'doppelt', replacedBy: 'BAK-01.09' } }),
      ]),
      side(now, [], {}, []),
      'zurueckgezogen',
      'Mit Ausgabe 2026.2 zurückgezogen (zuletzt „ja“): doppelt. An seine Stelle tritt BAK-01.09.',
    ],
    [
      'unknown today',
      side(then, [], { vanished: ['ALT-01.01'] }, []),
      side(now, [], {}, []),
      'zurueckgezogen',
      'nicht mehr im Katalog',
    ],
  ])('%s', (_name, before, after, kind, text) => {
    const told = question(before, after);
    expect(told?.change).toBe(kind);
    expect(told?.sentence).toContain(text);
  });

  it('a new Zielobjekt is neither better nor worse', () => {
    const web = control('WEB-01.03', { zielobjektTypes: ['webserver'] });
    const at = (day: string, kuerzel: readonly string[]): ComparedSide => ({
      ...side(day, [], {}, []),
      asked: [evaluateControl(web, [verbund, ...kuerzel.map(webserver)], new Map(), [], day)],
    });
    const told = compareSides({ before: at(then, ['WEB1']), after: at(now, ['WEB1', 'WEB2']), wordingNow: () => null });
    expect(told.map(({ zielobjekt, change }) => [zielobjekt, change])).toEqual([
      ['WEB1', null],
      ['WEB2', 'zielobjekt'],
    ]);
  });
});

describe('trend', () => {
  const controls = ['1', '2', '3'].map((number) => control(`BAK-01.0${number}`));
  const topics = [{ id: 'backup', title: 'Backup', definition: '', group: 'einstieg' }];
  const states = (day: string, letters: string, entry: number) =>
    side(
      day,
      [...letters].flatMap((letter, index) => {
        const status = ({ j: 'ja', t: 'teilweise', n: 'nein', a: 'ja' } as const)[letter];
        const reviewDue = letter === 'a' ? '2026-01-01' : '2027-11-10';
        return status === undefined ? [] : answer(`BAK-01.0${index + 1}`, status, { entry, reviewDue });
      }),
      {},
      controls,
    );
  it.each([
    ['jnn', 'jjn', 'besser', 1, 0, 0],
    ['jjn', 'jnn', 'schlechter', 0, 1, 0],
    ['jnn', 'njn', 'gleich', 1, 1, 0],
    ['jjj', 'aaa', null, 0, 0, 3],
    ['jjj', 'jja', 'gleich', 0, 0, 1],
    ['---', 'jjj', null, 0, 0, 0],
    ['j--', 'jnn', 'gleich', 0, 0, 0],
    ['nnn', 'jaa', 'besser', 1, 0, 2],
  ])('%s → %s: %s', (before, after, trend, better, worse, unknown) => {
    const questions = compareSides({ before: states(then, before, 1), after: states(now, after, 2), wordingNow: () => null });
    expect(trendsOf(topics, questions)).toMatchObject([{ trend, better, worse, unknown }]);
  });

  it('of an evaluation against an earlier one', () => {
    const [first] = controls as [Control];
    const earlier = evaluate(input([first], { asOf: then, answers: [answer(first.id, 'nein')] }));
    const current = evaluate(input([first], { asOf: now, answers: [answer(first.id, 'ja', { entry: 2 })] }));
    expect(topicsWithTrend(current, earlier).map(({ trend }) => trend)).toEqual(['besser']);
    expect(topicsWithTrend(current, current).map(({ trend }) => trend)).toEqual(['gleich']);
  });
});

it.each([
  ['2026.2', '2026.1', true],
  ['2026.10', '2026.9', true],
  ['2026.1', '2026.1', false],
  ['2026', '2026.1', false],
  ['2027', '2026.12', true],
])('edition %s is newer than %s: %s', (edition, than, newer) => {
  expect(isNewerEdition(edition, than)).toBe(newer);
});

it.each([
  ['Jana Muster', ' jana  MUSTER ', true],
  ['Jürgen', 'jürgen', true],
  ['Jana Muster', 'Jan Muster', false],
])('%j and %j are one person: %s', (a, b, same) => {
  expect(isSamePerson(a, b)).toBe(same);
  expect(signingObstacle(a, b, 'Ines Sorbe') !== null).toBe(same);
  expect(signingObstacle(a, 'Ines Sorbe', b) !== null).toBe(same);
});
