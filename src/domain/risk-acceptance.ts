/**
 * What nobody may accept: the risk of not meeting a Basis requirement (BSI-Standard 200-2) or a binding legal duty. It can only be put
 * off, with a reason and until a day. Pure.
 */
import type { Control } from './catalogue.ts';
import type { DutyEvaluation } from './duties.ts';
import { bindingDuties, legalLabel } from './next-question.ts';

/** Requirements that forbid an acceptance, each with why: `BAK-01.01 (Basis)`, `MAN-01.02 (Basis, gesetzlich (S-06))`. */
export function acceptanceObstacles(
  controls: readonly string[],
  known: ReadonlyMap<string, Control>,
  duties: readonly DutyEvaluation[],
): string[] {
  return controls.flatMap((id) => {
    const why = [...(known.get(id)?.level === 'basis' ? ['Basis'] : []), legalLabel(bindingDuties(id, duties))].filter(
      (part) => part !== '',
    );
    return why.length === 0 ? [] : [`${id} (${why.join(', ')})`];
  });
}

/** The sentence that offers what can be done instead; null without an obstacle. */
export function acceptanceRefusal(obstacles: readonly string[]): string | null {
  if (obstacles.length === 0) return null;
  return `Akzeptieren lässt sich das Risiko nicht, wo es um eine Basis-Anforderung oder eine gesetzliche Pflicht geht: ${obstacles.join('; ')}. Möglich ist „zurückgestellt bis … mit Begründung“ (--behandlung zurueckgestellt, --zurueckgestellt-bis, --begruendung).`;
}
