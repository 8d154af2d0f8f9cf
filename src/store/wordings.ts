/** Which words answers were given to, over all Kommunen with few queries. */
import { sql } from 'kysely';
import type { Store } from './open.ts';
import type { StateAt } from './versions.ts';

/** Every wording somebody once answered: control and hash of its words. */
export async function selectAnsweredWordings(store: Store): Promise<{ control: string; hash: string }[]> {
  const { rows } = await sql<{ control: string; hash: string }>`
    select distinct control, control_hash as hash from assessment where control_hash is not null`.execute(store.db);
  return rows;
}

/** How many answers hold on a day, by control and wording, that need not be confirmed anyway. The rules are those of `selectState`. */
export async function countAnswersByWording(
  store: Store,
  controls: readonly string[],
  at: StateAt,
): Promise<{ control: string; hash: string | null; n: number }[]> {
  const { rows } = await sql<{ control: string; hash: string | null; n: number }>`
    select control, hash, count(*) as n from (
      select control, control_hash as hash, review_due, max(valid_from || printf('%012d%012d', entry, row_id)) as newest
      from assessment
      where control in (select value from json_each(${JSON.stringify(controls)}))
        and recorded_at < ${at.before} and valid_from <= ${at.day} and not exists (
          select 1 from ruecknahme where ruecknahme.kommune = assessment.kommune
            and ruecknahme.eintrag = assessment.entry and ruecknahme.recorded_at < ${at.before})
      group by kommune, zielobjekt, control
    ) as newest_answers
    where review_due > ${at.day} group by control, hash`.execute(store.db);
  return rows;
}
