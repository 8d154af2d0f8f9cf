/**
 * A process that runs one command line after the other, each as if it were the only one; run-cli.ts starts it and asks it. What a command
 * meets is its own: environment, folder, standard streams and an end that comes when nothing it has opened is left open.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MainOptions } from '../src/cli/main.ts';

export interface HostRequest {
  args: readonly string[];
  env: Record<string, string>;
  cwd: string;
  /** Written to both streams behind everything the command wrote; on standard output the exit code follows. */
  endMark: string;
}

interface Program {
  main(argv: readonly string[], options?: MainOptions): Promise<void>;
}

const [root = '', entry = ''] = process.argv.slice(2);
const { main } = (await import(pathToFileURL(join(root, entry)).href)) as Program;
const options = entry.startsWith('src/') ? { commandsFolder: './src/commands' } : {};

let endMark: string | undefined;

process.on('message', (request: HostRequest) => {
  endMark = request.endMark;
  // Without the channel, only what the command itself has open keeps this process from its end.
  process.channel?.unref();
  takeOver(request.env);
  process.chdir(request.cwd);
  process.exitCode = undefined;
  void main(request.args, options);
});

process.on('beforeExit', (exitCode) => {
  if (endMark === undefined) return;
  process.channel?.ref();
  forgetListeners(exitCode);
  process.stdout.write(`${endMark}${exitCode}\n`);
  process.stderr.write(endMark);
  endMark = undefined;
});

process.on('disconnect', () => process.exit());

/** In place: replacing the object would not reach what asks the system, such as the home folder. */
function takeOver(env: Record<string, string>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** What a command has asked to be told: its tidying up at the end happens now, the rest must not add up. */
function forgetListeners(exitCode: number): void {
  for (const listener of process.rawListeners('exit')) listener(exitCode);
  for (const name of ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException']) process.removeAllListeners(name);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
}

process.send?.('ready');
