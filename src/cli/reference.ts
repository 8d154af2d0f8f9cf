/** The reference people read outside the terminal: one page per topic in Markdown, and the manual page. Made from the commands themselves. */
import type { Command, Config } from '@oclif/core';
import {
  argLabel,
  argText,
  fillIn,
  flagLabel,
  flagText,
  type HelpFlag,
  shownFlags,
  visibleCommands,
  visibleTopics,
} from './help.ts';

const generatedNote = '<!-- Erzeugt mit npm run docs; Änderungen gehören in src/commands. -->';
/** The page for commands of one word. */
const singleWordsPage = 'einzelne-befehle';

/** Pages by file name. */
export function referencePages(config: Config): Record<string, string> {
  const topics = visibleTopics(config);
  const commands = visibleCommands(config);
  const single = commands.filter(({ id }) => !id.includes(':'));
  return {
    'README.md': overviewPage(config, topics, single),
    [`${singleWordsPage}.md`]: page('Befehle aus einem Wort', '', single, config),
    ...Object.fromEntries(
      topics.map(({ name, description = '' }) => {
        const own = commands.filter(({ id }) => id.startsWith(`${name}:`));
        return [`${name}.md`, page(`burgward ${name}`, description, own, config)];
      }),
    ),
  };
}

type Topic = ReturnType<typeof visibleTopics>[number];

function overviewPage(config: Config, topics: readonly Topic[], single: readonly Command.Loadable[]): string {
  const [first] = single;
  const shared = first === undefined ? [] : sharedFlagsOf(config);
  return lines([
    generatedNote,
    '# Alle Befehle',
    'Jeder Befehl erklärt sich auch selbst: `burgward BEFEHL --help`.',
    '## Themen',
    topics.map(({ name, description = '' }) => `* [${name}](${name}.md): ${plain(description)}`).join('\n'),
    `## [Befehle aus einem Wort](${singleWordsPage}.md)`,
    single.map((command) => `* \`${words(command)}\`: ${plain(command.summary ?? '')}`).join('\n'),
    '## Allgemeine Schalter',
    'Jede Seite nennt zu jedem Befehl, welche von ihnen gelten.',
    shared.map(flagItem).join('\n'),
    'Rückgabewerte für Skripte: [exit-codes.md](../exit-codes.md). Form der Ausgabe mit `--json`: [docs/json](../json/).',
  ]);
}

/** Switches every command has, as the one with the most of them says it. */
function sharedFlagsOf(config: Config): HelpFlag[] {
  const groups = visibleCommands(config).map((command) => shownFlags(command).filter(isShared));
  return groups.reduce((most, group) => (group.length > most.length ? group : most), []);
}

function isShared({ helpGroup }: HelpFlag): boolean {
  return helpGroup !== undefined;
}

function page(title: string, description: string, commands: readonly Command.Loadable[], config: Config): string {
  return lines([
    generatedNote,
    `# ${title}`,
    description === '' ? '' : `${plain(description)}.`,
    ...commands.map((command) => section(command, config)),
  ]);
}

function section(command: Command.Loadable, config: Config): string {
  const args = Object.values(command.args).filter(({ hidden }) => !hidden);
  const flags = shownFlags(command);
  const own = flags.filter((flag) => !isShared(flag));
  const shared = flags.filter(isShared).map(({ name }) => `\`--${name}\``);
  const parts = [...args.map(argLabel), ...own.map((flag) => (flag.required ? flagLabel(flag) : `[${flagLabel(flag)}]`))];
  return lines(
    [
      `## burgward ${words(command)}`,
      `${plain(command.summary ?? '')}.`,
      block([`burgward ${[words(command), ...parts].join(' ')}`]),
      command.description === undefined ? '' : plain(fillIn(command.description, command, config)),
      [...args.map((arg) => `* \`${argLabel(arg)}\` ${plain(argText(arg))}`), ...own.map(flagItem)].join('\n'),
      shared.length === 0 ? '' : `Allgemeine Schalter: ${shared.join(', ')}.`,
      block(examplesOf(command, config)),
    ],
    false,
  );
}

function flagItem(flag: HelpFlag): string {
  return `* \`${flagLabel(flag)}\` ${plain(flagText(flag))}`;
}

function examplesOf(command: Command.Loadable, config: Config): string[] {
  return (command.examples ?? []).map((example) =>
    fillIn(typeof example === 'string' ? example : `${example.description}\n${example.command}`, command, config),
  );
}

function words(command: Command.Loadable): string {
  return command.id.replaceAll(':', ' ');
}

/** Text that Markdown does not take for markup. */
function plain(text: string): string {
  return text.replace(/[\\*_<[\]]/g, '\\$&').replaceAll('\n', ' ');
}

function block(content: readonly string[]): string {
  return content.length === 0 ? '' : ['```', ...content, '```'].join('\n');
}

function lines(parts: readonly string[], endsFile = true): string {
  const text = parts.filter((part) => part !== '').join('\n\n');
  return endsFile ? `${text}\n` : text;
}

const exitCodesText: readonly (readonly [string, string])[] = [
  ['0', 'erledigt; Lücken in einem Bericht sind Inhalt, kein Fehler'],
  ['1', 'Lücken gefunden, nur mit --fehler-bei'],
  ['2', 'Aufruf falsch'],
  ['3', 'Angaben ungültig oder unbekannt, Datei nicht lesbar'],
  ['4', 'die Umgebung: Datenbank gesperrt, Ordner nicht beschreibbar, Werkzeug fehlt'],
  ['5', 'keine gültige Freigabe; es wurde nichts gesendet'],
  ['70', 'Fehler im Programm'],
  ['130, 143', 'abgebrochen; was fertig war, bleibt'],
];

const environment: readonly (readonly [string, string])[] = [
  ['BURGWARD_DB', 'Datenbankdatei, wie --datenbank'],
  ['BURGWARD_KOMMUNE', 'Kurzname der Kommune, wie --kommune'],
  ['BURGWARD_PERSON', 'wer handelt, wie --person'],
  ['NO_COLOR', 'keine Farben, wenn gesetzt'],
];

/** `burgward.1` in the language of man (7). */
export function manualPage(config: Config): string {
  const commands = visibleCommands(config).map((command) => [`burgward ${words(command)}`, `${command.summary ?? ''}.`] as const);
  return `${[
    '.\\" Erzeugt mit npm run docs; Änderungen gehören in src/commands.',
    `.TH BURGWARD 1 "" "burgward ${config.version}" "burgward"`,
    '.SH NAME',
    `burgward \\- ${roff(config.pjson.description ?? '')}`,
    '.SH AUFRUF',
    '.B burgward',
    'THEMA BEFEHL [ANGABEN] [SCHALTER]',
    '.br',
    '.B burgward',
    roff('THEMA BEFEHL --help'),
    '.SH BESCHREIBUNG',
    'burgward hilft sächsischen Kommunen, ihre Informationssicherheit zu kennen, zu belegen und zu verbessern.',
    roff('Jeder Befehl erklärt sich mit --help und gibt mit --json einen einzigen JSON-Wert aus.'),
    '.SH BEFEHLE',
    ...definitions(commands),
    '.SH ALLGEMEINE SCHALTER',
    ...definitions(sharedFlagsOf(config).map((flag) => [flagLabel(flag), flagText(flag)])),
    '.SH UMGEBUNG',
    ...definitions(environment),
    '.SH DATEIEN',
    ...definitions([['~/.local/share/burgward/burgward.db', 'Datenbank, wenn nichts anderes angegeben ist.']]),
    '.SH RÜCKGABEWERTE',
    ...definitions(exitCodesText),
  ].join('\n')}\n`;
}

function definitions(pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.flatMap(([label, text]) => ['.TP', `.B ${roff(label)}`, roff(text)]);
}

/** Text that man does not take for a request. */
function roff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('\n', ' ');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
