import { BaseCommand } from '../../cli/base-command.ts';
import { currentCatalogue } from '../../cli/context.ts';
import { Flags, outputFolderFlag } from '../../cli/flags.ts';
import { exportCatalogue } from '../../usecases/export-catalogue.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const formats = ['xlsx', 'csv', 'json', 'md'] as const;

export default class KatalogExportieren extends BaseCommand<CommandJson['katalog exportieren']> {
  static override summary = 'Den Katalog für andere Programme schreiben';
  static override description =
    'xlsx: eine Mappe mit Anforderungen, Rahmenwerken, Profilen und Netzprüfungen. csv: dieselben Tabellen, je eine Datei, mit Semikolon getrennt. json: alles, lesbar für „katalog vergleichen“. md: zum Lesen und Drucken.';
  static override examples = [
    'burgward katalog exportieren --format xlsx',
    'burgward katalog exportieren --format json --ausgabe ./ausgabe',
  ];
  static override flags = {
    format: Flags.option({
      options: formats,
      description: 'xlsx, csv, json oder md',
      helpValue: 'FORMAT',
      default: 'xlsx' as const,
    })(),
    ausgabe: outputFolderFlag('Ordner für die Dateien; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(KatalogExportieren);
    const format = flags.format as (typeof formats)[number];
    const result = await exportCatalogue(await currentCatalogue(flags), format, flags.ausgabe ?? 'ausgabe');
    for (const { pfad } of result.dateien) this.print(pfad);
    return result;
  }
}
