import type { Check } from '../domain/check.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does the file service insist on signed messages? Without, a login that somebody overhears can be handed on to it. Follows BSI
 * APP.3.4.A2 and SYS.1.2.3.A6. A server that cannot sign at all weighs more. No parameters.
 */
export const smbSigning: Check = (observation, context) => {
  if (observation.kind !== 'smb') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, { state: 'unbekannt' });
  const { signing } = observation.outcome.data;
  if (signing === null) return undetermined(context, 'die neueren Fassungen gaben keine Antwort', { state: 'unbekannt' });
  const values = { state: signing === 'disabled' ? 'abgeschaltet' : 'freigestellt', reason: '' };
  if (signing === 'required') return verdict(context, 'met', 'hinweis', { ...values, state: 'verlangt' });
  return verdict(context, 'not-met', signing === 'disabled' ? 'hoch' : context.definition.severity, values);
};
