import type { Check } from '../domain/check.ts';
import { answerWithPage, isSilence, silent } from './http-answer.ts';
import { cleanValue, textListParameter, verdict } from './verdict.ts';

/**
 * Does the site make browsers tell other servers the full address a visitor came from? Without any rule browsers tell only the host
 * (Referrer Policy: `strict-origin-when-cross-origin` is the default), so none is fine.
 *
 * Parameters: `known`, all policies browsers understand; `rejected`, those that tell the full address to everybody; `weak`, those
 * that tell it to everybody with encryption.
 */
export const httpReferrerPolicy: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const look = answerWithPage(observation);
  if (isSilence(look)) return silent(context, look, { policy: 'unbekannt' });
  const { data, page } = look;
  const known = textListParameter(context.definition, 'known');
  // The page comes later than the header; of several values the last understood one counts.
  const policy = lastKnown(page.referrerPolicy, known) ?? lastKnown(data.headers['referrer-policy'], known);
  const values = { policy: policy === undefined ? 'keine eigene' : cleanValue(policy), reason: '' };
  const isAmong = (parameter: string) =>
    policy !== undefined && textListParameter(context.definition, parameter).includes(policy);
  if (isAmong('rejected')) return verdict(context, 'not-met', context.definition.severity, values);
  return isAmong('weak') ? verdict(context, 'phase-out', 'hinweis', values) : verdict(context, 'met', 'hinweis', values);
};

function lastKnown(text: string | null | undefined, known: readonly string[]): string | undefined {
  const policies = (text ?? '').split(',').map((each) => each.trim().toLowerCase());
  return policies.findLast((policy) => known.includes(policy));
}
