/**
 * A whole state in one file: 418 Kommunen, every control, two rounds: `node bench/state.ts [KOMMUNEN …]`. Every number stands beside
 * something outside this project, measured in the same minutes: bare prepared inserts into the same tables, a hand-written
 * aggregate over the same file, `node -e 0`. Ends with 1 if something is slower than its budget.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { readCompiledCatalogue } from '../src/catalogue/compiled.ts';
import { openStore } from '../src/store/open.ts';
import { recordChange, recordTogether, systemChain } from '../src/store/protokoll.ts';
import { recordAssessments } from '../src/usecases/record-assessment.ts';
import {
  beginSecondRound,
  contextOn,
  randomFrom,
  recordKommunen,
  roundDays,
  type StateKommune,
  stateAnswers,
  stateKommunen,
} from './state-data.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'bin', 'run.js');
const aggregate = join(root, 'bench', 'state-aggregate.mjs');
const seed = 418;
const stand = '2026-11-20';
const isb = 20;
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [50, 100, 200, 418];

/** Slowest accepted: share of the speed of bare inserts, multiples of the outside thing. */
const budgets = { insertShare: 0.4, overview: 4, action: 8 };

interface Measured {
  kommunen: number;
  answers: number;
  insertMs: number;
  bareMs: number;
  bytes: number;
  overviewMs: number;
  /** The same when every Kommune inherits from a provider's statement. */
  inheritedMs: number;
  aggregateMs: number;
  standMs: number;
  nodeMs: number;
}

if (!existsSync(join(root, 'dist', 'cli', 'main.js'))) throw new Error('dist/ is missing: npm run build');
const catalogue = await readCompiledCatalogue(join(root, 'dist', 'catalogue.json'));
const folder = mkdtempSync(join(tmpdir(), 'burgward-state-'));
try {
  const all: Measured[] = [];
  for (const kommunen of counts) all.push(await measureState(kommunen));
  const actionsFit = await measureActions();
  process.exitCode = report(all) && actionsFit ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureState(count: number): Promise<Measured> {
  const path = join(folder, `state-${count}.db`);
  const kommunen = stateKommunen(count, catalogue, seed);
  const inserted = await importState(path, kommunen);
  const db = ['--datenbank', path, '--stand', stand];
  const overview = [program, 'uebersicht', '--profil', 'standard', '--json', ...db];
  const [overviewMs = 0, aggregateMs = 0, standMs = 0, nodeMs = 0] = medians(7, [
    overview,
    [aggregate, path, stand],
    [program, 'erhebung', 'stand', '--kommune', 'kommune-007', ...db],
    ['-e', '0'],
  ]);
  const bytes = statSync(path).size;
  await assignStatement(path, kommunen);
  const [inheritedMs = 0] = medians(3, [overview]);
  return { kommunen: count, ...inserted, bytes, overviewMs, inheritedMs, aggregateMs, standMs, nodeMs };
}

/** One provider confirms every control; every Kommune inherits it where it says nothing itself. */
async function assignStatement(path: string, kommunen: readonly StateKommune[]): Promise<void> {
  const store = await openStore(path);
  const recording = { at: `${roundDays[1]}T10:00:00.000Z`, by: 'Ines Sorbe' };
  const aussagen = JSON.stringify(catalogue.controls.map(({ id }) => ({ control: id, status: 'ja', begruendung: null })));
  await recordChange(store, systemChain, 'erklaerung.erteilen', 'Erklärung', recording, (writer) =>
    writer.insert('erklaerung', {
      id: 'E1',
      dienstleister: 'Beispiel-Rechenzentrum',
      titel: 'Betrieb',
      vom: roundDays[1],
      aussagen,
      valid_from: roundDays[1],
    }),
  );
  await recordTogether(store, async (together) => {
    for (const { kommune } of kommunen) {
      const row = { kommune: kommune.slug, erklaerung: 'E1', gilt: 1, valid_from: roundDays[1] };
      await recordChange(together, kommune.slug, 'erklaerung.zuordnen', 'Erklärung E1', recording, (writer) =>
        writer.insert('erklaerung_zuordnung', row),
      );
    }
  });
  await store.close();
}

/** Batch by batch: first through the use case, then the same rows bare into a second file, so that a busy moment hits both. */
async function importState(path: string, kommunen: readonly StateKommune[]) {
  const store = await openStore(path);
  const bare = await openBare(`${path}.bare`);
  const random = randomFrom(seed);
  const total = { answers: 0, insertMs: 0, bareMs: 0 };
  await recordKommunen(contextOn(store, catalogue, roundDays[0]), kommunen);
  const source = new BetterSqlite3(path, { readonly: true });
  for (const [round, day] of roundDays.entries()) {
    const context = contextOn(store, catalogue, day);
    if (round > 0) await beginSecondRound(context, kommunen);
    for (const { kommune } of kommunen) {
      const answers = stateAnswers(kommune.slug, catalogue, day, 1, random);
      const startedAt = performance.now();
      await recordAssessments(context, kommune.slug, answers);
      total.insertMs += performance.now() - startedAt;
      total.bareMs += bare.insert(source, kommune.slug);
      total.answers += answers.length;
    }
  }
  source.close();
  await store.close();
  bare.close();
  rmSync(`${path}.bare`);
  return total;
}

/** A file with the same tables, indexes and pragmas, filled by prepared statements and nothing else. */
async function openBare(path: string) {
  await (await openStore(path)).close();
  const handle = new BetterSqlite3(path);
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  const insertInto = (table: string) => {
    const columns = handle.prepare(`pragma table_info(${table})`).raw().all() as unknown[][];
    const names = columns.map((column) => String(column[1])).filter((name) => name !== 'row_id');
    return { names, insert: handle.prepare(`insert into ${table} (${names}) values (${names.map(() => '?')})`) };
  };
  const assessment = insertInto('assessment');
  const protokoll = insertInto('protokoll');
  return {
    /** Copies the newest batch of a Kommune, in one transaction. @returns milliseconds of the inserts alone */
    insert(source: BetterSqlite3.Database, slug: string): number {
      const newest = `select max(entry) from assessment where chain = ?`;
      const rows = source
        .prepare(`select ${assessment.names} from assessment where chain = ? and entry = (${newest}) order by row_id`)
        .raw()
        .all(slug, slug);
      const entry = source
        .prepare(`select ${protokoll.names} from protokoll where chain = ? and seq = (${newest})`)
        .raw()
        .get(slug, slug);
      const startedAt = performance.now();
      handle.exec('begin immediate');
      for (const row of rows) assessment.insert.run(row);
      protokoll.insert.run(entry);
      handle.exec('commit');
      return performance.now() - startedAt;
    },
    close: () => handle.close(),
  };
}

/** What an officer of twenty does all day, on a file of twenty Kommunen. */
async function measureActions(): Promise<boolean> {
  const path = join(folder, 'isb.db');
  await importState(path, stateKommunen(isb, catalogue, seed));
  const db = ['--datenbank', path];
  const kommune = ['--kommune', 'kommune-007'];
  const calls = [
    ['-e', '0'],
    [program, 'erhebung', 'antworten', 'BAK-01.01', ...kommune, '--status', 'ja', ...db],
    [program, 'erhebung', 'stand', ...kommune, ...db],
    [program, 'uebersicht', ...db],
  ];
  const [nodeMs = 0, ...times] = medians(11, calls);
  console.log(`\n${isb} Kommunen, against node -e 0 (${nodeMs.toFixed(0)} ms), at most ${budgets.action}×`);
  for (const [index, ms] of times.entries()) {
    const name = (calls[index + 1] ?? [])
      .slice(1, 3)
      .filter((word) => !word.startsWith('-'))
      .join(' ');
    console.log(`${name.padEnd(24)}${ms.toFixed(0).padStart(6)} ms${(ms / nodeMs).toFixed(2).padStart(8)}×`);
  }
  return times.every((ms) => ms / nodeMs <= budgets.action);
}

/** Every round runs each call once, so that a busy moment hits all of them. */
function medians(rounds: number, calls: readonly (readonly string[])[]): number[] {
  for (const call of calls) run(call);
  const samples = calls.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, call] of calls.entries()) samples[index]?.push(run(call));
  }
  return samples.map((values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);
}

function run(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const elapsedMs = performance.now() - startedAt;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`);
  return elapsedMs;
}

/** @returns whether everything keeps its budget */
function report(all: readonly Measured[]): boolean {
  const rows = all.map((m) => ({
    ...m,
    share: m.bareMs / m.insertMs,
    overviewRatio: m.overviewMs / m.aggregateMs,
    inheritedRatio: m.inheritedMs / m.aggregateMs,
    standRatio: m.standMs / m.nodeMs,
  }));
  console.log(`share of the speed of bare inserts, at least ${budgets.insertShare}`);
  for (const { kommunen, answers, insertMs, bareMs, share, bytes } of rows) {
    const perAnswer = `${((insertMs / answers) * 1000).toFixed(0)} µs per answer, bare ${((bareMs / answers) * 1000).toFixed(0)}`;
    console.log(
      `${cell(kommunen)} Kommunen${cell(answers)} answers${cell(share.toFixed(2))}   ${perAnswer}, file ${(bytes / answers).toFixed(0)} bytes per answer`,
    );
  }
  console.log(`\nuebersicht --profil standard against a hand-written aggregate, whole processes, at most ${budgets.overview}×`);
  for (const { kommunen, overviewMs, aggregateMs, overviewRatio, inheritedMs, inheritedRatio } of rows) {
    const inherited = `${inheritedMs.toFixed(0)} ms, ${inheritedRatio.toFixed(2)}× where every Kommune has a statement`;
    console.log(
      `${cell(kommunen)} Kommunen${cell(overviewMs.toFixed(0))} ms${cell(aggregateMs.toFixed(0))} ms${cell(overviewRatio.toFixed(2))}×   ${inherited}`,
    );
  }
  console.log(`\nerhebung stand against node -e 0, at most ${budgets.action}×`);
  for (const { kommunen, standMs, nodeMs, standRatio } of rows) {
    console.log(
      `${cell(kommunen)} Kommunen${cell(standMs.toFixed(0))} ms${cell(nodeMs.toFixed(0))} ms${cell(standRatio.toFixed(2))}×`,
    );
  }
  return rows.every(
    (row) => row.share >= budgets.insertShare && row.overviewRatio <= budgets.overview && row.standRatio <= budgets.action,
  );
}

function cell(value: string | number): string {
  return String(value).padStart(9);
}
