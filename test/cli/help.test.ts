import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandHelp, rootHelp, topicHelp } from '../../src/cli/help.ts';
import { loadConfig } from '../../src/cli/main.ts';
import { runCli } from '../run-cli.ts';
import { englishWordsIn } from './english.ts';

type Config = Awaited<ReturnType<typeof loadConfig>>;

let config: Config;

beforeAll(async () => {
  config = await loadConfig({ commandsFolder: './src/commands' });
});

/** Every page of help there is, in one text. */
function allHelp(): string {
  const commands = config.commands.toSorted((a, b) => a.id.localeCompare(b.id));
  const topics = config.topics.filter(({ name }) => commands.some(({ id }) => id.startsWith(`${name}:`)));
  const pages = [
    ['burgward', rootHelp(config)],
    ...topics
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map((topic) => [`burgward ${topic.name}`, topicHelp(topic, config)]),
    ...commands.map((command) => [`burgward ${command.id.replaceAll(':', ' ')} --help`, commandHelp(command, config)]),
  ];
  return pages.map(([call, page]) => `$ ${call}\n\n${page}\n`).join(`\n${'-'.repeat(100)}\n`);
}

describe('help', () => {
  it('knows a command for every file in src/commands', () => {
    const files = globSync('**/*.ts', { cwd: fileURLToPath(new URL('../../src/commands', import.meta.url)) });
    const ids = files.map((file) => file.replace(/\.ts$/, '').replaceAll('/', ':'));
    expect(config.commands.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  // After a wanted change: npx vitest run test/cli/help.test.ts -u
  it('says what it said before', async () => {
    await expect(allHelp()).toMatchFileSnapshot('./help.snapshot.txt');
  });

  it('is German throughout', () => {
    const lines = allHelp().split('\n');
    expect(lines.filter((line) => englishWordsIn(line).length > 0)).toEqual([]);
  });

  it('has a summary, a description of every switch and a pasteable example for every command', () => {
    const gaps = config.commands.flatMap((command) => {
      const call = `burgward ${command.id.replaceAll(':', ' ')}`;
      const examples = (command.examples ?? []).flatMap((example) =>
        typeof example === 'string' ? example.split('\n') : example.command,
      );
      const pasteable = examples.some((line) => line === call || line.startsWith(`${call} `));
      const unknown = examples.flatMap((line) => line.match(/(?<= --)[a-z-]+/g) ?? []).filter((name) => !(name in command.flags));
      const silent = [...Object.values(command.flags), ...Object.values(command.args)].filter(({ description }) => !description);
      return [
        ...(command.summary ? [] : [`${call}: no summary`]),
        ...(pasteable ? [] : [`${call}: no example`]),
        ...unknown.map((name) => `${call}: example uses --${name}`),
        ...silent.map(({ name }) => `${call}: ${name} has no description`),
      ];
    });
    expect(gaps).toEqual([]);
  });

  it('describes every topic that has commands', () => {
    const { topics = {} } = config.pjson.oclif;
    const used = new Set(config.commands.filter(({ id }) => id.includes(':')).map(({ id }) => id.split(':', 1)[0] ?? ''));
    expect([...used].filter((name) => !(name in topics))).toEqual([]);
  });
});

describe('asking for help', () => {
  const probe = (...args: string[]) => runCli(args, { script: 'test/cli/fixtures/run.ts' });

  it('burgward alone shows where to begin', async () => {
    const { stdout, exitCode } = await probe();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/So fängt man an\n {2}burgward demo .*\n {2}burgward kommune anlegen .*\n {2}burgward katalog liste /);
  });

  it('comes in every customary way', async () => {
    const asked = [
      ['probe', 'alles', '--help'],
      ['probe', 'alles', '-h'],
      ['help', 'probe', 'alles'],
      ['hilfe', 'probe', 'alles'],
    ];
    const answers = await Promise.all(asked.map((args) => probe(...args)));
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
    expect(answers[0]?.stdout).toContain('Aufruf\n  burgward probe alles NAME [ZAHL] --kommune SLUG [--status ja|nein]');
    expect(answers[0]?.stdout).toContain('(Pflicht) Kurzname der Kommune [Umgebungsvariable BURGWARD_KOMMUNE]');
    expect(answers[0]?.stdout).toContain('[Voreinstellung: ja]');
    expect(englishWordsIn(answers[0]?.stdout ?? 'the')).toEqual([]);
    expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  });

  it('a topic lists its commands', async () => {
    const { stdout, exitCode } = await probe('probe');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  probe werfen  Wirft den genannten Fehler\n');
    expect(englishWordsIn(stdout)).toEqual([]);
  });
});
