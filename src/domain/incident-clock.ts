/** Periods that run from a moment, and moments as people read them. Hours run by the clock, also across a change of the clocks. */
import { Temporal } from 'temporal-polyfill';
import {
  addDuration,
  dayOf,
  endOfDay,
  formatDay,
  type HolidayRules,
  readInstant,
  sameOrNextWorkingDay,
  timeZone,
} from './calendar.ts';

/** Until when something is in time. */
export type DueMoment =
  /** A moment, ISO 8601 UTC. */
  | { kind: 'uhrzeit'; instant: string }
  /** The end of a calendar day in Saxony; `unmoved` is the day without the rule about working days, null if it is the same. */
  | { kind: 'tag'; day: string; unmoved: string | null };

/**
 * End of a period that began at a moment.
 * @param start ISO 8601 UTC
 * @param duration ISO 8601; either hours, which are counted exactly, or days, months and years of the calendar
 * @param holidays to move the end of a calendar period to the next working day; null: it is not moved
 */
export function dueMoment(start: string, duration: string, holidays: HolidayRules | null): DueMoment {
  if (duration.startsWith('PT')) {
    const end = Temporal.Instant.from(start).add(Temporal.Duration.from(duration));
    return { kind: 'uhrzeit', instant: end.toString({ fractionalSecondDigits: 3 }) };
  }
  const last = addDuration(dayOf(start), duration);
  const day = holidays === null ? last : sameOrNextWorkingDay(last, holidays);
  return { kind: 'tag', day, unmoved: day === last ? null : last };
}

/** Whether a moment is in time. */
export function isInTime(moment: string, due: DueMoment): boolean {
  return due.kind === 'uhrzeit' ? moment <= due.instant : dayOf(moment) <= due.day;
}

/** The last instant at which it is still in time, ISO 8601 UTC. */
export function endOfDue(due: DueMoment): string {
  return due.kind === 'uhrzeit' ? due.instant : endOfDay(due.day);
}

/** Calendar day in Saxony on which a period ends. */
export function dayOfDue(due: DueMoment): string {
  return due.kind === 'uhrzeit' ? dayOf(due.instant) : due.day;
}

const weekdays = ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'] as const;

/** „Samstag“ */
export function nameOfWeekday(day: string): (typeof weekdays)[number] | undefined {
  return weekdays[Temporal.PlainDate.from(day).dayOfWeek - 1];
}

/** „Samstag, 21.11.2026“ */
function formatWeekday(day: string): string {
  return `${nameOfWeekday(day)}, ${formatDay(day)}`;
}

/**
 * „Samstag, 21.11.2026, 18:05 Uhr“ in Saxon time. In the hour that occurs twice in autumn it says which of the two is meant.
 * @param instant ISO 8601 UTC
 */
export function formatMoment(instant: string): string {
  const moment = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const clock = `${String(moment.hour).padStart(2, '0')}:${String(moment.minute).padStart(2, '0')} Uhr`;
  return `${formatWeekday(moment.toPlainDate().toString())}, ${clock}${whichOfTwo(moment)}`;
}

function whichOfTwo(moment: Temporal.ZonedDateTime): string {
  const local = moment.toPlainDateTime();
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(timeZone, { disambiguation }),
  );
  if (first === undefined || second === undefined || first.equals(second)) return '';
  return moment.equals(first) ? ' (Sommerzeit)' : ' (Winterzeit)';
}

/** „Samstag, 21.11.2026, 18:05 Uhr“ or „Montag, 21.12.2026, bis Ende des Tages“. */
export function formatDue(due: DueMoment): string {
  return due.kind === 'uhrzeit' ? formatMoment(due.instant) : `${formatWeekday(due.day)}, bis Ende des Tages`;
}

const relativeDays: Readonly<Record<string, string>> = { heute: 'P0D', gestern: '-P1D', vorgestern: '-P2D' };

/**
 * Reads a moment as people say it on the telephone: „jetzt“, „18:05“, „gestern 17:30“, and all that `readInstant` reads.
 * @param now ISO 8601 UTC
 * @returns ISO 8601 UTC to the minute, or null
 */
export function readMoment(text: string, now: string): string | null {
  const typed = text
    .normalize()
    .trim()
    .toLowerCase()
    .replace(/\s*uhr$/, '')
    .replace(/\s+/g, ' ');
  if (typed === 'jetzt') return `${now.slice(0, 16)}:00.000Z`;
  const [, word, hour, minute] = /^(?:(heute|gestern|vorgestern),? )?(?:um )?(\d{1,2})[:.](\d{2})$/.exec(typed) ?? [];
  if (hour === undefined || minute === undefined) return readInstant(typed.replace(/^(\S+) um /, '$1 '));
  const day = addDuration(dayOf(now), relativeDays[word ?? 'heute'] ?? 'P0D');
  return readInstant(`${day} ${hour}:${minute}`);
}

const units = [
  ['years', 'Jahr', 'Jahre'],
  ['months', 'Monat', 'Monate'],
  ['days', 'Tag', 'Tage'],
  ['hours', 'Stunde', 'Stunden'],
] as const;

/** „24 Stunden“, „1 Monat“ */
export function formatDuration(duration: string): string {
  const parts = Temporal.Duration.from(duration);
  return units
    .flatMap(([unit, one, many]) => (parts[unit] === 0 ? [] : [`${parts[unit]} ${parts[unit] === 1 ? one : many}`]))
    .join(', ');
}
