import type { Check } from '../domain/check.ts';
import { listMethods, loginOf, readableLogins } from './login-observations.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does the mail server take passwords only after TLS? RFC 4954, 4: methods that send the password readably belong behind TLS.
 *
 * Parameter: `clear_methods`, ways to log in that send password or token readably.
 */
export const smtpLogin: Check = (observation, context) => {
  const seen = loginOf(observation, ['smtp']);
  if (seen === null) return null;
  const none = { methods: 'keine' };
  if (!seen.seen) return undetermined(context, seen.reason, none);
  const readable = readableLogins(context, seen.data);
  if (readable === null) return undetermined(context, seen.data.capabilitiesReason ?? 'das war nicht zu erfahren', none);
  const values = { methods: listMethods(readable), reason: '' };
  return readable.length > 0
    ? verdict(context, 'not-met', context.definition.severity, values)
    : verdict(context, 'met', 'hinweis', values);
};
