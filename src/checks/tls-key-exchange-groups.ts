import type { Check, CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import { type TlsFeatures, type TlsObservation, tlsVersions } from '../domain/observation.ts';
import { judgeRated, type Rated } from './dated-rows.ts';
import {
  gap,
  incompleteSentence,
  lastNoticedDay,
  namedWithReason,
  notLookedAt,
  rate,
  rowsInForce,
  suiteGaps,
  type TlsRow,
  withoutPoint,
} from './tls-rows.ts';
import { numberParameter, undetermined } from './verdict.ts';

/**
 * Are the keys of a connection agreed in groups that are strong enough? Follows BSI TR-02102-2 (groups; DH of 3000 bit and more; curves of
 * 250 bit and more), with an own opinion on what it does not name. Null for a service that knows no such key agreement.
 *
 * Parameters: `table` and `rule_books`, see `rowsInForce`; `notice`, duration before the end of a row in which it counts as phase-out;
 * `dh_min_bits`, length of a prime below which DHE is not met, and `dh_broken_below_bits`, below which the severity is hoch.
 */
export const tlsKeyExchangeGroups: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, nothing);
  const { data } = observation.outcome;
  if (data.features === undefined) return undetermined(context, notLookedAt, nothing);
  return judgeGroups(data, data.features, context);
};

const nothing = { rejected: 'keine', unlisted: 'keine', hybrid: 'nein', incomplete: '' };

function judgeGroups(data: TlsObservation, features: TlsFeatures, context: CheckContext): Verdict | null {
  const names = [...new Set(Object.values(features.groups).flatMap(({ accepted }) => accepted))];
  const gaps = gapsIn(data, features);
  if (names.length === 0 && features.dhBits === undefined && gaps.length === 0) return null;
  const { rated, unrated } = rateGroups(names, context);
  const values = {
    hybrid: names.some((name) => /^(?:X25519|SecP\d+r1)MLKEM\d+$/.test(name)) ? 'ja' : 'nein',
    incomplete: incompleteSentence(gaps),
  };
  return judgeRated(context, { rated: [...rated, ...ratedPrime(features, context)], unrated, gaps }, values, namedWithReason);
}

/** What could hide a group: a version or a suite nobody asked about, or a list that broke off. */
function gapsIn(data: TlsObservation, { groups, dhBits }: TlsFeatures): string[] {
  const ofGroups = tlsVersions.flatMap((version) => {
    const incomplete = groups[version]?.incomplete ?? null;
    return incomplete === null ? [] : [gap(version, incomplete)];
  });
  const ofPrime = dhBits?.settled === false ? [`DHE: ${withoutPoint(dhBits.reason)}`] : [];
  return [...suiteGaps(data), ...ofGroups, ...ofPrime];
}

function rateGroups(names: readonly string[], context: CheckContext): { rated: Rated<TlsRow>[]; unrated: string[] } {
  const rows = rowsInForce(context, (kind) => kind === 'gruppe' || kind === 'gruppen-klasse');
  const noticed = lastNoticedDay(context);
  const rated: Rated<TlsRow>[] = [];
  const unrated: string[] = [];
  for (const name of names) {
    // TLS 1.3 has numbers of its own for the same curves (RFC 8734).
    const found = rate(name.replace(/tls13$/, ''), rows, context.asOf, noticed);
    if (found === undefined) unrated.push(name);
    else rated.push(found);
  }
  return { rated, unrated };
}

/** The prime a service was set up with, as if it were a row of the table. */
function ratedPrime({ dhBits }: TlsFeatures, { definition }: CheckContext): Rated<TlsRow>[] {
  if (dhBits?.settled !== true || dhBits.value >= numberParameter(definition, 'dh_min_bits')) return [];
  const isBroken = dhBits.value < numberParameter(definition, 'dh_broken_below_bits');
  const name = `DHE mit ${dhBits.value} Bit`;
  const row = { kind: 'gruppe', name, source: '', status: 'verboten', severity: isBroken ? 'hoch' : 'mittel' } as const;
  return [{ name, row, standing: 'rejected' }];
}
