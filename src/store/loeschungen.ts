/** What was removed about people: read for the Protokoll, which holds in spite of it. */
import type { Kysely } from 'kysely';
import type { Store } from './open.ts';
import type { Database } from './schema.ts';

/** A removal in one chain. */
interface Erasure {
  id: string;
  /** Instant, ISO 8601 UTC. */
  am: string;
  bezeichnung: string;
  grund: string;
  /** Whether free text was changed too. */
  freitext: boolean;
  zeilen: number;
  inhalte: number;
}

/** Digests of the rows of an entry in a table before and after a removal. */
interface Redigest {
  /** Entry that recorded the removal. */
  entry: number;
  alt: string;
  neu: string;
}

/** Removals recorded in a chain, oldest first. */
export async function selectErasures(store: Store, chain: string): Promise<Erasure[]> {
  const rows = await store.db.selectFrom('loeschung').selectAll().where('chain', '=', chain).orderBy('row_id').execute();
  return rows.map(({ id, recorded_at, bezeichnung, grund, freitext, zeilen, inhalte }) => ({
    id,
    am: recorded_at,
    bezeichnung,
    grund,
    freitext: freitext === 1,
    zeilen,
    inhalte,
  }));
}

/** What became of the digests of a chain, by `entry table`, in the order it happened. */
export async function selectRedigests(db: Kysely<Database>, chain: string): Promise<Map<string, Redigest[]>> {
  const rows = await db
    .selectFrom('loeschung_stelle')
    .select(['entry', 'tabelle', 'eintrag', 'alt', 'neu'])
    .where('chain', '=', chain)
    .where('tabelle', '<>', 'protokoll')
    .orderBy('entry')
    .orderBy('row_id')
    .execute();
  return Map.groupBy(rows, ({ eintrag, tabelle }) => `${eintrag} ${tabelle}`);
}

/**
 * The digest rows must have now, given the one that was recorded with them.
 * @returns null when what was removed does not follow from the recorded digest step by step
 */
export function digestAfter(recorded: string, seq: number, steps: readonly Redigest[]): string | null {
  let digest = recorded;
  for (const { entry, alt, neu } of steps) {
    if (alt !== digest || entry <= seq) return null;
    digest = neu;
  }
  return digest;
}

/** Words that stand in place of erased ones, by entry: JSON with person and summary. */
export async function selectReplacements(store: Store, chain: string): Promise<Map<number, string>> {
  const rows = await store.db
    .selectFrom('loeschung_stelle')
    .select(['eintrag', 'ersatz'])
    .where('chain', '=', chain)
    .where('tabelle', '=', 'protokoll')
    .orderBy('row_id')
    .execute();
  return new Map(rows.flatMap(({ eintrag, ersatz }) => (ersatz === null ? [] : [[eintrag, ersatz] as const])));
}

/** The fingerprints a closed round had before and after each removal, oldest first. */
export async function selectRefingerprints(
  store: Store,
  kommune: string,
  erhebung: string,
): Promise<{ alt: string; neu: string; am: string }[]> {
  return store.db
    .selectFrom('loeschung_abschluss')
    .select(['alt', 'neu', 'recorded_at as am'])
    .where('kommune', '=', kommune)
    .where('erhebung', '=', erhebung)
    .orderBy('row_id')
    .execute();
}
