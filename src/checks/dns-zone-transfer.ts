import type { Check } from '../domain/check.ts';
import type { DnsServerObservation } from '../domain/dns-observation.ts';
import type { Observation } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does the name server refuse to hand out whole zones to strangers (APP.3.6.A18)? Silent where it was not tried: that takes
 * written consent to access tests, and a zone known by the server's own name.
 */
export const dnsZoneTransfer: Check = (observation, context) => {
  if (observation.kind !== 'dns-server') return null;
  const unknown = { zones: 'unbekannt' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknown);
  const tried = observation.outcome.data.zones.filter(({ transfer }) => transfer !== 'not-tried');
  if (tried.length === 0) return null;
  const open = tried.filter(({ transfer }) => transfer === 'given');
  if (open.length > 0)
    return verdict(context, 'not-met', context.definition.severity, { zones: listed(open.map(({ name }) => name)), reason: '' });
  if (tried.some(({ transfer }) => transfer === 'unanswered'))
    return undetermined(context, 'auf die Frage nach der ganzen Zone kam keine Antwort', unknown);
  return verdict(context, 'met', 'hinweis', { zones: listed(tried.map(({ name }) => name)), reason: '' });
};

/** Without consent it is not tried; then nothing is known, neither good nor bad. */
export function noTransferTried({ kind, outcome }: Observation): boolean {
  return (
    kind === 'dns-server' &&
    outcome.seen &&
    (outcome.data as DnsServerObservation).zones.every(({ transfer }) => transfer === 'not-tried')
  );
}
