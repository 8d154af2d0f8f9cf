import { describe, expect, it } from 'vitest';
import { formatTimeWindow, parseTimeWindow, permittedUntil } from '../../src/domain/time-window.ts';

/** An instant given in Saxon winter time. */
const at = (text: string) => new Date(`${text}:00+01:00`);
const until = (windows: string[], text: string) => permittedUntil(windows.map(parseTimeWindow), at(text));

describe('a time window', () => {
  it.each([
    ['Mo-Fr 18:00-06:00', 'Mo-Fr 18:00-06:00'],
    ['sa,so 0:00-24:00', 'Sa,So 00:00-24:00'],
    ['20:00-22:00', 'täglich 20:00-22:00'],
    ['Di 8:30-9:00', 'Di 08:30-09:00'],
  ])('%s is read as %s', (text, shown) => {
    expect(formatTimeWindow(parseTimeWindow(text))).toBe(shown);
  });

  it.each([
    '',
    'nachts',
    'Mo-Fr',
    'Fr-Mo 08:00-10:00',
    'Xx 08:00-10:00',
    '25:00-26:00',
    '08:60-09:00',
    '08:00-24:30',
    'Mo- 8:00-9:00',
  ])('refuses „%s“', (text) => {
    expect(() => parseTimeWindow(text)).toThrow(/kein Zeitfenster/);
  });
});

// 2026-11-20 is a Friday.
describe('permission by the hour', () => {
  it('none permits any time', () => expect(until([], '2026-11-20T12:00')).toBeNull());
  it.each([
    ['within', ['Mo-Fr 18:00-20:00'], '2026-11-20T19:00', '2026-11-20T20:00'],
    ['at its first minute', ['Mo-Fr 18:00-20:00'], '2026-11-20T18:00', '2026-11-20T20:00'],
    ['past midnight, on the morning after', ['Mo-Fr 18:00-06:00'], '2026-11-21T05:59', '2026-11-21T06:00'],
    ['before midnight', ['Mo-Fr 18:00-06:00'], '2026-11-20T23:00', '2026-11-21T06:00'],
    ['a whole day', ['Sa 00:00-24:00'], '2026-11-21T23:59', '2026-11-22T00:00'],
    ['the end of those that follow without a gap', ['Sa,So 00:00-24:00'], '2026-11-21T23:59', '2026-11-23T00:00'],
    ['the same of two', ['Fr 18:00-24:00', 'Sa 00:00-06:00'], '2026-11-20T19:30', '2026-11-21T06:00'],
    ['the later end of two', ['Fr 18:00-20:00', '19:00-22:00'], '2026-11-20T19:30', '2026-11-20T22:00'],
  ])('%s', (_, windows, now, end) => {
    expect(until(windows, now)).toEqual(at(end));
  });

  it.each([
    ['before it', ['Mo-Fr 18:00-20:00'], '2026-11-20T17:59'],
    ['at its end', ['Mo-Fr 18:00-20:00'], '2026-11-20T20:00'],
    ['on another day', ['Mo-Fr 18:00-20:00'], '2026-11-21T19:00'],
    ['the morning of the first day', ['Mo-Fr 18:00-06:00'], '2026-11-16T05:00'],
  ])('not %s', (_, windows, now) => {
    expect(until(windows, now)).toBe(false);
  });

  it('windows that leave no gap have no end', () => {
    expect(until(['00:00-12:00', '12:00-24:00'], '2026-11-20T12:00')).toBeNull();
  });

  it('follows summer time', () => {
    expect(permittedUntil([parseTimeWindow('18:00-20:00')], new Date('2026-07-01T16:30:00Z'))).toEqual(
      new Date('2026-07-01T18:00:00Z'),
    );
  });
});
