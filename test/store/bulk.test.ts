/** Many rows at once leave the same record as one by one; several changes together are recorded all or not at all. */
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { recordChange, recordTogether, type Values, verifyChain } from '../../src/store/protokoll.ts';
import { freshDatabase } from './recorded.ts';

let folder: string;
let store: Store;

beforeEach(async () => {
  const fresh = await freshDatabase();
  folder = fresh.folder;
  store = await openStore(fresh.path);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const recording = { at: '2026-11-20T10:00:00.000Z', by: 'Ines Sorbe' };

/** Some rows leave empty columns out, some say null, texts hold what has to be escaped. */
function rows(count: number): Values<'zielobjekt'>[] {
  return Array.from({ length: count }, (_, index) => ({
    kommune: 'beispielhain',
    kuerzel: `SRV${index}`,
    typ: 'server',
    name: `Server „${index}“ "a\\b"\n\u0007ß😀`,
    adressen: '[]',
    valid_from: '2026-11-20',
    ...(index % 3 === 0 ? {} : { zweck: index % 3 === 1 ? null : 'Ablage', anzahl: index }),
  }));
}

const digests = async () => {
  const entries = await store.db
    .selectFrom('protokoll')
    .select('row_digests')
    .where('action', '=', 'probe')
    .orderBy('seq')
    .execute();
  return entries.map(({ row_digests }) => JSON.parse(row_digests) as unknown);
};

describe('insertAll', () => {
  // 256 rows are hashed at a time.
  it.each([1, 3, 256, 257, 1000])('of %i rows gives a record that verifies', async (count) => {
    await recordChange(store, 'beispielhain', 'probe', 'Probe', recording, (writer) =>
      writer.insertAll('zielobjekt', rows(count)),
    );
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
    expect(await digests()).toEqual([{ zielobjekt: { rows: count, digest: expect.any(String) } }]);
  });

  it('has the digest of the same rows in the same entry one by one', async () => {
    const inserted = async (write: 'insert' | 'insertAll') => {
      const other = await freshDatabase();
      const own = await openStore(other.path);
      await recordChange(own, 'beispielhain', 'probe', 'Probe', recording, async (writer) => {
        if (write === 'insertAll') return writer.insertAll('zielobjekt', rows(300));
        for (const row of rows(300)) await writer.insert('zielobjekt', row);
      });
      const { row_digests } = await own.db
        .selectFrom('protokoll')
        .select('row_digests')
        .where('action', '=', 'probe')
        .executeTakeFirstOrThrow();
      await own.close();
      rmSync(other.folder, { recursive: true, force: true });
      return row_digests;
    };
    expect(await inserted('insertAll')).toBe(await inserted('insert'));
  });

  it('goes together with single rows, in order; nothing at all leaves no entry', async () => {
    await recordChange(store, 'beispielhain', 'probe', 'Probe', recording, async (writer) => {
      const [first, ...others] = rows(5);
      if (first !== undefined) await writer.insert('zielobjekt', first);
      await writer.insertAll('zielobjekt', others);
    });
    await recordChange(store, 'beispielhain', 'probe', 'Probe', recording, (writer) => writer.insertAll('zielobjekt', []));
    expect(await digests()).toHaveLength(1);
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
  });

  it('of a row the table refuses records none of them', async () => {
    const [first, second] = rows(2);
    if (first === undefined || second === undefined) throw new Error('rows');
    const refused = recordChange(store, 'beispielhain', 'probe', 'Probe', recording, (writer) =>
      writer.insertAll('zielobjekt', [first, { ...second, valid_from: 'gestern' }]),
    );
    await expect(refused).rejects.toThrow(/CHECK/);
    expect(await digests()).toEqual([]);
    expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
  });
});

it('changes recorded together are all undone by one that fails', async () => {
  const together = recordTogether(store, async (inside) => {
    await recordChange(inside, 'beispielhain', 'probe', 'Probe', recording, (writer) => writer.insertAll('zielobjekt', rows(3)));
    await recordChange(inside, 'beispielhain', 'probe', 'Probe', recording, () => Promise.reject(new Error('zweite')));
  });
  await expect(together).rejects.toThrow('zweite');
  expect(await digests()).toEqual([]);
  await recordTogether(store, async (inside) => {
    for (const part of [rows(3), rows(6).slice(3)]) {
      await recordChange(inside, 'beispielhain', 'probe', 'Probe', recording, (writer) => writer.insertAll('zielobjekt', part));
    }
  });
  expect(await digests()).toHaveLength(2);
  expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
});

it('half a character is stored as the mark that takes its place, and the row still verifies', async () => {
  const [row] = rows(1);
  if (row === undefined) throw new Error('rows');
  const broken = { ...row, name: 'Rathaus \ud83d' };
  await recordChange(store, 'beispielhain', 'probe', 'Probe', recording, (writer) => writer.insert('zielobjekt', broken));
  await recordChange(store, 'beispielhain', 'probe', 'Probe', recording, (writer) => writer.insertAll('zielobjekt', [broken]));
  expect((await verifyChain(store, 'beispielhain', null)).problems).toEqual([]);
});
