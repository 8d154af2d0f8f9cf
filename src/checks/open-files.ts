import type { Check } from '../domain/check.ts';
import type { AccessService } from '../domain/service-observation.ts';
import { germanNumber } from './german.ts';
import { accessOf } from './open-access-observations.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Do file services let nobody in without a login (FTP as `anonymous`, the list of an rsync service, folders NFS gives to every host, TFTP)?
 * Follows BSI SYS.1.1.A6, for TFTP NET.1.2.A9. A list of folders weighs less than a way in: whether they can be read was not tried. No
 * parameters.
 */
export const openFiles: Check = (observation, context) => {
  const seen = accessOf(observation, ['ftp', 'rsync', 'nfs', 'tftp']);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, { found: 'unbekannt' });
  const { service, access, count } = seen.data;
  if (access !== 'open') return verdict(context, 'met', 'hinweis', { found: 'nichts', reason: '' });
  const severity = service === 'rsync' ? 'mittel' : context.definition.severity;
  return verdict(context, 'not-met', severity, { found: whatLiesOpen(service, germanNumber(count ?? 0)), reason: '' });
};

function whatLiesOpen(service: AccessService, count: string): string {
  switch (service) {
    case 'rsync':
      return `rsync nennt jedem seine freigegebenen Ordner (Anzahl: ${count})`;
    case 'nfs':
      return `NFS gibt Ordner für jeden Rechner frei (Anzahl: ${count})`;
    case 'tftp':
      return 'TFTP beantwortet Leseanfragen von jedem; eine Anmeldung kennt es nicht';
    default:
      return 'FTP lässt jeden als „anonymous“ hinein';
  }
}
