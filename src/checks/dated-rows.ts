/** What the checks by dated tables of algorithms share: how a row stands on a day, and naming many algorithms in one sentence. */
import { formatDay } from '../domain/calendar.ts';
import { germanList } from './german.ts';
import { cleanValue } from './verdict.ts';

/** Most names in one sentence. */
const maxNamed = 12;

const statuses = [
  'verlangt',
  'empfohlen',
  'zulaessig',
  'nicht-gelistet',
  'eingeschraenkt',
  'nicht-empfohlen',
  'auslaufend',
  'abgelaufen',
  'verboten',
] as const;
type Status = (typeof statuses)[number];

export interface DatedRow {
  status: Status;
  /** Last day on which the list names it, YYYY-MM-DD. */
  valid_until?: string;
}

/** How a row stands on a day. `ending`: its end is near or announced; `weak`: tolerable, better without. */
export type Standing = 'good' | 'unlisted' | 'ending' | 'weak' | 'rejected';

export function isStatus(value: unknown): value is Status {
  return statuses.some((each) => each === value);
}

/**
 * Days as text compare like days.
 * @param noticed last day of the notice: what ends until then is `ending`
 */
export function standingOf({ status, valid_until: until }: DatedRow, asOf: string, noticed: string): Standing {
  if (status === 'verboten' || (until !== undefined && until < asOf)) return 'rejected';
  if (status === 'eingeschraenkt' || status === 'nicht-empfohlen') return 'weak';
  if (status === 'auslaufend' || status === 'abgelaufen' || (until !== undefined && until <= noticed)) return 'ending';
  return status === 'nicht-gelistet' ? 'unlisted' : 'good';
}

/** The end belongs to the sentence only where it is the reason. */
export function nameWithEnd(name: string, { valid_until: until }: DatedRow): string {
  return until === undefined ? name : `${name} (vorgesehen bis ${formatDay(until)})`;
}

/** „a, b und 3 weitere“, cleaned; „keine“ for none. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'keine';
  const more = names.length - maxNamed;
  const shown = names.slice(0, maxNamed).map(cleanValue);
  return germanList(more > 0 ? [...shown, more === 1 ? '1 weiteres' : `${more} weitere`] : shown);
}
