import { Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { type AnswerFormat, answerFormats, exportAnswers } from '../../usecases/export-answers.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErhebungExportieren extends StoreCommand<CommandJson['erhebung exportieren']> {
  static override summary = 'Die Antworten einer Kommune als Tabelle schreiben';
  static override description =
    'Die Tabelle liest „burgward erhebung importieren“ ohne Verlust wieder ein, in jedem Tabellenprogramm und jeder Sprache gespeichert. Sie enthält die eigenen Antworten, keine geerbten.';
  static override examples = [
    'burgward erhebung exportieren --kommune beispielhain',
    'burgward erhebung exportieren --kommune beispielhain --format csv --ausgabe ./ausgabe --stand 2026-06-30',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    format: Flags.option({
      options: answerFormats,
      description: 'xlsx oder csv',
      helpValue: 'FORMAT',
      default: 'xlsx' as const,
    })(),
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(ErhebungExportieren);
    const result = await this.withContext(flags, (context) =>
      exportAnswers(context, flags.kommune, flags.format as AnswerFormat, flags.ausgabe ?? 'ausgabe'),
    );
    for (const { pfad } of result.dateien) this.print(pfad);
    this.note(`${counted(result.antworten, 'Antwort', 'Antworten')} geschrieben.`);
    return result;
  }
}
