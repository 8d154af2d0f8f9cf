import { expect, test } from 'vitest';
import { saxonDay, saxonInstant, saxonTime } from '../../src/domain/saxon-clock.ts';

test('The second in which the clock changes belongs to the new time', () => {
  expect(saxonTime(Date.parse('2026-03-29T00:59:59.999Z'))).toBe('01:59');
  expect(saxonTime(Date.parse('2026-03-29T01:00:00Z'))).toBe('03:00');
  expect(saxonTime(Date.parse('2026-10-25T00:59:59.999Z'))).toBe('02:59');
  expect(saxonTime(Date.parse('2026-10-25T01:00:00Z'))).toBe('02:00');
});

test.each([
  ['2026-03-29', 0, '2026-03-28T23:00:00Z'],
  ['2026-03-29', 12, '2026-03-29T10:00:00Z'],
  ['2026-10-25', 0, '2026-10-24T22:00:00Z'],
  ['2026-10-25', 12, '2026-10-25T11:00:00Z'],
] as const)('%s has its hour %i at %s', (day, hour, instant) => {
  expect(saxonInstant(day, hour)).toBe(Date.parse(instant));
});

test('A day ends by the clock in Saxony, not in Greenwich', () => {
  expect(saxonDay(Date.parse('2026-06-30T21:59:59Z'))).toBe('2026-06-30');
  expect(saxonDay(Date.parse('2026-06-30T22:00:00Z'))).toBe('2026-07-01');
  expect(saxonDay(Date.parse('2026-12-31T23:00:00Z'))).toBe('2027-01-01');
});
