import { Flags, integerFlag, optionalKommuneFlag } from '../../cli/flags.ts';
import { evidenceTable } from '../../cli/nachweis-table.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { listEvidence } from '../../usecases/evidence.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class NachweisListe extends StoreCommand<CommandJson['nachweis liste']> {
  static override summary = 'Nachweise auflisten, die als Nächstes ablaufen zuerst';
  static override examples = ['burgward nachweis liste --kommune beispielhain', 'burgward nachweis liste --ablaufend 60'];
  static override flags = {
    kommune: optionalKommuneFlag(),
    control: Flags.string({ description: 'nur Nachweise für diese Anforderung', helpValue: 'ANFORDERUNG' }),
    ablaufend: integerFlag('ablaufend', {
      description: 'nur was abgelaufen ist oder in so vielen Tagen abläuft',
      min: 0,
      max: 3650,
    }),
  };

  async run() {
    const { flags } = await this.parse(NachweisListe);
    const filter = { kommune: flags.kommune, control: flags.control, expiringWithinDays: flags.ablaufend };
    const evidence = await this.withContext(flags, (context) => listEvidence(context, filter));
    if (evidence.length > 0) this.print(evidenceTable(evidence));
    this.note(evidence.length === 0 ? 'Keine Nachweise.' : counted(evidence.length, 'Nachweis', 'Nachweise'));
    return evidence;
  }
}
