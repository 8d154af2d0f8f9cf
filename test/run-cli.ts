import { spawn } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface CliOptions {
  /** Added to a clean environment; undefined removes a variable. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  stdin?: string;
  /** Another start file, relative to the checkout; default: the built program if it is current, else the sources. */
  script?: string;
  /** Sends this signal as soon as `text` appears on standard error. */
  signalAt?: { text: string; signal: NodeJS.Signals };
}

export interface CliResult {
  stdout: string;
  stderr: string;
  exitCode: number | null;
  /** Standard output as the one JSON value it must be. */
  json: <Value = unknown>() => Value;
}

/**
 * Runs the real program in a process of its own, without a terminal: `await runCli(['kommune', 'liste', '--json'], { env: { BURGWARD_DB } })`.
 * Variables of this machine that begin with BURGWARD_ are not passed on.
 */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = spawn(process.execPath, [join(root, options.script ?? currentScript()), ...args], {
    cwd: options.cwd ?? root,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  let signalSent = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
    if (signalSent || !options.signalAt || !written.stderr.includes(options.signalAt.text)) return;
    signalSent = true;
    child.kill(options.signalAt.signal);
  });
  // A command that does not read its input may be gone before all of it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { ...written, exitCode, json: <Value>() => JSON.parse(written.stdout) as Value };
}

function cleanEnvironment(): Record<string, string | undefined> {
  const passedOn = Object.entries(process.env).filter(([name]) => !name.startsWith('BURGWARD_') && name !== 'FORCE_COLOR');
  return { ...Object.fromEntries(passedOn), NO_COLOR: '1', TZ: 'Europe/Berlin' };
}

let script: string | undefined;

/** The build starts several times faster, but must not be older than what is tested. `npm run check` builds before it tests. */
export function currentScript(): string {
  script ??= buildIsCurrent() ? 'bin/run.js' : 'bin/dev.js';
  return script;
}

function buildIsCurrent(): boolean {
  const built = join(root, 'dist/cli/main.js');
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  const sources = [...globSync('src/**/*.ts', { cwd: root }), ...globSync('controls/**/*.yaml', { cwd: root }), 'package.json'];
  return sources.every((file) => statSync(join(root, file)).mtimeMs <= builtAt);
}
