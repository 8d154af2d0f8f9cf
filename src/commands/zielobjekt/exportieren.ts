import { Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { exportZielobjekte, type ZielobjektFormat, zielobjektFormats } from '../../usecases/import-zielobjekte.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ZielobjektExportieren extends StoreCommand<CommandJson['zielobjekt exportieren']> {
  static override summary = 'Die Zielobjekte einer Kommune als Tabelle schreiben';
  static override description = 'Die Tabelle liest „burgward zielobjekt importieren“ ohne Verlust wieder ein.';
  static override examples = [
    'burgward zielobjekt exportieren --kommune beispielhain',
    'burgward zielobjekt exportieren --kommune beispielhain --format csv --ausgabe ./ausgabe',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    format: Flags.option({
      options: zielobjektFormats,
      description: 'xlsx oder csv',
      helpValue: 'FORMAT',
      default: 'xlsx' as const,
    })(),
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(ZielobjektExportieren);
    const result = await this.withContext(flags, (context) =>
      exportZielobjekte(context, flags.kommune, flags.format as ZielobjektFormat, flags.ausgabe ?? 'ausgabe'),
    );
    for (const { pfad } of result.dateien) this.print(pfad);
    this.note(`${counted(result.zielobjekte, 'Zielobjekt', 'Zielobjekte')} geschrieben.`);
    return result;
  }
}
