/** What the commands about people share. */
import type { CommandJson } from '../usecases/json-schemas.ts';
import { Flags } from './flags.ts';
import { table } from './output.ts';

export const kennungenFlag = () =>
  Flags.string({
    description: 'wie die Person sonst noch heißt: Anmeldename, E-Mail-Adresse, anderer Name; mehrfach möglich',
    helpValue: 'TEXT',
    multiple: true,
  });

/** Places that name a person. */
export function placesTable(places: CommandJson['person auskunft']['angaben']): string {
  return table(places, [
    { header: 'Kommune', value: (row) => row.kommune },
    { header: 'Bereich', value: (row) => row.bereich },
    { header: 'Eintrag', value: (row) => row.eintrag },
    { header: 'Feld', value: (row) => row.feld },
    { header: 'Inhalt', value: (row) => row.inhalt },
    { header: 'Fassungen', value: (row) => row.fassungen, align: 'right' },
  ]);
}
