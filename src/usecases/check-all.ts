/** Network checks for many Kommunen, one after the other: each keeps its own run, its own Freigaben and its own trouble. */
import { isValidOn } from '../domain/freigabe.ts';
import type { Kommune } from '../domain/kommune.ts';
import { type ExitCode, ExpectedError } from '../errors.ts';
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

/** Kommunen with a Freigabe that holds today, of one Landkreis or of all; the names of the others apart. */
export async function kommunenToCheck(
  context: Context,
  landkreis: string | null,
): Promise<{ kommunen: Kommune[]; withoutFreigabe: string[] }> {
  await checkLandkreis(context, landkreis);
  const all = await selectKommunen(context.store, stateNow(context));
  const fitting = all.filter((each) => landkreis === null || each.landkreis === landkreis || each.slug === landkreis);
  const kommunen: Kommune[] = [];
  const withoutFreigabe: string[] = [];
  for (const kommune of fitting) {
    const freigaben = await selectUsableFreigaben(context, kommune.slug, stateNow(context));
    if (freigaben.some((freigabe) => isValidOn(freigabe, context.today))) kommunen.push(kommune);
    else withoutFreigabe.push(kommune.slug);
  }
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
    try {
      const prepared = await prepareChecks(context, request);
      callbacks.onPrepared?.(kommune, prepared, index, kommunen.length);
      const { json, run, aborted, failure } = await runChecks(context, request, prepared, scanner, callbacks);
      failed ??= failure?.exitCode ?? null;
      outcomes.push({
        kommune: kommune.slug,
        lauf: run.id,
        vollstaendig: !aborted && failure === null,
        befunde: json.befunde.length,
        nichtInOrdnung: json.befunde.filter(({ ergebnis }) => ergebnis === 'not-met').length,
        unbestimmt: json.unbestimmt,
        fehler: failure?.message ?? null,
      });
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      failed ??= error.exitCode;
      const nothing = { lauf: null, vollstaendig: false, befunde: 0, nichtInOrdnung: 0, unbestimmt: 0 };
      outcomes.push({ kommune: kommune.slug, ...nothing, fehler: error.message });
    }
    const last = outcomes.at(-1);
    if (last !== undefined) callbacks.onDone?.(last);
  }
  return { outcomes, failed };
}
