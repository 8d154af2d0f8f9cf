import ipaddr from 'ipaddr.js';
import type { Check, CheckContext } from '../domain/check.ts';
import { parseAddress } from '../domain/freigabe.ts';
import type { ObservedTarget } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { isHostOf, parseDeclaredAddress } from './declared-address.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Is this machine only in networks the address plan knows? The plan is what the Zielobjekte name: a network counts as known where any
 * of their addresses lies in it. Without a single known one there is no plan to compare with. No parameters.
 */
export const hostAddressPlan: Check = (observation, context) => {
  if (observation.kind !== 'own-network') return null;
  const unknown = { networks: 'keine', known: 'keine' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknown);
  const declared = declaredAddresses(observation.target, context);
  const networks = observation.outcome.data.interfaces.flatMap(({ name, networks: own }) =>
    own.map((network) => ({ label: `${network} (${name})`, isKnown: declared.some((address) => contains(network, address)) })),
  );
  const labels = (isKnown: boolean) => listed(networks.filter((each) => each.isKnown === isKnown).map(({ label }) => label));
  if (!networks.some(({ isKnown }) => isKnown))
    return undetermined(context, 'in den Netzen dieser Maschine ist kein Zielobjekt mit Adresse eingetragen', unknown);
  const values = { networks: labels(false), known: labels(true), reason: '' };
  return networks.every(({ isKnown }) => isKnown)
    ? verdict(context, 'met', 'hinweis', values)
    : verdict(context, 'not-met', context.definition.severity, values);
};

/** Those of all Zielobjekte; a name stands for an address where it is the one the machine was permitted by. */
function declaredAddresses(target: ObservedTarget, { zielobjekte }: CheckContext): string[] {
  return zielobjekte
    .flatMap(({ adressen }) => adressen.map(parseDeclaredAddress))
    .flatMap((declared) => parseAddress(declared.host) ?? (isHostOf(declared, target) === null ? [] : target.address));
}

function contains(network: string, address: string): boolean {
  const parsed = ipaddr.parse(address);
  const range = ipaddr.parseCIDR(network);
  return parsed.kind() === range[0].kind() && parsed.match(range);
}
