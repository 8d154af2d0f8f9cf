import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { exitCodes } from '../../errors.ts';
import { verifyEvidence } from '../../usecases/evidence.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class NachweisPruefen extends StoreCommand<CommandJson['nachweis pruefen']> {
  static override summary = 'Prüfen, ob alle Dateien noch da und unverändert sind';
  static override description =
    'Rechnet die Prüfsumme jeder Datei nach, auch die früherer Fassungen. Endet mit 3, wenn etwas fehlt oder verändert wurde.';
  static override examples = ['burgward nachweis pruefen'];
  static override refusedFlags = { stand: 'Geprüft wird, was jetzt im Ordner liegt.' };

  async run() {
    const { flags } = await this.parse(NachweisPruefen);
    const result = await this.withContext(flags, verifyEvidence);
    for (const { nachweis, fassung, titel, text } of result.probleme)
      this.print(`${nachweis} (Fassung ${fassung}) ${titel}: ${text}`);
    this.print(
      `${counted(result.dateien, 'Datei', 'Dateien')} geprüft, ${result.inOrdnung ? 'alle unverändert' : counted(result.probleme.length, 'Problem', 'Probleme')}.`,
    );
    if (result.ohneEintrag.length > 0)
      this.note(
        `${counted(result.ohneEintrag.length, 'Datei gehört', 'Dateien gehören')} zu keinem Nachweis: ${result.ohneEintrag.slice(0, 5).join(', ')}`,
      );
    if (!result.inOrdnung) this.endWith(exitCodes.invalidData);
    return result;
  }
}
