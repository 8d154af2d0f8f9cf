// `npm run faults`: every campaign at its full size, of which a test run does a short slice. Takes hours, so it goes on where it was
// stopped: what has passed is kept in .runtime/faults with its counts. `-- --neu` begins anew, `-- kill texte` does only these steps,
// `-- --liste` names them.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}.runtime/faults`;
const passedFile = `${folder}/passed.txt`;
const countsFile = `${folder}/counts.jsonl`;
const seed = process.env.BURGWARD_SEED ?? '20261122';
const parts = 5;

const crash = 'test/faults/crash';
const inParts = (name, more) =>
  Array.from({ length: parts }, (_, index) => ({
    name: `${name}-${index + 1}`,
    env: { BURGWARD_PART: `${index + 1}/${parts}` },
    ...more,
  }));

/** Each takes some minutes up to half an hour. */
const steps = [
  ...inParts('kill', { files: [crash], only: 'kill -9' }),
  ...inParts('stromausfall', { files: [crash], only: 'power cut' }),
  { name: 'viele', files: ['test/faults/many-at-once'] },
  { name: 'platte-voll', files: ['test/faults/disk-full'] },
  { name: 'uhr', files: ['test/faults/clock-jumps'] },
  ...[
    ['katalog', 'YAML catalogue'],
    ['paket-xlsx', 'packet XLSX'],
    ['paket-csv', 'packet CSV'],
    ['nmap', 'nmap XML'],
    ['datenbank', 'database file'],
  ].map(([name, only]) => ({ name: `verdorben-${name}`, files: ['test/faults/spoiled-files'], only })),
  { name: 'texte', files: ['test/faults/hostile-texts'] },
  { name: 'dienst', files: ['test/faults/service-year', 'test/schedule/soak'] },
  { name: 'antworten', files: ['test/store/faults', 'test/store/concurrency'] },
  { name: 'sicherung', files: ['test/commands/sicherung'] },
  { name: 'netz', files: ['hostile.test', 'test/collect/tls/features', 'test/collect/dns/exchange'] },
];

const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('--'));
const chosen = named.length === 0 ? steps : steps.filter(({ name }) => named.some((word) => name.startsWith(word)));

if (args.includes('--liste')) {
  for (const { name } of steps) process.stdout.write(`${name}\n`);
  process.exit(0);
}
if (args.includes('--neu')) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
// Only the built program starts fast enough for thousands of calls.
if (spawnSync(process.execPath, [`${root}scripts/build.mjs`], { cwd: root, stdio: 'inherit' }).status !== 0) process.exit(70);

let failed = 0;
for (const step of chosen) {
  const key = `${step.name} ${seed}`;
  if (passed().includes(key)) continue;
  process.stdout.write(`\n${step.name} …\n`);
  const only = step.only === undefined ? [] : ['--testNamePattern', step.only];
  const run = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout', '7200000', ...only, ...step.files],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        BURGWARD_CAMPAIGN: 'voll',
        BURGWARD_FAULTS: '500',
        BURGWARD_CAMPAIGN_KEEP: `${folder}/beispiele`,
        ...process.env,
        BURGWARD_SEED: seed,
        BURGWARD_CAMPAIGN_COUNTS: countsFile,
        ...step.env,
      },
    },
  );
  if (run.signal !== null) process.exit(130);
  if (run.status === 0) appendFileSync(passedFile, `${key}\n`);
  else failed += 1;
}
process.stdout.write(`\n${existsSync(countsFile) ? readFileSync(countsFile, 'utf8') : ''}`);
process.exit(failed === 0 ? 0 : 1);

function passed() {
  return existsSync(passedFile) ? readFileSync(passedFile, 'utf8').split('\n') : [];
}
