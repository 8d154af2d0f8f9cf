import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { saxonDay, saxonInstant, saxonTime } from '../../src/domain/saxon-clock.ts';

const zone = 'Europe/Berlin';

function byTheDatabase(epochMs: number): { day: string; time: string } {
  const at = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  return { day: at.toPlainDate().toString(), time: at.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

function byTheRule(epochMs: number): { day: string; time: string } {
  return { day: saxonDay(epochMs), time: saxonTime(epochMs) };
}

/** Days on which clocks may change, and one of each half of a year. */
const daysOfYear = [
  ...['03', '10'].flatMap((month) => Array.from({ length: 8 }, (_, index) => `${month}-${24 + index}`)),
  '09-24',
  '09-25',
  '09-26',
  '09-27',
  '09-28',
  '09-29',
  '09-30',
  '01-01',
  '07-01',
];

test.each([1990, 1995, 1996, 1997, 2005, 2026, 2027, 2028, 2031, 2037, 2038, 2050, 2099, 2100])(
  'In %i the clock agrees with the time zone database',
  (year) => {
    for (const day of daysOfYear)
      for (const time of ['00:59', '01:00', '22:00', '23:00']) {
        const instant = `${year}-${day}T${time}:00Z`;
        expect(byTheRule(Date.parse(instant)), instant).toEqual(byTheDatabase(Date.parse(instant)));
      }
  },
);

test('The second in which the clock changes belongs to the new time', () => {
  expect(saxonTime(Date.parse('2026-03-29T00:59:59.999Z'))).toBe('01:59');
  expect(saxonTime(Date.parse('2026-03-29T01:00:00Z'))).toBe('03:00');
  expect(saxonTime(Date.parse('2026-10-25T00:59:59.999Z'))).toBe('02:59');
  expect(saxonTime(Date.parse('2026-10-25T01:00:00Z'))).toBe('02:00');
});

test('Days begin and reach their noon when the time zone database says so, also on days of 23 and 25 hours', () => {
  for (const first of ['1975-03-01', '1996-03-01', '2026-03-01', '2026-10-01'])
    for (let offset = 0; offset < 62; offset++) {
      const day = Temporal.PlainDate.from(first).add({ days: offset });
      for (const hour of [0, 12] as const) {
        const expected = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from({ hour }) }).epochMilliseconds;
        expect(saxonInstant(day.toString(), hour), `${day} ${hour}`).toBe(expected);
      }
    }
});
