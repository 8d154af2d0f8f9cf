/**
 * A whole state of invented Kommunen with their answers, the same for the same seed. Names are numbers; only the districts and
 * the shape are real: 83 of 100 Saxon Kommunen have fewer than 10,000 inhabitants. Official keys are not invented.
 */
import type { Umsetzungsstatus } from '../src/domain/assessment.ts';
import { addDuration } from '../src/domain/calendar.ts';
import type { Catalogue } from '../src/domain/catalogue.ts';
import type { Kommune, Merkmale, RoleAssignment, ThreeValued } from '../src/domain/kommune.ts';
import { insertKommune, insertRolle } from '../src/store/kommunen.ts';
import type { Store } from '../src/store/open.ts';
import type { Context } from '../src/usecases/context.ts';
import { beginErhebung, closeErhebung } from '../src/usecases/erhebungen.ts';
import { type NewAnswer, recordAssessments } from '../src/usecases/record-assessment.ts';

export interface StateKommune {
  kommune: Kommune;
  merkmale: Merkmale;
  rollen: readonly Omit<RoleAssignment, 'id'>[];
  profil: string;
}

/** One round of a Kommune: when it was recorded, and what. */
export interface StateRound {
  today: string;
  answers: readonly NewAnswer[];
}

/** Days on which the two rounds of the state were recorded. */
export const roundDays = ['2025-10-06', '2026-10-05'] as const;

/** mulberry32: small, fast, and the same everywhere. Values from 0 to below 1. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Size classes of Saxon Kommunen: upper bound of inhabitants, share of the Kommunen up to it. */
const sizeClasses = [
  { upTo: 2_000, from: 400, until: 0.28 },
  { upTo: 5_000, from: 2_000, until: 0.62 },
  { upTo: 10_000, from: 5_000, until: 0.83 },
  { upTo: 20_000, from: 10_000, until: 0.94 },
  { upTo: 60_000, from: 20_000, until: 1 },
] as const;

const districts = [
  'erzgebirgskreis',
  'mittelsachsen',
  'vogtlandkreis',
  'zwickau',
  'bautzen',
  'goerlitz',
  'meissen',
  'saechsische-schweiz-osterzgebirge',
  'leipzig',
  'nordsachsen',
] as const;

const profiles = ['sofort', 'einstieg', 'basis', 'standard'] as const;

export function stateKommunen(count: number, catalogue: Catalogue, seed: number): StateKommune[] {
  const random = randomFrom(seed);
  const oneOf = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    const slug = `kommune-${number}`;
    const share = random();
    const size = sizeClasses.find(({ until }) => share < until) ?? sizeClasses[0];
    const einwohner = Math.floor(size.from + random() * (size.upTo - size.from));
    const kommune = {
      slug,
      name: `Kommune ${number}`,
      art: einwohner > 4_000 && random() < 0.6 ? 'stadt' : 'gemeinde',
      ags: null,
      einwohner,
      landkreis: oneOf(districts),
    };
    const merkmale = Object.fromEntries(
      catalogue.vocabulary.merkmale.map(({ id }) => [id, oneOf<ThreeValued>(['ja', 'nein', 'ja', 'nein', 'unbekannt'])]),
    );
    return { kommune, merkmale, rollen: rolesOf(slug, random), profil: oneOf(profiles) };
  });
}

function rolesOf(kommune: string, random: () => number): Omit<RoleAssignment, 'id'>[] {
  const head = {
    kommune,
    rolle: 'leitung',
    person: 'Anna Beispiel',
    ab: '2022-08-01',
    bis: null,
    bestellt: null,
    gemeldet: null,
  };
  if (random() < 0.2) return [head];
  const officer = {
    kommune,
    rolle: 'bfis',
    person: 'Ines Sorbe',
    ab: '2024-03-01',
    bis: null,
    bestellt: random() < 0.8 ? '2024-03-01' : null,
    gemeldet: random() < 0.6 ? '2024-03-20' : null,
  };
  return [head, officer];
}

/** Share of the answers, in the order in which they are looked up. */
const statusShares: readonly [Umsetzungsstatus, number][] = [
  ['ja', 0.48],
  ['teilweise', 0.7],
  ['nein', 0.9],
  ['entbehrlich', 1],
];

const sources = ['interview', 'interview', 'paket', 'einzelantwort', 'sammel', 'bestaetigung', 'import'] as const;

/**
 * Answers of one Kommune in one round, recorded on `today`.
 * @param share of the controls that are answered, from 0 to 1
 */
export function stateAnswers(
  slug: string,
  catalogue: Catalogue,
  today: string,
  share: number,
  random: () => number,
): NewAnswer[] {
  return catalogue.controls
    .filter(({ retired }) => retired === undefined)
    .filter(() => random() < share)
    .map((control) => {
      const drawn = random();
      const status = statusShares.find(([, until]) => drawn < until)?.[0] ?? 'ja';
      const isGap = status === 'nein' || status === 'teilweise';
      const hasDate = isGap && random() < 0.6;
      return {
        kommune: slug,
        control: control.id,
        status,
        source: sources[Math.floor(random() * sources.length)] ?? 'interview',
        gueltigAb: addDuration(today, `-P${Math.floor(random() * 200)}D`),
        gesagtVon: 'Jan Krause',
        grund: status === 'entbehrlich' ? 'nicht-relevant' : undefined,
        begruendung: status === 'entbehrlich' || random() < 0.3 ? 'Im Gespräch am Rechner gezeigt, siehe Vermerk.' : undefined,
        nachweis: status === 'ja' && random() < 0.3 ? 'Konfigurationsauszug im Ordner IT-Sicherheit' : undefined,
        verantwortlich: hasDate ? 'IT-Betrieb' : undefined,
        bis: hasDate ? addDuration(today, `P${Math.floor(random() * 300)}D`) : undefined,
      };
    });
}

/** Context of the day on which a round is recorded, mornings at nine. */
export function contextOn(store: Store, catalogue: Catalogue, today: string): Context {
  return {
    store,
    catalogue,
    asOf: today,
    today,
    person: 'Ines Sorbe',
    programVersion: 'bench',
    now: () => new Date(`${today}T09:00:00.000Z`),
  };
}

/** Records the Kommunen themselves and opens their first round. */
export async function recordKommunen(context: Context, kommunen: readonly StateKommune[]): Promise<void> {
  const recording = { at: context.now().toISOString(), by: context.person };
  for (const { kommune, merkmale, rollen, profil } of kommunen) {
    await insertKommune(context.store, kommune, merkmale, '2025-01-01', recording);
    for (const rolle of rollen) await insertRolle(context.store, rolle, recording);
    await beginErhebung(context, kommune.slug, profil, 'Runde 2025');
  }
}

/** Closes the first round everywhere and opens the second, an hour before its answers are recorded: they are not part of the first. */
export async function beginSecondRound(day: Context, kommunen: readonly StateKommune[]): Promise<void> {
  const context = { ...day, now: () => new Date(day.now().getTime() - 3_600_000) };
  for (const { kommune, profil } of kommunen) {
    await closeErhebung(context, kommune.slug);
    await beginErhebung(context, kommune.slug, profil, 'Runde 2026');
  }
}

/** Records a small state whole, for tests: two rounds, not everything answered. */
export async function recordState(store: Store, catalogue: Catalogue, count: number, seed: number): Promise<StateKommune[]> {
  const kommunen = stateKommunen(count, catalogue, seed);
  const random = randomFrom(seed + 1);
  await recordKommunen(contextOn(store, catalogue, roundDays[0]), kommunen);
  for (const [round, day] of roundDays.entries()) {
    const context = contextOn(store, catalogue, day);
    if (round > 0) await beginSecondRound(context, kommunen);
    for (const { kommune } of kommunen) {
      await recordAssessments(context, kommune.slug, stateAnswers(kommune.slug, catalogue, day, 0.3 + random() * 0.7, random));
    }
  }
  return kommunen;
}
