/** Finds things of the catalogue by id, and says what there is when an id is unknown. */
import type { HolidayRules } from '../domain/calendar.ts';
import type { Catalogue, Control, Framework, Profile } from '../domain/catalogue.ts';
import { NotFoundError } from '../errors.ts';

const controlsById = new WeakMap<Catalogue, ReadonlyMap<string, Control>>();

function indexOf(catalogue: Catalogue): ReadonlyMap<string, Control> {
  const index = controlsById.get(catalogue) ?? new Map(catalogue.controls.map((control) => [control.id, control]));
  controlsById.set(catalogue, index);
  return index;
}

/** @throws NotFoundError for an id that never existed */
export function findControl(catalogue: Catalogue, id: string): Control {
  const wanted = id.toUpperCase();
  const control = indexOf(catalogue).get(wanted);
  if (control !== undefined) return control;
  const prefix = wanted.slice(0, 3);
  const near = catalogue.controls.filter((c) => c.id.startsWith(prefix)).map((c) => c.id);
  throw new NotFoundError(
    `Eine Anforderung „${id}“ gibt es im Katalog ${catalogue.edition} nicht.`,
    near.length > 0
      ? `Ähnlich: ${near.slice(0, 5).join(', ')}. Suchen mit „burgward katalog suchen“.`
      : 'Suchen mit „burgward katalog suchen“ oder alle zeigen mit „burgward katalog liste“.',
  );
}

export function findFramework(catalogue: Catalogue, id: string): Framework {
  return findById(catalogue.frameworks, id, 'Ein Rahmenwerk', 'Vorhanden sind');
}

export function findProfile(catalogue: Catalogue, id: string): Profile {
  return findById(catalogue.profiles, id, 'Ein Profil', 'Vorhanden sind');
}

/** @throws NotFoundError naming the ids there are */
export function findById<T extends { id: string }>(entries: readonly T[], id: string, what: string, known: string): T {
  const found = entries.find((entry) => entry.id === id);
  if (found !== undefined) return found;
  throw new NotFoundError(`${what} „${id}“ gibt es nicht.`, `${known}: ${entries.map((entry) => entry.id).join(', ')}.`);
}

interface HolidayTable {
  fixed: HolidayRules['fixed'];
  easter: HolidayRules['easter'];
  buss_und_bettag?: unknown;
}

/** Rules of the Saxon holidays from the catalogue's table. */
export function saxonHolidays(catalogue: Catalogue): HolidayRules {
  const { fixed, easter, buss_und_bettag } = catalogue.tables['feiertage-sachsen'] as HolidayTable;
  return { fixed, easter, bussUndBettag: Boolean(buss_und_bettag) };
}
