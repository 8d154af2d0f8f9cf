/** Which questions a packet asks, as tables. */
import { describe, expect, it } from 'vitest';
import { answerKey, evaluateControl } from '../../src/domain/answers.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { Control } from '../../src/domain/catalogue.ts';
import type { Zielobjekt } from '../../src/domain/kommune.ts';
import { chooseQuestions, formatKey, judgeReturn, parseMark, shareByRole } from '../../src/domain/packet.ts';
import { answer, asOf, control } from '../domain/fixture.ts';

const zielobjekt = (kuerzel: string, typ: string): Zielobjekt => ({
  kuerzel,
  kommune: 'beispielhain',
  typ,
  name: kuerzel,
  adressen: [],
});
const zielobjekte = [
  zielobjekt('VERBUND', 'informationsverbund'),
  zielobjekt('WEB1', 'webserver'),
  zielobjekt('WEB2', 'webserver'),
];
const statement = {
  kind: 'erklaerung',
  id: 'D1',
  dienstleister: 'KISA',
  titel: 'Rechenzentrum',
  vom: '2026-01-01',
  gueltigBis: null,
  vertragsgrundlage: 'AVV',
  erloschen: null,
} as const;

function choose(controls: Control[], answers: Assessment[], changes: { all?: boolean; zielobjekt?: string } = {}) {
  const current = new Map(answers.map((each) => [answerKey(each.zielobjekt, each.control), each]));
  return chooseQuestions({
    controls: controls.map((each) => evaluateControl(each, zielobjekte, current, [], asOf)),
    zielobjekte,
    duties: [],
    all: false,
    ...changes,
  });
}
const keys = (questions: ReturnType<typeof choose>) =>
  questions.map(({ evaluation, zielobjekt: { kuerzel } }) => formatKey({ control: evaluation.control.id, zielobjekt: kuerzel }));

describe('a question', () => {
  const one = control('BAK-01.01');
  const due = { reviewDue: '2026-11-30' };
  it.each<[string, Assessment[], string[], string[]]>([
    ['without answer is asked', [], ['BAK-01.01'], ['BAK-01.01']],
    ['with a valid answer only on demand', [answer('BAK-01.01', 'nein')], [], ['BAK-01.01']],
    ['to be confirmed is asked', [answer('BAK-01.01', 'ja', due)], ['BAK-01.01'], ['BAK-01.01']],
    ['a valid statement covers is never asked', [answer('BAK-01.01', 'ja', { origin: statement })], [], []],
    [
      'a lapsed statement covered is asked',
      [answer('BAK-01.01', 'ja', { ...due, origin: statement })],
      ['BAK-01.01'],
      ['BAK-01.01'],
    ],
    ['a statement leaves half open can be asked', [answer('BAK-01.01', 'teilweise', { origin: statement })], [], ['BAK-01.01']],
  ])('%s', (_, answers, byDefault, onDemand) => {
    expect(keys(choose([one], answers))).toEqual(byDefault);
    expect(keys(choose([one], answers, { all: true }))).toEqual(onDemand);
  });

  it('about Zielobjekte is asked once for all without an answer of their own', () => {
    const web = control('WEB-01.03', { zielobjektTypes: ['webserver'] });
    expect(keys(choose([web], []))).toEqual(['WEB-01.03']);
    expect(keys(choose([web], [answer('WEB-01.03', 'ja', { zielobjekt: 'WEB1' })]))).toEqual(['WEB-01.03']);
    expect(keys(choose([web], [answer('WEB-01.03', 'ja')]))).toEqual([]);
    expect(keys(choose([web], [], { zielobjekt: 'WEB2' }))).toEqual(['WEB-01.03/WEB2']);
  });

  it('that binds comes before one that may be, one with more effect before one with less', () => {
    const controls = [
      control('A-01.01', { obligation: 'KANN', effect: 3 }),
      control('A-01.02', { effect: 1 }),
      control('A-01.03', { effect: 3, effort: 4 }),
      control('A-01.04', { effect: 3, effort: 1 }),
    ];
    expect(keys(choose(controls, []))).toEqual(['A-01.04', 'A-01.03', 'A-01.02', 'A-01.01']);
  });
});

it.each([
  [[25], [25]],
  [[26], [13, 13]],
  [
    [10, 10, 10],
    [20, 10],
  ],
  [
    [24, 2, 24],
    [24, 2, 24],
  ],
  [[60], [20, 20, 20]],
  [[1, 1, 1], [3]],
])('topics of %j questions become parts of %j', (topics, parts) => {
  const controls = topics.flatMap((count, topic) =>
    Array.from({ length: count }, (_, index) => control(`T${topic}-01.${index}`, { topic: `thema-${topic}` })),
  );
  const shares = shareByRole(choose(controls, []));
  const sizes = shares.map(({ questions }) => questions.length);
  expect([...sizes].sort()).toEqual([...parts].sort());
  expect(Math.max(...sizes)).toBeLessThanOrEqual(25);
});

describe('a returned answer', () => {
  const sent = { control: 'BAK-01.01', zielobjekt: 'VERBUND', controlHash: '' };
  const content = { status: 'ja', grund: null, begruendung: null, verantwortlich: null, bis: null, notiz: null } as const;
  const before = { ...content, saidBy: 'x', validFrom: asOf, entry: 7 };
  it.each<[string, number | null, Assessment | null, string]>([
    ['to an open question is new', null, null, 'neu'],
    ['to an answer nobody changed is new: it confirms', 7, answer('BAK-01.01', 'ja', { entry: 7 }), 'neu'],
    ['says what was recorded here meanwhile', 7, answer('BAK-01.01', 'ja', { entry: 9 }), 'unveraendert'],
    ['contradicts what was recorded here meanwhile', 7, answer('BAK-01.01', 'nein', { entry: 9 }), 'hier'],
    ['contradicts an answer to a question that was open', null, answer('BAK-01.01', 'nein', { entry: 1 }), 'hier'],
    ['contradicts an earlier return', 7, answer('BAK-01.01', 'nein', { entry: 9, paket: 'P1' }), 'ruecklauf'],
    ['after undo here meets an older answer', 7, answer('BAK-01.01', 'nein', { entry: 3 }), 'neu'],
  ])('%s', (_, entry, current, judgement) => {
    const question = { ...sent, sent: entry === null ? null : { ...before, entry } };
    expect(judgeReturn(question, content, current, 'P1')).toBe(judgement);
  });
});

it.each([
  '',
  'beispielhain',
  'beispielhain/P1',
  'beispielhain/p1/0123456789abcdef',
  '../P1/0123456789abcdef',
  'a/P1/0123456789abcdef/b',
])('„%s“ is no mark', (text) => {
  expect(parseMark(text)).toBeNull();
});
