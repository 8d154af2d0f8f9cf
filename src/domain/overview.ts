/**
 * Many Kommunen at a glance: the numbers of an evaluation without its sentences, so that a whole state is counted in seconds. They
 * equal those of `evaluate` for every Kommune; test/commands/uebersicht.test.ts holds both against each other.
 */
import {
  type AnswerState,
  answerKey,
  type ControlEvaluation,
  type Counts,
  combineStates,
  countStates,
  emptyCounts,
  evaluateControl,
  stateOf,
  zielobjekteOf,
} from './answers.ts';
import { type Assessment, isBulk } from './assessment.ts';
import type { HolidayRules } from './calendar.ts';
import type { Catalogue, Control, FrameworkItem, Generation, Profile } from './catalogue.ts';
import { type Contradiction, findContradictions } from './contradictions.ts';
import { type DutyStatus, dutyStates, evaluateDuty, type RegisterFacts } from './duties.ts';
import type { Finding } from './finding.ts';
import { controlsOfItem } from './framework-item.ts';
import { isLateGap, isUndatedGap } from './gaps.ts';
import { informationsverbund, type Kommune, type Merkmale, type RoleAssignment, type Zielobjekt } from './kommune.ts';

/** What has to be known of an answer to count it. */
export type CountedAnswer = Pick<
  Assessment,
  'zielobjekt' | 'control' | 'status' | 'reviewDue' | 'validFrom' | 'bis' | 'verantwortlich' | 'source' | 'origin'
>;

/** Classes by inhabitants, ours: 83 of 100 Saxon Kommunen are `klein`. Lower bound inclusive, upper exclusive. */
export const sizeClasses = ['klein', 'mittel', 'gross'] as const;
export type SizeClass = (typeof sizeClasses)[number];

const mittelFrom = 10_000;
const grossFrom = 50_000;

/** Null when the number of inhabitants is not recorded. */
export function sizeClassOf({ einwohner }: Pick<Kommune, 'einwohner'>): SizeClass | null {
  if (einwohner === null) return null;
  if (einwohner < mittelFrom) return 'klein';
  return einwohner < grossFrom ? 'mittel' : 'gross';
}

/** The rows of the legal minimum, with the generations of their framework. */
export interface LegalMinimum {
  items: readonly FrameworkItem[];
  generations: readonly Generation[];
}

export function legalMinimumOf(catalogue: Catalogue): LegalMinimum {
  const law = catalogue.frameworks.find(({ id }) => id === 'saechsisichg');
  return { items: law?.items.filter(({ legalMinimum }) => legalMinimum) ?? [], generations: law?.generations ?? [] };
}

export interface OverviewInput {
  asOf: string;
  catalogue: Catalogue;
  minimum: LegalMinimum;
  holidays: HolidayRules;
  merkmale: Merkmale;
  rollen: readonly RoleAssignment[];
  /** As in the evaluation. */
  registerFacts?: RegisterFacts | undefined;
  zielobjekte: readonly Zielobjekt[];
  profile: Profile;
  /** Answers current on `asOf`, in full where there are findings: then they are held against each other. */
  held:
    | { findings: readonly []; answers: readonly CountedAnswer[] }
    | { findings: readonly Finding[]; answers: readonly Assessment[] };
}

export interface KommuneSummary {
  total: Counts;
  minimum: readonly { item: FrameworkItem; status: DutyStatus; due: string | null }[];
  contradictions: number;
  hints: number;
  gaps: GapCounts;
  answers: AnswerCounts;
  /** Age in days of every answer that counts. */
  ages: readonly number[];
  /** How each question of the profile is answered, by control. */
  states: ReadonlyMap<string, AnswerState>;
}

/** Questions of the profile answered „nein“ or „teilweise“; inherited ones are late or undated only where they were recorded. */
export interface GapCounts {
  n: number;
  /** The day until which they were to be closed is past. */
  overdue: number;
  /** Nobody or no day is named. */
  withoutDate: number;
}

/** Answers behind the questions of the profile, one per Zielobjekt. */
export interface AnswerCounts {
  n: number;
  /** Set or confirmed for many at once. */
  bulk: number;
  /** From a statement, a group or the Kommune that carries out the administration. */
  inherited: number;
}

export function summarise(input: OverviewInput): KommuneSummary {
  const { asOf, catalogue, profile } = input;
  const answers = new Map(input.held.answers.map((answer) => [answerKey(answer.zielobjekt, answer.control), answer]));
  const liveControls = liveControlsOf(catalogue);
  const held = (control: Control) => heldAnswers(control, input.zielobjekte, answers, asOf);
  const controls = profile.controls.flatMap((id) => liveControls.get(id) ?? []);
  const asked = controls.map(held);
  const given = asked.flatMap(({ answers: each }) => each.flatMap(({ answer }) => answer ?? []));
  const contradictions = contradictionsOf(input);
  return {
    total: countStates(asked.map(({ state }) => state)),
    minimum: minimumOf(input, (id) => {
      const control = liveControls.get(id);
      return control === undefined ? undefined : { control, state: held(control).state };
    }),
    contradictions: contradictions.filter(({ kind }) => kind === 'contradiction').length,
    hints: contradictions.filter(({ kind }) => kind === 'hint').length,
    gaps: countGaps(asked, asOf),
    answers: {
      n: given.length,
      bulk: given.filter(isBulk).length,
      inherited: given.filter(({ origin }) => origin !== null).length,
    },
    ages: given.map(({ validFrom }) => (Date.parse(asOf) - Date.parse(validFrom)) / msPerDay),
    states: new Map(controls.map(({ id }, index) => [id, asked[index]?.state ?? 'offen'])),
  };
}

const msPerDay = 86_400_000;

const liveControls = new WeakMap<Catalogue, ReadonlyMap<string, Control>>();

function liveControlsOf(catalogue: Catalogue): ReadonlyMap<string, Control> {
  const live = catalogue.controls.filter(({ retired }) => retired === undefined);
  const known = liveControls.get(catalogue) ?? new Map(live.map((control) => [control.id, control]));
  liveControls.set(catalogue, known);
  return known;
}

/** A question with the answers that hold for it, as `evaluateControl` finds them. */
interface HeldQuestion {
  state: AnswerState;
  answers: readonly { state: AnswerState; answer: CountedAnswer | null }[];
}

function heldAnswers(
  control: Control,
  zielobjekte: readonly Zielobjekt[],
  answers: ReadonlyMap<string, CountedAnswer>,
  asOf: string,
): HeldQuestion {
  const held = zielobjekteOf(control, zielobjekte).map(({ kuerzel }) => {
    const answer = answers.get(answerKey(kuerzel, control.id)) ?? answers.get(answerKey(informationsverbund, control.id)) ?? null;
    return { answer, state: stateOf(answer, asOf) };
  });
  const [only, ...others] = held;
  const state = only !== undefined && others.length === 0 ? only.state : combineStates(held.map((each) => each.state));
  return { state, answers: held };
}

function countGaps(asked: readonly HeldQuestion[], asOf: string): GapCounts {
  const gaps = asked
    .filter(({ state }) => state === 'nein' || state === 'teilweise')
    .map(({ state, answers }) => answers.find((each) => each.state === state)?.answer ?? null);
  return {
    n: gaps.length,
    overdue: gaps.filter((gap) => gap !== null && isLateGap(gap, asOf)).length,
    withoutDate: gaps.filter((gap) => gap === null || isUndatedGap(gap)).length,
  };
}

type StateOfControl = (id: string) => Pick<ControlEvaluation, 'control' | 'state'> | undefined;

function minimumOf(input: OverviewInput, find: StateOfControl): KommuneSummary['minimum'] {
  const { asOf, catalogue, merkmale, rollen, holidays, minimum, registerFacts } = input;
  return minimum.items.map((item) => {
    const controls = new Map(controlsOf(item, find));
    const { status, due } = evaluateDuty(item, minimum.generations, {
      asOf,
      merkmale,
      rollen,
      holidays,
      controls,
      registerFacts,
      vocabulary: catalogue.vocabulary,
    });
    return { item, status, due };
  });
}

/** The controls a duty asks, with their state; an overview tells no reasons. */
function controlsOf(item: FrameworkItem, find: StateOfControl): [string, ControlEvaluation][] {
  return controlsOfItem(item).flatMap((id) => {
    const found = find(id);
    return found === undefined ? [] : [[id, { ...found, basis: null, reason: '', answers: [] }]];
  });
}

function contradictionsOf({ held, catalogue, zielobjekte, asOf }: OverviewInput): Contradiction[] {
  if (!hasFindings(held)) return [];
  const { findings } = held;
  const answers = new Map(held.answers.map((answer) => [answerKey(answer.zielobjekt, answer.control), answer]));
  const checked = [...liveControlsOf(catalogue).values()].filter(({ checks }) => checks.length > 0);
  const evaluations = checked.map((control) => evaluateControl(control, zielobjekte, answers, findings, asOf));
  return findContradictions(evaluations, zielobjekte, findings, asOf);
}

function hasFindings(held: OverviewInput['held']): held is { findings: readonly Finding[]; answers: readonly Assessment[] } {
  return held.findings.length > 0;
}

export type DutyCounts = { n: number } & Record<DutyStatus, number>;

export function countDuties(statuses: readonly DutyStatus[]): DutyCounts {
  const counts = { n: statuses.length, ...Object.fromEntries(dutyStates.map((status) => [status, 0])) } as DutyCounts;
  for (const status of statuses) counts[status] += 1;
  return counts;
}

export function sumCounts(all: readonly Counts[]): Counts {
  return all.reduce((sum, counts) => {
    for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key];
    return sum;
  }, emptyCounts());
}

/** Middle of the ages (of two the lower) and the greatest; null where there is no answer. */
export function ageing(ages: readonly number[]): { medianDays: number | null; oldestDays: number | null } {
  const sorted = Int32Array.from(ages).sort();
  return { medianDays: sorted[Math.floor((sorted.length - 1) / 2)] ?? null, oldestDays: sorted.at(-1) ?? null };
}
