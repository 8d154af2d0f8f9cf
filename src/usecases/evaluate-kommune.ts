import type { Erhebung } from '../domain/assessment.ts';
import { endOfDay } from '../domain/calendar.ts';
import { type Evaluation, type EvaluationInput, evaluate, withTrend } from '../domain/evaluation.ts';
import { currentFindings, type Netzlauf } from '../domain/netzlauf.ts';
import { selectErhebungen } from '../store/assessments.ts';
import { selectKommune, selectMerkmale, selectRollen, selectZielobjekte } from '../store/kommunen.ts';
import { selectFindings, selectNetzlaeufe } from '../store/netzlaeufe.ts';
import type { StateAt } from '../store/versions.ts';
import { findProfile, saxonHolidays } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { selectAnswers } from './current-answers.ts';
import { currentErhebung } from './erhebungen.ts';

/** An evaluation with what it was made from. */
export interface KommuneEvaluation {
  evaluation: Evaluation;
  input: EvaluationInput;
  erhebung: Erhebung | null;
  netzlaeufe: readonly Netzlauf[];
}

/** Weighs everything recorded and true on the context's day. Without a round the profile `einstieg` is looked at. */
export async function evaluateKommune(context: Context, slug: string): Promise<KommuneEvaluation> {
  const at = stateAt(context);
  const erhebungen = await selectErhebungen(context.store, slug, at);
  return evaluateAt(context, slug, at, currentErhebung(erhebungen));
}

async function evaluateAt(context: Context, slug: string, at: StateAt, erhebung: Erhebung | null): Promise<KommuneEvaluation> {
  const { store, catalogue } = context;
  const input: EvaluationInput = {
    asOf: at.day,
    catalogue,
    kommune: await selectKommune(store, slug, at),
    merkmale: await selectMerkmale(store, slug, at),
    rollen: await selectRollen(store, slug, at),
    zielobjekte: await selectZielobjekte(store, slug, at),
    answers: await selectAnswers(context, slug, at),
    findings: currentFindings(await selectFindings(store, slug, at)),
    profile: findProfile(catalogue, erhebung?.profil ?? 'einstieg'),
    holidays: saxonHolidays(catalogue),
  };
  return { evaluation: evaluate(input), input, erhebung, netzlaeufe: await selectNetzlaeufe(store, slug, at) };
}

/** The state on the day the round before the current one was closed, for trends; null if there is none. */
export async function evaluateEarlierRound(
  context: Context,
  slug: string,
  current: KommuneEvaluation,
): Promise<{ evaluation: Evaluation; label: string } | null> {
  const erhebungen = await selectErhebungen(context.store, slug, stateAt(context));
  const closed = erhebungen
    .filter((e) => e.abgeschlossen !== null && e.abgeschlossen < context.asOf && e.id !== current.erhebung?.id)
    .at(-1);
  if (closed?.abgeschlossen === undefined || closed.abgeschlossen === null) return null;
  const at = { day: closed.abgeschlossen, before: endOfDay(closed.abgeschlossen) };
  // The profile of the current round decides what is compared; the earlier day only gives the answers.
  const { evaluation } = await evaluateAt(context, slug, at, current.erhebung ?? closed);
  return { evaluation, label: closed.name };
}

/** The same evaluation with the trend of every topic. */
export function compareWith(evaluation: Evaluation, earlier: Evaluation | null): Evaluation {
  return earlier === null ? evaluation : { ...evaluation, topics: withTrend(evaluation.topics, earlier.topics) };
}
