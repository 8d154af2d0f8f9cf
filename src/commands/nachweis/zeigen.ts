import { Args } from '../../cli/flags.ts';
import { evidenceDetails } from '../../cli/nachweis-table.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { showEvidence } from '../../usecases/evidence.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class NachweisZeigen extends StoreCommand<CommandJson['nachweis zeigen']> {
  static override summary = 'Einen Nachweis mit seinen Fassungen zeigen und wofür er steht';
  static override examples = ['burgward nachweis zeigen N3'];
  static override args = { nachweis: Args.string({ description: 'Kennung des Nachweises, zum Beispiel N3', required: true }) };

  async run() {
    const { args, flags } = await this.parse(NachweisZeigen);
    const evidence = await this.withContext(flags, (context) => showEvidence(context, args.nachweis));
    this.print(evidenceDetails(evidence));
    return evidence;
  }
}
