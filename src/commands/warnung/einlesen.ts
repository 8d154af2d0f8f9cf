import { Args, Flags } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { counted, table } from '../../cli/output.ts';
import { warningStateWords } from '../../cli/warning-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { readWarnings } from '../../usecases/read-warning-packet.ts';

export default class WarnungEinlesen extends WriteCommand<CommandJson['warnung einlesen']> {
  static override summary = 'Antworten auf eine Warnung einlesen, aus einer oder vielen Dateien';
  static override description =
    'Gelesen werden ausgefüllte Tabellen (XLSX, CSV) und die Antwortdateien des Formulars. Welche Kommune gemeint ist, steht im Kennzeichen jeder Antwort. Ist etwas falsch, wird nichts übernommen. Sagt eine Antwort anderes, als schon eingetragen ist, braucht es --ersetzen; frühere Fassungen bleiben erhalten.';
  static override examples = [
    'burgward warnung einlesen antwort-warnung-beispielhain-W1.json',
    'burgward warnung einlesen ./ruecklauf/*.json --probe',
  ];
  static override strict = false;
  static override args = { dateien: Args.string({ description: 'ausgefüllte Dateien', required: true }) };
  static override flags = {
    probe: Flags.boolean({ description: 'nur zeigen, was übernommen würde' }),
    ersetzen: Flags.boolean({ description: 'die Datei gilt, auch wenn schon anderes eingetragen ist' }),
    'gesagt-von': Flags.string({ description: 'wer geantwortet hat, wenn die Datei es nicht sagt', helpValue: 'NAME' }),
  };

  async run() {
    const { argv, flags } = await this.parse(WarnungEinlesen);
    const request = {
      dateien: argv.map(String),
      probe: flags.probe === true,
      ersetzen: flags.ersetzen,
      gesagtVon: flags['gesagt-von'],
    };
    const result = await this.withContext(flags, (context) => readWarnings(context, request));
    if (result.antworten.length > 0)
      this.print(
        table(result.antworten, [
          { header: 'Kommune', value: ({ kommune }) => kommune },
          { header: 'Warnung', value: ({ eintrag, produkt }) => `${eintrag} ${produkt}` },
          { header: 'Antwort', value: ({ nachher }) => warningStateWords[nachher] },
          { header: 'bis', value: ({ faellig }) => formatDayOrDash(faellig) },
          { header: 'Von', value: ({ antwortVon }) => antwortVon },
        ]),
      );
    this.note(
      `${counted(result.antworten.length, 'Antwort', 'Antworten')} ${result.probe ? 'würden übernommen' : 'übernommen'}, ${result.unveraendert} schon bekannt.`,
    );
    if (result.leer.length > 0) this.note(`Nicht ausgefüllt: ${result.leer.join(', ')}.`);
    return result;
  }
}
