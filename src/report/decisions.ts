/** What the head decided on issued reports, as reports tell it. */
import { formatDay } from '../domain/calendar.ts';
import { listIn, type RegisterEntry, textIn } from '../domain/register.ts';

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

/** @param entries of the register „entscheidung“ @returns the newest first, those of one day in the order of their numbers */
export function buildDecisions(entries: readonly RegisterEntry[]): DecisionData[] {
  const dayOf = ({ values }: RegisterEntry) => textIn(values, 'entschieden-am') ?? '';
  return entries.toSorted((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0)).map(buildDecision);
}

function buildDecision({ id, values }: RegisterEntry): DecisionData {
  const [day, again] = [textIn(values, 'entschieden-am'), textIn(values, 'wiedervorlage')];
  const report = textIn(values, 'bericht')?.toUpperCase() ?? '';
  const remarks = [textIn(values, 'anmerkung'), again === null ? null : `Wiedervorlage ${formatDay(again)}`];
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
