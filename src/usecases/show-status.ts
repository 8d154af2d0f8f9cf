import type { Context } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';

/** How far the round is, over all and per topic. */
export async function showStatus(context: Context, slug: string): Promise<CommandJson['erhebung stand']> {
  const { evaluation } = await evaluateKommune(context, slug);
  const { id, edition, hash } = context.catalogue;
  return {
    kommune: slug,
    stand: context.asOf,
    katalog: { id, edition, hash },
    profil: evaluation.profile.id,
    gesamt: evaluation.total,
    themen: evaluation.topics.map(({ topic, counts }) => ({ thema: topic.id, ...counts })),
  };
}
