import { defineConfig } from 'vitest/config';

const inCi = process.env['CI'] === 'true';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Many tests start the program itself, two at a time on a small machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A test that cannot run must say so; CI fails where one was skipped silently or left focused.
    allowOnly: !inCi,
    reporters: inCi ? ['default', './test/closing-line-reporter.ts'] : ['default'],
    env: { NO_COLOR: '1', TZ: 'Europe/Berlin' },
  },
});
