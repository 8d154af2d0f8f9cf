import { Args, dateFlag, Flags, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { type AppliesHere, appliesHere } from '../../domain/catalogue.ts';
import { adjustFrameworkRow } from '../../usecases/adjust-framework-row.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class RahmenwerkAnpassen extends WriteCommand<CommandJson['rahmenwerk anpassen']> {
  static override summary = 'Sagen, ob eine Anschlussbedingung bei uns gilt und wo sie im Vertrag steht';
  static override description =
    'Nur für das Rahmenwerk kdn, auch wenn eigene Bedingungen eingelesen sind. „nein“ braucht einen Grund; die Zeile ist dann nicht anwendbar, und Auswertung und Bericht nennen den Grund. „ja“ und „unbekannt“ ändern am Stand nichts, außer dass „ja“ die Frage klärt, ob die Zeile gilt. Was nicht angegeben wird, bleibt, wie es war.';
  static override examples = [
    'burgward rahmenwerk anpassen kdn K-07 --kommune beispielhain --gilt ja --fundstelle "Anlage 3 Nr. 2"',
    'burgward rahmenwerk anpassen kdn K-12 --kommune beispielhain --gilt nein --grund "Keine Funkstrecke vorhanden"',
  ];
  static override refusedFlags = { stand: 'Seit wann es so ist, sagt --ab.' };
  static override args = {
    rahmenwerk: Args.string({ description: 'kdn', required: true }),
    punkt: Args.string({ description: 'Nummer der Zeile, zum Beispiel K-07', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    gilt: Flags.option({ options: appliesHere, description: 'ja, nein oder unbekannt', helpValue: 'WERT' })(),
    fundstelle: Flags.string({
      description: 'wo die Bedingung im eigenen Anschlussvertrag steht; leer nimmt die Angabe zurück',
      helpValue: 'TEXT',
    }),
    grund: Flags.string({ description: 'warum nicht; gehört zu „nein“ und ist dann Pflicht', helpValue: 'TEXT' }),
    ab: dateFlag('ab', { description: 'Tag, seit dem es so ist; ohne Angabe heute' }),
  };

  async run() {
    const { args, flags } = await this.parse(RahmenwerkAnpassen);
    const { kommune, fundstelle, grund, ab } = flags;
    const result = await this.withContext(flags, (context) =>
      adjustFrameworkRow(context, { kommune, ...args, gilt: flags.gilt as AppliesHere | undefined, fundstelle, grund, ab }),
    );
    this.print(`${result.id}  ${result.kurz}`);
    this.print(
      `Gilt bei uns: ${result.giltBeiUns}${result.grund === null ? '' : ` (${result.grund})`}, seit ${formatDay(result.gueltigAb)}`,
    );
    this.print(`Fundstelle im Anschlussvertrag: ${result.fundstelle ?? 'nicht eingetragen'}`);
    return result;
  }
}
