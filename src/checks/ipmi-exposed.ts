import type { Check } from '../domain/check.ts';
import { accessOf, isInside } from './open-access-observations.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Is the remote control below the operating system (IPMI) out of reach from here? It belongs in a network of its own. Follows BSI
 * OPS.1.2.5.A24. A way in without a password is critical everywhere; in the own network mere presence weighs less, since it may be
 * the network it belongs to. No parameters.
 */
export const ipmiExposed: Check = (observation, context) => {
  const seen = accessOf(observation, ['ipmi'], true);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, { state: 'unbekannt' });
  const { access, answered } = seen.data;
  if (access === 'refused') return verdict(context, 'met', 'hinweis', { state: 'nicht erreichbar', reason: '' });
  if (access === 'open') return verdict(context, 'not-met', 'kritisch', { state: howOpen(answered), reason: '' });
  const severity = isInside(observation.vantage) ? 'mittel' : context.definition.severity;
  return verdict(context, 'not-met', severity, { state: 'und verlangt eine Anmeldung', reason: '' });
};

function howOpen(answered: readonly string[]): string {
  if (answered.includes('cipher-zero')) return 'und nimmt jedes Kennwort an (Cipher Suite 0)';
  return answered.includes('anonymous') ? 'und lässt eine Anmeldung ohne Namen zu' : 'und lässt eine Anmeldung ohne Kennwort zu';
}
