/** What the checks share that compare the keys of hosts seen in one run. */
import type { CheckContext } from '../domain/check.ts';
import type { Zielobjekt } from '../domain/kommune.ts';
import type { Observation, ObservedTarget } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { isHostOf, parseDeclaredAddress } from './declared-address.ts';

type Seen<K extends Observation['kind']> = Extract<Observation, { kind: K }>;

/** Observations of the same kind, made in the same run at other hosts. */
export function atOtherHosts<K extends Observation['kind']>(
  observation: Seen<K>,
  { beside = [], zielobjekte }: CheckContext,
): Seen<K>[] {
  const { kind, target } = observation;
  const ofKind = beside.filter((each): each is Seen<K> => each.kind === kind);
  return ofKind.filter((each) => each.outcome.seen && !isSameHost(each.target, target, zielobjekte));
}

/** The same address, the same name, or declared together at one Zielobjekt: several addresses of a machine, or a cluster. */
function isSameHost(a: ObservedTarget, b: ObservedTarget, zielobjekte: readonly Zielobjekt[]): boolean {
  if (a.address === b.address) return true;
  if (a.name !== null && b.name !== null && a.name.toLowerCase() === b.name.toLowerCase()) return true;
  return zielobjekte.some((zielobjekt) => isDeclaredAt(zielobjekt, a) && isDeclaredAt(zielobjekt, b));
}

/** Those of the others of which it is known that they are other machines: both they and the host itself are declared, and not together. */
export function declaredApart(
  own: ObservedTarget,
  others: readonly ObservedTarget[],
  { zielobjekte }: CheckContext,
): ObservedTarget[] {
  const isDeclared = (target: ObservedTarget) => zielobjekte.some((zielobjekt) => isDeclaredAt(zielobjekt, target));
  return isDeclared(own) ? others.filter(isDeclared) : [];
}

function isDeclaredAt({ adressen }: Zielobjekt, target: ObservedTarget): boolean {
  return adressen.some((adresse) => isHostOf(parseDeclaredAddress(adresse), target) !== null);
}

/** „a, b und 3 weitere“; each host once, in a fixed order. */
export function nameHosts(targets: readonly ObservedTarget[]): string {
  return listed([...hostsOf(targets)].toSorted());
}

/** The checks that compare say nothing only where there was nothing to compare with: that ends no older finding. */
export const hasNoOther = () => true;

/** Why a shared key says nothing yet: the Zielobjekte do not tell one machine with several addresses from several machines. */
export function maybeOneMachine(what: string, targets: readonly ObservedTarget[]): string {
  const known = 'ob das dieselbe Maschine ist, geht aus den Zielobjekten nicht hervor';
  return `${what} zeigt ${nameHosts(targets)}; ${known}: ihre Adressen an einem Zielobjekt eintragen, oder jede an ihrem eigenen`;
}

export function hostsOf(targets: readonly ObservedTarget[]): ReadonlySet<string> {
  const byAddress = new Map(targets.map((target) => [target.address, target]));
  return new Set([...byAddress.values()].map(({ name, address }) => (name === null ? address : `${name} (${address})`)));
}
