import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../src/cli/main.ts';
import { manualPage, referencePages } from '../../src/cli/reference.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const read = (file: string) => readFileSync(`${docs}${file}`, 'utf8');
let config: Awaited<ReturnType<typeof loadConfig>>;

beforeAll(async () => {
  config = await loadConfig({ commandsFolder: './src/commands' });
});

it('docs/referenz is what the commands say (npm run docs)', () => {
  const present = Object.fromEntries(readdirSync(`${docs}referenz`).map((file) => [file, read(`referenz/${file}`)]));
  expect(present).toEqual(referencePages(config));
});

it('the manual page is what the commands say (npm run docs)', () => {
  expect(read('burgward.1')).toBe(manualPage(config));
});

it('every command stands on exactly one page, and every link leads somewhere', () => {
  const pages = referencePages(config);
  const all = Object.values(pages).join('\n');
  for (const { id } of config.commands) {
    expect(all.split('\n').filter((line) => line === `## burgward ${id.replaceAll(':', ' ')}`)).toHaveLength(1);
  }
  const links = [...(pages['README.md'] ?? '').matchAll(/\]\(([a-z-]+\.md)\)/g)].map(([, file = '']) => file);
  expect(links.sort()).toEqual(
    Object.keys(pages)
      .filter((file) => file !== 'README.md')
      .sort(),
  );
});

it('the manual page begins no line with a request by mistake', () => {
  const requests = manualPage(config)
    .split('\n')
    .filter((line) => /^[.']/.test(line) && !/^\.(?:\\"|TH |SH |TP$|B |br$)/.test(line));
  expect(requests).toEqual([]);
});

const hasMan = spawnSync('man', ['--version']).error === undefined;

it(`the manual page is set ${hasMan ? 'by man without a warning' : 'nowhere here: man is not installed'}`, () => {
  if (!hasMan) return;
  const { stdout, stderr } = spawnSync('man', ['-E', 'UTF-8', '--warnings', '-l', `${docs}burgward.1`], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '100', LC_ALL: 'C.UTF-8' },
  });
  expect(stderr).toBe('');
  expect(stdout).toContain('RÜCKGABEWERTE');
});
