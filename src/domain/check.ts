/** The contract between a check's definition (data) and its judgement (code). */
import type { CheckDefinition } from './catalogue.ts';
import type { Verdict } from './finding.ts';
import type { Zielobjekt } from './kommune.ts';
import type { Observation } from './observation.ts';

export interface CheckContext {
  definition: CheckDefinition;
  /** Day for which is judged, YYYY-MM-DD; decides dated thresholds. */
  asOf: string;
  /** Declared Zielobjekte of the Kommune, for drift. */
  zielobjekte: readonly Zielobjekt[];
  /** Dated tables of the catalogue by name. */
  tables: Readonly<Record<string, unknown>>;
  /** What is judged together with the observation, itself included, for what only shows beside others. Absent: nothing else. */
  beside?: readonly Observation[];
}

/**
 * Judges one observation. Pure: the same observation, definition and date give the same verdict. Returns null when the
 * observation is none the check speaks about (for example plain HTTP for a check about HTTPS headers).
 */
export type Check = (observation: Observation, context: CheckContext) => Verdict | null;
