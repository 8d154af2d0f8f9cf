/** The incidents of a year in a few numbers: how many, how many are open, which had to be reported and were reported in time. */
import { dayOf, type HolidayRules } from './calendar.ts';
import { type IncidentDeadline, type IncidentPeriod, incidentDeadlines } from './incident.ts';
import { endOfDue } from './incident-clock.ts';
import type { Merkmale } from './kommune.ts';
import { isSettled, type RegisterEntry, textIn } from './register.ts';
import { vorfall } from './registers/vorfall.ts';

/** `verspaetet`: late or not at all. `laeuft`: has to be reported, and there is time. `keine`: nothing has to be reported. */
export const reportingStates = ['rechtzeitig', 'verspaetet', 'laeuft', 'unbekannt', 'keine'] as const;
export type ReportingState = (typeof reportingStates)[number];

export interface IncidentFigures {
  year: number;
  /** Known since a day of the year. */
  all: number;
  /** Not closed. */
  open: number;
  /** All of them, by how their reports stand; the five sum to `all`. */
  reporting: Readonly<Record<ReportingState, number>>;
}

export interface IncidentSurroundings {
  periods: readonly IncidentPeriod[];
  merkmale: Merkmale;
  holidays: HolidayRules;
  /** Instant looked at, ISO 8601 UTC. */
  now: string;
}

/** @param entries of the register „vorfall“ */
export function incidentFigures(
  entries: readonly RegisterEntry[],
  year: number,
  surroundings: IncidentSurroundings,
): IncidentFigures {
  const own = entries.filter(({ values }) => yearOf(values['kenntnis']) === year);
  const states = own.map((entry) => reportingState(entry, surroundings));
  const count = (state: ReportingState) => states.filter((each) => each === state).length;
  return {
    year,
    all: own.length,
    open: own.filter(({ values }) => !isSettled(vorfall, values)).length,
    reporting: {
      rechtzeitig: count('rechtzeitig'),
      verspaetet: count('verspaetet'),
      laeuft: count('laeuft'),
      unbekannt: count('unbekannt'),
      keine: count('keine'),
    },
  };
}

export interface PressingDeadline extends IncidentDeadline {
  /** Nobody classified the incident yet. */
  isPrecaution: boolean;
}

/**
 * What is still to be reported, or was not, for incidents that are not closed: first what binds, and of that first what has no fixed
 * hours and is due at once, then by the end; after it, in the same order, that of which it is not known whether it binds.
 */
export function pressingDeadlines(
  entries: readonly RegisterEntry[],
  { periods, merkmale, holidays, now }: IncidentSurroundings,
): PressingDeadline[] {
  const pressing = entries
    .filter(({ values }) => !isSettled(vorfall, values))
    .flatMap(({ values }) =>
      incidentDeadlines(values, periods, { merkmale, holidays, now }).flatMap((deadline): PressingDeadline[] => {
        const { id, binding, done, field } = deadline;
        const counts = binding === 'pflicht' || (binding === 'unbekannt' && id !== neverProven);
        if (done !== null || !counts) return [];
        return [{ ...deadline, isPrecaution: textIn(values, 'art') === null && hangsOnKind(field) }];
      }),
    );
  const order = ({ binding, due }: PressingDeadline) => `${binding === 'pflicht' ? 0 : 1} ${due === null ? '' : endOfDue(due)}`;
  return pressing.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function yearOf(instant: unknown): number | null {
  return typeof instant === 'string' ? Number(dayOf(instant).slice(0, 4)) : null;
}

/** That a final report is owed is not proven for these bodies, so it never makes an incident unknown. */
const neverProven = 'vorfall-abschlussmeldung';

/**
 * As long as nobody classified an incident, the periods of reports to SAX.CERT run as a precaution; that is no proof that it has to be
 * reported there. To others it has to be for what it touches.
 */
function hangsOnKind(field: string): boolean {
  return field.startsWith('saxcert');
}

/** How the reports of one incident stand: the worst of those that bind decides; without one, whether that is known. */
function reportingState(entry: RegisterEntry, { periods, merkmale, holidays, now }: IncidentSurroundings): ReportingState {
  const isClassified = textIn(entry.values, 'art') !== null;
  const deadlines = incidentDeadlines(entry.values, periods, { merkmale, holidays, now });
  const binding = deadlines.flatMap(({ binding: binds, field, state }) =>
    binds === 'pflicht' && (isClassified || !hangsOnKind(field)) ? state : [],
  );
  if (binding.some((state) => state === 'verspaetet' || state === 'ueberschritten')) return 'verspaetet';
  // Where no hours are fixed nothing runs over; but a closed incident nobody was told of was never reported.
  if (binding.includes('offen')) return isSettled(vorfall, entry.values) ? 'verspaetet' : 'laeuft';
  if (!isClassified) return 'unbekannt';
  const isUnknown = deadlines.some(({ id, binding: binds }) => binds === 'unbekannt' && id !== neverProven);
  if (isUnknown) return 'unbekannt';
  return binding.length === 0 ? 'keine' : 'rechtzeitig';
}
