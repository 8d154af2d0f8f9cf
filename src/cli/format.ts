import { formatDay, timeZone } from '../domain/calendar.ts';

/** 30.11.2026, or a dash. */
export function formatDayOrDash(day: string | null): string {
  return day === null ? '–' : formatDay(day);
}

/** `06:00 Uhr`, Saxon time. */
export function formatTimeOfDay(instant: Date): string {
  return `${instant.toLocaleTimeString('de-DE', { timeZone, hour: '2-digit', minute: '2-digit' })} Uhr`;
}

/** `20.11.2026, 18:05 Uhr`, Saxon time. */
export function formatInstant(instant: string): string {
  const at = new Date(instant);
  return `${at.toLocaleDateString('de-DE', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' })}, ${formatTimeOfDay(at)}`;
}
