/** An incident with its periods, as the commands about incidents need it. */
import { endOfDay } from '../domain/calendar.ts';
import type { Catalogue, Confidence } from '../domain/catalogue.ts';
import { type IncidentDeadline, type IncidentPeriod, incidentDeadlines, incidentPeriodIds } from '../domain/incident.ts';
import { endOfDue } from '../domain/incident-clock.ts';
import type { Call } from '../domain/incident-contacts.ts';
import { dueText } from '../domain/incident-words.ts';
import type { EntryValues, RegisterEntry } from '../domain/register.ts';
import { InvalidDataError } from '../errors.ts';
import { selectMerkmale } from '../store/kommunen.ts';
import { selectEntries } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { saxonHolidays } from './catalogue-lookup.ts';
import type { Context } from './context.ts';
import { groupsOf } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';

/** Entries of a register that counts for members too: the Kommune's own first, then those of its groups. */
export async function entriesWithGroups(
  context: Context,
  kommune: string,
  register: string,
  at: StateAt,
): Promise<RegisterEntry[]> {
  const entries: RegisterEntry[] = [];
  for (const slug of [kommune, ...(await groupsOf(context, kommune, at))])
    entries.push(...(await selectEntries(context.store, at, { kommune: slug, register })));
  return entries.filter(({ removed }) => removed === null);
}

/** The moment up to which things have happened: now, or the end of the day that is looked back at. ISO 8601 UTC. */
export function momentOf({ asOf, today, now }: Context): string {
  return asOf === today ? now().toISOString() : endOfDay(asOf);
}

interface PeriodRow {
  id: string;
  title: string;
  duration?: string;
  urgency?: string;
  source: string;
  confidence: readonly Confidence[];
  working_day?: { source: string; confidence: readonly Confidence[] };
}

/**
 * The periods of incidents from the table `fristen`.
 * @throws InvalidDataError when the catalogue lacks one
 */
export function incidentPeriods({ tables, edition }: Catalogue): IncidentPeriod[] {
  const table = tables['fristen'] as { entries?: readonly PeriodRow[]; without_period?: readonly PeriodRow[] } | undefined;
  const rows = [...(table?.entries ?? []), ...(table?.without_period ?? [])];
  return incidentPeriodIds.map((id) => {
    const row = rows.find((each) => each.id === id);
    if (row === undefined)
      throw new InvalidDataError(
        `Die Tabelle „fristen“ des Katalogs ${edition} nennt „${id}“ nicht.`,
        'Die Zeile in tables/fristen.yaml ergänzen.',
      );
    const { title, duration, urgency, source, confidence, working_day } = row;
    return {
      ...{ id, title, source, confidence },
      duration: duration ?? null,
      urgency: urgency ?? null,
      workingDay: working_day ?? null,
    };
  });
}

export async function deadlinesOf(
  { store, catalogue }: Context,
  kommune: string,
  values: EntryValues,
  at: StateAt,
  now: string,
): Promise<IncidentDeadline[]> {
  const merkmale = await selectMerkmale(store, kommune, at);
  return incidentDeadlines(values, incidentPeriods(catalogue), { merkmale, holidays: saxonHolidays(catalogue), now });
}

export type DeadlineJson = CommandJson['vorfall fristen']['fristen'][number];

export function deadlineJson(deadline: IncidentDeadline): DeadlineJson {
  const { id, title, recipient, due, binding, reason, done, state, source, confidence } = deadline;
  return {
    id,
    titel: title,
    an: recipient,
    bis: dueText(deadline),
    bisZeitpunkt: due === null ? null : endOfDue(due),
    verbindlich: binding,
    grund: reason,
    erledigt: done,
    stand: state,
    grundlage: source,
    vertrauen: [...confidence],
  };
}

export function callJson({ id, office, why, person, contacts, lookUp }: Call): CommandJson['vorfall sofort']['anrufen'][number] {
  return {
    id,
    stelle: office,
    warum: why,
    person,
    kontakte: contacts.map(({ name, day, night, deputy, mail }) => ({ name, tag: day, nacht: night, vertretung: deputy, mail })),
    fehlt: contacts.length > 0 ? null : `Nummer fehlt, nachsehen: ${lookUp}`,
  };
}
