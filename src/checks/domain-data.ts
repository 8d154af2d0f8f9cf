/** What the checks about domains share. */
import type { DnsZoneObservation, Lookup, MailDomainObservation } from '../domain/dns-observation.ts';
import type { Observation } from '../domain/observation.ts';

interface DomainData {
  'dns-zone': DnsZoneObservation;
  'mail-domain': MailDomainObservation;
}

/** Null for another kind of observation; a German reason where there is nothing to judge. */
export function domainData<K extends keyof DomainData>(
  observation: Observation,
  kind: K,
): { data: DomainData[K] } | { reason: string } | null {
  if (observation.kind !== kind) return null;
  if (!observation.outcome.seen) return { reason: observation.outcome.reason };
  // The compiler does not follow that the kind decides about the data.
  const data = observation.outcome.data as DomainData[K];
  if (!data.exists) return { reason: 'nach Auskunft des befragten Resolvers gibt es diese Domain nicht' };
  if (data.isInnerView)
    return {
      reason:
        'der befragte Resolver zeigt die Domain so, wie sie im Hausnetz aussieht; mit --resolver einen öffentlichen angeben',
    };
  return { data };
}

/** What was found; nothing where there was no answer. */
export function recordsOf<T>(lookup: Lookup<T>): readonly T[] {
  return lookup.answered ? lookup.records : [];
}

/** The reasons of those without answer. */
export function gapsIn(lookups: readonly Lookup<unknown>[]): string[] {
  return lookups.flatMap((lookup) => (lookup.answered ? [] : [lookup.reason]));
}

export function isEmpty(lookup: Lookup<unknown>): boolean {
  return lookup.answered && lookup.records.length === 0;
}
