import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../src/cli/completion-bash.ts';
import { powershellCompletion } from '../../src/cli/completion-powershell.ts';
import { type CompletedCommand, completedCommands, scriptWords } from '../../src/cli/completion-shape.ts';
import { zshCompletion } from '../../src/cli/completion-zsh.ts';
import { loadConfig } from '../../src/cli/main.ts';
import { openStore } from '../../src/store/open.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { contextOn } from '../commands/context-on.ts';
import { programPath, runCli } from '../run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'burgward-tab-'));
const database = join(folder, 'kommunen.db');
let commands: CompletedCommand[];

beforeAll(async () => {
  commands = completedCommands(await loadConfig({ commandsFolder: './src/commands' }));
  writeFileSync(join(folder, 'burgward.bash'), bashCompletion(commands, '0.1.0'));
  mkdirSync(join(folder, 'ordner'));
  writeFileSync(join(folder, 'liste mit leerzeichen.csv'), '');
  // As installed: a program named burgward, found by its name.
  const program = programPath();
  writeFileSync(join(folder, 'burgward'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(folder, 'burgward'), 0o755);
  const store = await openStore(database);
  for (const slug of ['beispielhain', 'musterau']) {
    const kommune = { slug, name: slug, art: 'gemeinde' as const, ags: null, einwohner: null, landkreis: null };
    await createKommune(await contextOn(store, '2026-03-02'), kommune, {});
  }
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What bash offers when Tab is pressed at the end of a line, in order. */
function offered(...words: string[]): string[] {
  const quoted = ['burgward', ...words].map((word) => `'${word}'`).join(' ');
  const script = `source ./burgward.bash; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _burgward; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH']}`, BURGWARD_DB: database, NO_COLOR: '1' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter(Boolean).sort();
}

describe('bash', () => {
  it.each([
    ['the first word', ['kommu'], ['kommune']],
    ['what follows a topic', ['kommune', ''], ['aendern', 'anlegen', 'importieren', 'liste', 'zeigen']],
    ['a command that begins like another', ['netz', 'pruefen'], ['pruefen', 'pruefen-alle']],
    ['switches of just this command', ['erhebung', 'antworten', '--sta'], ['--status']],
    [
      'the values of a closed list',
      ['erhebung', 'antworten', 'BAK-01.05', '--status', ''],
      ['entbehrlich', 'ja', 'nein', 'teilweise'],
    ],
    ['the same behind an equals sign', ['erhebung', 'antworten', '--status', '=', 'n'], ['nein']],
    ['nothing where anything may stand', ['erhebung', 'antworten', '--begruendung', ''], []],
    ['an argument that is a closed list', ['vervollstaendigung', 'z'], ['zsh']],
    ['folders only', ['bericht', 'erstellen', 'leitung', '--ausgabe', ''], ['ordner']],
    ['files, also with blanks', ['kommune', 'importieren', 'lis'], ['liste mit leerzeichen.csv']],
    ['nothing behind a command without arguments', ['diagnose', ''], []],
    ['a switch behind a switch with value', ['erhebung', 'stand', '--kommune', 'beispielhain', '--js'], ['--json']],
  ])('completes %s', (_name, words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  it('asks the program for the Kommunen', () => {
    expect(offered('erhebung', 'stand', '--kommune', '')).toEqual(['beispielhain', 'musterau']);
  });

  it('asks it of the database named before, and makes none', () => {
    const elsewhere = join(folder, 'gibt-es-nicht.db');
    expect(offered('erhebung', 'stand', '--datenbank', elsewhere, '--kommune', '')).toEqual([]);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('offers no switch a command refuses', () => {
    expect(offered('kommune', 'anlegen', '--sta')).toEqual([]);
    expect(offered('kommune', 'zeigen', '--sta')).toEqual(['--stand']);
  });
});

describe('the command', () => {
  it('prints the script byte for byte', async () => {
    const { stdout, stderr, exitCode } = await runCli(['vervollstaendigung', 'bash']);
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: bashCompletion(commands, '0.1.0'), stderr: '', exitCode: 0 });
  });

  it('prints it as JSON', async () => {
    const json = await runCli(['vervollstaendigung', 'bash', '--json']);
    expect(json.json()).toEqual({ was: 'bash', text: bashCompletion(commands, '0.1.0') });
  });

  it('does not answer with words a shell would evaluate', async () => {
    const foreign = join(folder, 'fremd.db');
    const { default: BetterSqlite3 } = await import('better-sqlite3');
    const handle = new BetterSqlite3(foreign);
    handle.exec("create table kommune (slug text); insert into kommune values ('$(touch x)'), ('beispielhain')");
    handle.close();
    const { stdout } = await runCli(['vervollstaendigung', 'kommunen', '--datenbank', foreign]);
    expect(stdout).toBe('beispielhain\n');
    expect(() => scriptWords(['$(touch x)'])).toThrow('not completable');
  });

  it('says nothing about a file that is no database', async () => {
    const other = join(folder, 'brief.txt');
    writeFileSync(other, 'Sehr geehrte Damen und Herren'.repeat(100));
    expect(await runCli(['vervollstaendigung', 'kommunen', '--datenbank', other])).toMatchObject({ stdout: '', exitCode: 0 });
  });

  it('an unknown shell is a usage error that names the possible ones', async () => {
    const { stderr, exitCode } = await runCli(['vervollstaendigung', 'fish']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('powershell');
  });
});

const hasZsh = spawnSync('zsh', ['--version']).error === undefined;
const hasPowershell = spawnSync('pwsh', ['--version']).error === undefined;

describe('zsh', () => {
  it(`reads as ${hasZsh ? 'zsh itself says' : 'a shell script (zsh is not installed: checked by bash)'}`, () => {
    const script = zshCompletion(commands, '0.1.0');
    const file = join(folder, '_burgward');
    writeFileSync(file, script);
    const { status, stderr } = spawnSync(hasZsh ? 'zsh' : 'bash', ['-n', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(script.startsWith('#compdef burgward\n')).toBe(true);
    for (const { words } of commands) expect(script).toContain(`    '${words}') REPLY='--`);
  });
});

describe('PowerShell', () => {
  it(`reads as ${hasPowershell ? 'PowerShell itself says' : 'balanced brackets and quotes (PowerShell is not installed)'}`, () => {
    const script = powershellCompletion(commands, '0.1.0');
    const file = join(folder, 'burgward.ps1');
    writeFileSync(file, script);
    if (hasPowershell) {
      const parse = `$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile('${file}', [ref]$null, [ref]$e); exit $e.Count`;
      expect(spawnSync('pwsh', ['-NoProfile', '-Command', parse]).status).toBe(0);
    }
    expect(unbalanced(script)).toBe('');
    for (const { words } of commands) expect(script).toContain(`  '${words}' = '--`);
    expect(script).toContain("-CommandName 'burgward', 'burgward.cmd'");
  });

  it('notices what is not balanced', () => {
    expect(unbalanced("@{ 'a' = ('b' }")).not.toBe('');
    expect(unbalanced("'it''s'")).toBe('');
  });
});

/** What remains open or was closed without being open, outside of quotes and comments. */
function unbalanced(script: string): string {
  const code = script
    .replaceAll(/^#.*$/gm, '')
    .replaceAll(/'(?:[^']|'')*'/g, '')
    .replaceAll(/"[^"\n]*"/g, '');
  const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
  const open: string[] = [];
  for (const sign of code.replaceAll(/[^()[\]{}'"]/g, '')) {
    const wanted = closing[sign];
    if (wanted !== undefined) open.push(wanted);
    else if (open.pop() !== sign) return sign;
  }
  return open.join('');
}
