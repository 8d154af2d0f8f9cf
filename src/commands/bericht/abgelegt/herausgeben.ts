import { Args, kommuneFlag, outputFolderFlag } from '../../../cli/flags.ts';
import { StoreCommand } from '../../../cli/store-command.ts';
import { handOutFiledReport } from '../../../usecases/filed-reports.ts';
import type { CommandJson } from '../../../usecases/json-schemas.ts';

export default class BerichtAbgelegtHerausgeben extends StoreCommand<CommandJson['bericht abgelegt herausgeben']> {
  static override summary = 'Die Dateien eines abgelegten Berichts wieder schreiben';
  static override description = 'Byte für Byte wie damals; vorher wird die Prüfsumme nachgerechnet.';
  static override examples = ['burgward bericht abgelegt herausgeben B1 --kommune beispielhain --ausgabe ./ausgabe'];
  static override args = { nr: Args.string({ description: 'Nummer, zum Beispiel B1', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    ausgabe: outputFolderFlag('Ordner für die Dateien; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { args, flags } = await this.parse(BerichtAbgelegtHerausgeben);
    const wanted = { kommune: flags.kommune, nr: args.nr, ausgabe: flags.ausgabe ?? 'ausgabe' };
    const result = await this.withContext(flags, (context) => handOutFiledReport(context, wanted));
    for (const { pfad } of result.dateien) this.print(pfad);
    return result;
  }
}
