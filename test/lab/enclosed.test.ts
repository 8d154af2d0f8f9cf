import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('The lab refuses to touch the network of the machine itself', () => {
  const { VITEST: _ours, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.lab.config.ts', 'ssh'],
    { cwd: root, encoding: 'utf8', env: environment },
  );
  expect(`${stdout}${stderr}`).toContain('Das Prüflabor läuft nur abgeschottet');
  expect(status).toBe(1);
});
