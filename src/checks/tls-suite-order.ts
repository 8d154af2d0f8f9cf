import type { Check, CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import { type TlsObservation, tlsVersions } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { rateSuites } from './tls-cipher-suites.ts';
import { notLookedAt, suiteGaps } from './tls-rows.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does the service choose a good cipher suite where it accepts weak ones too? Up to TLS 1.2 either side may decide; where the client does,
 * it may be led to a weak suite. Where all accepted suites are of one worth, the order is of no matter: an order is not judged for its own
 * sake. What is weak say the rule books of `tls-cipher-suites`; the criterion itself is that of internet.nl, eased in this way.
 *
 * Parameters: as of `tls-cipher-suites`.
 */
export const tlsSuiteOrder: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, nothing);
  const { data } = observation.outcome;
  if (data.features === undefined || data.suites === undefined) return undetermined(context, notLookedAt, nothing);
  return judgeOrder(data, context);
};

const nothing = { habit: '', rejected: 'keine' };

function judgeOrder(data: TlsObservation, context: CheckContext): Verdict {
  const { ownOrder } = data.features ?? {};
  const version = [...tlsVersions].reverse().find((each) => each !== 'TLSv1.3' && data.versions[each].offered === true);
  const numbers = version === undefined ? [] : (data.suites?.versions[version]?.accepted ?? []);
  const { rated } = rateSuites(numbers, context);
  const weak = rated.filter(({ standing }) => standing === 'rejected' || standing === 'weak');
  const good = rated.filter(({ standing }) => standing === 'good' || standing === 'unlisted' || standing === 'ending');
  const values = { habit: '', rejected: listed(weak.map(({ name }) => name)), reason: '' };

  if (weak.length > 0 && good.length > 0 && ownOrder !== undefined) {
    if (!ownOrder.settled) return undetermined(context, ownOrder.reason, values);
    // The list begins with what the server chose when everything was offered.
    const [favourite] = rateSuites(numbers.slice(0, 1), context).rated;
    const prefersWeak = weak.some(({ name }) => name === favourite?.name);
    if (!ownOrder.value)
      return verdict(context, 'not-met', 'niedrig', { ...values, habit: 'überlässt die Wahl der Gegenstelle' });
    if (prefersWeak) return verdict(context, 'not-met', 'niedrig', { ...values, habit: 'zieht ein schwaches Verfahren vor' });
  }
  const gaps = suiteGaps(data);
  if (gaps.length > 0) return undetermined(context, gaps.join('; '), values);
  return verdict(context, 'met', 'hinweis', values);
}
