/** What a decision of the head has to agree with: the issued report it is about. */
import { formatDay } from '../domain/calendar.ts';
import { type EntryProblem, type EntryValues, textIn } from '../domain/register.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import { dutyThatStays, turnedDownControls } from '../domain/risk-acceptance.ts';
import { selectFiledReports } from '../store/abgelegte-berichte.ts';
import { selectEntries } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { type Context, stateNow } from './context.ts';
import { dutiesOnce } from './risk-acceptance.ts';

/** Checks entries of one Kommune one after the other, by hand or of a whole table. */
export function decisionCheck(context: Context, kommune: string): (values: EntryValues) => Promise<EntryProblem[]> {
  return async (values) => {
    const reports = await selectFiledReports(context.store, stateNow(context), kommune);
    const [nr, decided] = [textIn(values, 'bericht')?.toUpperCase(), textIn(values, 'entschieden-am')];
    const report = reports.find(({ id }) => id === nr);
    if (report === undefined) {
      const known =
        reports.length === 0 ? 'Abgelegt ist noch keiner.' : `Abgelegt sind: ${reports.map(({ id }) => id).join(', ')}.`;
      return [{ field: 'bericht', text: `Einen abgelegten Bericht ${nr} gibt es nicht. ${known}` }];
    }
    if (decided === null || decided >= report.abgelegtAm) return [];
    const text = `Entschieden am ${formatDay(decided)}: Der Bericht ${report.id} wurde erst am ${formatDay(report.abgelegtAm)} abgelegt.`;
    return [{ field: 'entschieden-am', text }];
  };
}

/** What a decision of the head does not change, as a sentence: whoever turns down what the law demands still owes it. */
export function decisionHints(context: Context, kommune: string, at: StateAt): (values: EntryValues) => Promise<string[]> {
  const duties = dutiesOnce(context, kommune);
  let selected: Promise<ReadonlyMap<string, EntryValues>> | undefined;
  const measures = async () => {
    const entries = await selectEntries(context.store, at, { kommune, register: massnahme.id });
    return new Map(entries.map(({ id, values }) => [id, values]));
  };
  return async (values) => {
    if (textIn(values, 'ergebnis') !== 'abgelehnt') return [];
    selected ??= measures();
    if (turnedDownControls(values, await selected).length === 0) return [];
    const stays = dutyThatStays(values, await selected, await duties());
    return stays === null ? [] : [stays];
  };
}
