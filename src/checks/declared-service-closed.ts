import type { Check } from '../domain/check.ts';
import type { PortScan } from '../domain/observation.ts';
import { isHostOf, parseDeclaredAddress } from './declared-address.ts';
import { germanList } from './german.ts';
import { namePorts } from './scanned-ports.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Do the services answer that are declared with their port? The other half of the target-actual comparison of BSI NET.1.1.A15 and
 * NET.3.2.A2: a declared service that is gone leaves a rule in the firewall nobody needs. Only a port that was refused is gone;
 * silence may be a packet filter on our own side. Null where nothing is declared with a port. No parameters.
 */
export const declaredServiceClosed: Check = (observation, context) => {
  if (observation.kind !== 'port-scan') return null;
  const declared = context.zielobjekte
    .flatMap(({ adressen }) => adressen.map(parseDeclaredAddress))
    .filter((each) => isHostOf(each, observation.target) !== null)
    .flatMap(({ port }) => port ?? []);
  const ports = [...new Set(declared)].sort((a, b) => a - b);
  if (ports.length === 0) return null;
  const none = { ports: 'keine', checked: 'keine', reason: '' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, none);
  const scan = observation.outcome.data;
  const closed = ports.filter((port) => stateOf(scan, port) === 'closed');
  if (closed.length > 0) return verdict(context, 'not-met', context.definition.severity, { ...none, ports: named(closed) });
  const unsettled = ports.filter((port) => stateOf(scan, port) !== 'open');
  if (unsettled.length > 0) return undetermined(context, `keine Antwort von ${named(unsettled)}, oder nicht geprüft`, none);
  return verdict(context, 'met', 'hinweis', { ...none, checked: germanList(ports.map((port) => `${port}/tcp`)) });
};

function stateOf(scan: PortScan, port: number): string | null {
  return scan.ports.find((each) => each.port === port && each.protocol === 'tcp')?.state ?? null;
}

function named(ports: readonly number[]): string {
  return namePorts(ports.map((port) => ({ port, protocol: 'tcp', label: null })));
}
