/** Findings as other programs read them, and the state a monitoring gives each. */
import type { Severity } from '../domain/catalogue.ts';
import { type FindingResult, findingResults } from '../domain/finding.ts';
import type { ExplanationState } from '../domain/finding-explanations.ts';
import { findingMaxAgeDays } from '../domain/netzlauf.ts';
import type { Vantage } from '../domain/observation.ts';

export interface ExportedFinding {
  check: string;
  /** Title of the check; its id when the catalogue no longer has it. */
  titel: string;
  ziel: string;
  blickwinkel: Vantage;
  /** Null: nobody declared the target. */
  zielobjekt: string | null;
  ergebnis: FindingResult;
  schwere: Severity;
  text: string;
  controls: readonly string[];
  /** Instant, ISO 8601 UTC. */
  gesehenAm: string;
  alterTage: number;
  lauf: string;
  erklaerung: { stand: ExplanationState; bis: string; begruendung: string; verantwortlich: string; text: string } | null;
}

export interface ExportedCheck {
  id: string;
  titel: string;
  frage: string;
  abhilfe: string;
}

export interface FindingsDocument {
  kommune: string;
  stand: string;
  programmVersion: string;
  katalog: { id: string; edition: string };
  /** The newest run; null before the first. */
  lauf: { id: string; beendet: string; vollstaendig: boolean; alterTage: number } | null;
  befunde: readonly ExportedFinding[];
  /** Those the findings name. */
  checks: readonly ExportedCheck[];
}

export const resultWords: Readonly<Record<FindingResult, string>> = {
  met: 'in Ordnung',
  'not-met': 'nicht in Ordnung',
  'phase-out': 'auslaufend',
  undetermined: 'unbestimmt',
};

/** Names for metrics and labels. */
export const resultNames: Readonly<Record<FindingResult, string>> = {
  met: 'in_ordnung',
  'not-met': 'nicht_in_ordnung',
  'phase-out': 'auslaufend',
  undetermined: 'unbestimmt',
};

/** The states of Nagios and of all that came after it. */
export const monitoringStates = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
export type MonitoringState = (typeof monitoringStates)[keyof typeof monitoringStates];

/**
 * Not knowing is UNKNOWN, and so is something in order that was seen too long ago. What runs out, is of less weight or was explained until
 * a day is a warning, never fine.
 */
export function monitoringState({ ergebnis, schwere, alterTage, erklaerung }: ExportedFinding): MonitoringState {
  if (ergebnis === 'undetermined') return monitoringStates.unknown;
  if (ergebnis === 'met') return alterTage > findingMaxAgeDays ? monitoringStates.unknown : monitoringStates.ok;
  if (ergebnis === 'phase-out' || erklaerung?.stand === 'gilt') return monitoringStates.warning;
  return schwere === 'kritisch' || schwere === 'hoch' ? monitoringStates.critical : monitoringStates.warning;
}

const fromBestToWorst: readonly MonitoringState[] = [0, 3, 1, 2];

/** CRITICAL before WARNING before UNKNOWN before OK; UNKNOWN of nothing. */
export function worstState(states: readonly MonitoringState[]): MonitoringState {
  if (states.length === 0) return monitoringStates.unknown;
  return fromBestToWorst[Math.max(...states.map((state) => fromBestToWorst.indexOf(state)))] ?? monitoringStates.unknown;
}

export function countResults(findings: readonly { ergebnis: FindingResult }[]): Record<FindingResult, number> {
  const counts: Record<FindingResult, number> = { met: 0, 'not-met': 0, 'phase-out': 0, undetermined: 0 };
  for (const { ergebnis } of findings) counts[ergebnis] += 1;
  return counts;
}

/** „2 nicht in Ordnung, 1 unbestimmt“; what does not occur is left out. */
export function countsText(findings: readonly ExportedFinding[]): string {
  const counts = countResults(findings);
  const order: readonly FindingResult[] = ['not-met', 'phase-out', 'undetermined', 'met'];
  const parts = order.filter((result) => counts[result] > 0).map((result) => `${counts[result]} ${resultWords[result]}`);
  const explained = findings.filter(({ erklaerung }) => erklaerung?.stand === 'gilt').length;
  if (parts.length === 0) return 'keine Befunde';
  return `${parts.join(', ')}${explained === 0 ? '' : `, davon ${explained} erklärt`}`;
}

/** `nicht_in_ordnung=2`, one per result. */
export function metricsOf(findings: readonly ExportedFinding[]): string[] {
  const counts = countResults(findings);
  return findingResults.map((result) => `${resultNames[result]}=${counts[result]}`);
}

/** One finding in a line of text. */
export function findingLine({ ergebnis, schwere, ziel, text, alterTage, erklaerung }: ExportedFinding): string {
  const weight = ergebnis === 'not-met' || ergebnis === 'phase-out' ? ` (${schwere})` : '';
  const old = alterTage > findingMaxAgeDays ? ` [${alterTage} Tage alt]` : '';
  return `${resultWords[ergebnis]}${weight}: ${ziel}: ${text}${old}${erklaerung === null ? '' : ` [${erklaerung.text}]`}`;
}
