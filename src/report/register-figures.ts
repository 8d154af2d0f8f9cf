/** What the registers of a Kommune come to, in numbers: the same in every report that tells them. */
import { addDuration, dayOf } from '../domain/calendar.ts';
import { isOpenMeasure, isPutOff } from '../domain/measures.ts';
import { sumOfKnown } from '../domain/overview-registers.ts';
import { isSettled, numberIn, type RegisterEntry, textIn } from '../domain/register.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { counted, enumerated, formatNumber } from './german.ts';
import { type Costs, costsIn, costText } from './money.ts';

/** What measures cost as far as somebody estimated it; null where nobody did for any. */
export interface SumOfCosts extends Costs {
  /** Measures with neither, unless they are said to need no money. */
  unknown: number;
}

export function costsOf(entries: readonly RegisterEntry[]): SumOfCosts {
  const costs = entries.map(({ values }) => costsIn(values));
  return {
    once: sumOfKnown(costs.map(({ once }) => once)),
    yearly: sumOfKnown(costs.map(({ yearly }) => yearly)),
    unknown: entries.filter(({ values }) => costText(costsIn(values)) === null && values['mittel'] !== 'nicht-noetig').length,
  };
}

export function openMeasures(entries: readonly RegisterEntry[]): RegisterEntry[] {
  return entries.filter(isOpenMeasure);
}

export interface MeasureFigures {
  offen: number;
  ueberfaellig: number;
  ohneTermin: number;
  zurueckgestellt: number;
  /** Done in the period. */
  erledigt: number;
}

/** @param since first day of the period, YYYY-MM-DD; what was done on that day belongs to the time before */
export function measureFigures(entries: readonly RegisterEntry[], since: string, asOf: string): MeasureFigures {
  const open = openMeasures(entries);
  const due = open.map(({ values }) => textIn(values, 'faellig'));
  const done = entries.filter(({ values }) => {
    const day = textIn(values, 'erledigt-am');
    return values['status'] === 'erledigt' && day !== null && day > since && day <= asOf;
  });
  return {
    offen: open.length,
    ueberfaellig: due.filter((day) => day !== null && day < asOf).length,
    ohneTermin: due.filter((day) => day === null).length,
    zurueckgestellt: entries.filter(isPutOff).length,
    erledigt: done.length,
  };
}

/** „wurden 3 Maßnahmen abgeschlossen.“ */
export function doneText(n: number): string {
  return n === 0
    ? 'wurde keine Maßnahme abgeschlossen.'
    : `${n === 1 ? 'wurde' : 'wurden'} ${counted(n, 'Maßnahme', 'Maßnahmen')} abgeschlossen.`;
}

interface DatedMeasure {
  entry: RegisterEntry;
  due: string;
}

function datedMeasures(entries: readonly RegisterEntry[]): DatedMeasure[] {
  return openMeasures(entries).flatMap((entry) => {
    const due = textIn(entry.values, 'faellig');
    return due === null ? [] : [{ entry, due }];
  });
}

/** Open measures whose day is past, the oldest first. */
export function lateMeasures(entries: readonly RegisterEntry[], asOf: string): DatedMeasure[] {
  return datedMeasures(entries)
    .filter(({ due }) => due < asOf)
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

/** The open measure that is due next; null where none has a day ahead. */
export function nextMeasure(entries: readonly RegisterEntry[], asOf: string): DatedMeasure | null {
  const ahead = datedMeasures(entries).filter(({ due }) => due >= asOf);
  return ahead.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.entry.id < b.entry.id ? -1 : 1))[0] ?? null;
}

export interface IncidentKinds {
  jahr: number;
  n: number;
  ereignisse: number;
  vorfaelle: number;
  erheblich: number;
  /** Nobody said yet which of them it is. */
  nichtEingeordnet: number;
  /** Still worked on. */
  offen: number;
}

/** Incidents by the year in which they became known. */
export function incidentKinds(entries: readonly RegisterEntry[], jahr: number): IncidentKinds {
  const own = entries.filter(({ values }) => {
    const known = textIn(values, 'kenntnis');
    return known !== null && dayOf(known).startsWith(String(jahr));
  });
  const ofKind = (art: string) => own.filter(({ values }) => values['art'] === art).length;
  return {
    jahr,
    n: own.length,
    ereignisse: ofKind('ereignis'),
    vorfaelle: ofKind('vorfall'),
    erheblich: ofKind('erheblicher-vorfall'),
    nichtEingeordnet: own.filter(({ values }) => values['art'] === undefined).length,
    offen: own.filter(({ values }) => !isSettled(vorfall, values)).length,
  };
}

/** „2: 1 Ereignis und 1 erheblicher Vorfall“; „keiner“ where none is recorded. */
export function incidentText({ n, ereignisse, vorfaelle, erheblich, nichtEingeordnet }: IncidentKinds): string {
  if (n === 0) return 'keiner erfasst';
  const parts = [
    ...(ereignisse === 0 ? [] : [counted(ereignisse, 'Ereignis ohne Folgen', 'Ereignisse ohne Folgen')]),
    ...(vorfaelle === 0 ? [] : [counted(vorfaelle, 'Vorfall', 'Vorfälle')]),
    ...(erheblich === 0 ? [] : [counted(erheblich, 'erheblicher Vorfall', 'erhebliche Vorfälle')]),
    ...(nichtEingeordnet === 0 ? [] : [`${formatNumber(nichtEingeordnet)} noch nicht eingeordnet`]),
  ];
  return enumerated(parts);
}

export interface ResourceFigures {
  stundenGeplant: number | null;
  stundenVerbraucht: number | null;
  euroGeplant: number | null;
  euroVerbraucht: number | null;
}

/** @param wofuer only these purposes; without them all */
export function resourceFigures(entries: readonly RegisterEntry[], jahr: number, wofuer?: readonly string[]): ResourceFigures {
  const own = entries.filter(
    ({ values }) => numberIn(values, 'jahr') === jahr && (wofuer?.includes(textIn(values, 'wofuer') ?? '') ?? true),
  );
  const sum = (field: string) => sumOfKnown(own.map(({ values }) => numberIn(values, field)));
  return {
    stundenGeplant: sum('stunden-geplant'),
    stundenVerbraucht: sum('stunden-verbraucht'),
    euroGeplant: sum('euro-geplant'),
    euroVerbraucht: sum('euro-verbraucht'),
  };
}

/** The first day of the last twelve months. */
export function yearBefore(asOf: string): string {
  return addDuration(asOf, '-P1Y');
}
