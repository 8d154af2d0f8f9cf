import { defineConfig } from 'vitest/config';

const inCi = process.env['CI'] === 'true';

/** The lab with real daemons; started by scripts/lab.mjs, which encloses it. */
export default defineConfig({
  test: {
    include: ['test/lab/**/*.lab.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    retry: inCi ? 1 : 0,
    allowOnly: !inCi,
    reporters: inCi ? ['default', './test/closing-line-reporter.ts'] : ['default'],
    globalSetup: './test/lab/enclosed.ts',
    env: { NO_COLOR: '1', TZ: 'Europe/Berlin' },
  },
});
