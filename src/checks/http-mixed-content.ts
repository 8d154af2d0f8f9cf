import type { Check } from '../domain/check.ts';
import { policiesInForce } from './content-security-policy.ts';
import { listed } from './dated-rows.ts';
import { answerWithPage, isSilence, pageIsCut, silent } from './http-answer.ts';
import { speaksAbout } from './http-scheme.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does an encrypted start page load or send anything without encryption? Follows BSI APP.3.2.A11 and the W3C's Mixed Content: scripts,
 * styles, frames and form targets are active, pictures and sound passive. A policy with `upgrade-insecure-requests` makes browsers load all
 * of it encrypted; the old addresses should still be mended. No parameters.
 */
export const httpMixedContent: Check = (observation, context) => {
  if (observation.kind !== 'http' || !speaksAbout('https', observation)) return null;
  const look = answerWithPage(observation);
  if (isSilence(look)) return silent(context, look, { found: 'unbekannt' });
  const { data, page } = look;
  const { activeMixedContent: active, passiveMixedContent: passive } = page;
  const values = { found: listed(active.length > 0 ? active : passive), reason: '' };
  const isUpgraded = policiesInForce(data, page).some((policy) => policy.has('upgrade-insecure-requests'));
  if (active.length > 0 && !isUpgraded) return verdict(context, 'not-met', context.definition.severity, values);
  if (active.length + passive.length > 0) return verdict(context, 'phase-out', 'niedrig', values);
  return page.complete ? verdict(context, 'met', 'hinweis', values) : undetermined(context, pageIsCut, { found: 'unbekannt' });
};
