import { BaseCommand } from '../../cli/base-command.ts';
import { currentCatalogue } from '../../cli/context.ts';
import { Args } from '../../cli/flags.ts';
import { counted, paragraph, styled, table } from '../../cli/output.ts';
import { frameworkCoverage } from '../../usecases/framework-coverage.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

type Coverage = CommandJson['rahmenwerk abdeckung'];

export default class RahmenwerkAbdeckung extends BaseCommand<Coverage> {
  static override summary = 'Zeigen, wie weit die Anforderungen des Katalogs ein Rahmenwerk abdecken';
  static override description =
    'Je Baustein: wie viele seiner Punkte der Katalog ganz, teilweise oder mit Begründung nicht abdeckt. Sagt nichts darüber, was eine Kommune umgesetzt hat; das zeigt „rahmenwerk auswerten“.';
  static override examples = ['burgward rahmenwerk abdeckung it-grundschutz-2023'];
  static override args = { rahmenwerk: Args.string({ description: 'Kennung aus „rahmenwerk liste“', required: true }) };

  async run() {
    const { args, flags } = await this.parse(RahmenwerkAbdeckung);
    const coverage = frameworkCoverage(await currentCatalogue(flags), args.rahmenwerk);
    const { titel, edition, gruppen, stufen, summe, controls, ausnahmen } = coverage;
    const rows = [
      ...gruppen.map(({ gruppe, ...counts }) => ({ name: gruppe, ...counts })),
      ...stufen.map(({ stufe, ...counts }) => ({ name: `Stufe ${stufe}`, ...counts })),
      { name: 'Summe', ...summe },
    ];
    this.print(styled('bold', `${titel}, ${edition}`));
    this.print(
      table(rows, [
        { header: 'Baustein', value: (r) => r.name },
        { header: 'Punkte', value: (r) => r.punkte, align: 'right' },
        { header: 'ganz', value: (r) => r.ganz, align: 'right' },
        { header: 'teilweise', value: (r) => r.teilweise, align: 'right' },
        { header: 'ausgenommen', value: (r) => r.ausgenommen, align: 'right' },
        { header: 'nicht verlangt', value: (r) => r.nichtVerlangt, align: 'right' },
      ]),
    );
    if (ausnahmen.length > 0) {
      this.print();
      this.print(styled('bold', 'Ausgenommen'));
      for (const { grund, punkte } of ausnahmen) this.print(paragraph(`${punkte.join(', ')}: ${grund}`, 2));
    }
    this.note(`Abgedeckt durch ${counted(controls, 'Anforderung', 'Anforderungen')}.`);
    return coverage;
  }
}
