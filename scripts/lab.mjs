// `npm run test:lab`: our collectors and checks against real daemons, and what is handed out as people get it; enclosed so that nobody is
// reached and nothing is left over. With words only the files whose names contain them: `npm run test:lab -- delivery`.
// Needs Debian or Ubuntu and root; installs what is missing. Elsewhere it says so; with CI=true that is a failure.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runInside } from './lab/enclosure.ts';
import { prepareLab } from './lab/prepare.ts';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

const words = process.argv.slice(2);
prepareLab();
// Outside: Node for other systems may have to be fetched first.
if (words.length === 0 || words.some((word) => 'delivery'.includes(word) || word.includes('delivery'))) deliver();
process.exit(await runInside(vitest, ['run', '--config', 'vitest.lab.config.ts', ...words]));

function deliver() {
  process.stdout.write('Die Archive werden zusammengestellt …\n');
  const script = fileURLToPath(new URL('deliver.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 70);
}
