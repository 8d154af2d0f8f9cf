import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerState, answerStates, combineStates, countStates } from '../../src/domain/answers.ts';
import type { Umsetzungsstatus } from '../../src/domain/assessment.ts';
import type { MappingRelation } from '../../src/domain/catalogue.ts';
import { combineAll, combineAny, type DutyStatus } from '../../src/domain/duties.ts';
import { evaluate, lightOf, rankGaps } from '../../src/domain/evaluation.ts';
import { answer, control, finding, input, item, role, verbund, webserver } from './fixture.ts';

const port = (number: number | null) => ({ name: null, address: '127.0.0.1', port: number });
const web = control('WEB-01.03', { zielobjektTypes: ['webserver'], checks: ['tls-protocol-version'], topic: 'netze' });

describe('state of one question', () => {
  it.each<[string, Parameters<typeof input>[1], AnswerState]>([
    ['no answer', {}, 'offen'],
    ['ja', { answers: [answer('BAK-01.01', 'ja')] }, 'ja'],
    ['nein', { answers: [answer('BAK-01.01', 'nein')] }, 'nein'],
    ['entbehrlich with reason', { answers: [answer('BAK-01.01', 'entbehrlich')] }, 'entbehrlich'],
    ['ja on the day its review is due', { answers: [answer('BAK-01.01', 'ja', { reviewDue: '2026-11-30' })] }, 'zuBestaetigen'],
    ['ja the day before its review is due', { answers: [answer('BAK-01.01', 'ja', { reviewDue: '2026-12-01' })] }, 'ja'],
    ['nein past its review', { answers: [answer('BAK-01.01', 'nein', { reviewDue: '2026-01-01' })] }, 'zuBestaetigen'],
    ['a met finding alone changes nothing', { findings: [finding('met')] }, 'offen'],
  ])('%s', (_name, changes, state) => {
    const { controls } = evaluate(input([control('BAK-01.01', { checks: ['tls-protocol-version'] })], changes));
    expect(controls.get('BAK-01.01')?.state).toBe(state);
  });

  it.each<[AnswerState[], AnswerState]>([
    [['ja', 'ja'], 'ja'],
    [['ja', 'nein', 'offen'], 'nein'],
    [['ja', 'offen', 'teilweise'], 'offen'],
    [['ja', 'zuBestaetigen', 'teilweise'], 'zuBestaetigen'],
    [['ja', 'teilweise', 'entbehrlich'], 'teilweise'],
    [['ja', 'entbehrlich'], 'ja'],
    [['entbehrlich', 'entbehrlich'], 'entbehrlich'],
    [[], 'offen'],
  ])('several Zielobjekte %j → %s', (states, combined) => {
    expect(combineStates(states)).toBe(combined);
  });

  it('an answer for the whole Kommune holds for a Zielobjekt without one of its own', () => {
    const zielobjekte = [verbund, webserver('WEB1'), webserver('WEB2')];
    const answers = [answer('WEB-01.03', 'ja'), answer('WEB-01.03', 'nein', { zielobjekt: 'WEB2' })];
    const evaluation = evaluate(input([web], { zielobjekte, answers })).controls.get('WEB-01.03');
    expect(evaluation?.answers.map((a) => [a.zielobjekt.kuerzel, a.state, a.fromVerbund])).toEqual([
      ['WEB1', 'ja', true],
      ['WEB2', 'nein', false],
    ]);
    expect(evaluation).toMatchObject({ state: 'nein' });
    expect(evaluation?.reason).toContain('Server WEB2');
  });

  it('every „ja“ says what stands behind it', () => {
    const basis = (changes: Parameters<typeof input>[1]) => evaluate(input([web], changes)).controls.get('WEB-01.03')?.basis;
    expect(basis({ answers: [answer('WEB-01.03', 'ja')] })).toBe('angegeben');
    expect(basis({ answers: [answer('WEB-01.03', 'ja', { nachweis: 'Protokoll' })] })).toBe('belegt');
    expect(basis({ answers: [answer('WEB-01.03', 'ja')], findings: [finding('met')] })).toBe('gemessen');
    expect(basis({ answers: [answer('WEB-01.03', 'nein')], findings: [finding('met')] })).toBeNull();
  });

  it.each<[string, Parameters<typeof finding>[], 'gemessen' | 'angegeben']>([
    ['met on every port', [['met'], ['met', { target: port(443) }]], 'gemessen'],
    ['met and not-met', [['met'], ['not-met', { target: port(443) }]], 'angegeben'],
    ['met and phase-out', [['met'], ['phase-out', { target: port(443) }]], 'angegeben'],
    ['met and undetermined', [['met'], ['undetermined', { target: port(443) }]], 'angegeben'],
    ['met, not-met at another Zielobjekt', [['met'], ['not-met', { zielobjekt: 'WEB1' }]], 'gemessen'],
    ['met, not-met of another check', [['met'], ['not-met', { check: 'http-hsts' }]], 'gemessen'],
    ['met 90 days ago', [['met', { seenAt: '2026-09-01T10:00:00.000Z' }]], 'gemessen'],
    ['met 91 days ago', [['met', { seenAt: '2026-08-31T10:00:00.000Z' }]], 'angegeben'],
    ['only undetermined', [['undetermined']], 'angegeben'],
  ])('measured or not: %s → %s', (_name, of, basis) => {
    const state = input([web], { answers: [answer('WEB-01.03', 'ja')], findings: of.map((each) => finding(...each)) });
    expect(evaluate(state).controls.get('WEB-01.03')?.basis).toBe(basis);
  });

  it('says in a sentence where a verdict comes from', () => {
    const reason = (changes: Parameters<typeof input>[1]) => evaluate(input([web], changes)).controls.get('WEB-01.03')?.reason;
    expect(reason({})).toBe('Es ist noch keine Antwort erfasst.');
    expect(reason({ answers: [answer('WEB-01.03', 'nein', { begruendung: 'Noch nicht bestellt', bis: '2026-12-31' })] })).toBe(
      'Nicht umgesetzt, nach Angabe von Jan Krause vom 01.10.2026: Noch nicht bestellt. Vorgesehen bis 31.12.2026.',
    );
    expect(reason({ answers: [answer('WEB-01.03', 'entbehrlich')] })).toContain('Entbehrlich (nicht relevant)');
  });
});

describe('counts', () => {
  it('are disjoint and sum to n', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...answerStates)), (states) => {
        const { n, ...rest } = countStates(states);
        expect(Object.values(rest).reduce((a, b) => a + b, 0)).toBe(n);
        expect(n).toBe(states.length);
      }),
    );
  });
});

describe('one duty from several parts', () => {
  it.each<[DutyStatus[], DutyStatus]>([
    [['erfuellt', 'nichtErfuellt', 'offen'], 'nichtErfuellt'],
    [['erfuellt', 'offen', 'teilweise'], 'offen'],
    [['erfuellt', 'teilweise'], 'teilweise'],
    [['erfuellt', 'nichtAnwendbar'], 'erfuellt'],
    [['nichtAnwendbar', 'nichtAnwendbar'], 'nichtAnwendbar'],
    [[], 'offen'],
  ])('all of %j → %s', (parts, status) => {
    expect(combineAll(parts)).toBe(status);
  });

  it.each<[DutyStatus[], DutyStatus]>([
    [['offen', 'erfuellt'], 'erfuellt'],
    [['nichtErfuellt', 'teilweise'], 'teilweise'],
    [['nichtErfuellt', 'offen'], 'offen'],
    [['nichtErfuellt', 'nichtAnwendbar'], 'nichtErfuellt'],
  ])('any of %j → %s', (parts, status) => {
    expect(combineAny(parts)).toBe(status);
  });
});

describe('duties', () => {
  const duty = (changes: Parameters<typeof item>[1], state: Parameters<typeof input>[1] = {}) => {
    const [only] = evaluate(input([control('MAN-01.03')], state, [item('S-12', changes)])).duties.get('saechsisichg') ?? [];
    if (only === undefined) throw new Error('no duty');
    return only;
  };
  const notice = { answeredBy: { fact: 'rolle.bfis.gemeldet', within: { of: 'rolle.bfis.bestellt', duration: 'P1M' } } };
  const conditional = { appliesIf: { merkmal: 'kdn_angeschlossen' }, answeredBy: { control: 'MAN-01.03' } };

  it.each<[string, Parameters<typeof role>[1] | null, DutyStatus, string]>([
    ['nobody recorded', null, 'offen', 'niemand erfasst'],
    ['no day of appointment', {}, 'offen', 'Beginn der Frist'],
    ['told in time', { bestellt: '2026-03-02', gemeldet: '2026-04-02' }, 'erfuellt', '02.04.2026'],
    ['told one day late', { bestellt: '2026-03-02', gemeldet: '2026-04-03' }, 'teilweise', '1 Tag zu spät'],
    ['not told, deadline over', { bestellt: '2026-03-02' }, 'nichtErfuellt', 'fällig war sie bis 02.04.2026'],
    ['not told, deadline running', { bestellt: '2026-11-02' }, 'offen', 'fällig bis 02.12.2026'],
    ['told after the day looked at', { bestellt: '2026-11-02', gemeldet: '2026-12-01' }, 'offen', 'noch nicht'],
    ['left the role', { bestellt: '2026-03-02', gemeldet: '2026-03-10', bis: '2026-06-30' }, 'offen', 'niemand erfasst'],
  ])('notice of the appointment: %s', (_name, changes, status, words) => {
    const result = duty(notice, { rollen: changes === null ? [] : [role('bfis', changes)] });
    expect(result.status).toBe(status);
    expect(result.reason).toContain(words);
  });

  it.each<[string, Parameters<typeof input>[1], DutyStatus]>([
    ['condition unknown', {}, 'offen'],
    ['condition not given', { merkmale: { kdn_angeschlossen: 'nein' } }, 'nichtAnwendbar'],
    ['condition given, nothing answered', { merkmale: { kdn_angeschlossen: 'ja' } }, 'offen'],
    [
      'condition given, answered',
      { merkmale: { kdn_angeschlossen: 'ja' }, answers: [answer('MAN-01.03', 'teilweise')] },
      'teilweise',
    ],
    [
      'answer past its review',
      { merkmale: { kdn_angeschlossen: 'ja' }, answers: [answer('MAN-01.03', 'ja', { reviewDue: '2026-01-01' })] },
      'offen',
    ],
  ])('conditional duty: %s', (_name, state, status) => {
    expect(duty(conditional, state).status).toBe(status);
  });

  it('asks the question that settles an unknown condition', () => {
    expect(duty(conditional).reason).toContain('Ist das Netz an das KDN angeschlossen?');
  });

  it('needs both, where facts and controls answer a duty', () => {
    const both = { answeredBy: { all: [{ fact: 'rolle.bfis.bestellt' }, { control: 'MAN-01.03' }] } };
    const rollen = [role('bfis', { bestellt: '2026-03-02' })];
    expect(duty(both, { rollen }).status).toBe('offen');
    expect(duty(both, { rollen, answers: [answer('MAN-01.03', 'ja')] }).status).toBe('erfuellt');
    expect(duty(both, { answers: [answer('MAN-01.03', 'ja')] }).status).toBe('offen');
  });

  it('shows the weakest confidence, and what is not demanded as such', () => {
    expect(duty({ confidence: ['V', 'S', 'V23'] }).weakestConfidence).toBe('S');
    expect(duty({ notDemanded: 'Richtet sich nur an staatliche Stellen.' })).toMatchObject({
      status: 'nichtAnwendbar',
      reason: 'Richtet sich nur an staatliche Stellen.',
    });
  });
});

describe('requirements of another catalogue', () => {
  const controls = [control('BAK-01.01'), control('BAK-01.02')];
  const evaluated = (relation: MappingRelation, states: readonly (Umsetzungsstatus | null)[]) => {
    const answers = states.flatMap((status, index) => (status === null ? [] : [answer(`BAK-01.0${index + 1}`, status)]));
    const mapped = { controls: controls.map(({ id }) => id), relation };
    const [only] = evaluate(input(controls, { answers }, [item('CON.3.A1', { mapped })])).duties.get('saechsisichg') ?? [];
    if (only === undefined) throw new Error('no item');
    return only;
  };

  it.each<[MappingRelation, (Umsetzungsstatus | null)[], DutyStatus]>([
    ['equal-to', ['ja', 'ja'], 'erfuellt'],
    ['equivalent-to', ['ja', 'ja'], 'erfuellt'],
    ['superset-of', ['ja', 'ja'], 'erfuellt'],
    ['subset-of', ['ja', 'ja'], 'teilweise'],
    ['intersects-with', ['ja', 'ja'], 'teilweise'],
    ['superset-of', ['ja', 'teilweise'], 'teilweise'],
    ['superset-of', ['ja', 'nein'], 'nichtErfuellt'],
    ['superset-of', ['ja', null], 'offen'],
    ['superset-of', ['ja', 'entbehrlich'], 'erfuellt'],
    ['subset-of', ['ja', 'entbehrlich'], 'teilweise'],
    ['subset-of', ['ja', 'nein'], 'nichtErfuellt'],
    ['intersects-with', ['ja', null], 'offen'],
    ['intersects-with', ['entbehrlich', 'entbehrlich'], 'nichtAnwendbar'],
  ])('%s %j → %s', (relation, states, status) => {
    expect(evaluated(relation, states).status).toBe(status);
  });

  it('says which controls decide, and when they reach only part of the requirement', () => {
    expect(evaluated('superset-of', ['ja', 'nein']).reason).toBe('Nicht umgesetzt: BAK-01.02.');
    expect(evaluated('superset-of', ['ja', null]).reason).toBe('Nicht oder nicht mehr aktuell beantwortet: BAK-01.02.');
    expect(evaluated('intersects-with', ['ja', 'ja']).reason).toBe(
      'Umgesetzt: BAK-01.01, BAK-01.02. Diese Anforderungen decken den Punkt nur zum Teil ab; mehr als teilweise lässt sich damit nicht belegen.',
    );
    expect(evaluated('intersects-with', ['ja', 'nein']).reason).toContain('nur zum Teil ab.');
    expect(evaluated('equal-to', ['ja', 'ja']).controls).toEqual(['BAK-01.01', 'BAK-01.02']);
  });

  it('counts a control the catalogue no longer has as open', () => {
    const mapped = { controls: ['BAK-09.09'], relation: 'equal-to' as const };
    const [only] = evaluate(input(controls, {}, [item('CON.3.A1', { mapped })])).duties.get('saechsisichg') ?? [];
    expect(only).toMatchObject({ status: 'offen', reason: 'Nicht oder nicht mehr aktuell beantwortet: BAK-09.09.' });
  });
});

describe('generations of conditions', () => {
  const generations = [
    { id: 'alt', title: 'Netz I', until: '2026-11' },
    { id: 'neu', title: 'Netz II', from: '2026-12-01' },
  ];
  const statusOn = (day: string, limitedTo: string[] | undefined) => {
    const framework = { id: 'kdn', type: 'duties' as const, title: '', publisher: '', edition: '', generations, items: [] };
    const state = input([control('KDN-01.01')], { asOf: day });
    const limited = item('K-01', { generations: limitedTo, answeredBy: { control: 'KDN-01.01' } });
    const catalogue = { ...state.catalogue, frameworks: [{ ...framework, items: [limited] }] };
    return evaluate({ ...state, catalogue }).duties.get('kdn')?.[0];
  };

  it.each<[string, string[] | undefined, DutyStatus]>([
    ['2026-11-30', ['alt'], 'offen'],
    ['2026-12-01', ['alt'], 'nichtAnwendbar'],
    ['2026-11-30', ['neu'], 'nichtAnwendbar'],
    ['2026-12-01', ['neu'], 'offen'],
    ['2030-01-01', ['alt', 'neu'], 'offen'],
    ['2030-01-01', undefined, 'offen'],
  ])('on %s limited to %j → %s', (day, limitedTo, status) => {
    expect(statusOn(day, limitedTo)?.status).toBe(status);
  });

  it('names the generation it is limited to', () => {
    expect(statusOn('2026-11-30', ['neu'])?.reason).toBe('Gilt nur für Netz II; an diesem Tag läuft sie nicht.');
  });
});

describe('topic light', () => {
  const third = 1 / 3;
  it.each<[string, AnswerState[], boolean, string]>([
    ['a MUSS is nein', ['ja', 'ja', 'nein'], true, 'handlungsbedarf'],
    ['a MUSS is nein although most is unknown', ['offen', 'offen', 'nein'], true, 'handlungsbedarf'],
    ['more than a third unknown', ['ja', 'offen', 'zuBestaetigen'], false, 'nichtBekannt'],
    ['exactly a third unknown', ['ja', 'ja', 'offen'], false, 'inOrdnung'],
    ['a gap', ['ja', 'ja', 'teilweise'], false, 'teilweise'],
    ['a SOLLTE is nein', ['ja', 'ja', 'nein'], false, 'teilweise'],
    ['all ja', ['ja', 'ja'], false, 'inOrdnung'],
    ['nothing asked yet', ['offen', 'offen'], false, 'nichtBekannt'],
  ])('%s', (_name, states, openMust, light) => {
    expect(lightOf(countStates(states), openMust, third).light).toBe(light);
  });
});

describe('contradictions', () => {
  it.each<[string, Parameters<typeof answer>[1] | null, Parameters<typeof answer>[2], Parameters<typeof finding>, string | null]>(
    [
      ['ja × not-met', 'ja', {}, ['not-met'], 'contradiction'],
      ['ja past review × not-met', 'ja', { reviewDue: '2026-01-01' }, ['not-met'], 'contradiction'],
      ['teilweise × not-met', 'teilweise', {}, ['not-met'], 'hint'],
      ['nein × not-met', 'nein', {}, ['not-met'], null],
      ['entbehrlich (nicht relevant) × service found', 'entbehrlich', {}, ['met'], 'contradiction'],
      ['entbehrlich (nicht relevant) × open port', 'entbehrlich', {}, ['not-met', { target: port(null) }], 'contradiction'],
      ['entbehrlich (nicht relevant) × nothing found', 'entbehrlich', {}, ['met', { target: port(null) }], null],
      ['entbehrlich (Ersatzmaßnahme) × not-met', 'entbehrlich', { grund: 'ersatzmassnahme' }, ['not-met'], null],
      ['nein × met', 'nein', {}, ['met'], 'hint'],
      ['ja × met', 'ja', {}, ['met'], null],
      ['ja × phase-out', 'ja', {}, ['phase-out'], 'hint'],
      ['ja × undetermined', 'ja', {}, ['undetermined'], null],
      ['no answer × not-met', null, {}, ['not-met'], null],
      ['ja × not-met, 91 days old', 'ja', {}, ['not-met', { seenAt: '2026-08-31T10:00:00.000Z' }], 'hint'],
      ['nein × not-met, 91 days old', 'nein', {}, ['not-met', { seenAt: '2026-08-31T10:00:00.000Z' }], null],
      ['ja × not-met, 90 days old', 'ja', {}, ['not-met', { seenAt: '2026-09-01T10:00:00.000Z' }], 'contradiction'],
    ],
  )('%s → %s', (_name, status, changes, of, kind) => {
    const answers = status === null ? [] : [answer('WEB-01.03', status, changes)];
    const { contradictions } = evaluate(input([web], { answers, findings: [finding(...of)] }));
    expect(contradictions.map((c) => c.kind)).toEqual(kind === null ? [] : [kind]);
  });

  it('shows both sides and lists what could not be checked', () => {
    const findings = [finding('not-met'), finding('undetermined', { text: 'Der Dienst hat nicht geantwortet.' })];
    const { contradictions, unchecked } = evaluate(input([web], { answers: [answer('WEB-01.03', 'ja')], findings }));
    expect(contradictions[0]?.text).toContain('Angabe von Jan Krause vom 01.10.2026: „ja“');
    expect(contradictions[0]?.text).toContain('TLS 1.0');
    expect(unchecked.map((f) => f.text)).toEqual(['Der Dienst hat nicht geantwortet.']);
  });
});

describe('order of the gaps', () => {
  it('legal duty first, then MUSS, then effect against effort', () => {
    const controls = [
      control('A-01.01', { effect: 3, effort: 0, obligation: 'SOLLTE' }),
      control('B-01.01', { effect: 1, effort: 5 }),
      control('C-01.01', { effect: 3, effort: 1 }),
      control('D-01.01', { effect: 1, effort: 5 }),
    ];
    const answers = controls.map((c) => answer(c.id, 'nein'));
    const { gaps } = evaluate(input(controls, { answers }, [item('S-01', { answeredBy: { control: 'D-01.01' } })]));
    expect(gaps.map((g) => g.evaluation.control.id)).toEqual(['D-01.01', 'C-01.01', 'B-01.01', 'A-01.01']);
    expect(gaps[0]?.duties).toEqual(['S-01']);
  });

  it('leaves out what is met, unknown or dispensable', () => {
    const controls = [control('A-01.01'), control('B-01.01'), control('C-01.01')];
    const evaluation = evaluate(input(controls, { answers: [answer('A-01.01', 'ja'), answer('B-01.01', 'entbehrlich')] }));
    expect(rankGaps([...evaluation.controls.values()], [])).toEqual([]);
  });
});
