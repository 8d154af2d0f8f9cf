import { findingMaxAgeDays } from '../domain/netzlauf.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { counted, statusWord, table } from './output.ts';

type Findings = CommandJson['netz befunde'];
type Listed = Findings['befunde'][number];

const order = { 'not-met': 0, 'phase-out': 1, undetermined: 2, met: 3 } as const;
const severityOrder = ['kritisch', 'hoch', 'mittel', 'niedrig', 'hinweis'];

export interface BefundeTextOptions {
  /** Targets no Zielobjekt declares, as the findings name them, with what they are. */
  undeclared?: ReadonlyMap<string, 'rechner' | 'domain'>;
  /** Every finding gets its line, also what is in order or could not be decided. */
  full?: boolean;
}

/**
 * Findings as people read them, the worst first; behind each what is unusual about it. Unless all are wanted, what is in order is only
 * counted, and what could not be decided stands once per target.
 */
export function befundeText(findings: Findings, { undeclared = new Map(), full = false }: BefundeTextOptions = {}): string {
  const listed = full ? findings.befunde : inShort(findings.befunde);
  const sorted = [...listed].sort(
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
  const good = findings.befunde.filter((f) => f.ergebnis === 'met').length;
  const hidden = full || good === 0 ? [] : [`${good} in Ordnung und nicht einzeln gezeigt; alle zeigt „netz befunde --alle“.`];
  return [...(listed.length === 0 ? [] : [rows]), summary, ...hidden].join('\n');
}

/** Gaps one by one; of what could not be decided one line per target. */
function inShort(befunde: readonly Listed[]): Listed[] {
  const undecided = Map.groupBy(
    befunde.filter(({ ergebnis }) => ergebnis === 'undetermined'),
    ({ ziel }) => ziel,
  );
  const grouped = [...undecided.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const others = group.length - 1;
    return [
      {
        ...first,
        text: others === 0 ? first.text : `${first.text} Ebenso ${counted(others, 'weitere Prüfung', 'weitere Prüfungen')}.`,
      },
    ];
  });
  return [...befunde.filter(({ ergebnis }) => ergebnis === 'not-met' || ergebnis === 'phase-out'), ...grouped];
}

const undeclaredWords = {
  rechner: '[nicht eingetragen: kein Zielobjekt hat diese Adresse]',
  domain: '[nicht eingetragen: kein Zielobjekt nennt diese Domain als Adresse oder heißt so]',
} as const;

function remarks(
  { ziel, erklaerung, alterTage, neuBewertet }: Listed,
  undeclared: ReadonlyMap<string, 'rechner' | 'domain'>,
): string[] {
  const kind = undeclared.get(ziel);
  return [
    ...(erklaerung === undefined ? [] : [`[${erklaerung.text}]`]),
    ...(alterTage === undefined ? [] : [`[${alterTage} Tage alt, mehr als ${findingMaxAgeDays}]`]),
    ...(kind === undefined ? [] : [undeclaredWords[kind]]),
    ...(neuBewertet === undefined ? [] : ['[neu bewertet]']),
  ];
}
