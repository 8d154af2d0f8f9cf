import { confirmed } from '../../cli/confirm.ts';
import { Args, yesFlag } from '../../cli/flags.ts';
import { evidenceDetails } from '../../cli/nachweis-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { withdrawEvidence } from '../../usecases/evidence.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class NachweisZurueckziehen extends WriteCommand<CommandJson['nachweis zurueckziehen']> {
  static override summary = 'Einen Nachweis zurückziehen, der nicht mehr zählen soll';
  static override description = 'Datei und Zuordnungen bleiben erhalten, damit frühere Stände nachvollziehbar sind.';
  static override examples = ['burgward nachweis zurueckziehen N3 --ja'];
  static override args = { nachweis: Args.string({ description: 'Kennung des Nachweises, zum Beispiel N3', required: true }) };
  static override flags = { ja: yesFlag() };

  async run() {
    const { args, flags } = await this.parse(NachweisZurueckziehen);
    await confirmed(`Den Nachweis ${args.nachweis} zurückziehen?`, flags.ja, this.canAsk);
    const evidence = await this.withContext(flags, (context) => withdrawEvidence(context, args.nachweis));
    this.print(evidenceDetails(evidence));
    return evidence;
  }
}
