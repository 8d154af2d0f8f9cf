/** Periods of incidents for the list of what is due. It counts days; the moment stands in the text. */
import type { DueItem } from '../domain/due.ts';
import { dayOfDue } from '../domain/incident-clock.ts';
import { bindingWords, dueText } from '../domain/incident-words.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { selectEntries } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import type { Context } from './context.ts';
import { deadlinesOf, momentOf } from './incident-state.ts';

/** Open and overdue periods of one Kommune, the duties; where it is not known whether they bind, only while the incident is open. */
export async function incidentDue(context: Context, kommune: string, at: StateAt): Promise<DueItem[]> {
  const entries = await selectEntries(context.store, at, { kommune, register: vorfall.id });
  const items: DueItem[] = [];
  for (const { id, values, removed } of entries) {
    if (removed !== null) continue;
    const isClosed = values['status'] === 'abgeschlossen';
    for (const deadline of await deadlinesOf(context, kommune, values, at, momentOf(context))) {
      const { due, binding, state, title, recipient } = deadline;
      const isDue = state === 'offen' || state === 'ueberschritten';
      if (due === null || !isDue || binding === 'freiwillig' || (isClosed && binding === 'unbekannt')) continue;
      items.push({
        day: dayOfDue(due),
        kind: 'vorfall',
        kommune,
        // One incident has several periods.
        id: `${id} ${deadline.id.replace('vorfall-', '')}`,
        text: `${title}, an ${recipient}: bis ${dueText(deadline)} (${bindingWords[binding]}) [${deadline.confidence.join(', ')}]`,
        who: null,
        isLate: state === 'ueberschritten',
      });
    }
  }
  return items;
}
