import { probeFlag } from '../../cli/bulk.ts';
import { Args, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { planText } from '../../cli/zielobjekte-table.ts';
import { shortList } from '../../domain/modellierung.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { useVorlage } from '../../usecases/zielobjekte-vorlage.ts';

export default class ZielobjektVorlage extends WriteCommand<CommandJson['zielobjekt vorlage']> {
  static override summary = 'Mit einem fertigen Satz von Zielobjekten beginnen, samt ihren Beziehungen';
  static override description =
    'Die Vorlage „gemeinde“ enthält, was eine kleine Gemeinde üblicherweise hat: Aufgaben, Fachverfahren, Server, Arbeitsplätze, Netze und Räume. Sie ist zum Streichen und Umbenennen da. Kürzel, die es schon gibt oder gab, bleiben unberührt; was nach den Merkmalen nicht vorkommt (etwa Schulen), wird ausgelassen.';
  static override examples = ['burgward zielobjekt vorlage gemeinde --kommune beispielhain --probe'];
  static override args = { vorlage: Args.string({ description: 'Name der Vorlage: gemeinde', required: true }) };
  static override flags = { kommune: kommuneFlag(), probe: probeFlag() };

  async run() {
    const { args, flags } = await this.parse(ZielobjektVorlage);
    const request = { kommune: flags.kommune, vorlage: args.vorlage, probe: flags.probe ?? false };
    const result = await this.withContext(flags, (context) => useVorlage(context, request));
    const { neu, beziehungen, vorhanden, ausgelassen, probe } = result;
    this.print(planText({ neu, geaendert: [], unveraendert: vorhanden.length, probe }));
    this.print(`${beziehungen} Beziehungen.`);
    if (vorhanden.length > 0) this.note(`Schon vorhanden und unberührt: ${shortList(vorhanden)}.`);
    if (ausgelassen.length > 0) this.note(`Nach den Merkmalen der Kommune ausgelassen: ${shortList(ausgelassen)}.`);
    return result;
  }
}
