/**
 * Help in German. oclif's own help class has its English headings, „(required)“ and „[default: …]“ inside its methods, so nothing of it
 * would be left after overriding; these functions write the three pages from the same data.
 */
import type { Command, Config } from '@oclif/core';
import { cleanLine, displayWidth, paragraph, styled, wrapLine } from './output.ts';

const widestHelp = 110;
const widthWhenPiped = 100;
/** Left columns wider than this get their text on the next line. */
const widestLabel = 34;
const indent = '  ';

function helpWidth(): number {
  return process.stdout.isTTY ? Math.min(process.stdout.columns || 80, widestHelp) : widthWhenPiped;
}

/** `burgward` alone: what it is, where to begin, what there is. */
export function rootHelp(config: Config): string {
  const topics = visibleTopics(config).map((topic) => [topic.name, topic.description ?? ''] as const);
  const commands = visibleCommands(config).filter((command) => !command.id.includes(':'));
  return sections([
    `${styled('bold', 'burgward')} ${config.version} – ${config.pjson.description ?? ''}`,
    section('So fängt man an', [
      ...entries([
        ['burgward demo', 'der ganze Ablauf an der erfundenen Kommune Beispielhain'],
        ['burgward kommune anlegen', 'die eigene Kommune erfassen'],
        ['burgward katalog liste', 'die Anforderungen ansehen'],
      ]),
    ]),
    topics.length > 0 && section('Themen', entries(topics)),
    commands.length > 0 && section('Befehle', entries(commands.map((command) => [command.id, summaryOf(command)]))),
    'Mehr dazu: burgward THEMA oder burgward BEFEHL --help',
  ]);
}

/** `burgward kommune`: the commands below a word. */
export function topicHelp(topic: { name: string; description?: string | undefined }, config: Config): string {
  const name = topic.name.replaceAll(':', ' ');
  const commands = visibleCommands(config).filter((command) => command.id.startsWith(`${topic.name}:`));
  return sections([
    topic.description ? paragraph(topic.description, 0, helpWidth()) : undefined,
    section('Aufruf', [`${indent}burgward ${name} BEFEHL`]),
    section('Befehle', entries(commands.map((command) => [command.id.replaceAll(':', ' '), summaryOf(command)]))),
    `Mehr dazu: burgward ${name} BEFEHL --help`,
  ]);
}

/** `burgward kommune anlegen --help`. */
export function commandHelp(command: Command.Loadable, config: Config): string {
  const args = Object.values(command.args).filter((arg) => !arg.hidden);
  const flags = shownFlags(command);
  const ownFlags = flags.filter((flag) => flag.helpGroup === undefined).sort(requiredFirst);
  return sections([
    styled('bold', cleanLine(summaryOf(command))),
    section('Aufruf', usage(command, args, ownFlags)),
    args.length > 0 && section('Angaben', entries(args.map((arg) => [argLabel(arg), argText(arg)]))),
    ownFlags.length > 0 && section('Schalter', flagEntries(ownFlags)),
    ...groupsOf(flags).map((group) =>
      section(`Schalter: ${group}`, flagEntries(flags.filter((flag) => flag.helpGroup === group))),
    ),
    command.description &&
      section('Beschreibung', [paragraph(fillIn(command.description, command, config), indent.length, helpWidth())]),
    command.examples &&
      command.examples.length > 0 &&
      section(
        'Beispiele',
        command.examples.flatMap((example) => exampleLines(example, command, config)),
      ),
  ]);
}

/** The switches a person may use here: neither hidden ones nor shared ones the command refuses. */
export function shownFlags(command: Command.Loadable): HelpFlag[] {
  const refused = refusedNames(command);
  return Object.entries(command.flags)
    .map(([name, flag]) => ({ ...flag, name }) as HelpFlag)
    .filter((flag) => !flag.hidden && !refused.has(flag.name));
}

/** Shared switches the command refuses (`BaseCommand.refusedFlags`; oclif carries such properties into its manifest). */
function refusedNames(command: Command.Loadable): ReadonlySet<string> {
  const refused: unknown = command['refusedFlags'];
  return new Set(typeof refused === 'object' && refused !== null ? Object.keys(refused) : []);
}

export interface HelpFlag {
  name: string;
  type: 'boolean' | 'option';
  char?: string;
  required?: boolean;
  hidden?: boolean;
  summary?: string;
  description?: string;
  helpGroup?: string;
  helpValue?: string | string[];
  options?: readonly string[];
  multiple?: boolean;
  default?: unknown;
  env?: string;
  allowNo?: boolean;
}

interface HelpArg {
  name: string;
  required?: boolean;
  description?: string;
  options?: readonly string[];
  multiple?: boolean;
  default?: unknown;
}

function sections(parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return [styled('bold', title), ...lines].join('\n');
}

function entries(pairs: readonly (readonly [string, string])[]): string[] {
  const labelWidth = Math.min(widestLabel, Math.max(0, ...pairs.map(([label]) => displayWidth(label))));
  const textIndent = indent + ' '.repeat(labelWidth + 2);
  return pairs.flatMap(([label, text]) => {
    const [first = '', ...rest] = wrapLine(cleanLine(text), helpWidth() - textIndent.length);
    const following = rest.map((line) => textIndent + line);
    if (displayWidth(label) > labelWidth) return [indent + label, textIndent + first, ...following];
    return [`${indent}${label}${' '.repeat(labelWidth - displayWidth(label) + 2)}${first}`.trimEnd(), ...following];
  });
}

function flagEntries(flags: readonly HelpFlag[]): string[] {
  return entries(flags.map((flag) => [flagLabel(flag), flagText(flag)]));
}

export function flagLabel(flag: HelpFlag): string {
  const short = flag.char === undefined ? '' : `-${flag.char}, `;
  return `${short}--${flag.allowNo ? '[no-]' : ''}${flag.name}${valueLabel(flag)}`;
}

function valueLabel(flag: HelpFlag): string {
  if (flag.type === 'boolean') return '';
  const value = optionsInLabel(flag) ? flag.options?.join('|') : [flag.helpValue ?? 'WERT'].flat().join(' ');
  return ` ${value}${flag.multiple ? ' …' : ''}`;
}

/** Longer choices stand in the text instead. */
const longestChoice = 40;

function optionsInLabel(flag: HelpFlag): boolean {
  return flag.options !== undefined && flag.helpValue === undefined && flag.options.join('|').length <= longestChoice;
}

function choice(options: readonly string[] | undefined): string {
  return options ? `; möglich: ${options.join(', ')}` : '';
}

export function flagText(flag: HelpFlag): string {
  return [
    flag.required && '(Pflicht)',
    `${flag.summary ?? flag.description ?? ''}${optionsInLabel(flag) ? '' : choice(flag.options)}`,
    flag.type === 'option' && hasDefault(flag.default) && `[Voreinstellung: ${String(flag.default)}]`,
    flag.env && `[Umgebungsvariable ${flag.env}]`,
  ]
    .filter(Boolean)
    .join(' ');
}

export function argLabel(arg: HelpArg): string {
  const name = `${arg.name.toUpperCase()}${arg.multiple ? ' …' : ''}`;
  return arg.required ? name : `[${name}]`;
}

export function argText(arg: HelpArg): string {
  return [
    arg.required && '(Pflicht)',
    `${arg.description ?? ''}${choice(arg.options)}`,
    hasDefault(arg.default) && `[Voreinstellung: ${String(arg.default)}]`,
  ]
    .filter(Boolean)
    .join(' ');
}

function hasDefault(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function usage(command: Command.Loadable, args: readonly HelpArg[], flags: readonly HelpFlag[]): string[] {
  const parts = [
    ...args.map(argLabel),
    ...flags.map((flag) => {
      const label = `--${flag.name}${valueLabel(flag)}`;
      return flag.required ? label : `[${label}]`;
    }),
  ];
  const start = `${indent}burgward ${command.id.replaceAll(':', ' ')}`;
  return joinWrapped(start, parts, `${indent}${indent}`);
}

/** Breaks between parts, never inside one. */
function joinWrapped(start: string, parts: readonly string[], followIndent: string): string[] {
  const lines = [start];
  for (const part of parts) {
    const last = lines.at(-1) ?? '';
    if (displayWidth(`${last} ${part}`) <= helpWidth()) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(followIndent + part);
  }
  return lines;
}

function exampleLines(example: Command.Example, command: Command.Loadable, config: Config): string[] {
  const text = typeof example === 'string' ? example : `${example.description}\n${example.command}`;
  return fillIn(text, command, config)
    .split('\n')
    .map((line) => (line.startsWith('burgward') ? `${indent}$ ${line}` : indent + line));
}

/** The two placeholders oclif's examples customarily use. */
export function fillIn(text: string, command: Command.Loadable, config: Config): string {
  return text.replaceAll('<%= config.bin %>', config.bin).replaceAll('<%= command.id %>', command.id.replaceAll(':', ' '));
}

function requiredFirst(a: HelpFlag, b: HelpFlag): number {
  return Number(b.required ?? false) - Number(a.required ?? false);
}

function groupsOf(flags: readonly HelpFlag[]): string[] {
  return [...new Set(flags.flatMap((flag) => flag.helpGroup ?? []))];
}

function summaryOf(command: Command.Loadable): string {
  return command.summary ?? command.description?.split('\n', 1)[0] ?? '';
}

/** Commands without the hidden ones, in the order people look for them. */
export function visibleCommands(config: Config): Command.Loadable[] {
  return config.commands.filter((command) => !command.hidden).sort((a, b) => a.id.localeCompare(b.id, 'de'));
}

/** Topics that have commands; a command without commands below it is none, though oclif lists it as one. */
export function visibleTopics(config: Config): { name: string; description?: string | undefined }[] {
  const commands = visibleCommands(config);
  return config.topics
    .filter(
      (topic) =>
        !topic.hidden && !topic.name.includes(':') && commands.some((command) => command.id.startsWith(`${topic.name}:`)),
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'de'));
}
