/** Messages to people and programs: who gets what, what of it is new to them, and when one may be sent. Pure. */

export const messageWays = ['mail', 'ordner', 'webhook'] as const;
export type MessageWay = (typeof messageWays)[number];

/** What can be told. `befunde`: gaps in the network · `fristen`: what falls due · `massnahmen`: what is late · the others: jobs that fail. */
export const messageKinds = ['befunde', 'fristen', 'massnahmen', 'sicherung', 'zeitplan'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What a run can bring up; the others change with the day alone. */
export const eventKinds: readonly MessageKind[] = ['befunde', 'sicherung', 'zeitplan'];

/** Levels of the Traffic Light Protocol 2.0 (FIRST, August 2022). TLP:CLEAR is missing: what is told here names weaknesses. */
export const tlpLevels = ['rot', 'amber-strict', 'amber', 'gruen'] as const;
export type TlpLevel = (typeof tlpLevels)[number];

/** As the Traffic Light Protocol writes them. */
export const tlpMarks: Readonly<Record<TlpLevel, string>> = {
  rot: 'TLP:RED',
  'amber-strict': 'TLP:AMBER+STRICT',
  amber: 'TLP:AMBER',
  gruen: 'TLP:GREEN',
};

export interface Recipient {
  id: string;
  weg: MessageWay;
  /** Mail address, absolute folder, or URL. */
  ziel: string;
  /** Slugs; null: all, and what belongs to none. */
  kommunen: readonly string[] | null;
  arten: readonly MessageKind[];
  /** How many days ahead deadlines are told. */
  tage: number;
  /** The same alarm is repeated at the earliest after so many hours. */
  pauseStunden: number;
  /** Messages per hour. */
  hoechstens: number;
  tlp: TlpLevel;
  /** Instant. */
  seit: string;
  /** Why it was taken out; null while it counts. */
  entfernt: string | null;
}

/** One thing to tell. */
export interface Alarm {
  kind: MessageKind;
  /** Kind, a colon, and what it is about: the same thing has the same key, whenever it is told. */
  key: string;
  /** Changes when there is something new to say about it. */
  state: string;
  /** Something worse has a higher rank: it does not wait for the pause. */
  rank: number;
  /** Alarms that differ only in `place` are told in one line. */
  text: string;
  place: string | null;
  /** Slug; null for what belongs to no Kommune. */
  kommune: string | null;
  /** Who has to act; null: nobody is recorded. */
  who: string | null;
  /** By when, YYYY-MM-DD; null: no day. */
  day: string | null;
  isLate: boolean;
  /** How often it happened; 1 for what simply is so. */
  times: number;
}

/** What was told of an alarm. */
export interface ToldAlarm {
  key: string;
  state: string;
  rank: number;
}

export const deliveryStates = ['gesendet', 'gescheitert', 'aufgeschoben', 'entfallen'] as const;
/**
 * `gescheitert` and `aufgeschoben` are tried again; `entfallen`: nothing was left to tell when its turn came.
 */
export type DeliveryState = (typeof deliveryStates)[number];

/** What became of one message. */
export interface Delivery {
  empfaenger: string;
  nr: number;
  /** Instant. */
  um: string;
  stand: DeliveryState;
  gemeldet: readonly ToldAlarm[];
  /** Keys told as over. */
  erledigt: readonly string[];
  /** Over the text that went out; null when none did. */
  sha256: string | null;
  fehler: string | null;
}

interface LastTold extends ToldAlarm {
  um: string;
  isOver: boolean;
}

/** What a recipient knows: by key, the newest thing told. @param deliveries oldest first */
function whatIsKnown(deliveries: readonly Delivery[]): Map<string, LastTold> {
  const known = new Map<string, LastTold>();
  for (const { stand, um, gemeldet, erledigt } of deliveries) {
    if (stand !== 'gesendet') continue;
    for (const alarm of gemeldet) known.set(alarm.key, { ...alarm, um, isOver: false });
    for (const key of erledigt) {
      const told = known.get(key);
      if (told !== undefined) known.set(key, { ...told, isOver: true });
    }
  }
  return known;
}

export interface Digest {
  fresh: Alarm[];
  /** Keys that were told and are no longer so. */
  over: string[];
  /** New, but told not long enough ago. */
  held: number;
}

const hourMs = 3_600_000;

/**
 * What of the alarms is new to a recipient. What was told and is unchanged is left out; what changed waits until the pause since it was last
 * told is over, unless it became worse.
 * @param alarms everything that is so now, of these kinds
 * @param deliveries all of this recipient, oldest first
 */
export function digestOf(
  { pauseStunden }: Pick<Recipient, 'pauseStunden'>,
  kinds: readonly MessageKind[],
  alarms: readonly Alarm[],
  deliveries: readonly Delivery[],
  now: Date,
): Digest {
  const known = whatIsKnown(deliveries);
  const fresh: Alarm[] = [];
  let held = 0;
  for (const alarm of alarms) {
    const told = known.get(alarm.key);
    if (told !== undefined && !told.isOver && told.state === alarm.state) continue;
    const rests = told !== undefined && now.getTime() - Date.parse(told.um) < pauseStunden * hourMs;
    if (rests && alarm.rank <= told.rank) held += 1;
    else fresh.push(alarm);
  }
  // A measure that becomes late goes on under another kind.
  const present = new Set(alarms.map(({ key }) => withoutKind(key)));
  const isAsked = (key: string) => kinds.some((kind) => key.startsWith(`${kind}:`));
  const over = [...known.values()].filter(({ key, isOver }) => !isOver && isAsked(key) && !present.has(withoutKind(key)));
  return { fresh, over: over.map(({ key }) => key), held };
}

function withoutKind(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** Alarms that say the same about several places. */
export interface AlarmGroup extends Omit<Alarm, 'key' | 'state' | 'place'> {
  places: string[];
  count: number;
}

/** In the order of the kinds, what is late or worse first; alarms alike in one. */
export function groupAlarms(alarms: readonly Alarm[]): AlarmGroup[] {
  const alike = Map.groupBy(alarms, ({ kind, kommune, text, who, day, isLate }) =>
    JSON.stringify([kind, kommune, text, who, day, isLate]),
  );
  const groups = [...alike.values()].flatMap((group): AlarmGroup[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { kind, text, kommune, who, day, isLate } = first;
    const places = [...new Set(group.flatMap(({ place }) => place ?? []))].sort();
    const rank = Math.max(...group.map((alarm) => alarm.rank));
    const times = group.reduce((sum, alarm) => sum + alarm.times, 0);
    return [{ kind, text, kommune, who, day, isLate, rank, times, places, count: group.length }];
  });
  return groups.sort(
    (a, b) => messageKinds.indexOf(a.kind) - messageKinds.indexOf(b.kind) || b.rank - a.rank || compareDays(a, b),
  );
}

function compareDays(a: AlarmGroup, b: AlarmGroup): number {
  const keyOf = ({ day, kommune, text }: AlarmGroup) => `${day ?? '9999'} ${kommune ?? ''} ${text}`;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

/** How many were told of each kind among these keys. */
export function countKinds(keys: readonly string[]): Partial<Record<MessageKind, number>> {
  const counts: Partial<Record<MessageKind, number>> = {};
  for (const kind of messageKinds) {
    const n = keys.filter((key) => key.startsWith(`${kind}:`)).length;
    if (n > 0) counts[kind] = n;
  }
  return counts;
}

/** When another message may go out; null: now. @param deliveries oldest first */
export function restUntil(
  { hoechstens }: Pick<Recipient, 'hoechstens'>,
  deliveries: readonly Delivery[],
  now: Date,
): Date | null {
  const recent = deliveries.filter(({ stand, um }) => stand === 'gesendet' && now.getTime() - Date.parse(um) < hourMs);
  const first = recent.at(-hoechstens);
  return recent.length < hoechstens || first === undefined ? null : new Date(Date.parse(first.um) + hourMs);
}

const firstRetryMs = 5 * 60_000;
const longestRetryMs = 6 * hourMs;

/** When a message that did not get through is tried again: after 5, 10, 20 … minutes, at most 6 hours; null: none is waiting. */
export function nextTry(recipient: Pick<Recipient, 'hoechstens'>, deliveries: readonly Delivery[]): Date | null {
  const last = deliveries.at(-1);
  if (last === undefined) return null;
  if (last.stand === 'aufgeschoben') return restUntil(recipient, deliveries, new Date(last.um)) ?? new Date(last.um);
  if (last.stand !== 'gescheitert') return null;
  const tries = failuresInARow(deliveries).length;
  return new Date(Date.parse(last.um) + Math.min(firstRetryMs * 2 ** (tries - 1), longestRetryMs));
}

/** Since the last success, oldest first. */
export function failuresInARow(deliveries: readonly Delivery[]): Delivery[] {
  const lastGood = deliveries.findLastIndex(({ stand }) => stand === 'gesendet' || stand === 'entfallen');
  return deliveries.slice(lastGood + 1).filter(({ stand }) => stand === 'gescheitert');
}
