/**
 * A place where daemons cannot reach anybody and cannot outlive us: process ids and a network of its own, with nothing but loopback.
 * Run as a program, this is the first thing inside: it brings loopback up, runs the script, and tells what was left over.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const thisFile = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const namespaces = ['--fork', '--pid', '--kill-child=SIGKILL', '--mount-proc', '--net'];
/** The first process inside adopts what others leave behind; a shell collects the dead among them, Node would not. */
const adopting = ['sh', '-c', '"$@"; exit $?', 'sh'];
const interruptedExitCode = 130;

/** Set inside: the temporary folder of this run. */
const insideVariable = 'BURGWARD_LAB';

export function isInside(): boolean {
  return process.env[insideVariable] !== undefined;
}

/** Whether this machine lets us make the namespaces. */
export function canEnclose(): boolean {
  return spawnSync('unshare', [...namespaces, 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' }).status === 0;
}

/**
 * Runs a Node script inside. When it ends, or this process is interrupted or killed, the kernel ends everything that was started
 * inside; the temporary folder is removed.
 * @returns the exit code; 1 instead of 0 when a process was still running at the end
 */
export function runInside(script: string, args: readonly string[] = []): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-lab-'));
  const child = spawn('unshare', [...namespaces, ...adopting, process.execPath, thisFile, script, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TMPDIR: folder, [insideVariable]: folder },
  });
  const stop = () => child.kill('SIGKILL');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      resolve(signal === null ? (code ?? 1) : interruptedExitCode);
    });
  });
}

function runFirstInside([script = '', ...args]: readonly string[]): void {
  // Daemons that drop their rights have to reach their own folders below this one.
  chmodSync(tmpdir(), 0o755);
  spawnSync('ip', ['link', 'set', 'lo', 'up'], { stdio: 'inherit' });
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  child.once('close', (code, signal) => {
    const left = processesLeft();
    if (left.length > 0) process.stderr.write(`Übrig gebliebene Prozesse: ${left.join(', ')}\n`);
    if (signal !== null) process.exit(interruptedExitCode);
    process.exit(code === 0 && left.length > 0 ? 1 : (code ?? 1));
  });
}

function processesLeft(): string[] {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && ![1, process.pid].includes(Number(name)));
  return others.flatMap(describeProcess);
}

/** Empty for one that is gone or only waits to be collected. */
function describeProcess(pid: string): string[] {
  try {
    const [, name, state] = /^\d+ \((.*)\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
    return state === 'Z' ? [] : [`${name} (${pid})`];
  } catch {
    return [];
  }
}

if (process.argv[1] === thisFile) runFirstInside(process.argv.slice(2));
