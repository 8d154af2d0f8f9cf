import { kommunenFlag, referenceFlags } from '../../cli/evidence-flags.ts';
import { Args } from '../../cli/flags.ts';
import { evidenceDetails } from '../../cli/nachweis-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { linkEvidence } from '../../usecases/evidence.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class NachweisLoesen extends WriteCommand<CommandJson['nachweis loesen']> {
  static override summary = 'Die Zuordnung eines Nachweises aufheben; der Nachweis bleibt';
  static override examples = ['burgward nachweis loesen N3 --kommune beispielhain --kommune musterau --control BAK-01.05'];
  static override args = { nachweis: Args.string({ description: 'Kennung des Nachweises, zum Beispiel N3', required: true }) };
  static override flags = { kommune: kommunenFlag(), ...referenceFlags() };

  async run() {
    const { args, flags } = await this.parse(NachweisLoesen);
    const request = { kommunen: flags.kommune ?? [], controls: flags.control ?? [], zielobjekt: flags.zielobjekt };
    const evidence = await this.withContext(flags, (context) => linkEvidence(context, args.nachweis, request, false));
    this.print(evidenceDetails(evidence));
    return evidence;
  }
}
