import type { Check, CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import type { TlsObservation } from '../domain/observation.ts';
import { listed, type Standing } from './dated-rows.ts';
import {
  incompleteSentence,
  lastNoticedDay,
  namedWithReason,
  notLookedAt,
  type Rated,
  rate,
  rowsInForce,
  severityOf,
  suiteGaps,
  worstFirst,
} from './tls-rows.ts';
import { suiteName } from './tls-suite-names.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does the service accept only cipher suites that are in order, in every version it offers? Follows the BSI Mindeststandard TLS 2.4,
 * TLS.2.0.02, with the lists of TR-02102-2 in the edition that is in force on the day, and an own opinion on what they do not name.
 * A suite without a row is neither good nor bad: it leaves the verdict open unless another settles it, and so does an unfinished list.
 *
 * Parameters: `table` and `rule_books`, see `rowsInForce`; `notice`, duration before the end of a row in which it
 * counts as phase-out.
 */
export const tlsCipherSuites: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, nothing);
  return judgeSuites(observation.outcome.data, context);
};

const nothing = { rejected: 'keine', unlisted: 'keine', incomplete: '' };

function judgeSuites(data: TlsObservation, context: CheckContext): Verdict {
  if (data.suites === undefined) return undetermined(context, notLookedAt, nothing);
  const numbers = [...new Set(Object.values(data.suites.versions).flatMap(({ accepted }) => accepted))];
  const { rated, unrated } = rateSuites(numbers, context);
  const gaps = suiteGaps(data);
  const of = (...standings: Standing[]) => rated.filter(({ standing }) => standings.includes(standing));
  const values = {
    rejected: 'keine',
    unlisted: listed(of('unlisted').map(({ name }) => name)),
    incomplete: incompleteSentence(gaps),
    reason: '',
  };

  const rejected = of('rejected');
  if (rejected.length > 0) {
    const [worst] = worstFirst(rejected, context);
    return verdict(context, 'not-met', worst === undefined ? context.definition.severity : severityOf(worst, context), {
      ...values,
      rejected: listed(worstFirst(rejected, context).map(namedWithReason)),
    });
  }
  // What is missing from the list could be worse than anything in it.
  if (gaps.length > 0) return undetermined(context, gaps.join('; '), values);
  const leaving = of('weak', 'ending');
  if (leaving.length > 0)
    return verdict(context, 'phase-out', 'niedrig', { ...values, rejected: listed(leaving.map(namedWithReason)) });
  if (unrated.length > 0) return undetermined(context, `im Verzeichnis fehlt ${listed(unrated)}`, values);
  if (numbers.length === 0) return undetermined(context, 'kein Verfahren wurde angenommen', values);
  return verdict(context, 'met', 'hinweis', values);
}

/** Suites by their numbers; `unrated`: those without a row. */
export function rateSuites(numbers: readonly string[], context: CheckContext): { rated: Rated[]; unrated: string[] } {
  const rows = rowsInForce(context, (kind) => kind.startsWith('cipher-suite-'));
  const noticed = lastNoticedDay(context);
  const rated: Rated[] = [];
  const unrated: string[] = [];
  for (const number of numbers) {
    const name = suiteName(number);
    const found = name === null ? undefined : rate(name, rows, context.asOf, noticed);
    if (found !== undefined) rated.push(found);
    else unrated.push(name === null ? `Verfahren ${number}` : `${name} (${number})`);
  }
  return { rated, unrated };
}
