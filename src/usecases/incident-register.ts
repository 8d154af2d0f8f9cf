/** What is recorded about an incident besides its fields: notes with their own time, the classification, and how the periods stand. */
import { incidentTimeline } from '../domain/incident.ts';
import { type IncidentKind, suggestKind } from '../domain/incident-classification.ts';
import { readMoment } from '../domain/incident-clock.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { InvalidDataError } from '../errors.ts';
import { type Context, stateAt } from './context.ts';
import { findIncident, type Incident } from './find-incident.ts';
import { deadlineJson, deadlinesOf, momentOf } from './incident-state.ts';
import type { CommandJson } from './json-schemas.ts';
import { changeEntry } from './registers.ts';

export interface IncidentAddress {
  kommune: string;
  id: string;
}

/** @throws NotFoundError */
export async function showIncidentDeadlines(
  context: Context,
  { kommune, id }: IncidentAddress,
): Promise<CommandJson['vorfall fristen']> {
  const incident = await findIncident(context, kommune, id);
  const deadlines = await deadlinesOf(context, kommune, incident.values, stateAt(context), momentOf(context));
  const suggestion = suggestKind(incident.values);
  return {
    vorfall: incident.id,
    titel: String(incident.values['titel'] ?? ''),
    kenntnis: String(incident.values['kenntnis'] ?? ''),
    art: kindOf(incident),
    vorschlag: { art: suggestion.kind, grund: suggestion.reason },
    fristen: deadlines.map(deadlineJson),
  };
}

function kindOf({ values }: Incident): IncidentKind | null {
  return (values['art'] as IncidentKind | undefined) ?? null;
}

/** @throws NotFoundError */
export async function showIncidentTimeline(
  context: Context,
  { kommune, id }: IncidentAddress,
): Promise<CommandJson['vorfall verlauf']> {
  const incident = await findIncident(context, kommune, id);
  return {
    vorfall: incident.id,
    verlauf: incidentTimeline(incident.versions).map(({ at, text, recordedAt, recordedBy, isLate }) => ({
      am: at,
      text,
      erfasstAm: recordedAt,
      erfasstVon: recordedBy,
      nachgetragen: isLate,
    })),
  };
}

/**
 * Appends a note to the time line. It cannot be changed afterwards; what was wrong is put right by a further note.
 * @param am as typed; without it now
 * @throws NotFoundError; InvalidDataError for an empty note or a moment that is none or lies ahead
 */
export async function addIncidentNote(
  context: Context,
  { kommune, id, text, am }: IncidentAddress & { text: string; am: string | undefined },
): Promise<CommandJson['vorfall verlauf']> {
  if (text.trim() === '') throw new InvalidDataError('Die Notiz ist leer.', 'Den Text in Anführungszeichen angeben.');
  const at = pastMoment(am ?? 'jetzt', context.now().toISOString(), '--am');
  await changeEntry(context, vorfall, { kommune, id, typed: { notiz: text, 'notiz-am': at } });
  return showIncidentTimeline(context, { kommune, id });
}

/** @throws InvalidDataError for a moment that is none, or that has not come yet */
export function pastMoment(typed: string, now: string, what: string): string {
  const moment = readMoment(typed, now);
  if (moment === null)
    throw new InvalidDataError(
      `${what}: „${typed}“ ist kein Zeitpunkt.`,
      'Zum Beispiel „jetzt“, „18:05“, „gestern 17:30“ oder „2026-11-20 18:05“.',
    );
  if (moment > now)
    throw new InvalidDataError(`${what}: „${typed}“ liegt in der Zukunft.`, 'Erfasst wird, was schon geschehen ist.');
  return moment;
}

export interface Classification extends IncidentAddress {
  /** Answers by field; a question without one keeps what is recorded. */
  answers: Readonly<Record<string, string>>;
  /** What it is to be called instead of what follows from the answers. */
  art: string | undefined;
  grund: string | undefined;
}

/**
 * Records the answers and what follows from them. Where nothing follows yet, the kind is taken back unless it is given.
 * @throws NotFoundError; InvalidDataError when another kind is given without a reason
 */
export async function classifyIncident(
  context: Context,
  { kommune, id, answers, art, grund }: Classification,
): Promise<CommandJson['vorfall einordnen']> {
  const { values } = await findIncident(context, kommune, id);
  const suggestion = suggestKind({ ...values, ...answers });
  const kind = art ?? suggestion.kind ?? '';
  const isOwn = art !== undefined && art.toLowerCase() !== suggestion.kind;
  if (isOwn && (grund ?? '').trim() === '')
    throw new InvalidDataError(
      suggestion.kind === null
        ? `Aus den Antworten folgt noch keine Art. ${suggestion.reason}`
        : `Aus den Antworten folgt „${suggestion.kind}“. ${suggestion.reason}`,
      'Wer anders einordnet, nennt den Grund mit --grund.',
    );
  const typed = { ...answers, art: kind, 'art-grund': isOwn ? (grund ?? '') : '' };
  const entry = await changeEntry(context, vorfall, { kommune, id, typed });
  return {
    eintrag: entry,
    vorschlag: { art: suggestion.kind, grund: suggestion.reason },
    art: (entry.angaben['art'] as IncidentKind | undefined) ?? null,
    abweichend: isOwn,
  };
}
