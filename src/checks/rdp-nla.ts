import type { Check } from '../domain/check.ts';
import { germanList } from './german.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Must one log in before the desktop appears (network level authentication)? Otherwise strangers reach the login screen and the code
 * behind it. Follows BSI SYS.1.2.3.A6 and OPS.1.2.5.A3. No parameters.
 */
export const rdpNla: Check = (observation, context) => {
  if (observation.kind !== 'rdp') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, { accepted: 'unbekannt' });
  const { rdp, tls, nla } = observation.outcome.data.protections;
  const accepted = [
    ...(rdp.accepted === true ? ['das alte Verfahren ohne TLS'] : []),
    ...(tls.accepted === true ? ['TLS ohne vorherige Anmeldung'] : []),
  ];
  const values = { accepted: accepted.length === 0 ? 'nichts davon' : germanList(accepted), reason: '' };
  if (accepted.length > 0) return verdict(context, 'not-met', context.definition.severity, values);
  const open = [rdp, tls, nla].find((each) => each.accepted === null);
  if (open?.accepted === null) return undetermined(context, open.reason, values);
  return nla.accepted === true
    ? verdict(context, 'met', 'hinweis', values)
    : undetermined(context, 'der Dienst nahm keines der Verfahren an', values);
};
