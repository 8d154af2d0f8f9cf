import { kommuneFlag } from '../../cli/flags.ts';
import { rollenTable } from '../../cli/rollen-table.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listRoles } from '../../usecases/rollen.ts';

export default class RolleListe extends StoreCommand<CommandJson['rolle liste']> {
  static override summary = 'Wer welche Rolle hat und hatte';
  static override examples = ['burgward rolle liste --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(RolleListe);
    const rollen = await this.withContext(flags, (context) => listRoles(context, flags.kommune));
    if (rollen.length === 0) this.note('Noch keine Rolle erfasst. Beginnen mit: burgward rolle vergeben leitung …');
    else this.print(rollenTable(rollen));
    return rollen;
  }
}
