/**
 * How long the catalogue takes from its sources, against parsing the same files with the plain YAML library in the same rounds:
 * `node bench/catalogue.ts`. Ends with 1 if loading or the full lint is slower than its budget.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { lintCatalogue, loadCatalogue } from '../src/catalogue/load.ts';

const folder = fileURLToPath(new URL('../controls', import.meta.url));
const files = globSync('**/*.yaml', { cwd: folder }).map((file) => join(folder, file));
const rounds = 9;
/** Largest accepted multiple of plain parsing, and milliseconds for everything with the rules about language. */
const budgets = { ratio: 2.5, lintMs: 3000 };

const samples = { parse: [] as number[], load: [] as number[], lint: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  samples.parse.push(await elapsed(() => files.map((file) => load(readFileSync(file, 'utf8')))));
  samples.load.push(await elapsed(() => loadCatalogue(folder)));
  samples.lint.push(await elapsed(() => lintCatalogue(folder)));
}

// Ratio round by round, so that a busy moment hits both sides.
const ratio = median(samples.load.map((loadMs, round) => loadMs / (samples.parse[round] ?? Number.NaN)));
const lintMs = median(samples.lint);
console.log(
  `${files.length} files: parse ${median(samples.parse).toFixed(0)} ms, load and validate ${median(samples.load).toFixed(0)} ms`,
);
console.log(
  `ratio ${ratio.toFixed(2)} (at most ${budgets.ratio}), full lint ${lintMs.toFixed(0)} ms (at most ${budgets.lintMs})`,
);
process.exitCode = ratio <= budgets.ratio && lintMs <= budgets.lintMs ? 0 : 1;

async function elapsed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
