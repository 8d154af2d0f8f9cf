import type { Assessment } from '../domain/assessment.ts';
import { selectAssessments } from '../store/assessments.ts';
import type { StateAt } from '../store/versions.ts';
import type { Context } from './context.ts';

/** The answers that count for a Kommune on a day: its own, and where it has none, what it inherits, with the origin. */
export async function selectAnswers({ store }: Context, slug: string, at: StateAt): Promise<Assessment[]> {
  return selectAssessments(store, slug, at);
}
