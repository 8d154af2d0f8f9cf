/** A risk matrix of a Kommune's own, in the shape of the table `risikomatrix` and by its rules. */
import { dump } from 'js-yaml';
import type { RiskMatrix } from '../domain/risk.ts';
import type { FileProblem } from '../errors.ts';
import { registerTableFiles } from './register-tables.ts';
import { problemsOf } from './schema-issues.ts';
import { parseYaml } from './yaml-document.ts';

/** Either a matrix, or every problem with its line. */
export function readRiskMatrix(file: string, text: string): { matrix: RiskMatrix | null; problems: readonly FileProblem[] } {
  const { document, problems } = parseYaml(file, text);
  if (document === null || problems.length > 0) return { matrix: null, problems };
  const result = registerTableFiles.risikomatrix.safeParse(document.value);
  if (result.success) return { matrix: result.data, problems: [] };
  return { matrix: null, problems: problemsOf(document, result.error.issues) };
}

/** A matrix that was read before. @throws ZodError when it is none */
export function parseRiskMatrix(json: string): RiskMatrix {
  return registerTableFiles.risikomatrix.parse(JSON.parse(json));
}

/** As a file to edit; `readRiskMatrix` reads it back. */
export function writeRiskMatrix(matrix: RiskMatrix): string {
  const head = [
    '# Risikomatrix: Häufigkeit (frequency) und Schaden (damage) in 2 bis 6 Stufen, ab 1 gezählt; Klassen (classes) von der kleinsten',
    '# zur größten; ab der Klasse „line“ ist ein Risiko zu behandeln oder zu entscheiden, darunter ist es hinnehmbar. Je Stufe des',
    '# Schadens eine Zeile (rows) mit einer Klasse je Stufe der Häufigkeit. Laden mit: burgward risiko matrix --datei DATEI',
  ];
  return `${head.join('\n')}\n${dump(matrix, { lineWidth: 120, noRefs: true })}`;
}
