/** What the registers of a Kommune say in a few numbers, for an overview of many. */
import { isOpenMeasure } from './measures.ts';
import { dueOf, isSettled, numberIn, type RegisterEntry } from './register.ts';
import { massnahme } from './registers/massnahme.ts';
import { ressource } from './registers/ressource.ts';
import { vorfall } from './registers/vorfall.ts';

export interface RegisterNumbers {
  /** `open` is neither done, dropped nor put off; of these some are overdue or undated. */
  measures: { open: number; overdue: number; undated: number };
  /** Not closed; `serious` of them are erheblich. */
  incidents: { open: number; serious: number };
  /** Hours of a year; null where nobody recorded any. */
  hours: { year: number; planned: number | null; used: number | null };
}

/**
 * @param entries of one Kommune, of any register
 * @param asOf YYYY-MM-DD; hours are those of its year
 */
export function registerNumbers(entries: readonly RegisterEntry[], asOf: string): RegisterNumbers {
  const counting = entries.filter(({ removed }) => removed === null);
  const of = (register: string) => counting.filter((entry) => entry.register === register);
  const measures = of(massnahme.id).filter(isOpenMeasure);
  const firstDays = measures.map((entry) =>
    dueOf(massnahme, entry)
      .map(({ day }) => day)
      .toSorted()
      .at(0),
  );
  const incidents = of(vorfall.id).filter(({ values }) => !isSettled(vorfall, values));
  const year = Number(asOf.slice(0, 4));
  const hours = of(ressource.id).filter(({ values }) => numberIn(values, 'jahr') === year);
  return {
    measures: {
      open: measures.length,
      overdue: firstDays.filter((day) => day !== undefined && day < asOf).length,
      undated: firstDays.filter((day) => day === undefined).length,
    },
    incidents: {
      open: incidents.length,
      serious: incidents.filter(({ values }) => values['art'] === 'erheblicher-vorfall').length,
    },
    hours: { year, planned: sumKnown(hours, 'stunden-geplant'), used: sumKnown(hours, 'stunden-verbraucht') },
  };
}

function sumKnown(entries: readonly RegisterEntry[], field: string): number | null {
  return sumOfKnown(entries.map(({ values }) => numberIn(values, field)));
}

/** Of what is known, to two digits as the registers have them; null where nothing is. */
export function sumOfKnown(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((each) => each !== null);
  return known.length === 0 ? null : Number(known.reduce((total, each) => total + each, 0).toFixed(2));
}
