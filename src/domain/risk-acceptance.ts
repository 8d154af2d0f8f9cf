/**
 * What nobody may accept: the risk of not meeting a Basis requirement (BSI-Standard 200-2) or what the law demands as a MUSS. It can
 * only be put off, with a reason and until a day. Pure.
 */
import type { Control } from './catalogue.ts';
import type { DutyEvaluation } from './duties.ts';
import { bindingDuties, legalLabel } from './next-question.ts';
import { type EntryValues, listIn, textIn } from './register.ts';

/**
 * A MUSS, or a MUSS-WENN whose condition holds here. A SOLL leaves room for a reasoned exception, and what is only to be tolerated
 * asks for no measure; while a condition is not known, the duty is not known either.
 */
function isCompulsory({ item: { kind }, isConditionOpen }: DutyEvaluation): boolean {
  return (kind === 'MUSS' || kind === 'MUSS-WENN') && !isConditionOpen;
}

/** Ids of the legal duties behind requirements that no decision of the head takes away; editions for others withhold them. */
function compulsoryDuties(controls: readonly string[], duties: readonly DutyEvaluation[]): string[] {
  const ids = controls.flatMap((id) => bindingDuties(id, duties).filter(isCompulsory)).map(({ item }) => item.id);
  return [...new Set(ids)].filter((id) => id !== '').toSorted();
}

/**
 * „Die gesetzliche Pflicht bleibt bestehen (S-12).“ for a decision of the head that turns something down; null where none is concerned.
 * @param measures of the Kommune by id; what they are to meet counts too
 */
export function dutyThatStays(
  decision: EntryValues,
  measures: ReadonlyMap<string, EntryValues>,
  duties: readonly DutyEvaluation[],
): string | null {
  const ids = compulsoryDuties(turnedDownControls(decision, measures), duties);
  if (ids.length === 0) return null;
  return `${ids.length === 1 ? 'Die gesetzliche Pflicht bleibt' : 'Die gesetzlichen Pflichten bleiben'} bestehen (${ids.join(', ')}).`;
}

/** Requirements a decision turns down, its own and those of its measures; none unless it turns something down. */
export function turnedDownControls(decision: EntryValues, measures: ReadonlyMap<string, EntryValues>): string[] {
  if (textIn(decision, 'ergebnis') !== 'abgelehnt') return [];
  const ofMeasures = listIn(decision, 'massnahmen').flatMap((id) => listIn(measures.get(id), 'controls'));
  return [...new Set([...listIn(decision, 'controls'), ...ofMeasures])];
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
