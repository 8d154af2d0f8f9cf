/** What councils are told about money, in the same words under every question. */
import { counted, formatNumber } from '../../german.ts';
import { costText } from '../../money.ts';
import { costsOf, openMeasures } from '../../register-figures.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';

export const noSeparateCost = 'Dafür sind keine eigenen Kosten erfasst.';

/** What the open measures cost, as far as somebody estimated it. */
export function costOfOpenMeasures(input: ReportInput): string {
  const open = openMeasures(entriesOf(input, 'massnahme'));
  if (open.length === 0) return 'Kosten sind nicht erfasst, weil keine offene Maßnahme erfasst ist.';
  const { once, yearly, unknown } = costsOf(open);
  const lead = `Für ${counted(open.length, 'offene Maßnahme', 'offene Maßnahmen')}`;
  const known = costText({ once, yearly });
  if (known === null) return `${lead} sind noch keine Kosten geschätzt.`;
  const rest = unknown === 0 ? '' : `; für ${formatNumber(unknown)} davon ist nichts geschätzt`;
  return `${lead}: ${known} (Schätzung)${rest}.`;
}
