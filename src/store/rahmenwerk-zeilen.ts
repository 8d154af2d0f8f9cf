/** What a Kommune says about rows of its connection conditions; a newer row takes the place of an older one. */
import type { LocalRow } from '../domain/local-rows.ts';
import { chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange } from './protokoll.ts';
import { type StateAt, selectState } from './versions.ts';

export interface RecordedLocalRow extends LocalRow {
  kommune: string;
  /** Day from which it is true. */
  validFrom: string;
}

/** Those of a Kommune that hold on a day. */
export async function selectLocalRows(store: Store, kommune: string, at: StateAt): Promise<RecordedLocalRow[]> {
  const rows = await selectState(store.db, 'rahmenwerk_zeilen', at, { kommune });
  return rows.map(({ rahmenwerk, punkt, gilt, fundstelle, grund, valid_from: validFrom }) => ({
    kommune,
    framework: rahmenwerk,
    item: punkt,
    applies: gilt,
    reference: fundstelle,
    reason: grund,
    validFrom,
  }));
}

export async function insertLocalRow(store: Store, row: RecordedLocalRow, recording: Recording): Promise<void> {
  const { kommune, framework, item, applies, reference, reason, validFrom } = row;
  const summary = `${framework} ${item}: gilt bei uns ${applies}`;
  await recordChange(store, chainOf(kommune), 'rahmenwerk.anpassen', summary, recording, (writer) =>
    writer.insert('rahmenwerk_zeilen', {
      kommune,
      rahmenwerk: framework,
      punkt: item,
      gilt: applies,
      fundstelle: reference,
      grund: reason,
      valid_from: validFrom,
    }),
  );
}
