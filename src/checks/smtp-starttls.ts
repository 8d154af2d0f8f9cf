import type { Check } from '../domain/check.ts';
import { loginOf } from './login-observations.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Can mail be handed over encrypted? Follows BSI TR-03108-1 (encrypted transport between mail servers). Inside the own network fewer
 * can listen. No parameters.
 */
export const smtpStarttls: Check = (observation, context) => {
  const seen = loginOf(observation, ['smtp']);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, {});
  const { starttlsOffered, capabilitiesReason } = seen.data;
  if (starttlsOffered === null) return undetermined(context, capabilitiesReason ?? 'das war nicht zu erfahren', {});
  if (starttlsOffered) return verdict(context, 'met', 'hinweis', { reason: '' });
  const isInside = observation.vantage === 'lan' || observation.vantage === 'host';
  return verdict(context, 'not-met', isInside ? 'mittel' : context.definition.severity, { reason: '' });
};
