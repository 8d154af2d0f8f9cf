import type { Check } from '../domain/check.ts';
import type { HttpLoginPage, HttpObservation } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { answerOf, isSilence, notLookedAt, pageOf, silent } from './http-answer.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Are logins encrypted, and is that of the editors out of strangers' reach? Follows BSI APP.3.2.A5 and OPS.1.1.2.A6. Looked at are the start
 * page and three usual addresses; nothing is typed in. A login without encryption is not met anywhere; an encrypted one of the
 * editors that the whole Internet can reach is a weakness. No parameters.
 */
export const httpAdminLogin: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const data = answerOf(observation);
  if (isSilence(data)) return silent(context, data, { found: 'unbekannt' });
  const { loginPages, unseen } = data;
  const ofEditors = (loginPages ?? []).filter(isLogin).map(({ path }) => path);
  const found = [...(hasLoginOnStartPage(data) ? ['Startseite'] : []), ...ofEditors];
  const values = { found: listed(found), reason: '' };
  if (data.scheme === 'http' && found.length > 0) return verdict(context, 'not-met', context.definition.severity, values);
  if (loginPages === undefined) return undetermined(context, unseen?.loginPages ?? notLookedAt, { found: 'unbekannt' });
  if (observation.vantage === 'internet' && ofEditors.length > 0)
    return verdict(context, 'phase-out', 'niedrig', { found: listed(ofEditors), reason: '' });
  return verdict(context, 'met', 'hinweis', values);
};

function hasLoginOnStartPage(data: HttpObservation): boolean {
  const page = pageOf(data);
  return !isSilence(page) && page.hasLoginForm;
}

/** The login itself, or a redirect within the site to an address that says so. */
function isLogin({ path, status, location, hasLoginForm }: HttpLoginPage): boolean {
  if (status === 200 || status === 401) return hasLoginForm;
  return status >= 300 && status < 400 && location?.includes(path) === true && /login/i.test(location);
}
