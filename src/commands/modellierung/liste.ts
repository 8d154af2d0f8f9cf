import { kommuneFlag } from '../../cli/flags.ts';
import { bausteineTable, katalogFlag, risksText } from '../../cli/modellierung-table.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { BausteinQuelle } from '../../domain/modellierung.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listModellierung } from '../../usecases/modellierung.ts';

export default class ModellierungListe extends StoreCommand<CommandJson['modellierung liste']> {
  static override summary = 'Alle Bausteine mit der Entscheidung zeigen: verwendet, nicht verwendet, nicht entschieden';
  static override examples = [
    'burgward modellierung liste --kommune beispielhain',
    'burgward modellierung liste --kommune beispielhain --katalog kompendium --stand 2026-06-30',
  ];
  static override flags = { kommune: kommuneFlag(), katalog: katalogFlag() };

  async run() {
    const { flags } = await this.parse(ModellierungListe);
    const katalog = flags.katalog as BausteinQuelle | undefined;
    const result = await this.withContext(flags, (context) => listModellierung(context, flags.kommune, { katalog }));
    this.print(bausteineTable(result.bausteine));
    const { n, verwendet, nichtVerwendet, nichtEntschieden } = result;
    this.print(
      `\n${n} Bausteine: ${verwendet} verwendet, ${nichtVerwendet} nicht verwendet, ${nichtEntschieden} nicht entschieden.`,
    );
    const risks = risksText(result.risikoanalyse);
    if (risks !== '') this.print(`\n${risks}`);
    return result;
  }
}
