/** The register of Zielobjekte: what is known about each, what needs what, and which links make no sense. Pure. */
import { informationsverbund, type Zielobjekt } from './kommune.ts';

/** What the structure analysis of BSI 200-2 asks of a Zielobjekt besides name, type and addresses. */
export interface ZielobjektDetails {
  zweck: string | null;
  /** How many alike it stands for; null: one. */
  anzahl: number | null;
  plattform: string | null;
  standort: string | null;
  verantwortlich: string | null;
  benutzer: string | null;
}

/** A Zielobjekt as it stands in the register on a day. */
export interface RegisteredZielobjekt extends Zielobjekt, ZielobjektDetails {
  /** First day on which it is no longer asked about; null: it is there. */
  entferntAm: string | null;
  /** Day from which this version of it holds. */
  validFrom: string;
}

export const emptyDetails: ZielobjektDetails = {
  zweck: null,
  anzahl: null,
  plattform: null,
  standort: null,
  verantwortlich: null,
  benutzer: null,
};

/** `von` needs `nach`: the process its application, the application its system, the system its room. */
export interface Beziehung {
  von: string;
  nach: string;
}

/** What is recorded about the Zielobjekte of a Kommune, those removed included. */
export interface Register {
  zielobjekte: readonly RegisteredZielobjekt[];
  beziehungen: readonly Beziehung[];
}

/** Whether a Zielobjekt is there on a day; the day of removal is the first on which it is not. */
export function isPresent({ entferntAm }: Pick<RegisteredZielobjekt, 'entferntAm'>, day: string): boolean {
  return entferntAm === null || entferntAm > day;
}

/** The register without what is removed on that day, and without links that would hang in the air. */
export function presentOn({ zielobjekte, beziehungen }: Register, day: string): Register {
  const present = zielobjekte.filter((zielobjekt) => isPresent(zielobjekt, day));
  const known = new Set(present.map(({ kuerzel }) => kuerzel));
  return { zielobjekte: present, beziehungen: beziehungen.filter(({ von, nach }) => known.has(von) && known.has(nach)) };
}

/** Layers of the structure analysis, from what is wanted to what carries it. A type not listed counts as a system. */
const layers: Readonly<Record<string, number>> = {
  geschaeftsprozess: 0,
  anwendung: 1,
  netz: 3,
  netzkomponente: 3,
  raum: 4,
  gebaeude: 5,
};
const systemLayer = 2;

/** Why a link from one type to another is refused; null when it may be made. */
export function linkProblem(von: Zielobjekt, nach: Zielobjekt): string | null {
  if (von.kuerzel === nach.kuerzel) return `${von.kuerzel} kann sich nicht selbst brauchen.`;
  const verbund = [von, nach].find(({ kuerzel }) => kuerzel === informationsverbund);
  if (verbund !== undefined) return 'Der Informationsverbund steht für das Ganze und wird nicht verknüpft.';
  if ((layers[von.typ] ?? systemLayer) <= (layers[nach.typ] ?? systemLayer)) return null;
  return `${von.kuerzel} (${von.typ}) braucht nicht ${nach.kuerzel} (${nach.typ}): Die Richtung ist Prozess, Anwendung, System, Netz, Raum, Gebäude.`;
}

/** The way back from `nach` to `von`, which a new link would close to a circle: `['A', 'B', 'C', 'A']`; null without one. */
export function circleWith(beziehungen: readonly Beziehung[], { von, nach }: Beziehung): string[] | null {
  const needs = Map.groupBy(beziehungen, (beziehung) => beziehung.von);
  const cameFrom = new Map<string, string>();
  const waiting = [nach];
  for (let current = waiting.shift(); current !== undefined; current = waiting.shift()) {
    if (current === von) return [...pathTo(von, nach, cameFrom, von)];
    for (const { nach: next } of needs.get(current) ?? []) {
      if (next === nach || cameFrom.has(next)) continue;
      cameFrom.set(next, current);
      waiting.push(next);
    }
  }
  return null;
}

function pathTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>, first: string): string[] {
  const way: string[] = [];
  for (let step: string | undefined = end; step !== undefined; step = step === start ? undefined : cameFrom.get(step))
    way.unshift(step);
  return [first, ...way];
}

/** Codes of what a Zielobjekt needs itself, sorted. */
export function needsOf(beziehungen: readonly Beziehung[], kuerzel: string): string[] {
  return beziehungen
    .filter(({ von }) => von === kuerzel)
    .map(({ nach }) => nach)
    .sort();
}

/** Codes of what needs it, sorted. */
export function neededBy(beziehungen: readonly Beziehung[], kuerzel: string): string[] {
  return beziehungen
    .filter(({ nach }) => nach === kuerzel)
    .map(({ von }) => von)
    .sort();
}
