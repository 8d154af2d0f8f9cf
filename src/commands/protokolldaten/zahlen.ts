import { integerFlag, kommuneFlag } from '../../cli/flags.ts';
import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { countLogDataFigures } from '../../usecases/log-data-figures.ts';

export default class ProtokolldatenZahlen extends StoreCommand<CommandJson['protokolldaten zahlen']> {
  static override summary = 'Die jährlichen Zahlen zur Auswertung von Protokolldaten aus den Registern zählen';
  static override description =
    'Wer Maßnahmen nach §§ 12 und 13 SächsISichG° selbst durchführt, berichtet dem Beauftragten des Landes jährlich (§ 5 Abs. 8 Satz 2 mit Satz 1 Nr. 3 bis 10 SächsISichG°). Gezählt wird, was eingetragen ist; es ist keine Statistik der Vorfälle. ° Der geltende Wortlaut wurde nicht gelesen; die Bezeichnungen vor der Meldung damit abgleichen.';
  static override examples = ['burgward protokolldaten zahlen --kommune beispielhain --jahr 2026'];
  static override flags = {
    kommune: kommuneFlag(),
    jahr: integerFlag('jahr', { description: 'für welches Jahr; ohne Angabe das vergangene', min: 2019, max: 2200 }),
  };

  async run() {
    const { flags } = await this.parse(ProtokolldatenZahlen);
    const result = await this.withContext(flags, (context) =>
      countLogDataFigures(context, {
        kommune: flags.kommune,
        year: flags.jahr ?? Number(context.asOf.slice(0, 4)) - 1,
      }),
    );
    this.print(
      table(result.zahlen, [
        { header: `Zahlen für ${result.jahr}`, value: ({ was }) => was },
        { header: 'Anzahl', value: ({ anzahl }) => anzahl, align: 'right' },
        { header: 'ohne Tag', value: ({ ohneTag }) => (ohneTag === 0 ? null : ohneTag), align: 'right' },
      ]),
    );
    this.note('Gezählt aus den Registern; was dort fehlt, fehlt auch hier. Bezeichnungen mit dem geltenden Gesetz abgleichen.');
    return result;
  }
}
