/** What falls due: one list over everything that carries a day. */

export const dueKinds = [
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
] as const;
export type DueKind = (typeof dueKinds)[number];

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
