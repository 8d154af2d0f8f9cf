/** What the record of a visit tells: its findings with what was made of each. One source for the sheet to sign and for the report. */
import { formatDay } from './calendar.ts';
import { objectNames } from './incident-report.ts';
import type { Zielobjekt } from './kommune.ts';
import { listIn, type RegisterEntry, textIn } from './register.ts';

/** How a measure names what it came from: `BG1: Kabel liegt lose`; by these words it is found again. */
export function originOfFinding(id: string, text: string): string {
  return `${id}: ${text}`;
}

export interface VisitRecord {
  place: string;
  /** YYYY-MM-DD */
  day: string;
  participants: readonly string[];
  /** What was visited, by name. */
  objects: readonly string[];
  findings: readonly { text: string; measure: RegisterEntry | null }[];
  /** Measures that came from the visit as a whole. */
  others: readonly RegisterEntry[];
  /** Day of the next visit, null when none is planned. */
  next: string | null;
  /** „22.11.2026 von Petra Vogel“, null while it is not signed. */
  signed: string | null;
}

/**
 * @param measures of the Kommune, those that count
 * @param objects all Zielobjekte of the Kommune
 */
export function visitRecord(
  { id, values }: Pick<RegisterEntry, 'id' | 'values'>,
  measures: readonly RegisterEntry[],
  objects: readonly Zielobjekt[],
): VisitRecord {
  const findings = listIn(values, 'feststellungen').map((text) => {
    const origin = originOfFinding(id, text);
    return { text, measure: measures.find((each) => each.values['herkunft'] === origin) ?? null };
  });
  const shown = new Set(findings.flatMap(({ measure }) => measure?.id ?? []));
  return {
    place: textIn(values, 'ort') ?? '',
    day: textIn(values, 'am') ?? '',
    participants: listIn(values, 'teilnehmende'),
    objects: objectNames(values, objects),
    findings,
    others: measures.filter((each) => listIn(values, 'massnahmen').includes(each.id) && !shown.has(each.id)),
    next: textIn(values, 'naechste'),
    signed: signedWords(values),
  };
}

function signedWords(values: RegisterEntry['values']): string | null {
  const day = textIn(values, 'unterzeichnet-am');
  const by = textIn(values, 'unterzeichnet-von');
  if (day === null && by === null) return null;
  return [...(day === null ? [] : [formatDay(day)]), ...(by === null ? [] : [`von ${by}`])].join(' ');
}

/** „MN4, Jan Krause, bis 31.12.2026“; what is not recorded is said. */
export function measureWords({ id, values }: RegisterEntry): string {
  const until = textIn(values, 'faellig');
  const done = textIn(values, 'erledigt-am');
  const day = done !== null ? `erledigt am ${formatDay(done)}` : until === null ? 'ohne Termin' : `bis ${formatDay(until)}`;
  return `${id}, ${textIn(values, 'verantwortlich') ?? 'niemand eingetragen'}, ${day}`;
}
