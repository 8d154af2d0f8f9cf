import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.ts';
import {
  explainFindings,
  explanationState,
  explanationText,
  type FindingExplanation,
  isOpenGap,
} from '../../src/domain/finding-explanations.ts';
import { finding } from './fixture.ts';

const gap = finding('not-met', { severity: 'mittel' });
const explained: FindingExplanation = {
  id: 'A1',
  kommune: 'beispielhain',
  check: gap.check,
  target: gap.target,
  vantage: gap.vantage,
  result: 'not-met',
  severity: 'mittel',
  begruendung: 'Altes Fachverfahren',
  verantwortlich: 'Jan Krause',
  erklaertAm: '2026-11-01',
  bis: '2026-12-31',
  aufgehobenAm: null,
};

const stateOn = (day: string, findings: readonly Finding[], change: Partial<FindingExplanation> = {}) =>
  explanationState({ ...explained, ...change }, findings, day);

describe('an explanation', () => {
  it('holds until its last day, then not', () => {
    expect(stateOn('2026-12-31', [gap])).toBe('gilt');
    expect(stateOn('2027-01-01', [gap])).toBe('abgelaufen');
  });

  it('does not cover a finding that became worse', () => {
    expect(stateOn('2026-11-10', [{ ...gap, severity: 'hoch' }])).toBe('ueberholt');
    expect(stateOn('2026-11-10', [gap], { result: 'phase-out' })).toBe('ueberholt');
  });

  it('still covers one that became better, and one that could not be seen this time', () => {
    expect(stateOn('2026-11-10', [{ ...gap, severity: 'niedrig' }])).toBe('gilt');
    expect(stateOn('2026-11-10', [{ ...gap, result: 'phase-out' }])).toBe('gilt');
    expect(stateOn('2026-11-10', [{ ...gap, result: 'undetermined' }])).toBe('gilt');
  });

  it('is done when the gap is closed, and gone when withdrawn, though not for the days before', () => {
    expect(stateOn('2026-11-10', [{ ...gap, result: 'met' }])).toBe('erledigt');
    expect(stateOn('2026-11-10', [])).toBe('erledigt');
    expect(stateOn('2026-11-10', [gap], { aufgehobenAm: '2026-11-09' })).toBe('aufgehoben');
    expect(stateOn('2026-11-08', [gap], { aufgehobenAm: '2026-11-09' })).toBe('gilt');
  });
});

describe('explained findings', () => {
  const on = (findings: readonly Finding[], day = '2026-11-10', explanations = [explained]) =>
    explainFindings(findings, explanations, day);

  it('stay what they are; only an explanation that holds takes them off the open ones', () => {
    const [held] = on([gap]);
    expect(held).toMatchObject({ finding: { result: 'not-met', severity: 'mittel' }, state: 'gilt' });
    expect(
      [on([gap]), on([gap], '2027-01-01'), on([{ ...gap, severity: 'kritisch' }])].map(([each]) => each && isOpenGap(each)),
    ).toEqual([false, true, true]);
  });

  it.each<[string, Partial<Finding>]>([
    ['another check', { check: 'tls-certificate-key' }],
    ['another port', { target: { ...gap.target, port: 9443 } }],
    ['another vantage', { vantage: gap.vantage === 'lan' ? 'internet' : 'lan' }],
    ['another name at the same address', { target: { ...gap.target, name: 'alt.beispielhain.de' } }],
  ])('not of %s', (_name, change) => {
    expect(on([{ ...gap, ...change }])[0]?.explanation).toBeNull();
  });

  it('is no matter of what is in order', () => {
    expect(on([{ ...gap, result: 'met' }])[0]?.explanation).toBeNull();
  });

  it('the newest explanation counts, a withdrawn one not', () => {
    const second = { ...explained, id: 'A2', bis: '2027-06-30' };
    expect(on([gap], '2027-01-10', [explained, second])[0]).toMatchObject({ explanation: { id: 'A2' }, state: 'gilt' });
    const withdrawn = { ...second, aufgehobenAm: '2026-11-02' };
    expect(on([gap], '2026-11-10', [explained, withdrawn])[0]?.explanation?.id).toBe('A1');
  });
});

it('says who answers, until when and why', () => {
  expect(explanationText(explained, 'gilt')).toBe('erklärt bis 31.12.2026 (Jan Krause: Altes Fachverfahren)');
  expect(explanationText(explained, 'ueberholt')).toContain('schlechter geworden');
});
