/** Answers held against findings. The officer decides; the program only shows both side by side. */
import type { ControlEvaluation } from './answers.ts';
import type { Assessment } from './assessment.ts';
import { dayOf, daysBetween, formatDay } from './calendar.ts';
import { type Finding, formatTarget } from './finding.ts';
import { informationsverbund, type Zielobjekt } from './kommune.ts';

/** Findings older than this say so. */
export const findingMaxAgeDays = 90;

export interface Contradiction {
  /** `contradiction`: answer and finding disagree. `hint`: they might. */
  kind: 'contradiction' | 'hint';
  control: string;
  zielobjekt: Zielobjekt;
  answer: Assessment | null;
  finding: Finding;
  text: string;
}

/**
 * The table of the architecture, section 2a. `met` never changes a status and an `undetermined` finding says nothing.
 */
export function findContradictions(
  controls: readonly ControlEvaluation[],
  zielobjekte: readonly Zielobjekt[],
  findings: readonly Finding[],
  asOf: string,
): Contradiction[] {
  const byKuerzel = new Map(zielobjekte.map((z) => [z.kuerzel, z]));
  return controls.flatMap((evaluation) =>
    findings
      .filter((finding) => evaluation.control.checks.includes(finding.check))
      .flatMap((finding) => {
        const zielobjekt = byKuerzel.get(finding.zielobjekt) ?? byKuerzel.get(informationsverbund);
        if (zielobjekt === undefined) return [];
        const answer = answerFor(evaluation, zielobjekt.kuerzel);
        const compared = compare(evaluation, answer, finding, asOf);
        return compared === null ? [] : [{ ...compared, control: evaluation.control.id, zielobjekt, answer, finding }];
      }),
  );
}

function answerFor(evaluation: ControlEvaluation, kuerzel: string): Assessment | null {
  const own = evaluation.answers.find((a) => a.zielobjekt.kuerzel === kuerzel);
  const verbund = evaluation.answers.find((a) => a.answer?.zielobjekt === informationsverbund);
  return (own ?? verbund)?.answer ?? null;
}

function compare(
  evaluation: ControlEvaluation,
  answer: Assessment | null,
  finding: Finding,
  asOf: string,
): { kind: Contradiction['kind']; text: string } | null {
  const title = evaluation.control.title;
  const seen = `${finding.text.replace(/\.$/, '')} (${formatTarget(finding.target)}, gesehen am ${formatDay(dayOf(finding.seenAt))})`;
  const said = answer === null ? '' : `Angabe von ${answer.saidBy} vom ${formatDay(answer.validFrom)}: „${answer.status}“.`;
  const age = daysBetween(dayOf(finding.seenAt), asOf);
  const aged = age > findingMaxAgeDays ? ` Der Befund ist ${age} Tage alt.` : '';
  const result = finding.result;
  if (answer === null || result === 'undetermined') return null;
  if (aged !== '' && result !== 'met') return { kind: 'hint', text: `${title}: ${said} Netzprüfung: ${seen}.${aged}` };
  if (answer.status === 'ja' && result === 'not-met')
    return { kind: 'contradiction', text: `${title}: ${said} Netzprüfung: ${seen}.` };
  if (answer.status === 'teilweise' && result === 'not-met')
    return { kind: 'hint', text: `${title}: ${said} Netzprüfung: ${seen}.` };
  if (answer.status === 'entbehrlich' && answer.grund === 'nicht-relevant') {
    return { kind: 'contradiction', text: `${title}: ${said} Die Netzprüfung hat den Dienst aber gefunden: ${seen}.` };
  }
  if (answer.status === 'nein' && result === 'met')
    return { kind: 'hint', text: `${title}: möglicherweise erledigt. ${said} Netzprüfung: ${seen}.` };
  if (answer.status === 'ja' && result === 'phase-out')
    return { kind: 'hint', text: `${title}: läuft aus. ${said} Netzprüfung: ${seen}.` };
  return null;
}
