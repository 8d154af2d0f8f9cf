import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, globSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostRequest } from './cli-host.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** For Node started on sources: it keeps what it compiled, which halves the start. Not where files may not become large. */
export const keepCompiled = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/burgward-test') };

export interface CliOptions {
  /** Added to a clean environment; undefined removes a variable. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  stdin?: string;
  /** Another start file, relative to the checkout; default: the built program if it is current, else the sources. */
  script?: string;
  /** Sends this signal as soon as `text` appears on standard error. */
  signalAt?: { text: string; signal: NodeJS.Signals };
  /** Wants a process that runs this command line and nothing else, where its beginning or its end is what matters. */
  ownProcess?: boolean;
}

export interface CliResult {
  stdout: string;
  stderr: string;
  exitCode: number | null;
  /** Standard output as the one JSON value it must be. */
  json: <Value = unknown>() => Value;
}

/**
 * Runs the real program outside this process, without a terminal: `await runCli(['kommune', 'liste', '--json'], { env: { BURGWARD_DB } })`.
 * Variables of this machine that begin with BURGWARD_ are not passed on. Starting Node takes longer than most commands: so one process
 * runs one command line after the other, see cli-host.ts, unless `ownProcess`, input, a signal or another start file is wanted or it is busy.
 */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { script, stdin, signalAt, ownProcess = false } = options;
  const needsOwn = ownProcess || script !== undefined || stdin !== undefined || signalAt !== undefined;
  const result = needsOwn || hostIsBusy ? await runAlone(args, options) : await runInHost(args, options);
  return { ...result, json: <Value>() => JSON.parse(result.stdout) as Value };
}

type Ended = Omit<CliResult, 'json'>;

async function runAlone(args: readonly string[], options: CliOptions): Promise<Ended> {
  const child = spawn(process.execPath, [options.script === undefined ? programPath() : join(root, options.script), ...args], {
    cwd: options.cwd ?? root,
    env: { ...environment(options), ...(options.script === undefined ? {} : keepCompiled) },
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
  return { ...written, exitCode };
}

let host: ChildProcess | undefined;
let hostIsBusy = false;

async function runInHost(args: readonly string[], options: CliOptions): Promise<Ended> {
  hostIsBusy = true;
  try {
    host ??= await startHost();
    return await ask(host, { args, env: environment(options), cwd: options.cwd ?? root, endMark: `\n${randomUUID()} ` });
  } finally {
    hostIsBusy = false;
  }
}

async function startHost(): Promise<ChildProcess> {
  const entry = currentScript() === 'bin/run.js' ? 'dist/cli/main.js' : 'src/cli/main.ts';
  const child = spawn(process.execPath, [join(root, 'test/cli-host.ts'), root, entry], {
    cwd: root,
    env: { ...environment({}), ...keepCompiled },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (exitCode) => reject(new Error(`test/cli-host.ts ended with ${exitCode}`)));
  });
  // It ends when this process does, and must not keep it waiting.
  child.unref();
  child.channel?.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as Socket).setEncoding('utf8').unref();
  return child;
}

function ask(child: ChildProcess, request: HostRequest): Promise<Ended> {
  const { stdout, stderr } = child;
  const written = { stdout: '', stderr: '' };
  return new Promise((resolve) => {
    const end = (exitCode: number | null) => {
      stdout?.off('data', hear.stdout);
      stderr?.off('data', hear.stderr);
      child.off('close', endedItself);
      resolve({ stdout: withoutMark(written.stdout), stderr: withoutMark(written.stderr), exitCode });
    };
    const withoutMark = (text: string) => text.split(request.endMark)[0] ?? '';
    const hearInto = (name: 'stdout' | 'stderr') => (text: string) => {
      written[name] += text;
      const [, exitCode] = written.stdout.slice(-request.endMark.length - 4).split(request.endMark);
      if (exitCode?.endsWith('\n') && written.stderr.endsWith(request.endMark)) end(Number(exitCode));
    };
    const hear = { stdout: hearInto('stdout'), stderr: hearInto('stderr') };
    // `process.exit` in the program: the next command line gets another host.
    const endedItself = (exitCode: number | null) => {
      host = undefined;
      end(exitCode);
    };
    stdout?.on('data', hear.stdout);
    stderr?.on('data', hear.stderr);
    child.once('close', endedItself);
    child.send(request);
  });
}

function environment(options: CliOptions): Record<string, string> {
  const all = { ...cleanEnvironment(), ...options.env };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What this machine passes on to the program under test. */
export function cleanEnvironment(): Record<string, string | undefined> {
  const passedOn = Object.entries(process.env).filter(([name]) => !name.startsWith('BURGWARD_') && name !== 'FORCE_COLOR');
  return { ...Object.fromEntries(passedOn), NO_COLOR: '1', TZ: 'Europe/Berlin' };
}

let script: string | undefined;

/** The build starts several times faster, but must not be older than what is tested. `npm run check` builds before it tests. */
export function currentScript(): string {
  script ??= buildIsCurrent() ? 'bin/run.js' : 'bin/dev.js';
  return script;
}

/** What to give Node to start the program. */
export function programPath(): string {
  return join(root, currentScript());
}

function buildIsCurrent(): boolean {
  const built = join(root, 'dist/cli/main.js');
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  const sources = [...globSync('src/**/*.ts', { cwd: root }), ...globSync('controls/**/*.yaml', { cwd: root }), 'package.json'];
  return sources.every((file) => statSync(join(root, file)).mtimeMs <= builtAt);
}
