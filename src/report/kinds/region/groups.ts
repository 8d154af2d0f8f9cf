/** Size classes of the region, merged so that in editions without names no Kommune can be recognised by its class. */
import { type SizeClass, sumCounts } from '../../../domain/overview.ts';
import type { MinimumStates, RegionGroup } from './data.ts';
import type { RegionKommune } from './input.ts';

/** Kommunen a group has at least where they are not named. Our choice: with fewer, their neighbours would know who is meant. */
export const leastInGroup = 5;

const classes: readonly { id: SizeClass | null; words: string }[] = [
  { id: 'klein', words: 'unter 10.000 Einwohner' },
  { id: 'mittel', words: '10.000 bis unter 50.000 Einwohner' },
  { id: 'gross', words: 'ab 50.000 Einwohner' },
  { id: null, words: 'Einwohnerzahl nicht erfasst' },
];

interface Group {
  ids: (SizeClass | null)[];
  kommunen: readonly RegionKommune[];
}

/** @param isNamed where Kommunen are named nothing is merged */
export function sizeGroups(kommunen: readonly RegionKommune[], isNamed: boolean): RegionGroup[] {
  const groups = classes
    .map(({ id }) => ({ ids: [id], kommunen: kommunen.filter(({ groesse }) => groesse === id) }))
    .filter((group) => group.kommunen.length > 0);
  return (isNamed ? groups : merged(groups)).map(groupData);
}

/** Neighbours are joined until each has enough; what stays too small at the end goes to the one before. */
function merged(groups: readonly Group[]): Group[] {
  const done: Group[] = [];
  for (const group of groups) {
    const last = done.at(-1);
    if (last === undefined || last.kommunen.length >= leastInGroup) done.push(group);
    else done[done.length - 1] = joined(last, group);
  }
  const last = done.at(-1);
  const before = done.at(-2);
  if (last === undefined || before === undefined || last.kommunen.length >= leastInGroup) return done;
  return [...done.slice(0, -2), joined(before, last)];
}

function joined(a: Group, b: Group): Group {
  return { ids: [...a.ids, ...b.ids], kommunen: [...a.kommunen, ...b.kommunen] };
}

/** Neighbouring classes read as one range: „ab 10.000 Einwohner“. */
function rangeWords(ids: readonly (SizeClass | null)[]): string {
  const known = ids.filter((id) => id !== null);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return sizeWords(null);
  return known.length === ids.length ? rangeOf(first, last) : `${rangeOf(first, last)} oder Zahl nicht erfasst`;
}

function rangeOf(first: SizeClass, last: SizeClass): string {
  if (first === last) return sizeWords(first);
  if (first === 'mittel') return 'ab 10.000 Einwohner';
  return last === 'mittel' ? 'unter 50.000 Einwohner' : 'alle Größen';
}

export function sizeWords(groesse: SizeClass | null): string {
  return classes.find(({ id }) => id === groesse)?.words ?? '';
}

function groupData({ ids, kommunen }: Group): RegionGroup {
  const counts = sumCounts(kommunen.map(({ gesamt }) => gesamt));
  return {
    groesse: rangeWords(ids),
    kommunen: kommunen.length,
    ohneAntworten: kommunen.filter(({ hatAntworten }) => !hatAntworten).length,
    minimum: minimumStates(kommunen),
    ja: counts.ja,
    zaehlt: counts.n - counts.entbehrlich,
    unbekannt: counts.offen + counts.zuBestaetigen,
  };
}

export function minimumStates(kommunen: readonly RegionKommune[]): MinimumStates {
  const states = kommunen.map(minimumState);
  const count = (state: keyof MinimumStates) => states.filter((each) => each === state).length;
  return {
    erfuellt: count('erfuellt'),
    teilweise: count('teilweise'),
    nichtErfuellt: count('nichtErfuellt'),
    nichtBekannt: count('nichtBekannt'),
  };
}

/** The worst row counts; what is not known is worse than what is met in part, so that it never looks better than it is. */
function minimumState({ pflichten }: RegionKommune): keyof MinimumStates {
  const states = new Set(pflichten.values());
  if (states.has('nichtErfuellt')) return 'nichtErfuellt';
  if (states.has('offen') || states.size === 0) return 'nichtBekannt';
  return states.has('teilweise') ? 'teilweise' : 'erfuellt';
}
