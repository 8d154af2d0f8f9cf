import type { Check } from '../domain/check.ts';
import { isSameHost } from '../domain/http-redirect.ts';
import { speaksAbout } from './http-scheme.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/**
 * Does plain HTTP lead to HTTPS on the same host first, for good? Follows BSI APP.3.2.A11 (HTTPS on all untrusted paths). Only the first
 * step is seen; it is never followed. A temporary redirect lets the next visit begin without encryption again, and another host first
 * means that HSTS is never set for the name that was asked for: both do encrypt, and should be mended. No parameters.
 *
 * An error instead of a page carries nothing that could be read along: the risk is lower, the answer is the same.
 */
export const httpRedirect: Check = (observation, context) => {
  if (observation.kind !== 'http' || !speaksAbout('http', observation)) return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, { location: 'unbekannt' });
  const { status, location } = observation.outcome.data;
  const values = { location: location === null ? 'keines' : cleanValue(location), reason: '' };
  const isError = status >= 400 && status !== 401;
  if (location === null || !redirects.has(status) || !leadsToHttps(location))
    return verdict(context, 'not-met', isError ? 'niedrig' : context.definition.severity, values);
  return permanent.has(status) && isSameHost(location, observation.target)
    ? verdict(context, 'met', 'hinweis', values)
    : verdict(context, 'phase-out', 'niedrig', values);
};

/** RFC 9110, 15.4. */
const permanent = new Set([301, 308]);
const redirects = new Set([...permanent, 302, 303, 307]);

function leadsToHttps(location: string): boolean {
  return URL.canParse(location) && new URL(location).protocol === 'https:';
}
