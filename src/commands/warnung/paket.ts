import { Args, Flags, kommuneFlag, outputFolderFlag, parseSlug, requiredDateFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { UsageError } from '../../errors.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { sendWarning, warningFormats } from '../../usecases/warning-packet.ts';

export default class WarnungPaket extends WriteCommand<CommandJson['warnung paket']> {
  static override summary = 'Zu einer Warnung drei Fragen stellen: betroffen, behoben, bis wann';
  static override description =
    'Gefragt werden die Kommunen, bei denen die Warnung eingetragen ist oder ein Zielobjekt dazu passt; mit --an nur die genannten, mit --alle jede. Je Kommune entsteht ein Formular, mit --gemeinsam eine Tabelle mit einer Zeile je Kommune, etwa für einen Dienstleister. Die Warnung steht danach bei jeder gefragten Kommune; fehlende Antworten zeigt „faellig“. Zurück mit „burgward warnung einlesen“.';
  static override examples = [
    'burgward warnung paket W1 --kommune beispielhain --zurueck-bis 2026-11-27',
    'burgward warnung paket W1 --kommune beispielhain --alle --gemeinsam --format xlsx --zurueck-bis 2026-11-27',
  ];
  static override args = { nr: Args.string({ description: 'Nummer der Warnung, zum Beispiel W1', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    'zurueck-bis': requiredDateFlag('zurueck-bis', { description: 'bis wann die Antwort da sein soll' }),
    an: Flags.string({
      description: 'nur diese Kommune fragen; mehrfach möglich',
      helpValue: 'SLUG',
      multiple: true,
      parse: async (input) => parseSlug(input),
    }),
    alle: Flags.boolean({ description: 'alle Kommunen fragen' }),
    format: Flags.option({
      options: warningFormats,
      description: 'html, xlsx oder csv; mehrfach möglich',
      helpValue: 'FORMAT',
      multiple: true,
      default: ['html' as const],
    })(),
    gemeinsam: Flags.boolean({ description: 'eine Tabelle für alle (xlsx, csv)' }),
    ausgabe: outputFolderFlag('Ordner für die Dateien; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { args, flags } = await this.parse(WarnungPaket);
    const { kommune, an = [], alle, gemeinsam } = flags;
    if (alle && an.length > 0) throw new UsageError('--alle und --an schließen sich aus.', 'Nur eines von beiden angeben.');
    const result = await this.withContext(flags, (context) =>
      sendWarning(context, {
        kommune,
        id: args.nr,
        an,
        alle,
        zurueck: flags['zurueck-bis'],
        formate: flags.format,
        gemeinsam,
        ordner: flags.ausgabe ?? 'ausgabe',
      }),
    );
    for (const { pfad } of result.dateien) this.print(pfad);
    if (result.kommunen.length > 0)
      this.note(
        `${counted(result.kommunen.length, 'Kommune', 'Kommunen')} gefragt, Antwort bis ${formatDay(result.zurueckBis)}: burgward warnung stand ${result.warnung} --kommune ${kommune}`,
      );
    else this.note('Niemand ist zu fragen: Keine Kommune passt, oder alle haben geantwortet. Andere nennt --an oder --alle.');
    if (result.schonGeklaert.length > 0) this.note(`Schon geklärt, nicht gefragt: ${result.schonGeklaert.join(', ')}.`);
    return result;
  }
}
