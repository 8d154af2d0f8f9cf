/** What the commands that change many answers at once share: switches and the preview. */
import type { CommandJson } from '../usecases/json-schemas.ts';
import { Flags, kommuneFlag, yesFlag } from './flags.ts';
import { counted, statusWord, table } from './output.ts';

/** `--probe`: only shows what would change. */
export const probeFlag = () => Flags.boolean({ description: 'nur zeigen, was sich ändern würde', default: false });

export const bulkFlags = () => ({
  kommune: kommuneFlag(),
  filter: Flags.string({
    description:
      'welche Fragen; mehrere Filter gelten zusammen. Felder: thema, baustein, rolle, control, stufe, zielobjekt, zustand',
    helpValue: 'FELD=WERT[,WERT]',
    multiple: true,
    required: true,
  }),
  profil: Flags.string({ description: 'aus welchem Profil; ohne Angabe das der laufenden Erhebung', helpValue: 'PROFIL' }),
  probe: probeFlag(),
  ja: yesFlag(),
});

/** Question by question what would become what. */
export function printBulk(result: CommandJson['erhebung setzen'], print: (text: string) => void): void {
  const { aenderungen, ausgelassen, unveraendert } = result;
  if (aenderungen.length === 0) print('Es würde sich nichts ändern.');
  else {
    print(
      table(aenderungen, [
        { header: 'Anforderung', value: (row) => row.control },
        { header: 'Titel', value: (row) => row.titel },
        { header: 'Zielobjekt', value: (row) => row.zielobjekt },
        { header: 'bisher', value: (row) => `${statusWord(row.vorher)}${row.geerbtVon === null ? '' : ' (geerbt)'}` },
        { header: 'dann', value: (row) => statusWord(row.nachher) },
      ]),
    );
    print(`${counted(aenderungen.length, 'Änderung', 'Änderungen')}, ${unveraendert} unverändert.`);
    const sources = Map.groupBy(aenderungen, ({ geerbtVon }) => geerbtVon ?? '');
    for (const [source, { length }] of sources)
      if (source !== '') print(`Die eigene Antwort ginge in ${length === 1 ? 'einem Fall' : `${length} Fällen`} vor: ${source}.`);
  }
  for (const { control, zielobjekt, grund } of ausgelassen) print(`Ausgelassen: ${control} (${zielobjekt}), ${grund}.`);
}
