import type { Check, CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import type { TlsObservation } from '../domain/observation.ts';
import { judgeRated, type Rated } from './dated-rows.ts';
import {
  incompleteSentence,
  lastNoticedDay,
  namedWithReason,
  notLookedAt,
  rate,
  rowsInForce,
  suiteGaps,
  type TlsRow,
} from './tls-rows.ts';
import { suiteName } from './tls-suite-names.ts';
import { undetermined } from './verdict.ts';

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
  const gaps = suiteGaps(data);
  const assessment = { ...rateSuites(numbers, context), gaps, whyNone: 'kein Verfahren wurde angenommen' };
  return judgeRated(context, assessment, { incomplete: incompleteSentence(gaps) }, namedWithReason);
}

/** Suites by their numbers; `unrated`: those without a row. */
export function rateSuites(numbers: readonly string[], context: CheckContext): { rated: Rated<TlsRow>[]; unrated: string[] } {
  const rows = rowsInForce(context, (kind) => kind.startsWith('cipher-suite-'));
  const noticed = lastNoticedDay(context);
  const rated: Rated<TlsRow>[] = [];
  const unrated: string[] = [];
  for (const number of numbers) {
    const name = suiteName(number);
    const found = name === null ? undefined : rate(name, rows, context.asOf, noticed);
    if (found !== undefined) rated.push(found);
    else unrated.push(name === null ? `Verfahren ${number}` : `${name} (${number})`);
  }
  return { rated, unrated };
}
