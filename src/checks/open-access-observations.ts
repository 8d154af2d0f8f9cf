/** What the checks share that ask whether a stranger is answered. */
import type { Observation, Vantage } from '../domain/observation.ts';
import { type AccessService, accessPorts, type OpenAccessObservation } from '../domain/service-observation.ts';

export type SeenAccess = { seen: true; data: OpenAccessObservation } | { seen: false; reason: string };

/**
 * What was seen of one of the services. Null where the observation is about something else.
 * @param asksUnscanned whether services that are asked without a port scan are meant: then a host as a whole says nothing
 */
export function accessOf(observation: Observation, services: readonly AccessService[], asksUnscanned = false): SeenAccess | null {
  if (observation.kind !== 'open-access') return null;
  const { outcome, target } = observation;
  if (outcome.seen) return services.includes(outcome.data.service) ? outcome : null;
  const { port } = target;
  if (port === null) return asksUnscanned ? null : outcome;
  const usual: readonly number[] = services.flatMap((service): readonly number[] => accessPorts[service]);
  return usual.includes(port) ? outcome : null;
}

export function isInside(vantage: Vantage): boolean {
  return vantage === 'lan' || vantage === 'host';
}
