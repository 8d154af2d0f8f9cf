import { parse } from '@oclif/core/parser';
import { describe, expect, it } from 'vitest';
import { sharedFlags } from '../../src/cli/flags.ts';
import { type CommandShape, germanParserError, unknownFlagError } from '../../src/cli/parser-errors.ts';
import { UsageError } from '../../src/errors.ts';
import { runCli } from '../run-cli.ts';
import { englishWordsIn } from './english.ts';
import ProbeAlles from './fixtures/commands/probe/alles.ts';

const flags = { ...sharedFlags, ...ProbeAlles.flags };
const shape: CommandShape = { words: 'probe alles', flags: Object.entries(flags).map(([name, flag]) => ({ ...flag, name })) };

/** What a user reads, through oclif's real parser. */
async function errorFor(commandLine: string): Promise<unknown> {
  const argv = commandLine.split(' ').filter((word) => word !== '');
  const unknown = unknownFlagError(argv, shape);
  if (unknown) return unknown;
  try {
    await parse(argv, { flags, args: ProbeAlles.args, strict: true });
    return undefined;
  } catch (error) {
    return germanParserError(error, shape);
  }
}

const given = 'x --kommune beispielhain';

describe('what the parser refuses is said in German and ends with 2', () => {
  it.each([
    ['', 'Es fehlt die Angabe NAME – irgendein Name.'],
    ['x', 'Es fehlt --kommune SLUG (oder die Umgebungsvariable BURGWARD_KOMMUNE).'],
    [`${given} 1 zu viel`, 'Diese Angaben sind zu viel: „zu“, „viel“; Werte mit Leerzeichen gehören in Anführungszeichen.'],
    [`${given} 1 mehr`, 'Die Angabe „mehr“ ist zu viel; Werte mit Leerzeichen gehören in Anführungszeichen.'],
    ['x --komune beispielhain', 'Den Schalter --komune gibt es hier nicht. Gemeint war vielleicht --kommune.'],
    [`${given} --quer --krumm=1`, 'Diese Schalter gibt es hier nicht: --quer, --krumm.'],
    [`${given} -q`, 'Den Schalter -q gibt es hier nicht.'],
    [`${given} --status vielleicht`, '--status „vielleicht“ gibt es nicht. Möglich: ja, nein.'],
    [`${given} --status`, 'Hinter --status fehlt ein Wert. Möglich: ja, nein.'],
    ['x --kommune', 'Hinter --kommune fehlt ein Wert.'],
    [`${given} --kommune beispielhain`, 'Der Schalter --kommune darf nur einmal vorkommen.'],
    [`${given} drei`, '„drei“ ist keine ganze Zahl.'],
    [`${given} --roh drei`, '--roh: „drei“ ist keine ganze Zahl.'],
    [`${given} --roh 0`, '--roh: 0 ist zu klein; mindestens 1.'],
    [`${given} --roh 10`, '--roh: 10 ist zu groß; höchstens 9.'],
    [`${given} --adresse beispielhain`, '--adresse: „beispielhain“ ist keine vollständige Adresse (https://…).'],
    [`${given} --ordner /gibt-es-nicht`, '--ordner: Den Ordner /gibt-es-nicht gibt es nicht.'],
    [`${given} --ordner ${process.execPath}`, `--ordner: ${process.execPath} ist kein Ordner.`],
    [`${given} --datei /gibt-es-nicht`, '--datei: Die Datei /gibt-es-nicht gibt es nicht.'],
    [`${given} --datei /`, '--datei: / ist keine Datei.'],
    [`${given} --leise --laut`, '--laut und --leise schließen sich aus.'],
    [`${given} --links`, '--links braucht außerdem: --rechts.'],
  ])('%s', async (commandLine, message) => {
    const error = await errorFor(commandLine);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ exitCode: 2, message, hint: 'Alle Angaben zeigt: burgward probe alles --help' });
    expect(englishWordsIn(message)).toEqual([]);
  });

  it('a value the program itself refuses ends with 3', async () => {
    expect(await errorFor(`${given} --ab 2026-02-30`)).toMatchObject({
      exitCode: 3,
      message: '--ab „2026-02-30“: Diesen Tag gibt es nicht.',
    });
    expect(await errorFor(`${given} --stand gestern`)).toMatchObject({
      exitCode: 3,
      message: '--stand „gestern“: Das ist kein Datum in der Form JJJJ-MM-TT.',
    });
    expect(await errorFor(`${given} --einwohner 4.200`)).toMatchObject({
      exitCode: 3,
      message: '--einwohner „4.200“: erwartet wird eine ganze Zahl von 0 bis 5000000.',
    });
  });

  it('takes what is right, also values that look like switches', async () => {
    expect(await errorFor(`${given} -5 --status nein --ab 2024-02-29 --leise`)).toBeUndefined();
    expect(await errorFor('--kommune beispielhain -- --name')).toBeUndefined();
    expect(await errorFor('x --kommune beispielhain --person --unbekannt')).toBeUndefined();
  });

  it('leaves a bug in a parse function a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(germanParserError(bug, shape)).toBe(bug);
  });
});

describe('commands that do not exist', () => {
  const probe = (...args: string[]) => runCli(args, { script: 'test/cli/fixtures/run.ts' });

  it.each([
    ['probe ales', 'Den Befehl „probe ales“ gibt es nicht. Gemeint war vielleicht „burgward probe alles“.'],
    ['prbe alles', 'Den Befehl „prbe alles“ gibt es nicht. Gemeint war vielleicht „burgward probe alles“.'],
    ['proeb', 'Den Befehl „proeb“ gibt es nicht. Gemeint war vielleicht „burgward probe“.'],
    ['probe fliegen', 'Den Befehl „probe fliegen“ gibt es nicht.'],
    ['fliegen', 'Den Befehl „fliegen“ gibt es nicht.'],
    ['--laut probe alles', 'Vor --laut fehlt der Befehl.'],
  ])('%s', async (commandLine, message) => {
    const plain = await probe(...commandLine.split(' '));
    expect(plain).toMatchObject({ exitCode: 2, stdout: '' });
    expect(plain.stderr).toContain(`Fehler: ${message}\n`);
    expect(englishWordsIn(plain.stderr)).toEqual([]);
  });

  it.each(['fliegen --json', 'probe --json', '--json'])('%s answers with JSON and 2', async (commandLine) => {
    const answer = await probe(...commandLine.split(' '));
    expect(answer).toMatchObject({ exitCode: 2, stderr: '' });
    expect(answer.json()).toMatchObject({ error: { code: 'AUFRUF' } });
  });
});
