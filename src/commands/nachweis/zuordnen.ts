import { kommunenFlag, referenceFlags } from '../../cli/evidence-flags.ts';
import { Args } from '../../cli/flags.ts';
import { evidenceDetails } from '../../cli/nachweis-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { linkEvidence } from '../../usecases/evidence.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class NachweisZuordnen extends WriteCommand<CommandJson['nachweis zuordnen']> {
  static override summary = 'Einen Nachweis weiteren Anforderungen oder Kommunen zuordnen';
  static override examples = ['burgward nachweis zuordnen N3 --kommune beispielhain --kommune musterau --control BAK-01.05'];
  static override args = { nachweis: Args.string({ description: 'Kennung des Nachweises, zum Beispiel N3', required: true }) };
  static override flags = { kommune: kommunenFlag(), ...referenceFlags() };

  async run() {
    const { args, flags } = await this.parse(NachweisZuordnen);
    const request = { kommunen: flags.kommune ?? [], controls: flags.control ?? [], zielobjekt: flags.zielobjekt };
    const evidence = await this.withContext(flags, (context) => linkEvidence(context, args.nachweis, request, true));
    this.print(evidenceDetails(evidence));
    return evidence;
  }
}
