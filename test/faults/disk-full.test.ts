/**
 * A disk that is full at every place of a report and of a backup: a sentence and 4, no half file under its name, and everything that was
 * there before still is. On a small file system of its own where that can be mounted, else by a limit on the size of files.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noteCounts, size, timeLimitMs } from '../campaign.ts';
import { cleanEnvironment, currentScript } from '../run-cli.ts';
import { type CliAnswer, CliProcess } from './cli-pool.ts';
import { callIn, commandLine, plainTownHall, type TownHall } from './scenarios.ts';
import { filesBelow, halfFiles, signatureOf } from './state.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pageBytes = 4096;

let cli: CliProcess;
let hall: TownHall;
let place: string;
let canMount: boolean;

beforeAll(async () => {
  cli = new CliProcess();
  hall = await plainTownHall(cli);
  place = mkdtempSync(join(tmpdir(), 'burgward-voll-'));
  canMount = mount(1);
  if (canMount) unmount();
}, 300_000);

afterAll(() => {
  cli.close();
  for (const folder of [hall.folder, place]) rmSync(folder, { recursive: true, force: true });
});

function mount(pages: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${pages * pageBytes}`, 'tmpfs', place]).status === 0;
}

function unmount(): void {
  expect(spawnSync('umount', [place]).status).toBe(0);
}

/** Runs a command whose output folder has room for so many pages. */
async function onSmallDisk(line: string, pages: number, look: (answer: CliAnswer) => Promise<void>): Promise<void> {
  const call = callIn(hall, [...commandLine(line, hall.folder), '--ausgabe', place]);
  if (!canMount) {
    await look(await limited(call, pages));
    for (const name of readdirSync(place)) rmSync(join(place, name), { recursive: true });
    return;
  }
  expect(mount(pages)).toBe(true);
  try {
    await look(await cli.call(call));
  } finally {
    unmount();
  }
}

/** In a process of its own whose files may not grow beyond that. */
function limited({ args, cwd, env }: ReturnType<typeof callIn>, pages: number): Promise<CliAnswer> {
  const shell = ['-c', `ulimit -f ${(pages * pageBytes) / 1024}; exec "$@"`, 'bash'];
  const child = spawn('bash', [...shell, process.execPath, join(root, currentScript()), ...args], {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ stdout: '', stderr, exitCode: code ?? -1 })));
}

/** How many pages a command needs in all. */
async function neededPages(line: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-platz-'));
  const call = callIn(hall, [...commandLine(line, hall.folder), '--ausgabe', folder]);
  expect(await cli.call(call)).toMatchObject({ exitCode: 0 });
  const pages = filesBelow(folder).map((name) => Math.ceil(statSync(join(folder, name)).size / pageBytes));
  rmSync(folder, { recursive: true });
  return pages.reduce((sum, each) => sum + each, 0);
}

it.each([
  ['a report', 'bericht erstellen saechsisichg --format html,md,docx,json'],
  ['a report that is filed', 'bericht erstellen leitung --format html,md --ablegen'],
  ['a packet', 'paket erstellen --thema backup --format html,csv,xlsx'],
  ['a backup', 'sicherung erstellen'],
])(
  'at every page of %s',
  async (name, line) => {
    const needed = await neededPages(line);
    const step = Math.max(1, Math.ceil(needed / size(3, needed)));
    const counts = { disks: 0, full: 0, pages: needed };
    for (let pages = 1; pages <= needed + 3; pages += step) {
      const where = `${line} on ${pages} of ${needed} pages`;
      const before = signatureOf(hall.database);
      await onSmallDisk(line, pages, async ({ exitCode, stderr }) => {
        counts.disks += 1;
        if (exitCode !== 0) {
          counts.full += 1;
          expect(exitCode, `${where}\n${stderr}`).toBe(4);
          expect(stderr, where).toMatch(/kein Platz mehr/i);
          expect(stderr, where).not.toMatch(/^\s+at /m);
          // What records only what it wrote has recorded nothing.
          if (line.startsWith('sicherung')) expect(signatureOf(hall.database), where).toBe(before);
        }
        const left = filesBelow(place);
        expect(
          await halfFiles(
            place,
            left.filter((file) => !file.endsWith('.teil')),
          ),
          where,
        ).toEqual([]);
        expect(
          left.filter((file) => file.endsWith('.teil')),
          where,
        ).toEqual([]);
      });
      const checked = await cli.call(callIn(hall, ['protokoll', 'pruefen']));
      expect(checked.exitCode, `${where}\n${checked.stderr}`).toBe(0);
    }
    expect(counts.full).toBeGreaterThan(0);
    noteCounts(`disk full: ${name}`, { ...counts, by: canMount ? 'file system' : 'ulimit' });
  },
  timeLimitMs(180_000),
);

it(
  'a database whose own disk is full says so and stays what it was',
  async () => {
    const own = join(place, 'rathaus');
    const room = statSync(hall.database).size / pageBytes;
    const steps = size(3, 60);
    const counts = { disks: 0, full: 0 };
    for (let free = 0; free < steps; free += 1) {
      if (!canMount) break;
      expect(mount(room + 8 + free * 2)).toBe(true);
      try {
        mkdirSync(own);
        cpSync(hall.database, join(own, 'burgward.db'));
        const copy = { folder: hall.folder, database: join(own, 'burgward.db') };
        const before = signatureOf(copy.database);
        const { exitCode, stderr } = await cli.call(callIn(copy, ['zielobjekt', 'vorlage', 'gemeinde']));
        counts.disks += 1;
        if (exitCode === 0) continue;
        counts.full += 1;
        expect(exitCode, stderr).toBe(4);
        expect(stderr).toMatch(/kein Platz mehr|lässt sich nicht öffnen oder beschreiben/);
        expect(signatureOf(copy.database)).toBe(before);
      } finally {
        unmount();
      }
    }
    noteCounts('disk full: the database itself', { ...counts, by: canMount ? 'file system' : 'not run' });
  },
  timeLimitMs(120_000),
);
