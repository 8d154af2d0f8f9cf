/** Measures weighed: which comes first and why, and which may be done already. A person decides both. */
import { daysBetween, formatDay } from './calendar.ts';
import type { Control, EffortBand } from './catalogue.ts';
import type { DutyEvaluation } from './duties.ts';
import type { Evaluation } from './evaluation.ts';
import { type Finding, formatTarget } from './finding.ts';
import { bindingDuties } from './next-question.ts';
import { isSettled, listIn, numberIn, type RegisterEntry, textIn } from './register.ts';
import { massnahme } from './registers/massnahme.ts';

/** Whether the day has come on which a measure is to be decided anew. */
export function isDueAgain({ values }: Pick<RegisterEntry, 'values'>, asOf: string): boolean {
  const again = textIn(values, 'wiedervorlage');
  return again !== null && again <= asOf;
}

/** 1 comes first. */
export type PriorityLevel = 1 | 2 | 3 | 4;

export interface MeasurePriority {
  level: PriorityLevel;
  /** German sentence that explains the level. */
  reason: string;
  /** For the order within a level: effect × age ÷ effort (architecture, section 2a). */
  weight: number;
}

/** Effect when neither the measure nor its controls tell: the lowest. */
const leastEffect = 1;

/**
 * Set by hand, it stands with its reason. Else a legal duty makes it first; without one the effect decides (3 high to 1 low).
 * @param asOf YYYY-MM-DD
 */
export function priorityOf(
  entry: RegisterEntry,
  controls: ReadonlyMap<string, Control>,
  duties: readonly DutyEvaluation[],
  bands: readonly EffortBand[],
  asOf: string,
): MeasurePriority {
  const { values } = entry;
  const own = listIn(entry.values, 'controls').flatMap((id) => controls.get(id) ?? []);
  const binding = [...new Set(own.flatMap(({ id }) => bindingDuties(id, duties).map(({ item }) => item.id)))];
  const effect = numberIn(entry.values, 'wirkung') ?? Math.max(leastEffect, ...own.map((control) => control.effect));
  const effortDays = numberIn(entry.values, 'aufwand');
  const guessed = own.reduce((days, { effort }) => days + middleOf(bands.find((band) => band.effort === effort)), 0);
  const ageDays = Math.max(0, daysBetween(entry.validFrom, asOf));
  const weight = (effect * (30 + ageDays)) / (1 + (effortDays ?? guessed));
  const byHand = numberIn(entry.values, 'prioritaet');
  if (byHand !== null) {
    const why = typeof values['prioritaet-grund'] === 'string' ? values['prioritaet-grund'] : 'ohne Grund';
    return { level: levelOf(byHand), reason: `Von Hand gesetzt: ${why}.`, weight };
  }
  const effort =
    effortDays === null
      ? guessed > 0
        ? `Aufwand etwa ${germanDays(guessed)} (Schätzung des Katalogs)`
        : 'Aufwand unbekannt'
      : `Aufwand ${germanDays(effortDays)} (Schätzung)`;
  const what =
    binding.length > 0
      ? `Dient ${binding.length === 1 ? 'einer gesetzlichen Pflicht' : 'gesetzlichen Pflichten'} (${binding.slice(0, 3).join(', ')}${binding.length > 3 ? ' …' : ''})`
      : (['', 'Ergänzender Schutz', 'Guter Schutz', 'Starker Schutz'][effect] ?? 'Guter Schutz');
  return { level: binding.length > 0 ? 1 : levelOf(5 - effect), reason: `${what}; ${effort}.`, weight };
}

/** First the lower level, then the greater weight, then the older number. */
export function comparePriority(a: MeasurePriority, b: MeasurePriority): number {
  return a.level - b.level || b.weight - a.weight;
}

/**
 * Why an open measure may be done: a later check found its finding in order, or all its controls are answered `ja` since. A
 * hint for the person who closes it; null without one.
 */
export function closingHint(
  entry: RegisterEntry,
  { controls, findings }: Pick<Evaluation, 'controls' | 'findings'>,
): string | null {
  const good = findings.find(
    (finding) => finding.result === 'met' && originOf(finding) === entry.values['herkunft'] && finding.seenAt > entry.recordedAt,
  );
  if (good !== undefined) return `Die Prüfung vom ${formatDay(good.seenAt.slice(0, 10))} fand es in Ordnung.`;
  if (entry.values['anlass'] !== 'luecke') return null;
  const states = listIn(entry.values, 'controls').map((id) => controls.get(id)?.state);
  const isDone = states.length > 0 && states.every((state) => state === 'ja' || state === 'entbehrlich');
  return isDone ? 'Alle ihre Anforderungen sind inzwischen mit „ja“ oder „entbehrlich“ beantwortet.' : null;
}

/** How a measure names the finding it came from: `tls-protocol-version www.beispielhain.de (192.0.2.7):443`. */
export function originOf({ check, target }: Pick<Finding, 'check' | 'target'>): string {
  return `${check} ${formatTarget(target)}`;
}

function middleOf(band: EffortBand | undefined): number {
  return band === undefined ? 0 : (band.daysFrom + band.daysTo) / 2;
}

function levelOf(number: number): PriorityLevel {
  return number <= 1 ? 1 : number >= 4 ? 4 : number === 2 ? 2 : 3;
}

function germanDays(days: number): string {
  return days === 1 ? '1 Tag' : `${days.toLocaleString('de-DE', { maximumFractionDigits: 1 })} Tage`;
}

export function isPutOff({ values }: Pick<RegisterEntry, 'values'>): boolean {
  return values['status'] === 'zurueckgestellt';
}

/** Neither done, dropped nor put off. */
export function isOpenMeasure(entry: Pick<RegisterEntry, 'values'>): boolean {
  return !isSettled(massnahme, entry.values) && !isPutOff(entry);
}
