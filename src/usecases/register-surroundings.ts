/** What the rules of registers look at besides an entry, and the days with which registers answer duties. */
import type { Catalogue } from '../domain/catalogue.ts';
import type { RegisterFacts, RegisterVerdict } from '../domain/duties.ts';
import { incidentFacts } from '../domain/incident-facts.ts';
import type { Merkmale, RoleAssignment } from '../domain/kommune.ts';
import { factsOf, type LegalPeriod, type RegisterEntry, type Surroundings } from '../domain/register.ts';
import { registers } from '../domain/registers/index.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { selectRollen } from '../store/kommunen.ts';
import { selectEntries } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { saxonHolidays } from './catalogue-lookup.ts';
import type { Context } from './context.ts';
import { incidentPeriods, momentOf } from './incident-state.ts';

/** Its shape is checked when the catalogue is loaded. */
interface PeriodTable {
  entries: readonly ({ id: string } & LegalPeriod)[];
}

const periodsByCatalogue = new WeakMap<Catalogue, ReadonlyMap<string, LegalPeriod>>();

/** The periods of tables/fristen by id; none in a catalogue without that table. */
export function legalPeriods(catalogue: Catalogue): ReadonlyMap<string, LegalPeriod> {
  const known = periodsByCatalogue.get(catalogue);
  if (known !== undefined) return known;
  const table = catalogue.tables['fristen'] as PeriodTable | undefined;
  const entries = table?.entries ?? [];
  const periods = new Map(entries.map(({ id, duration, source, confidence }) => [id, { duration, source, confidence }]));
  periodsByCatalogue.set(catalogue, periods);
  return periods;
}

/** @param day the day looked at */
export function surroundingsWith(catalogue: Catalogue, rollen: readonly RoleAssignment[], day: string): Surroundings {
  return { day, rollen, periods: legalPeriods(catalogue), holidays: saxonHolidays(catalogue) };
}

export async function surroundingsOf({ store, catalogue, now }: Context, kommune: string, at: StateAt): Promise<Surroundings> {
  return { ...surroundingsWith(catalogue, await selectRollen(store, kommune, at), at.day), now: now().toISOString() };
}

/** Registers that answer duties. */
const answering = registers.filter(({ facts = [] }) => facts.length > 0);

/**
 * What answers duties, by the name the vocabulary has for it.
 * @param entries of one Kommune, of any register
 */
export function registerFacts(
  context: Context,
  entries: readonly RegisterEntry[],
  { merkmale, rollen, day }: { merkmale: Merkmale; rollen: readonly RoleAssignment[]; day: string },
): RegisterFacts {
  if (entries.length === 0) return new Map();
  const { catalogue } = context;
  const surroundings = surroundingsWith(catalogue, rollen, day);
  const of = (id: string) => entries.filter(({ register }) => register === id);
  const incidents = of(vorfall.id);
  const { holidays } = surroundings;
  return new Map<string, string | RegisterVerdict>([
    ...answering.flatMap((definition) => factsOf(definition, of(definition.id), surroundings)),
    ...(incidents.length === 0
      ? []
      : incidentFacts(incidents, incidentPeriods(catalogue), { merkmale, holidays, now: momentOf({ ...context, asOf: day }) })),
  ]);
}

/** The same for one Kommune on a day. */
export async function selectRegisterFacts(
  context: Context,
  kommune: string,
  { merkmale, rollen }: { merkmale: Merkmale; rollen: readonly RoleAssignment[] },
  at: StateAt,
): Promise<RegisterFacts> {
  return registerFacts(context, await selectEntries(context.store, at, { kommune }), { merkmale, rollen, day: at.day });
}
