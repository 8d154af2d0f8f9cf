import type { Check } from '../domain/check.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/** Does the name server keep product and version to itself (APP.3.6.A4)? A text without any number tells nothing of use. */
export const dnsServerVersion: Check = (observation, context) => {
  if (observation.kind !== 'dns-server') return null;
  const unknown = { version: 'unbekannt' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknown);
  const { version } = observation.outcome.data;
  if (version === null) return undetermined(context, 'auf die Frage nach der Version kam keine Antwort', unknown);
  const isShown = /\d/.test(version);
  const values = { version: version === '' ? 'keine' : cleanValue(version), reason: '' };
  return verdict(context, isShown ? 'not-met' : 'met', isShown ? context.definition.severity : 'hinweis', values);
};
