import type { CommandJson } from '../usecases/json-schemas.ts';
import { statusWord, table } from './output.ts';

type Findings = CommandJson['netz befunde'];

const order = { 'not-met': 0, 'phase-out': 1, undetermined: 2, met: 3 } as const;
const severityOrder = ['kritisch', 'hoch', 'mittel', 'niedrig', 'hinweis'];

/** Findings as people read them, the worst first. */
export function befundeText(findings: Findings): string {
  const sorted = [...findings.befunde].sort(
    (a, b) => order[a.ergebnis] - order[b.ergebnis] || severityOrder.indexOf(a.schwere) - severityOrder.indexOf(b.schwere),
  );
  const rows = table(sorted, [
    { header: 'Ergebnis', value: (f) => statusWord(f.ergebnis) },
    { header: 'Schwere', value: (f) => (f.ergebnis === 'not-met' || f.ergebnis === 'phase-out' ? f.schwere : null) },
    { header: 'Ziel', value: (f) => f.ziel },
    { header: 'Befund', value: (f) => f.text },
    { header: 'Anforderungen', value: (f) => f.controls.join(', ') || null },
  ]);
  const gaps = findings.befunde.filter((f) => f.ergebnis === 'not-met').length;
  const summary = `${count(findings.befunde.length, 'Befund', 'Befunde')} aus ${count(findings.beobachtungen, 'Beobachtung', 'Beobachtungen')}: ${gaps} nicht in Ordnung, ${findings.unbestimmt} unbestimmt.`;
  return findings.befunde.length === 0 ? summary : `${rows}\n${summary}`;
}

function count(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}
