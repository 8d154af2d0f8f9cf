/** What the records of incidents say about the duty to report: in time, late, or missed. */
import { addDuration, dayOf, formatDay } from './calendar.ts';
import { combineAll, type DutyStatus, degreeMark, type RegisterVerdict } from './duties.ts';
import { type IncidentDeadline, type IncidentPeriod, incidentDeadlines } from './incident.ts';
import { formatDue, formatMoment } from './incident-clock.ts';
import { isSettled, type RegisterEntry } from './register.ts';
import { vorfall } from './registers/vorfall.ts';

type Surroundings = Parameters<typeof incidentDeadlines>[2];

/** Which periods answer which fact; the final report is not among them, that a Kommune owes one is not proven. */
const periodsOfFact: Readonly<Record<string, readonly string[]>> = {
  'register.vorfall.gemeldet': ['vorfall-meldung', 'vorfall-erstmeldung', 'vorfall-ausfuehrliche-meldung'],
  'register.vorfall.kdn-informiert': ['vorfall-kdn-betreiber'],
};

/** Names of the facts, as the vocabulary has them. */
export const incidentFactNames: readonly string[] = Object.keys(periodsOfFact);

/** What lies longer back no longer tells how reports are made today; our own proposal. */
const lookBack = '-P1Y';
/** More would hide the sentence they stand in. */
const mostSentences = 3;

/**
 * Facts about reports that were owed: over the incidents of the last year and those still open. Where none was owed there is no fact.
 * @param entries incidents of one Kommune, those taken out too
 */
export function incidentFacts(
  entries: readonly RegisterEntry[],
  periods: readonly IncidentPeriod[],
  surroundings: Surroundings,
): [name: string, verdict: RegisterVerdict][] {
  const first = addDuration(dayOf(surroundings.now), lookBack);
  const counting = entries.filter(
    ({ removed, values }) =>
      removed === null && typeof values['kenntnis'] === 'string' && (!isClosed(values) || dayOf(values['kenntnis']) >= first),
  );
  const owed = counting.flatMap((entry) =>
    incidentDeadlines(entry.values, periods, surroundings)
      .filter(({ binding }) => binding === 'pflicht')
      .map((deadline) => ({ entry, deadline, status: statusOf(deadline, isClosed(entry.values)) })),
  );
  return Object.entries(periodsOfFact).flatMap(([name, ids]) => {
    const own = owed.filter(({ deadline }) => ids.includes(deadline.id));
    if (own.length === 0) return [];
    const status = combineAll(own.map((each) => each.status));
    const deciding = own.filter((each) => each.status === status);
    const sentences = deciding.slice(0, mostSentences).map(({ entry, deadline }) => sentenceOf(entry, deadline));
    const left = deciding.length - sentences.length;
    const text = [...sentences, ...(left === 0 ? [] : [`Und ${left} weitere.`])].join(' ');
    const dates = own.flatMap(({ deadline: { done } }) => (done === null ? [] : [dayOf(done)]));
    return [[name, { status, text, date: status === 'erfuellt' ? (dates.toSorted().at(-1) ?? null) : null }]];
  });
}

const isClosed = (values: RegisterEntry['values']): boolean => isSettled(vorfall, values);

/** Where no hours are fixed, nothing is late; but a closed incident nobody was told of was never reported. */
function statusOf({ state, done }: IncidentDeadline, isOver: boolean): DutyStatus {
  if (state === 'ueberschritten') return 'nichtErfuellt';
  if (state === 'verspaetet') return 'teilweise';
  if (done !== null) return 'erfuellt';
  return isOver ? 'nichtErfuellt' : 'offen';
}

/** „VF2, Erste Meldung …: am …, fällig war sie bis …°.“ No free text: the sentence stands in reports for others. */
function sentenceOf({ id }: RegisterEntry, { title, due, done, confidence, urgency, state }: IncidentDeadline): string {
  const mark = degreeMark(confidence);
  const until = due === null ? (urgency ?? 'ohne feste Stundenzahl') : `bis ${formatDue(due)}`;
  const what = `${id}, ${title}:`;
  if (done !== null && state === 'verspaetet') return `${what} ${formatMoment(done)}, fällig war sie ${until}${mark}.`;
  if (done !== null) return `${what} ${formatDay(dayOf(done))}.`;
  return `${what} nicht eingetragen, fällig ${until}${mark}.`;
}
