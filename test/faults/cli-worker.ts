/**
 * The program, kept running: takes a command line over the channel, runs it as bin/run.js would, and sends back what it printed. Starting
 * anew for each of thousands of calls would take hours. `node cli-worker.ts START` with the module to load, and the folder of the commands
 * if it is the sources.
 */
import fs, { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { CliAnswer, CliCall } from './cli-pool.ts';

const [start = '', commandsFolder] = process.argv.slice(2);
const printed = { stdout: '', stderr: '' };

const textOf = (chunk: unknown) => (typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8'));
process.stdout.write = (chunk: unknown) => {
  printed.stdout += textOf(chunk);
  return true;
};
process.stderr.write = (chunk: unknown) => {
  printed.stderr += textOf(chunk);
  return true;
};
const { writeSync } = fs;
// Errors are reported past the streams, because the process may end right after.
fs.writeSync = ((descriptor: number, data: string | NodeJS.ArrayBufferView, ...rest: never[]) => {
  if (descriptor !== 1 && descriptor !== 2) return writeSync(descriptor, data as string, ...rest);
  printed[descriptor === 1 ? 'stdout' : 'stderr'] += textOf(data);
  return Buffer.byteLength(data as string);
}) as typeof writeSync;
syncBuiltinESMExports();

/** The clock of the system, and what the program is told instead. */
const SystemDate = Date;
let aheadMs = 0;
globalThis.Date = class extends SystemDate {
  constructor(...values: ConstructorParameters<typeof SystemDate> | []) {
    if (values.length === 0) super(SystemDate.now() + aheadMs);
    else super(...(values as ConstructorParameters<typeof SystemDate>));
  }
  static override now(): number {
    return SystemDate.now() + aheadMs;
  }
} as DateConstructor;

const { main } = (await import(pathToFileURL(start).href)) as {
  main: (argv: readonly string[], options: { commandsFolder?: string }) => Promise<void>;
};

// An error that nobody waited for ends the process: what it said must not be lost.
process.on('exit', () => writeSync(2, printed.stderr));

process.on('message', async ({ args, cwd, env, clockAheadMs = 0 }: CliCall) => {
  for (const event of ['SIGINT', 'SIGTERM', 'uncaughtException']) process.removeAllListeners(event);
  printed.stdout = '';
  printed.stderr = '';
  process.exitCode = 0;
  aheadMs = clockAheadMs;
  for (const name of Object.keys(process.env)) if (name.startsWith('BURGWARD_')) delete process.env[name];
  Object.assign(process.env, env);
  if (existsSync(cwd)) process.chdir(cwd);
  await main(args, commandsFolder === undefined ? {} : { commandsFolder });
  const answer: CliAnswer = { ...printed, exitCode: Number(process.exitCode) };
  printed.stderr = '';
  process.send?.(answer);
});
process.send?.('ready');
