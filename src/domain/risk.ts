/** Risks after BSI-Standard 200-3: the matrix as data, the class before, planned and after, and how a risk stands on a day. Pure. */
import { formatDay } from './calendar.ts';
import type { Confidence } from './catalogue.ts';
import { type EntryValues, textIn } from './register.ts';

/** The most steps a scale can have; the register holds no higher number. */
export const mostRiskSteps = 6;

/** A step of a scale, counted from 1 upwards without gaps. */
export interface RiskStep {
  step: number;
  title: string;
  meaning: string;
}

export interface RiskClass {
  id: string;
  title: string;
  meaning: string;
}

/** The table `risikomatrix`. */
export interface RiskMatrix {
  source: string;
  edition: string;
  /** How sure scales and cells are; the explanations are ours. */
  confidence: readonly Confidence[];
  frequency: readonly RiskStep[];
  damage: readonly RiskStep[];
  /** The least first. */
  classes: readonly RiskClass[];
  /** Id of the class from which on a risk is to be treated or decided about. */
  line: string;
  /** Ids of classes from the least frequency to the greatest, one row for each step of damage. */
  rows: readonly { damage: number; classes: readonly string[] }[];
}

/** One of the elementary threats, from the table `gefaehrdungen`. */
export interface ElementaryThreat {
  /** `G 0.18` */
  id: string;
  title: string;
  /** What can happen, one sentence. */
  meaning: string;
  /** Types of Zielobjekt it strikes directly. */
  types: readonly string[];
}

/** Why a Zielobjekt gets a risk analysis: the three cases of BSI-Standard 200-3, or a wish of one's own. */
export const riskOccasions = ['schutzbedarf', 'kein-baustein', 'ungewoehnlicher-betrieb', 'eigener'] as const;
export type RiskOccasion = (typeof riskOccasions)[number];

/** What is wrong with a matrix, in German sentences with the field. A worse frequency or damage must never give a lesser class. */
export function matrixProblems(matrix: Pick<RiskMatrix, 'frequency' | 'damage' | 'classes' | 'line' | 'rows'>) {
  const problems: { path: (string | number)[]; text: string }[] = [];
  const ids = matrix.classes.map(({ id }) => id);
  for (const scale of ['frequency', 'damage'] as const)
    for (const [index, { step }] of matrix[scale].entries())
      if (step !== index + 1)
        problems.push({ path: [scale, index, 'step'], text: `Erwartet die Stufe ${index + 1}; gezählt wird ab 1 ohne Lücke.` });
  if (new Set(ids).size < ids.length) problems.push({ path: ['classes'], text: 'Eine Klasse steht zweimal da.' });
  if (!ids.includes(matrix.line)) problems.push({ path: ['line'], text: `Die Klasse ${matrix.line} gibt es nicht.` });
  const rows = new Map(matrix.rows.map(({ damage, classes }) => [damage, classes]));
  if (matrix.rows.length !== matrix.damage.length || matrix.damage.some(({ step }) => !rows.has(step)))
    problems.push({ path: ['rows'], text: 'Erwartet je Stufe des Schadens genau eine Zeile.' });
  for (const [index, { damage, classes }] of matrix.rows.entries()) {
    const path = ['rows', index, 'classes'];
    if (classes.length !== matrix.frequency.length)
      problems.push({ path, text: 'Erwartet je Stufe der Häufigkeit genau eine Klasse.' });
    for (const unknown of classes.filter((id) => !ids.includes(id)))
      problems.push({ path, text: `Die Klasse ${unknown} gibt es nicht.` });
    const rank = (id: string | undefined) => (id === undefined ? 0 : ids.indexOf(id));
    const isFalling = classes.some((id, column) => column > 0 && rank(id) < rank(classes[column - 1]));
    const below = rows.get(damage - 1) ?? [];
    const isLessThanBelow = classes.some((id, column) => rank(id) < rank(below[column]));
    if (isFalling || isLessThanBelow)
      problems.push({ path, text: 'Mit mehr Häufigkeit oder mehr Schaden darf die Klasse nicht kleiner werden.' });
  }
  return problems;
}

/** @throws Error for a step the matrix does not have */
export function classOf(matrix: RiskMatrix, frequency: number, damage: number): RiskClass {
  const id = matrix.rows.find((row) => row.damage === damage)?.classes[frequency - 1];
  const found = matrix.classes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`the matrix has no cell for frequency ${frequency} and damage ${damage}`);
  return found;
}

export function isAboveLine(matrix: RiskMatrix, { id }: RiskClass): boolean {
  return rankOfClass(matrix, id) >= rankOfClass(matrix, matrix.line);
}

export function rankOfClass({ classes }: RiskMatrix, id: string): number {
  return classes.findIndex((each) => each.id === id);
}

/** When a risk is rated: without further measures, with those planned, since they are in place. */
export const riskPhases = ['vorher', 'geplant', 'danach'] as const;
export type RiskPhase = (typeof riskPhases)[number];

/** Fields of the register that hold a rating. */
export const ratingFields: Readonly<Record<RiskPhase, { frequency: string; damage: string }>> = {
  vorher: { frequency: 'haeufigkeit', damage: 'schaden' },
  geplant: { frequency: 'haeufigkeit-geplant', damage: 'schaden-geplant' },
  danach: { frequency: 'haeufigkeit-danach', damage: 'schaden-danach' },
};

export interface RiskRating {
  frequency: number;
  damage: number;
  riskClass: RiskClass;
}

/** Null while one of the two steps is not known, or the matrix does not have it. */
export function ratingOf(matrix: RiskMatrix, values: EntryValues, phase: RiskPhase): RiskRating | null {
  const frequency = values[ratingFields[phase].frequency];
  const damage = values[ratingFields[phase].damage];
  if (typeof frequency !== 'number' || typeof damage !== 'number') return null;
  if (!isStep(matrix.frequency, frequency) || !isStep(matrix.damage, damage)) return null;
  return { frequency, damage, riskClass: classOf(matrix, frequency, damage) };
}

function isStep(scale: readonly RiskStep[], step: number): boolean {
  return scale.some((each) => each.step === step);
}

/** What counts today: the rating after the measures; without one the rating before. A plan changes nothing yet. */
export function currentRating(matrix: RiskMatrix, values: EntryValues): RiskRating | null {
  return ratingOf(matrix, values, 'danach') ?? ratingOf(matrix, values, 'vorher');
}

/** A step by its number or its word: „häufig“, also written `haeufig`. Null for anything else. */
export function readStep(scale: readonly RiskStep[], typed: string): number | null {
  const wanted = plain(typed);
  return scale.find(({ step, title }) => String(step) === wanted || plain(title) === wanted)?.step ?? null;
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

function plain(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => umlauts[letter] ?? letter)
    .replace(/[\s-]+/g, '-');
}

/** `G 0.18` of a text that begins with it; null for threats of one's own. */
export function threatIdOf(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  return /^G 0\.\d+(?!\d)/.exec(text)?.[0] ?? null;
}

/**
 * `offen`: nothing decided, or the decision no longer holds. `inBehandlung`: avoided, reduced or transferred. `akzeptiert` and
 * `zurueckgestellt` only until their day. `entfallen`: the risk is gone.
 */
export const riskStates = ['offen', 'inBehandlung', 'akzeptiert', 'zurueckgestellt', 'entfallen'] as const;
export type RiskState = (typeof riskStates)[number];

export interface RiskStanding {
  state: RiskState;
  /** A German sentence. */
  reason: string;
}

const treatments: Readonly<Record<string, string>> = {
  vermeiden: 'Das Risiko soll vermieden werden.',
  vermindern: 'Das Risiko soll vermindert werden.',
  uebertragen: 'Das Risiko soll auf andere übertragen werden.',
};

/**
 * How a risk stands on a day. The last day of an acceptance still counts.
 * @param obstacle why it must not be accepted; null where it may be
 */
export function standingOf(values: EntryValues, asOf: string, obstacle: string | null): RiskStanding {
  const treatment = values['behandlung'];
  const gone = textIn(values, 'entfallen-am');
  if (gone !== null && gone <= asOf) return { state: 'entfallen', reason: `Entfallen am ${formatDay(gone)}.` };
  if (treatment === 'akzeptieren') {
    const until = textIn(values, 'akzeptiert-bis');
    if (obstacle !== null) return { state: 'offen', reason: obstacle };
    if (until === null || until < asOf)
      return { state: 'offen', reason: `Die Akzeptanz ist abgelaufen${until === null ? '' : ` (${formatDay(until)})`}.` };
    return { state: 'akzeptiert', reason: `Akzeptiert von ${String(values['akzeptiert-von'])} bis ${formatDay(until)}.` };
  }
  if (treatment === 'zurueckgestellt') {
    const until = textIn(values, 'zurueckgestellt-bis');
    if (until === null || until < asOf)
      return {
        state: 'offen',
        reason: `Zurückgestellt war es bis ${until === null ? 'zu keinem Tag' : formatDay(until)}; neu zu entscheiden.`,
      };
    return { state: 'zurueckgestellt', reason: `Zurückgestellt bis ${formatDay(until)}: ${String(values['begruendung'])}` };
  }
  if (typeof treatment === 'string') return { state: 'inBehandlung', reason: treatments[treatment] ?? treatment };
  return { state: 'offen', reason: 'Wie damit umgegangen wird, ist nicht entschieden.' };
}
