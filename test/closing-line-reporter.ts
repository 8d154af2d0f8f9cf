import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Prints „N passed, N failed, N skipped“ as the very last line, after every other reporter. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A file that does not load and an error outside any test have no test to count; they must not look like success.
    const brokenModules = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    ).length;
    const failed = count('failed') + count('pending') + brokenModules + unhandledErrors.length;
    const line = `${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped\n`;
    process.once('exit', () => writeSync(1, line));
  }
}
