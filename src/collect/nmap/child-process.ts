/** Starting and surely ending a foreign program: no shell, no input, a small environment, a process group of its own. */
import { type ChildProcess, spawn } from 'node:child_process';

/** Between the polite and the final signal; abort to closed group stays below 500 ms. */
const killGraceMs = 200;

/**
 * Only what a program needs to run. Variables that steer nmap (NMAPDIR, NMAP_PRIVILEGED, NMAP_ARGS), the loader or the locale
 * are left behind. SystemRoot is needed for sockets on Windows.
 */
function reducedEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return {
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(PATH === undefined ? {} : { PATH }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
  };
}

export type PipedProcess = ChildProcess & {
  stdout: NonNullable<ChildProcess['stdout']>;
  stderr: NonNullable<ChildProcess['stderr']>;
};

/** How a program is started; replaced in tests that count or forbid starts. */
export type StartProcess = (file: string, args: readonly string[]) => PipedProcess;

/** Starts `file` as leader of its own process group, so that everything it starts can be ended with it. */
export function startProcess(file: string, args: readonly string[]): PipedProcess {
  return spawn(file, [...args], {
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    detached: process.platform !== 'win32',
    env: reducedEnvironment(),
  }) as PipedProcess;
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/PID', `${child.pid}`, '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () =>
      child.kill(),
    );
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Ends the process and everything it started: politely at once, finally after a short grace time. */
export function endProcessGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => {
    signalGroup(child, 'SIGKILL');
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, killGraceMs).unref();
}

/** Ends the process group if our own process exits first. Returns the function that takes the guard away. */
export function endWithUs(child: ChildProcess): () => void {
  const onExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', onExit);
  return () => process.removeListener('exit', onExit);
}
