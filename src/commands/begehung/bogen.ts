import { Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { writeVisitSheet } from '../../usecases/visit-sheet.ts';

export default class BegehungBogen extends StoreCommand<CommandJson['begehung bogen']> {
  static override summary = 'Bogen für eine Begehung, zum Ausdrucken auf A4';
  static override description =
    'Die Fragen richten sich nach dem Namen des Raums: Serverraum, Verteiler, Archiv, Bürgerbüro, Sitzungsraum, Büro oder Gebäude; sonst allgemeine. Wurde der Raum schon begangen, stehen die Feststellungen von damals darauf. Die Datei im Browser öffnen und drucken.';
  static override examples = [
    'burgward begehung bogen --kommune beispielhain --raum Serverraum',
    'burgward begehung bogen --kommune beispielhain --raum "Bürgerbüro Erdgeschoss" --ausgabe ./papiere',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    raum: Flags.string({ description: 'Name des Raums oder Gebäudes', helpValue: 'NAME', required: true }),
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(BegehungBogen);
    const wanted = { kommune: flags.kommune, room: flags.raum, folder: flags.ausgabe ?? 'ausgabe' };
    const result = await this.withContext(flags, (context) => writeVisitSheet(context, wanted));
    for (const { pfad } of result.dateien) this.print(pfad);
    this.note(`${counted(result.fragen.length, 'Frage', 'Fragen')}. Im Browser öffnen und auf A4 drucken.`);
    return result;
  }
}
