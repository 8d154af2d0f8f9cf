import type { Erhebung } from '../domain/assessment.ts';
import type { Catalogue, Profile } from '../domain/catalogue.ts';
import { topicsWithTrend } from '../domain/comparison.ts';
import { type Evaluation, type EvaluationInput, evaluate } from '../domain/evaluation.ts';
import { withLocalRows } from '../domain/local-rows.ts';
import type { Netzlauf } from '../domain/netzlauf.ts';
import { type RecordedClosing, selectClosings } from '../store/abschluesse.ts';
import { selectErhebungen } from '../store/assessments.ts';
import { selectKommune, selectMerkmale, selectRollen, selectZielobjekte } from '../store/kommunen.ts';
import { selectCurrentFindings, selectNetzlaeufe } from '../store/netzlaeufe.ts';
import type { RecordedLocalRow } from '../store/rahmenwerk-zeilen.ts';
import type { StateAt } from '../store/versions.ts';
import { findProfile, saxonHolidays } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { controlHash } from './control-hash.ts';
import { selectAnswers } from './current-answers.ts';
import { currentErhebung, stateAtClosing } from './erhebungen.ts';
import { selectInheritedRows } from './gruppen-shared.ts';
import { selectRegisterFacts } from './register-surroundings.ts';

/** An evaluation with what it was made from. */
export interface KommuneEvaluation {
  evaluation: Evaluation;
  input: EvaluationInput;
  erhebung: Erhebung | null;
  netzlaeufe: readonly Netzlauf[];
  localRows: readonly RecordedLocalRow[];
}

/** Weighs everything recorded and true on the context's day. Without a round the profile `einstieg` is looked at. */
export async function evaluateKommune(context: Context, slug: string): Promise<KommuneEvaluation> {
  const at = stateAt(context);
  const erhebungen = await selectErhebungen(context.store, slug, at);
  const erhebung = currentErhebung(erhebungen);
  return { ...(await evaluateAt(context, slug, at, findProfile(context.catalogue, erhebung?.profil ?? 'einstieg'))), erhebung };
}

async function evaluateAt(
  context: Context,
  slug: string,
  at: StateAt,
  profile: Profile,
): Promise<Omit<KommuneEvaluation, 'erhebung'>> {
  const { store, catalogue } = context;
  const localRows = await selectInheritedRows(context, slug, at);
  const rollen = await selectRollen(store, slug, at);
  const merkmale = await selectMerkmale(store, slug, at);
  const input: EvaluationInput = {
    asOf: at.day,
    catalogue: withLocalRows(catalogue, localRows),
    kommune: await selectKommune(store, slug, at),
    merkmale,
    rollen,
    zielobjekte: await selectZielobjekte(store, slug, at),
    answers: await selectAnswers(context, slug, at),
    findings: await selectCurrentFindings(store, slug, at),
    profile,
    holidays: saxonHolidays(catalogue),
    registerFacts: await selectRegisterFacts(context, slug, { merkmale, rollen }, at),
  };
  return { evaluation: evaluate(input), input, netzlaeufe: await selectNetzlaeufe(store, slug, at), localRows };
}

/** A closed round as it was asked and answered then. */
export interface EarlierRound {
  evaluation: Evaluation;
  label: string;
  /** Catalogue it was closed with, null where that was not kept. */
  catalogueHash: string | null;
}

/** Closings before the day looked at, oldest first, without that of the current round. */
export async function selectEarlierClosings(
  context: Context,
  slug: string,
  current: Erhebung | null,
): Promise<RecordedClosing[]> {
  const closings = await selectClosings(context.store, slug, stateAt(context));
  return closings.filter(({ erhebung: { id, abgeschlossen } }) => (abgeschlossen ?? '') < context.asOf && id !== current?.id);
}

/** The state the round before the current one was closed with, over the questions of that round; null if there is none. */
export async function evaluateEarlierRound(
  context: Context,
  slug: string,
  current: KommuneEvaluation,
): Promise<EarlierRound | null> {
  const closing = (await selectEarlierClosings(context, slug, current.erhebung)).at(-1);
  if (closing === undefined) return null;
  const profile = profileAtClosing(context.catalogue, closing);
  const { evaluation } = await evaluateAt(context, slug, stateAtClosing(closing), profile);
  return { evaluation, label: closing.erhebung.name, catalogueHash: closing.sealed?.katalog.hash ?? null };
}

/** What was asked then, which the profile of that name may no longer do; rounds closed before schema 4 kept no list. */
function profileAtClosing(catalogue: Catalogue, { erhebung: { profil }, sealed }: RecordedClosing): Profile {
  if (sealed === null) return findProfile(catalogue, profil);
  const known = catalogue.profiles.find(({ id }) => id === profil) ?? { id: profil, title: profil, note: '' };
  return { ...known, controls: [...new Set(sealed.fragen.map(({ control }) => control))] };
}

/** The same evaluation with the trend of every topic, by the rules of `erhebung vergleichen`. */
export function compareWith({ catalogue }: Context, evaluation: Evaluation, earlier: EarlierRound | null): Evaluation {
  if (earlier === null) return evaluation;
  const hashes = { now: catalogue.hash, earlier: earlier.catalogueHash };
  return { ...evaluation, topics: topicsWithTrend(evaluation, earlier.evaluation, controlHash, hashes) };
}
