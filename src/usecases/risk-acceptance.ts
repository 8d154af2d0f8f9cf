/** What a risk may not be, seen from catalogue and law: accepted where it must be met, rated with steps the matrix does not have. */
import type { DutyEvaluation } from '../domain/duties.ts';
import type { EntryProblem, EntryValues } from '../domain/register.ts';
import { type RiskMatrix, ratingFields, riskPhases } from '../domain/risk.ts';
import { acceptanceObstacles, acceptanceRefusal } from '../domain/risk-acceptance.ts';
import { type Context, stateNow } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import { matrixInForce } from './risk-matrix.ts';

/** Duties of the SächsISichG as they stand on the context's day, evaluated once and only when they are asked for. */
export function dutiesOnce(context: Context, kommune: string): () => Promise<readonly DutyEvaluation[]> {
  let evaluated: Promise<readonly DutyEvaluation[]> | undefined;
  return () => {
    evaluated ??= evaluateKommune(context, kommune).then(({ evaluation }) => evaluation.duties.get('saechsisichg') ?? []);
    return evaluated;
  };
}

/**
 * Why an accepted risk must not be accepted, as a sentence; null where it may be, or is not accepted, or is gone.
 * @param duties asked for only when the answer hangs on them
 */
export async function acceptanceObstacle(
  { catalogue }: Context,
  values: EntryValues,
  duties: () => Promise<readonly DutyEvaluation[]>,
): Promise<string | null> {
  const { controls } = values;
  if (values['behandlung'] !== 'akzeptieren' || values['entfallen-am'] !== undefined || !Array.isArray(controls)) return null;
  const known = new Map(catalogue.controls.map((control) => [control.id, control]));
  return acceptanceRefusal(acceptanceObstacles(controls.map(String), known, await duties()));
}

/** Checks entries of one Kommune one after the other, by hand or of a whole table. */
export function riskCheck(context: Context, kommune: string): (values: EntryValues) => Promise<EntryProblem[]> {
  const today = { ...context, asOf: context.today };
  const duties = dutiesOnce(today, kommune);
  let inForce: ReturnType<typeof matrixInForce> | undefined;
  return async (values) => {
    inForce ??= matrixInForce(context, kommune, stateNow(context));
    const { matrix } = await inForce;
    const refusal = await acceptanceObstacle(context, values, duties);
    return [...stepProblems(matrix, values), ...(refusal === null ? [] : [{ field: 'behandlung', text: refusal }])];
  };
}

function stepProblems(matrix: RiskMatrix, values: EntryValues): EntryProblem[] {
  return riskPhases.flatMap((phase) =>
    (['frequency', 'damage'] as const).flatMap((scale) => {
      const field = ratingFields[phase][scale];
      const value = values[field];
      const last = matrix[scale].length;
      return typeof value === 'number' && value > last
        ? [{ field, text: `${value} gibt es in der Risikomatrix nicht; sie geht bis ${last}.` }]
        : [];
    }),
  );
}
