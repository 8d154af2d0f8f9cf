import { kommuneFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { zielobjekteTable } from '../../cli/zielobjekte-table.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listZielobjekte } from '../../usecases/zielobjekte.ts';

export default class ZielobjektListe extends StoreCommand<CommandJson['zielobjekt liste']> {
  static override summary = 'Die Zielobjekte einer Kommune auflisten';
  static override examples = ['burgward zielobjekt liste --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(ZielobjektListe);
    const zielobjekte = await this.withContext(flags, (context) => listZielobjekte(context, flags.kommune));
    this.print(zielobjekteTable(zielobjekte));
    return zielobjekte;
  }
}
