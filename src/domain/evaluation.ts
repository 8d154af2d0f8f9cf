/**
 * Weighing: a pure function of catalogue, answers, findings, facts and a date. The rules are those of
 * docs/architecture.md, section 2a; test/domain has them as tables.
 */
import { answerKey, type ControlEvaluation, type Counts, countStates, evaluateControl } from './answers.ts';
import type { Assessment } from './assessment.ts';
import type { HolidayRules } from './calendar.ts';
import type { Catalogue, Framework, Profile, Topic } from './catalogue.ts';
import { type Contradiction, findContradictions } from './contradictions.ts';
import { type DutyEvaluation, evaluateFramework, isBinding, type RegisterFacts } from './duties.ts';
import type { Finding } from './finding.ts';
import type { Kommune, Merkmale, RoleAssignment, Zielobjekt } from './kommune.ts';

/** Traffic light of a topic: ● ◐ ▲ ◇. */
export const lights = ['inOrdnung', 'teilweise', 'handlungsbedarf', 'nichtBekannt'] as const;
export type Light = (typeof lights)[number];

export type Trend = 'besser' | 'gleich' | 'schlechter';

/** Above this share of unknown answers a topic is shown as not known. */
export const defaultUnknownShare = 1 / 3;

export interface TopicEvaluation {
  topic: Topic;
  counts: Counts;
  light: Light;
  reason: string;
  /** Against an earlier evaluation, null if there is none. */
  trend: Trend | null;
}

/** A control that is not met, with what a head needs to decide. */
export interface Gap {
  evaluation: ControlEvaluation;
  /** Ids of duties of the SächsISichG that this control answers and that apply. */
  duties: readonly string[];
  /** Who is to close it and until when, as recorded. */
  verantwortlich: string | null;
  bis: string | null;
}

export interface EvaluationInput {
  asOf: string;
  catalogue: Catalogue;
  kommune: Kommune;
  merkmale: Merkmale;
  rollen: readonly RoleAssignment[];
  zielobjekte: readonly Zielobjekt[];
  /** Answers current on `asOf`. */
  answers: readonly Assessment[];
  /** Findings current on `asOf`. */
  findings: readonly Finding[];
  /** Profile of the round that is evaluated. */
  profile: Profile;
  holidays: HolidayRules;
  /** Days from registers that answer duties, by the name of the fact. */
  registerFacts?: RegisterFacts | undefined;
  unknownShare?: number;
}

export interface Evaluation {
  asOf: string;
  kommune: Kommune;
  profile: Profile;
  /** Every live control of the catalogue by id, asked or not. */
  controls: ReadonlyMap<string, ControlEvaluation>;
  /** Counts over the controls of the profile. */
  total: Counts;
  /** Topics of the profile, in the order of the vocabulary. */
  topics: readonly TopicEvaluation[];
  /** Duties by framework id. */
  duties: ReadonlyMap<string, readonly DutyEvaluation[]>;
  contradictions: readonly Contradiction[];
  /** Findings that could not be made: what was not checked, and why. */
  unchecked: readonly Finding[];
  findings: readonly Finding[];
  /** Controls of the profile that are not met, most important first. */
  gaps: readonly Gap[];
}

export function evaluate(input: EvaluationInput): Evaluation {
  const { asOf, catalogue, zielobjekte, findings } = input;
  const answers = new Map(input.answers.map((a) => [answerKey(a.zielobjekt, a.control), a]));
  const live = catalogue.controls.filter((control) => control.retired === undefined);
  const controls = new Map(live.map((c) => [c.id, evaluateControl(c, zielobjekte, answers, findings, asOf)]));
  const asked = askedControls(input.profile, controls);
  const duties = new Map(catalogue.frameworks.map((f) => [f.id, evaluateFrameworkOf(f, input, controls)]));
  return {
    asOf,
    kommune: input.kommune,
    profile: input.profile,
    controls,
    total: countStates(asked.map((c) => c.state)),
    topics: evaluateTopics(catalogue.vocabulary.topics, asked, input.unknownShare ?? defaultUnknownShare),
    duties,
    contradictions: findContradictions([...controls.values()], zielobjekte, findings, asOf),
    unchecked: findings.filter((f) => f.result === 'undetermined'),
    findings,
    gaps: rankGaps(asked, duties.get('saechsisichg') ?? []),
  };
}

/** The controls of a profile in its order; ids the catalogue no longer has are left out. */
export function askedControls(profile: Profile, controls: ReadonlyMap<string, ControlEvaluation>): ControlEvaluation[] {
  return profile.controls.flatMap((id) => controls.get(id) ?? []);
}

function evaluateFrameworkOf(framework: Framework, input: EvaluationInput, controls: ReadonlyMap<string, ControlEvaluation>) {
  const { asOf, merkmale, rollen, holidays, catalogue, registerFacts } = input;
  return evaluateFramework(framework, {
    asOf,
    merkmale,
    rollen,
    holidays,
    controls,
    registerFacts,
    vocabulary: catalogue.vocabulary,
  });
}

export function evaluateTopics(
  topics: readonly Topic[],
  asked: readonly ControlEvaluation[],
  unknownShare: number,
): TopicEvaluation[] {
  return topics.flatMap((topic) => {
    const own = asked.filter((c) => c.control.topic === topic.id);
    if (own.length === 0) return [];
    const counts = countStates(own.map((c) => c.state));
    const openMust = own.some((c) => c.control.obligation === 'MUSS' && c.state === 'nein');
    return [{ topic, counts, ...lightOf(counts, openMust, unknownShare), trend: null }];
  });
}

/** ▲ a MUSS is „nein“; else ◇ too much unknown; else ◐ any gap; else ●. */
export function lightOf(counts: Counts, openMust: boolean, unknownShare: number): { light: Light; reason: string } {
  const unknown = counts.offen + counts.zuBestaetigen;
  if (openMust) return { light: 'handlungsbedarf', reason: 'Eine Muss-Anforderung ist nicht umgesetzt.' };
  if (unknown > counts.n * unknownShare)
    return { light: 'nichtBekannt', reason: `${unknown} von ${counts.n} Fragen sind nicht oder nicht mehr aktuell beantwortet.` };
  const gaps = counts.nein + counts.teilweise;
  if (gaps > 0)
    return {
      light: 'teilweise',
      reason:
        gaps === 1
          ? '1 Anforderung ist nicht oder nur zum Teil umgesetzt.'
          : `${gaps} Anforderungen sind nicht oder nur zum Teil umgesetzt.`,
    };
  if (counts.entbehrlich === counts.n) return { light: 'inOrdnung', reason: 'Das Thema trifft auf diese Kommune nicht zu.' };
  return {
    light: 'inOrdnung',
    reason: unknown === 0 ? 'Alle Fragen sind mit „ja“ beantwortet.' : 'Alle beantworteten Fragen sind mit „ja“ beantwortet.',
  };
}

/** Legal duty first, then MUSS, then effect against effort (a „nein“ weighs twice a „teilweise“), then the id. */
export function rankGaps(asked: readonly ControlEvaluation[], duties: readonly DutyEvaluation[]): Gap[] {
  const gaps = asked.filter((c) => c.state === 'nein' || c.state === 'teilweise');
  return gaps
    .map((evaluation) => {
      const binding = duties.filter((d) => d.controls.includes(evaluation.control.id) && isBinding(d));
      const answer = evaluation.answers.find((a) => a.state === evaluation.state)?.answer;
      return {
        evaluation,
        duties: binding.map((d) => d.item.id),
        verantwortlich: answer?.verantwortlich ?? null,
        bis: answer?.bis ?? null,
      };
    })
    .sort((a, b) => compareGaps(a, b));
}

function compareGaps(a: Gap, b: Gap): number {
  const legal = Number(b.duties.length > 0) - Number(a.duties.length > 0);
  const must = Number(b.evaluation.control.obligation === 'MUSS') - Number(a.evaluation.control.obligation === 'MUSS');
  const weight = gapWeight(b) - gapWeight(a);
  return legal || must || weight || (a.evaluation.control.id < b.evaluation.control.id ? -1 : 1);
}

function gapWeight({ evaluation }: Gap): number {
  return (evaluation.control.effect * (evaluation.state === 'nein' ? 2 : 1)) / (evaluation.control.effort + 1);
}
