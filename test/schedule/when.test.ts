/** What people write as a time, and what it means. */
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/schedule/occurrences.ts';
import { parseWhen } from '../../src/schedule/when.ts';
import { saxonHolidays } from './holidays.ts';

describe('plain words', () => {
  it.each([
    ['täglich 18:30', ['30 18 * * *']],
    ['jeden Tag um 8 Uhr, 12 Uhr und 16:15', ['0 8 * * *', '0 12 * * *', '15 16 * * *']],
    ['jeden Montag 6:00', ['0 6 * * 1']],
    ['montags und donnerstags um 6.30 Uhr', ['30 6 * * 1,4']],
    ['Sonnabends 9:00', ['0 9 * * 6']],
    ['Mo-Fr 6 Uhr', ['0 6 * * 1-5']],
    ['montags bis freitags 6:00', ['0 6 * * 1-5']],
    ['am Wochenende 10:00', ['0 10 * * 6,7']],
    ['am 1. jedes Monats 7:00', ['0 7 1 * *']],
    ['am 1. und 15. jedes Monats 7:00', ['0 7 1,15 * *']],
    ['am letzten Tag jedes Monats 7:00', ['0 7 L * *']],
    ['am ersten Montag im Monat 7:00', ['0 7 * * 1#1']],
    ['am letzten Freitag im Monat 14:00', ['0 14 * * 5#L']],
    ['vierteljährlich am 1. 7:00', ['0 7 1 1,4,7,10 *']],
    ['jährlich am 15.03. 7:00', ['0 7 15 3 *']],
    ['am 15. März jedes Jahres um 7:00 Uhr', ['0 7 15 3 *']],
    ['stündlich', ['0 * * * *']],
    ['alle 15 Minuten', ['*/15 * * * *']],
    ['alle 6 Stunden', ['0 */6 * * *']],
    ['0 6 * * 1', ['0 6 * * 1']],
    ['30 5 * * MON-FRI', ['30 5 * * MON-FRI']],
  ])('„%s“', (text, expressions) => {
    expect(parseWhen(text)).toEqual({ text, expressions, skipsHolidays: false });
  });

  it('„werktags“ leaves public holidays in Saxony out, „Mo-Fr“ does not', () => {
    const next = (text: string) =>
      calendarOf(parseWhen(text), saxonHolidays).next(new Date('2026-11-17T12:00:00Z'))?.toISOString();
    // 18 November 2026 is Buß- und Bettag.
    expect(next('werktags 6:00')).toBe('2026-11-19T05:00:00.000Z');
    expect(next('Mo-Fr 6:00')).toBe('2026-11-18T05:00:00.000Z');
  });
});

it.each([
  ['', 'kein Zeitpunkt'],
  ['demnächst 7:00', 'kein Zeitpunkt'],
  ['am 2. Montag 7:00', 'kein Zeitpunkt'],
  ['jeden Montag', 'Es fehlt die Uhrzeit'],
  ['jeden Montag 25:00', '25:00 ist keine Uhrzeit'],
  ['am 31. jedes Monats 7:00', 'Nicht jeder Monat hat einen 31.'],
  ['jährlich am 29.02. 7:00', '29. Februar'],
  ['alle 7 Minuten', 'geht nicht auf'],
  ['99 * * * *', 'kein cron-Ausdruck'],
  ['0 6 30 2 *', 'kommt nie vor'],
  ['0 0 6 * * 1', 'kein Zeitpunkt'],
  ['@reboot', 'kein cron-Ausdruck'],
])('refuses „%s“ with a sentence', (text, sentence) => {
  expect(() => parseWhen(text)).toThrow(sentence);
});

describe('the two changes of the clock in 2026', () => {
  const dates = (text: string, from: string, count: number) => {
    const calendar = calendarOf(parseWhen(text), saxonHolidays);
    const found: string[] = [];
    for (let at = calendar.next(new Date(from)); at !== null && found.length < count; at = calendar.next(at))
      found.push(at.toISOString().slice(5, 16));
    return found;
  };

  it.each([
    ['in the hour that is skipped: right after it', 'täglich 2:30', '2026-03-28T12:00:00Z', ['03-29T01:00', '03-30T00:30']],
    ['at its end: once', 'täglich 2:30 und 3:00', '2026-03-28T12:00:00Z', ['03-29T01:00', '03-30T00:30']],
    ['in the hour that comes twice: in the first', 'täglich 2:30', '2026-10-24T12:00:00Z', ['10-25T00:30', '10-26T01:30']],
    ['right after the doubled hour', 'täglich 3:00', '2026-10-24T12:00:00Z', ['10-25T02:00', '10-26T02:00']],
    [
      'every half hour over the doubled hour',
      'alle 30 Minuten',
      '2026-10-24T23:45:00Z',
      ['10-25T00:00', '10-25T00:30', '10-25T02:00'],
    ],
  ])('%s', (_, text, from, expected) => {
    expect(dates(text, from, expected.length)).toEqual(expected);
  });

  it('within the second pass of the doubled hour its dates have been', () => {
    const calendar = calendarOf(parseWhen('täglich 2:30'), saxonHolidays);
    const secondPass = new Date('2026-10-25T01:10:00Z');
    expect(calendar.latest(secondPass)?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(calendar.next(secondPass)?.toISOString()).toBe('2026-10-26T01:30:00.000Z');
  });
});
