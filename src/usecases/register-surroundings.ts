/** What the rules of registers look at besides an entry, and the days with which registers answer duties. */
import { z } from 'zod';
import { type Catalogue, confidences } from '../domain/catalogue.ts';
import type { RoleAssignment } from '../domain/kommune.ts';
import { factsOf, type LegalPeriod, type RegisterEntry, type Surroundings } from '../domain/register.ts';
import { registers } from '../domain/registers/index.ts';
import { selectRollen } from '../store/kommunen.ts';
import { selectEntries } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { saxonHolidays } from './catalogue-lookup.ts';
import type { Context } from './context.ts';

const periodTable = z.object({
  entries: z.array(
    z.object({ id: z.string(), duration: z.string(), source: z.string(), confidence: z.array(z.enum(confidences)).min(1) }),
  ),
});

const periodsByCatalogue = new WeakMap<Catalogue, ReadonlyMap<string, LegalPeriod>>();

/** The periods of tables/fristen by id; none in a catalogue without that table. */
export function legalPeriods(catalogue: Catalogue): ReadonlyMap<string, LegalPeriod> {
  const known = periodsByCatalogue.get(catalogue);
  if (known !== undefined) return known;
  const table = catalogue.tables['fristen'];
  const entries = table === undefined ? [] : periodTable.parse(table).entries;
  const periods = new Map(entries.map(({ id, ...period }) => [id, period]));
  periodsByCatalogue.set(catalogue, periods);
  return periods;
}

/** @param day the day looked at */
export function surroundingsWith(catalogue: Catalogue, rollen: readonly RoleAssignment[], day: string): Surroundings {
  return { day, rollen, periods: legalPeriods(catalogue), holidays: saxonHolidays(catalogue) };
}

export async function surroundingsOf({ store, catalogue }: Context, kommune: string, at: StateAt): Promise<Surroundings> {
  return surroundingsWith(catalogue, await selectRollen(store, kommune, at), at.day);
}

/** Registers that answer duties. */
const answering = registers.filter(({ facts = [] }) => facts.length > 0);

/** Days that answer duties, by the name the vocabulary has for them. Entries are those of one Kommune, of any register. */
export function registerFacts(entries: readonly RegisterEntry[], surroundings: Surroundings): ReadonlyMap<string, string> {
  if (entries.length === 0) return new Map();
  return new Map(
    answering.flatMap((definition) =>
      factsOf(
        definition,
        entries.filter(({ register }) => register === definition.id),
        surroundings,
      ),
    ),
  );
}

/** The same for one Kommune on a day. */
export async function selectRegisterFacts(
  { store, catalogue }: Context,
  kommune: string,
  rollen: readonly RoleAssignment[],
  at: StateAt,
): Promise<ReadonlyMap<string, string>> {
  return registerFacts(await selectEntries(store, at, { kommune }), surroundingsWith(catalogue, rollen, at.day));
}
