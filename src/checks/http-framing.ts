import type { Check } from '../domain/check.ts';
import type { FindingResult } from '../domain/finding.ts';
import type { HttpObservation } from '../domain/observation.ts';
import { parsePolicies } from './content-security-policy.ts';
import { answerWithPage, isSilence, pageIsCut, silent } from './http-answer.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * May a stranger show the page inside his own, so that clicks land elsewhere? Follows BSI APP.3.1.A21 and RFC 7034; `frame-ancestors` of
 * the policy goes first (CSP Level 3, 6.4.2). Without protection only pages with a login are judged. No parameters.
 */
export const httpFraming: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const values = { reason: '' };
  const look = answerWithPage(observation);
  if (isSilence(look)) return silent(context, look, values);
  const { data, page } = look;
  const result = protectionOf(data);
  if (result === 'met') return verdict(context, 'met', 'hinweis', values);
  if (!page.hasLoginForm) return page.complete ? null : undetermined(context, pageIsCut, values);
  return verdict(context, result, result === 'not-met' ? context.definition.severity : 'niedrig', values);
};

function protectionOf({ headers }: HttpObservation): Exclude<FindingResult, 'undetermined'> {
  const policies = parsePolicies(headers['content-security-policy']);
  const ancestors = policies.flatMap((policy) => {
    const sources = policy.get('frame-ancestors');
    return sources === undefined ? [] : [sources];
  });
  if (ancestors.length > 0)
    return ancestors.some((sources) => !sources.some((source) => ['*', 'http:', 'https:'].includes(source))) ? 'met' : 'not-met';
  const options = (headers['x-frame-options'] ?? '').split(',').map((value) => value.trim().toLowerCase());
  if (options.includes('deny') || options.includes('sameorigin')) return 'met';
  return options.some((value) => /^allow-from\s/.test(value)) ? 'phase-out' : 'not-met';
}
