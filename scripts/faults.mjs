// `npm run faults`: the campaigns of which every test run does a short slice, twenty times as long, and 500 kills. Takes a while.
import { spawnSync } from 'node:child_process';

const files = [
  'test/store/faults',
  'test/commands/sicherung',
  'hostile',
  'test/collect/tls/features',
  'test/collect/dns/exchange',
];
const env = { BURGWARD_CAMPAIGN: '20', BURGWARD_FAULTS: '500', ...process.env };
const args = ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout', '7200000', ...files, ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 70);
