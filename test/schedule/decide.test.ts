/** What is done about a job: missed dates, retries, time windows. */
import { describe, expect, it } from 'vitest';
import { parseTimeWindow } from '../../src/domain/time-window.ts';
import { type DecidedJob, type Decision, decide, jitterMs, type LastRun } from '../../src/schedule/decide.ts';
import { calendarOf } from '../../src/schedule/occurrences.ts';
import { parseWhen } from '../../src/schedule/when.ts';
import { saxonHolidays } from './holidays.ts';

const job: DecidedJob = {
  id: 'Z1',
  streuungMinuten: 0,
  verpasst: 'nachholen',
  wiederholungen: 2,
  // A Monday.
  seit: '2026-11-16T12:00:00.000Z',
};

interface Situation {
  wann?: string;
  job?: Partial<DecidedJob>;
  last?: Partial<LastRun>;
  windows?: string[][];
}

function decided(now: string, { wann = 'täglich 6:00', job: own, last, windows = [] }: Situation = {}): Decision {
  const run =
    last === undefined
      ? null
      : { geplant: '2026-11-17T05:00:00.000Z', versuch: 1, beendet: null, code: 0, stand: 'fertig' as const, ...last };
  const permitted = windows.map((texts) => texts.map(parseTimeWindow));
  return decide({ ...job, ...own }, run, new Date(now), calendarOf(parseWhen(wann), saxonHolidays), permitted);
}

const at = (text: string) => new Date(text);

describe('dates', () => {
  it('waits for the first date after it was planned', () => {
    expect(decided('2026-11-17T04:59:59Z')).toEqual({ kind: 'wait', until: at('2026-11-17T05:00:00Z'), reason: 'termin' });
  });

  it('runs at its date, and then waits for the next', () => {
    expect(decided('2026-11-17T05:00:00Z')).toEqual({ kind: 'run', planned: at('2026-11-17T05:00:00Z'), attempt: 1, missed: 0 });
    expect(decided('2026-11-17T05:01:00Z', { last: {} })).toMatchObject({ kind: 'wait', until: at('2026-11-18T05:00:00Z') });
  });

  it.each([
    ['nachholen', { kind: 'run', planned: at('2026-11-20T05:00:00Z'), attempt: 1, missed: 2 }],
    ['auslassen', { kind: 'skip', planned: at('2026-11-20T05:00:00Z'), missed: 3 }],
  ] as const)('after three days off: %s', (verpasst, expected) => {
    expect(decided('2026-11-20T10:00:00Z', { job: { verpasst }, last: {} })).toEqual(expected);
  });

  it('a date of a few minutes ago is not missed', () => {
    expect(decided('2026-11-17T05:20:00Z', { job: { verpasst: 'auslassen' } })).toMatchObject({ kind: 'run', missed: 0 });
  });

  it('every minute for a year is counted up to a bound, and the last one is the one made up', () => {
    const decision = decided('2027-11-17T05:00:30Z', { wann: '* * * * *' });
    expect(decision).toEqual({ kind: 'run', planned: at('2027-11-17T05:00:00Z'), attempt: 1, missed: 999 });
  });
});

describe('spread', () => {
  it('is below its bound, the same every time, and differs between jobs', () => {
    const delays = Array.from({ length: 200 }, (_, index) => jitterMs({ id: `Z${index}`, streuungMinuten: 30 }));
    for (const delay of delays) expect(delay).toBeLessThan(30 * 60_000);
    expect(new Set(delays).size).toBeGreaterThan(150);
    expect(jitterMs({ id: 'Z7', streuungMinuten: 30 })).toBe(delays[7]);
  });

  it('puts off the start', () => {
    const delay = jitterMs({ id: 'Z1', streuungMinuten: 30 });
    const begin = new Date(Date.parse('2026-11-17T05:00:00Z') + delay);
    const own = { job: { streuungMinuten: 30 } };
    expect(delay).toBeGreaterThan(0);
    expect(decided(new Date(begin.getTime() - 1).toISOString(), own)).toMatchObject({ kind: 'wait', until: begin });
    expect(decided(begin.toISOString(), own)).toMatchObject({ kind: 'run', planned: at('2026-11-17T05:00:00Z') });
  });
});

describe('a run that failed', () => {
  const failed = { stand: 'gescheitert', code: 4, beendet: '2026-11-17T05:00:10.000Z' } as const;

  it.each([
    [1, '2026-11-17T05:05:10Z'],
    [2, '2026-11-17T05:10:10Z'],
  ])('is tried again after attempt %i with growing patience', (versuch, until) => {
    const last = { ...failed, versuch };
    expect(decided('2026-11-17T05:01:00Z', { last })).toEqual({ kind: 'wait', until: at(until), reason: 'wiederholung' });
    expect(decided(until, { last })).toEqual({
      kind: 'run',
      planned: at('2026-11-17T05:00:00Z'),
      attempt: versuch + 1,
      missed: 0,
    });
  });

  it('is given up after the agreed number', () => {
    expect(decided('2026-11-17T06:30:00Z', { last: { ...failed, versuch: 3 } })).toMatchObject({
      kind: 'wait',
      reason: 'termin',
    });
  });

  it.each([3, 5])('is not repeated where nothing would change (%i)', (code) => {
    expect(decided('2026-11-17T05:30:00Z', { last: { ...failed, code } })).toMatchObject({ kind: 'wait', reason: 'termin' });
  });

  it('makes way for the next date', () => {
    expect(decided('2026-11-18T05:00:00Z', { last: failed })).toMatchObject({
      kind: 'run',
      planned: at('2026-11-18T05:00:00Z'),
      attempt: 1,
    });
  });

  it('that was cut off goes on at once', () => {
    const last = { stand: 'abgebrochen', code: null, beendet: '2026-11-17T05:00:10.000Z' } as const;
    expect(decided('2026-11-17T05:00:11Z', { last })).toMatchObject({ kind: 'run', attempt: 2 });
  });
});

describe('time windows of the Freigabe', () => {
  const evening = [['Mo-Fr 18:00-22:00']];

  it('begins with the window, not with the date', () => {
    expect(decided('2026-11-17T05:00:00Z', { windows: evening })).toEqual({
      kind: 'wait',
      until: at('2026-11-17T17:00:00Z'),
      reason: 'zeitfenster',
    });
    expect(decided('2026-11-17T17:00:00Z', { windows: evening })).toMatchObject({
      kind: 'run',
      planned: at('2026-11-17T05:00:00Z'),
    });
  });

  it('waiting for a window is not being late', () => {
    expect(decided('2026-11-17T17:05:00Z', { windows: evening, job: { verpasst: 'auslassen' } })).toMatchObject({ kind: 'run' });
  });

  it('a window that passed unused is waited for again', () => {
    const decision = decided('2026-11-17T21:30:00Z', { windows: evening });
    expect(decision).toEqual({ kind: 'wait', until: at('2026-11-18T17:00:00Z'), reason: 'zeitfenster' });
  });

  it('one Freigabe without windows permits at any time', () => {
    expect(decided('2026-11-17T05:00:00Z', { windows: [...evening, []] })).toMatchObject({ kind: 'run' });
  });

  it('what a closing window cut off goes on with the next', () => {
    const last = { stand: 'abgebrochen', code: null, beendet: '2026-11-17T21:00:00.000Z' } as const;
    expect(decided('2026-11-17T21:30:00Z', { last, windows: evening, wann: 'jeden Montag 6:00' })).toEqual({
      kind: 'wait',
      until: at('2026-11-18T17:00:00Z'),
      reason: 'wiederholung',
    });
  });
});
