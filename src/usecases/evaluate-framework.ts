import { replaceableFrameworks } from '../domain/catalogue-supplement.ts';
import { type DutyStatus, dutyStates } from '../domain/duties.ts';
import { findFramework } from './catalogue-lookup.ts';
import type { Context } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';

/** Duty by duty, each with its reason, source and confidence. @throws NotFoundError */
export async function evaluateFrameworkFor(
  context: Context,
  slug: string,
  id: string,
): Promise<CommandJson['rahmenwerk auswerten']> {
  const framework = findFramework(context.catalogue, id);
  const { evaluation } = await evaluateKommune(context, slug);
  const duties = evaluation.duties.get(framework.id) ?? [];
  const canBeOwn = replaceableFrameworks.includes(framework.id) || framework.items.some(({ local }) => local !== undefined);
  const ergebnis = Object.fromEntries(dutyStates.map((state) => [state, duties.filter((d) => d.status === state).length]));
  return {
    rahmenwerk: framework.id,
    edition: framework.edition,
    kommune: slug,
    stand: context.asOf,
    ergebnis: ergebnis as Record<DutyStatus, number>,
    punkte: duties.map(({ item, status, reason, weakestConfidence, controls }) => ({
      id: item.id,
      ref: item.ref,
      art: item.kind,
      status,
      begruendung: reason,
      vertrauen: weakestConfidence,
      controls: [...controls],
      ...(canBeOwn ? { giltBeiUns: item.local?.applies ?? null, fundstelle: item.local?.reference ?? null } : {}),
    })),
  };
}

export function listFrameworks(catalogue: Context['catalogue']): CommandJson['rahmenwerk liste'] {
  return catalogue.frameworks.map(({ id, title, publisher, edition, items, banner }) => ({
    id,
    titel: title,
    herausgeber: publisher,
    edition,
    punkte: items.length,
    hinweis: banner ?? null,
  }));
}
