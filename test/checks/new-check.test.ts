import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lintCatalogue } from '../../src/catalogue/load.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'burgward-new-check-'));
  cpSync(path.join(root, 'controls'), path.join(copy, 'controls'), { recursive: true });
  cpSync(path.join(root, 'src/checks'), path.join(copy, 'src/checks'), { recursive: true });
});

afterEach(() => rmSync(copy, { recursive: true, force: true }));

function newCheck(...args: string[]) {
  return spawnSync(process.execPath, [path.join(root, 'scripts/new-check.mjs'), ...args, copy], { encoding: 'utf8' });
}

test('a new check is laid out, registered in its place, and refused by the lint until it is filled', async () => {
  expect(newCheck('http-generator', 'http')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('controls/checks/http-generator.yaml'),
  });

  const registry = readFileSync(path.join(copy, 'src/checks/registry.ts'), 'utf8');
  expect(registry).toContain("import { httpGenerator } from './http-generator.ts';\nimport { httpHsts }");
  expect(registry).toContain("  'http-generator': { judge: httpGenerator, placeholders: ['reason'] },\n  'http-hsts'");
  for (const file of ['situation.met.json', 'situation.not-met.json', 'unreachable.undetermined.json']) {
    expect(existsSync(path.join(copy, 'test/checks/http-generator', file))).toBe(true);
  }
  const { probleme } = await lintCatalogue(path.join(copy, 'controls'));
  expect(probleme.filter(({ file }) => file === 'checks/http-generator.yaml').map(({ field }) => field)).toEqual(
    expect.arrayContaining(['title', 'question', 'messages.met', 'messages.not_met', 'remedy', 'footprint', 'sources']),
  );
});

test('an existing check, an odd id and an unknown kind are refused and nothing is written', () => {
  const before = readFileSync(path.join(copy, 'src/checks/registry.ts'), 'utf8');
  expect(newCheck('http-hsts', 'http')).toMatchObject({ status: 2, stderr: expect.stringContaining('gibt es schon') });
  expect(newCheck('../Böse', 'http')).toMatchObject({ status: 2, stderr: expect.stringContaining('KENNUNG') });
  expect(newCheck('dns-caa', 'wetter')).toMatchObject({ status: 2, stderr: expect.stringContaining('wetter') });
  expect(readFileSync(path.join(copy, 'src/checks/registry.ts'), 'utf8')).toBe(before);
});
