/**
 * The import rules are lines in biome.json. A rule nobody sees fire may have stopped working, so every one is broken here once, in a
 * small copy of the tree, and must raise its alarm.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const spokes = ['catalogue', 'checks', 'collect', 'store', 'report', 'exchange', 'notify', 'schedule', 'demo'] as const;
const openConnections = ['net', 'tls', 'http', 'http2', 'https', 'dns', 'dns/promises', 'dgram', 'child_process'];

interface Planted {
  file: string;
  imported: string;
  /** Part of the sentence the developer reads. */
  sentence: string;
}

const violations: Planted[] = [
  ...['node:fs', 'better-sqlite3', 'zod', 'node:net'].map((imported) => ({
    file: 'src/domain/planted.ts',
    imported,
    sentence: 'src/domain is pure',
  })),
  ...[...spokes, 'usecases', 'cli', 'messages'].map((part) => ({
    file: 'src/domain/planted.ts',
    imported: `../${part}/other.ts`,
    sentence: 'src/domain knows only itself',
  })),
  ...spokes.flatMap((spoke) => [
    ...spokes
      .filter((other) => other !== spoke)
      .map((other) => ({
        file: `src/${spoke}/planted.ts`,
        imported: `../${other}/other.ts`,
        sentence: `src/${spoke} knows src/domain and no other part`,
      })),
    ...['usecases', 'cli'].map((part) => ({
      file: `src/${spoke}/planted.ts`,
      imported: `../${part}/other.ts`,
      sentence: `src/${spoke} is called by use cases`,
    })),
  ]),
  { file: 'src/usecases/planted.ts', imported: '../cli/other.ts', sentence: 'A use case does not know the command line' },
  ...spokes.map((spoke) => ({
    file: 'src/cli/planted.ts',
    imported: `../${spoke}/other.ts`,
    sentence: 'only context.ts knows the parts',
  })),
  ...spokes.map((spoke) => ({
    file: 'src/commands/netz/planted.ts',
    imported: `../../${spoke}/other.ts`,
    sentence: 'A command reaches src/usecases and src/cli',
  })),
  ...['./other.ts', '../kommune/other.ts', '../other.ts'].map((imported) => ({
    file: 'src/commands/netz/planted.ts',
    imported,
    sentence: 'Nothing imports a command',
  })),
  { file: 'src/commands/netz/planted.ts', imported: '@oclif/core', sentence: 'Import BaseCommand from src/cli/base-command.ts' },
  ...['domain', ...spokes, 'usecases', 'cli', 'messages'].map((part) => ({
    file: `src/${part}/planted.ts`,
    imported: '../commands/demo.ts',
    sentence: 'Nothing imports a command',
  })),
  ...[...spokes.filter((spoke) => spoke !== 'store'), 'usecases', 'cli', 'messages', 'commands'].flatMap((part) =>
    ['better-sqlite3', 'kysely', 'kysely/migration'].map((imported) => ({
      file: `src/${part}/planted.ts`,
      imported,
      sentence: 'Only src/store knows SQL',
    })),
  ),
  ...['catalogue', 'checks', 'store', 'report', 'exchange', 'schedule', 'usecases', 'cli', 'messages', 'commands'].flatMap(
    (part) =>
      openConnections
        .flatMap((name) => [name, `node:${name}`])
        .map((imported) => ({
          file: `src/${part}/planted.ts`,
          imported,
          sentence: 'Only src/collect, src/notify and src/demo open',
        })),
  ),
  ...['zod', './domain/other.ts'].map((imported) => ({
    file: 'src/errors.ts',
    imported,
    sentence: 'src/errors.ts is visible to all',
  })),
];

const allowed: Omit<Planted, 'sentence'>[] = [
  { file: 'src/domain/allowed.ts', imported: 'temporal-polyfill' },
  { file: 'src/domain/allowed.ts', imported: 'ipaddr.js' },
  { file: 'src/domain/allowed.ts', imported: '../errors.ts' },
  { file: 'src/domain/evaluation/allowed.ts', imported: '../assessment.ts' },
  ...spokes.flatMap((spoke) => [
    { file: `src/${spoke}/allowed.ts`, imported: '../domain/other.ts' },
    { file: `src/${spoke}/allowed.ts`, imported: './neighbour.ts' },
    { file: `src/${spoke}/below/allowed.ts`, imported: '../neighbour.ts' },
  ]),
  { file: 'src/store/allowed.ts', imported: 'better-sqlite3' },
  { file: 'src/collect/allowed.ts', imported: 'node:tls' },
  { file: 'src/demo/allowed.ts', imported: 'node:http' },
  ...spokes.map((spoke) => ({ file: 'src/usecases/allowed.ts', imported: `../${spoke}/other.ts` })),
  ...spokes.map((spoke) => ({ file: 'src/cli/context.ts', imported: `../${spoke}/other.ts` })),
  { file: 'src/commands/netz/allowed.ts', imported: '../../usecases/other.ts' },
  { file: 'src/commands/netz/allowed.ts', imported: '../../cli/base-command.ts' },
  { file: 'src/commands/netz/allowed.ts', imported: '../../domain/other.ts' },
  { file: 'src/commands/netz/allowed.ts', imported: '../../errors.ts' },
  { file: 'src/commands/allowed.ts', imported: '../usecases/other.ts' },
  { file: 'test/store/allowed.ts', imported: '../../src/collect/other.ts' },
];

interface Diagnostic {
  category: string;
  message: string;
  location: { path: string; start: { line: number } };
}

interface LintResult {
  summary: { changed: number; unchanged: number };
  diagnostics: Diagnostic[];
}

/** @param rules none: all of biome.json */
function lint(folder: string, target: string, rules: readonly string[] = []): LintResult {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const only = rules.map((rule) => `--only=style/${rule}`);
  const args = [biome, 'lint', target, '--reporter=json', '--max-diagnostics=none', ...only];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (!stdout.startsWith('{')) throw new Error(`Biome gave no report: ${stderr}`);
  return JSON.parse(stdout) as LintResult;
}

function plant(folder: string, planted: readonly Omit<Planted, 'sentence'>[]): void {
  const files = Map.groupBy(planted, ({ file }) => file);
  for (const [file, imports] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), imports.map(({ imported }) => `import '${imported}';\n`).join(''));
  }
}

describe('import rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-architektur-'));
  let diagnostics: Diagnostic[] = [];

  beforeAll(() => {
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    plant(folder, violations);
    plant(folder, allowed);
    writeFileSync(join(folder, 'src/usecases/cycle-a.ts'), "import { b } from './cycle-b.ts';\nexport const a = () => b;\n");
    writeFileSync(join(folder, 'src/usecases/cycle-b.ts'), "import { a } from './cycle-a.ts';\nexport const b = () => a;\n");
    writeFileSync(join(folder, 'src/report/sends.ts'), "export const answer = fetch('https://example.org');\n");
    diagnostics = lint(folder, '.').diagnostics;
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([...Map.groupBy(violations, ({ file }) => file)])('%s cannot import what it must not know', (file, planted) => {
    const silent = planted.filter(({ sentence }, index) => {
      const alarms = diagnostics.filter(({ location }) => location.path === file && location.start.line === index + 1);
      return !alarms.some(({ message }) => message.includes(sentence));
    });
    expect(silent.map(({ imported }) => imported)).toEqual([]);
  });

  it('leaves the allowed directions alone', () => {
    const allowedFiles = new Set(allowed.map(({ file }) => file));
    const alarms = diagnostics.filter(
      ({ location, category }) => category.endsWith('noRestrictedImports') && allowedFiles.has(location.path),
    );
    expect(alarms).toEqual([]);
  });

  it('sees a circle', () => {
    const circles = diagnostics.filter(({ category }) => category.endsWith('noImportCycles'));
    expect(circles.map(({ location }) => location.path)).toContain('src/usecases/cycle-a.ts');
  });

  it('sees a connection opened without importing anything', () => {
    const alarms = diagnostics.filter(({ location }) => location.path === 'src/report/sends.ts');
    expect(alarms.map(({ category }) => category)).toContain('lint/style/noRestrictedGlobals');
  });
});

describe('the modules of src', () => {
  it('were all seen and keep the rules', () => {
    const modules = globSync('src/**/*.ts', { cwd: root });
    // Circles are looked for by `npm run check` before it tests: among all modules that takes three times as long as all the rest.
    const rules = ['noRestrictedImports', 'noRestrictedGlobals'];
    const { summary, diagnostics } = lint(root, 'src', rules);
    expect(modules.length).toBeGreaterThan(20);
    expect(summary.changed + summary.unchanged).toBeGreaterThanOrEqual(modules.length);
    expect(diagnostics.map(({ location, message }) => `${location.path}:${location.start.line} ${message}`)).toEqual([]);
  });
});
