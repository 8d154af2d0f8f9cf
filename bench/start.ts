/**
 * How long the program takes to start, against `node -e 0` in the same minutes on the same machine: `node bench/start.ts`.
 * Every round runs each call once, so that a busy moment hits all of them; the median of the rounds is compared.
 * Ends with 1 if a call is slower than its budget.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'bin', 'run.js');
const rounds = 21;

interface Call {
  name: string;
  args: readonly string[];
  /** Largest accepted multiple of `node -e 0`. */
  budget: number;
}

const kommune = ['--kommune', 'beispielhain'];
const five = 'leitung,saechsisichg,kdn,netzpruefung,realisierungsplan';
const folder = mkdtempSync(join(tmpdir(), 'burgward-bench-'));
const calls: readonly Call[] = [
  { name: 'node -e 0', args: ['-e', '0'], budget: 1 },
  { name: 'burgward --version', args: [program, '--version'], budget: 3 },
  { name: 'katalog zeigen WEB-01.03', args: [program, 'katalog', 'zeigen', 'WEB-01.03'], budget: 5 },
  { name: 'katalog suchen passwort', args: [program, 'katalog', 'suchen', 'passwort'], budget: 6 },
  { name: 'katalog suchen (Tippfehler)', args: [program, 'katalog', 'suchen', 'datensicherug'], budget: 6 },
  { name: 'erhebung stand', args: [program, 'erhebung', 'stand', ...kommune], budget: 8 },
  {
    name: 'fünf Berichte als HTML',
    args: [program, 'bericht', 'erstellen', five, '--format', 'html', '--ausgabe', folder, ...kommune],
    budget: 20,
  },
];

const env = { ...process.env, BURGWARD_DB: join(folder, 'burgward.db'), XDG_CACHE_HOME: folder };

try {
  if (!existsSync(join(root, 'dist', 'cli', 'main.js'))) throw new Error('dist/ is missing: npm run build');
  run([program, 'kommune', 'anlegen', 'beispielhain', '--name', 'Gemeinde Beispielhain']);
  run([program, 'erhebung', 'beginnen', ...kommune, '--profil', 'einstieg']);
  // Once each before counting: fills the cache of compiled code and the disk's.
  for (const call of calls) run(call.args);
  process.exitCode = printTable(measure()) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  const elapsedMs = performance.now() - startedAt;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`);
  return elapsedMs;
}

function measure(): Map<Call, number> {
  const samples = new Map<Call, number[]>(calls.map((call) => [call, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const call of calls) samples.get(call)?.push(run(call.args));
  }
  return new Map([...samples].map(([call, values]) => [call, median(values)]));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** @returns whether every call keeps its budget */
function printTable(medians: ReadonlyMap<Call, number>): boolean {
  const bareMs = medians.get(calls[0] as Call) ?? Number.NaN;
  console.log(`${'call'.padEnd(28)}${'median ms'.padStart(10)}${'ratio'.padStart(8)}${'budget'.padStart(8)}`);
  for (const [{ name, budget }, ms] of medians) {
    console.log(
      `${name.padEnd(28)}${ms.toFixed(1).padStart(10)}${(ms / bareMs).toFixed(2).padStart(8)}${String(budget).padStart(8)}`,
    );
  }
  return [...medians].every(([{ budget }, ms]) => ms / bareMs <= budget);
}
