/** What falls due: one list over everything that carries a day. */
import { dueOf, type RegisterDefinition, type RegisterEntry, type Surroundings, textIn } from './register.ts';
import { registers } from './registers/index.ts';

const ownKinds = [
  'luecke',
  'bestaetigung',
  'pflicht',
  'nachweis',
  'erklaerung',
  'vertrag',
  'paket',
  'notiz',
  'rolle',
  'freigabe',
  'befund',
  'vorfall',
  'nachricht',
] as const;
export type OwnDueKind = (typeof ownKinds)[number];

/** Kinds of their own, then every register under its id. */
export const dueKinds: readonly string[] = [...new Set<string>([...ownKinds, ...registers.map(({ id }) => id)])];
/** One of dueKinds. */
export type DueKind = string;

export interface DueItem {
  /** Last day on which it is not late. */
  day: string;
  kind: DueKind;
  /** Slug, null for what belongs to no Kommune. */
  kommune: string | null;
  /** What is to be done, for people. */
  text: string;
  /** Who is to do it, if recorded. */
  who: string | null;
  /** Its id in its own list: control, evidence, packet … */
  id: string;
  /** Where a time of day counts: whether it is over. Absent: the day decides. */
  isLate?: boolean;
  /** Which of several days of one entry; absent or null: the only or chief one. */
  which?: string | null;
}

/** What falls due with an entry of a register, and who has to act. */
export function dueItemsOf(definition: RegisterDefinition, entry: RegisterEntry, surroundings: Surroundings): DueItem[] {
  const { kommune, id, values } = entry;
  const who = definition.actor === undefined ? null : textIn(values, definition.actor);
  return dueOf(definition, entry, surroundings).map(({ day, text, which }) => ({
    ...{ day, kind: definition.id, kommune, id, text, who, which },
  }));
}

/** Everything late or due up to a day, the earliest first, then by Kommune. */
export function dueUntil(items: readonly DueItem[], last: string): DueItem[] {
  return items.filter(({ day }) => day <= last).sort((a, b) => compare(keyOf(a), keyOf(b)));
}

const keyOf = ({ day, kommune, kind, id }: DueItem) => `${day} ${kommune ?? ''} ${dueKinds.indexOf(kind)} ${id}`;

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
