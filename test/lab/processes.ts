/** Starting daemons on loopback and ending them with everything they started. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A daemon that accepts connections. */
export interface Daemon {
  name: string;
  address: string;
  port: number;
  /** What it wrote to its standard output and error so far. */
  log(): string;
}

interface Running {
  child: ChildProcess;
  folder: string | null;
  stopSignal: NodeJS.Signals;
}

export interface DaemonStart {
  name: string;
  port: number;
  address?: string;
  /** Program and arguments. */
  command: readonly [string, ...string[]];
  /** Removed at the end. */
  folder?: string;
  environment?: Readonly<Record<string, string>>;
  user?: { uid: number; gid: number };
  stopSignal?: NodeJS.Signals;
  /** What it says unasked to whoever connects; without it, a daemon is ready when it accepts connections. */
  greeting?: RegExp;
  /** A log file of its own, read into `log()`. */
  logFile?: string;
}

const startTimeoutMs = 15_000;
const stopTimeoutMs = 3000;
const running: Running[] = [];

/** Wherever a program of a package is, an absolute path as it is; the sbin folders are not on the path of everybody. */
export function program(name: string): string {
  if (path.isAbsolute(name)) return name;
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin', '/usr/bin'];
  const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${name} is not installed: start the lab with npm run test:lab`);
  return found;
}

/** An empty folder of its own below the temporary folder of the run, which others may enter. */
export function makeFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** Writes a file for everybody to read and tells its path. */
export function writeConfig(folder: string, name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content, { mode: 0o644 });
  return file;
}

/** A port on 127.0.0.1 that nobody uses, for services that are recognised on any port. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

let addressesUsed = 0;

/**
 * An address of its own on loopback, so that several daemons can have the port they are known by. The process number keeps test files
 * that run side by side apart.
 */
export function ownAddress(): string {
  addressesUsed++;
  return `127.${1 + (process.pid % 250)}.${Math.floor(process.pid / 250) % 250}.${addressesUsed}`;
}

/** The same for daemons that listen only where an interface has the address. */
export async function ownInterfaceAddress(): Promise<string> {
  const address = ownAddress();
  await run('ip', ['address', 'add', `${address}/32`, 'dev', 'lo']);
  return address;
}

/**
 * Starts a daemon in a process group of its own and waits until it can be used.
 * @throws with its output when it ends first or does not come up in time
 */
export async function startDaemon(start: DaemonStart): Promise<Daemon> {
  const [file, ...args] = start.command;
  const child = spawn(file, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', ...start.environment },
    ...start.user,
  });
  running.push({ child, folder: start.folder ?? null, stopSignal: start.stopSignal ?? 'SIGTERM' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-100_000);
    });
  }
  child.once('error', (error) => {
    output += error.message;
  });
  const log = () => output + readIfThere(start.logFile);
  const address = start.address ?? '127.0.0.1';
  const deadline = performance.now() + startTimeoutMs;
  while (!(await isReady(start, address))) {
    const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (ended || performance.now() > deadline) throw new Error(`${start.name} did not start: ${log().slice(-3000)}`);
    await pause(25);
  }
  return { name: start.name, address, port: start.port, log };
}

function readIfThere(file: string | undefined): string {
  return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function isReady({ greeting, port }: DaemonStart, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket();
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(3000, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    if (greeting === undefined) socket.once('connect', () => settle(true));
    else socket.once('data', (chunk) => settle(greeting.test(`${chunk}`)));
    socket.connect(port, address);
  });
}

/** Ends every daemon with its process group, asking politely first, and removes their folders. */
export async function stopDaemons(): Promise<void> {
  await Promise.all(running.splice(0).map(stop));
}

async function stop({ child, folder, stopSignal }: Running): Promise<void> {
  const { pid } = child;
  if (pid !== undefined) {
    signalGroup(pid, stopSignal);
    const deadline = performance.now() + stopTimeoutMs;
    while (groupIsAlive(pid) && performance.now() < deadline) await pause(20);
    signalGroup(pid, 'SIGKILL');
  }
  if (folder !== null) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

function groupIsAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

const execute = promisify(execFile);

/** Runs a helper program to its end and tells its output. Throws with its output when it fails. */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { stdout } = await execute(program(file), [...args], execution(options));
  return stdout;
}

/** The same for programs whose exit code tells what they found. */
export async function runAnyway(file: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program(file), [...args], execution(options), (error, stdout) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve(stdout);
    });
  });
}

function execution({ folder, user }: RunOptions) {
  return {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: tmpdir(), TERM: 'dumb' },
    encoding: 'utf8' as const,
    maxBuffer: 64 * 1024 * 1024,
    ...(folder === undefined ? {} : { cwd: folder }),
    ...user,
  };
}

export interface RunOptions {
  folder?: string;
  user?: { uid: number; gid: number };
}

/** Number of a user and group of the system, as the packages made them. */
export function systemUser(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`There is no user ${name}`);
  return { uid: Number(uid), gid: Number(gid) };
}
