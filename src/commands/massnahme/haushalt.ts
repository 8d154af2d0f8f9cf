import { kommuneFlag } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { budgetOf } from '../../usecases/measures.ts';

export default class MassnahmeHaushalt extends StoreCommand<CommandJson['massnahme haushalt']> {
  static override summary = 'Kosten und Aufwand der Maßnahmen je Haushaltsjahr';
  static override description =
    'Summiert wird nur, was erfasst ist; Maßnahmen ohne Kosten oder ohne Jahr werden gezählt, nicht geschätzt.';
  static override examples = ['burgward massnahme haushalt --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(MassnahmeHaushalt);
    const budget = await this.withContext(flags, (context) => budgetOf(context, flags.kommune));
    if (budget.jahre.length === 0) this.note('Keine Maßnahme nennt ein Haushaltsjahr (--haushaltsjahr).');
    else
      this.print(
        table(budget.jahre, [
          { header: 'Jahr', value: ({ jahr }) => String(jahr) },
          { header: 'Maßnahmen', value: ({ massnahmen }) => massnahmen, align: 'right' },
          { header: 'Einmalig (Euro)', value: ({ einmalig }) => euro(einmalig), align: 'right' },
          { header: 'Jährlich (Euro)', value: ({ jaehrlich }) => euro(jaehrlich), align: 'right' },
          { header: 'Aufwand (Tage)', value: ({ aufwandTage }) => aufwandTage.toLocaleString('de-DE'), align: 'right' },
          { header: 'Ohne Kosten', value: ({ ohneKosten }) => ohneKosten, align: 'right' },
          {
            header: 'Mittel',
            value: ({ mittel }) =>
              Object.entries(mittel)
                .map(([name, n]) => `${name} ${n}`)
                .join(', '),
          },
        ]),
      );
    if (budget.ohneJahr > 0) this.note(`${counted(budget.ohneJahr, 'Maßnahme', 'Maßnahmen')} ohne Haushaltsjahr.`);
    return budget;
  }
}

function euro(amount: number): string {
  return amount.toLocaleString('de-DE', { minimumFractionDigits: 2 });
}
