import { defineConfig } from 'vitest/config';
import SlowFilesFirst from './test/slow-files-first.ts';

const inCi = process.env['CI'] === 'true';

/** Files that measure memory or change their process; each gets one of its own. */
const aloneInTheirProcess = [
  'test/collect/nmap/scan.test.ts',
  'test/commands/netz-importieren-memory.test.ts',
  'test/commands/paket.test.ts',
  'test/exchange/hostile-tables.test.ts',
  'test/exchange/packet-files.test.ts',
];

export default defineConfig({
  test: {
    // One fewer than processors is the usual: one on a small machine, where tests mostly wait for programs and time limits.
    maxWorkers: 3,
    // Many tests start the program itself, three at a time on a small machine.
    testTimeout: inCi ? 120_000 : 30_000,
    hookTimeout: inCi ? 180_000 : 60_000,
    // Machines of others may stand still for a second; what is wrong fails twice.
    retry: inCi ? 1 : 0,
    // A test that cannot run must say so; CI fails where one was skipped silently or left focused.
    allowOnly: !inCi,
    reporters: inCi ? ['default', './test/closing-line-reporter.ts'] : ['default'],
    env: { NO_COLOR: '1', TZ: 'Europe/Berlin' },
    globalSetup: './test/temporary-folder.ts',
    sequence: { sequencer: SlowFilesFirst },
    // The others share three processes: loading the program and its catalogue anew for every file took half of the time.
    projects: [
      { extends: true, test: { name: 'alone', include: aloneInTheirProcess, isolate: true } },
      { extends: true, test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: aloneInTheirProcess, isolate: false } },
    ],
  },
});
