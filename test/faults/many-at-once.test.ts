/** Eight who write and eight who read at one database: nothing that was acknowledged is missing, in no look and at the end. */
import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { noteCounts, size, timeLimitMs } from '../campaign.ts';
import { answeredControls, freshDatabase, type RecordingRun, startRecording } from '../store/recorded.ts';
import type { Look } from './looking-child.ts';

const child = fileURLToPath(new URL('./looking-child.ts', import.meta.url));
const seconds = size(3, 60);
const people = size(3, 8);

let folder: string;
let path: string;

beforeEach(async () => {
  ({ folder, path } = await freshDatabase());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it(
  `${people} writers and ${people} readers for ${seconds} seconds`,
  async () => {
    const runs: RecordingRun[] = [];
    const acknowledged = () => runs.flatMap((run) => run.acknowledged);
    let isOver = false;
    const writers = Array.from({ length: people }, (_, index) => keepWriting(`schreibt${index}`, runs, () => isOver));
    // Starting takes its time on a busy machine.
    await expect.poll(() => acknowledged().length, { timeout: 60_000 }).toBeGreaterThan(people);
    const readers = await Promise.all(Array.from({ length: people }, startReader));
    const until = performance.now() + seconds * 1000;
    const looks = await Promise.all(readers.map((reader) => keepLooking(reader, until, acknowledged)));
    // Whoever never looked has proved nothing.
    for (const count of looks) expect(count).toBeGreaterThan(0);
    isOver = true;
    for (const { child: writer } of runs) writer.kill('SIGKILL');
    const turnedAway = (await Promise.all(writers)).reduce((sum, count) => sum + count, 0);
    const recorded = new Set(await answeredControls(path));
    expect(acknowledged().filter((control) => !recorded.has(control))).toEqual([]);
    // Of each writer at most the one that was under way.
    expect(recorded.size - acknowledged().length).toBeLessThanOrEqual(people);
    // They write without a pause, and the system serves them in no order: now and then one waits for more than five seconds in vain.
    expect(turnedAway).toBeLessThan(acknowledged().length / 20 + 1);
    const counted = { seconds, writers: people, readers: people, writes: acknowledged().length, turnedAway };
    noteCounts('writers and readers', { ...counted, looks: looks.reduce((sum, count) => sum + count, 0) });
  },
  timeLimitMs(120_000),
);

/** Writes as fast as it can; told that somebody else holds the database it begins again. @returns how often it was told so */
async function keepWriting(name: string, runs: RecordingRun[], isOver: () => boolean): Promise<number> {
  for (let turnedAway = 0; ; turnedAway += 1) {
    const run = startRecording(path, `${name}-${turnedAway}`, 0, 1_000_000);
    runs.push(run);
    const { exitCode, signal, stderr } = await run.ended;
    if (isOver() && signal === 'SIGKILL') return turnedAway;
    expect(stderr).toContain('gesperrt');
    expect(exitCode).toBe(4);
  }
}

async function startReader(): Promise<ChildProcess> {
  const reader = fork(child, [path], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await nextMessage(reader);
  return reader;
}

/** @returns how often one reader looked; each time it has to see what was acknowledged before */
async function keepLooking(reader: ChildProcess, until: number, acknowledged: () => readonly string[]): Promise<number> {
  let looks = 0;
  let before = 0;
  while (performance.now() < until) {
    const known = acknowledged().length;
    reader.send('look');
    const { answers, problems } = await nextMessage<Look>(reader);
    expect(problems).toEqual([]);
    expect(answers).toBeGreaterThanOrEqual(Math.max(known, before));
    before = answers;
    looks += 1;
    await pause(5);
  }
  reader.kill();
  return looks;
}

function nextMessage<Message>(from: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error('a reader died'));
    from.once('exit', died);
    from.once('message', (message) => {
      from.removeListener('exit', died);
      resolve(message as Message);
    });
  });
}
