import { formatDay } from '../domain/calendar.ts';
import { saxonDay } from '../domain/saxon-clock.ts';
import { formatTimeOfDay } from '../domain/time-window.ts';

/** 30.11.2026, or a dash. */
export function formatDayOrDash(day: string | null): string {
  return day === null ? '–' : formatDay(day);
}

/** `40 Sekunden`, from two minutes on `3 Minuten`; rounded up. */
export function formatDuration(seconds: number): string {
  return seconds <= 120 ? `${Math.ceil(seconds)} Sekunden` : `${Math.ceil(seconds / 60)} Minuten`;
}

/** `20.11.2026, 18:05 Uhr`, Saxon time. */
export function formatInstant(instant: string): string {
  const at = new Date(instant);
  return `${formatDay(saxonDay(at.getTime()))}, ${formatTimeOfDay(at)}`;
}
