import type { Erhebung } from '../domain/assessment.ts';
import { topicsWithTrend } from '../domain/comparison.ts';
import { type Evaluation, type EvaluationInput, evaluate } from '../domain/evaluation.ts';
import { withLocalRows } from '../domain/local-rows.ts';
import type { Netzlauf } from '../domain/netzlauf.ts';
import { selectClosings } from '../store/abschluesse.ts';
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
  return evaluateAt(context, slug, at, currentErhebung(erhebungen));
}

async function evaluateAt(context: Context, slug: string, at: StateAt, erhebung: Erhebung | null): Promise<KommuneEvaluation> {
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
    profile: findProfile(catalogue, erhebung?.profil ?? 'einstieg'),
    holidays: saxonHolidays(catalogue),
    registerFacts: await selectRegisterFacts(context, slug, { merkmale, rollen }, at),
  };
  return { evaluation: evaluate(input), input, erhebung, netzlaeufe: await selectNetzlaeufe(store, slug, at), localRows };
}

/** The state the round before the current one was closed with, for trends; null if there is none. */
export async function evaluateEarlierRound(
  context: Context,
  slug: string,
  current: KommuneEvaluation,
): Promise<{ evaluation: Evaluation; label: string } | null> {
  const closing = (await selectClosings(context.store, slug, stateAt(context)))
    .filter(({ erhebung: { id, abgeschlossen } }) => (abgeschlossen ?? '') < context.asOf && id !== current.erhebung?.id)
    .at(-1);
  if (closing === undefined) return null;
  // The profile of the current round decides what is compared; the earlier state only gives the answers.
  const { evaluation } = await evaluateAt(context, slug, stateAtClosing(closing), current.erhebung ?? closing.erhebung);
  return { evaluation, label: closing.erhebung.name };
}

/** The same evaluation with the trend of every topic, by the rules of `erhebung vergleichen`. */
export function compareWith(evaluation: Evaluation, earlier: Evaluation | null): Evaluation {
  return earlier === null ? evaluation : { ...evaluation, topics: topicsWithTrend(evaluation, earlier, controlHash) };
}
