// Everything that must hold before a change goes in: types, lint and import rules, build, unused code, tests. Stops at the first failure.
// With CI=true nothing is printed after the tests, whose last line is „N passed, N failed, N skipped“.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inCi = process.env.CI === 'true';

const steps = [
  { name: 'Typen', script: 'node_modules/typescript/bin/tsc', args: ['-p', '.'] },
  {
    name: 'Format, Regeln, Importe',
    script: 'node_modules/@biomejs/biome/bin/biome',
    args: ['check', '--error-on-warnings', '--no-errors-on-unmatched'],
  },
  { name: 'Bauen', script: 'scripts/build.mjs', args: [] },
  { name: 'Ungenutztes', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
];

for (const step of steps) {
  process.stdout.write(`${step.name} … `);
  const startedAt = performance.now();
  const result = spawnSync(process.execPath, [step.script, ...step.args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) {
    process.stdout.write(`gescheitert\n\n${result.stdout}${result.stderr}`);
    process.exit(result.status ?? 70);
  }
  process.stdout.write(`${seconds(startedAt)}\n`);
}

process.stdout.write('Tests …\n');
const startedAt = performance.now();
const tests = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
if (!inCi)
  process.stdout.write(tests.status === 0 ? `Tests: ${seconds(startedAt)}. Alles in Ordnung.\n` : 'Tests gescheitert.\n');
process.exit(tests.status ?? 70);

function seconds(since) {
  return `${((performance.now() - since) / 1000).toLocaleString('de-DE', { maximumFractionDigits: 1, minimumFractionDigits: 1 })} s`;
}
