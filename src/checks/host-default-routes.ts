import type { Check } from '../domain/check.ts';
import type { DefaultRoute } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does only one way lead from this machine into other networks? A second one (a radio modem, a cable to another network, a VPN) goes past
 * the filters of the first; in the network of the authorities it needs an approval. Ways over the same router count as one, and so
 * do those of one interface. No parameters.
 */
export const hostDefaultRoutes: Check = (observation, context) => {
  if (observation.kind !== 'own-network') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, { ways: 'unbekannt' });
  const { defaultRoutes } = observation.outcome.data;
  if (!defaultRoutes.settled) return undetermined(context, defaultRoutes.reason, { ways: 'unbekannt' });
  const ways = separateWays(defaultRoutes.value);
  const values = { ways: ways.length === 0 ? 'keiner' : listed(ways.map(nameWay)), reason: '' };
  return ways.length > 1
    ? verdict(context, 'not-met', context.definition.severity, values)
    : verdict(context, 'met', 'hinweis', values);
};

/** The first route of each way. */
function separateWays(routes: readonly DefaultRoute[]): DefaultRoute[] {
  const ways: DefaultRoute[][] = [];
  for (const route of routes) {
    const known = ways.find((way) => way.some((each) => isSameWay(each, route)));
    if (known === undefined) ways.push([route]);
    else known.push(route);
  }
  return ways.flatMap(([first]) => first ?? []);
}

function isSameWay(a: DefaultRoute, b: DefaultRoute): boolean {
  return a.interface === b.interface || (a.gateway !== null && a.gateway === b.gateway);
}

function nameWay({ interface: name, gateway }: DefaultRoute): string {
  return gateway === null ? name : `${name} (über ${gateway})`;
}
