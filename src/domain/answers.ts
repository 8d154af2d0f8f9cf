/** From recorded answers to the state of a control: which answer counts, how old it is, what stands behind it. */
import type { Assessment, Umsetzungsstatus } from './assessment.ts';
import { dayOf, daysBetween, formatDay } from './calendar.ts';
import type { Control } from './catalogue.ts';
import type { Finding } from './finding.ts';
import { deviationOf, originText } from './inheritance.ts';
import { informationsverbund, type Zielobjekt } from './kommune.ts';
import { findingMaxAgeDays } from './netzlauf.ts';
import { needsReanswering, signatureText } from './second-signature.ts';

/**
 * States of a question; disjoint, they sum to n. `zuBestaetigen`: an answer past its review date, carried over from an earlier round,
 * disputed by a second person, or from a lapsed statement.
 */
export const answerStates = ['ja', 'teilweise', 'nein', 'entbehrlich', 'offen', 'zuBestaetigen'] as const;
export type AnswerState = (typeof answerStates)[number];

/** What stands behind a „ja“: a statement, evidence, or a network check that found no contradiction. */
export const bases = ['angegeben', 'belegt', 'gemessen'] as const;
export type Basis = (typeof bases)[number];

export type Counts = { n: number } & Record<AnswerState, number>;

/** The answer that holds for one Zielobjekt and one control. */
export interface ZielobjektAnswer {
  zielobjekt: Zielobjekt;
  /** The answer that counts, null if there is none. */
  answer: Assessment | null;
  /** True when the answer was given for the Kommune as a whole and holds here for want of an own one. */
  fromVerbund: boolean;
  /** Inherited answer in force that says something else than the one that counts. */
  deviatesFrom: Assessment | null;
  state: AnswerState;
  /** Set for „ja“ only. */
  basis: Basis | null;
  reason: string;
}

export interface ControlEvaluation {
  control: Control;
  state: AnswerState;
  basis: Basis | null;
  reason: string;
  answers: readonly ZielobjektAnswer[];
}

/** The Zielobjekte a control speaks about: those of its types, else the Kommune as a whole. */
export function zielobjekteOf(control: Control, zielobjekte: readonly Zielobjekt[]): Zielobjekt[] {
  const matching = zielobjekte.filter((z) => control.zielobjektTypes.includes(z.typ));
  if (matching.length > 0) return matching;
  return zielobjekte.filter((z) => z.kuerzel === informationsverbund);
}

/**
 * @param answers the answers current on `asOf`, at most one per Zielobjekt and control
 * @param findings the findings current on `asOf`
 */
export function evaluateControl(
  control: Control,
  zielobjekte: readonly Zielobjekt[],
  answers: ReadonlyMap<string, Assessment>,
  findings: readonly Finding[],
  asOf: string,
): ControlEvaluation {
  const results = zielobjekteOf(control, zielobjekte).map((zielobjekt) => {
    const own = answers.get(answerKey(zielobjekt.kuerzel, control.id)) ?? null;
    const answer = own ?? answers.get(answerKey(informationsverbund, control.id)) ?? null;
    const fromVerbund = own === null && answer !== null && zielobjekt.kuerzel !== informationsverbund;
    const state = stateOf(answer, asOf);
    const seen = findings.filter((f) => control.checks.includes(f.check) && f.zielobjekt === zielobjekt.kuerzel);
    const basis = state === 'ja' && answer !== null ? basisOf(answer, isMeasured(seen, asOf)) : null;
    const deviatesFrom = answer === null ? null : deviationOf(answer, asOf);
    return { zielobjekt, answer, fromVerbund, deviatesFrom, state, basis, reason: reasonOf(answer, state, basis, asOf) };
  });
  const state = combineStates(results.map((r) => r.state));
  const deciding = results.find((r) => r.state === state) ?? results[0];
  const reason = deciding?.reason ?? 'Es ist noch keine Antwort erfasst.';
  const named = results.length > 1 && deciding !== undefined ? `${deciding.zielobjekt.name}: ${reason}` : reason;
  return { control, state, basis: weakestBasis(results), reason: named, answers: results };
}

export function answerKey(zielobjekt: string, control: string): string {
  return `${zielobjekt} ${control}`;
}

/** An answer holds until its review date; from that day on, and while a second person disputes it, it has to be confirmed. */
export function stateOf(answer: Pick<Assessment, 'reviewDue' | 'status' | 'secondSignature'> | null, asOf: string): AnswerState {
  if (answer === null) return 'offen';
  return answer.reviewDue <= asOf || needsReanswering(answer) ? 'zuBestaetigen' : answer.status;
}

/** Several Zielobjekte, one control: the worst decides; dispensable ones are left out unless all are. */
export function combineStates(states: readonly AnswerState[]): AnswerState {
  for (const state of ['nein', 'offen', 'zuBestaetigen', 'teilweise'] as const) {
    if (states.includes(state)) return state;
  }
  if (states.length === 0) return 'offen';
  return states.every((state) => state === 'entbehrlich') ? 'entbehrlich' : 'ja';
}

/** One thing that failed, runs out or could not be told, and the check does not stand behind the whole answer. */
function isMeasured(findings: readonly Finding[], asOf: string): boolean {
  if (findings.some(({ result }) => result !== 'met')) return false;
  return findings.some(({ seenAt }) => daysBetween(dayOf(seenAt), asOf) <= findingMaxAgeDays);
}

/** Nothing makes more of a statement without contract than what somebody said. */
function basisOf(answer: Assessment, measured: boolean): Basis {
  if (answer.origin?.kind === 'erklaerung' && answer.origin.vertragsgrundlage === null) return 'angegeben';
  if (measured) return 'gemessen';
  return answer.nachweis === null ? 'angegeben' : 'belegt';
}

function weakestBasis(results: readonly ZielobjektAnswer[]): Basis | null {
  return bases.find((basis) => results.some((r) => r.basis === basis)) ?? null;
}

const statusPhrases: Readonly<Record<Umsetzungsstatus, string>> = {
  ja: 'Umgesetzt',
  teilweise: 'Nur zum Teil umgesetzt',
  nein: 'Nicht umgesetzt',
  entbehrlich: 'Entbehrlich',
};

const basisPhrases: Readonly<Record<Basis, string>> = {
  angegeben: '',
  belegt: 'belegt, ',
  gemessen: 'ohne Widerspruch der Netzprüfung, ',
};

function reasonOf(answer: Assessment | null, state: AnswerState, basis: Basis | null, asOf: string): string {
  if (answer === null) return 'Es ist noch keine Antwort erfasst.';
  const { secondSignature } = answer;
  const signed = secondSignature === undefined ? '' : sentence(signatureText(secondSignature));
  return [ownReason(answer, state, basis), signed, othersText(answer, asOf)].filter((text) => text !== '').join(' ');
}

function ownReason(answer: Assessment, state: AnswerState, basis: Basis | null): string {
  if (state === 'zuBestaetigen') {
    const unsure = `Die Antwort „${answer.status}“ ist zu bestätigen`;
    return needsReanswering(answer) ? `${unsure}, weil sie beanstandet ist.` : `${unsure}: ${lapseText(answer)}`;
  }
  const said = saidText(answer, basis);
  const why = answer.begruendung === null ? '' : `: ${answer.begruendung}`;
  const until = answer.bis === null ? '' : ` Vorgesehen bis ${formatDay(answer.bis)}.`;
  if (answer.status === 'entbehrlich') {
    const kinds = { 'nicht-relevant': ' (nicht relevant)', ersatzmassnahme: ' (Ersatzmaßnahme)' } as const;
    return sentence(`Entbehrlich${answer.grund === null ? '' : kinds[answer.grund]}, ${said}${why}`);
  }
  return `${sentence(`${statusPhrases[answer.status]}, ${said}${why}`)}${until}`;
}

/** Who said it, and how a Kommune that did not say it itself comes to it. */
function saidText({ saidBy, validFrom, origin }: Assessment, basis: Basis | null): string {
  const prefix = basis === null ? '' : basisPhrases[basis];
  if (origin?.kind === 'erklaerung') return `${prefix}nach ${originText(origin)}`;
  const from = origin === null ? '' : ` (${originText(origin)})`;
  const spoken = prefix === '' ? 'nach Angabe von' : `${prefix}Angabe von`;
  return `${spoken} ${saidBy} vom ${formatDay(validFrom)}${from}`;
}

function lapseText({ validFrom, reviewDue, origin, source }: Assessment): string {
  const takenOver = `wurde am ${formatDay(reviewDue)} aus einer früheren Erhebung übernommen.`;
  const until = source === 'uebernahme' ? takenOver : `war bis ${formatDay(reviewDue)} gültig.`;
  if (origin === null) return `Sie stammt vom ${formatDay(validFrom)} und ${until}`;
  if (origin.kind !== 'erklaerung') return `Sie stammt vom ${formatDay(validFrom)} (${originText(origin)}) und ${until}`;
  return origin.erloschen ?? `Sie stammt aus der ${originText(origin)} und ${until}`;
}

/** What others say about the same, so that a deviation is never hidden. */
function othersText(answer: Assessment, asOf: string): string {
  const other = deviationOf(answer, asOf);
  if (other?.origin) return sentence(`Abweichend davon „${other.status}“: ${originText(other.origin)}`);
  const same = answer.overruled?.find(({ origin, reviewDue }) => origin?.kind === 'erklaerung' && reviewDue > asOf);
  return same?.origin ? sentence(`Ebenso: ${originText(same.origin)}`) : '';
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

export function emptyCounts(): Counts {
  return { n: 0, ja: 0, teilweise: 0, nein: 0, entbehrlich: 0, offen: 0, zuBestaetigen: 0 };
}

export function countStates(states: readonly AnswerState[]): Counts {
  const counts = emptyCounts();
  for (const state of states) {
    counts.n += 1;
    counts[state] += 1;
  }
  return counts;
}
