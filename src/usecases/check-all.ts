/** Network checks for many Kommunen, one after the other: each keeps its own run, its own Freigaben and its own trouble. */
import { type Freigabe, isValidOn } from '../domain/freigabe.ts';
import type { Kommune } from '../domain/kommune.ts';
import type { Vantage } from '../domain/observation.ts';
import { type ExitCode, ExpectedError, NotAuthorisedError } from '../errors.ts';
import { selectKommunen } from '../store/kommunen.ts';
import { type Context, stateNow } from './context.ts';
import { checkLandkreis } from './create-kommune.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';
import {
  type CheckCallbacks,
  type CheckRequest,
  type PreparedChecks,
  prepareChecks,
  runChecks,
  type Scanner,
} from './run-checks.ts';

type Outcome = CommandJson['netz pruefen-alle']['kommunen'][number];

export interface CheckAllCallbacks extends CheckCallbacks {
  /** Before anything is sent for a Kommune. */
  onPrepared?(kommune: Kommune, prepared: PreparedChecks, index: number, total: number): void;
  onDone?(outcome: Outcome): void;
}

/**
 * Kommunen with a Freigabe that holds today, of one Landkreis or of all; the names of the others apart.
 * @param blickwinkel only Freigaben with this vantage count; null: any
 * @throws NotAuthorisedError when a vantage is named and no Freigabe has it
 */
export async function kommunenToCheck(
  context: Context,
  landkreis: string | null,
  blickwinkel: Vantage | null = null,
): Promise<{ kommunen: Kommune[]; withoutFreigabe: string[] }> {
  await checkLandkreis(context, landkreis);
  const all = await selectKommunen(context.store, stateNow(context));
  const fitting = all.filter((each) => landkreis === null || each.landkreis === landkreis || each.slug === landkreis);
  const kommunen: Kommune[] = [];
  const withoutFreigabe: string[] = [];
  for (const kommune of fitting) {
    const freigaben = await selectUsableFreigaben(context, kommune.slug, stateNow(context));
    const fits = (freigabe: Freigabe) => blickwinkel === null || freigabe.blickwinkel === blickwinkel;
    if (freigaben.some((freigabe) => fits(freigabe) && isValidOn(freigabe, context.today))) kommunen.push(kommune);
    else withoutFreigabe.push(kommune.slug);
  }
  if (blickwinkel !== null && kommunen.length === 0)
    throw new NotAuthorisedError(
      `Heute gilt keine Freigabe mit Blickwinkel ${blickwinkel}. Es wurde nichts gesendet.`,
      'Ohne --blickwinkel prüfen, oder eine Freigabe mit diesem Blickwinkel erfassen.',
    );
  return { kommunen, withoutFreigabe };
}

/**
 * What goes wrong with one Kommune is told with it and does not stop the others. A stop by the user ends after what was running.
 * @param shared what is asked of each
 * @returns one outcome per Kommune that was begun, and the exit code of the first that failed
 */
export async function checkAll(
  context: Context,
  kommunen: readonly Kommune[],
  shared: Omit<CheckRequest, 'kommune' | 'ziele'>,
  scanner: Scanner,
  callbacks: CheckAllCallbacks = {},
): Promise<{ outcomes: Outcome[]; failed: ExitCode | null }> {
  const outcomes: Outcome[] = [];
  let failed: ExitCode | null = null;
  for (const [index, kommune] of kommunen.entries()) {
    if (callbacks.signal?.aborted === true) break;
    const request = { ...shared, kommune: kommune.slug, ziele: [] };
    const onPrepared = (prepared: PreparedChecks) => callbacks.onPrepared?.(kommune, prepared, index, kommunen.length);
    const done = await checkOne(context, request, scanner, { ...callbacks, onPrepared }).catch((error: unknown) => {
      if (!(error instanceof ExpectedError)) throw error;
      return { outcome: { ...nothingOf(kommune.slug), vollstaendig: false, fehler: error.message }, error };
    });
    if (done === null) break;
    failed ??= done.error?.exitCode ?? null;
    outcomes.push(done.outcome);
    callbacks.onDone?.(done.outcome);
  }
  return { outcomes, failed };
}

/** Null when it was stopped before anything was seen. */
async function checkOne(
  context: Context,
  request: CheckRequest,
  scanner: Scanner,
  callbacks: CheckCallbacks & { onPrepared(prepared: PreparedChecks): void },
): Promise<{ outcome: Outcome; error: ExpectedError | null } | null> {
  const prepared = await prepareChecks(context, request);
  callbacks.onPrepared(prepared);
  if (prepared.targets.length === 0 && prepared.domains.length === 0) {
    const hinweise = ['Es war nichts mehr offen.', ...prepared.notes];
    return { outcome: { ...nothingOf(request.kommune), vollstaendig: true, hinweise }, error: null };
  }
  const finished = await runChecks(context, request, prepared, scanner, callbacks);
  if (finished === null) return null;
  const { json, run, aborted } = finished;
  const error = finished.failure ?? finished.over;
  const outcome = {
    kommune: request.kommune,
    lauf: run.id,
    vollstaendig: !aborted && error === null,
    befunde: json.befunde.length,
    nichtInOrdnung: json.befunde.filter(({ ergebnis }) => ergebnis === 'not-met').length,
    unbestimmt: json.unbestimmt,
    hinweise: [...run.hinweise],
    fehler: error?.message ?? null,
  };
  return { outcome, error };
}

function nothingOf(kommune: string): Omit<Outcome, 'vollstaendig'> {
  return { kommune, lauf: null, befunde: 0, nichtInOrdnung: 0, unbestimmt: 0, hinweise: [], fehler: null };
}
