/** Looks during a run whether its Freigaben still hold: one may be withdrawn, pass its last day, or its hours may end. */
import { dayOf, endOfDay, formatDay } from '../domain/calendar.ts';
import { endOfFreigabe, type Freigabe } from '../domain/freigabe.ts';
import { formatTimeOfDay } from '../domain/time-window.ts';
import type { Context } from './context.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';

/** Between two looks into the database. The clock is looked at every time. */
const readAgainMs = 1000;

/** When the first of the Freigaben ends, and how to say so: „weil …“. */
interface FirstEnd {
  um: number;
  reason: string;
}

/**
 * Returns what tells for a run that rests on these Freigaben, from now on: German why it must not go on („weil das Zeitfenster der Freigabe
 * F1 um 18:00 Uhr endete“), null while all of them permit it. Once one has ended it stays so. Never rejects: what cannot be looked up
 * counts as ended.
 * @param ids as `selectUsableFreigaben` names them
 */
export function watchFreigaben(context: Context, kommune: string, ids: readonly string[]): () => Promise<string | null> {
  let end: FirstEnd | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  const read = async () => {
    readAt = performance.now();
    end = await readFirstEnd(context, kommune, ids, end).catch(() => ({
      um: 0,
      reason: 'weil sich nicht nachsehen ließ, ob die Freigabe noch gilt',
    }));
    reading = null;
  };
  return async () => {
    const isOver = () => end !== null && end.um <= context.now().getTime();
    if (!isOver() && performance.now() - readAt >= readAgainMs) reading ??= read();
    if (reading !== null) await reading;
    return end !== null && isOver() ? end.reason : null;
  };
}

async function readFirstEnd(
  context: Context,
  kommune: string,
  ids: readonly string[],
  before: FirstEnd | null,
): Promise<FirstEnd | null> {
  const now = context.now();
  const day = dayOf(now.toISOString());
  const freigaben = await selectUsableFreigaben(context, kommune, { day, before: endOfDay(day) });
  const ends = ids.map((id) => {
    const freigabe = freigaben.find((each) => each.id === id);
    if (freigabe === undefined) return over(id, 'nicht mehr gilt');
    const isWithdrawn = freigabe.widerrufenAm !== null && freigabe.widerrufenAm <= day;
    return isWithdrawn ? over(id, 'widerrufen wurde') : (endOf(freigabe, now) ?? before ?? alreadyOver(freigabe, day));
  });
  return ends.toSorted((a, b) => a.um - b.um)[0] ?? null;
}

/** By its own limits; null when that was before now. */
function endOf(freigabe: Freigabe, now: Date): FirstEnd | null {
  const { id, bis } = freigabe;
  const end = endOfFreigabe(freigabe, now);
  if (end === null) return null;
  const reason =
    end.durch === 'zeitfenster'
      ? `weil das Zeitfenster der Freigabe ${id} um ${formatTimeOfDay(end.um)} endete`
      : over(id, `am ${formatDay(bis)} endete`).reason;
  return { um: end.um.getTime(), reason };
}

/** It ended between the decision to check and the first look here. */
function alreadyOver({ id, bis }: Freigabe, day: string): FirstEnd {
  if (day > bis) return over(id, `am ${formatDay(bis)} endete`);
  return { um: 0, reason: `weil das Zeitfenster der Freigabe ${id} schon geschlossen war` };
}

function over(id: string, what: string): FirstEnd {
  return { um: 0, reason: `weil die Freigabe ${id} ${what}` };
}
