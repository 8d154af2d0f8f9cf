/** What a town hall does to a computer: pulls the plug, fills the disk. Whatever was acknowledged is there afterwards. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomFrom } from '../../bench/state-data.ts';
import { openStore } from '../../src/store/open.ts';
import { programPath } from '../run-cli.ts';
import { answeredControls, freshDatabase, startRecording } from './recorded.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  ({ folder, path } = await freshDatabase());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** More with BURGWARD_FAULTS=200; the same points for the same seed, as far as a machine keeps time. */
const kills = Number(process.env['BURGWARD_FAULTS'] ?? 12);
const writes = 200;

it(`kill -9 at ${kills} random points of ${writes} writes loses no acknowledged answer`, async () => {
  const random = randomFrom(20261122);
  const acknowledged: string[] = [];
  let next = 0;
  let killed = 0;
  while (killed < kills) {
    const run = startRecording(path, `lauf${killed}`, next % writes, writes);
    const enough = 1 + Math.floor(random() * (writes / kills));
    const pauseMs = random() * 6;
    await new Promise<void>((resolve) => {
      const watch = setInterval(() => {
        if (run.acknowledged.length < enough && run.child.exitCode === null) return;
        clearInterval(watch);
        setTimeout(() => {
          run.child.kill('SIGKILL');
          resolve();
        }, pauseMs);
      }, 1);
    });
    const { signal, stderr } = await run.ended;
    expect(stderr).toBe('');
    if (signal === 'SIGKILL') killed += 1;
    next += run.acknowledged.length;
    acknowledged.push(...run.acknowledged);
    const recorded = new Set(await answeredControls(path));
    expect(acknowledged.filter((control) => !recorded.has(control))).toEqual([]);
    // At most the one that was under way when the process died.
    expect(recorded.size - acknowledged.length).toBeLessThanOrEqual(killed);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(kills);
  const last = startRecording(path, 'danach', 0, 1);
  expect((await last.ended).exitCode).toBe(0);
}, 120_000);

describe('a full disk', () => {
  it('ends recording with a message and 4; what was acknowledged stays, and there is room again', async () => {
    const run = startRecording(path, 'voll', 0, 2000, 400);
    const { exitCode, stderr } = await run.ended;
    expect(stderr).toMatch(/kein Platz mehr/);
    expect(stderr).toContain('geschrieben wurde nichts');
    expect(exitCode).toBe(4);
    expect(run.acknowledged.length).toBeGreaterThan(0);
    const recorded = await answeredControls(path);
    expect(recorded).toEqual(expect.arrayContaining(run.acknowledged));
    expect((await startRecording(path, 'danach', 0, 1).ended).exitCode).toBe(0);
  });

  it('leaves nothing of a list that did not fit', async () => {
    const list = join(folder, 'kommunen.csv');
    const rows = Array.from({ length: 300 }, (_, index) => `Ort ${index};gemeinde;${400 + index}`);
    writeFileSync(list, `name;art;einwohner\n${rows.join('\n')}\n`);
    const args = [programPath(), 'kommune', 'importieren', list, '--datenbank', path, '--json'];
    const limited = ['-c', 'ulimit -f 400; exec "$@"', 'bash', process.execPath, ...args];
    // A full disk must be met by the program, not by Node, which stores compiled code beside it.
    const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
    const { status, stdout } = spawnSync('bash', limited, { encoding: 'utf8', env });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'UMGEBUNG', message: expect.stringContaining('kein Platz mehr') },
    });
    expect(status).toBe(4);
    await answeredControls(path);
    const store = await openStore(path);
    const kommunen = await store.db.selectFrom('kommune').select('slug').execute();
    await store.close();
    expect(kommunen.map(({ slug }) => slug)).toEqual(['beispielhain']);
  }, 30_000);
});
