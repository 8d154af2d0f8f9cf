import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerOrigin, Assessment, Umsetzungsstatus } from '../../src/domain/assessment.ts';
import { umsetzungsstatus } from '../../src/domain/assessment.ts';
import { evaluate } from '../../src/domain/evaluation.ts';
import {
  answersOfStatement,
  assignmentsFor,
  type ProviderStatement,
  passedOn,
  type StatementAssignment,
  withInherited,
} from '../../src/domain/inheritance.ts';
import { answer, asOf, control, finding, input, verbund, webserver } from './fixture.ts';

const id = 'BAK-01.01';
const backup = control(id, { checks: ['tls-protocol-version'] });
const reviewAfter = new Map([[id, 'P1Y']]);

function statement(changes: Partial<ProviderStatement> = {}): ProviderStatement {
  return {
    id: 'E1',
    dienstleister: 'KISA',
    titel: 'Betrieb',
    vom: '2026-03-01',
    gueltigBis: '2026-12-31',
    dokument: null,
    aussagen: [{ control: id, status: 'ja', begruendung: null }],
    widerrufenAm: null,
    widerrufGrund: null,
    ...changes,
  };
}

function assignment(changes: Partial<StatementAssignment> = {}): StatementAssignment {
  return {
    kommune: 'beispielhain',
    erklaerung: 'E1',
    vertrag: 'Rahmenvertrag',
    vertragBis: null,
    avv: 'vom 01.02.2024',
    gilt: true,
    ...changes,
  };
}

function stated(of: Partial<ProviderStatement> = {}, on: Partial<StatementAssignment> = {}): Assessment[] {
  const source = { statement: statement(of), assignment: assignment(on), recordedAt: '2026-03-01T10:00:00.000Z', entry: 7 };
  return answersOfStatement(source, 'beispielhain', { id: 'test', edition: '1' }, reviewAfter, asOf);
}

function from(kind: 'gruppe' | 'verwaltung', status: Umsetzungsstatus, changes: Partial<Assessment> = {}): Assessment[] {
  return passedOn([answer(id, status, { kommune: kind, ...changes })], { kind, slug: kind, name: 'Musterstadt' });
}

function evaluated(own: readonly Assessment[], inherited: readonly Assessment[], changes: Parameters<typeof input>[1] = {}) {
  const state = input([backup], { answers: withInherited(own, inherited, asOf), ...changes });
  const result = evaluate(state).controls.get(id);
  if (result === undefined) throw new Error('not evaluated');
  return result;
}

const kindOf = ({ origin }: Assessment) => origin?.kind ?? 'eigen';

describe('which answer counts', () => {
  const everything = [...from('gruppe', 'ja'), ...from('verwaltung', 'ja'), ...stated()];
  it.each<[string, Assessment[], Assessment[], string[]]>([
    ['an own answer before everything', [answer(id, 'nein')], everything, ['eigen', 'erklaerung', 'verwaltung', 'gruppe']],
    ['an own answer past its review, too', [answer(id, 'nein', { reviewDue: '2026-01-01' })], stated(), ['eigen', 'erklaerung']],
    ['a statement before the administration', [], everything, ['erklaerung', 'verwaltung', 'gruppe']],
    ['the administration before a group', [], everything.slice(0, 2), ['verwaltung', 'gruppe']],
    ['a group alone', [], from('gruppe', 'ja'), ['gruppe']],
    [
      'a lapsed statement stays before a group: it does not turn into „ja“ unnoticed',
      [],
      [...from('gruppe', 'ja'), ...stated({ gueltigBis: '2026-06-30' })],
      ['erklaerung', 'gruppe'],
    ],
  ])('%s', (_name, own, inherited, order) => {
    const [chosen, ...rest] = withInherited(own, inherited, asOf);
    expect(rest).toEqual([]);
    expect([chosen, ...(chosen?.overruled ?? [])].map((each) => each && kindOf(each))).toEqual(order);
  });

  it.each<[string, Assessment[], string]>([
    [
      'the renewed one, although the old one is named first',
      [...stated({ gueltigBis: '2026-06-30' }), ...stated({ id: 'E2', vom: '2026-02-01' })],
      'E2',
    ],
    ['the newer of two that hold', [...stated({ id: 'E2', vom: '2026-02-01' }), ...stated()], 'E1'],
  ])('of several statements %s', (_name, inherited, wanted) => {
    expect(withInherited([], inherited, asOf)[0]?.origin).toMatchObject({ id: wanted });
  });

  it('own answers for single Zielobjekte stand, the others of its kind take the inherited one', () => {
    const web = control('WEB-01.03', { zielobjektTypes: ['webserver'] });
    const own = [answer('WEB-01.03', 'nein', { zielobjekt: 'WEB1' })];
    const inherited = from('gruppe', 'ja').map((each) => ({ ...each, control: 'WEB-01.03' }));
    const zielobjekte = [verbund, webserver('WEB1'), webserver('WEB2')];
    const state = input([web], { zielobjekte, answers: withInherited(own, inherited, asOf) });
    const answers = evaluate(state).controls.get('WEB-01.03')?.answers;
    expect(answers?.map(({ state, answer: each }) => [state, each && kindOf(each)])).toEqual([
      ['nein', 'eigen'],
      ['ja', 'gruppe'],
    ]);
    expect(answers?.[0]?.deviatesFrom?.status).toBe('ja');
  });

  it('only what a source said itself about the whole is passed on', () => {
    const origin: AnswerOrigin = { kind: 'gruppe', slug: 'kisa', name: 'KISA' };
    const answers = [answer(id, 'ja'), answer('WEB-01.03', 'ja', { zielobjekt: 'WEB1' }), { ...answer('X-1', 'ja'), origin }];
    expect(passedOn(answers, origin).map((each) => each.control)).toEqual([id]);
  });

  it('never two answers for one question, the own one always first, nothing lost', () => {
    const status = fc.constantFrom(...umsetzungsstatus);
    const ids = fc.constantFrom('A-1', 'A-2', 'A-3');
    const own = fc.uniqueArray(fc.record({ control: ids, zielobjekt: fc.constantFrom('VERBUND', 'WEB1'), status }), {
      selector: (each) => `${each.zielobjekt} ${each.control}`,
    });
    const kind = fc.constantFrom('gruppe' as const, 'verwaltung' as const);
    const inherited = fc.array(fc.record({ control: ids, kind, status, reviewDue: fc.constantFrom('2026-01-01', '2027-10-01') }));
    fc.assert(
      fc.property(own, inherited, (said, others) => {
        const mine = said.map((each) => answer(each.control, each.status, each));
        const theirs = others.map((each) => ({
          ...answer(each.control, each.status, each),
          origin: { kind: each.kind, slug: 's', name: 'S' },
        }));
        const result = withInherited(mine, theirs, asOf);
        const keys = result.map((each) => `${each.zielobjekt} ${each.control}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const each of mine)
          expect(result.some((r) => r.origin === null && r.zielobjekt === each.zielobjekt && r.control === each.control)).toBe(
            true,
          );
        for (const each of new Set(theirs.map((t) => t.control))) {
          const shown = result
            .filter((r) => r.control === each && r.zielobjekt === 'VERBUND')
            .flatMap((r) => [r, ...(r.overruled ?? [])]);
          expect(shown.filter((r) => r.origin !== null)).toHaveLength(theirs.filter((t) => t.control === each).length);
        }
      }),
    );
  });
});

describe('a statement', () => {
  it.each<[string, Partial<ProviderStatement>, Partial<StatementAssignment>, string, RegExp]>([
    ['in force', {}, {}, 'ja', /^Umgesetzt, nach Erklärung von KISA vom 01\.03\.2026 \(E1\), gültig bis 31\.12\.2026\.$/],
    ['on its last day', { gueltigBis: asOf }, {}, 'ja', /gültig bis 30\.11\.2026/],
    [
      'the day after',
      { gueltigBis: '2026-11-29' },
      {},
      'zuBestaetigen',
      /„ja“ ist zu bestätigen: Die Erklärung von KISA \(E1\) galt nur bis 29\.11\.2026\.$/,
    ],
    [
      'withdrawn from today',
      { widerrufenAm: asOf, widerrufGrund: 'nach einem Vorfall.' },
      {},
      'zuBestaetigen',
      /seit dem 30\.11\.2026 widerrufen: nach einem Vorfall\.$/,
    ],
    ['withdrawn from tomorrow', { widerrufenAm: '2026-12-01', widerrufGrund: 'x' }, {}, 'ja', /^Umgesetzt/],
    [
      'whose contract ended',
      {},
      { vertragBis: '2026-11-29' },
      'zuBestaetigen',
      /Der Vertrag, auf dem .* endete am 29\.11\.2026\.$/,
    ],
    ['whose contract ends today', {}, { vertragBis: asOf }, 'ja', /^Umgesetzt/],
    ['without end, in its first year', { gueltigBis: null }, {}, 'ja', /vom 01\.03\.2026 \(E1\)\.$/],
    [
      'without end, older than an answer may be',
      { gueltigBis: null, vom: '2025-11-30' },
      {},
      'zuBestaetigen',
      /war bis 30\.11\.2026 gültig/,
    ],
    ['without contract and AVV', {}, { vertrag: null, avv: null }, 'ja', /ohne Vertragsgrundlage\.$/],
    [
      'saying nein',
      { aussagen: [{ control: id, status: 'nein', begruendung: 'Noch nicht gebaut' }] },
      {},
      'nein',
      /^Nicht umgesetzt, nach Erklärung .*: Noch nicht gebaut\.$/,
    ],
    [
      'saying entbehrlich',
      { aussagen: [{ control: id, status: 'entbehrlich', begruendung: 'Keine Server' }] },
      {},
      'entbehrlich',
      /^Entbehrlich, nach Erklärung .*: Keine Server\.$/,
    ],
  ])('%s', (_name, of, on, state, reason) => {
    const result = evaluated([], stated(of, on));
    expect(result.state).toBe(state);
    expect(result.reason).toMatch(reason);
  });

  it('about a control the catalogue does not know says nothing', () => {
    expect(stated({ aussagen: [{ control: 'ALT-01.01', status: 'ja', begruendung: null }] })).toEqual([]);
  });

  it.each<[string, Partial<ProviderStatement>, Partial<StatementAssignment>, boolean, string]>([
    ['somebody said so', {}, {}, false, 'angegeben'],
    ['a signed paper under a contract', { dokument: 'Ordner 3' }, {}, false, 'belegt'],
    ['a paper nobody is bound by', { dokument: 'Ordner 3' }, { vertrag: null, avv: null }, false, 'angegeben'],
    ['measured under a contract', {}, {}, true, 'gemessen'],
    ['measured without one', {}, { vertrag: null, avv: null }, true, 'angegeben'],
  ])('stands on what it rests on: %s', (_name, of, on, measured, basis) => {
    expect(evaluated([], stated(of, on), { findings: measured ? [finding('met')] : [] }).basis).toBe(basis);
  });
});

describe('what others say stays visible', () => {
  it.each<[string, Assessment[], Assessment[], RegExp, Umsetzungsstatus | null]>([
    [
      'an own answer that disagrees',
      [answer(id, 'nein')],
      stated(),
      /^Nicht umgesetzt, .* Abweichend davon „ja“: Erklärung von KISA vom .*\.$/,
      'ja',
    ],
    [
      'an own „ja“ against a „nein“',
      [answer(id, 'ja')],
      from('verwaltung', 'nein'),
      /Abweichend davon „nein“: Verwaltung durch Musterstadt\.$/,
      'nein',
    ],
    ['an own answer that agrees', [answer(id, 'ja')], stated(), /Ebenso: Erklärung von KISA vom .*\.$/, null],
    [
      'a lapsed statement has no say any more',
      [answer(id, 'nein')],
      stated({ gueltigBis: '2026-06-30' }),
      /Jan Krause vom 01\.10\.2026\.$/,
      null,
    ],
    [
      'a statement against a group',
      [],
      [...stated(), ...from('gruppe', 'nein')],
      /^Umgesetzt, nach Erklärung .* Abweichend davon „nein“: Gruppe Musterstadt\.$/,
      'nein',
    ],
    [
      'from a group',
      [],
      from('gruppe', 'ja'),
      /^Umgesetzt, nach Angabe von Jan Krause vom 01\.10\.2026 \(Gruppe Musterstadt\)\.$/,
      null,
    ],
    [
      'from the administration, past its review',
      [],
      from('verwaltung', 'ja', { reviewDue: '2026-01-01' }),
      /zu bestätigen: Sie stammt vom 01\.10\.2026 \(Verwaltung durch Musterstadt\) und war bis 01\.01\.2026 gültig/,
      null,
    ],
  ])('%s', (_name, own, inherited, reason, deviates) => {
    const result = evaluated(own, inherited);
    expect(result.reason).toMatch(reason);
    expect(result.answers[0]?.deviatesFrom?.status ?? null).toBe(deviates);
  });
});

it.each<[string, StatementAssignment[], (string | null)[]]>([
  ['its own', [assignment()], ['beispielhain']],
  ['a group’s', [assignment({ kommune: 'kisa' })], ['kisa']],
  ['its own before a group’s', [assignment({ kommune: 'kisa' }), assignment()], ['beispielhain']],
  ['none where its own ended', [assignment({ kommune: 'kisa' }), assignment({ gilt: false })], []],
  [
    'the one of another group where one ended',
    [assignment({ kommune: 'kisa', gilt: false }), assignment({ kommune: 'landkreis' })],
    ['landkreis'],
  ],
  ['not that of somebody else', [assignment({ kommune: 'neudorf' })], []],
])('the assignment that holds for a member: %s', (_name, assignments, bearers) => {
  expect(assignmentsFor('beispielhain', ['kisa', 'landkreis'], assignments).map(({ kommune }) => kommune)).toEqual(bearers);
});
