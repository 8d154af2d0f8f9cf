/**
 * Starting one command without knowing the others. What all of them take is needed for help and guesses only; reading, sorting and
 * indexing it took a third of a start.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Config } from '@oclif/core/config';
import type { BaseCommand } from './base-command.ts';

export interface CommandClass {
  new (argv: string[], config: Config): BaseCommand<unknown>;
  id: string;
  /** Set by commands that describe the others. */
  needsAllCommands?: boolean;
}

interface BuiltCommand {
  commandClass: CommandClass;
  /** How many of the words are its name; what follows are arguments. */
  wordCount: number;
}

/** What is a word of a command, and no way out of the folder. */
const commandWord = /^[a-z][a-z0-9-]*$/;

/** The longest beginning of the words that is a built command; undefined if none is. @param folder holds one file per command */
export async function loadBuiltCommand(folder: string, words: readonly string[]): Promise<BuiltCommand | undefined> {
  const end = words.findIndex((word) => !commandWord.test(word));
  for (let wordCount = end === -1 ? words.length : end; wordCount > 0; wordCount -= 1) {
    const name = words.slice(0, wordCount);
    const file = join(folder, ...name.slice(0, -1), `${name.at(-1)}.js`);
    if (!existsSync(file)) continue;
    const { default: commandClass } = (await import(pathToFileURL(file).href)) as { default: CommandClass };
    commandClass.id = name.join(':');
    return { commandClass, wordCount };
  }
  return undefined;
}

/** What a running command asks oclif for, without commands and plug-ins; we have no hooks. */
class OneCommandConfig extends Config {
  override runHook: Config['runHook'] = async () => ({ failures: [], successes: [] });
}

export function configForOneCommand(root: string, { name, version }: { name: string; version: string }): Config {
  return Object.assign(new OneCommandConfig({ root }), { root, name, bin: name, version, userAgent: `${name}/${version}` });
}
