/** What is new to a recipient, and when it may be told. */
import { describe, expect, it } from 'vitest';
import { type Alarm, type Delivery, digestOf, groupAlarms, nextTry, restUntil } from '../../src/domain/messages.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-11-22T12:00:00.000Z');
const at = (hours: number) => new Date(noon + hours * hour);
const kinds = ['befunde', 'fristen', 'massnahmen'] as const;
const daily = { pauseStunden: 24 };

function alarm(key: string, more: Partial<Alarm> = {}): Alarm {
  const kind = key.startsWith('massnahmen') ? 'massnahmen' : key.startsWith('fristen') ? 'fristen' : 'befunde';
  const about = { kommune: 'beispielhain', who: null, day: null, isLate: false, times: 1 };
  return { kind, key, state: 'a', rank: 1, text: 'Alte TLS-Version', place: key, ...about, ...more };
}

function sent(hours: number, alarms: readonly Alarm[], erledigt: readonly string[] = []): Delivery {
  const gemeldet = alarms.map(({ key, state, rank }) => ({ key, state, rank }));
  return {
    empfaenger: 'E1',
    nr: 1,
    um: at(hours).toISOString(),
    stand: 'gesendet',
    gemeldet,
    erledigt,
    sha256: 'x',
    fehler: null,
  };
}

const failed = (hours: number): Delivery => ({ ...sent(hours, []), stand: 'gescheitert', sha256: null, fehler: 'zu' });
const keysOf = (alarms: readonly Alarm[]) => alarms.map(({ key }) => key);

describe('a digest', () => {
  it('tells once what does not change', () => {
    const alarms = [alarm('befunde:1'), alarm('befunde:2')];
    expect(keysOf(digestOf(daily, kinds, alarms, [], at(0)).fresh)).toEqual(['befunde:1', 'befunde:2']);
    expect(digestOf(daily, kinds, alarms, [sent(-100, alarms)], at(0))).toEqual({ fresh: [], over: [], held: 0 });
  });

  it('what changed waits for the pause, what became worse does not', () => {
    const told = [sent(-2, [alarm('befunde:1'), alarm('befunde:2')])];
    const now = [alarm('befunde:1', { state: 'b' }), alarm('befunde:2', { state: 'b', rank: 2 })];
    const digest = digestOf(daily, kinds, now, told, at(0));
    expect({ fresh: keysOf(digest.fresh), held: digest.held }).toEqual({ fresh: ['befunde:2'], held: 1 });
    expect(keysOf(digestOf(daily, kinds, now, told, at(23)).fresh)).toContain('befunde:1');
  });

  it('what comes and goes is not told again within the pause', () => {
    const told = [sent(-3, [alarm('befunde:1')]), sent(-2, [], ['befunde:1'])];
    expect(digestOf(daily, kinds, [alarm('befunde:1')], told, at(0))).toMatchObject({ fresh: [], held: 1 });
    expect(keysOf(digestOf(daily, kinds, [alarm('befunde:1')], told, at(22)).fresh)).toEqual(['befunde:1']);
  });

  it('says what is over, once, and only of the kinds it looked at', () => {
    const told = [sent(-30, [alarm('befunde:1'), alarm('fristen:1')])];
    expect(digestOf(daily, kinds, [], told, at(0)).over).toEqual(['befunde:1', 'fristen:1']);
    expect(digestOf(daily, ['befunde'], [], told, at(0)).over).toEqual(['befunde:1']);
    expect(digestOf(daily, kinds, [], [...told, sent(-1, [], ['befunde:1', 'fristen:1'])], at(0)).over).toEqual([]);
  });

  it('a deadline that becomes a late measure is new, and not over', () => {
    const digest = digestOf(daily, kinds, [alarm('massnahmen:MN1')], [sent(-30, [alarm('fristen:MN1')])], at(0));
    expect({ fresh: keysOf(digest.fresh), over: digest.over }).toEqual({ fresh: ['massnahmen:MN1'], over: [] });
  });

  it('a message that did not get through told nothing', () => {
    expect(digestOf(daily, kinds, [alarm('befunde:1')], [failed(-1)], at(0)).fresh).toHaveLength(1);
  });
});

it('the same gap in many places is one line; the worst comes first', () => {
  const many = Array.from({ length: 300 }, (_, n) => alarm(`befunde:${n}`, { place: `10.0.0.${n}:443` }));
  const groups = groupAlarms([...many, alarm('befunde:x', { text: 'Offene Datenbank', rank: 9 })]);
  expect(groups.map(({ text, count }) => [text, count])).toEqual([
    ['Offene Datenbank', 1],
    ['Alte TLS-Version', 300],
  ]);
});

it('no more than so many messages within an hour', () => {
  const limit = { hoechstens: 2 };
  expect(restUntil(limit, [sent(-0.5, [])], at(0))).toBeNull();
  expect(restUntil(limit, [sent(-0.5, []), sent(-0.25, [])], at(0))).toEqual(at(0.5));
  expect(restUntil(limit, [sent(-0.75, []), sent(-0.5, []), sent(-0.25, [])], at(0))).toEqual(at(0.5));
  expect(restUntil(limit, [sent(-2, []), sent(-1, [])], at(0))).toBeNull();
});

it('what failed is tried after 5, 10, 20 minutes and so on, at most 6 hours', () => {
  const waits = Array.from({ length: 10 }, (_, n) => {
    const next = nextTry({ hoechstens: 6 }, [sent(-50, []), ...Array.from({ length: n + 1 }, () => failed(0))]);
    return ((next?.getTime() ?? 0) - noon) / 60_000;
  });
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360, 360]);
  expect(nextTry({ hoechstens: 6 }, [failed(-1), sent(0, [])])).toBeNull();
});
