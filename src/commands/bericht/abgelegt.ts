import { filedTable } from '../../cli/filed-report-text.ts';
import { optionalKommuneFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { listFiledReports } from '../../usecases/filed-reports.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class BerichtAbgelegt extends StoreCommand<CommandJson['bericht abgelegt']> {
  static override summary = 'Die abgelegten Berichte auflisten';
  static override description =
    'Abgelegt wird mit „bericht erstellen … --ablegen“. Die Dateien bleiben Byte für Byte erhalten, mit Prüfsumme und Empfänger.';
  static override examples = ['burgward bericht abgelegt --kommune beispielhain'];
  static override flags = { kommune: optionalKommuneFlag() };

  async run() {
    const { flags } = await this.parse(BerichtAbgelegt);
    const reports = await this.withContext(flags, (context) => listFiledReports(context, flags.kommune));
    if (reports.length === 0) this.note('Es ist kein Bericht abgelegt. Abgelegt wird mit „bericht erstellen … --ablegen“.');
    else this.print(filedTable(reports));
    return reports;
  }
}
