/** What a framework demands and how far it is met: duty by duty, each with its reason in a German sentence. */
import type { AnswerState, ControlEvaluation } from './answers.ts';
import { daysBetween, deadline, formatDay, type HolidayRules } from './calendar.ts';
import {
  type AnswerRule,
  type Confidence,
  confidences,
  type Framework,
  type FrameworkItem,
  type Generation,
  type Mapping,
  type Vocabulary,
} from './catalogue.ts';
import { evaluateCondition } from './conditions.ts';
import { controlsOfItem, coversWholly } from './framework-item.ts';
import type { Merkmale, RoleAssignment } from './kommune.ts';

export const dutyStates = ['erfuellt', 'teilweise', 'nichtErfuellt', 'offen', 'nichtAnwendbar'] as const;
export type DutyStatus = (typeof dutyStates)[number];

export interface DutyEvaluation {
  item: FrameworkItem;
  status: DutyStatus;
  reason: string;
  /** Controls that answer the duty. */
  controls: readonly string[];
  /** The mark that weighs: the weakest of the item. */
  weakestConfidence: Confidence;
  /** The date that matters for the duty (appointment, notice), if there is one. */
  date: string | null;
  /** Last day of a deadline, if the duty has one that began to run. */
  due: string | null;
  /** True while it hangs on a Merkmal that is not known whether the duty holds here at all. */
  isConditionOpen: boolean;
  /** What is recorded and does not count, in short: „weil …“. */
  because?: string;
}

const bindingKinds: ReadonlySet<string> = new Set(['MUSS', 'MUSS-WENN', 'SOLL', 'DULDEN']);

/** Whether a duty binds this Kommune: what is only recommended or does not apply does not. */
export function isBinding({ item, status }: Pick<DutyEvaluation, 'item' | 'status'>): boolean {
  return bindingKinds.has(item.kind) && status !== 'nichtAnwendbar';
}

export interface DutyInput {
  asOf: string;
  vocabulary: Vocabulary;
  merkmale: Merkmale;
  rollen: readonly RoleAssignment[];
  controls: ReadonlyMap<string, ControlEvaluation>;
  holidays: HolidayRules;
  registerFacts?: RegisterFacts | undefined;
}

/** What a register says that can also speak against: somebody was told late, or not at all. */
export interface RegisterVerdict {
  status: DutyStatus;
  /** German sentences. */
  text: string;
  /** YYYY-MM-DD, where a day matters. */
  date: string | null;
  /** It proves neither the one nor the other and must not outweigh an answer; it is said beside it. */
  isSilent?: true;
  /** In short, where the duty stays open over it: „weil …“. */
  because?: string;
}

/** By the name of the fact: a day on which it was done, or a verdict. What is not there is not recorded, or no longer counts. */
export type RegisterFacts = ReadonlyMap<string, string | RegisterVerdict>;

export function evaluateFramework(framework: Framework, input: DutyInput): DutyEvaluation[] {
  return framework.items.map((item) => evaluateDuty(item, framework.generations ?? [], input));
}

/** @param generations those of the item's framework */
export function evaluateDuty(item: FrameworkItem, generations: readonly Generation[], input: DutyInput): DutyEvaluation {
  const base = {
    item,
    controls: controlsOfItem(item),
    weakestConfidence: weakest(item.confidence),
    date: null,
    due: null,
    isConditionOpen: false,
  };
  if (item.notDemanded !== undefined) return { ...base, status: 'nichtAnwendbar', reason: item.notDemanded };
  const other = otherGenerations(item, generations, input.asOf);
  if (other !== null)
    return { ...base, status: 'nichtAnwendbar', reason: `Gilt nur für ${other}; an diesem Tag läuft sie nicht.` };
  const { local } = item;
  if (local?.applies === 'nein' && local.reason !== null)
    return { ...base, status: 'nichtAnwendbar', reason: `Gilt bei uns nicht: ${local.reason}` };
  const condition = evaluateCondition(item.appliesIf, input.merkmale);
  if (condition.value === 'nein') {
    const doubt = local?.applies === 'ja' ? ' Eingetragen ist aber, dass die Zeile bei uns gilt; beides ist zu klären.' : '';
    return { ...base, status: 'nichtAnwendbar', reason: `Die Voraussetzung trifft auf diese Kommune nicht zu.${doubt}` };
  }
  if (item.excused !== undefined) return { ...base, status: 'nichtAnwendbar', reason: item.excused };
  if (condition.value === 'unbekannt' && local?.applies !== 'ja') {
    const questions = condition.unknown.map((id) => input.vocabulary.merkmale.find((m) => m.id === id)?.question ?? id);
    const reason = `Ob die Pflicht gilt, ist nicht bekannt. Zu klären: ${questions.join(' ')}`;
    return { ...base, status: 'offen', reason, isConditionOpen: true };
  }
  if (item.mapped !== undefined) return { ...base, ...evaluateMapping(item.mapped, input) };
  if (item.answeredBy === undefined) return { ...base, status: 'offen', reason: 'Dazu ist nichts erfasst.' };
  const { status, reason, date, due, because } = evaluateRule(item.answeredBy, input);
  return { ...base, status, reason, date, due, ...(because === undefined ? {} : { because }) };
}

/** Names of the generations an item is limited to, if none of them runs on the day; else null. */
function otherGenerations(item: FrameworkItem, generations: readonly Generation[], asOf: string): string | null {
  if (item.generations === undefined) return null;
  const own = generations.filter(({ id }) => item.generations?.includes(id));
  if (own.length === 0 || own.some((generation) => runsOn(generation, asOf))) return null;
  return own.map(({ title }) => title).join(' und ');
}

/** A year or month stands for its first day in `from` and its last day in `until`: only the given digits are compared. */
function runsOn({ from, until }: Generation, day: string): boolean {
  return (
    (from === undefined || from <= day.slice(0, from.length)) && (until === undefined || day.slice(0, until.length) <= until)
  );
}

/** All mapped controls are needed; if they reach only part of the requirement, „ja“ to all of them is „teilweise“ at most. */
function evaluateMapping(mapping: Mapping, input: DutyInput): { status: DutyStatus; reason: string } {
  const states = mapping.controls.map((id) => {
    const state = input.controls.get(id)?.state;
    return { id, status: state === undefined ? ('offen' as const) : stateToStatus[state] };
  });
  const status = combineAll(states.map((each) => each.status));
  const deciding = states.filter((each) => each.status === status).map(({ id }) => id);
  const reason = `${mappingWords[status]}: ${deciding.join(', ')}.`;
  if (coversWholly(mapping)) return { status, reason };
  return {
    status: status === 'erfuellt' ? 'teilweise' : status,
    reason: `${reason} Diese Anforderungen decken den Punkt nur zum Teil ab${status === 'erfuellt' ? '; mehr als teilweise lässt sich damit nicht belegen' : ''}.`,
  };
}

const mappingWords: Readonly<Record<DutyStatus, string>> = {
  erfuellt: 'Umgesetzt',
  teilweise: 'Zum Teil umgesetzt',
  nichtErfuellt: 'Nicht umgesetzt',
  offen: 'Nicht oder nicht mehr aktuell beantwortet',
  nichtAnwendbar: 'Entbehrlich',
};

interface RuleResult {
  status: DutyStatus;
  reason: string;
  date: string | null;
  due: string | null;
  /** Nothing stands in the register: that proves neither the one nor the other, and must not outweigh an answer. */
  isSilent?: true;
  /** An entry of a register, not an answer. */
  isFromRegister?: true;
  /** What a register says without counting; said beside whatever decides. */
  aside?: string;
  because?: string;
}

const stateToStatus: Readonly<Record<AnswerState, DutyStatus>> = {
  ja: 'erfuellt',
  teilweise: 'teilweise',
  nein: 'nichtErfuellt',
  entbehrlich: 'nichtAnwendbar',
  offen: 'offen',
  zuBestaetigen: 'offen',
};

function evaluateRule(rule: AnswerRule, input: DutyInput): RuleResult {
  if ('control' in rule) {
    const evaluation = input.controls.get(rule.control);
    if (evaluation === undefined) return { status: 'offen', reason: `${rule.control}: nicht erhoben.`, date: null, due: null };
    return {
      status: stateToStatus[evaluation.state],
      reason: `${evaluation.control.title} (${rule.control}): ${evaluation.reason}`,
      date: null,
      due: null,
    };
  }
  if ('fact' in rule) return isRegisterFact(rule.fact) ? evaluateRegisterFact(rule.fact, input) : evaluateFact(rule, input);
  const every = ('all' in rule ? rule.all : rule.any).map((part) => evaluateRule(part, input));
  const parts = spoken(every);
  const beside = (told: readonly RuleResult[]) =>
    every.flatMap((p) => (p.aside === undefined || told.includes(p) ? [] : p.aside));
  const asides = besideOf(every);
  if ('any' in rule && isDisputed(parts)) {
    return {
      ...asides,
      status: 'teilweise',
      reason: `Die Angaben passen nicht zusammen: ${[...parts.map((p) => p.reason), ...beside(parts)].join(' ')}`,
      date: null,
      due: null,
    };
  }
  const status = 'all' in rule ? combineAll(parts.map((p) => p.status)) : combineAny(parts.map((p) => p.status));
  const deciding = parts.filter((p) => p.status === status);
  const told = deciding.length > 0 ? deciding : parts;
  return {
    ...asides,
    status,
    reason: [...told.map((p) => p.reason), ...beside(told)].join(' '),
    ...decidingDays(told),
  };
}

/** Of the part that is due first, else of the first with a day: a day of one never stands beside the deadline of another. */
function decidingDays(told: readonly RuleResult[]): Pick<RuleResult, 'date' | 'due'> {
  const deadlines = told.flatMap(({ due }) => due ?? []).sort();
  const part = told.find(({ due }) => due === deadlines[0]) ?? told.find(({ date }) => date !== null);
  return { date: part?.date ?? null, due: part?.due ?? null };
}

/** A register entry does not outweigh somebody who says no: then both are shown, and neither wins. */
function isDisputed(parts: readonly RuleResult[]): boolean {
  const fulfilled = parts.filter(({ status }) => status === 'erfuellt');
  const isDenied = parts.some(({ status }) => status === 'nichtErfuellt');
  return isDenied && fulfilled.length > 0 && fulfilled.every(({ isFromRegister }) => isFromRegister === true);
}

function besideOf(parts: readonly RuleResult[]): Pick<RuleResult, 'aside' | 'because'> {
  const asides = parts.flatMap(({ aside }) => aside ?? []);
  const because = parts.find((part) => part.because !== undefined)?.because;
  return { ...(asides.length === 0 ? {} : { aside: asides.join(' ') }), ...(because === undefined ? {} : { because }) };
}

/** What says anything; an empty register counts only if nothing else is asked. */
function spoken(parts: readonly RuleResult[]): readonly RuleResult[] {
  const speaking = parts.filter(({ isSilent }) => isSilent !== true);
  return speaking.length > 0 ? speaking : parts;
}

/** All parts are needed: the worst decides; unknown outweighs partly; what does not apply is left out. */
export function combineAll(states: readonly DutyStatus[]): DutyStatus {
  for (const status of ['nichtErfuellt', 'offen', 'teilweise'] as const) {
    if (states.includes(status)) return status;
  }
  return states.length > 0 && states.every((s) => s === 'nichtAnwendbar')
    ? 'nichtAnwendbar'
    : states.length === 0
      ? 'offen'
      : 'erfuellt';
}

/** One part is enough: the best decides. */
export function combineAny(states: readonly DutyStatus[]): DutyStatus {
  for (const status of ['erfuellt', 'teilweise', 'offen', 'nichtErfuellt'] as const) {
    if (states.includes(status)) return status;
  }
  return 'nichtAnwendbar';
}

/** Facts from registers are named `register.<register>.<fact>`. */
const isRegisterFact = (name: string): boolean => name.startsWith('register.');

function evaluateRegisterFact(name: string, { registerFacts, vocabulary, asOf }: DutyInput): RuleResult {
  const label = vocabulary.facts.find((fact) => fact.id === name)?.title ?? name;
  const said = registerFacts?.get(name) ?? null;
  if (said !== null && typeof said !== 'string') {
    const { status, date, because } = said;
    const reason = `${label}: ${said.text}`;
    const aside = said.isSilent === true ? { isSilent: true as const, aside: reason } : {};
    return { status, reason, date, due: null, isFromRegister: true, ...aside, ...(because === undefined ? {} : { because }) };
  }
  const date = said;
  if (date !== null && date <= asOf)
    return { status: 'erfuellt', reason: `${label}: ${formatDay(date)}.`, date, due: null, isFromRegister: true };
  return { status: 'offen', reason: `${label}: nichts erfasst, was noch zählt.`, date: null, due: null, isSilent: true };
}

/** Facts are named `rolle.<role>.<date>` and are days; `benannt` is the day from which the role is held. */
const roleFact = /^rolle\.([a-z-]+)\.(bestellt|gemeldet|benannt)$/;

interface FactValue {
  date: string | null;
  holder: RoleAssignment | null;
  label: string;
  roleTitle: string;
}

function readFact(name: string, input: DutyInput): FactValue {
  const match = roleFact.exec(name);
  const [, rolle = '', attribute = ''] = match ?? [];
  const roleTitle = input.vocabulary.roles.find((role) => role.id === rolle)?.title ?? rolle;
  const label = input.vocabulary.facts.find((fact) => fact.id === name)?.title ?? name;
  const holder = holderOf(rolle, input.rollen, input.asOf);
  const dates: Record<string, string | null | undefined> = {
    bestellt: holder?.bestellt,
    gemeldet: holder?.gemeldet,
    benannt: holder?.ab,
  };
  const date = dates[attribute] ?? null;
  return { date: date !== null && date <= input.asOf ? date : null, holder, label, roleTitle };
}

/** Who holds a role on a day; of several the one who took it last. */
export function holderOf(rolle: string, rollen: readonly RoleAssignment[], asOf: string): RoleAssignment | null {
  const held = rollen.filter((r) => r.rolle === rolle && r.ab <= asOf && (r.bis === null || r.bis >= asOf));
  return held.sort((a, b) => (a.ab < b.ab ? 1 : a.ab > b.ab ? -1 : a.id < b.id ? 1 : -1))[0] ?? null;
}

function evaluateFact(
  rule: { fact: string; within?: { of: string; duration: string } | undefined },
  input: DutyInput,
): RuleResult {
  const { date, holder, label, roleTitle } = readFact(rule.fact, input);
  if (holder === null) {
    const reason = `${roleTitle}: Es ist niemand erfasst.`;
    // A notice may be owed for several people: then it matters who is missing.
    const who = rule.within === undefined ? 'niemand' : `niemand als ${roleTitle}`;
    return { status: 'offen', reason, date: null, due: null, because: `weil ${who} erfasst ist` };
  }
  if (rule.within === undefined) {
    if (date === null)
      return { status: 'offen', reason: `${label}: Der Tag ist nicht erfasst (${holder.person}).`, date: null, due: null };
    return { status: 'erfuellt', reason: `${label}: ${holder.person}, ${formatDay(date)}.`, date, due: null };
  }
  const start = readFact(rule.within.of, input);
  if (start.date === null) {
    const reason = `${label}: Der Beginn der Frist ist nicht erfasst.`;
    return { status: 'offen', reason, date, due: null, because: `weil der Tag „${start.label}“ nicht erfasst ist` };
  }
  const due = deadline(start.date, rule.within.duration, input.holidays);
  return { ...judgeDeadline(label, date, due, input.asOf), date, due };
}

function judgeDeadline(label: string, date: string | null, due: string, asOf: string): { status: DutyStatus; reason: string } {
  if (date !== null && date <= due) {
    return { status: 'erfuellt', reason: `${label}: am ${formatDay(date)} erfolgt, fällig war sie bis ${formatDay(due)}.` };
  }
  if (date !== null) {
    const late = daysBetween(due, date);
    return {
      status: 'teilweise',
      reason: `${label}: am ${formatDay(date)} erfolgt, fällig war sie bis ${formatDay(due)}, also ${late === 1 ? '1 Tag' : `${late} Tage`} zu spät.`,
    };
  }
  if (asOf > due) return { status: 'nichtErfuellt', reason: `${label}: nicht erfasst, fällig war sie bis ${formatDay(due)}.` };
  return { status: 'offen', reason: `${label}: noch nicht erfasst, fällig bis ${formatDay(due)}.` };
}

/** „°“ where the wording in force was not read, by the least sure of the marks of a source. */
export function degreeMark(marks: readonly Confidence[]): '' | '°' {
  return weakest(marks) === 'V' ? '' : '°';
}

/** The least sure of the marks of a source. */
export function weakest(marks: readonly Confidence[]): Confidence {
  const positions = marks.map((mark) => confidences.indexOf(mark));
  return confidences[Math.max(...positions)] ?? 'M';
}
