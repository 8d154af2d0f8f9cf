import type { Check } from '../domain/check.ts';
import { germanNumber } from './german.ts';
import { exchangeOf } from './ssh-exchange.ts';
import { numberParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does an SSH server that negotiates the group for the key exchange (RFC 4419) give out long primes only? BSI TR-02102-4 recommends the
 * method with 3000 bits and more. What counts is the shortest it is willing to use: a client that asks for more may get more. Null where
 * the method is not offered.
 *
 * Parameters: `min_bits`, `phase_out_bits` (between the two it should be replaced).
 */
export const sshGroupSize: Check = (observation, context) => {
  const found = exchangeOf(observation);
  if (found === null) return null;
  const unknown = { bits: 'unbekannt', minimum: germanNumber(numberParameter(context.definition, 'min_bits')) };
  if ('reason' in found) return offersGroups(observation) === false ? null : undetermined(context, found.reason, unknown);
  const { groupBits } = found.exchange;
  if (groupBits === undefined) return null;
  if (!groupBits.settled) return undetermined(context, groupBits.reason, unknown);
  const bits = groupBits.value;
  const values = { ...unknown, bits: germanNumber(bits), reason: '' };
  if (bits >= numberParameter(context.definition, 'min_bits')) return verdict(context, 'met', 'hinweis', values);
  return bits >= numberParameter(context.definition, 'phase_out_bits')
    ? verdict(context, 'phase-out', 'niedrig', values)
    : verdict(context, 'not-met', context.definition.severity, values);
};

/** Null where the lists were not read. */
function offersGroups({ kind, outcome }: Parameters<Check>[0]): boolean | null {
  if (kind !== 'ssh' || !outcome.seen || outcome.data.algorithms === null) return null;
  return outcome.data.algorithms.keyExchange.some((name) => name.startsWith('diffie-hellman-group-exchange-'));
}
