import type { Check } from '../domain/check.ts';
import type { SshEndpointObservation } from '../domain/observation.ts';
import { germanNumber } from './german.ts';
import { atOtherHosts, declaredApart, hostsOf, maybeOneMachine, nameHosts } from './shared-keys.ts';
import { exchangeOf, keyGaps, settledKeys } from './ssh-exchange.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Has every machine an SSH key of its own? Machines copied from one image keep its key: whoever gets it from one can pretend to be all
 * others. Compared is what was seen in one run. Addresses of one machine and clusters share a key rightly: they count as one where they
 * stand at one Zielobjekt; what nobody declared is left open. Null where no other host was seen. No parameters.
 */
export const sshSharedHostKey: Check = (observation, context) => {
  const found = exchangeOf(observation);
  if (found === null || observation.kind !== 'ssh') return null;
  const unknown = { hosts: 'keine', checked: '0' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const own = settledKeys(found.exchange).map(({ fingerprint }) => fingerprint);
  const others = atOtherHosts(observation, context).filter((each) => keysOf(each).length > 0);
  const values = { hosts: 'keine', checked: germanNumber(hostsOf(others.map(({ target }) => target)).size), reason: '' };
  const alike = others.filter((each) => keysOf(each).some((key) => own.includes(key))).map(({ target }) => target);
  const declared = declaredApart(observation.target, alike, context);
  if (declared.length > 0)
    return verdict(context, 'not-met', context.definition.severity, { ...values, hosts: nameHosts(declared) });
  if (alike.length > 0)
    return verdict(context, 'undetermined', 'hinweis', { ...values, reason: maybeOneMachine('denselben Schlüssel', alike) });
  const gaps = keyGaps(found.exchange);
  if (own.length === 0) return undetermined(context, gaps.join('; ') || 'kein Schlüssel gelesen', values);
  if (others.length === 0) return null;
  if (gaps.length > 0) return undetermined(context, gaps.join('; '), values);
  return verdict(context, 'met', 'hinweis', values);
};

function keysOf({ outcome }: SshEndpointObservation): string[] {
  const exchange = outcome.seen ? outcome.data.exchange : undefined;
  return exchange === undefined ? [] : settledKeys(exchange).map(({ fingerprint }) => fingerprint);
}
