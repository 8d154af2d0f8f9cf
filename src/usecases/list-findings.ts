import type { Catalogue } from '../domain/catalogue.ts';
import type { Contradiction } from '../domain/contradictions.ts';
import { type Finding, formatTarget } from '../domain/finding.ts';
import { currentFindings } from '../domain/netzlauf.ts';
import { selectKommune } from '../store/kommunen.ts';
import { countObservations, selectFindings, selectNetzlaeufe } from '../store/netzlaeufe.ts';
import { type Context, stateAt } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';

export function findingsJson(
  catalogue: Catalogue,
  run: { lauf: string | null; freigabe: string | null; beobachtungen: number },
  findings: readonly Finding[],
): CommandJson['netz befunde'] {
  return {
    ...run,
    befunde: findings.map((finding) => ({
      check: finding.check,
      ziel: formatTarget(finding.target),
      ergebnis: finding.result,
      schwere: finding.severity,
      text: finding.text,
      controls: catalogue.controls.filter((c) => c.retired === undefined && c.checks.includes(finding.check)).map((c) => c.id),
      gesehenAm: finding.seenAt,
    })),
    unbestimmt: findings.filter((f) => f.result === 'undetermined').length,
  };
}

/** The findings that count on the day; `lauf` names the newest run. */
export async function listFindings(context: Context, slug: string): Promise<CommandJson['netz befunde']> {
  const at = stateAt(context);
  const { store, catalogue } = context;
  await selectKommune(store, slug, at);
  const newest = (await selectNetzlaeufe(store, slug, at)).at(-1);
  const findings = currentFindings(await selectFindings(store, slug, at));
  const run = {
    lauf: newest?.id ?? null,
    freigabe: newest?.freigaben.join(', ') ?? null,
    beobachtungen: newest === undefined ? 0 : await countObservations(store, slug, newest.id),
  };
  return findingsJson(catalogue, run, findings);
}

/** Answers and findings that disagree; hints apart, since they only might. */
export async function listContradictions(
  context: Context,
  slug: string,
): Promise<{ contradictions: CommandJson['netz widersprueche']; hints: string[] }> {
  const { evaluation } = await evaluateKommune(context, slug);
  return {
    contradictions: evaluation.contradictions.filter((c) => c.kind === 'contradiction').flatMap(contradictionJson),
    hints: evaluation.contradictions.filter((c) => c.kind === 'hint').map((c) => c.text),
  };
}

function contradictionJson({ control, zielobjekt, answer, finding, text }: Contradiction): CommandJson['netz widersprueche'] {
  if (answer === null) return [];
  const ziel = formatTarget(finding.target);
  return [{ control, zielobjekt: zielobjekt.kuerzel, antwort: answer.status, befund: finding.result, ziel, text }];
}
