/** The one rule by which gaps are late or without a day, in every list and number. */
import type { Assessment } from './assessment.ts';

/** What has to be known of the answer behind a gap. */
export type GapAnswer = Pick<Assessment, 'bis' | 'verantwortlich' | 'origin'>;

/**
 * A gap is closed where its answer was recorded. Inherited from a group, a provider or the Kommune that carries out the administration,
 * it is a gap here, but its day and whoever closes it stand there, and are counted there only.
 */
export function isClosedHere({ origin }: GapAnswer): boolean {
  return origin === null;
}

/** The day until which it was to be closed is past. */
export function isLateGap(gap: GapAnswer, asOf: string): boolean {
  return isClosedHere(gap) && gap.bis !== null && gap.bis < asOf;
}

/** Nobody or no day is named. */
export function isUndatedGap(gap: GapAnswer): boolean {
  return isClosedHere(gap) && (gap.bis === null || gap.verantwortlich === null);
}
