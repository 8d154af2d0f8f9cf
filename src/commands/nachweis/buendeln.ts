import { kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { bundleEvidence } from '../../usecases/bundle-evidence.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class NachweisBuendeln extends StoreCommand<CommandJson['nachweis buendeln']> {
  static override summary = 'Alle Nachweise einer Kommune als ein ZIP für die Prüfung';
  static override description =
    'Mit Inhaltsverzeichnis und Prüfsummen. Was fehlt oder verändert wurde, wird genannt und nicht beigelegt.';
  static override examples = ['burgward nachweis buendeln --kommune beispielhain --ausgabe ./pruefung'];
  static override flags = { kommune: kommuneFlag(), ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe') };

  async run() {
    const { flags } = await this.parse(NachweisBuendeln);
    const result = await this.withContext(flags, (context) => bundleEvidence(context, flags.kommune, flags.ausgabe ?? 'ausgabe'));
    for (const { pfad } of result.dateien) this.print(pfad);
    this.note(`${counted(result.nachweise, 'Nachweis', 'Nachweise')} im Bündel.`);
    for (const line of result.fehlend) this.note(`Nicht enthalten: ${line}`);
    return result;
  }
}
