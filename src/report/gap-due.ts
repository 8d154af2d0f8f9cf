/** What is planned for a gap and until when: the same in every report that names it. */
import type { Gap } from '../domain/evaluation.ts';
import { isSettled, listIn, type RegisterEntry, textIn } from '../domain/register.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import { entriesOf, type ReportInput } from './report-input.ts';

/** Measures that are to close a gap, in the order of their numbers. */
export function measuresFor(control: string, input: ReportInput): RegisterEntry[] {
  return entriesOf(input, 'massnahme').filter(
    ({ values }) => listIn(values, 'controls').includes(control) && !isSettled(massnahme, values),
  );
}

/**
 * The day the answer names, else the last day of its measures: the gap is closed when all of them are done.
 * @returns YYYY-MM-DD, null where neither names one
 */
export function gapDue({ bis }: Pick<Gap, 'bis'>, measures: readonly RegisterEntry[]): string | null {
  const days = measures.flatMap(({ values }) => textIn(values, 'faellig') ?? []);
  return bis ?? days.toSorted().at(-1) ?? null;
}
