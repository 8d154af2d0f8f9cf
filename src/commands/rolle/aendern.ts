import { Args, dateFlag, kommuneFlag } from '../../cli/flags.ts';
import { rollenTable } from '../../cli/rollen-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { completeRole } from '../../usecases/rollen.ts';

export default class RolleAendern extends WriteCommand<CommandJson['rolle aendern']> {
  static override summary = 'Bestellung oder Mitteilung einer Rolle nachtragen';
  static override examples = ['burgward rolle aendern bfis --kommune beispielhain --gemeldet 2026-03-20'];
  static override args = {
    rolle: Args.string({
      description: 'Nummer aus „rolle liste“ (R1) oder die Rolle, wenn nur eine Person sie hat',
      required: true,
    }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    bestellt: dateFlag('bestellt', { description: 'Tag der förmlichen Bestellung' }),
    gemeldet: dateFlag('gemeldet', { description: 'Tag der Mitteilung an das Land (bei BfIS und Vertretung)' }),
  };

  async run() {
    const { args, flags } = await this.parse(RolleAendern);
    const { bestellt, gemeldet } = flags;
    const rolle = await this.withContext(flags, (context) =>
      completeRole(context, flags.kommune, args.rolle, { bestellt, gemeldet }),
    );
    this.print(rollenTable([rolle]));
    return rolle;
  }
}
