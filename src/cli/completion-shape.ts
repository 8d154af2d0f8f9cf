/** What a shell has to know to complete a command line: which word may follow, which switches there are, which values they take. */
import type { Command, Config } from '@oclif/core';
import { type HelpFlag, shownFlags, visibleCommands } from './help.ts';

/** Words to offer: a closed list, what the program is asked for, files, folders, or nothing because anything may stand there. */
export type Suggestion = readonly string[] | 'kommunen' | 'dateien' | 'ordner' | 'frei';

export interface CompletedCommand {
  /** As typed, for example `kommune anlegen`. */
  words: string;
  flags: readonly CompletedFlag[];
  /** By position; the last one holds for what follows. */
  args: readonly Suggestion[];
}

export interface CompletedFlag {
  /** With the dashes. */
  name: string;
  /** Null for a switch without value. */
  value: Suggestion | null;
}

/** All commands a person may see, by name. */
export function completedCommands(config: Config): CompletedCommand[] {
  return visibleCommands(config).map((command) => {
    const words = command.id.replaceAll(':', ' ');
    return {
      words,
      flags: flagsOf(command),
      args: Object.values(command.args)
        .filter(({ hidden }) => !hidden)
        .map((arg) => argSuggestion(words, arg)),
    };
  });
}

function flagsOf(command: Command.Loadable): CompletedFlag[] {
  return shownFlags(command)
    .map((flag) => ({ name: `--${flag.name}`, value: flag.type === 'boolean' ? null : flagSuggestion(flag) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const kommuneFlags = new Set(['kommune', 'mitglied', 'verwaltet-durch']);

function flagSuggestion({ name, options, helpValue }: HelpFlag): Suggestion {
  if (options !== undefined) return options;
  if (kommuneFlags.has(name)) return 'kommunen';
  if (helpValue === 'ORDNER') return 'ordner';
  return helpValue === 'PFAD' || helpValue === 'DATEI' ? 'dateien' : 'frei';
}

const fileArgs = new Set(['datei', 'pfad', 'alt', 'neu']);

function argSuggestion(words: string, { name, options }: Command.Arg.Cached): Suggestion {
  if (options !== undefined) return options;
  if (fileArgs.has(name)) return 'dateien';
  const namesExisting = name === 'slug' && words.startsWith('kommune ') && words !== 'kommune anlegen';
  return namesExisting ? 'kommunen' : 'frei';
}

/** The words that may follow a beginning of a command line, the empty one included. */
export function followingWords(commands: readonly CompletedCommand[]): Map<string, string[]> {
  const following = new Map<string, Set<string>>();
  for (const { words } of commands) {
    const parts = words.split(' ');
    for (const [index, part] of parts.entries()) {
      const beginning = parts.slice(0, index).join(' ');
      following.set(beginning, (following.get(beginning) ?? new Set()).add(part));
    }
  }
  return new Map([...following].map(([beginning, next]) => [beginning, [...next].sort()]));
}

/** Values of a switch; `command` is null where they hold for every command that has it. */
export interface FlagValues {
  command: string | null;
  flag: string;
  value: Suggestion;
}

/** What most commands say of a switch is told once; those that say something else come before. */
export function flagValues(commands: readonly CompletedCommand[]): FlagValues[] {
  const known = new Map<string, { command: string; value: Suggestion }[]>();
  for (const { words, flags } of commands) {
    for (const { name, value } of flags) {
      if (value !== null) known.set(name, [...(known.get(name) ?? []), { command: words, value }]);
    }
  }
  return [...known].flatMap(([flag, uses]) => {
    const usual = mostFrequent(uses.map(({ value }) => value));
    const others = uses.filter(({ value }) => String(value) !== String(usual));
    return [...others.map((use) => ({ ...use, flag })), { command: null, flag, value: usual }];
  });
}

function mostFrequent(values: readonly Suggestion[]): Suggestion {
  const counts = Map.groupBy(values, String);
  const [first = []] = [...counts.values()].sort((a, b) => b.length - a.length);
  return first[0] ?? 'frei';
}

/**
 * A suggestion as one word list for a script; what has to be found out at the moment begins with an at sign.
 * @throws Error when a word would end the quotes it stands in
 */
export function scriptWords(suggestion: Suggestion): string {
  if (suggestion === 'frei') return '';
  if (typeof suggestion === 'string') return `@${suggestion}`;
  const unsafe = suggestion.find((word) => !/^[\w.,:+/-]+$/.test(word));
  if (unsafe !== undefined) throw new Error(`not completable: ${unsafe}`);
  return suggestion.join(' ');
}

/** Text between single quotes of a POSIX shell. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
