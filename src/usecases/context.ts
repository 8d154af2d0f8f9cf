import { endOfDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Store } from '../store/open.ts';
import type { Recording } from '../store/protokoll.ts';
import type { StateAt } from '../store/versions.ts';

/** What use cases work with; wired once in cli/context.ts, and by the demo for its own database. */
export interface Context {
  readonly store: Store;
  readonly catalogue: Catalogue;
  /** Day for which everything is said, YYYY-MM-DD. */
  readonly asOf: string;
  /** Today in Saxony. */
  readonly today: string;
  /** Instant before which something was recorded to count, for looking back within a day; default: the end of `asOf`. */
  readonly recordedBefore?: string;
  /** Who acts, for the Protokoll. */
  readonly person: string;
  readonly programVersion: string;
  now(): Date;
}

export function recordingOf(context: Context): Recording {
  return { at: context.now().toISOString(), by: context.person };
}

/** The state as of the context's day. */
export function stateAt(context: Context): StateAt {
  return { day: context.asOf, before: context.recordedBefore ?? endOfDay(context.asOf) };
}

/** The context just after an instant, still on its day: what was recorded then or earlier counts. @param instant ISO 8601 UTC */
export function contextAfter(context: Context, instant: string): Context {
  const after = new Date(Date.parse(instant) + 1).toISOString();
  const end = endOfDay(context.asOf);
  return { ...context, recordedBefore: after < end ? after : end };
}

/** The state now: what a change is based on, whatever day is looked at. */
export function stateNow(context: Context): StateAt {
  return { day: context.today, before: endOfDay(context.today) };
}
