import { Flags, optionalKommuneFlag } from '../../cli/flags.ts';
import { rollenTable } from '../../cli/rollen-table.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listRoles } from '../../usecases/rollen.ts';

export default class RolleListe extends StoreCommand<CommandJson['rolle liste']> {
  static override summary = 'Wer welche Rolle hat und hatte';
  static override examples = ['burgward rolle liste --kommune beispielhain', 'burgward rolle liste --person Krause'];
  static override flags = {
    kommune: optionalKommuneFlag(),
    person: Flags.string({ description: 'nur diese Person (ein Teil des Namens genügt)', helpValue: 'NAME' }),
    rolle: Flags.string({ description: 'nur diese Rolle', helpValue: 'ROLLE' }),
  };

  async run() {
    const { flags } = await this.parse(RolleListe);
    const { kommune, person, rolle, datenbank, stand } = flags;
    const rollen = await this.withContext({ datenbank, stand }, (context) => listRoles(context, { kommune, person, rolle }));
    if (rollen.length === 0) this.note('Noch keine Rolle erfasst. Beginnen mit: burgward rolle vergeben leitung …');
    else this.print(rollenTable(rollen, kommune === undefined));
    return rollen;
  }
}
