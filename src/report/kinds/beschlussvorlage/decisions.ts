/** Which measures a council has to decide on, and why now. */
import { formatDay } from '../../../domain/calendar.ts';
import { isPutOff } from '../../../domain/measures.ts';
import { isSettled, numberIn, type RegisterEntry, textIn } from '../../../domain/register.ts';
import { massnahme } from '../../../domain/registers/massnahme.ts';

export interface AskedMeasure {
  entry: RegisterEntry;
  /** What is to be decided about it. */
  anlass: string;
  /** Whether money is asked for; else only a decision. */
  needsMoney: boolean;
}

/** Money asked for, cut or refused, costs nobody has applied for, and what was put off until a day that has come. */
export function askedMeasures(entries: readonly RegisterEntry[], asOf: string): AskedMeasure[] {
  return entries.flatMap((entry) => askedAbout(entry, asOf) ?? []);
}

function askedAbout(entry: RegisterEntry, asOf: string): AskedMeasure | null {
  const { values } = entry;
  if (isSettled(massnahme, values) || isDecidedUntilLater(entry, asOf)) return null;
  const needsMoney = hasCost(entry);
  if (isPutOff(entry)) return { entry, anlass: 'Zurückgestellt, jetzt neu zu entscheiden', needsMoney };
  switch (values['mittel']) {
    case 'beantragt':
      return { entry, anlass: 'Mittel beantragt', needsMoney: true };
    case 'gekuerzt':
      return { entry, anlass: 'Mittel gekürzt, neu zu entscheiden', needsMoney: true };
    case 'abgelehnt':
      return { entry, anlass: 'Mittel abgelehnt, neu zu entscheiden', needsMoney: true };
    case 'bewilligt':
    case 'nicht-noetig':
      return null;
    default:
      return needsMoney ? { entry, anlass: 'Kosten geschätzt, Mittel noch nicht beantragt', needsMoney } : null;
  }
}

/** The entry somebody named, whatever its state; null when there is nothing left to decide. */
export function askedMeasure(entry: RegisterEntry, asOf: string): AskedMeasure | null {
  if (isSettled(massnahme, entry.values)) return null;
  return askedAbout(entry, asOf) ?? { entry, anlass: 'Einzeln vorgelegt', needsMoney: hasCost(entry) };
}

/** Cut, refused or put off, and the day on which it comes back lies ahead. */
export function isDecidedUntilLater({ values }: RegisterEntry, asOf: string): boolean {
  const again = textIn(values, 'wiedervorlage');
  const isDecided = values['status'] === 'zurueckgestellt' || values['mittel'] === 'gekuerzt' || values['mittel'] === 'abgelehnt';
  return isDecided && again !== null && again > asOf;
}

function hasCost({ values }: RegisterEntry): boolean {
  return (numberIn(values, 'kosten-einmalig') ?? 0) + (numberIn(values, 'kosten-jaehrlich') ?? 0) > 0;
}

/** What was decided before: only for the house in its own words. */
export function earlierDecision({ values }: RegisterEntry, withWords: boolean): string {
  const [what, day] = [textIn(values, 'entscheidung'), textIn(values, 'entschieden-am')];
  if (what === null && day === null) return '';
  const when = day === null ? 'Schon einmal entschieden' : `Entschieden am ${formatDay(day)}`;
  return withWords && what !== null ? `${when}: ${what}` : when;
}
