/**
 * oclif's parser speaks English only and mixes message and advice in one string. This file turns everything it can throw into
 * German usage errors. Written against @oclif/core 5.1.9 (lib/parser/errors.js, parse.js, validate.js, flags.js, args.js);
 * `test/cli/parser-errors.test.ts` provokes each of them, so that an update that changes a sentence is noticed.
 */
import { stripVTControlCharacters } from 'node:util';
import { ExpectedError, UsageError } from '../errors.ts';
import { nearestWord } from './nearest-word.ts';

/** What the sentence about a missing or unknown switch needs to know of the command. */
export interface KnownFlag {
  name: string;
  char?: string | undefined;
  allowNo?: boolean | undefined;
  env?: string | undefined;
  helpValue?: string | string[] | undefined;
  options?: readonly string[] | undefined;
  type?: string;
}

export interface CommandShape {
  /** As typed: „kommune anlegen“. */
  words: string;
  flags: readonly KnownFlag[];
}

/** The German error for whatever the parser threw; a bug is given back as it is. */
export function germanParserError(error: unknown, command: CommandShape): unknown {
  if (error instanceof ExpectedError) {
    error.message = withoutParserFrame(error.message);
    return error;
  }
  if (!(error instanceof Error)) return error;
  const message = germanMessage(error, command);
  if (message !== undefined) return new UsageError(message, helpHint(command));
  return isOclifError(error) ? new UsageError('So versteht burgward den Aufruf nicht.', helpHint(command)) : error;
}

function helpHint(command: CommandShape): string {
  return `Alle Angaben zeigt: burgward ${command.words} --help`;
}

/**
 * Switches the command does not have. Asked before parsing: oclif would first take the value behind such a switch for an argument
 * and complain about that.
 */
export function unknownFlagError(argv: readonly string[], command: CommandShape): UsageError | undefined {
  const unknown = unknownFlagNames(argv, command.flags);
  return unknown.length === 0 ? undefined : new UsageError(unknownFlagsMessage(unknown, command), helpHint(command));
}

function unknownFlagNames(argv: readonly string[], flags: readonly KnownFlag[]): string[] {
  const unknown: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') break;
    if (!word.startsWith('-') || word === '-' || /^-\d/.test(word)) continue;
    const [name = ''] = word.split('=', 1);
    const flag = flags.find(
      (known) => name === `--${known.name}` || (known.allowNo === true && name === `--no-${known.name}`) || isShort(word, known),
    );
    if (!flag) unknown.push(name);
    else if (flag.type !== 'boolean' && name === word) index += 1;
  }
  return unknown;
}

function isShort(word: string, flag: KnownFlag): boolean {
  return flag.char !== undefined && !word.startsWith('--') && word[1] === flag.char;
}

/** oclif wraps what a flag's own parse function throws into „Parsing --name … See more help with --help“. */
function withoutParserFrame(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/^Parsing --\S+ \n\t/, '')
    .replace(/\nSee more help with --help$/, '');
}

function isOclifError(error: Error): boolean {
  return 'oclif' in error;
}

function germanMessage(error: Error, command: CommandShape): string | undefined {
  const flag = /^Parsing --(\S+) \n/.exec(error.message)?.[1];
  const sentence = sentences(withoutParserFrame(error.message), command);
  return (
    unknownFlags(error, command) ??
    missingArguments(error) ??
    extraArguments(error) ??
    (sentence !== undefined && flag !== undefined ? `--${flag}: ${sentence}` : sentence)
  );
}

function unknownFlags(error: Error, command: CommandShape): string | undefined {
  const flags = listProperty(error, 'flags');
  return flags && unknownFlagsMessage(flags.map(String), command);
}

function unknownFlagsMessage(names: readonly string[], command: CommandShape): string {
  const guesses = names.flatMap((name) => {
    const guess = nearestWord(
      name.replace(/^-+/, ''),
      command.flags.map((flag) => flag.name),
    );
    return guess === undefined ? [] : [`--${guess}`];
  });
  const question = guesses.length === 0 ? '' : ` Gemeint war vielleicht ${listed(guesses)}.`;
  return (
    (names.length === 1
      ? `Den Schalter ${names[0]} gibt es hier nicht.`
      : `Diese Schalter gibt es hier nicht: ${listed(names)}.`) + question
  );
}

function missingArguments(error: Error): string | undefined {
  const missing = listProperty(error, 'args')?.filter((item) => typeof item === 'object' && item !== null && 'name' in item);
  if (!missing || missing.length === 0) return undefined;
  const lines = missing.map((item) => {
    const { name, description, options } = item as { name: string; description?: string; options?: string[] };
    const choice = options ? ` (${options.join(', ')})` : '';
    return `${name.toUpperCase()}${description ? ` – ${description}` : ''}${choice}`;
  });
  return lines.length === 1
    ? `Es fehlt die Angabe ${lines[0]}.`
    : `Es fehlen Angaben:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function extraArguments(error: Error): string | undefined {
  const extra = listProperty(error, 'args');
  if (!extra?.every((item) => typeof item === 'string')) return undefined;
  const quoted = extra.map((item) => `„${item}“`);
  return quoted.length === 1
    ? `Die Angabe ${quoted[0]} ist zu viel; Werte mit Leerzeichen gehören in Anführungszeichen.`
    : `Diese Angaben sind zu viel: ${listed(quoted)}; Werte mit Leerzeichen gehören in Anführungszeichen.`;
}

function listProperty(error: Error, name: 'flags' | 'args'): unknown[] | undefined {
  const value = (error as unknown as Record<string, unknown>)[name];
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}

type Sentence = (parts: string[], command: CommandShape) => string;

const sentenceTable: readonly (readonly [RegExp, Sentence])[] = [
  [/^Missing required flag (.+)$/, ([name = ''], command) => missingFlag(name, command)],
  [/^Flag --(\S+) can only be specified once$/, ([name]) => `Der Schalter --${name} darf nur einmal vorkommen.`],
  [
    /^Flag --(\S+) expects one of these values: (.+)$/,
    ([name, values]) => `Hinter --${name} fehlt ein Wert. Möglich: ${values}.`,
  ],
  [/^Flag --(\S+) expects a value$/, ([name]) => `Hinter --${name} fehlt ein Wert.`],
  [/^Flag --(\S+) can only be read from stdin/, ([name]) => `--${name} wird nur von der Standardeingabe gelesen: --${name} -`],
  [
    /^Expected --([^=\s]+)=([\s\S]*) to be one of: (.+)$/,
    ([name, value, values]) => `--${name} „${value}“ gibt es nicht. Möglich: ${values}.`,
  ],
  [/^Expected ([\s\S]*) to be one of: (.+)$/, ([value, values]) => `„${value}“ gibt es nicht. Möglich: ${values}.`],
  [/^Expected an integer but received: ([\s\S]*)$/, ([value]) => `„${value}“ ist keine ganze Zahl.`],
  [
    /^Expected an integer greater than or equal to (\S+) but received: (.*)$/,
    ([min, value]) => `${value} ist zu klein; mindestens ${min}.`,
  ],
  [
    /^Expected an integer less than or equal to (\S+) but received: (.*)$/,
    ([max, value]) => `${value} ist zu groß; höchstens ${max}.`,
  ],
  [/^Expected a valid url but received: ([\s\S]*)$/, ([value]) => `„${value}“ ist keine vollständige Adresse (https://…).`],
  [/^No directory found at (.+)$/, ([path]) => `Den Ordner ${path} gibt es nicht.`],
  [/^(.+) exists but is not a directory$/, ([path]) => `${path} ist kein Ordner.`],
  [/^No file found at (.+)$/, ([path]) => `Die Datei ${path} gibt es nicht.`],
  [/^(.+) exists but is not a file$/, ([path]) => `${path} ist keine Datei.`],
  [/^Exactly one of the following must be provided: (.+)$/, ([names]) => `Genau einer dieser Schalter ist nötig: ${names}.`],
  [
    /^At least one of the following must be provided: (.+)$/,
    ([names]) => `Mindestens einer dieser Schalter ist nötig: ${names}.`,
  ],
  [
    /^--([^=\s]+)(?:=[\s\S]*)? cannot also be provided when using --(\S+)$/,
    ([one, other]) => `--${one} und --${other} schließen sich aus.`,
  ],
  [
    /^All of the following must be provided when using --(\S+): (.+)$/,
    ([name, names]) => `--${name} braucht außerdem: ${names}.`,
  ],
  [
    /^One of the following must be provided when using --(\S+): (.+)$/,
    ([name, names]) => `--${name} braucht außerdem einen von: ${names}.`,
  ],
  [
    /^Only the following can be provided when using --(\S+): (.+)$/,
    ([name, names]) => `Neben --${name} ist nur erlaubt: ${names}.`,
  ],
];

function missingFlag(name: string, command: CommandShape): string {
  const flag = command.flags.find((known) => known.name === name);
  const value = flag?.type === 'boolean' ? '' : ` ${flag?.options?.join('|') ?? [flag?.helpValue ?? 'WERT'].flat().join(' ')}`;
  const environment = flag?.env ? ` (oder die Umgebungsvariable ${flag.env})` : '';
  return `Es fehlt --${name}${value}${environment}.`;
}

/** One or several sentences; oclif puts several below the heading „The following errors occurred:“. */
function sentences(text: string, command: CommandShape): string | undefined {
  const single = sentence(text, command);
  if (single !== undefined) return single;
  const [heading, ...lines] = text.split('\n').map((line) => line.trim());
  if (!heading?.startsWith('The following error')) return undefined;
  const german = lines.filter((line) => line !== '').map((line) => sentence(line, command));
  const known = german.filter((line) => line !== undefined);
  return known.length === 0 || known.length < german.length ? undefined : [...new Set(known)].join('\n');
}

function sentence(text: string, command: CommandShape): string | undefined {
  for (const [pattern, german] of sentenceTable) {
    const match = pattern.exec(text);
    if (match)
      return german(
        match.slice(1).map((part) => part ?? ''),
        command,
      );
  }
  return undefined;
}

function listed(items: readonly string[]): string {
  return items.join(', ');
}
