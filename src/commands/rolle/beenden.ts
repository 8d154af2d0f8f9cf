import { Args, kommuneFlag, requiredDateFlag } from '../../cli/flags.ts';
import { rollenTable } from '../../cli/rollen-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { endRole } from '../../usecases/rollen.ts';

export default class RolleBeenden extends WriteCommand<CommandJson['rolle beenden']> {
  static override summary = 'Eine Rolle zu einem Tag beenden';
  static override description =
    'War das eingetragene Ende falsch: noch einmal mit der Nummer (R1) und dem richtigen --bis aufrufen; das Protokoll behält beides.';
  static override examples = [
    'burgward rolle beenden bfis --kommune beispielhain --bis 2026-06-30',
    'burgward rolle beenden R1 --kommune beispielhain --bis 2026-06-30',
  ];
  static override refusedFlags = { stand: 'Bis wann die Person die Rolle hatte, sagt --bis.' };
  static override args = {
    rolle: Args.string({
      description: 'Nummer aus „rolle liste“ (R1) oder die Rolle, wenn nur eine Person sie hat',
      required: true,
    }),
  };
  static override flags = { kommune: kommuneFlag(), bis: requiredDateFlag('bis', { description: 'letzter Tag in der Rolle' }) };

  async run() {
    const { args, flags } = await this.parse(RolleBeenden);
    const rolle = await this.withContext(flags, (context) => endRole(context, flags.kommune, args.rolle, flags.bis));
    this.print(rollenTable([rolle]));
    return rolle;
  }
}
