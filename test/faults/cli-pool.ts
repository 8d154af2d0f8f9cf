/** Calls the program thousands of times in one process, with a watchdog: what hangs is ended and told. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, currentScript } from '../run-cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const worker = fileURLToPath(new URL('./cli-worker.ts', import.meta.url));

export interface CliCall {
  args: readonly string[];
  cwd: string;
  /** Variables that begin with BURGWARD_. */
  env: Readonly<Record<string, string>>;
  /** How far the clock of the machine is ahead; negative: behind. */
  clockAheadMs?: number;
}

export interface CliAnswer {
  stdout: string;
  stderr: string;
  /** 70 for a process that died; -1 for one that hung. */
  exitCode: number;
}

/** One call after the other. A process that died or was ended is replaced for the next call. */
export class CliProcess {
  #child: ChildProcess | null = null;
  readonly #limitMs: number;

  constructor(limitMs = 60_000) {
    this.#limitMs = limitMs;
  }

  async call(call: CliCall): Promise<CliAnswer> {
    const child = this.#child ?? (await startWorker());
    this.#child = child;
    return new Promise((resolve) => {
      let died = '';
      const note = (text: string) => {
        died += text;
      };
      const settle = (answer: CliAnswer) => {
        clearTimeout(watchdog);
        child.removeAllListeners();
        child.stderr?.removeListener('data', note);
        resolve(answer);
      };
      const replace = (exitCode: number) => {
        this.#child = null;
        child.kill('SIGKILL');
        settle({ stdout: '', stderr: died, exitCode });
      };
      const watchdog = setTimeout(() => replace(-1), this.#limitMs);
      child.stderr?.on('data', note);
      child.once('message', (answer) => settle(answer as CliAnswer));
      child.once('close', (code) => replace(code ?? 70));
      child.send(call);
    });
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}

async function startWorker(): Promise<ChildProcess> {
  const isBuilt = currentScript() === 'bin/run.js';
  const start = isBuilt ? [join(root, 'dist/cli/main.js')] : [join(root, 'src/cli/main.ts'), './src/commands'];
  const child = fork(worker, start, { stdio: ['ignore', 'inherit', 'pipe', 'ipc'], env: cleanEnvironment() });
  child.stderr?.setEncoding('utf8');
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the program did not start: ${code}`)));
  });
  child.removeAllListeners();
  return child;
}
