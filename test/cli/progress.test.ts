import { expect, test } from 'vitest';
import { remainingTime } from '../../src/cli/progress.ts';

test('the time left follows the pace so far, and starts over with the next step', () => {
  let now = 0;
  const remaining = remainingTime(() => now);
  now = 1000;
  expect(remaining(20, 100)).toBe('');
  now = 10_000;
  expect(remaining(20, 100)).toBe('noch etwa 40 s');
  expect(remaining(20, undefined)).toBe('');
  now = 100_000;
  expect(remaining(25, 100)).toBe('noch etwa 5 min');
  expect(remaining(100, 100)).toBe('');
  expect(remaining(5, 50)).toBe('');
  now = 105_000;
  expect(remaining(25, 50)).toBe('noch etwa 5 s');
});
