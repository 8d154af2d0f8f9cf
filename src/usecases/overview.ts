import type { Assessment, Erhebung } from '../domain/assessment.ts';
import type { Profile } from '../domain/catalogue.ts';
import { weakest } from '../domain/duties.ts';
import { controlsOfItem } from '../domain/framework-item.ts';
import { groupKind, withInherited } from '../domain/inheritance.ts';
import { informationsverbund, type Kommune, type Zielobjekt } from '../domain/kommune.ts';
import {
  ageing,
  type CountedAnswer,
  countDuties,
  type KommuneSummary,
  type LegalMinimum,
  legalMinimumOf,
  type OverviewInput,
  type SizeClass,
  sizeClassOf,
  sumCounts,
  summarise,
} from '../domain/overview.ts';
import { type RegisterNumbers, registerNumbers, sumOfKnown } from '../domain/overview-registers.ts';
import { selectAssessments } from '../store/assessments.ts';
import { selectGruppen, selectKommunen, selectZielobjekte } from '../store/kommunen.ts';
import { selectCurrentFindings } from '../store/netzlaeufe.ts';
import {
  type SpecialKommunen,
  selectAllErhebungen,
  selectAllMerkmale,
  selectAllRollen,
  selectCountedAnswers,
  selectSpecialKommunen,
} from '../store/overview.ts';
import { selectEntries } from '../store/register-entries.ts';
import { findById, findProfile, saxonHolidays } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { checkLandkreis } from './create-kommune.ts';
import { selectInherited } from './current-answers.ts';
import { currentErhebung } from './erhebungen.ts';
import type { CommandJson } from './json-schemas.ts';
import { registerFacts } from './register-surroundings.ts';

export type OverviewData = Omit<CommandJson['uebersicht'], 'dateien'>;
export type OverviewRow = OverviewData['kommunen'][number];

export const overviewOrders = ['name', 'einwohner', 'fortschritt', 'minimum', 'widersprueche', 'ueberfaellig', 'alter'] as const;
export type OverviewOrder = (typeof overviewOrders)[number];

export interface OverviewRequest {
  landkreis?: string | undefined;
  art?: string | undefined;
  groesse?: SizeClass | undefined;
  /** Looks at every Kommune over this profile; without one at each over that of its round. */
  profil?: string | undefined;
  sortierung: OverviewOrder;
}

/**
 * Every chosen Kommune with its numbers on the day, and their sums. Only numbers: no names of persons, no free text.
 * @throws NotFoundError for an unknown Landkreis, kind or profile
 */
export async function overviewOf(context: Context, request: OverviewRequest): Promise<OverviewData> {
  const { catalogue, asOf } = context;
  const profile = request.profil === undefined ? null : findProfile(catalogue, request.profil);
  const { chosen, unknownSize } = await chooseKommunen(context, request);
  const summaries = await summariseAll(context, chosen, profile);
  const rows = summaries.map(overviewRow).sort(orders[request.sortierung]);
  return {
    stand: asOf,
    katalog: { id: catalogue.id, edition: catalogue.edition, hash: catalogue.hash },
    filter: {
      landkreis: request.landkreis ?? null,
      art: request.art ?? null,
      groesse: request.groesse ?? null,
      profil: request.profil ?? null,
    },
    ohneEinwohnerzahl: unknownSize,
    minimum: legalMinimumOf(catalogue).items.map(({ id, ref, kind, short, confidence }) => ({
      id,
      ref,
      art: kind,
      kurz: short,
      vertrauen: weakest(confidence),
    })),
    kommunen: rows,
    summe: sumOf(rows, summaries, Number(asOf.slice(0, 4))),
  };
}

async function chooseKommunen(context: Context, { landkreis, art, groesse }: OverviewRequest) {
  await checkLandkreis(context, landkreis ?? null);
  const kinds = [...context.catalogue.vocabulary.kommuneKinds, { id: groupKind }];
  if (art !== undefined) findById(kinds, art, 'Eine Art', 'Mögliche Arten sind');
  const bodies = await (art === groupKind ? selectGruppen : selectKommunen)(context.store, stateAt(context));
  const fitting = bodies.filter(
    (kommune) => (landkreis === undefined || isIn(kommune, landkreis)) && (art === undefined || kommune.art === art),
  );
  if (groesse === undefined) return { chosen: fitting, unknownSize: 0 };
  return {
    chosen: fitting.filter((kommune) => sizeClassOf(kommune) === groesse),
    unknownSize: fitting.filter((kommune) => sizeClassOf(kommune) === null).length,
  };
}

/** The Landkreis itself belongs to its Kommunen. */
function isIn(kommune: Kommune, landkreis: string): boolean {
  return kommune.landkreis === landkreis || (kommune.art === 'landkreis' && kommune.slug === landkreis);
}

export interface SummarisedKommune {
  kommune: Kommune;
  profile: Profile;
  erhebung: Erhebung | null;
  summary: KommuneSummary;
  registers: RegisterNumbers;
}

/** By one lean query per profile; Kommunen with findings or disputed answers with their answers in full, one by one. */
export async function summariseAll(
  context: Context,
  kommunen: readonly Kommune[],
  profile: Profile | null,
): Promise<SummarisedKommune[]> {
  const { store, catalogue, asOf } = context;
  const at = stateAt(context);
  const special = await selectSpecialKommunen(store);
  const erhebungen = await selectAllErhebungen(store, at);
  const looked = kommunen.map((kommune) => {
    const erhebung = currentErhebung(erhebungen.get(kommune.slug) ?? []);
    return { kommune, erhebung, profile: profile ?? findProfile(catalogue, erhebung?.profil ?? 'einstieg') };
  });
  const plain = looked.filter(({ kommune }) => isPlain(kommune.slug, special));
  const minimum = legalMinimumOf(catalogue);
  const counted = await selectCounted(context, plain, minimum);
  const inherited = await selectInherited(context, [...special.inheriting], at);
  const merkmale = await selectAllMerkmale(store, at);
  const rollen = await selectAllRollen(store, at);
  const entries = Map.groupBy(await selectEntries(store, at), ({ kommune }) => kommune);
  const shared = { asOf, catalogue, minimum, holidays: saxonHolidays(catalogue) };
  const all: SummarisedKommune[] = [];
  for (const each of looked) {
    const { slug } = each.kommune;
    const foreign = inherited.get(slug) ?? [];
    const summary = summarise({
      ...shared,
      merkmale: merkmale.get(slug) ?? {},
      rollen: rollen.get(slug) ?? [],
      registerFacts: registerFacts(context, entries.get(slug) ?? [], {
        merkmale: merkmale.get(slug) ?? {},
        rollen: rollen.get(slug) ?? [],
        day: asOf,
      }),
      zielobjekte: special.structured.has(slug) ? await selectZielobjekte(store, slug, at) : [verbundOf(each.kommune)],
      profile: each.profile,
      held: isPlain(slug, special)
        ? { findings: [], answers: withNearest(counted.get(slug) ?? [], foreign, asOf) }
        : await heldInFull(context, slug, foreign),
    });
    all.push({ ...each, summary, registers: registerNumbers(entries.get(slug) ?? [], asOf) });
  }
  return all;
}

/** The answers to the questions of each one's profile and of the legal minimum. */
async function selectCounted(
  context: Context,
  plain: readonly Pick<SummarisedKommune, 'kommune' | 'profile'>[],
  minimum: LegalMinimum,
): Promise<ReadonlyMap<string, readonly CountedAnswer[]>> {
  const lawful = minimum.items.flatMap(controlsOfItem);
  const counted = new Map<string, readonly CountedAnswer[]>();
  for (const [profile, group] of Map.groupBy(plain, (each) => each.profile)) {
    const slugs = group.map(({ kommune }) => kommune.slug);
    const controls = new Set([...profile.controls, ...lawful]);
    for (const [slug, answers] of await selectCountedAnswers(context.store, slugs, stateAt(context), controls)) {
      counted.set(slug, answers);
    }
  }
  return counted;
}

function isPlain(slug: string, { disputed, found }: SpecialKommunen): boolean {
  return !disputed.has(slug) && !found.has(slug);
}

/** What `withInherited` chooses, without what stands behind it. */
function withNearest(own: readonly CountedAnswer[], inherited: readonly Assessment[], day: string): readonly CountedAnswer[] {
  if (inherited.length === 0) return own;
  const answered = new Set(own.filter(({ zielobjekt }) => zielobjekt === informationsverbund).map(({ control }) => control));
  const missing = inherited.filter(({ control }) => !answered.has(control));
  return [...own, ...withInherited([], missing, day)];
}

async function heldInFull(context: Context, slug: string, inherited: readonly Assessment[]): Promise<OverviewInput['held']> {
  const { store, asOf } = context;
  const findings = await selectCurrentFindings(store, slug, stateAt(context));
  const own = await selectAssessments(store, slug, stateAt(context));
  return { findings, answers: withInherited(own, inherited, asOf) };
}

function verbundOf({ slug, name }: Kommune): Zielobjekt {
  return { kuerzel: informationsverbund, kommune: slug, typ: 'informationsverbund', name, adressen: [] };
}

export function overviewRow({ kommune, profile, erhebung, summary, registers }: SummarisedKommune): OverviewRow {
  const { slug, name, art, landkreis, einwohner } = kommune;
  const { medianDays, oldestDays } = ageing(summary.ages);
  return {
    kommune: slug,
    name,
    art,
    landkreis,
    einwohner,
    groesse: sizeClassOf(kommune),
    profil: profile.id,
    erhebung:
      erhebung === null
        ? null
        : { id: erhebung.id, name: erhebung.name, begonnen: erhebung.begonnen, abgeschlossen: erhebung.abgeschlossen },
    gesamt: summary.total,
    minimum: {
      ergebnis: countDuties(summary.minimum.map(({ status }) => status)),
      punkte: summary.minimum.map(({ item, status }) => ({ id: item.id, art: item.kind, status })),
    },
    widersprueche: summary.contradictions,
    hinweise: summary.hints,
    luecken: { n: summary.gaps.n, ueberfaellig: summary.gaps.overdue, ohneTermin: summary.gaps.withoutDate },
    antworten: { n: summary.answers.n, gesammelt: summary.answers.bulk, uebernommen: summary.answers.inherited },
    alter: { medianTage: medianDays, aeltesteTage: oldestDays },
    massnahmen: {
      offen: registers.measures.open,
      ueberfaellig: registers.measures.overdue,
      ohneTermin: registers.measures.undated,
    },
    vorfaelle: { offen: registers.incidents.open, erheblich: registers.incidents.serious },
    stunden: { jahr: registers.hours.year, geplant: registers.hours.planned, verbraucht: registers.hours.used },
  };
}

function sumOf(rows: readonly OverviewRow[], summaries: readonly SummarisedKommune[], year: number): OverviewData['summe'] {
  const sum = (value: (row: OverviewRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  const { medianDays, oldestDays } = ageing(summaries.flatMap(({ summary }) => summary.ages));
  return {
    kommunen: rows.length,
    ohneErhebung: rows.filter(({ erhebung }) => erhebung === null).length,
    gesamt: sumCounts(rows.map(({ gesamt }) => gesamt)),
    minimum: countDuties(rows.flatMap(({ minimum }) => minimum.punkte.map(({ status }) => status))),
    minimumErfuellt: rows.filter(
      ({ minimum }) => minimum.ergebnis.erfuellt + minimum.ergebnis.nichtAnwendbar === minimum.ergebnis.n,
    ).length,
    widersprueche: sum((row) => row.widersprueche),
    hinweise: sum((row) => row.hinweise),
    luecken: {
      n: sum(({ luecken }) => luecken.n),
      ueberfaellig: sum(({ luecken }) => luecken.ueberfaellig),
      ohneTermin: sum(({ luecken }) => luecken.ohneTermin),
    },
    antworten: {
      n: sum(({ antworten }) => antworten.n),
      gesammelt: sum(({ antworten }) => antworten.gesammelt),
      uebernommen: sum(({ antworten }) => antworten.uebernommen),
    },
    alter: { medianTage: medianDays, aeltesteTage: oldestDays },
    massnahmen: {
      offen: sum(({ massnahmen }) => massnahmen.offen),
      ueberfaellig: sum(({ massnahmen }) => massnahmen.ueberfaellig),
      ohneTermin: sum(({ massnahmen }) => massnahmen.ohneTermin),
    },
    vorfaelle: { offen: sum(({ vorfaelle }) => vorfaelle.offen), erheblich: sum(({ vorfaelle }) => vorfaelle.erheblich) },
    stunden: {
      jahr: year,
      geplant: sumOfKnown(rows.map(({ stunden }) => stunden.geplant)),
      verbraucht: sumOfKnown(rows.map(({ stunden }) => stunden.verbraucht)),
    },
  };
}

type Compare = (a: OverviewRow, b: OverviewRow) => number;

const byName: Compare = (a, b) => a.name.localeCompare(b.name, 'de') || (a.kommune < b.kommune ? -1 : 1);

/** What needs attention comes first; the same numbers by name. */
const orders: Readonly<Record<OverviewOrder, Compare>> = {
  name: byName,
  einwohner: (a, b) => (b.einwohner ?? -1) - (a.einwohner ?? -1) || byName(a, b),
  fortschritt: (a, b) => knownShare(a) - knownShare(b) || byName(a, b),
  minimum: (a, b) => missing(b) - missing(a) || byName(a, b),
  widersprueche: (a, b) => b.widersprueche - a.widersprueche || b.hinweise - a.hinweise || byName(a, b),
  ueberfaellig: (a, b) => b.luecken.ueberfaellig - a.luecken.ueberfaellig || byName(a, b),
  alter: (a, b) => (b.alter.medianTage ?? -1) - (a.alter.medianTage ?? -1) || byName(a, b),
};

function knownShare({ gesamt: { n, offen, zuBestaetigen } }: OverviewRow): number {
  return n === 0 ? 0 : (n - offen - zuBestaetigen) / n;
}

/** A duty not met weighs more than one nobody knows about. */
function missing({ minimum: { ergebnis } }: OverviewRow): number {
  return ergebnis.nichtErfuellt * 10_000 + ergebnis.offen * 100 + ergebnis.teilweise;
}
