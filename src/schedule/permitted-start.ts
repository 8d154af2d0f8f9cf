/** Time windows of the Freigaben, as far as a plan needs them: when checks may begin. */
import { Temporal } from 'temporal-polyfill';
import { timeZone } from '../domain/calendar.ts';
import { permittedUntil, type TimeWindow } from '../domain/time-window.ts';

/** The windows of one Freigabe; none permits any time. */
export type Windows = readonly TimeWindow[];

/** A window comes again within a week; one more day for the change of the clock. */
const daysAhead = 8;

/**
 * The first instant at or after `from` at which one of the Freigaben permits checks.
 * @param freigaben without any nothing holds back: that there is no Freigabe is for the check to say
 */
export function firstPermitted(freigaben: readonly Windows[], from: Date): Date {
  if (freigaben.length === 0 || freigaben.some((windows) => permittedUntil(windows, from) !== false)) return from;
  const openings = freigaben.flat().flatMap((window) => openingsAfter(window, from));
  return openings.sort((a, b) => a.getTime() - b.getTime())[0] ?? from;
}

function openingsAfter({ tage, von }: TimeWindow, from: Date): Date[] {
  const today = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return Array.from({ length: daysAhead }, (_, ahead) => today.add({ days: ahead }))
    .filter((day) => tage.includes(day.dayOfWeek))
    .map((day) => new Date(day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(von) }).epochMilliseconds))
    .filter((opening) => opening > from);
}
