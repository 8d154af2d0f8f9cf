import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatDayOrDash } from './format.ts';
import { table } from './output.ts';

/** Roles as people read them. */
export function rollenTable(rollen: CommandJson['rolle liste'], showKommune = false): string {
  return table(rollen, [
    ...(showKommune ? [{ header: 'Kommune', value: (r: CommandJson['rolle liste'][number]) => r.kommune }] : []),
    { header: 'Nr.', value: (r) => r.id },
    { header: 'Rolle', value: (r) => r.bezeichnung },
    { header: 'Person', value: (r) => r.person },
    { header: 'Ab', value: (r) => formatDayOrDash(r.ab) },
    { header: 'Bis', value: (r) => formatDayOrDash(r.bis) },
    { header: 'Bestellt', value: (r) => formatDayOrDash(r.bestellt) },
    { header: 'Gemeldet', value: (r) => formatDayOrDash(r.gemeldet) },
  ]);
}
