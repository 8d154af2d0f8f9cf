/** The clock on the wall in Saxony. */
import { Temporal } from 'temporal-polyfill';

export const timeZone = 'Europe/Berlin';

const onTheWall = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);

/** Calendar day in Saxony, YYYY-MM-DD. */
export function saxonDay(epochMs: number): string {
  return onTheWall(epochMs).toPlainDate().toString();
}

/** `18:05` */
export function saxonTime(epochMs: number): string {
  return onTheWall(epochMs).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The instant of a full hour of a calendar day in Saxony, in milliseconds. @param day YYYY-MM-DD */
export function saxonInstant(day: string, hour: 0 | 12): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour }) })
    .epochMilliseconds;
}
