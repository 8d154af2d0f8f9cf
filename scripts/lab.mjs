// `npm run test:lab`: our collectors and checks against real daemons, enclosed so that they reach nobody and none is left over.
// Needs Debian or Ubuntu and root; installs what is missing. Elsewhere it says so; with CI=true that is a failure.
import { fileURLToPath } from 'node:url';
import { runInside } from './lab/enclosure.ts';
import { prepareLab } from './lab/prepare.ts';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

prepareLab();
process.exit(await runInside(vitest, ['run', '--config', 'vitest.lab.config.ts', ...process.argv.slice(2)]));
