import { Args, kommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { overdueMark, warningStateWords } from '../../cli/warning-text.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { showWarningState } from '../../usecases/warning-packet.ts';

export default class WarnungStand extends StoreCommand<CommandJson['warnung stand']> {
  static override summary = 'Wer auf eine Warnung geantwortet hat und was noch bleibt, über alle Kommunen';
  static override description =
    'Gezählt werden alle Kommunen, bei denen dieselbe Warnung eingetragen ist (gleiche Kennung, sonst gleiches Produkt).';
  static override examples = ['burgward warnung stand W1 --kommune beispielhain'];
  static override args = { nr: Args.string({ description: 'Nummer der Warnung, zum Beispiel W1', required: true }) };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(WarnungStand);
    const wanted = { kommune: flags.kommune, id: args.nr };
    const result = await this.withContext(flags, (context) => showWarningState(context, wanted));
    this.print(
      table(result.kommunen, [
        { header: '', value: ({ ueberfaellig }) => overdueMark(ueberfaellig) },
        { header: 'Kommune', value: ({ name }) => name },
        { header: 'Nr.', value: ({ eintrag }) => eintrag },
        { header: 'Stand', value: ({ stand }) => warningStateWords[stand] },
        { header: 'gefragt', value: ({ gefragtAm }) => formatDayOrDash(gefragtAm) },
        { header: 'Antwort bis', value: ({ antwortBis }) => formatDayOrDash(antwortBis) },
        { header: 'Antwort von', value: ({ antwortVon }) => antwortVon },
        { header: 'behoben seit/bis', value: ({ behobenAm, faellig }) => formatDayOrDash(behobenAm ?? faellig) },
      ]),
    );
    const { unbeantwortet, unklar, zuBeheben } = result.bleibt;
    this.note(
      `${result.produkt}: ${result.beantwortet} von ${result.gefragt} gefragten haben geantwortet. Es bleiben ${unbeantwortet} ohne Antwort, ${unklar} unklar, ${zuBeheben} zu beheben.`,
    );
    return result;
  }
}
