import { isBulk } from '../domain/assessment.ts';
import { askedControls, type Evaluation } from '../domain/evaluation.ts';
import { signatureText } from '../domain/second-signature.ts';
import type { Context } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';

type Status = CommandJson['erhebung stand'];

/** How far the round is, over all and per topic. */
export async function showStatus(context: Context, slug: string): Promise<Status> {
  return (await showStatusWithDisputes(context, slug)).status;
}

/** The same with the answers a second person disputes, one sentence each, and how many „ja“ were set or confirmed in bulk. */
export async function showStatusWithDisputes(
  context: Context,
  slug: string,
): Promise<{ status: Status; disputes: string[]; bulk: number }> {
  const { evaluation } = await evaluateKommune(context, slug);
  const disputes = askedControls(evaluation.profile, evaluation.controls).flatMap(({ control, answers }) =>
    answers.flatMap(({ answer }) =>
      answer?.secondSignature?.result === 'beanstandet'
        ? `${control.id} (${answer.zielobjekt}) „${answer.status}“: ${signatureText(answer.secondSignature)}`
        : [],
    ),
  );
  const bulk = askedControls(evaluation.profile, evaluation.controls).filter(
    ({ state, answers }) => state === 'ja' && answers.some(({ answer }) => answer !== null && isBulk(answer)),
  ).length;
  return { status: statusOf(context, slug, evaluation), disputes: [...new Set(disputes)], bulk };
}

function statusOf(context: Context, slug: string, evaluation: Evaluation): Status {
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
