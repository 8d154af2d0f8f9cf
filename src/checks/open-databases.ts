import type { Check } from '../domain/check.ts';
import type { OpenAccessObservation } from '../domain/service-observation.ts';
import { germanNumber } from './german.ts';
import { accessOf, isInside } from './open-access-observations.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

const names: Readonly<Record<string, string>> = {
  redis: 'Redis',
  memcached: 'Memcached',
  mongodb: 'MongoDB',
  elasticsearch: 'Elasticsearch oder OpenSearch',
};

/** Do data stores answer nobody without a login? Follows BSI APP.4.3.A3. From outside it is critical. No parameters. */
export const openDatabases: Check = (observation, context) => {
  const seen = accessOf(observation, ['redis', 'memcached', 'mongodb', 'elasticsearch']);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, { service: 'unbekannt', proof: 'keine' });
  const values = { service: names[seen.data.service] ?? 'Der Datenspeicher', proof: proofOf(seen.data), reason: '' };
  if (seen.data.access !== 'open') return verdict(context, 'met', 'hinweis', values);
  return verdict(context, 'not-met', isInside(observation.vantage) ? 'hoch' : context.definition.severity, values);
};

function proofOf({ count, detail }: OpenAccessObservation): string {
  if (count !== null) return `sichtbare Datenbanken: ${germanNumber(count)}`;
  return detail === null ? 'er hat geantwortet' : `Antwort: ${cleanValue(detail)}`;
}
