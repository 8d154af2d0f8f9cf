import type { Check } from '../domain/check.ts';
import { type Policy, parsePolicies, policiesInForce } from './content-security-policy.ts';
import { germanList } from './german.ts';
import { answerWithPage, isSilence, pageIsCut, silent } from './http-answer.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does the site tell browsers which scripts may run (Content-Security-Policy)? Follows BSI APP.3.1.A21; what counts as weak follows
 * CSP Level 3 and the MDN HTTP Observatory. A page without policy is only judged where somebody types something in. No parameters.
 */
export const httpCsp: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const look = answerWithPage(observation);
  if (isSilence(look)) return silent(context, look, { weaknesses: 'unbekannt' });
  const { data, page } = look;
  const values = { weaknesses: 'keine', reason: '' };
  const policies = policiesInForce(data, page);
  const restricting = policies.filter((policy) => scriptSources(policy) !== undefined);
  if (restricting.length > 0) {
    const weaknesses = weaknessesOf(restricting, policies);
    if (weaknesses.length === 0) return verdict(context, 'met', 'hinweis', values);
    return verdict(context, 'phase-out', 'niedrig', { ...values, weaknesses: germanList(weaknesses) });
  }
  if (parsePolicies(data.headers['content-security-policy-report-only']).length > 0)
    return verdict(context, 'phase-out', 'niedrig', { ...values, weaknesses: 'nur Meldemodus' });
  if (page.hasForm) return verdict(context, 'not-met', page.hasLoginForm ? context.definition.severity : 'niedrig', values);
  return page.complete ? null : undetermined(context, pageIsCut, values);
};

function scriptSources(policy: Policy): readonly string[] | undefined {
  return policy.get('script-src') ?? policy.get('default-src');
}

/** A browser runs a script only if every policy lets it: one policy without a weakness is enough. */
function weaknessesOf(restricting: readonly Policy[], all: readonly Policy[]): string[] {
  const ofScripts = restricting.map((policy) => scriptWeaknesses(scriptSources(policy) ?? []));
  const [fewest = []] = ofScripts.toSorted((a, b) => a.length - b.length);
  const isSet = (...names: string[]) => all.some((policy) => names.some((name) => policy.has(name)));
  return [
    ...fewest,
    ...(isSet('object-src', 'default-src') ? [] : ['„object-src“ fehlt']),
    ...(isSet('base-uri') ? [] : ['„base-uri“ fehlt']),
    ...(isSet('frame-ancestors') ? [] : ['„frame-ancestors“ fehlt']),
  ];
}

/** With a nonce or a hash browsers ignore 'unsafe-inline', with 'strict-dynamic' the lists of hosts too (CSP Level 3, 6.7.2 and 8.2). */
function scriptWeaknesses(sources: readonly string[]): string[] {
  const hasNonce = sources.some((source) => /^'(?:nonce|sha256|sha384|sha512)-/.test(source));
  const isOpen = sources.some((source) => ['*', 'http:', 'https:', 'data:'].includes(source));
  return [
    ...(sources.includes("'unsafe-inline'")
      ? [hasNonce ? '„unsafe-inline“ für alte Browser' : 'Skripte im Text der Seite sind erlaubt („unsafe-inline“)']
      : []),
    ...(sources.includes("'unsafe-eval'") ? ['Text darf als Skript laufen („unsafe-eval“)'] : []),
    ...(isOpen && !sources.includes("'strict-dynamic'") ? ['Skripte von überall sind erlaubt'] : []),
  ];
}
