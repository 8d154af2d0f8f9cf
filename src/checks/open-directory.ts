import type { Check } from '../domain/check.ts';
import { accessOf } from './open-access-observations.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does the directory show its entries to nobody without a login? Follows BSI APP.2.1.A19 (anonymous access). That it tells what it can
 * (the root entry) is part of the protocol. No parameters.
 */
export const openDirectory: Check = (observation, context) => {
  const seen = accessOf(observation, ['ldap']);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, {});
  return seen.data.access === 'open'
    ? verdict(context, 'not-met', context.definition.severity, { reason: '' })
    : verdict(context, 'met', 'hinweis', { reason: '' });
};
