/** How rounds were closed. */
import type { Erhebung } from '../domain/assessment.ts';
import type { SealedState } from '../domain/closing.ts';
import { byNumber, chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, selectState } from './versions.ts';

export interface RecordedClosing {
  erhebung: Erhebung;
  /** Instant and entry of the closing. */
  at: string;
  entry: number;
  /** Null for rounds closed before schema 4. */
  sealed: SealedState | null;
}

/** The rounds of a Kommune closed by then, oldest first. */
export async function selectClosings(store: Store, slug: string, at: StateAt): Promise<RecordedClosing[]> {
  const rows = await selectState(store.db, 'erhebung', at, { kommune: slug });
  return rows
    .filter(({ abgeschlossen }) => abgeschlossen !== null)
    .map(({ recorded_at, entry, abschluss, id, kommune, name, profil, begonnen, abgeschlossen, fingerprint }) => ({
      erhebung: { id, kommune, name, profil, begonnen, abgeschlossen, fingerprint },
      at: recorded_at,
      entry,
      sealed: abschluss === null ? null : parseStored<SealedState>(abschluss),
    }))
    .sort((a, b) => byNumber(a.erhebung, b.erhebung));
}

/** Newest entry of a Kommune's chain, 0 while there is none. */
export async function selectLastEntry(store: Store, slug: string): Promise<number> {
  const row = await store.db
    .selectFrom('protokoll')
    .select((e) => e.fn.max('seq').as('seq'))
    .where('chain', '=', chainOf(slug))
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}
