import type { Check, CheckContext } from '../domain/check.ts';
import type { ObservedSshHostKey } from '../domain/observation.ts';
import { germanList } from './german.ts';
import { exchangeOf, keyGaps, nameOfKey, settledKeys } from './ssh-exchange.ts';
import { numberParameter, undetermined, verdict } from './verdict.ts';

/**
 * Are the keys an SSH server proves itself with long enough? RSA follows the limit of the table of key lengths; between the two limits
 * it should be replaced. DSA keys of SSH have 1024 bits (FIPS 186-2, which RFC 4253, 6.6 names).
 *
 * Parameters: `rsa_min_bits`, `rsa_phase_out_bits`, `ec_min_bits`.
 */
export const sshHostKeySize: Check = (observation, context) => {
  const found = exchangeOf(observation);
  if (found === null) return null;
  const unknown = { keys: 'keine', weak: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const keys = settledKeys(found.exchange);
  const of = (standing: Standing) => keys.filter((key) => standingOf(key, context) === standing);
  const values = { keys: keys.length === 0 ? 'keine' : germanList(keys.map(nameOfKey)), weak: 'keine', reason: '' };
  const weak = of('weak');
  if (weak.length > 0)
    return verdict(context, 'not-met', context.definition.severity, { ...values, weak: germanList(weak.map(nameOfKey)) });
  const gaps = [
    ...keyGaps(found.exchange),
    ...of('unknown').map(({ type }) => `die Länge von Schlüsseln der Art ${type} ist nicht bekannt`),
    ...(found.exchange.hostKeys.length === 0 ? ['der Dienst bietet keine Art von Schlüssel an, die diese Prüfung kennt'] : []),
  ];
  if (gaps.length > 0) return undetermined(context, gaps.join('; '), values);
  const short = of('short');
  if (short.length > 0) return verdict(context, 'phase-out', 'niedrig', { ...values, weak: germanList(short.map(nameOfKey)) });
  return verdict(context, 'met', 'hinweis', values);
};

type Standing = 'good' | 'short' | 'weak' | 'unknown';

function standingOf({ type, bits }: ObservedSshHostKey, { definition }: CheckContext): Standing {
  if (type === 'ssh-dss') return 'weak';
  if (bits === null) return 'unknown';
  if (type !== 'ssh-rsa') return bits < numberParameter(definition, 'ec_min_bits') ? 'weak' : 'good';
  if (bits >= numberParameter(definition, 'rsa_min_bits')) return 'good';
  return bits >= numberParameter(definition, 'rsa_phase_out_bits') ? 'short' : 'weak';
}
