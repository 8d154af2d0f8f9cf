import type { Check } from '../domain/check.ts';
import { germanNumber } from './german.ts';
import { accessOf } from './open-access-observations.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Do file services let nobody in without a login (FTP as `anonymous`, the list of an rsync service)? Follows BSI SYS.1.1.A6. A list of
 * folders weighs less than a way in: whether they can be read was not tried. No parameters.
 */
export const openFiles: Check = (observation, context) => {
  const seen = accessOf(observation, ['ftp', 'rsync']);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, { found: 'unbekannt' });
  const { service, access, count } = seen.data;
  if (access !== 'open') return verdict(context, 'met', 'hinweis', { found: 'nichts', reason: '' });
  const found =
    service === 'ftp'
      ? 'FTP lässt jeden als „anonymous“ hinein'
      : `rsync nennt jedem seine freigegebenen Ordner (Anzahl: ${germanNumber(count ?? 0)})`;
  return verdict(context, 'not-met', service === 'ftp' ? context.definition.severity : 'mittel', { found, reason: '' });
};
