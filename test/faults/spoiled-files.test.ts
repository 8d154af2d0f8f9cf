/**
 * Files that were spoiled, by accident or on purpose, are read by the program: it ends in time, with a documented code and a sentence,
 * never with a stack, and what was recorded before stays.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomFrom } from '../../bench/state-data.ts';
import { noteCounts, seed, size, timeLimitMs } from '../campaign.ts';
import { type CliAnswer, CliProcess } from './cli-pool.ts';
import { mutated, mutatedArchive } from './mutate.ts';
import { callIn, plainTownHall, type TownHall } from './scenarios.ts';
import { filesBelow, signatureOf } from './state.ts';

/** Longer nobody waits for „this is no such file“. */
const hangsAfterMs = 30_000;
/** Two at once: the machine has two processors. */
const processes = [new CliProcess(hangsAfterMs), new CliProcess(hangsAfterMs)] as const;
let hall: TownHall;
let place: string;
let before: string;

beforeAll(async () => {
  hall = await plainTownHall(processes[0]);
  place = mkdtempSync(join(tmpdir(), 'burgward-verdorben-'));
  before = signatureOf(hall.database);
}, 300_000);

afterAll(() => {
  for (const each of processes) each.close();
  for (const folder of [hall.folder, place]) rmSync(folder, { recursive: true, force: true });
});

type Random = () => number;

/** How a kind of file is spoiled and read. */
interface Reading {
  name: string;
  /** Writes the spoiled file under `path` (without ending) and returns the words to read it with. */
  spoil(path: string, random: Random): Promise<readonly string[]>;
  /** Not the database of the town hall but the spoiled one. */
  readsDatabase?: true;
}

function put(path: string, bytes: Uint8Array): string {
  writeFileSync(path, bytes);
  return path;
}

const original = (name: string) => readFileSync(join(hall.folder, name));
const minimal = fileURLToPath(new URL('../catalogue/minimal', import.meta.url));

const readings: readonly Reading[] = [
  {
    name: 'YAML catalogue',
    spoil: async (path, random) => {
      if (!existsSync(path)) cpSync(minimal, path, { recursive: true });
      const names = filesBelow(minimal);
      const name = names[Math.floor(random() * names.length)] ?? '';
      for (const each of names) cpSync(join(minimal, each), join(path, each));
      put(join(path, name), mutated(readFileSync(join(minimal, name)), random));
      return ['katalog', 'pruefen', path];
    },
  },
  {
    name: 'packet XLSX',
    spoil: async (path, random) => {
      const file = put(`${path}.xlsx`, await mutatedArchive(original('antwort.xlsx'), random));
      return ['paket', 'einlesen', file, '--probe', '--konflikt', 'paket', '--gesagt-von', 'Jan Krause'];
    },
  },
  {
    name: 'packet CSV',
    spoil: async (path, random) => {
      const file = put(`${path}.csv`, mutated(original('antwort.csv'), random));
      return ['paket', 'einlesen', file, '--probe', '--konflikt', 'paket', '--gesagt-von', 'Jan Krause'];
    },
  },
  {
    name: 'nmap XML',
    spoil: async (path, random) => {
      const file = put(`${path}.xml`, mutated(original('scan.xml'), random));
      return ['netz', 'importieren', file, '--blickwinkel', 'lan', '--erneut', '--probe'];
    },
  },
  {
    name: 'database file',
    readsDatabase: true,
    spoil: async (path, random) => {
      put(`${path}.db`, mutated(readFileSync(hall.database), random));
      for (const suffix of ['-wal', '-shm']) rmSync(`${path}.db${suffix}`, { force: true });
      const commands = ['protokoll pruefen', 'erhebung stand', 'netz befunde', 'vorfall liste', 'protokoll zeigen', 'faellig'];
      return (commands[Math.floor(random() * commands.length)] ?? '').split(' ');
    },
  },
];

/** Exit codes a file from outside may lead to: it is fine, it breaks a rule, or the surroundings hinder. */
const documented = new Set([0, 3, 4]);

it.each(readings)(
  '$name',
  async (reading) => {
    const count = size(25, 10_000);
    const counts = { inputs: 0, accepted: 0, refused: 0, slowestMs: 0 };
    const broken: string[] = [];
    const share = async (which: number) => {
      for (let index = which; index < count; index += processes.length) {
        const random = randomFrom(seed * 7 + index * 101 + reading.name.length);
        const path = join(place, `datei${which}`);
        const args = await reading.spoil(path, random);
        const where = reading.readsDatabase ? { ...hall, database: `${path}.db` } : hall;
        const began = performance.now();
        const answer = await (processes[which] as CliProcess).call(callIn(where, args));
        counts.slowestMs = Math.max(counts.slowestMs, Math.round(performance.now() - began));
        counts.inputs += 1;
        counts[answer.exitCode === 0 ? 'accepted' : 'refused'] += 1;
        const problem = problemOf(answer);
        if (problem !== null && broken.length < 20) broken.push(`${reading.name} ${index} (${args[0]} ${args[1]}): ${problem}`);
        if (problem !== null) keep(path, `${reading.name.replace(' ', '-')}-${index}`);
      }
    };
    await Promise.all(processes.map((_, which) => share(which)));
    expect(broken).toEqual([]);
    expect(counts.refused).toBeGreaterThan(counts.inputs / 20);
    expect(signatureOf(hall.database)).toBe(before);
    noteCounts(`spoiled files: ${reading.name}`, counts);
  },
  timeLimitMs(120_000),
);

function problemOf({ exitCode, stdout, stderr }: CliAnswer): string | null {
  if (exitCode === -1) return `no end after ${hangsAfterMs / 1000} s`;
  if (!documented.has(exitCode)) return `code ${exitCode}: ${stderr.slice(0, 1500)}`;
  if (/^\s+at .*[(:]\d+/m.test(stderr + stdout)) return `a stack: ${stderr.slice(0, 1500)}`;
  if (exitCode !== 0 && !stderr.includes('Fehler: ') && stdout === '') return 'no sentence';
  return null;
}

/** For whoever has to find out why. */
function keep(path: string, name: string): void {
  const folder = process.env['BURGWARD_CAMPAIGN_KEEP'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  for (const ending of ['', '.xlsx', '.csv', '.xml', '.db'])
    if (existsSync(`${path}${ending}`)) cpSync(`${path}${ending}`, join(folder, `${name}${ending}`), { recursive: true });
}
