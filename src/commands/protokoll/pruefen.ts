import { Flags, optionalKommuneFlag } from '../../cli/flags.ts';
import { formatInstant } from '../../cli/format.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { exitCodes } from '../../errors.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { verifyProtokoll } from '../../usecases/protokoll.ts';

export default class ProtokollPruefen extends StoreCommand<CommandJson['protokoll pruefen']> {
  static override summary = 'Das Protokoll und alle Zeilen der Datenbank auf Veränderungen prüfen';
  static override description =
    'Findet veränderte, entfernte und eingefügte Zeilen. Mit --gegen und der Prüfsumme eines Berichts auch ein neu berechnetes oder gekürztes Protokoll. Endet mit 3, wenn etwas nicht stimmt.';
  static override examples = [
    'burgward protokoll pruefen',
    'burgward protokoll pruefen --kommune beispielhain --gegen PRUEFSUMME',
  ];
  static override flags = {
    kommune: optionalKommuneFlag(),
    gegen: Flags.string({ description: 'Prüfsumme, die auf einem Bericht steht', helpValue: 'HASH' }),
  };

  async run() {
    const { flags } = await this.parse(ProtokollPruefen);
    const result = await this.withContext(flags, (context) => verifyProtokoll(context, flags.kommune, flags.gegen));
    for (const { kette, eintraege, geloescht, loeschungen, pruefsumme, probleme } of result.ketten) {
      this.print(
        `${kette}: ${eintraege === 1 ? '1 Eintrag' : `${eintraege} Einträge`}, ${probleme.length === 0 ? 'unverändert' : 'verändert'}`,
      );
      if (pruefsumme !== null) this.print(`  Prüfsumme ${pruefsumme}`);
      for (const { nr, text } of probleme) this.print(`  ${nr === null ? '' : `Eintrag ${nr}: `}${text}`);
      for (const { nr, am, bezeichnung, grund, zeilen, inhalte } of loeschungen) {
        const what = `Angaben in ${counted(zeilen, 'Zeile', 'Zeilen')} und ${counted(inhalte, 'Inhalt', 'Inhalte')} des Protokolls`;
        this.print(`  Löschung ${nr} am ${formatInstant(am)}: ${what} durch „${bezeichnung}“ ersetzt. Grund: ${grund}`);
      }
      if (geloescht.length > 0) this.print(`  Inhalt gelöscht und daher nicht mehr prüfbar: Eintrag ${geloescht.join(', ')}`);
    }
    if (result.ketten.length === 0) this.note('Das Protokoll ist noch leer.');
    if (!result.inOrdnung) this.endWith(exitCodes.invalidData);
    return result;
  }
}
