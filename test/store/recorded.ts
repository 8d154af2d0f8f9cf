/** What the tests of faults share: a fresh database, processes that record into it, and what is left of it afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { selectAssessments } from '../../src/store/assessments.ts';
import { insertKommune } from '../../src/store/kommunen.ts';
import { openStore } from '../../src/store/open.ts';
import { selectChains, verifyChain } from '../../src/store/protokoll.ts';
import { keepCompiled } from '../run-cli.ts';

const child = fileURLToPath(new URL('./recording-child.ts', import.meta.url));

/** A folder with a database in which Beispielhain is recorded. */
export async function freshDatabase(): Promise<{ folder: string; path: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-stoerung-'));
  const path = join(folder, 'burgward.db');
  const store = await openStore(path);
  const beispielhain = {
    slug: 'beispielhain',
    name: 'Gemeinde Beispielhain',
    art: 'gemeinde',
    ags: null,
    einwohner: 4200,
    landkreis: null,
  };
  await insertKommune(store, beispielhain, {}, '2026-01-01', { at: '2026-01-01T09:00:00.000Z', by: 'Ines Sorbe' });
  await store.close();
  return { folder, path };
}

export interface RecordingRun {
  child: ChildProcess;
  /** Controls whose recording came back, in order. */
  acknowledged: string[];
  ended: Promise<{ exitCode: number | null; signal: NodeJS.Signals | null; stderr: string }>;
}

/** @param limitKb largest file the process may write, as with a full disk */
export function startRecording(path: string, name: string, from: number, to: number, limitKb?: number): RecordingRun {
  const args = [child, path, name, String(from), String(to)];
  const limited = ['-c', `ulimit -f ${limitKb}; exec "$@"`, 'bash', process.execPath, ...args];
  const process_ =
    limitKb === undefined ? spawn(process.execPath, args, { env: { ...process.env, ...keepCompiled } }) : spawn('bash', limited);
  const acknowledged: string[] = [];
  let unfinished = '';
  let stderr = '';
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() ?? '';
    acknowledged.push(...lines);
  });
  process_.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Awaited<RecordingRun['ended']>>((resolve, reject) => {
    process_.on('error', reject);
    process_.on('close', (exitCode, signal) => resolve({ exitCode, signal, stderr }));
  });
  return { child: process_, acknowledged, ended };
}

/** Opens the database, expects every chain to hold, and returns the controls answered. */
export async function answeredControls(path: string): Promise<string[]> {
  const store = await openStore(path);
  try {
    for (const chain of await selectChains(store)) {
      expect((await verifyChain(store, chain, null)).problems, chain).toEqual([]);
    }
    const today = { day: '2026-12-31', before: '9999-12-31T00:00:00.000Z' };
    return (await selectAssessments(store, 'beispielhain', today)).map(({ control }) => control);
  } finally {
    await store.close();
  }
}
