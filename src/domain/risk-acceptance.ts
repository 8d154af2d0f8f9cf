/**
 * What nobody may accept: the risk of not meeting a Basis requirement (BSI-Standard 200-2) or what the law demands as a MUSS. It can
 * only be put off, with a reason and until a day. Pure.
 */
import type { Control } from './catalogue.ts';
import type { DutyEvaluation } from './duties.ts';
import { bindingDuties, legalLabel } from './next-question.ts';

/**
 * A MUSS, or a MUSS-WENN whose condition holds here. A SOLL leaves room for a reasoned exception, and what is only to be tolerated
 * asks for no measure; while a condition is not known, the duty is not known either.
 */
function isCompulsory({ item: { kind }, isConditionOpen }: DutyEvaluation): boolean {
  return (kind === 'MUSS' || kind === 'MUSS-WENN') && !isConditionOpen;
}

/** Requirements that forbid an acceptance, each with why: `BAK-01.01 (Basis)`, `MAN-01.02 (Basis, gesetzlich (S-06))`. */
export function acceptanceObstacles(
  controls: readonly string[],
  known: ReadonlyMap<string, Control>,
  duties: readonly DutyEvaluation[],
): string[] {
  return controls.flatMap((id) => {
    const compulsory = bindingDuties(id, duties).filter(isCompulsory);
    const why = [...(known.get(id)?.level === 'basis' ? ['Basis'] : []), legalLabel(compulsory)].filter((part) => part !== '');
    return why.length === 0 ? [] : [`${id} (${why.join(', ')})`];
  });
}

/** The sentence that offers what can be done instead; null without an obstacle. */
export function acceptanceRefusal(obstacles: readonly string[]): string | null {
  if (obstacles.length === 0) return null;
  return `Akzeptieren lässt sich das Risiko nicht, wo es um eine Basis-Anforderung oder ein gesetzliches MUSS geht: ${obstacles.join('; ')}. Möglich ist „zurückgestellt bis … mit Begründung“ (--behandlung zurueckgestellt, --zurueckgestellt-bis, --begruendung).`;
}
