import { chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange } from './protokoll.ts';
import { type StateAt, selectState } from './versions.ts';

/** A run under a name, to compare later ones with. */
export interface Netzbasis {
  kommune: string;
  name: string;
  lauf: string;
  /** Day from which the name means this run. */
  seit: string;
}

/** By name. */
export async function selectNetzbasen(store: Store, slug: string, at: StateAt): Promise<Netzbasis[]> {
  const rows = await selectState(store.db, 'netzbasis', at, { kommune: slug });
  return rows
    .filter(({ gilt }) => gilt === 1)
    .map(({ kommune, name, lauf, valid_from: seit }) => ({ kommune, name, lauf, seit }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Gives a run a name, or takes the name away. */
export async function insertNetzbasis(store: Store, basis: Netzbasis, gilt: boolean, recording: Recording): Promise<void> {
  const { kommune, name, lauf, seit } = basis;
  const summary = gilt ? `Vergleichsstand ist ${lauf}` : 'Vergleichsstand entfernt';
  await recordChange(store, chainOf(kommune), gilt ? 'netz.basis-setzen' : 'netz.basis-entfernen', summary, recording, (writer) =>
    writer.insert('netzbasis', { kommune, name, lauf, gilt: gilt ? 1 : 0, valid_from: seit }),
  );
}
