/** An incident with its periods, as the commands about incidents need it. */
import { endOfDay } from '../domain/calendar.ts';
import type { Catalogue, Confidence } from '../domain/catalogue.ts';
import {
  type Binding,
  type IncidentDeadline,
  type IncidentPeriod,
  incidentDeadlines,
  incidentPeriodIds,
} from '../domain/incident.ts';
import { formatDue, formatWeekday } from '../domain/incident-clock.ts';
import type { Call } from '../domain/incident-contacts.ts';
import type { EntryValues, RegisterEntry } from '../domain/register.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { InvalidDataError } from '../errors.ts';
import { selectMerkmale } from '../store/kommunen.ts';
import { selectEntries, selectEntryVersions } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { saxonHolidays } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { groupsOf } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';
import { showEntry } from './registers.ts';

export interface Incident {
  kommune: string;
  id: string;
  values: EntryValues;
  /** Every version, oldest first. */
  versions: readonly RegisterEntry[];
}

/** @throws NotFoundError for the Kommune or the incident */
export async function findIncident(context: Context, kommune: string, id: string): Promise<Incident> {
  const { eintrag } = await showEntry(context, vorfall, kommune, id);
  const of = { kommune, register: vorfall.id, id: eintrag.id };
  const versions = await selectEntryVersions(context.store, stateAt(context), of);
  return { kommune, id: eintrag.id, values: eintrag.angaben, versions };
}

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

/** Whether it binds, in a word. */
export const bindingWords: Readonly<Record<Binding, string>> = {
  pflicht: 'Pflicht',
  freiwillig: 'freiwillig',
  unbekannt: 'unbekannt, ob Pflicht',
  entfaellt: 'entfällt',
};

/** „freiwillig: Nicht an KDN oder SVN angeschlossen.“ */
export function bindingText({ binding, reason }: Pick<IncidentDeadline, 'binding' | 'reason'>): string {
  return `${bindingWords[binding]}: ${reason}`;
}

const confidenceWords: Readonly<Record<Confidence, string>> = {
  V: 'Wortlaut gelesen',
  V23: 'ältere Fassung gelesen',
  S: 'aus zweiter Hand',
  A: 'entsprechend',
  H: 'eigene Folgerung',
  M: 'aus beruflicher Kenntnis',
};

/** „§ 17 … [S: aus zweiter Hand]“ */
export function sourceText({ source, confidence }: Pick<IncidentDeadline, 'source' | 'confidence'>): string {
  return `${source} [${confidence.map((mark) => `${mark}: ${confidenceWords[mark]}`).join(', ')}]`;
}

/** Until when; with the earlier day where the end was moved to a working day. */
export function dueText({ due, urgency, workingDay }: Pick<IncidentDeadline, 'due' | 'urgency' | 'workingDay'>): string {
  if (due === null) return urgency ?? 'ohne feste Stundenzahl';
  if (due.kind === 'uhrzeit' || due.unmoved === null || workingDay === null) return formatDue(due);
  return `${formatDue(due)} (ohne ${sourceText(workingDay)} schon ${formatWeekday(due.unmoved)})`;
}

export type DeadlineJson = CommandJson['vorfall fristen']['fristen'][number];

export function deadlineJson(deadline: IncidentDeadline): DeadlineJson {
  const { id, title, recipient, due, binding, reason, done, state, source, confidence } = deadline;
  return {
    id,
    titel: title,
    an: recipient,
    bis: dueText(deadline),
    bisZeitpunkt: due === null ? null : due.kind === 'uhrzeit' ? due.instant : endOfDay(due.day),
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
