import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { zielobjekteTable } from '../../cli/zielobjekte-table.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listZielobjekte } from '../../usecases/zielobjekte.ts';

export default class ZielobjektListe extends StoreCommand<CommandJson['zielobjekt liste']> {
  static override summary = 'Die Zielobjekte einer Kommune auflisten';
  static override examples = [
    'burgward zielobjekt liste --kommune beispielhain',
    'burgward zielobjekt liste --kommune beispielhain --typ server --stand 2026-06-30',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    typ: Flags.string({ description: 'nur dieser Typ, zum Beispiel server', helpValue: 'TYP' }),
  };

  async run() {
    const { flags } = await this.parse(ZielobjektListe);
    const zielobjekte = await this.withContext(flags, (context) => listZielobjekte(context, flags.kommune, flags.typ));
    this.print(zielobjekte.length === 0 ? 'Kein Zielobjekt dieses Typs ist erfasst.' : zielobjekteTable(zielobjekte));
    return zielobjekte;
  }
}
