/**
 * Comply or explain: somebody answers for a finding until a day and says why. The finding stays what it is and is counted as
 * before; it is only marked. An explanation holds for exactly what was explained: a worse finding is not covered.
 */
import { formatDay } from './calendar.ts';
import { type Severity, severities } from './catalogue.ts';
import type { Finding, FindingResult } from './finding.ts';
import type { ObservedTarget, Vantage } from './observation.ts';

export interface FindingExplanation {
  id: string;
  kommune: string;
  check: string;
  target: ObservedTarget;
  vantage: Vantage;
  /** What was explained. */
  result: Extract<FindingResult, 'not-met' | 'phase-out'>;
  severity: Severity;
  begruendung: string;
  verantwortlich: string;
  erklaertAm: string;
  /** Last day on which it holds. */
  bis: string;
  aufgehobenAm: string | null;
}

/**
 * `gilt`: it covers a finding that is there · `abgelaufen`: its day is past · `ueberholt`: the finding became worse ·
 * `aufgehoben`: withdrawn · `erledigt`: there is nothing left to explain.
 */
export const explanationStates = ['gilt', 'abgelaufen', 'ueberholt', 'aufgehoben', 'erledigt'] as const;
export type ExplanationState = (typeof explanationStates)[number];

/** A finding with the explanation given for it, whether it still holds or not. */
export interface ExplainedFinding<F extends Finding = Finding> {
  finding: F;
  explanation: FindingExplanation | null;
  state: ExplanationState | null;
}

/** Not in order, or soon no longer. */
export function isGap({ result }: Pick<Finding, 'result'>): boolean {
  return result === 'not-met' || result === 'phase-out';
}

/** Whether a gap is left to deal with: an explanation that holds takes it out of this, not out of any count of results. */
export function isOpenGap({ finding, state }: ExplainedFinding): boolean {
  return isGap(finding) && state !== 'gilt';
}

/**
 * @param findings all that are about the explained check and target
 * @param asOf day for which is asked, YYYY-MM-DD
 */
export function explanationState(explanation: FindingExplanation, findings: readonly Finding[], asOf: string): ExplanationState {
  if (explanation.aufgehobenAm !== null && explanation.aufgehobenAm <= asOf) return 'aufgehoben';
  const gaps = findings.filter(isGap);
  // Only unsettled findings: the gap may still be there.
  if (gaps.length === 0 && !findings.some(({ result }) => result === 'undetermined')) return 'erledigt';
  if (gaps.some((gap) => isWorse(gap, explanation))) return 'ueberholt';
  return explanation.bis < asOf ? 'abgelaufen' : 'gilt';
}

/** Whether a finding is worse than what was explained: more severe, or no longer only running out. */
export function isWorse(
  finding: Pick<Finding, 'result' | 'severity'>,
  explained: Pick<FindingExplanation, 'result' | 'severity'>,
): boolean {
  if (finding.result === 'not-met' && explained.result === 'phase-out') return true;
  return severities.indexOf(finding.severity) < severities.indexOf(explained.severity);
}

/** Every finding with the newest explanation for its check, target, port and vantage; only gaps have one. */
export function explainFindings<F extends Finding>(
  findings: readonly F[],
  explanations: readonly FindingExplanation[],
  asOf: string,
): ExplainedFinding<F>[] {
  const standing = explanations.filter(({ aufgehobenAm }) => aufgehobenAm === null || aufgehobenAm > asOf);
  const byKey = new Map(standing.map((explanation) => [findingKey(explanation), explanation]));
  return findings.map((finding) => {
    const explanation = isGap(finding) ? (byKey.get(findingKey(finding)) ?? null) : null;
    const state = explanation === null ? null : explanationState(explanation, [finding], asOf);
    return { finding, explanation, state };
  });
}

/** Check, name, address, port and vantage: what a finding is about, whenever it was seen. */
export function findingKey({ check, target, vantage }: Pick<Finding, 'check' | 'target' | 'vantage'>): string {
  return JSON.stringify([check, target.name, target.address, target.port, vantage]);
}

/** „erklärt bis 31.12.2026 (Jan Krause): …“, or why the explanation no longer holds. */
export function explanationText({ bis, verantwortlich, begruendung }: FindingExplanation, state: ExplanationState): string {
  const said = `${verantwortlich}: ${begruendung}`;
  const until = formatDay(bis);
  switch (state) {
    case 'gilt':
      return `erklärt bis ${until} (${said})`;
    case 'abgelaufen':
      return `Erklärung am ${until} abgelaufen (${said})`;
    case 'ueberholt':
      return `Erklärung gilt nicht mehr: Der Befund ist schlechter geworden (${said})`;
    case 'aufgehoben':
      return `Erklärung aufgehoben (${said})`;
    case 'erledigt':
      return `Erklärung nicht mehr nötig (${said})`;
  }
}
