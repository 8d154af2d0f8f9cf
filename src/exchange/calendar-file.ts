/** The only file that knows the library for calendar files (iCalendar, RFC 5545). */
import ical, { ICalEventClass } from 'ical-generator';
import { notPublic } from './confidentiality.ts';

/** An all-day entry. */
export interface CalendarEntry {
  /** The same for the same thing, so that reading a newer file in replaces the entry. */
  uid: string;
  /** YYYY-MM-DD */
  day: string;
  summary: string;
  description: string;
}

/**
 * @param day of the state the entries were made from, YYYY-MM-DD: the file carries no other time, so that the same state gives the same bytes
 */
export function writeCalendar(name: string, entries: readonly CalendarEntry[], day: string): string {
  const calendar = ical({ name, description: notPublic, prodId: { company: 'burgward', product: 'burgward', language: 'DE' } });
  for (const { uid, day: start, summary, description } of entries)
    calendar.createEvent({
      ...{ id: uid, start: atMidnight(start), allDay: true, stamp: atMidnight(day), summary, description },
      // RFC 5545, section 3.8.1.3: calendars that others may look into show nothing of it.
      class: ICalEventClass.CONFIDENTIAL,
    });
  return calendar.toString();
}

const atMidnight = (day: string) => new Date(`${day}T00:00:00Z`);
