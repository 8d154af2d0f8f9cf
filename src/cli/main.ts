import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Interfaces } from '@oclif/core';
import { Config } from '@oclif/core/config';
import { settings } from '@oclif/core/settings';
import { UsageError } from '../errors.ts';
import { type CommandClass, configForOneCommand, loadBuiltCommand } from './built-command.ts';
import { commandHelp, rootHelp, topicHelp } from './help.ts';
import { listenForInterruption } from './interruption.ts';
import { nearestWord } from './nearest-word.ts';
import { packageRoot } from './package-root.ts';
import { reportError } from './report-error.ts';

export interface MainOptions {
  /** Folder of the commands, relative to the package; absent: the built ones and their manifest. */
  commandsFolder?: string;
}

/** Runs one command line (without node and script) and sets process.exitCode. Never throws. */
export async function main(argv: readonly string[], options: MainOptions = {}): Promise<void> {
  const json = wantsJson(argv);
  ignoreClosedPipes();
  listenForInterruption(json);
  process.on('uncaughtException', (error) => process.exit(reportError(error, json)));
  try {
    if (await runBuilt(argv, options)) return;
    await dispatch(argv, await loadConfig(options), json);
  } catch (error) {
    process.exitCode = reportError(error, json);
  }
}

/** `burgward … | head` ends the reader first; that is no error of ours. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

function wantsJson(argv: readonly string[]): boolean {
  return beforeDoubleDash(argv).includes('--json');
}

function beforeDoubleDash(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}

/** @returns false when the words need more than one built command: help, a list, or a guess at what was meant */
async function runBuilt(argv: readonly string[], options: MainOptions): Promise<boolean> {
  if (options.commandsFolder !== undefined || wantsHelp(argv)) return false;
  const root = packageRoot();
  const found = await loadBuiltCommand(join(root, 'dist', 'commands'), leadingWords(argv));
  if (found === undefined) return false;
  const { commandClass, wordCount } = found;
  const config =
    commandClass.needsAllCommands === true ? await loadConfig(options) : configForOneCommand(root, readPackage(root));
  await new commandClass(argv.slice(wordCount), config).execute();
  return true;
}

function readPackage(root: string): Interfaces.PJSON {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON;
}

/** What oclif knows of the program and its commands, without running any. */
export async function loadConfig(options: MainOptions): Promise<Config> {
  // oclif would look for a TypeScript compiler to run sources with; Node runs them itself.
  settings.enableAutoTranspile = false;
  const root = packageRoot();
  const pjson = readPackage(root);
  if (options.commandsFolder !== undefined) {
    pjson.oclif.commands = { strategy: 'pattern', target: options.commandsFolder, globPatterns: ['**/*.ts'] };
  }
  return Config.load({ root, pjson, ignoreManifest: options.commandsFolder !== undefined });
}

const helpWords = new Set(['--help', '-h', '--hilfe']);
const helpCommands = new Set(['help', 'hilfe']);

function wantsHelp(argv: readonly string[]): boolean {
  return helpCommands.has(argv[0] ?? '') || beforeDoubleDash(argv).some((word) => helpWords.has(word));
}

async function dispatch(argv: readonly string[], config: Config, json: boolean): Promise<void> {
  if (argv[0] === '--version' || argv[0] === '-v') return print(`${config.name} ${config.version}`);
  const helpWanted = wantsHelp(argv);
  const rest = helpCommands.has(argv[0] ?? '') ? argv.slice(1) : argv;
  const words = leadingWords(rest);
  const command = findCommand(words, config);
  if (command) {
    if (helpWanted) return print(commandHelp(command.loadable, config));
    return runCommand(command.loadable, rest.slice(command.wordCount), config);
  }
  if (json && !helpWanted) throw commandMissing(words, config);
  if (words.length === 0) {
    if (rest.length > 0 && !helpWanted) throw new UsageError(`Vor ${rest[0]} fehlt der Befehl.`, overviewHint);
    return print(rootHelp(config));
  }
  const topic = findTopic(words.join(':'), config);
  if (topic && (helpWanted || words.length === rest.length)) return print(topicHelp(topic, config));
  throw topic ? commandMissing(words, config) : unknownCommand(words, config);
}

const overviewHint = 'Alle Befehle zeigt: burgward --help';

/** The words before the first switch: they name the command, and after it its arguments. */
function leadingWords(argv: readonly string[]): readonly string[] {
  const end = argv.findIndex((word) => word.startsWith('-'));
  return end === -1 ? argv : argv.slice(0, end);
}

interface FoundCommand {
  loadable: Command.Loadable;
  wordCount: number;
}

/** The longest beginning of the words that is a command; what follows are arguments. */
function findCommand(words: readonly string[], config: Config): FoundCommand | undefined {
  for (let wordCount = words.length; wordCount > 0; wordCount -= 1) {
    const loadable = config.findCommand(words.slice(0, wordCount).join(':'));
    if (loadable) return { loadable, wordCount };
  }
  return undefined;
}

/** package.json describes more words than have commands yet; a word without commands is no topic. */
function findTopic(name: string, config: Config): Interfaces.Topic | undefined {
  const used = config.commands.some((command) => !command.hidden && command.id.startsWith(`${name}:`));
  return used ? config.findTopic(name) : undefined;
}

async function runCommand(loadable: Command.Loadable, argv: string[], config: Config): Promise<void> {
  // Not CommandClass.run: that one reads the whole configuration a second time.
  const CommandClass = (await loadable.load()) as unknown as CommandClass;
  await new CommandClass(argv, config).execute();
}

function commandMissing(words: readonly string[], config: Config): UsageError {
  if (words.length === 0) return new UsageError('Es fehlt der Befehl.', overviewHint);
  const topic = findTopic(words.join(':'), config);
  return topic
    ? new UsageError(`Hinter „${words.join(' ')}“ fehlt, was zu tun ist.`, verbsHint(topic.name, config))
    : unknownCommand(words, config);
}

function unknownCommand(words: readonly string[], config: Config): UsageError {
  const [first = ''] = words;
  const firstTwo = words.slice(0, 2).join(' ');
  const commands = config.commands.filter((command) => !command.hidden).map((command) => command.id.replaceAll(':', ' '));
  const singleWords = [...commands, ...config.topics.map((topic) => topic.name)].filter(
    (name) => !/[ :]/.test(name) && (findTopic(name, config) || config.findCommand(name)),
  );
  const guess = nearestWord(firstTwo, commands) ?? (findTopic(first, config) ? undefined : nearestWord(first, singleWords));
  const typed = findTopic(first, config) || guess?.includes(' ') ? firstTwo : first;
  const message = `Den Befehl „${typed}“ gibt es nicht.`;
  if (guess !== undefined) return new UsageError(`${message} Gemeint war vielleicht „burgward ${guess}“.`, overviewHint);
  return new UsageError(message, findTopic(first, config) ? verbsHint(first, config) : overviewHint);
}

function verbsHint(topic: string, config: Config): string {
  const verbs = config.commands.filter((command) => !command.hidden && command.id.startsWith(`${topic}:`));
  return `Möglich: ${verbs.map((command) => `burgward ${command.id.replaceAll(':', ' ')}`).join(', ')}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
