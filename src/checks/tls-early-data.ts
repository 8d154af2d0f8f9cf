import type { Check } from '../domain/check.ts';
import { judgeRated } from './dated-rows.ts';
import { gap, lastNoticedDay, namedWithReason, notLookedAt, rate, rowsInForce } from './tls-rows.ts';
import { undetermined } from './verdict.ts';

/**
 * Does the server refuse data that comes before a TLS 1.3 handshake is over (0-RTT)? Such data can be sent a second time by somebody else
 * (RFC 8446, 8). BSI TR-03116-4 forbids it; the row of the rule books in force decides. Null for a service without TLS 1.3.
 *
 * Parameters: `table`, `rule_books` and `notice`, see `rowsInForce` and `lastNoticedDay`.
 */
export const tlsEarlyData: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, nothing);
  const { versions, features } = observation.outcome.data;
  const newest = versions['TLSv1.3'];
  if (newest.offered === false) return null;
  if (newest.offered === null) return undetermined(context, gap('TLSv1.3', newest.reason), nothing);
  const earlyData = features?.earlyData;
  if (earlyData === undefined) return undetermined(context, notLookedAt, nothing);
  if (!earlyData.settled) return undetermined(context, earlyData.reason, nothing);
  const rows = rowsInForce(context, (kind) => kind === 'eigenschaft');
  const rated = earlyData.value ? rate(rowName, rows, context.asOf, lastNoticedDay(context)) : undefined;
  const unrated = earlyData.value && rated === undefined ? [rowName] : [];
  return judgeRated(context, { rated: rated === undefined ? [] : [rated], unrated }, {}, namedWithReason);
};

const rowName = '0-RTT';
const nothing = { rejected: 'keine', unlisted: 'keine' };
