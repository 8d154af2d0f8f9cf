import { reportsFolder } from '../../cli/context.ts';
import { Args, Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { createReport } from '../../usecases/create-report.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const editions = ['intern', 'rat', 'oeffentlich'] as const;

export default class BerichtErstellen extends StoreCommand<CommandJson['bericht erstellen']> {
  static override summary = 'Einen Bericht schreiben';
  static override examples = ['burgward bericht erstellen leitung --kommune beispielhain --format html,pdf --ausgabe ./ausgabe'];
  static override args = {
    art: Args.string({ description: 'zum Beispiel leitung oder netzpruefung; alle zeigt „bericht liste“', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    format: Flags.string({
      description: 'html, pdf, md, json, bei manchen xlsx; mehrere mit Komma',
      helpValue: 'html,pdf',
      default: 'html,pdf',
    }),
    ausgabe: outputFolderFlag('Ordner für die Dateien; ohne Angabe ./ausgabe'),
    fassung: Flags.option({
      options: editions,
      description: 'für wen: intern, rat oder oeffentlich',
      helpValue: 'FASSUNG',
      default: 'intern' as const,
    })(),
    variante: Flags.string({ description: 'bei Berichten in mehreren Varianten: welche', helpValue: 'VARIANTE' }),
    eintrag: Flags.string({ description: 'bei Berichten über einen Eintrag: seine Nummer, zum Beispiel V1', helpValue: 'NR' }),
  };

  async run() {
    const { args, flags } = await this.parse(BerichtErstellen);
    const request = {
      kommune: flags.kommune,
      art: args.art,
      formate: flags.format.split(','),
      ausgabe: flags.ausgabe ?? 'ausgabe',
      fassung: flags.fassung as (typeof editions)[number],
      variante: flags.variante,
      eintrag: flags.eintrag,
      reportsFolder: reportsFolder(),
    };
    const result = await this.withContext(flags, (context) => createReport(context, request));
    for (const { pfad } of result.dateien) this.print(pfad);
    return result;
  }
}
