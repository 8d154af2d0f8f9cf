/** What the head decided on issued reports, as reports tell it. */
import { formatDay } from '../domain/calendar.ts';
import type { DutyEvaluation } from '../domain/duties.ts';
import { type EntryValues, listIn, type RegisterEntry, textIn } from '../domain/register.ts';
import { dutyThatStays } from '../domain/risk-acceptance.ts';
import { entriesOf, type ReportInput } from './report-input.ts';

/** A decision of the head on an issued report. */
export interface DecisionData {
  id: string;
  /** Number of the report, or empty. */
  bericht: string;
  worueber: string;
  /** Measures it is about. */
  massnahmen: string[];
  ergebnis: string;
  am: string;
  anmerkung: string;
}

const resultWords: Readonly<Record<string, string>> = {
  angenommen: 'angenommen',
  geaendert: 'geändert',
  abgelehnt: 'abgelehnt',
  vertagt: 'vertagt',
};

/** In the order in which they are counted. */
export const decisionResults: readonly string[] = Object.values(resultWords);

/**
 * What the head decided since a day.
 * @returns the newest first, those of one day in the order of their numbers
 */
export function buildDecisions(input: ReportInput, since: string): DecisionData[] {
  const dayOf = ({ values }: RegisterEntry) => textIn(values, 'entschieden-am') ?? '';
  const measures = new Map(entriesOf(input, 'massnahme').map(({ id, values }) => [id, values]));
  const duties = input.evaluation.duties.get('saechsisichg') ?? [];
  return entriesOf(input, 'entscheidung')
    .filter((entry) => dayOf(entry) >= since)
    .toSorted((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0))
    .map((entry) => buildDecision(entry, measures, duties));
}

/** What is turned down and demanded by law says so: a decision of the head does not take the duty away. */
function buildDecision(
  { id, values }: RegisterEntry,
  measures: ReadonlyMap<string, EntryValues>,
  duties: readonly DutyEvaluation[],
): DecisionData {
  const [day, again] = [textIn(values, 'entschieden-am'), textIn(values, 'wiedervorlage')];
  const report = textIn(values, 'bericht')?.toUpperCase() ?? '';
  const remarks = [
    textIn(values, 'anmerkung'),
    again === null ? null : `Wiedervorlage ${formatDay(again)}`,
    dutyThatStays(values, measures, duties),
  ];
  return {
    id,
    bericht: /^B\d+$/.test(report) ? report : '',
    worueber: textIn(values, 'titel') ?? '',
    massnahmen: [...listIn(values, 'massnahmen')],
    ergebnis: resultWords[textIn(values, 'ergebnis') ?? ''] ?? '',
    am: day === null ? '' : formatDay(day),
    anmerkung: remarks.filter((part) => part !== null && part !== '').join('; '),
  };
}
