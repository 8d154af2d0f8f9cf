/**
 * The plug is pulled while something is written: `kill -9` in every writing command, and a power cut that leaves only a part of what was
 * written on the disk. Afterwards there is the state before or after each transaction, never half of one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomFrom } from '../../bench/state-data.ts';
import { loadConfig } from '../../src/cli/main.ts';
import { openStore } from '../../src/store/open.ts';
import { selectChains, verifyChain } from '../../src/store/protokoll.ts';
import { noteCounts, ownPart, ownShare, seed, size, timeLimitMs } from '../campaign.ts';
import { cleanEnvironment, currentScript } from '../run-cli.ts';
import { CliProcess } from './cli-pool.ts';
import { callIn, callsByCommand, commandLine, copyTownHall, plainTownHall, type TownHall } from './scenarios.ts';
import { filesBelow, framesOf, halfFiles, signatureOf } from './state.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Runs until somebody ends it. */
const endless = new Set(['zeitplan:dienst']);

let cli: CliProcess;
let hall: TownHall;
let ids: string[];
let calls: ReadonlyMap<string, string>;

beforeAll(async () => {
  cli = new CliProcess();
  hall = await plainTownHall(cli);
  ids = (await loadConfig({ commandsFolder: './src/commands' })).commands.map(({ id }) => id).sort();
  calls = callsByCommand(ids);
}, 300_000);

afterAll(() => {
  cli.close();
  rmSync(hall.folder, { recursive: true, force: true });
});

it('every command there is has a call, so that none that writes is forgotten', () => {
  expect([...calls.keys()].sort()).toEqual(ids);
});

interface Run {
  command: string;
  line: string;
  exitCode: number;
  stderr: string;
  /** What the database was like before, and after each of its transactions. */
  states: string[];
  log: Buffer;
  /** Files that are new or changed. */
  files: string[];
}

const runs = new Map<string, Promise<Run>>();

/** Runs a command to its end, while somebody else reads: so every transaction stays in the log. */
function wholeRun(command: string): Promise<Run> {
  const run = runs.get(command) ?? runWhole(command);
  runs.set(command, run);
  return run;
}

async function runWhole(command: string): Promise<Run> {
  const line = calls.get(command) ?? '';
  const copy = copyTownHall(hall);
  const before = new Map(filesBelow(copy.folder).map((name) => [name, readFileSync(join(copy.folder, name))]));
  const reader = new BetterSqlite3(copy.database);
  reader.exec('begin');
  reader.prepare('select count(*) from protokoll').get();
  try {
    const { exitCode, stderr } = await cli.call(callIn(copy, commandLine(line, copy.folder)));
    const logFile = `${copy.database}-wal`;
    const log = existsSync(logFile) ? readFileSync(logFile) : Buffer.alloc(0);
    const files = filesBelow(copy.folder).filter(
      (name) => !name.startsWith('burgward.db-') && !before.get(name)?.equals(readFileSync(join(copy.folder, name))),
    );
    return { command, line, exitCode, stderr, states: statesIn(log), log, files };
  } finally {
    reader.close();
    rmSync(copy.folder, { recursive: true, force: true });
  }
}

/** The states a database goes through, read from its log. */
function statesIn(log: Buffer): string[] {
  const scratch = join(dirname(hall.folder), `${process.pid}-zustand.db`);
  const ends = log.length === 0 ? [] : framesOf(log).flatMap(({ isCommit, end }) => (isCommit ? [end] : []));
  return [0, ...ends].map((end) => {
    putDatabase(scratch, log.subarray(0, end));
    const state = signatureOf(scratch);
    removeDatabase(scratch);
    return state;
  });
}

function putDatabase(path: string, log: Uint8Array): void {
  copyFileSync(hall.database, path);
  if (log.length > 0) writeFileSync(`${path}-wal`, log);
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

const writes = ({ states, files }: Run) => states.length > 1 || files.length > 0;

/** Commands that were seen to write, in seeded order; in the full run all of them. */
async function writingCommands(count: number): Promise<Run[]> {
  const random = randomFrom(seed);
  const order = [...calls.keys()].filter((id) => !endless.has(id)).map((id) => [random(), id] as const);
  const found: Run[] = [];
  for (const [, id] of ownPart(order.sort(([a], [b]) => a - b))) {
    if (found.length >= count) break;
    const run = await wholeRun(id);
    expect(run.exitCode, `${run.line}\n${run.stderr}`).toBe(0);
    if (writes(run)) found.push(run);
  }
  return found;
}

interface KillPoint {
  /** Ends the process when it is about to do this for the n-th time … */
  syscall?: { name: string; nth: number };
  /** … or this long after its start. */
  afterMs?: number;
}

const calledWhenWriting = ['pwrite64', 'write', 'fsync', 'fdatasync', 'rename', 'unlink', 'ftruncate', 'copy_file_range'];
const strace = spawnSync('strace', ['-V']).status === 0;

/** Where a command can be killed: at each thing it does to the files of the town hall. Without strace at times only. */
async function killPoints(run: Run): Promise<KillPoint[]> {
  const copy = copyTownHall(hall);
  const log = join(dirname(copy.folder), `${process.pid}-aufrufe.txt`);
  const began = performance.now();
  const watch = ['-f', '--seccomp-bpf', '-qq', '-y', '-o', log, '-e', `trace=${calledWhenWriting.join(',')}`];
  await start(copy, run.line, strace ? ['strace', ...watch] : []);
  const tookMs = performance.now() - began;
  const seen = new Map<string, number>();
  const points: KillPoint[] = [];
  for (const text of strace ? readFileSync(log, 'utf8').split('\n') : []) {
    const { thread, name } = /^(?<thread>\d+) +(?<name>\w+)\(/.exec(text)?.groups ?? {};
    if (thread === undefined || name === undefined) continue;
    const nth = (seen.get(`${thread} ${name}`) ?? 0) + 1;
    seen.set(`${thread} ${name}`, nth);
    if (text.includes(copy.folder)) points.push({ syscall: { name, nth } });
  }
  rmSync(log, { force: true });
  rmSync(copy.folder, { recursive: true, force: true });
  if (points.length > 0) return points;
  return Array.from({ length: 50 }, (_, index) => ({ afterMs: (tookMs * (index + 10)) / 60 }));
}

/** The real program in a process of its own, started through another one. */
function start(where: TownHall, line: string, through: readonly string[], killAfterMs?: number): Promise<boolean> {
  const { args, cwd, env } = callIn(where, commandLine(line, where.folder));
  const [program = '', ...rest] = [...through, process.execPath, join(root, currentScript()), ...args];
  const child = spawn(program, rest, { cwd, env: { ...cleanEnvironment(), ...env }, stdio: 'ignore' });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

async function kill(where: TownHall, line: string, { syscall, afterMs }: KillPoint): Promise<boolean> {
  if (syscall === undefined) return start(where, line, [], afterMs);
  const { name, nth } = syscall;
  const inject = ['-e', `trace=${name}`, '-e', `inject=${name}:signal=SIGKILL:when=${nth}`];
  return start(where, line, ['strace', '-f', '-qq', '-o', '/dev/null', ...inject]);
}

const kills = ownShare(size(5, 500));

it(
  `kill -9 at ${kills} points over the writing commands leaves the state before or after a transaction, and no half file`,
  async () => {
    const random = randomFrom(seed);
    const commands = await writingCommands(size(3, Number.POSITIVE_INFINITY));
    const counts = { kills: 0, ended: 0, commands: commands.length, old: 0, between: 0, whole: 0 };
    const pointsOf = new Map<string, KillPoint[]>();
    for (let round = 0; counts.kills < kills && round < kills * 3; round += 1) {
      const run = commands[round % commands.length] as Run;
      const points = pointsOf.get(run.command) ?? (await killPoints(run));
      pointsOf.set(run.command, points);
      const point = points[Math.floor(random() * points.length)] as KillPoint;
      const copy = copyTownHall(hall);
      const died = await kill(copy, run.line, point);
      const where = `${run.line}, killed at ${JSON.stringify(point)}`;
      const place = await inspect(copy, run, where);
      counts[place === 0 ? 'old' : place === run.states.length - 1 ? 'whole' : 'between'] += 1;
      counts[died ? 'kills' : 'ended'] += 1;
      rmSync(copy.folder, { recursive: true, force: true });
    }
    expect(counts.kills).toBeGreaterThanOrEqual(kills);
    for (const command of endless) await killEndless(calls.get(command) ?? '', random);
    noteCounts('kill -9', { ...counts, by: strace ? 'system call' : 'time' });
  },
  timeLimitMs(180_000),
);

/** What runs until it is ended has no whole run to be compared with: the database is sound, and it can be started again. */
async function killEndless(line: string, random: () => number): Promise<void> {
  const copy = copyTownHall(hall);
  for (let count = size(1, 20); count > 0; count -= 1) {
    const where = `${line}, killed, ${count} to go`;
    expect(await start(copy, line, [], 200 + random() * 2500), where).toBe(true);
    await expectSound(copy, where);
  }
  rmSync(copy.folder, { recursive: true, force: true });
}

/** @returns the number of the state the database is in */
async function inspect(copy: TownHall, run: Run, where: string): Promise<number> {
  const state = signatureOf(copy.database);
  expect(run.states, where).toContain(state);
  const diagnosis = await cli.call(callIn(copy, ['diagnose', '--json']));
  expect(diagnosis.exitCode, `${where}\n${diagnosis.stderr}`).toBe(0);
  await expectSound(copy, where);
  const appeared = run.files.filter((name) => existsSync(join(copy.folder, name)) && !name.startsWith('burgward.db'));
  expect(await halfFiles(copy.folder, appeared), where).toEqual([]);
  const place = run.states.lastIndexOf(state);
  // Whoever starts it once more is not hindered by what lies around.
  const again = await cli.call(callIn(copy, commandLine(run.line, copy.folder)));
  if (place === 0 && run.states.length > 1) expect(again, where).toMatchObject({ exitCode: 0 });
  expect([0, 2, 3], `${where}\n${again.stderr}`).toContain(again.exitCode);
  await expectSound(copy, where);
  return place;
}

/** What a backup works on; one that finds it a day later throws it away. */
const scratch = /\.db\.(?:sicherung|einspielen)-[A-Za-z0-9]{6}\//;

/** As the program itself says, of every database there is: also of those that a command makes somewhere else. */
async function expectSound(copy: TownHall, where: string): Promise<void> {
  for (const name of filesBelow(copy.folder).filter((file) => file.endsWith('.db') && !scratch.test(file))) {
    const { args, cwd, env } = callIn({ ...copy, database: join(copy.folder, name) }, ['protokoll', 'pruefen']);
    const { BURGWARD_KOMMUNE: _, ...all } = env as Record<string, string>;
    const checked = await cli.call({ args, cwd, env: all });
    expect(checked.exitCode, `${where}, ${name}\n${checked.stdout}${checked.stderr}`).toBe(0);
  }
}

const cuts = size(100, Number.POSITIVE_INFINITY);

it(
  'a power cut at every page of a transaction, also in the middle of one, leaves the state before or after it',
  async () => {
    const random = randomFrom(seed + 1);
    const commands = await writingCommands(size(3, Number.POSITIVE_INFINITY));
    const withLog = commands.filter(({ states }) => states.length > 1);
    const counts = { cuts: 0, pages: 0, transactions: 0, commands: withLog.length };
    const share = Math.ceil(cuts / withLog.length);
    expect(withLog.length).toBeGreaterThan(0);
    for (const run of withLog) {
      const frames = framesOf(run.log);
      let done = 0;
      let committed = 0;
      for (const frame of frames) {
        if (done >= share) break;
        counts.pages += 1;
        for (const log of tornLogs(run.log, frame, random)) {
          await expectState(run, log, run.states[committed] ?? '');
          done += 1;
        }
        if (frame.isCommit) {
          committed += 1;
          counts.transactions += 1;
        }
        await expectState(run, run.log.subarray(0, frame.end), run.states[committed] ?? '');
        done += 1;
      }
      // The log is whole, but writing it back into the file was cut short.
      await expectState(run, run.log, run.states.at(-1) ?? '', (path) => tearPages(path, run.log, random));
      counts.cuts += done + 1;
    }
    expect(counts.cuts).toBeGreaterThan(counts.pages);
    noteCounts('power cut', counts);
  },
  timeLimitMs(180_000),
);

/** What a disk may hold of a page that was being written: nothing but its beginning, or its length with old bytes in it. */
function tornLogs(log: Buffer, { begin, end }: { begin: number; end: number }, random: () => number): Buffer[] {
  const at = begin + 1 + Math.floor(random() * (end - begin - 1));
  const torn = Buffer.from(log.subarray(0, end));
  torn.fill(0, Math.min(at, end - 512), end);
  const isUnchanged = torn.equals(log.subarray(0, end));
  return [log.subarray(0, at), ...(isUnchanged ? [] : [torn])];
}

/** Some pages of the log stand in the file already, one of them in part. */
function tearPages(path: string, log: Buffer, random: () => number): void {
  const bytes = readFileSync(path);
  for (const { begin, end, page } of framesOf(log)) {
    const content = log.subarray(begin + 24, end);
    const offset = (page - 1) * content.length;
    if (offset + content.length > bytes.length || random() < 0.5) continue;
    content.copy(bytes, offset, 0, random() < 0.3 ? 512 * Math.floor(random() * 8) : content.length);
  }
  writeFileSync(path, bytes);
}

async function expectState(run: Run, log: Uint8Array, wanted: string, spoil?: (path: string) => void): Promise<void> {
  const path = join(dirname(hall.folder), `${process.pid}-stromausfall.db`);
  putDatabase(path, log);
  spoil?.(path);
  const where = `${run.line}, log cut to ${log.length} bytes`;
  try {
    const store = await openStore(path);
    for (const chain of await selectChains(store)) {
      expect((await verifyChain(store, chain, null)).problems, `${where}, ${chain}`).toEqual([]);
    }
    await store.close();
    expect(signatureOf(path), where).toBe(wanted);
  } finally {
    removeDatabase(path);
  }
}
