/** The tour of the README, pasted as it stands. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it('works when pasted', async () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, tour = ''] = [...readme.matchAll(/```bash\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  expect(tour).toContain('bericht erstellen leitung');
  const folder = mkdtempSync(join(tmpdir(), 'burgward-readme-'));
  for (const name of ['bin', 'package.json', 'oclif.manifest.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ['dist', 'src', 'controls', 'reports', 'node_modules', '.runtime'].filter((name) =>
    existsSync(join(root, name)),
  )) {
    symlinkSync(join(root, name), join(folder, name));
  }
  const PATH = `${join(process.execPath, '..')}:${process.env['PATH']}`;
  const output = await new Promise<{ code: number; text: string }>((done) => {
    execFile('bash', ['-e', '-c', tour], { cwd: folder, env: { ...process.env, PATH, HOME: folder } }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : 1, text: stdout + stderr }),
    );
  });
  expect(output.code, output.text).toBe(0);
  expect(existsSync(join(folder, 'ausgabe', 'rundgang.db'))).toBe(true);
  expect(output.text).toContain('musterau-leitung-');
  rmSync(folder, { recursive: true, force: true });
}, 120_000);
