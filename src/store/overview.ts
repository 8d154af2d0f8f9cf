/** Many Kommunen at once, with few queries: what an overview counts, and nothing else. The rules are those of `selectState`. */
import { sql } from 'kysely';
import type { AssessmentSource, Erhebung, Umsetzungsstatus } from '../domain/assessment.ts';
import { informationsverbund, type Merkmale, type RoleAssignment } from '../domain/kommune.ts';
import type { CountedAnswer } from '../domain/overview.ts';
import { toErhebung } from './assessments.ts';
import { byNumber, toRolle } from './kommunen.ts';
import type { Store } from './open.ts';
import { type StateAt, selectState } from './versions.ts';

interface CountedRow {
  kommune: string;
  zielobjekt: string;
  control: string;
  status: Umsetzungsstatus;
  reviewDue: string;
  validFrom: string;
  bis: string | null;
  verantwortlich: string | null;
  source: AssessmentSource;
  origin: null;
  newest: string;
}

/**
 * Own answers that hold on a day, of the given Kommunen, by slug. What was taken back by then is left out. Of each group SQLite
 * takes the other columns from the row with the greatest key (documented for a single `max`), in two thirds of the time a window needs.
 * @param controls only answers to these
 */
export async function selectCountedAnswers(
  store: Store,
  slugs: readonly string[],
  at: StateAt,
  controls?: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly CountedAnswer[]>> {
  const among =
    controls === undefined ? sql`` : sql`and control in (select value from json_each(${JSON.stringify([...controls])}))`;
  const { rows } = await sql<CountedRow>`
    select kommune, zielobjekt, control, status, review_due as reviewDue, valid_from as validFrom, bis, verantwortlich, source,
      null as origin, max(valid_from || printf('%012d%012d', entry, row_id)) as newest
    from assessment
    where kommune in (select value from json_each(${JSON.stringify(slugs)}))
      ${among}
      and recorded_at < ${at.before} and valid_from <= ${at.day} and not exists (
        select 1 from ruecknahme where ruecknahme.kommune = assessment.kommune
          and ruecknahme.eintrag = assessment.entry and ruecknahme.recorded_at < ${at.before})
    group by kommune, zielobjekt, control`.execute(store.db);
  return Map.groupBy(rows, ({ kommune }) => kommune);
}

/** Slugs of Kommunen whose numbers need more than a look at their own plain answers. */
export interface SpecialKommunen {
  /** May have answers from others. */
  inheriting: ReadonlySet<string>;
  /** Have answers a second person disputes. */
  disputed: ReadonlySet<string>;
  /** Have findings that may stand against what they say. */
  found: ReadonlySet<string>;
  /** Have Zielobjekte besides the Informationsverbund. */
  structured: ReadonlySet<string>;
}

export async function selectSpecialKommunen(store: Store): Promise<SpecialKommunen> {
  const slugs = async (query: string) => {
    const { rows } = await sql.raw<{ kommune: string }>(query).execute(store.db);
    return new Set(rows.map(({ kommune }) => kommune));
  };
  return {
    inheriting: await slugs('select kommune from herkunft union select kommune from erklaerung_zuordnung'),
    disputed: await slugs(`select distinct kommune from gegenzeichnung where ergebnis = 'beanstandet'`),
    found: await slugs('select distinct kommune from finding'),
    structured: await slugs(`select distinct kommune from zielobjekt where kuerzel <> '${informationsverbund}'`),
  };
}

/** By slug; a Kommune without anything is missing. */
type ByKommune<T> = ReadonlyMap<string, T>;

export async function selectAllMerkmale(store: Store, at: StateAt): Promise<ByKommune<Merkmale>> {
  const rows = Map.groupBy(await selectState(store.db, 'merkmal', at), ({ kommune }) => kommune);
  return mapValues(rows, (own) => Object.fromEntries(own.map(({ merkmal, wert }) => [merkmal, wert])));
}

export async function selectAllRollen(store: Store, at: StateAt): Promise<ByKommune<RoleAssignment[]>> {
  const rows = Map.groupBy(await selectState(store.db, 'rolle', at), ({ kommune }) => kommune);
  return mapValues(rows, (own) => own.map(toRolle).sort(byNumber));
}

/** Rounds, oldest first. */
export async function selectAllErhebungen(store: Store, at: StateAt): Promise<ByKommune<Erhebung[]>> {
  const rows = Map.groupBy(await selectState(store.db, 'erhebung', at), ({ kommune }) => kommune);
  return mapValues(rows, (own) => own.map(toErhebung).sort(byNumber));
}

function mapValues<V, W>(map: ReadonlyMap<string, V>, change: (value: V) => W): Map<string, W> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
