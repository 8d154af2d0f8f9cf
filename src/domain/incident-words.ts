/** The periods of an incident in German: until when, whether it binds and why, and on what that rests. One source for screen and paper. */
import type { Confidence } from './catalogue.ts';
import type { Binding, IncidentDeadline } from './incident.ts';
import { formatDue, formatWeekday } from './incident-clock.ts';

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

/** Until when. */
export function dueMomentText({ due, urgency }: Pick<IncidentDeadline, 'due' | 'urgency'>): string {
  return due === null ? (urgency ?? 'ohne feste Stundenzahl') : formatDue(due);
}

/** By which rule the end was moved to a working day, and which day it would be without; else empty. */
export function movedText({ due, workingDay }: Pick<IncidentDeadline, 'due' | 'workingDay'>): string {
  if (due === null || due.kind === 'uhrzeit' || due.unmoved === null || workingDay === null) return '';
  return `ohne ${sourceText(workingDay)} schon ${formatWeekday(due.unmoved)}`;
}

/** Until when; with the earlier day where the end was moved to a working day. */
export function dueText(deadline: Pick<IncidentDeadline, 'due' | 'urgency' | 'workingDay'>): string {
  const moved = movedText(deadline);
  return moved === '' ? dueMomentText(deadline) : `${dueMomentText(deadline)} (${moved})`;
}
