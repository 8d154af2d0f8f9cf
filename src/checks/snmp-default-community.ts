import type { Check } from '../domain/check.ts';
import { germanList } from './german.ts';
import { accessOf } from './open-access-observations.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/**
 * Does a device answer nobody who says `public` or `private`? Follows BSI NET.1.2.A10. Silence to all questions says nothing and gives
 * no observation; a device that only tells who it is in version 3 passes. No parameters.
 */
export const snmpDefaultCommunity: Check = (observation, context) => {
  const seen = accessOf(observation, ['snmp'], true);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, { names: 'unbekannt' });
  const names = germanList(seen.data.answered.map((each) => `„${cleanValue(each)}“`));
  return seen.data.access === 'open'
    ? verdict(context, 'not-met', context.definition.severity, { names, reason: '' })
    : verdict(context, 'met', 'hinweis', { names: 'keine', reason: '' });
};
