/** Incidents: which periods run from the moment they became known, whether they were kept, and what happened when. */
import { dayOf, type HolidayRules } from './calendar.ts';
import type { Confidence } from './catalogue.ts';
import { type DueMoment, dueMoment, isInTime } from './incident-clock.ts';
import type { Merkmale, ThreeValued } from './kommune.ts';
import type { EntryValues, RegisterEntry } from './register.ts';
import { incidentContactFields } from './registers/vorfall.ts';

/** One period of the table `fristen`. */
export interface IncidentPeriod {
  id: string;
  title: string;
  /** ISO 8601; null where no hours are fixed. */
  duration: string | null;
  /** How soon, where no hours are fixed: „sofort“. */
  urgency: string | null;
  source: string;
  confidence: readonly Confidence[];
  /** By which rule it ends on a working day; null: it does not. */
  workingDay: { source: string; confidence: readonly Confidence[] } | null;
}

/** Whether the body has to: `entfaellt` says that this incident is not of the kind. */
export type Binding = 'pflicht' | 'freiwillig' | 'unbekannt' | 'entfaellt';

/** `verspaetet`: done, but late. `ueberschritten`: not done, and the time is over. `erledigt`: done where nothing can be late. */
export type DeadlineState = 'eingehalten' | 'verspaetet' | 'erledigt' | 'offen' | 'ueberschritten' | 'entfaellt';

export interface IncidentDeadline
  extends Pick<IncidentPeriod, 'id' | 'title' | 'urgency' | 'source' | 'confidence' | 'workingDay'> {
  /** Who is to be told. */
  recipient: string;
  /** Field of the register that holds when it was done. */
  field: string;
  due: DueMoment | null;
  binding: Binding;
  /** Why it binds, or does not. */
  reason: string;
  /** ISO 8601 UTC. */
  done: string | null;
  state: DeadlineState;
}

type Verdict = Pick<IncidentDeadline, 'binding' | 'reason'>;

interface Duty {
  recipient: string;
  field: string;
  binding: (values: EntryValues, merkmale: Merkmale) => Verdict;
}

/** Which time stamp meets which period, and when it binds: S-36, S-37 and the data protection law. In the order of urgency. */
const duties: Readonly<Record<string, Duty>> = {
  'vorfall-kdn-betreiber': { recipient: 'BfIS des KDN-Betreibers', field: 'kdn-bfis', binding: operatorBinding },
  'vorfall-meldung': { recipient: 'SAX.CERT', field: 'saxcert', binding: (v, m) => reportBinding(v, m, ['ereignis', 'vorfall']) },
  'vorfall-erstmeldung': { recipient: 'SAX.CERT', field: 'saxcert', binding: seriousBinding },
  'vorfall-datenschutz': { recipient: 'Datenschutzaufsicht', field: 'datenschutzaufsicht', binding: dataBinding },
  'vorfall-ausfuehrliche-meldung': { recipient: 'SAX.CERT', field: 'saxcert-ausfuehrlich', binding: seriousBinding },
  'vorfall-abschlussmeldung': { recipient: 'SAX.CERT', field: 'saxcert-abschluss', binding: finalBinding },
};

/** Ids of the periods in the table `fristen` that incidents need. */
export const incidentPeriodIds: readonly string[] = Object.keys(duties);

/**
 * Connected to the state's network, by the KDN or otherwise (S-36). Where the KDN is denied and nothing is known of another way, that
 * is not known either: so the duties of the Act weigh it too.
 */
function connection(merkmale: Merkmale): { value: ThreeValued; reason: string } {
  const kdn = merkmale['kdn_angeschlossen'] ?? 'unbekannt';
  const other = merkmale['svn_alternative_schnittstelle'] ?? 'unbekannt';
  if (kdn === 'ja') return { value: 'ja', reason: 'An das KDN angeschlossen.' };
  if (other === 'ja') return { value: 'ja', reason: 'Über eine andere Schnittstelle an das Verwaltungsnetz angeschlossen.' };
  if (kdn === 'unbekannt')
    return { value: 'unbekannt', reason: 'Ob die Kommune an das KDN angeschlossen ist, ist nicht erfasst.' };
  if (other === 'nein') return { value: 'nein', reason: 'Nicht an KDN oder SVN angeschlossen.' };
  return {
    value: 'unbekannt',
    reason: 'Nicht an das KDN angeschlossen; ob eine andere Schnittstelle zum SVN besteht, ist nicht erfasst.',
  };
}

const bindingOfConnection: Readonly<Record<ThreeValued, Binding>> = {
  ja: 'pflicht',
  nein: 'freiwillig',
  unbekannt: 'unbekannt',
};

function reportBinding(values: EntryValues, merkmale: Merkmale, kinds: readonly string[]): Verdict {
  if (!kinds.includes(String(values['art'])))
    return { binding: 'entfaellt', reason: 'Betrifft Ereignisse und einfache Vorfälle.' };
  const { value, reason } = connection(merkmale);
  return { binding: bindingOfConnection[value], reason };
}

function seriousBinding(values: EntryValues, merkmale: Merkmale): Verdict {
  const art = values['art'];
  if (art !== undefined && art !== 'erheblicher-vorfall')
    return { binding: 'entfaellt', reason: 'Feste Stunden gelten nur für erhebliche Vorfälle.' };
  const { value, reason } = connection(merkmale);
  const precaution = art === undefined ? ' Noch nicht eingeordnet, vorsorglich wie ein erheblicher Vorfall.' : '';
  return { binding: bindingOfConnection[value], reason: `${reason}${precaution}` };
}

/** That bodies like these owe a final report is not proven, so it is never called a duty. */
function finalBinding(values: EntryValues, merkmale: Merkmale): Verdict {
  const verdict = seriousBinding(values, merkmale);
  if (verdict.binding !== 'pflicht') return verdict;
  return { binding: 'unbekannt', reason: `Für Kommunen nicht belegt, vorsorglich eingeplant. ${verdict.reason}` };
}

function operatorBinding(values: EntryValues, merkmale: Merkmale): Verdict {
  const affected = values['kdn-betroffen'] ?? 'unbekannt';
  if (merkmale['kdn_angeschlossen'] === 'nein') return { binding: 'entfaellt', reason: 'Nicht an das KDN angeschlossen.' };
  if (affected === 'nein') return { binding: 'entfaellt', reason: 'Das KDN ist nicht betroffen.' };
  if (affected === 'ja') return { binding: 'pflicht', reason: 'Das KDN ist betroffen.' };
  return { binding: 'unbekannt', reason: 'Ob das KDN betroffen ist, ist noch nicht bekannt.' };
}

function dataBinding(values: EntryValues): Verdict {
  const without = values['datenschutz-ohne-meldung'];
  if (typeof without === 'string') return { binding: 'entfaellt', reason: `Ohne Meldung: ${without}` };
  const affected = values['personendaten'] ?? 'unbekannt';
  if (affected === 'nein') return { binding: 'entfaellt', reason: 'Personenbezogene Daten sind nicht betroffen.' };
  if (affected === 'ja')
    return {
      binding: 'pflicht',
      reason: 'Personenbezogene Daten sind betroffen; mit der Datenschutzbeauftragten Person klären.',
    };
  return { binding: 'unbekannt', reason: 'Ob personenbezogene Daten betroffen sind, ist noch nicht bekannt.' };
}

/**
 * All periods of an incident with their end and how they stand. Without knowledge there is none.
 * @param now ISO 8601 UTC; what is said to happen later has not happened
 */
export function incidentDeadlines(
  values: EntryValues,
  periods: readonly IncidentPeriod[],
  { merkmale, holidays, now }: { merkmale: Merkmale; holidays: HolidayRules; now: string },
): IncidentDeadline[] {
  const knowledge = values['kenntnis'];
  if (typeof knowledge !== 'string') return [];
  return incidentPeriodIds.flatMap((id): IncidentDeadline[] => {
    const period = periods.find((each) => each.id === id);
    const duty = duties[id];
    if (period === undefined || duty === undefined) return [];
    const { title, urgency, source, confidence, workingDay, duration } = period;
    const due = duration === null ? null : dueMoment(knowledge, duration, workingDay === null ? null : holidays);
    const said = values[duty.field];
    const done = typeof said === 'string' && said <= now ? said : null;
    const verdict = duty.binding(values, merkmale);
    return [
      {
        ...{ id, title, urgency, source, confidence, workingDay, due, done },
        recipient: duty.recipient,
        field: duty.field,
        ...verdict,
        state: stateOf(verdict.binding, due, done, now),
      },
    ];
  });
}

function stateOf(binding: Binding, due: DueMoment | null, done: string | null, now: string): DeadlineState {
  if (binding === 'entfaellt') return 'entfaellt';
  const isKept = due !== null && isInTime(done ?? now, due);
  if (done !== null) {
    if (isKept) return 'eingehalten';
    return due === null || binding === 'freiwillig' ? 'erledigt' : 'verspaetet';
  }
  return due === null || isKept || binding === 'freiwillig' ? 'offen' : 'ueberschritten';
}

/** A period as it stands on a card before anything has happened. */
export interface PeriodInAdvance extends Pick<IncidentPeriod, 'id' | 'title' | 'duration' | 'urgency' | 'source' | 'confidence'> {
  recipient: string;
  /** Whether it would bind; `entfaellt` does not occur. */
  binding: Binding;
  /** In which case: „Wenn das KDN betroffen ist“. */
  condition: string;
}

const worstCase: EntryValues = { art: 'erheblicher-vorfall', 'kdn-betroffen': 'ja', personendaten: 'ja' };

const conditions: Readonly<Record<string, string>> = {
  'vorfall-kdn-betreiber': 'Wenn das KDN betroffen ist',
  'vorfall-datenschutz': 'Wenn personenbezogene Daten betroffen sind',
};

/** The periods of a serious incident that touches everything, for a Kommune; what cannot concern it is left out. */
export function periodsInAdvance(periods: readonly IncidentPeriod[], merkmale: Merkmale): PeriodInAdvance[] {
  return incidentPeriodIds.flatMap((id): PeriodInAdvance[] => {
    const period = periods.find((each) => each.id === id);
    const duty = duties[id];
    if (period === undefined || duty === undefined) return [];
    const { binding } = duty.binding(worstCase, merkmale);
    if (binding === 'entfaellt') return [];
    const { title, duration, urgency, source, confidence } = period;
    const condition = conditions[id] ?? 'Bei einem erheblichen Vorfall';
    return [{ id, title, duration, urgency, source, confidence, recipient: duty.recipient, binding, condition }];
  });
}

/** Something that happened, at its own time. */
export interface TimelineEntry {
  /** ISO 8601 UTC. */
  at: string;
  text: string;
  recordedAt: string;
  recordedBy: string;
  /** Recorded on a later day than it happened. */
  isLate: boolean;
}

const milestones: readonly { id: string; label: string }[] = [
  { id: 'beginn', label: 'Begonnen (vermutlich)' },
  { id: 'kenntnis', label: 'Kenntnis' },
  ...incidentContactFields,
  { id: 'ende', label: 'Behoben' },
];

/**
 * Notes and time stamps in the order in which they happened. A corrected time stamp stands once, as it is now.
 * @param versions of one incident, oldest first
 */
export function incidentTimeline(versions: readonly RegisterEntry[]): TimelineEntry[] {
  const current = versions.at(-1);
  if (current === undefined) return [];
  const stamps = milestones.flatMap(({ id, label }) => {
    const at = current.values[id];
    if (typeof at !== 'string') return [];
    const setBy = versions.findLastIndex(({ values }) => values[id] !== at) + 1;
    return [entryAt(at, label, versions[setBy] ?? current)];
  });
  const notes = versions.flatMap((version, index) => {
    const { notiz, 'notiz-am': at } = version.values;
    const before = versions[index - 1]?.values;
    const isNew = before === undefined || before['notiz'] !== notiz || before['notiz-am'] !== at;
    return isNew && typeof notiz === 'string' && typeof at === 'string' ? [entryAt(at, notiz, version)] : [];
  });
  return [...stamps, ...notes].sort((a, b) => compare(a.at, b.at));
}

function entryAt(at: string, text: string, { recordedAt, recordedBy }: RegisterEntry): TimelineEntry {
  return { at, text, recordedAt, recordedBy, isLate: dayOf(recordedAt) > dayOf(at) };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
