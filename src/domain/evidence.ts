/** Evidence: a file or a reference that shows an answer to be true, with a day of its own and an end. */
import type { Assessment } from './assessment.ts';
import { formatDay } from './calendar.ts';
import { informationsverbund } from './kommune.ts';

/** One revision of a piece of evidence. The newest revision counts. */
export interface Evidence {
  id: string;
  /** Counted from 1; a newer file for the same thing is a new revision. */
  fassung: number;
  titel: string;
  content: EvidenceContent;
  /** Day the document itself is from, not the day it was recorded. */
  datum: string;
  /** Last day it counts, null: without end. */
  gueltigBis: string | null;
  zurueckgezogen: boolean;
  recordedAt: string;
  recordedBy: string;
}

export type EvidenceContent =
  | { kind: 'datei' /** Harmless name for people. */; dateiname: string; sha256: string; bytes: number }
  | { kind: 'verweis'; verweis: string };

/** What a piece of evidence stands behind. */
export interface EvidenceReference {
  kommune: string;
  nachweis: string;
  zielobjekt: string;
  control: string;
}

export const evidenceStates = ['gilt', 'abgelaufen', 'zurueckgezogen'] as const;
export type EvidenceState = (typeof evidenceStates)[number];

export function evidenceState(evidence: Evidence, asOf: string): EvidenceState {
  if (evidence.zurueckgezogen) return 'zurueckgezogen';
  return evidence.gueltigBis !== null && evidence.gueltigBis < asOf ? 'abgelaufen' : 'gilt';
}

/** Answers that name no evidence themselves get the one that is recorded for them and counts on the day. */
export function withEvidence(
  answers: readonly Assessment[],
  evidence: readonly Evidence[],
  references: readonly EvidenceReference[],
  asOf: string,
): Assessment[] {
  if (references.length === 0) return [...answers];
  const counting = new Map(evidence.filter((each) => evidenceState(each, asOf) === 'gilt').map((each) => [each.id, each]));
  const named = new Map<string, string[]>();
  for (const { kommune, nachweis, zielobjekt, control } of references) {
    const found = counting.get(nachweis);
    if (found === undefined) continue;
    const key = `${kommune} ${zielobjekt} ${control}`;
    named.set(key, [...(named.get(key) ?? []), `${found.id} ${found.titel} vom ${formatDay(found.datum)}`]);
  }
  return answers.map((answer) => {
    if (answer.nachweis !== null || answer.status !== 'ja') return answer;
    const { kommune, zielobjekt, control } = answer;
    // Evidence for the Kommune as a whole stands behind the answer for any of its Zielobjekte.
    const own = [zielobjekt, informationsverbund].flatMap((kuerzel) => named.get(`${kommune} ${kuerzel} ${control}`) ?? []);
    return own.length === 0 ? answer : { ...answer, nachweis: [...new Set(own)].join('; ') };
  });
}
