import { Args, Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { protocolFormats, writeVisitProtocol } from '../../usecases/visit-protocol.ts';

export default class BegehungProtokoll extends StoreCommand<CommandJson['begehung protokoll']> {
  static override summary = 'Protokoll einer Begehung, zum Ausdrucken und Unterschreiben';
  static override description =
    'Mit Ort, Tag, Teilnehmenden, den eingetragenen Feststellungen und dem, was mit „massnahme aus-begehung“ daraus wurde. Ist es unterschrieben: burgward begehung aendern NR --unterzeichnet-von NAME --unterzeichnet-am TAG.';
  static override examples = [
    'burgward begehung protokoll BG1 --kommune beispielhain',
    'burgward begehung protokoll BG1 --kommune beispielhain --format docx --ausgabe ./papiere',
  ];
  static override args = { nr: Args.string({ description: 'Nummer, zum Beispiel BG1 (Begehung)', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    format: Flags.option({
      options: protocolFormats,
      description: 'html oder docx',
      helpValue: 'FORMAT',
      default: 'html' as const,
    })(),
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { args, flags } = await this.parse(BegehungProtokoll);
    const wanted = { kommune: flags.kommune, id: args.nr, format: flags.format, folder: flags.ausgabe ?? 'ausgabe' };
    const result = await this.withContext(flags, (context) => writeVisitProtocol(context, wanted));
    for (const { pfad } of result.dateien) this.print(pfad);
    const without = result.feststellungen.filter(({ massnahme }) => massnahme === null).length;
    if (without > 0)
      this.note(
        `${counted(without, 'Feststellung', 'Feststellungen')} ohne Maßnahme: burgward massnahme aus-begehung ${result.begehung} --kommune ${result.kommune}`,
      );
    return result;
  }
}
