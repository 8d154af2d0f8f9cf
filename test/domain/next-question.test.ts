import { describe, expect, it } from 'vitest';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { Control, FrameworkItem } from '../../src/domain/catalogue.ts';
import { type EvaluationInput, evaluate } from '../../src/domain/evaluation.ts';
import { legalLabel, nextMerkmale, nextQuestions, orderReason, type QuestionWish } from '../../src/domain/next-question.ts';
import { answer, asOf, control, input, item, verbund, webserver } from './fixture.ts';

const plain: QuestionWish = { asOf, keepOrder: false, all: false };

function ask(
  controls: readonly Control[],
  {
    wish = {},
    items = [],
    ...changes
  }: { wish?: Partial<QuestionWish>; items?: readonly FrameworkItem[] } & Partial<EvaluationInput> = {},
) {
  const evaluation = evaluate(input(controls, changes, items));
  return nextQuestions([...evaluation.controls.values()], evaluation.duties.get('saechsisichg') ?? [], { ...plain, ...wish });
}

const ids = (questions: ReturnType<typeof ask>) => questions.map((question) => question.evaluation.control.id);

/** An answer given that long ago and due for review since. */
const due = (id: string, validFrom: string, changes: Partial<Assessment> = {}) =>
  answer(id, 'ja', { validFrom, reviewDue: '2026-01-01', recordedAt: `${validFrom}T10:00:00.000Z`, ...changes });

const statement = (reviewDue: string): Partial<Assessment> => ({
  reviewDue,
  source: 'erklaerung',
  origin: {
    kind: 'erklaerung',
    id: 'E1',
    dienstleister: 'Rechenzentrum Muldental',
    titel: 'Sicherung',
    vom: '2026-01-01',
    gueltigBis: null,
    vertragsgrundlage: null,
    erloschen: null,
  },
});

describe('the order of the questions', () => {
  it('what the law demands comes before everything else', () => {
    const controls = [control('A-01.01', { effect: 3, effort: 0 }), control('A-01.02', { effect: 1, effort: 5 })];
    const items = [item('S-06', { answeredBy: { control: 'A-01.02' } })];
    expect(ids(ask(controls, { items }))).toEqual(['A-01.02', 'A-01.01']);
  });

  it('what certainly holds here comes before what may not hold at all', () => {
    const controls = [control('A-01.01', { effect: 3, effort: 0 }), control('A-01.02', { effect: 1, effort: 5 })];
    const perhaps = item('S-37', {
      kind: 'MUSS-WENN',
      appliesIf: { merkmal: 'kdn_angeschlossen' },
      answeredBy: { control: 'A-01.01' },
    });
    const items = [perhaps, item('S-06', { answeredBy: { control: 'A-01.02' } })];
    expect(ids(ask(controls, { items }))).toEqual(['A-01.02', 'A-01.01']);
    expect(ids(ask(controls, { items, merkmale: { kdn_angeschlossen: 'ja' } }))).toEqual(['A-01.01', 'A-01.02']);
  });

  it.each<[string, Partial<FrameworkItem>]>([
    ['is only recommended', { kind: 'EMPF' }],
    ['is only allowed', { kind: 'KANN' }],
    ['does not apply here', { kind: 'MUSS-WENN', appliesIf: { merkmal: 'schultraeger' } }],
  ])('a point of the law that %s moves nothing', (_what, point) => {
    const controls = [control('A-01.01'), control('A-01.02')];
    const items = [item('S-06', { ...point, answeredBy: { control: 'A-01.02' } })];
    expect(ids(ask(controls, { items, merkmale: { schultraeger: 'nein' } }))).toEqual(['A-01.01', 'A-01.02']);
  });

  it('then effect against effort', () => {
    const controls = [
      control('A-01.01', { effect: 3, effort: 5 }),
      control('A-01.02', { effect: 1, effort: 0 }),
      control('A-01.03', { effect: 3, effort: 0 }),
    ];
    expect(ids(ask(controls))).toEqual(['A-01.03', 'A-01.02', 'A-01.01']);
  });

  it('what was never answered comes before what has to be confirmed, and the older answer first', () => {
    const controls = [
      control('A-01.01', { effect: 3, effort: 0 }),
      control('A-01.02', { effect: 3, effort: 0 }),
      control('A-01.03'),
    ];
    const answers = [due('A-01.01', '2025-06-01'), due('A-01.02', '2022-06-01')];
    expect(ids(ask(controls, { answers }))).toEqual(['A-01.03', 'A-01.02', 'A-01.01']);
  });

  it('where nothing tells two apart, the order of the profile stays', () => {
    expect(ids(ask([control('B-01.01'), control('A-01.01'), control('C-01.01')]))).toEqual(['B-01.01', 'A-01.01', 'C-01.01']);
  });

  it('an order edited by hand is kept', () => {
    const controls = [control('A-01.01', { effect: 1, effort: 5 }), control('A-01.02', { effect: 3, effort: 0 })];
    expect(ids(ask(controls, { wish: { keepOrder: true } }))).toEqual(['A-01.01', 'A-01.02']);
  });
});

describe('what is asked', () => {
  it.each<[string, Assessment | null, boolean, boolean]>([
    ['no answer', null, true, true],
    ['a valid answer', answer('A-01.01', 'nein'), false, true],
    ['an answer of today', answer('A-01.01', 'ja', { validFrom: asOf, recordedAt: `${asOf}T08:00:00.000Z` }), false, false],
    ['an answer that is due', due('A-01.01', '2025-01-01'), true, true],
    ['an old answer copied today', due('A-01.01', '2025-01-01', { recordedAt: `${asOf}T08:00:00.000Z` }), true, true],
    ['a valid statement of a provider', answer('A-01.01', 'ja', statement('2027-01-01')), false, true],
    ['a lapsed statement of a provider', answer('A-01.01', 'ja', statement('2026-11-01')), true, true],
  ])('%s', (_what, held, usually, withAll) => {
    const answers = held === null ? [] : [held];
    expect(ask([control('A-01.01')], { answers })).toHaveLength(usually ? 1 : 0);
    expect(ask([control('A-01.01')], { answers, wish: { all: true } })).toHaveLength(withAll ? 1 : 0);
  });

  it('only the wanted topic and role', () => {
    const controls = [control('A-01.01'), control('A-01.02', { topic: 'netze' }), control('A-01.03', { role: 'leitung' })];
    expect(ids(ask(controls, { wish: { thema: 'netze' } }))).toEqual(['A-01.02']);
    expect(ids(ask(controls, { wish: { rolle: 'leitung' } }))).toEqual(['A-01.03']);
  });

  it('every Zielobjekt that still waits, and no other', () => {
    const controls = [control('W-01.01', { zielobjektTypes: ['webserver'] })];
    const zielobjekte = [verbund, webserver('WEB1'), webserver('WEB2'), webserver('WEB3')];
    const answers = [answer('W-01.01', 'ja', { zielobjekt: 'WEB2' })];
    const asked = ask(controls, { zielobjekte, answers }).map((question) => question.answer.zielobjekt.kuerzel);
    expect(asked).toEqual(['WEB1', 'WEB3']);
  });
});

describe('the words beside a question', () => {
  it.each<[string, FrameworkItem[], string]>([
    ['none', [], ''],
    ['a MUSS', [item('S-06')], 'gesetzlich (S-06)'],
    ['a SOLL', [item('S-10', { kind: 'SOLL' })], 'gesetzlich (S-10, Soll)'],
    ['a SOLL beside a MUSS', [item('S-10', { kind: 'SOLL' }), item('S-06')], 'gesetzlich (S-10, S-06)'],
    [
      'one that may not apply',
      [item('S-36', { kind: 'MUSS-WENN', appliesIf: { merkmal: 'kdn_angeschlossen' } })],
      'gesetzlich, falls zutreffend (S-36)',
    ],
    ['more than two', [item('S-01'), item('S-02'), item('S-03')], 'gesetzlich (S-01, S-02, …)'],
  ])('%s', (_what, points, label) => {
    const items = points.map((point) => ({ ...point, answeredBy: { control: 'A-01.01' } }));
    expect(legalLabel(ask([control('A-01.01')], { items })[0]?.duties ?? [])).toBe(label);
  });

  it('„falls zutreffend“ goes as soon as it is known that the duty holds, answered or not', () => {
    const duty = item('S-36', { kind: 'MUSS-WENN', appliesIf: { merkmal: 'kdn' }, answeredBy: { control: 'A-01.01' } });
    const [question] = ask([control('A-01.01')], { items: [duty], merkmale: { kdn: 'ja' } });
    expect(legalLabel(question?.duties ?? [])).toBe('gesetzlich (S-36)');
  });

  it('say why it comes now', () => {
    const bands = [{ effort: 1, daysFrom: 0.5, daysTo: 1, title: 'ein halber bis ein Tag' }];
    const [open] = ask([control('A-01.01')], { items: [item('S-06', { answeredBy: { control: 'A-01.01' } })] });
    const [old] = ask([control('A-01.01')], { answers: [due('A-01.01', '2025-01-01')] });
    if (open === undefined || old === undefined) throw new Error('nothing asked');
    expect(orderReason(open, bands, '')).toBe('gesetzlich (S-06); Reihenfolge des Profils; noch offen');
    expect(orderReason(open, bands, 'Der erste Schritt')).toBe('Der erste Schritt; noch offen');
    expect(orderReason(old, bands, null)).toBe(
      'Wirkung 2 von 3, Aufwand ein halber bis ein Tag (Schätzung); zu bestätigen seit 01.01.2026',
    );
  });
});

describe('the Merkmale to ask for', () => {
  const kdn = { merkmal: 'kdn' };
  const other = { merkmal: 'svn' };
  const logs = { merkmal: 'protokolldaten' };
  const keeps = { merkmal: 'aufbewahrung' };
  const items = [
    item('S-37', { appliesIf: kdn }),
    item('S-35', { appliesIf: { any: [kdn, other] } }),
    item('S-36', { appliesIf: { any: [kdn, other] } }),
    item('S-26', { appliesIf: { all: [logs, keeps] } }),
    item('S-38', { appliesIf: keeps, excused: 'Ein Recht, keine Pflicht.' }),
  ];

  it.each<[string, Parameters<typeof nextMerkmale>[1], [string, number][]]>([
    [
      'nothing known: what decides most comes first',
      {},
      [
        ['kdn', 3],
        ['protokolldaten', 1],
      ],
    ],
    ['connected: the other way is not asked for', { kdn: 'ja' }, [['protokolldaten', 1]]],
    [
      'not connected: the other way decides',
      { kdn: 'nein' },
      [
        ['svn', 2],
        ['protokolldaten', 1],
      ],
    ],
    [
      'nobody knows: the other way could still decide',
      { kdn: 'unbekannt' },
      [
        ['svn', 2],
        ['protokolldaten', 1],
      ],
    ],
    ['no log data: nobody asks how long they are kept', { kdn: 'ja', protokolldaten: 'nein' }, []],
    ['log data: now it is asked', { kdn: 'ja', protokolldaten: 'ja' }, [['aufbewahrung', 1]]],
    ['nobody knows about log data: the details can wait', { kdn: 'ja', protokolldaten: 'unbekannt' }, []],
  ])('%s', (_what, merkmale, expected) => {
    expect(nextMerkmale(items, merkmale).map(({ merkmal, duties }) => [merkmal, duties])).toEqual(expected);
  });
});
