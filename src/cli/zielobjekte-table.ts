import type { CommandJson } from '../usecases/json-schemas.ts';
import { table } from './output.ts';

/** Zielobjekte as people read them. */
export function zielobjekteTable(zielobjekte: CommandJson['zielobjekt liste']): string {
  return table(zielobjekte, [
    { header: 'Kürzel', value: (z) => z.kuerzel },
    { header: 'Typ', value: (z) => z.typ },
    { header: 'Name', value: (z) => z.name },
    { header: 'Adressen', value: (z) => z.adressen.join(', ') || null },
  ]);
}
