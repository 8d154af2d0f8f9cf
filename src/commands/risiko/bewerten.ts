import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { keyValues } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { riskPhases } from '../../domain/risk.ts';
import type { RiskJson } from '../../usecases/risk-json.ts';
import { rateRisk } from '../../usecases/risks.ts';

export default class RisikoBewerten extends WriteCommand<RiskJson['risiko bewerten']> {
  static override summary = 'Häufigkeit und Schaden eines Risikos festhalten und die Klasse zeigen';
  static override description =
    'Stufen als Zahl oder Wort, so wie sie „risiko matrix“ zeigt. Bewertet wird vorher (ohne weitere Maßnahmen), geplant (mit den geplanten) und danach (wenn sie umgesetzt sind).';
  static override examples = [
    'burgward risiko bewerten RK1 --kommune beispielhain --haeufigkeit mittel --schaden beträchtlich',
    'burgward risiko bewerten RK1 --kommune beispielhain --phase danach --haeufigkeit 1 --schaden 3',
  ];
  static override args = { nr: Args.string({ description: 'Nummer, zum Beispiel RK1 (Risiko)', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    phase: Flags.option({
      options: riskPhases,
      description: 'wofür die Bewertung gilt: vorher, geplant oder danach',
      helpValue: 'PHASE',
      default: 'vorher' as const,
    })(),
    haeufigkeit: Flags.string({ description: 'wie oft, als Zahl oder Wort', helpValue: 'STUFE', required: true }),
    schaden: Flags.string({ description: 'wie schwer, als Zahl oder Wort', helpValue: 'STUFE', required: true }),
  };

  async run() {
    const { args, flags } = await this.parse(RisikoBewerten);
    const { kommune, phase, haeufigkeit, schaden } = flags;
    const rated = await this.withContext(flags, (context) =>
      rateRisk(context, { kommune, id: args.nr, phase, haeufigkeit, schaden }),
    );
    const { risiko } = rated;
    this.print(
      keyValues([
        ['Risiko', `${risiko.id} ${risiko.titel}`],
        ['Vorher', risiko.vorher?.text],
        ['Geplant', risiko.geplant?.text],
        ['Danach', risiko.danach?.text],
        ['Stand', risiko.begruendung],
      ]),
    );
    for (const hint of risiko.hinweise) this.note(hint);
    return rated;
  }
}
