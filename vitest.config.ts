import { defineConfig } from 'vitest/config';

const inCi = process.env['CI'] === 'true';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One fewer than processors is the usual: one on a small machine, where tests mostly wait for programs and time limits.
    maxWorkers: 2,
    // Many tests start the program itself, two at a time on a small machine.
    testTimeout: inCi ? 120_000 : 30_000,
    hookTimeout: inCi ? 180_000 : 60_000,
    // Machines of others may stand still for a second; what is wrong fails twice.
    retry: inCi ? 1 : 0,
    // A test that cannot run must say so; CI fails where one was skipped silently or left focused.
    allowOnly: !inCi,
    reporters: inCi ? ['default', './test/closing-line-reporter.ts'] : ['default'],
    env: { NO_COLOR: '1', TZ: 'Europe/Berlin' },
  },
});
