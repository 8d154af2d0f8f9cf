import { formatDay } from '../domain/calendar.ts';

/** 30.11.2026, or a dash. */
export function formatDayOrDash(day: string | null): string {
  return day === null ? '–' : formatDay(day);
}
