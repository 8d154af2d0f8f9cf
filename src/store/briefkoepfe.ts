/** The letterhead of a Kommune; a newer one takes the place of an older one, and one may be taken back. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Letterhead } from '../domain/letterhead.ts';
import { chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange } from './protokoll.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, selectState } from './versions.ts';

export interface RecordedLetterhead extends Letterhead {
  kommune: string;
  /** Over all of it, arms and templates too; lower-case hex. */
  sha256: string;
  /** Day since which it holds, YYYY-MM-DD. */
  since: string;
}

/** What stands in the column of texts; the arms have columns of their own. */
interface Texts extends Omit<Letterhead, 'arms'> {
  ratio: number | null;
}

/** The one that holds on a day, or null. */
export async function selectLetterhead(store: Store, kommune: string, at: StateAt): Promise<RecordedLetterhead | null> {
  const [row] = await selectState(store.db, 'briefkopf', at, { kommune });
  if (row === undefined || row.stand === 'entfernt') return null;
  const { ratio, ...texts } = parseStored<Texts>(row.angaben);
  const arms =
    row.wappen === null || row.wappen_art === null ? null : { kind: row.wappen_art, bytes: row.wappen, ratio: ratio ?? 1 };
  return { ...texts, arms, kommune, sha256: row.sha256, since: row.valid_from };
}

/** @returns as it was recorded */
export async function insertLetterhead(
  store: Store,
  kommune: string,
  letterhead: Letterhead,
  day: string,
  recording: Recording,
): Promise<RecordedLetterhead> {
  const { arms, ...texts } = letterhead;
  const angaben = canonicalJson({ ...texts, ratio: arms?.ratio ?? null });
  const sha256 = createHash('sha256')
    .update(angaben)
    .update('\n')
    .update(arms?.bytes ?? '')
    .digest('hex');
  const said = { kommune, stand: 'gilt' as const, angaben, sha256, valid_from: day };
  await recordChange(store, chainOf(kommune), 'bericht.briefkopf.laden', 'Briefkopf', recording, (writer) =>
    writer.insert('briefkopf', { ...said, wappen_art: arms?.kind ?? null, wappen: arms?.bytes ?? null }),
  );
  return { ...letterhead, kommune, sha256, since: day };
}

/** From that day on the papers look as the house has them. */
export async function removeLetterhead(
  store: Store,
  { kommune, sha256 }: RecordedLetterhead,
  day: string,
  recording: Recording,
): Promise<void> {
  await recordChange(store, chainOf(kommune), 'bericht.briefkopf.entfernen', 'Briefkopf', recording, (writer) =>
    writer.insert('briefkopf', {
      kommune,
      stand: 'entfernt',
      angaben: '{}',
      sha256,
      valid_from: day,
      wappen_art: null,
      wappen: null,
    }),
  );
}
