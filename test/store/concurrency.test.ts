/** Two people at one database: nothing is lost, nobody is told no. */
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { answeredControls, freshDatabase, startRecording } from './recorded.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  ({ folder, path } = await freshDatabase());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('two processes recording into the same Kommune at once record all of it, in one chain', async () => {
  const runs = ['anna', 'jan'].map((name) => startRecording(path, name, 0, 50));
  for (const { ended } of runs) expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
  const recorded = await answeredControls(path);
  expect(recorded).toHaveLength(100);
  expect(recorded).toEqual(expect.arrayContaining(runs.flatMap(({ acknowledged }) => acknowledged)));
  const store = await openStore(path);
  const entries = await store.db
    .selectFrom('protokoll')
    .select('seq')
    .where('chain', '=', 'beispielhain')
    .orderBy('seq')
    .execute();
  const rounds = await store.db.selectFrom('erhebung').select('id').execute();
  await store.close();
  // The Kommune itself, then one entry per answer; the round they share was opened once.
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 101 }, (_, index) => index + 1));
  expect(rounds).toHaveLength(1);
}, 30_000);
