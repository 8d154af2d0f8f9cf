/** The draft of a report about an incident, with everything whoever sends it needs beside it. */

import type { IncidentDeadline, TimelineEntry } from '../domain/incident.ts';
import { formatMoment } from '../domain/incident-clock.ts';
import type { Call } from '../domain/incident-contacts.ts';
import { firstHour } from '../domain/incident-first-hour.ts';
import { type IncidentReport, notKnown } from '../domain/incident-report.ts';
import { bindingText, dueMomentText, sourceText } from '../domain/incident-words.ts';
import type { Page, PageSection } from './page-html.ts';

export interface IncidentDraft {
  kommune: string;
  id: string;
  /** ISO 8601 UTC, when it was written. */
  writtenAt: string;
  reports: readonly IncidentReport[];
  deadlines: readonly IncidentDeadline[];
  calls: readonly Call[];
  timeline: readonly TimelineEntry[];
}

export function incidentPage(draft: IncidentDraft): Page {
  const { kommune, id, writtenAt, reports, deadlines, calls, timeline } = draft;
  const applying = deadlines.filter(({ state }) => state !== 'entfaellt');
  return {
    title: `Entwurf: Vorfall ${id}`,
    subtitle: `${kommune} · geschrieben ${formatMoment(writtenAt)} · noch nicht gesendet`,
    sections: [
      {
        title: 'Fristen',
        table: {
          headers: ['Bis', 'Was', 'An', 'Gilt', 'Grundlage'],
          rows: applying.map((deadline) => [
            dueMomentText(deadline),
            deadline.title,
            deadline.recipient,
            bindingText(deadline),
            sourceText(deadline),
          ]),
        },
      },
      {
        title: 'Wen anrufen',
        table: { headers: ['Wer', 'Name', 'Tag', 'Nacht', 'Vertretung'], rows: calls.flatMap(callRows) },
      },
      ...reports.map(
        ({ title, note, fields }): PageSection => ({
          title,
          text: [note],
          table: { headers: ['Angabe', 'Wert'], rows: fields.map(({ label, value }) => [label, value ?? notKnown]) },
        }),
      ),
      { title: 'Die erste Stunde', text: [...firstHour.do, ...firstHour.leave] },
      {
        title: 'Verlauf',
        table: {
          headers: ['Wann', 'Was', 'Erfasst von'],
          rows: timeline.map(({ at, text, recordedBy }) => [formatMoment(at), text, recordedBy]),
        },
      },
    ],
  };
}

function callRows({ office, person, contacts, lookUp }: Call): (string | null)[][] {
  if (contacts.length === 0) return [[office, person, `Nummer fehlt: ${lookUp}`, null, null]];
  return contacts.map(({ name, day, night, deputy }) => [office, name, day, night, deputy]);
}
