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
  readInstant,
  sameOrNextWorkingDay,
  sameOrPreviousWorkingDay,
  workingDaysBefore,
} from '../../src/domain/calendar.ts';
import { parseDay } from '../../src/domain/calendar-day.ts';
import { saxonHolidays } from '../../src/usecases/catalogue-lookup.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

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

it('the shipped table has these rules', async () => {
  const catalogue = await shippedCatalogue();
  expect(saxonHolidays(catalogue)).toEqual(saxony);
});

// Looked up in printed calendars, not computed.
describe.each([
  [2024, { karfreitag: '03-29', ostermontag: '04-01', himmelfahrt: '05-09', pfingstmontag: '05-20', busstag: '11-20' }],
  [2025, { karfreitag: '04-18', ostermontag: '04-21', himmelfahrt: '05-29', pfingstmontag: '06-09', busstag: '11-19' }],
  [2026, { karfreitag: '04-03', ostermontag: '04-06', himmelfahrt: '05-14', pfingstmontag: '05-25', busstag: '11-18' }],
  [2027, { karfreitag: '03-26', ostermontag: '03-29', himmelfahrt: '05-06', pfingstmontag: '05-17', busstag: '11-17' }],
  [2028, { karfreitag: '04-14', ostermontag: '04-17', himmelfahrt: '05-25', pfingstmontag: '06-05', busstag: '11-22' }],
])('holidays of %i', (year, { karfreitag, ostermontag, himmelfahrt, pfingstmontag, busstag }) => {
  const day = (monthAndDay: string) => `${year}-${monthAndDay}`;
  const fixed = ['01-01', '05-01', '10-03', '10-31', '12-25', '12-26'].map(day);
  const movable = [karfreitag, ostermontag, himmelfahrt, pfingstmontag, busstag].map(day);

  it('are these and no others; two may fall on one day', () => {
    expect([...holidays(year, saxony).keys()].sort()).toEqual([...new Set([...fixed, ...movable])].sort());
  });

  it.each([
    ['Karfreitag', karfreitag, -1, 4],
    ['Ostermontag', ostermontag, -4, 1],
    ['Christi Himmelfahrt', himmelfahrt, -1, 1],
    ['Pfingstmontag', pfingstmontag, -3, 1],
    ['Buß- und Bettag', busstag, -1, 1],
  ])('%s (%s): no working day; the last before and the next after', (_name, monthAndDay, before, after) => {
    const holiday = day(monthAndDay);
    expect(isWorkingDay(holiday, saxony)).toBe(false);
    expect(daysBetween(holiday, sameOrPreviousWorkingDay(holiday, saxony))).toBe(before);
    expect(daysBetween(holiday, sameOrNextWorkingDay(holiday, saxony))).toBe(after);
    expect(workingDaysBefore(sameOrNextWorkingDay(holiday, saxony), 1, saxony)).toBe(sameOrPreviousWorkingDay(holiday, saxony));
  });
});

describe.each([
  ['2024-03-31', '2024-10-27'],
  ['2025-03-30', '2025-10-26'],
  ['2026-03-29', '2026-10-25'],
  ['2027-03-28', '2027-10-31'],
  ['2028-03-26', '2028-10-29'],
])('the clock changes on %s and %s', (spring, autumn) => {
  const hoursOf = (day: string) => (Date.parse(endOfDay(day)) - Date.parse(endOfDay(addDuration(day, '-P1D')))) / 3_600_000;

  it('one day has 23 hours, one has 25', () => {
    expect([hoursOf(spring), hoursOf(autumn), hoursOf(addDuration(spring, 'P1D'))]).toEqual([23, 25, 24]);
    for (const day of [spring, autumn]) {
      expect(dayOf(new Date(Date.parse(endOfDay(day)) - 1).toISOString())).toBe(day);
      expect(dayOf(endOfDay(day))).toBe(addDuration(day, 'P1D'));
    }
  });

  it('an hour that is not there is no moment; of the hour that is there twice the first counts, unless the offset is said', () => {
    expect([readInstant(`${spring} 02:00`), readInstant(`${spring} 02:59`)]).toEqual([null, null]);
    expect(readInstant(`${spring} 01:59`)).toBe(`${spring}T00:59:00.000Z`);
    expect(readInstant(`${spring} 03:00`)).toBe(`${spring}T01:00:00.000Z`);
    expect(readInstant(`${autumn} 02:30`)).toBe(`${autumn}T00:30:00.000Z`);
    expect(readInstant(`${autumn}T02:30+01:00`)).toBe(`${autumn}T01:30:00.000Z`);
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
    expect(() => parseDay(text, 'Stand')).toThrow(/kein Datum|gibt es nicht/);
  });
});
