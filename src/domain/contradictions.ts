/** Answers held against findings. The officer decides; the program only shows both side by side. */
import type { ControlEvaluation } from './answers.ts';
import type { Assessment } from './assessment.ts';
import { dayOf, daysBetween, formatDay } from './calendar.ts';
import { type Finding, formatTarget } from './finding.ts';
import { informationsverbund, type Zielobjekt } from './kommune.ts';
import { findingMaxAgeDays } from './netzlauf.ts';

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
  const relation = answer === null ? null : relate(answer, finding);
  if (answer === null || relation === null) return null;
  const seenOn = dayOf(finding.seenAt);
  const seen = `${finding.text.replace(/\.$/, '')} (${formatTarget(finding.target)}, gesehen am ${formatDay(seenOn)})`;
  const said = `Angabe von ${answer.saidBy} vom ${formatDay(answer.validFrom)}: „${answer.status}“.`;
  const age = daysBetween(seenOn, asOf);
  const isOld = age > findingMaxAgeDays;
  const text = `${evaluation.control.title}: ${relation.lead}${said} ${relation.link} ${seen}.${isOld ? ` Der Befund ist ${age} Tage alt.` : ''}`;
  return { kind: isOld ? 'hint' : relation.kind, text };
}

interface Relation {
  kind: Contradiction['kind'];
  lead: string;
  link: string;
}

/** One row of the table; null where answer and finding agree or the finding says nothing. */
function relate({ status, grund }: Assessment, finding: Finding): Relation | null {
  const { result } = finding;
  const plain = { lead: '', link: 'Netzprüfung:' };
  if (result === 'undetermined') return null;
  if (status === 'ja' && result === 'not-met') return { kind: 'contradiction', ...plain };
  if (status === 'teilweise' && result === 'not-met') return { kind: 'hint', ...plain };
  if (status === 'entbehrlich' && grund === 'nicht-relevant') {
    if (!showsService(finding)) return null;
    return { kind: 'contradiction', lead: '', link: 'Die Netzprüfung hat den Dienst aber gefunden:' };
  }
  if (status === 'nein' && result === 'met') return { kind: 'hint', ...plain, lead: 'möglicherweise erledigt. ' };
  if (status === 'ja' && result === 'phase-out') return { kind: 'hint', ...plain, lead: 'läuft aus. ' };
  return null;
}

/** An endpoint that was judged exists, whatever the result; a whole host in order is one where nothing was found. */
function showsService({ result, target }: Finding): boolean {
  return target.port !== null || result !== 'met';
}
