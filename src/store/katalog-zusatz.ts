/** What was imported beside the shipped catalogue. It belongs to no Kommune, so it is recorded in the chain of the system. */
import type { CatalogueSupplement } from '../domain/catalogue-supplement.ts';
import type { Store } from './open.ts';
import type { StoredSupplement } from './peek-supplements.ts';
import { type Recording, recordChange, systemChain, type Writer } from './protokoll.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, selectState } from './versions.ts';

export interface RecordedSupplement extends StoredSupplement {
  /** Name of the file or folder it was read from. */
  source: string;
  /** Day from which it holds. */
  validFrom: string;
}

/** Those that hold on a day, by id. */
export async function selectSupplements(store: Store, at: StateAt): Promise<RecordedSupplement[]> {
  const rows = await selectState(store.db, 'katalog_zusatz', at);
  return rows
    .filter(({ stand }) => stand === 'gilt')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ inhalt, hash, quelle, valid_from: validFrom }) => ({
      supplement: parseStored<CatalogueSupplement>(inhalt),
      hash,
      source: quelle,
      validFrom,
    }));
}

/** Records a supplement, or a new version of one with the same id. */
export async function insertSupplement(store: Store, recorded: RecordedSupplement, recording: Recording): Promise<void> {
  const summary = `Katalog ${recorded.supplement.id} eingelesen`;
  await recordChange(store, systemChain, 'katalog.importieren', summary, recording, (writer) =>
    writeSupplement(writer, recorded, 'gilt'),
  );
}

/** From its day on it no longer holds; what was recorded stays. */
export async function insertSupplementWithdrawn(store: Store, recorded: RecordedSupplement, recording: Recording): Promise<void> {
  const summary = `Katalog ${recorded.supplement.id} zurückgenommen`;
  await recordChange(store, systemChain, 'katalog.zuruecknehmen', summary, recording, (writer) =>
    writeSupplement(writer, recorded, 'zurueckgenommen'),
  );
}

async function writeSupplement(
  writer: Writer,
  { supplement, source, hash, validFrom }: RecordedSupplement,
  stand: 'gilt' | 'zurueckgenommen',
): Promise<void> {
  await writer.insert('katalog_zusatz', {
    id: supplement.id,
    titel: supplement.title,
    quelle: source,
    stand,
    hash,
    inhalt: JSON.stringify(supplement),
    valid_from: validFrom,
  });
}
