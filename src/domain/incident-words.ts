/** The periods of an incident in German: until when, whether it binds and why, and on what that rests. One source for screen and paper. */

import { formatDay } from './calendar.ts';
import type { Confidence } from './catalogue.ts';
import { degreeMark } from './duties.ts';
import type { Binding, IncidentDeadline, PeriodInAdvance } from './incident.ts';
import { formatDue, nameOfWeekday } from './incident-clock.ts';

/** Whether it binds, in a word. */
export const bindingWords: Readonly<Record<Binding, string>> = {
  pflicht: 'Pflicht',
  freiwillig: 'freiwillig',
  unbekannt: 'ob Pflicht, ist nicht bekannt',
  entfaellt: 'entfällt',
};

const wordsInAdvance: Readonly<Record<Binding, string>> = {
  ...bindingWords,
  freiwillig: 'freiwillig, da nicht angeschlossen',
  unbekannt: 'Ob Pflicht, ist nicht bekannt',
};

const bindingLeads: Readonly<Record<Binding, string>> = {
  pflicht: 'Pflicht:',
  freiwillig: 'Freiwillig:',
  unbekannt: 'Ob Pflicht, ist nicht bekannt.',
  entfaellt: 'Entfällt:',
};

/** „Freiwillig: Nicht an KDN oder SVN angeschlossen.“ */
export function bindingText({ binding, reason }: Pick<IncidentDeadline, 'binding' | 'reason'>): string {
  return `${bindingLeads[binding]} ${reason}`;
}

/** „Bei einem erheblichen Vorfall: Pflicht“ */
export function bindingInAdvance({ binding, condition }: Pick<PeriodInAdvance, 'binding' | 'condition'>): string {
  return `${condition}: ${wordsInAdvance[binding]}`;
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
  return `${source} [${confidenceText(confidence)}]`;
}

/** How sure something is, mark by mark: „S: aus zweiter Hand“ */
export function confidenceText(confidence: readonly Confidence[]): string {
  return confidence.map((mark) => `${mark}: ${confidenceWords[mark]}`).join(', ');
}

/** Until when. */
export function dueMomentText({ due, urgency }: Pick<IncidentDeadline, 'due' | 'urgency'>): string {
  return due === null ? (urgency ?? 'ohne feste Stundenzahl') : formatDue(due);
}

/** Why the end was moved to a working day, and by which rule: „weil der 20.12.2026 ein Sonntag ist (§ 193 BGB°)“; else empty. */
export function movedText({ due, workingDay }: Pick<IncidentDeadline, 'due' | 'workingDay'>): string {
  if (due === null || due.kind === 'uhrzeit' || due.unmoved === null || workingDay === null) return '';
  const weekday = nameOfWeekday(due.unmoved);
  const what = weekday === 'Samstag' || weekday === 'Sonntag' ? weekday : 'Feiertag';
  return `weil der ${formatDay(due.unmoved)} ein ${what} ist (${workingDay.source}${degreeMark(workingDay.confidence)})`;
}

/** Until when; with the earlier day where the end was moved to a working day. */
export function dueText(deadline: Pick<IncidentDeadline, 'due' | 'urgency' | 'workingDay'>): string {
  const moved = movedText(deadline);
  return moved === '' ? dueMomentText(deadline) : `${dueMomentText(deadline)}, ${moved}`;
}
