import type { Check } from '../domain/check.ts';
import { judgeFaults } from './faults.ts';
import { cleanValue, undetermined } from './verdict.ts';

/**
 * Does the name server look up names for its own people only (APP.3.6.A3, A4; K-22 in the KDN)? Asked for the name servers of the
 * root. Silent about the inside, where looking up foreign names is the task of the server.
 */
export const dnsOpenResolver: Check = (observation, context) => {
  if (observation.kind !== 'dns-server') return null;
  if (observation.vantage !== 'internet' && observation.vantage !== 'kdn') return null;
  const { outcome } = observation;
  if (!outcome.seen) return undetermined(context, outcome.reason, { code: 'unbekannt', faults: 'keine' });
  const { offersRecursion, answersForeign, foreignCode } = outcome.data;
  const values = { code: cleanValue(foreignCode) };
  if (offersRecursion && answersForeign) return judgeFaults(context, { faults: [{ id: 'resolves' }], gaps: [], values });
  return judgeFaults(context, { faults: offersRecursion ? [{ id: 'offers' }] : [], gaps: [], values });
};
