import type { Check } from '../domain/check.ts';
import type { HttpCookie } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { answerOf, isSilence, notLookedAt, silent } from './http-answer.ts';
import { textListParameter, undetermined, verdict } from './verdict.ts';

/**
 * Are cookies protected (RFC 6265, BSI APP.3.1.A21 and A14)? Speaks about those the start page sets, and not about pages without.
 *
 * Which of them carry a session can only be guessed from their names. Parameter `session_names`: lower-case patterns, `*` stands for
 * anything. Names of cookies that were made to be read by scripts (`*csrf*`, `*xsrf*`) are never taken for sessions: parameter
 * `no_session_names`. A session without Secure or HttpOnly is not met; a missing SameSite, or another cookie without Secure, is a
 * weakness to mend. On a service without TLS `Secure` cannot work, and every session there is unprotected.
 */
export const httpCookies: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const data = answerOf(observation);
  if (isSilence(data)) return silent(context, data, { cookies: 'unbekannt' });
  const { cookies } = data;
  if (cookies === undefined) return undetermined(context, notLookedAt, { cookies: 'unbekannt' });
  if (cookies.length === 0) return null;
  const matches = (name: string, parameter: string) =>
    textListParameter(context.definition, parameter).some((pattern) => isLike(name.toLowerCase(), pattern));
  const isSession = ({ name }: HttpCookie) => matches(name, 'session_names') && !matches(name, 'no_session_names');
  const open = cookies.filter((cookie) => isSession(cookie) && !(cookie.secure && cookie.httpOnly));
  if (open.length > 0)
    return verdict(context, 'not-met', context.definition.severity, { cookies: listed(namesOf(open)), reason: '' });
  const weak = cookies.filter((cookie) => !cookie.secure || cookie.sameSite === null);
  if (weak.length > 0) return verdict(context, 'phase-out', 'niedrig', { cookies: listed(namesOf(weak)), reason: '' });
  return verdict(context, 'met', 'hinweis', { cookies: listed(namesOf(cookies)), reason: '' });
};

function namesOf(cookies: readonly HttpCookie[]): string[] {
  return [...new Set(cookies.map(({ name }) => `„${name === '' ? 'ohne Namen' : name}“`))];
}

function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}
