import { findingMaxAgeDays } from '../domain/netzlauf.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { counted, statusWord, table } from './output.ts';

type Findings = CommandJson['netz befunde'];
type Listed = Findings['befunde'][number];

const order = { 'not-met': 0, 'phase-out': 1, undetermined: 2, met: 3 } as const;
const severityOrder = ['kritisch', 'hoch', 'mittel', 'niedrig', 'hinweis'];

/**
 * Findings as people read them, the worst first; behind each what is unusual about it.
 * @param undeclared targets no Zielobjekt declares, as the findings name them
 */
export function befundeText(findings: Findings, undeclared: ReadonlySet<string> = new Set()): string {
  const sorted = [...findings.befunde].sort(
    (a, b) => order[a.ergebnis] - order[b.ergebnis] || severityOrder.indexOf(a.schwere) - severityOrder.indexOf(b.schwere),
  );
  const rows = table(sorted, [
    { header: 'Ergebnis', value: (f) => statusWord(f.ergebnis) },
    { header: 'Schwere', value: (f) => (f.ergebnis === 'not-met' || f.ergebnis === 'phase-out' ? f.schwere : null) },
    { header: 'Ziel', value: (f) => f.ziel },
    { header: 'Befund', value: (f) => [f.text, ...remarks(f, undeclared)].join(' ') },
    { header: 'Prüfung', value: (f) => f.check },
    { header: 'Anforderungen', value: (f) => f.controls.join(', ') || null },
  ]);
  const gaps = findings.befunde.filter((f) => f.ergebnis === 'not-met').length;
  const explained = findings.befunde.filter((f) => f.erklaerung?.stand === 'gilt').length;
  const summary = [
    `${counted(findings.befunde.length, 'Befund', 'Befunde')} aus ${counted(findings.beobachtungen, 'Beobachtung', 'Beobachtungen')}: ${gaps} nicht in Ordnung, ${findings.unbestimmt} unbestimmt.`,
    ...(explained === 0 ? [] : [`${counted(explained, 'Befund ist', 'Befunde sind')} erklärt und mitgezählt.`]),
  ].join(' ');
  return findings.befunde.length === 0 ? summary : `${rows}\n${summary}`;
}

function remarks({ ziel, erklaerung, alterTage, neuBewertet }: Listed, undeclared: ReadonlySet<string>): string[] {
  return [
    ...(erklaerung === undefined ? [] : [`[${erklaerung.text}]`]),
    ...(alterTage === undefined ? [] : [`[${alterTage} Tage alt, mehr als ${findingMaxAgeDays}]`]),
    ...(undeclared.has(ziel) ? ['[nicht eingetragen: kein Zielobjekt hat diese Adresse]'] : []),
    ...(neuBewertet === undefined ? [] : ['[neu bewertet]']),
  ];
}
