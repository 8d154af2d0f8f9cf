/** Whose answers a Kommune inherits: membership in groups, and who carries out its administration. */
import { sql } from 'kysely';
import type { Descent } from '../domain/inheritance.ts';
import type { Kommune } from '../domain/kommune.ts';
import { chainOf, insertKommune } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, type Writer } from './protokoll.ts';
import { type StateAt, selectState } from './versions.ts';

/** What holds on a day, for some Kommunen (members, administered ones) or for all; in the order of recording. */
export async function selectDescents(store: Store, at: StateAt, kommunen?: readonly string[]): Promise<Descent[]> {
  const only = kommunen === undefined ? sql`` : sql` and kommune in (${sql.join([...kommunen])})`;
  const rows = await selectState(store.db, 'herkunft', at, {}, only);
  return rows.filter(({ gilt }) => gilt === 1).map(({ kommune, von, art }) => ({ kommune, von, art }));
}

/** Who inherits from a group or a Kommune on a day. */
export async function selectHeirs(store: Store, at: StateAt, von: string): Promise<Descent[]> {
  const rows = await selectState(store.db, 'herkunft', at, { von });
  return rows.filter(({ gilt }) => gilt === 1).map(({ kommune, art }) => ({ kommune, von, art }));
}

/** A descent that begins or ends. */
export interface DescentChange extends Descent {
  gilt: boolean;
}

/** Writes descents as part of a change. */
export function writeDescents(changes: readonly DescentChange[], day: string): (writer: Writer) => Promise<void> {
  return async (writer) => {
    for (const { kommune, von, art, gilt } of changes)
      await writer.insert('herkunft', { kommune, von, art, gilt: gilt ? 1 : 0, valid_from: day });
  };
}

/** Records a new group with its members. @throws AlreadyExistsError when the slug is taken */
export async function insertGruppe(
  store: Store,
  gruppe: Kommune,
  members: readonly DescentChange[],
  day: string,
  recording: Recording,
): Promise<void> {
  await insertKommune(store, gruppe, {}, day, recording, writeDescents(members, day));
}

/** Records in one change of the group's chain a new name, if there is one, and who joins and leaves. */
export async function insertGruppeChange(
  store: Store,
  gruppe: Kommune,
  isRenamed: boolean,
  members: readonly DescentChange[],
  day: string,
  recording: Recording,
): Promise<void> {
  const summary = `Gruppe ${gruppe.slug} geändert`;
  await recordChange(store, chainOf(gruppe.slug), 'gruppe.aendern', summary, recording, async (writer) => {
    if (isRenamed) await writer.insert('kommune', { ...gruppe, valid_from: day });
    await writeDescents(members, day)(writer);
  });
}
