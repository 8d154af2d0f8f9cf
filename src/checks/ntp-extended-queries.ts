import type { Check } from '../domain/check.ts';
import { accessOf, isInside } from './open-access-observations.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does a time server give strangers nothing but the time? Modes 6 and 7 tell about the server and make small questions large answers,
 * which others use to flood third parties. The list of mode 7 weighs most. No parameters.
 */
export const ntpExtendedQueries: Check = (observation, context) => {
  const seen = accessOf(observation, ['ntp'], true);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, { answered: 'unbekannt' });
  const { access, answered } = seen.data;
  if (access !== 'open') return verdict(context, 'met', 'hinweis', { answered: 'nichts davon', reason: '' });
  if (answered.includes('monlist'))
    return verdict(context, 'not-met', context.definition.severity, {
      answered: 'die Liste der letzten Anfragenden',
      reason: '',
    });
  const severity = isInside(observation.vantage) ? 'niedrig' : 'mittel';
  return verdict(context, 'not-met', severity, { answered: 'Angaben über den Server selbst', reason: '' });
};
