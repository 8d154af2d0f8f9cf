import { describe, expect, it } from 'vitest';
import {
  addDuration,
  bussUndBettag,
  dayOf,
  daysBetween,
  deadline,
  easterSunday,
  endOfDay,
  type HolidayRules,
  holidays,
  isWorkingDay,
  parseDay,
} from '../../src/domain/calendar.ts';

const saxony: HolidayRules = {
  fixed: [
    { date: '01-01', name: 'Neujahr' },
    { date: '05-01', name: 'Tag der Arbeit' },
    { date: '10-03', name: 'Tag der Deutschen Einheit' },
    { date: '10-31', name: 'Reformationstag' },
    { date: '12-25', name: '1. Weihnachtstag' },
    { date: '12-26', name: '2. Weihnachtstag' },
  ],
  easter: [
    { offset: -2, name: 'Karfreitag' },
    { offset: 1, name: 'Ostermontag' },
    { offset: 39, name: 'Christi Himmelfahrt' },
    { offset: 50, name: 'Pfingstmontag' },
  ],
  bussUndBettag: true,
};

describe('movable days', () => {
  it.each([
    [2024, '2024-03-31', '2024-11-20'],
    [2025, '2025-04-20', '2025-11-19'],
    [2026, '2026-04-05', '2026-11-18'],
    [2027, '2027-03-28', '2027-11-17'],
    [2028, '2028-04-16', '2028-11-22'],
  ])('%i: Easter on %s, Buß- und Bettag on %s', (year, easter, repentance) => {
    expect(easterSunday(year)).toBe(easter);
    expect(bussUndBettag(year)).toBe(repentance);
  });

  it('knows eleven public holidays in Saxony in 2026, among them the Reformationstag', () => {
    const days = holidays(2026, saxony);
    expect(days.size).toBe(11);
    expect(days.get('2026-10-31')).toBe('Reformationstag');
    expect(days.get('2026-05-14')).toBe('Christi Himmelfahrt');
  });
});

describe('the one-month notice', () => {
  it.each([
    ['2026-03-02', '2026-04-02', 'a plain month'],
    ['2026-01-31', '2026-03-02', 'no 31st: 28 February is a Saturday'],
    ['2024-01-31', '2024-02-29', 'leap year'],
    ['2026-02-14', '2026-03-16', 'Saturday becomes Monday'],
    ['2026-03-03', '2026-04-07', 'Karfreitag, then Easter: Tuesday'],
    ['2025-09-30', '2025-10-30', 'the day before the Reformationstag'],
    ['2025-10-01', '2025-11-03', 'Saturday after the Reformationstag weekend'],
    ['2026-10-18', '2026-11-19', 'Buß- und Bettag'],
    ['2026-11-25', '2026-12-28', 'Christmas, then the weekend'],
  ])('an appointment on %s is to be told by %s (%s)', (appointed, due) => {
    expect(deadline(appointed, 'P1M', saxony)).toBe(due);
  });
});

describe('days and instants', () => {
  it('a day ends at midnight in Saxony, winter and summer', () => {
    expect(endOfDay('2026-01-15')).toBe('2026-01-15T23:00:00.000Z');
    expect(endOfDay('2026-07-15')).toBe('2026-07-15T22:00:00.000Z');
    expect(endOfDay('2026-03-29')).toBe('2026-03-29T22:00:00.000Z');
  });

  it('an instant belongs to the day on the clock in Saxony', () => {
    expect(dayOf('2026-07-15T22:30:00.000Z')).toBe('2026-07-16');
    expect(dayOf('2026-01-15T22:30:00.000Z')).toBe('2026-01-15');
  });

  it('counts days and adds durations', () => {
    expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1);
    expect(addDuration('2026-05-31', 'P1Y')).toBe('2027-05-31');
    expect(isWorkingDay('2026-11-18', saxony)).toBe(false);
  });

  it.each(['2026-02-30', '2026-13-01', '30.11.2026', '2026-1-1', '', '2026-02-29'])('refuses „%s“ as a day', (text) => {
    expect(() => parseDay(text)).toThrow('kein Datum');
  });
});
